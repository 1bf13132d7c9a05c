"""Lists of periods: 7、8、9月份分别增长0.7%、5.8%和4.5% gives each month its own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.periods import find_periods
from extract.timing import Clock
from models.period import Period

_MEMBERS = re.compile(
    r"(?P<years>(?:(?:19|20)\d\d年?[、，和及与]){1,6}(?:19|20)\d\d年)|"
    r"(?P<through>(?:19|20)\d\d年?(?:至|到|[-—–~～]{1,2})(?:19|20)\d\d年)|"
    r"(?P<months>(?<![\d年])(?:(?:1[0-2]|[1-9])月?份?[、和及与]){1,11}(?:1[0-2]|[1-9])月份?)|"
    r"(?P<quarters>(?:[一二三四]季?度?[、和及与]){1,3}[一二三四]季度)"
)
_MEMBER = re.compile(r"\d{4}|1[0-2]|[1-9]|[一二三四]")
_BETWEEN = re.compile(r"\s*(?:[、，,和与及]|以及)+\s*")


def windows_in_turn(clock: Clock, text: str, clause: int, figures: Sequence[tuple[int, int]]) -> dict[int, Period]:
    """7、8、9月份分别增长0.7%、5.8%和4.5%: the months, by the number of the clause's figure that is of each.

    `figures` are the clause's, as start and end in the sentence; `clause` is where the clause begins.
    """
    if len(figures) < 2 or "分别" not in text[clause : figures[-1][0]]:  # noqa: PLR2004
        return {}
    lists = list(_MEMBERS.finditer(text, 0, figures[0][0]))
    if not lists:
        return {}
    named = lists[-1]
    suffix = {"years": "年", "through": "年", "months": "月", "quarters": "季度"}[str(named.lastgroup)]
    members = [m.group() + suffix for m in _MEMBER.finditer(named.group())]
    if named.lastgroup == "through":  # 2023年至2025年, 分别为…: each year of it
        first, last = (int(member[:4]) for member in members)
        members = [f"{year}年" for year in range(first, min(last, first + len(figures)) + 1)]
    run = [0]
    for i in range(1, len(figures)):
        if not _BETWEEN.fullmatch(text, figures[i - 1][1], figures[i][0]):
            if len(run) > 1:
                break
            run = []
        run.append(i)
    if len(run) != len(members):
        return {}
    found: dict[int, Period] = {}
    for i, words in zip(run, members, strict=True):
        read = find_periods(words, clock.day, year=clock.year)
        if not read:
            return {}
        found[i] = read[0].period
    return found
