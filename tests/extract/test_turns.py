"""Values told in turn over several windows, and within a time just over."""

from __future__ import annotations

from datetime import date

import pytest

from extract.figures import read_figures
from models.article import Article, Published


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2021年至2023年，全市软件业收入分别为1.9、2.1和2.3万亿元。", ["2021", "2022", "2023"]),
        ("2021、2022年，全市软件业收入分别为1.9万亿元和2.1万亿元。", ["2021", "2022"]),
        ("2021—2022年，全市软件业收入分别增长12%和14%。", ["2021", "2022"]),
    ],
)
def test_each_value_is_of_its_year(text: str, years: list[str]) -> None:
    """分别 gives each value its own year of the list or stretch before it."""
    figures = read_figures(Article(id="x", body=text, published=Published(date(2024, 5, 1))))
    assert [str(figure.period.first)[:4] for figure in figures] == years
    assert {figure.modality.value for figure in figures} == {"actual"}


@pytest.mark.parametrize(
    ("text", "modality", "first"),
    [
        ("全市数字经济增加值三年内增长了35%。", "actual", "2021"),
        ("力争三年内建成智能工厂100家。", "target", "None"),
    ],
)
def test_what_has_happened_within_a_time_is_no_deadline(text: str, modality: str, first: str) -> None:
    """三年内 looks back where the sentence tells what has happened."""
    [figure] = read_figures(Article(id="x", body=text, published=Published(date(2024, 5, 1))))
    assert (figure.modality.value, str(figure.period.first)[:4]) == (modality, first)
