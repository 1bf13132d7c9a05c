"""Why a figure is read as it is, and what goes over the wire."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from extract.explain import explain, explain_rest, plain
from extract.figures import read_figures
from extract.wire import figure_json, number
from models.article import Article, Published

ARTICLE = Article(
    id="x",
    body="初步核算，2022年北京5G产业增加值达1.6万亿元，占全市GDP比重40.4%。",
    published=Published(date(2023, 2, 1)),
)


def test_every_field_names_its_rule() -> None:
    """The explanation shows the figure in its sentence and a rule for each field."""
    lines = explain(ARTICLE, read_figures(ARTICLE)[1])
    assert "【40.4%】" in lines[0]
    text = "\n".join(lines)
    assert all(
        f"  {name}" in text for name in ("value", "subject", "measure", "region", "period", "modality", "status")
    )
    assert "share, inherited" in text


def test_numbers_that_are_no_figures_say_why() -> None:
    """5G and 2022 are explained by their class."""
    rest = "\n".join(explain_rest(ARTICLE))
    assert "tech_name" in rest
    assert "1.6万亿元" not in rest


def test_wire_form() -> None:
    """The JSON form has the contract's keys, exact numbers and null for what is not there."""
    data = figure_json(read_figures(ARTICLE)[0])
    assert list(data) == [
        "surface", "start", "end", "value", "value_high", "unit", "bound", "measure", "subject", "region", "period",
        "modality", "status", "sentence",
    ]  # fmt: skip
    assert data["value"] == 1600000000000
    assert data["status"] == "preliminary"
    assert data["period"] == {
        "text": "2022年", "start": "2022-01-01", "end": "2022-12-31", "type": "year", "implicit": False
    }  # fmt: skip


def test_numbers() -> None:
    """Integral values are ints; digits stay as they are."""
    assert (number(Decimal("40.40")), number(Decimal("5.0")), number(None)) == (40.4, 5, None)
    assert plain(Decimal("1.60E12")) == "1600000000000"
