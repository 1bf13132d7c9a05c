"""Figures: every statistical statement of an article, with what it means.

    lines → headings set the section, tables go to extract.cells, the rest are paragraphs
    paragraph → sentences that hold figures → clauses → for each figure in turn
        quantity    extract.quantities, extract.nonfigures
        subject     extract.subjects
        measure     extract.measures
        region      extract.context.region_of
        period      extract.timing
        modality    extract.modality
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
import re
from dataclasses import dataclass, field, replace
from datetime import date

from extract.cells import is_row, read_table
from extract.clauses import Clause, Span, clauses, words
from extract.context import (
    Paragraph,
    Section,
    close_sentence,
    enter_heading,
    first_section,
    is_heading,
    open_paragraph,
    periods_of,
    published_of,
    region_of,
)
from extract.measures import basis_of, measure_of, scope_of
from extract.modality import intends, modality_of, opens_future, status_of
from extract.nonfigures import classify
from extract.quantities import QuantityMention, find_quantities
from extract.regions import PlaceMention, find_places
from extract.phrases import actor_of
from extract.subjects import Reading, read_subjects
from extract.text import Sentence, sentences
from extract.timing import Clock, multiple_window, period_of, undated
from extract.tokens import Tokenizer, plain
from extract.traditional import simplified
from models.article import Article
from models.metric import Figure, Measure, Modality
from models.period import Period, PeriodKind
from models.quantity import Bound, Quantity

_UNKNOWN_DAY = date(1970, 1, 1)


def find_figures(text: str) -> list[Figure]:
    """The figures of a text about which nothing else is known.

    >>> [(f.surface, f.subject) for f in find_figures("2021年北京数字经济增加值达1.6万亿元。")]
    [('1.6万亿元', '数字经济增加值')]
    """
    return list(read_figures(Article(id="", body=text)))


def read_figures(article: Article, tokenizer: Tokenizer | None = None) -> tuple[Figure, ...]:
    """The figures of an article, in order of their offsets into its body."""
    return tuple(_Reader(article, tokenizer or plain()).run())


@dataclass(slots=True)
class _Line:
    start: int
    text: str


@dataclass(slots=True)
class _Read:
    """A sentence while its figures are read."""

    sentence: Sentence
    mentions: list[QuantityMention]
    places: list[PlaceMention]
    clock: Clock
    spans: list[Span]
    region: str | None = None
    region_rule: str = ""
    stated: bool = False
    out: list[Figure] = field(default_factory=list)


class _Reader:
    """Reads one article from top to bottom, carrying what is inherited."""

    def __init__(self, article: Article, tokenizer: Tokenizer) -> None:
        self.article = article
        self.body = simplified(article.body)  # what is read; what is quoted comes from the article itself
        self.tokenizer = tokenizer
        self.day = published_of(article)
        self.known = self.day is not None
        found = find_quantities(self.body)
        self.thresholds = thresholds(found, self.body)
        self.mentions = [m for m, name in zip(found, classify(self.body, found), strict=True) if name is None and m.start not in self.thresholds and not _determines(m, self.body)]
        self.starts = [m.start for m in self.mentions]
        self.told: list[str] = []

    @property
    def today(self) -> date:
        return self.day or _UNKNOWN_DAY

    def within(self, start: int, end: int) -> list[QuantityMention]:
        return self.mentions[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def run(self) -> Iterator[Figure]:
        if not self.mentions:
            return
        section = first_section(replace(self.article, body=self.body, title=simplified(self.article.title or "")), self.today)
        titles = {item.title.strip() for item in self.article.items}
        lines = self._lines()
        at = 0
        while at < len(lines):
            line = lines[at]
            if is_row(line.text):
                rows = [line]
                while at + len(rows) < len(lines) and is_row(lines[at + len(rows)].text):
                    rows.append(lines[at + len(rows)])
                caption = lines[at - 1].text if at else ""
                yield from self._table(rows, caption, section)
                at += len(rows)
                continue
            at += 1
            held = self.within(line.start, line.start + len(line.text))
            if is_heading(line.text):
                section = enter_heading(section, line.text, self.today, item=line.text.strip() in titles)
            if held:
                yield from self._paragraph(line, section)
            elif not is_heading(line.text):
                section.future = opens_future(line.text[:120], heading=False, now=section.future)

    def _lines(self) -> list[_Line]:
        lines, at = [], 0
        for text in self.body.split("\n"):
            if text.strip():
                lines.append(_Line(at, text))
            at += len(text) + 1
        return lines

    def _table(self, rows: list[_Line], caption: str, section: Section) -> Iterator[Figure]:
        for cell in read_table([(row.start, row.text) for row in rows], caption, section, self.today):
            yield cell

    def _paragraph(self, line: _Line, section: Section) -> Iterator[Figure]:
        paragraph: Paragraph | None = None
        for sentence in sentences(line.text):
            if paragraph is None:
                paragraph = open_paragraph(section, sentence.text)
                paragraph.memory.told = self.told
                paragraph.memory.context = line.text
                paragraph.periods = [(line.start, p) for p in periods_of(line.text, self.today)]
            whole = Sentence(line.start + sentence.start, line.start + sentence.end, sentence.text)
            mentions = self.within(whole.start, whole.end)
            section.future = opens_future(sentence.text, heading=False, now=section.future)
            if mentions:
                yield from self._sentence(whole, mentions, paragraph, section)
            else:
                self._pass(whole, paragraph)
            close_sentence(paragraph, sentence.text)

    def _pass(self, sentence: Sentence, paragraph: Paragraph) -> None:
        """A sentence without figures may still say when the next ones are of: 2023年上半年，某市发展良好。"""
        clock = Clock(sentence.text, paragraph.dated(sentence.start, sentence.text), self.today)
        period, only = clock.take(0, min(len(sentence.text), 24))
        if period is not None and not only and period.kind in _WINDOWS:
            paragraph.period, paragraph.year = period, clock.year

    def _sentence(self, sentence: Sentence, mentions: list[QuantityMention], paragraph: Paragraph, section: Section) -> Iterator[Figure]:
        text, base = sentence.text, sentence.start
        figures = [Span(m.start - base, m.end - base, "fig") for m in mentions]
        region = paragraph.region or section.region
        places = [p for p in find_places(text, region) if not any(f.start < p.end and p.start < f.end for f in figures)]
        dated = [p for p in paragraph.dated(sentence.start, text) if not any(f.start < p.end and p.start < f.end for f in figures)]
        clock = Clock(text, dated, self.today, year=paragraph.year, ahead=intends(text) or paragraph.future)
        spans = [*figures, *(Span(p.start, p.end, "time") for p in dated), *(Span(p.start, p.end, "place") for p in places)]
        spans += [Span(a - base, b - base, "quote") for a, b in self.thresholds.items() if base <= a < base + len(text)]
        spans.sort(key=lambda s: (s.start, -s.end))
        read = _Read(sentence, mentions, places, clock, spans, region)
        paragraph.memory.actor = ""
        position = 0
        for clause in clauses(text, figures):
            held = [m for m in mentions if clause.start <= m.start - base < clause.end]
            inside = words(text, clause, spans, self.tokenizer) if held or not position else []
            if clause.mark in "；;":
                paragraph.memory.actor = ""
            if inside:
                paragraph.memory.actor = actor_of(inside, text) or paragraph.memory.actor
            if held:
                readings = read_subjects(text, inside, [m.unit for m in held], paragraph.memory)
                self._clause(read, clause, held, readings, paragraph, section)
            position += 1
        main = read.clock.main
        if main is not None and main.kind in _WINDOWS:
            paragraph.period, paragraph.year, paragraph.asof = main, read.clock.year, None
        elif main is not None and main.kind is PeriodKind.ASOF:
            paragraph.asof = main
        elif main is not None and main.kind is PeriodKind.DEADLINE and (section.deadline is None or str(main.last) > str(section.deadline.last)):
            section.deadline = main
        yield from read.out

    def _clause(
        self, read: _Read, clause: Clause, held: Sequence[QuantityMention], readings: Sequence[Reading], paragraph: Paragraph, section: Section
    ) -> None:
        text, base = read.sentence.text, read.sentence.start
        previous: Measure | None = None
        for i, (mention, reading) in enumerate(zip(held, readings, strict=True)):
            start, end = mention.start - base, mention.end - base
            behind = read.out[-1].end - base if read.out else 0
            local = max(clause.start, held[i - 1].end - base if i else clause.start)
            after_end = held[i + 1].start - base if i + 1 < len(held) else clause.end
            before, after = text[local:start], text[end:after_end]
            if reading.listed or (not before.strip("、和与及 ") and i):
                before = text[clause.start : held[0].start - base] if reading.listed else before
            measure, measure_rule = measure_of(mention.unit, before, after, previous)
            previous = measure
            region, region_rule = self._region(read, clause, start, reading)
            period, period_rule = self._period(read, (behind, start), clause.start, reading, measure, paragraph, section)
            deadline = period is not None and period.kind is PeriodKind.DEADLINE
            past = bool(period and period.last and period.last < self.today and period.kind is not PeriodKind.NONE and self.known and period_rule != "period of the heading")
            modality, modality_rule = modality_of(
                text, text[clause.start : clause.end], deadline=deadline, past=past, future=section.future or paragraph.future, stated=read.stated,
            )
            read.stated = modality is Modality.ACTUAL and (read.stated or modality_rule == "words of fact")
            if period is None or (modality is Modality.TARGET and period.kind is PeriodKind.ASOF):
                period, period_rule = undated(modality, text[clause.start : start], section, self.today)
                if not self.known and period.kind is PeriodKind.ASOF:
                    period = Period(None, None, PeriodKind.NONE, implicit=True)
            rules = (
                f"quantity: {mention.form}", f"subject: {', '.join(reading.rules)}", f"measure: {measure_rule}", f"region: {region_rule}",
                f"period: {period_rule}", f"modality: {modality_rule}",
            )  # fmt: skip
            read.out.append(
                Figure(
                    surface=self.article.body[mention.start : mention.end], start=mention.start, end=mention.end,
                    sentence=self.article.body[base : base + len(text)], sentence_start=base,
                    quantity=_filled(mention, reading.subject, before, measure, read.out), measure=measure, subject=reading.subject or (self.told[-1] if self.told else ""), region=region, period=period,
                    modality=modality, status=status_of(text, text[clause.start : clause.end]), basis=basis_of(before, text[clause.start : clause.end]),
                    scope=scope_of(mention.surface) if measure is Measure.RANK else None, rules=rules,
                )  # fmt: skip
            )

    def _region(self, read: _Read, clause: Clause, start: int, reading: Reading) -> tuple[str | None, str]:
        if reading.place is not None:
            named = next((p for p in read.places if p.start == reading.place.start), None)
            if named:
                return named.name, "member of a list"
        text = read.sentence.text
        own = region_of(text[clause.start : clause.end], text[clause.start : start], read.places, clause.start)
        if own:
            read.region, read.region_rule = own.name, "place in the clause"
            return own.name, "place in the clause"
        if clause.start:
            behind = read.out[-1].end - read.sentence.start if read.out else 0
            earlier = region_of(text[: clause.end], text[: clause.start], [p for p in read.places if p.start >= behind], 0)
            if earlier and _topical(earlier, text):
                read.region, read.region_rule = earlier.name, "place earlier in the sentence"
        return read.region, read.region_rule or "inherited"

    def _period(
        self, read: _Read, gap: tuple[int, int], clause_start: int, reading: Reading, measure: Measure, paragraph: Paragraph, section: Section
    ) -> tuple[Period | None, str]:
        if measure is Measure.MULTIPLE:
            window = multiple_window(read.clock, gap)
            if window:
                return window, "years since the base"
        stood = bool(read.out) and read.out[-1].period.kind is PeriodKind.ASOF and measure is not Measure.MULTIPLE
        if read.out and (measure in (Measure.CHANGE, Measure.RANK) or stood) and "inherited" in reading.rules and read.clock.main is None:
            found, only = read.clock.take(*gap, clause_start)
            if found is None:
                return read.out[-1].period, "as the figure before"
            if not only:
                read.clock.main = found
            return found, "period in the clause"
        return period_of(read.clock, gap, clause_start, subject=reading.subject, measure=measure, paragraph=paragraph, section=section)


_SIZED = re.compile(r"(?:以上|以下)?的?[一-鿿“”]{0,6}?(?:企业|项目|平台|园区|集群|产业|工厂|单位|品牌|镇|县|区)")


def thresholds(mentions: Sequence[QuantityMention], body: str) -> dict[int, int]:
    """Amounts that only say of which size the things counted next are, by start and end: 营收|超百亿元|企业60家."""
    return {
        m.start: m.end
        for m, following in zip(mentions, mentions[1:], strict=False)
        if m.quantity.unit == "元" and following.quantity.unit in ("家", "个", "项") and _SIZED.fullmatch(body, m.end, following.start)
    }


_FEW = 10
_PAIRED = frozenset("市 省 校 镇 县 区 地 国 岸 度 港 州 村 院".split())


def _determines(mention: QuantityMention, body: str) -> bool:
    """两市, 三家基础电信企业: a small number in characters that says which, not how many."""
    if mention.form == "rank" and body[max(0, mention.start - 1) : mention.start] in ("比", "与"):
        return True
    if mention.form != "chinese" or mention.quantity.value > _FEW or mention.quantity.bound is not Bound.EXACT:
        return False
    return mention.quantity.unit in _PAIRED or body.startswith(("基础电信", "运营商", "大运营商"), mention.end)


_SHRANK = re.compile(r"(?:降幅|跌幅)[^，。；]{0,8}$")
_BARE = (
    ("元", re.compile(r"收入|产值|增加值|营收|金额|交易额|投资(?!项目)|(?:产业|经济|市场|交易|贷款|融资)规模|总额|资金|GDP|生产总值|利润|税收|市值|估值|销售额")),
    ("次", re.compile(r"访问量|次数|浏览量|点击量|下载量|调用|播放量|阅读量")),
    ("人", re.compile(r"用户|人数|网民|人口|粉丝|会员|人才|观众|游客|就业")),
    ("家", re.compile(r"企业|商户|机构|单位|公司")),
    ("个", re.compile(r"终端|设备|基站|项目|连接数|应用|节点|社区")),
)  # fmt: skip


def _filled(mention: QuantityMention, subject: str, before: str, measure: Measure, earlier: Sequence[Figure]) -> Quantity:
    """The quantity with a measure word where none is written (用户突破1200万), and negative where 降幅 says so."""
    quantity = mention.quantity
    if not quantity.unit:
        same = next((f.quantity.unit for f in reversed(earlier) if f.subject == subject and f.quantity.unit not in ("%", "倍", "位", "个百分点")), None)
        unit = same or next((name for name, pattern in _BARE if pattern.search(subject)), "")
        quantity = replace(quantity, unit=unit)
    if measure is Measure.GROWTH and quantity.value > 0 and _SHRANK.search(before):
        high = quantity.value_high
        quantity = replace(quantity, value=-quantity.value, value_high=-high if high is not None else None)
    return quantity


_WINDOWS = {PeriodKind.YEAR, PeriodKind.HALF, PeriodKind.QUARTER, PeriodKind.QUARTERS, PeriodKind.MONTH, PeriodKind.MONTHS, PeriodKind.RANGE}


def _topical(place: PlaceMention, text: str) -> bool:
    """Whether a place in an earlier clause is what the sentence is about: it opens its clause, and is no list."""
    lead = re.split(r"[，,；;：:]", text[: place.start])[-1]
    return len(lead) <= 4 and text[place.end : place.end + 1] not in ("、", "和", "与")  # noqa: PLR2004
