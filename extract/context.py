"""What a figure inherits: sentence → paragraph → section or heading → item → article → source.

A `Section` holds what headings say; a `Paragraph` what its sentences have said so far. Both are plain state that
extract.figures carries along while it reads from top to bottom.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from extract.homes import SIDE_BY_SIDE, home_of
from extract.modality import intends, looks_back, opens_future
from extract.periods import PeriodMention, find_periods
from extract.places import heading_place, topic_place
from extract.regions import NATION, PlaceMention, find_places, own_words
from extract.subjects import Memory
from models.article import Article
from models.metric import Status
from models.period import Period, PeriodKind

_YEAR = re.compile(r"(?<!\d)(20\d\d)(?=年|全球|世界|中国|数字|北京|[一-鿿]{0,6}(?:大会|论坛|博览会))")
_YEARS = re.compile(r"(?<!\d)(20\d\d)年?\s*[—–\-~～至]{1,2}\s*(20\d\d)年")
_AHEAD = re.compile(r"(?:到|至|力争|目标|规划|—|-|~)\s*$")
_DAY = re.compile(r"(?<!\d)(?:(20\d\d)年)?(\d{1,2})月(\d{1,2})日")
_HEADING, _WHOLE_HEADING = 60, 30  # characters; a longer heading may hold no comma
_SENTENCE_END = "。；！？!?;：:，"
_WINDOWS = {
    PeriodKind.YEAR,
    PeriodKind.HALF,
    PeriodKind.QUARTER,
    PeriodKind.QUARTERS,
    PeriodKind.MONTH,
    PeriodKind.MONTHS,
}
_OWN_YEAR = re.compile(
    r"\d{4}|[今去本明前]年|上年|上一年|近|来|十[一二三四]五|\d{2}年|当前|目前|最近|过去|上月|本月|昨|今[日天]"
)


@dataclass(slots=True)
class Section:
    """What holds from a heading on: the place, the year or window spoken of, and whether plans follow.

    `homes` are the places that 全市 may stand for where it cannot be `region`, the likeliest first; `seeks` says that
    the text has such words.
    """

    region: str | None = None
    homes: tuple[str, ...] = ()
    seeks: bool = False
    year: int | None = None
    window: Period | None = None
    span: Period | None = None
    deadline: Period | None = None
    told: Period | None = None
    future: bool = False


@dataclass(slots=True)
class Paragraph:
    """What a paragraph has said so far."""

    region: str | None = None
    period: Period | None = None
    asof: Period | None = None
    before: Period | None = None
    deadline: Period | None = None
    year: int | None = None
    future: bool = False
    status: Status = Status.NORMAL
    memory: Memory = field(default_factory=Memory)
    periods: list[tuple[int, PeriodMention]] = field(default_factory=list)

    def dated(self, start: int, text: str) -> list[PeriodMention]:
        """The periods of one sentence of the paragraph (it begins at `start` of the body), by offsets into it."""
        return [
            replace(p, start=base + p.start - start, end=base + p.end - start)
            for base, p in self.periods
            if start <= base + p.start < start + len(text)
        ]


def published_of(article: Article) -> date | None:
    """The day of publication; where none is known, the latest day the text itself speaks of as past."""
    if article.published:
        return article.published.day
    return infer_day(f"{article.title or ''}\n{article.body}")


def infer_day(text: str) -> date | None:
    """The latest day a text names, its year taken from the latest year that is not a goal.

    >>> infer_day("2023全球数字经济大会7月7日闭幕，到2025年建成标杆城市")
    datetime.date(2023, 7, 7)
    """
    years = [
        int(m.group(1)) for m in _YEAR.finditer(text) if not _AHEAD.search(text[max(0, m.start() - 4) : m.start()])
    ]
    if not years:
        return None
    year = max(years)
    days: list[date] = []
    for match in _DAY.finditer(text):
        given = int(match.group(1)) if match.group(1) else year
        if given == year:
            try:
                days.append(date(year, int(match.group(2)), int(match.group(3))))
            except ValueError:
                continue
    return max(days) if days else date(year, 12, 31)


def is_heading(line: str) -> bool:
    """Whether a line is a heading: short, and no sentence.

    >>> is_heading("加快建设智慧城市"), is_heading("产值增长5%。")
    (True, False)
    """
    text = line.strip()
    if not 0 < len(text) <= _HEADING or text[-1] in _SENTENCE_END or "\t" in text or "。" in text:
        return False
    return len(text) <= _WHOLE_HEADING or not re.search(r"[，,；;]", text)


def first_section(article: Article, day: date) -> Section:
    """What holds before the first heading: from the title, the source and what the article is about."""
    title = article.title or ""
    home = home_of(article)
    section = Section(region=home.region, homes=home.others, seeks=bool(own_words(article.body)))
    if title and not SIDE_BY_SIDE.search(title):
        section.future = opens_future(title, heading=True, now=False, title=True)
        _date_heading(section, title, day)
    return section


def enter_heading(section: Section, line: str, day: date, *, item: bool = False) -> Section:
    """The section that a heading opens; a place at its head is what follows is about."""
    text = line.strip()
    place = heading_place(text, section.region, item=item)
    fresh = replace(section)
    if place or item:
        fresh = Section(region=place or section.region, homes=section.homes, seeks=section.seeks)
    fresh.future = opens_future(text, heading=True, now=fresh.future)
    _date_heading(fresh, text, day)
    return fresh


def _date_heading(section: Section, text: str, day: date) -> None:
    for mention in periods_of(text, day):
        if mention.period.kind in _WINDOWS:
            section.window = mention.period
            if mention.period.last:
                section.year = mention.period.last.year
            return
    run = _YEARS.search(text)
    if run:
        section.span = Period(
            date(int(run.group(1)), 1, 1), date(int(run.group(2)), 12, 31), PeriodKind.RANGE, run.group()
        )
    years = [int(m.group(1)) for m in _YEAR.finditer(text)]
    if years:
        section.year = max(years)


@lru_cache(maxsize=4096)
def periods_of(text: str, day: date, spoken: Period | None = None) -> tuple[PeriodMention, ...]:
    """The periods a text names, resolved against the day of publication; `spoken` is the window of its heading."""
    return tuple(find_periods(text, day, spoken=spoken))


def anchored(mention: PeriodMention, text: str, year: int | None, day: date) -> Period:
    """A period without a year of its own (全年, 前三季度) is of the year spoken of."""
    if year is None or year >= day.year or mention.period.last is None or mention.period.last.year == year:
        return mention.period
    words = text[mention.start : mention.end]
    if _OWN_YEAR.search(words) or mention.period.kind in (PeriodKind.DEADLINE, PeriodKind.NONE):
        return mention.period
    again = periods_of(words, date(year, 12, 31))
    return again[0].period if again else mention.period


def open_paragraph(section: Section, first_sentence: str, first: int | None = None) -> Paragraph:
    """What a paragraph starts with: the place at the head of its first sentence, whose first figure is at `first`."""
    place = topic_place(first_sentence, section.region, first)
    _speak(section, place)
    told, section.told = section.told, None
    return Paragraph(region=place.name if place else None, before=told, future=section.future)


def pass_by(section: Section, line: str) -> None:
    """Note which place a line without figures speaks of, where 全市 below it might be that one's."""
    if section.seeks and section.region in (None, NATION):
        _speak(section, topic_place(line, section.region))


def _speak(section: Section, place: PlaceMention | None) -> None:
    if place:
        section.homes = (place.name, *(home for home in section.homes if home != place.name))


def turn_to(paragraph: Paragraph, section: Section, sentence: str, first: int | None) -> None:
    """Let a sentence that opens with another place move the paragraph there; one of several, or 其中, does not."""
    place = topic_place(sentence, paragraph.region or section.region, first)
    if place is None or _AMONG_THEM.match(sentence):
        return
    others = {
        m.name
        for m in find_places(sentence[place.end :], place.name)
        if m.place and not m.relative and _CLAUSE_HEAD.search(sentence[: place.end + m.start])
    }
    if others <= {place.name}:
        paragraph.region = place.name


_AMONG_THEM = re.compile(r"其中|比如|例如|以|如|特别是|尤其是")
_CLAUSE_HEAD = re.compile(r"[，,；;、：:和与]$")


def close_sentence(paragraph: Paragraph, sentence: str) -> None:
    """Note what a sentence leaves to the next ones."""
    if intends(sentence):
        paragraph.future = True
    elif looks_back(sentence):
        paragraph.future = False
