"""A sentence read: its clauses and words once, then each figure in turn, field by field, with the rule that told."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from extract.admission import completed
from extract.clauses import Clause, Span, clauses, fixed, words
from extract.context import Paragraph, Section
from extract.lists import chain_of
from extract.measures import basis_of, measure_of, scope_of
from extract.mentions import QuantityMention
from extract.modality import intends, modality_of, opening_status, orders, status_of
from extract.naming import tidy
from extract.parse import Reading
from extract.periods import find_periods
from extract.phrases import actor_of, acts, topic_of
from extract.places import places_of, region_of
from extract.regions import PlaceMention, settled
from extract.subjects import read_subjects
from extract.text import Sentence
from extract.timing import (
    OF_ONE,
    OF_PARAGRAPH,
    WINDOWS,
    Clock,
    average_window,
    multiple_window,
    period_of,
    spread,
    undated,
)
from extract.tokens import Tokenizer
from extract.turns import windows_in_turn
from models.metric import Figure, Measure, Modality, Status
from models.period import Period, PeriodKind

_CLAUSE = re.compile(r"[，,；;：:]")
_REACHES = re.compile(
    r"(?:已|均|也|分别)?(?:达到?|突破|超过?|增至|升至|提[高升][至到]|增长[至到]|扩大[至到]|下降[至到]|降至)"
)
# A clause that opens with its growth takes its subject from the clause before: 进口量连续下降，前三季度累计减少14.6%.
_GROWS = re.compile(
    r"(?:[^，。\d]{0,8}(?:季度|半年|全年|\d月))?(?:累计|同比|环比)?(?:增长|减少|下降|上升|回落)(?:近|约|了)?\d"
)
# 时限由3.6个工作日压缩至1.2个，压缩66.7%: durations are no figures, yet what they are of is spoken of.
_TIME_MOVED = re.compile(
    r"(?:[^，。]{0,4}[，、])?([一-鿿“”]{2,16}?)[由从][^，。]*?(?:压缩|缩短|压减|减少|降低|降|减)[至到为]"
)
_MOVED = re.compile(r"(?:平均|累计|同比)?(?:压缩|缩短|压减|减少|下降|降低|提速)(?:近|约|了)?\d")
_FIELD = 24  # characters before a rank that may say what it is among
_PARTS = WINDOWS - {PeriodKind.YEAR, PeriodKind.RANGE}
_NUMBERED = re.compile(r"20\d\d年$")
_GIVEN = re.compile(r"对于?(?:符合条件的|新?认定的|首次认定的|成功创建的|获评的|验收合格的)?([^，。]{2,24})$")
# What may stand before a place that opens its clause; 支持武汉… does not speak of 武汉.
_LEAD = re.compile(
    r"\s*(?:[\d一二三四上下前后半年月日季度末底去今至截]*)(?:在|于|从|据|而|但|其中|同时|目前|如|特别是|此外|据了解|“|《)?"
)
_ZONE = re.compile(
    r"(?:经济技术开发区|经开区|高新(?:技术产业开发)?区|自贸(?:试验)?区|副中心|核心区|[一-鿿]{2}新区|亦庄|中关村|光谷|前海|横琴|[一-鿿]{2}(?:科学城|未来城|科创走廊))"
)


@dataclass(slots=True)
class Statement:
    """A sentence with its figures, and what it inherits. `body` is the article's own text."""

    sentence: Sentence
    mentions: list[QuantityMention]
    paragraph: Paragraph
    section: Section
    today: date
    known: bool
    body: str
    thresholds: dict[int, int]
    places: list[PlaceMention] = field(default_factory=list)
    clock: Clock = field(default_factory=lambda: Clock("", (), date.min))
    region: str | None = None
    region_rule: str = "inherited"
    stated: bool = False
    out: list[Figure] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The sentence as it is read."""
        return self.sentence.text

    @property
    def behind(self) -> int:
        """Where the figure before ends, as an offset into the sentence."""
        return self.out[-1].end - self.sentence.start if self.out else 0


@dataclass(frozen=True, slots=True)
class _Place:
    """A figure in its clause: offsets into the sentence, and the words between its neighbours and it."""

    clause: Clause
    start: int
    end: int
    before: str
    after: str
    window: Period | None = None


def read_statement(statement: Statement, tokenizer: Tokenizer) -> list[Figure]:
    """The figures of a sentence, in order."""
    text, base = statement.text, statement.sentence.start
    paragraph = statement.paragraph
    figures = [Span(m.start - base, m.end - base, "fig") for m in statement.mentions]
    spans = _spans(statement, figures)
    paragraph.memory.actor = paragraph.memory.receiver = ""
    paragraph.memory.chain, paragraph.memory.homes = [], []
    cut = clauses(text, figures)
    for number, clause in enumerate(cut):
        held = [m for m in statement.mentions if clause.start <= m.start - base < clause.end]
        if clause.mark in "；;":
            paragraph.memory.actor = paragraph.memory.receiver = ""
        if not held and (given := _GIVEN.match(text[clause.start : clause.end])):
            paragraph.memory.receiver = tidy(given.group(1))
        if not held and number:
            continue
        inside = words(text, clause, spans, tokenizer)
        paragraph.memory.chain = chain_of(inside) or paragraph.memory.chain
        actor = actor_of(inside, text)
        if actor and (not paragraph.memory.actor or acts(actor)):
            paragraph.memory.actor = actor
        first = held and number and not statement.out and _GROWS.match(text, clause.start)
        first = first or (held and number and _MOVED.match(text, clause.start))
        if held and number and (first or _REACHES.match(text, clause.start)):
            _take_over(statement, cut[number - 1], spans, tokenizer)
        if held:
            readings = read_subjects(text, inside, [m.unit for m in held], paragraph.memory)
            _clause(statement, clause, held, readings)
    _note_status(statement)
    _note_window(statement)
    note_period(paragraph, statement.section, statement.clock.main, statement.clock.year)
    return statement.out


def _note_window(statement: Statement) -> None:
    """上半年，…: the part of a year that a sentence opens with is what the next paragraph goes on to tell of."""
    main = statement.clock.main
    if main is not None and main.kind in _PARTS and statement.text.startswith(main.text or "-"):
        statement.section.told = main


def _note_status(statement: Statement) -> None:
    """初步核算，2025年…: what follows of the same time is as settled, until another time is spoken of."""
    opened, main = opening_status(statement.text), statement.clock.main
    if opened is not Status.NORMAL or (main is not None and main.kind in WINDOWS):
        statement.paragraph.status = opened


def _take_over(statement: Statement, clause: Clause, spans: Sequence[Span], tokenizer: Tokenizer) -> None:
    """智能算力从无到有，达到24EFLOPS: the clause before, if it holds no figure, names what is reached."""
    if _meets([s for s in spans if s.kind == "fig"], clause.start, clause.end):
        return
    text = statement.text
    moved = _TIME_MOVED.match(text, clause.start, clause.end)
    name = tidy(moved.group(1)) if moved else topic_of(words(text, clause, spans, tokenizer), text)
    if name:
        memory = statement.paragraph.memory
        memory.base = memory.full = name


def _spans(statement: Statement, figures: Sequence[Span]) -> list[Span]:
    """Figures, periods, places and thresholds of the sentence, as words of their own."""
    text, base, paragraph = statement.text, statement.sentence.start, statement.paragraph
    statement.region, homes = paragraph.region or statement.section.region, statement.section.homes
    places = settled(places_of(text, statement.region), homes)
    statement.places = [p for p in places if not _meets(figures, p.start, p.end)]
    dated = [p for p in paragraph.dated(base, text) if not _meets(figures, p.start, p.end)]
    ahead = paragraph.future or intends(text)
    statement.clock = Clock(text, dated, statement.today, year=paragraph.year, ahead=ahead, asof=paragraph.asof)
    spans = [
        *figures,
        *fixed(text, figures),
        *(Span(p.start, p.end, "time") for p in dated),
        *(Span(p.start, p.end, "place") for p in statement.places),
        *(Span(a - base, b - base, "quote") for a, b in statement.thresholds.items() if base <= a < base + len(text)),
    ]
    return sorted(spans, key=lambda span: (span.start, -span.end))


def _meets(figures: Sequence[Span], start: int, end: int) -> bool:
    return any(span.start < end and start < span.end for span in figures)


def note_period(paragraph: Paragraph, section: Section | None, main: Period | None, year: int | None) -> None:
    """Keep what a sentence said of time for the next ones: its window, its instant, its plan's deadline."""
    if main is None:
        return
    if main.kind in WINDOWS:
        paragraph.period, paragraph.year, paragraph.asof = main, year, None
        if section is not None and _NUMBERED.match(main.text or ""):
            section.told = main
    elif section is None:
        return
    elif main.kind is PeriodKind.ASOF:
        paragraph.asof = main
    elif main.kind is PeriodKind.DEADLINE:
        paragraph.deadline = main
        known = section.deadline.last if section.deadline else None
        if known is None or (main.last is not None and main.last > known):
            section.deadline = main


def _clause(statement: Statement, clause: Clause, held: Sequence[QuantityMention], readings: Sequence[Reading]) -> None:
    text, base = statement.text, statement.sentence.start
    previous: Measure | None = None
    spans = [(m.start - base, m.end - base) for m in held]
    in_turn = windows_in_turn(statement.clock, text, clause.start, spans)
    for i, (mention, reading) in enumerate(zip(held, readings, strict=True)):
        start, end = mention.start - base, mention.end - base
        first = clause.start if reading.listed or not i else max(clause.start, held[i - 1].end - base)
        last = held[i + 1].start - base if i + 1 < len(held) else clause.end
        before = text[first : held[0].start - base] if reading.listed else text[first:start]
        place = _Place(clause, start, end, before, text[end:last], in_turn.get(i))
        figure = _figure(statement, mention, reading, place, previous)
        previous = figure.measure
        statement.out.append(figure)


def _once(subject: str) -> str:
    """A name that ends in the same words twice, with them once: 接入系统接入系统."""
    for size in range(3, len(subject) // 2 + 1):
        if subject[-size:] == subject[-2 * size : -size]:
            return subject[:-size]
    return subject


def _figure(
    statement: Statement, mention: QuantityMention, reading: Reading, place: _Place, previous: Measure | None
) -> Figure:
    said = statement.text[place.clause.start : place.clause.end]
    measure, by_measure = measure_of(mention.unit, place.before, place.after, previous)
    region, by_region = _region(statement, place, reading)
    found, by_period = _period(statement, place, reading, measure)
    found = _looked_back(statement, said, found)
    if found is not None and measure is Measure.GROWTH:
        found = spread(found, statement.text[statement.behind : place.start])
    found, by_period = (place.window, "member of a list of periods") if place.window else (found, by_period)
    modality, by_modality = _modality(statement, place.clause, found, by_period)
    period, by_period = _settled(statement, place, found, by_period, modality)
    told = statement.paragraph.memory.told
    subject = _once(reading.subject) or (told[-1] if told else "")
    zone = _ZONE.search(said)
    return Figure(
        surface=statement.body[mention.start : mention.end],
        start=mention.start,
        end=mention.end,
        sentence=statement.body[statement.sentence.start : statement.sentence.end],
        sentence_start=statement.sentence.start,
        quantity=completed(mention, subject, place.before, measure, statement.out),
        measure=measure,
        subject=subject,
        region=region,
        period=period,
        modality=modality,
        status=_status(statement, place, said, by_period),
        basis=basis_of(place.before, said),
        scope=scope_of(mention.surface, place.before[-_FIELD:]) if measure is Measure.RANK else None,
        zone=zone.group() if zone else None,
        rules=(
            f"quantity: {mention.form}",
            f"subject: {', '.join(reading.rules)}",
            f"measure: {by_measure}",
            f"region: {by_region}",
            f"period: {by_period}",
            f"modality: {by_modality}",
        ),
    )


def _status(statement: Statement, place: _Place, said: str, by_period: str) -> Status:
    own = status_of(statement.text, said, place.before)
    return statement.paragraph.status if own is Status.NORMAL and by_period == OF_PARAGRAPH else own


def _region(statement: Statement, place: _Place, reading: Reading) -> tuple[str | None, str]:
    text, clause = statement.text, place.clause
    if reading.place is not None:
        member = next((p for p in statement.places if p.start == reading.place.start), None)
        if member:
            return member.name, "member of a list"
    own = region_of(text[clause.start : clause.end], text[clause.start : place.start], statement.places, clause.start)
    if own:
        statement.region, statement.region_rule = own.name or None, "place in the clause"
    elif clause.start:
        later = [p for p in statement.places if p.start >= statement.behind]
        earlier = region_of(text[: clause.end], text[: clause.start], later, 0)
        if earlier and _topical(earlier, text):
            statement.region, statement.region_rule = earlier.name or None, "place earlier in the sentence"
    return statement.region, statement.region_rule


def _topical(place: PlaceMention, text: str) -> bool:
    """Whether a place in an earlier clause is what the sentence is about: it opens its clause, and is no list."""
    lead = _CLAUSE.split(text[: place.start])[-1]
    return bool(_LEAD.fullmatch(lead)) and text[place.end : place.end + 1] not in ("、", "和", "与")


def _period(statement: Statement, place: _Place, reading: Reading, measure: Measure) -> tuple[Period | None, str]:
    gap, clock = (statement.behind, place.start), statement.clock
    if measure is Measure.MULTIPLE and (window := multiple_window(clock, gap)):
        return window, "years since the base"
    if measure is Measure.GROWTH and (window := average_window(clock, gap)):
        return window, "years between"
    last = next((f for f in reversed(statement.out) if not f.rules[4].endswith(OF_ONE)), None)
    stood = last is not None and last.period.kind is PeriodKind.ASOF and measure is not Measure.MULTIPLE
    leans = stood or measure in (Measure.CHANGE, Measure.RANK)
    carried = "inherited" in reading.rules or (measure is Measure.SHARE and "aspect" in reading.rules)
    if last is not None and leans and carried and clock.main is None:
        found, only = clock.take(*gap, place.clause.start)
        if found is None:
            return last.period, "as the figure before"
        if not only:
            clock.main = found
        return found, OF_ONE if only else "period in the clause"
    return period_of(
        clock, gap, place.clause.start, subject=reading.subject, measure=measure, paragraph=statement.paragraph,
        section=statement.section,
    )  # fmt: skip


_WITHIN = re.compile(r".{1,4}(?:年|个月)内")
_HAPPENED = re.compile(r"了|高达|曾|已|共计|累计")
_TO_COME = re.compile(r"力争|争取|目标|确保|将|要|计划|预计|拟|规划")


def _looked_back(statement: Statement, said: str, period: Period | None) -> Period | None:
    """三年内增长了35%: what has happened within a time is no deadline, but the time just over."""
    if period is None or period.kind is not PeriodKind.DEADLINE or not _WITHIN.fullmatch(period.text or ""):
        return period
    if not _HAPPENED.search(said) or _TO_COME.search(statement.text):
        return period
    read = find_periods(f"近{(period.text or '').removesuffix('内')}", statement.today)
    return replace(read[0].period, text=period.text) if read else period


def _modality(statement: Statement, clause: Clause, period: Period | None, rule: str) -> tuple[Modality, str]:
    said = statement.text[clause.start : clause.end]
    over = period is not None and period.last is not None and period.last < statement.today
    modality, why = modality_of(
        statement.text,
        said,
        deadline=period is not None and (period.kind is PeriodKind.DEADLINE or _ahead(period, statement)),
        past=over and statement.known and rule != "period of the heading",
        future=statement.section.future or (statement.paragraph.future and orders(said)),
        stated=statement.stated,
        so_far=statement.text[: clause.end],
    )
    statement.stated = modality is Modality.ACTUAL and (statement.stated or why == "words of fact")
    return modality, why


def _ahead(period: Period, statement: Statement) -> bool:
    """Whether a year lies ahead of publication: 预计2025年将超过…."""
    return (
        statement.known
        and period.kind is PeriodKind.YEAR
        and period.first is not None
        and period.first > statement.today
    )


def _settled(
    statement: Statement, place: _Place, period: Period | None, rule: str, modality: Modality
) -> tuple[Period, str]:
    """The period, or what stands in for one that nobody wrote."""
    if period is not None and not (modality is Modality.TARGET and period.kind is PeriodKind.ASOF):
        return period, rule
    before = statement.text[place.clause.start : place.start]
    deadline = statement.paragraph.deadline
    if modality is not Modality.ACTUAL and deadline is not None:
        return replace(deadline, text=None, implicit=True), "deadline of the paragraph"
    period, rule = undated(modality, before, statement.section, statement.today)
    if not statement.known and period.kind is PeriodKind.ASOF:
        period = Period(None, None, PeriodKind.NONE, implicit=True)
    return period, rule
