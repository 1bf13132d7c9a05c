"""What a figure inherits: sentence → paragraph → section or heading → item → article → source.

A `Section` holds what headings say; a `Paragraph` what its sentences have said so far. Both are plain state that
extract.figures carries along while it reads from top to bottom.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from extract.modality import intends, looks_back, opens_future
from extract.periods import PeriodMention, find_periods
from extract.regions import NATION, WORLD, PlaceMention, about, canonical, find_places
from extract.subjects import Memory
from models.article import Article
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
_AT_HEAD = re.compile(r"^[《“\"【\[（(]?[^，。]{0,2}$")


@dataclass(slots=True)
class Section:
    """What holds from a heading on: the place, the year or window spoken of, and whether plans follow."""

    region: str | None = None
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
    single = not re.search(r"[;；]|\|", title)
    region = next((m.name for m in find_places(title) if m.place or m.name == "全国"), None) if single else None
    region = region or canonical(article.region) or about(None, article.body) or about(article.outlet, "")
    section = Section(region=region)
    if single and title:
        section.future = opens_future(title, heading=True, now=False, title=True)
        _date_heading(section, title, day)
    return section


def enter_heading(section: Section, line: str, day: date, *, item: bool = False) -> Section:
    """The section that a heading opens; a place at its head is what follows is about."""
    text = line.strip()
    place = heading_place(text, section.region, item=item)
    fresh = replace(section)
    if place or item:
        fresh = Section(region=place or section.region)
    fresh.future = opens_future(text, heading=True, now=fresh.future)
    _date_heading(fresh, text, day)
    return fresh


def heading_place(text: str, within: str | None, *, item: bool = False) -> str | None:
    """The place that stands at the head of a heading: 江苏出台实施意见, 《北京数字经济发展报告》发布."""
    for mention in find_places(text, within):
        if mention.place is None or mention.relative:
            continue
        if item or _AT_HEAD.match(text[: mention.start]):
            return mention.name
        return None
    return None


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
def periods_of(text: str, day: date) -> tuple[PeriodMention, ...]:
    """The periods a sentence names, resolved against the day of publication."""
    return tuple(find_periods(text, day))


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
    told, section.told = section.told, None
    return Paragraph(region=place.name if place else None, before=told, future=section.future)


@lru_cache(maxsize=64)
def places_of(sentence: str, within: str | None) -> tuple[PlaceMention, ...]:
    """The places a sentence names where `within` is spoken of; asked for more than once while it is read."""
    return tuple(find_places(sentence, within))


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
_TOPIC_CLAUSES, _OPENING, _SHORT_OPENING = 3, 64, 28
_QUOTE = ("“", "《", "「", '"')
_LEADING = re.compile(
    r"(?:从?[^，,]{0,16}?(?:[年月日末底度来中内后期看]|以来)|此外|另外|同时|与此同时|而|但|在|据|以|位于|地处|聚焦|截至|到|[“\"《「]|"
    r"[^，,]{2,12}的)?(?=$)"
)
_CUT = re.compile(r"[，,：:；;]")


def topic_place(sentence: str, within: str | None, first: int | None = None) -> PlaceMention | None:
    """The place that a clause of the sentence's opening speaks of: 武汉市光谷…, not 支持济南、青岛….

    `first` is where the first figure stands: what follows it opens nothing.
    """
    opening = sentence[: _SHORT_OPENING if first is None else min(_OPENING, first)]
    barred = -1
    for mention in find_places(opening, within) if first is None else places_of(sentence, within):
        if mention.end > len(opening):
            return None
        if mention.relative or (mention.place is None and mention.name not in (NATION, WORLD)):
            continue
        cuts = [cut.end() for cut in _CUT.finditer(opening, 0, mention.start)]
        at = cuts[-1] if cuts else 0
        if len(cuts) >= _TOPIC_CLAUSES:
            return None
        if at == barred:
            continue
        lead, tail = opening[at : mention.start], sentence[mention.end : mention.end + 6]
        named = mention.place is None and (lead.endswith(_QUOTE) or _AMONG.match(tail) or _NO_WORLD.match(tail))
        if _LEADING.fullmatch(lead) and not re.match(r"[、和与等]|到|至|—", tail) and not named:
            return mention
        barred = at
    return None


def close_sentence(paragraph: Paragraph, sentence: str) -> None:
    """Note what a sentence leaves to the next ones."""
    if intends(sentence):
        paragraph.future = True
    elif looks_back(sentence):
        paragraph.future = False


_COMPARED = re.compile(
    r"(?:占|比|较|高于|低于|快于|慢于|超过|优于|好于|领先(?:于)?|居|位居|位列|列|排名?|相当于|辐射|面向|服务|覆盖|走向|享誉|遍布|全球及|销往|来自|对)(?:了|于)?$"
)
_AMONG = re.compile(
    r"第[一二三四五六七八九十\d]|首位|之首|各省|各地|前列|领先|平均|排名|同类|同行|比重|范围(?!内?[，,])|水平|先进|一流|率先|首[个家批创]|唯一|总量的|最"
)
_NO_WORLD = re.compile(
    r"[“\"]|占|份额|灯塔|化|性|总部|领先|标杆|一流|知名|首|最|唯一|第|前|排名|名列|招商|布局|影响|(?:数字经济|人工智能|移动|互联网|工业)?[^，。]{0,6}(?:大会|论坛|峰会|博览会)|"
    r"[\d一二三四五六七八九十百千]{1,4}(?:强|大(?!主要)|多?个(?!主要))|百强|创新指数|顶尖|同类|客户|用户|伙伴"
)
_OPENS = re.compile(
    r"(?:^|[年月日末底度，,、的：:“])(?:在|其中|目前|当前)?$|(?:^|[，,])(?:从|据|截至[^，,]{2,10}|到[^，,]{2,8}|其中|此外|预计)$"
)
_CHAINED = re.compile(r"[、和与及]$")
_QUOTES = re.compile(r"“[^”]*”|《[^》]*》|「[^」]*」")


_COUNTED = re.compile(r"\d+(?![\dA-Za-z])")  # 全国31个省份 are counted; 我国5G基站 is not


def region_of(clause: str, before: str, mentions: list[PlaceMention], start: int) -> PlaceMention | None:
    """The place that the words `before` a figure (which begin at `start` of the sentence) put it in, nearest first.

    Places it is compared with or ranked among (占全国比重, 高于全省平均) put it nowhere.
    """
    quotes = [(m.start() + start, m.end() + start) for m in _QUOTES.finditer(before)]
    end = start + len(before)
    for mention in reversed([m for m in mentions if start <= m.start and m.end <= end]):
        lead = before[: mention.start - start]
        tail = clause[mention.end - start : mention.end - start + 6]
        if any(a <= mention.start < b for a, b in quotes):
            continue
        if re.search("[高低]于$", lead) and before[mention.end - start :] == "的":  # 高于江苏省的|1.3万亿元
            return mention
        if (
            _COMPARED.search(lead)
            or _AMONG.match(tail)
            or (mention.name == WORLD and (not _OPENS.search(lead) or _NO_WORLD.match(tail)))
        ):
            continue
        if mention.name == NATION and _COUNTED.match(tail):
            continue
        if _CHAINED.search(lead) and any(m.end + 1 == mention.start for m in mentions):
            return None  # 苏州、南京、无锡居前三位: of all of them
        if mention.place is None and not mention.relative and len(re.sub(r"[^一-鿿]", "", lead)) > 8:  # noqa: PLR2004
            continue
        return mention
    return None
