"""Periods: the words, resolved against the day of publication."""

import json
import time
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.chronology import add_months, five_year_plan, month_end, quarters, shift_years, year
from extract.periods import find_periods
from models.period import PeriodKind

CASES = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "sentences" / "periods.jsonl").read_text(encoding="utf-8").splitlines()
]
PUBLISHED = date(2023, 2, 13)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:24])
def test_a_sentence_gives_its_periods(case):
    """The periods found are those annotated: words, first and last day, kind."""
    found = find_periods(case["text"], date.fromisoformat(case["published"]), year=case.get("year"))
    told = [(m.text, m.period.first, m.period.last, m.period.kind.value) for m in found]
    wanted = [
        (p["text"], *(date.fromisoformat(p[end]) if p[end] else None for end in ("first", "last")), p["kind"])
        for p in case["periods"]
    ]
    assert told == wanted


def test_an_edge_names_more_than_its_instant():
    """年底 is the instant of 31 December and names the last two months; a deadline runs from publication."""
    (edge,) = find_periods("2022年底达到300家", PUBLISHED)
    assert edge.period.first == edge.period.last == date(2022, 12, 31)
    assert (edge.first, edge.last) == (date(2022, 11, 1), date(2022, 12, 31))
    (deadline,) = find_periods("2025年前完成", PUBLISHED)
    assert deadline.period.kind is PeriodKind.DEADLINE
    assert (deadline.first, deadline.period.first) == (PUBLISHED, None)


def test_words_lean_on_the_year_of_their_paragraph_only():
    """全年 after 去年 is last year's; the next paragraph starts afresh; a year only compared with does not count."""
    found = find_periods("去年增长3%，全年达5亿元。\n12月达3亿元，比2019年12月增长。3月开工。", date(2023, 6, 1))
    assert [str(m.period.last) for m in found] == ["2022-12-31", "2022-12-31", "2023-12-31", "2019-12-31", "2023-03-31"]


def test_titles_hold_no_periods():
    """The years in the title of a document are part of its name."""
    assert not find_periods("印发《行动方案（2021—2025年）》", PUBLISHED)


@given(st.dates(min_value=date(1950, 1, 1), max_value=date(2099, 12, 31)))
def test_any_written_day_reads_back(day):
    """A day reads back, written out, with dashes or in full width."""
    for text in (f"{day.year}年{day.month}月{day.day}日", day.isoformat(), f"{day.year}/{day.month}/{day.day}"):
        for written in (text, text.translate(str.maketrans("0123456789", "０１２３４５６７８９"))):
            (found,) = find_periods(written, PUBLISHED)
            assert (found.period.first, found.period.last) == (day, day)


@given(st.integers(1950, 2030), st.integers(1, 12), st.integers(1, 12))
def test_any_run_of_months_reads_back(number, one, two):
    """A run of months covers whole months of its year."""
    first, last = sorted((one, two))
    (found,) = find_periods(f"{number}年{first}—{last}月", PUBLISHED)
    assert (found.period.first, found.period.last) == (date(number, first, 1), month_end(number, last))


WORDS = [
    "2022年", "去年", "前三季度", "1—8月", "截至5月底", "到2025年", "“十四五”末", "近三年",
    "同期", "年底前", "11日", "目前", "二〇二二年", "未来五年", "至", "，",
    "。", "\n", "增长", "1", "十", "年", "月", "-",
    "13月40日", "2022年2月30日",
]  # fmt: skip


@given(
    st.lists(st.sampled_from(WORDS), max_size=14).map("".join),
    st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 12, 31)),
)
def test_offsets_point_at_the_words_and_nothing_fails(text, published):
    """Whatever stands there, mentions come in order, lie where they say, and first is not after last."""
    found = find_periods(text, published)
    assert all(text[m.start : m.end] == m.text for m in found)
    assert all(a.start < b.start for a, b in pairwise(found))
    assert all(m.period.first <= m.period.last for m in found if m.period.first and m.period.last)


@pytest.mark.parametrize(
    "piece", ["1", "1月", "2022年", "至", "近三", "上", "第", "“十", "一", "前", "1—", "去年", "《"]
)
def test_hostile_text_takes_linear_time(piece):
    """Eight times the text takes no more than about eight times the work."""

    def seconds(length):
        text = piece * (length // len(piece))
        start = time.process_time()
        find_periods(text, PUBLISHED)
        return time.process_time() - start

    small, large = min(seconds(2_500) for _ in range(3)), seconds(20_000)
    assert large < 32 * small + 0.1


def test_the_calendar_is_exact():
    """Months end on their last day, plans run five years, and a window shifts with leap days in it."""
    assert month_end(2024, 2) == date(2024, 2, 29)
    assert add_months(date(2023, 12, 31), 2) == date(2024, 2, 29)
    assert quarters(2022, 3).last == date(2022, 9, 30)
    assert shift_years(year(2024), -1).last == date(2023, 12, 31)
    plan = five_year_plan(14)
    assert plan is not None
    assert (plan.first, plan.last) == (date(2021, 1, 1), date(2025, 12, 31))
    assert five_year_plan(40) is None
