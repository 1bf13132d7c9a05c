"""Tables: a cell is a figure whose subject, unit, period and place come from its headers, its row and the caption.

A row is a line whose cells one tab separates. The first row holds the headers (a second one too, where no cell of it is
a number); the first column names the row. Headers may hold the unit (增加值（亿元）), a period (2022年) or a measure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from extract.context import Section, periods_of
from extract.measures import measure_of
from extract.naming import tidy
from extract.quantities import find_quantities
from extract.regions import NATION, find_places, settled
from extract.timing import undated
from models.metric import Figure, Modality
from models.period import Period, PeriodKind
from models.quantity import Quantity

_NUMBER = re.compile(r"^\s*[-−+]?\d[\d,，]*(?:\.\d+)?\s*%?\s*$")
_UNIT = re.compile(r"[（(]\s*(?:单位[:：])?\s*([^（）()]{1,10}?)\s*[）)]")
_UNIT_OF_TABLE = re.compile(r"单位[:：]\s*([^\s，,、；;）)]{1,10})((?:[，,、]\s*[^\s，,、；;）)]{1,8})*)")
_IN_PERCENT = re.compile(r"增长|增速|增幅|增减|涨幅|占.{0,6}比|比重|占比|份额|率$|同比|%")
_LABELS = frozenset(
    (
        "指标",
        "指标名称",
        "项目",
        "名称",
        "地区",
        "区域",
        "单位",
        "序号",
        "类别",
        "城市",
        "省份",
        "行业",
        "年份",
        "时间",
        "计量单位",
    )
)
_PLACES = frozenset(("地区", "区域", "城市", "省份", "市州", "区县", "各市", "各区", "省市", "市", "州市"))
_PLAIN = re.compile(r"[（(][^（）()]*[）)]")
_NUMBERING = re.compile(r"^(?:[#*]|其中[:：]|[一二三四五六七八九十]+、|\d+[.、])\s*")
_VALUE = re.compile(r"绝对量|总量|数值|本期|累计|数量|合计|\d{4}年?|比上年.*|同比.*|增长.*|增速.*")
_RATE = re.compile(r"(?:同比|比上年|较上年|环比)?(?:增长|增速|增幅|增减)(?:率|速度)?%?")
_ANY_DAY = date(2000, 1, 1)
_SHORT = 6  # a longer header names its column by itself


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with its offsets into the body."""

    start: int
    text: str


def is_row(line: str) -> bool:
    r"""Whether a line is a table row.

    >>> is_row("海淀区\t5200")
    True
    """
    return "\t" in line.strip("\n")


def read_table(rows: Sequence[tuple[int, str]], caption: str, section: Section, day: date) -> Iterator[Figure]:
    """The figures of a table given as (offset, line) pairs, row by row."""
    lines = [_cells(start, line) for start, line in rows]
    depth = _header_rows(lines)
    table = _Table(_headers(lines[:depth]), caption, section, day)
    for cells in lines[depth:]:
        for i, cell in enumerate(cells):
            if i in (0, table.unit_column) or table.header(i) == "序号":
                continue
            figure = table.figure(cells, i, cell)
            if figure:
                yield figure


def _cells(start: int, line: str) -> list[Cell]:
    cells, at = [], start
    for text in line.split("\t"):
        cells.append(Cell(at, text))
        at += len(text) + 1
    return cells


def _header_rows(table: list[list[Cell]]) -> int:
    depth = 0
    for row in table[:3]:
        if any(_NUMBER.match(c.text) and not re.match(r"^\s*(?:19|20)\d\d\s*$", c.text) for c in row[1:]):
            break
        depth += 1
    return min(depth, len(table) - 1) if len(table) > 1 else 0


def _headers(rows: Sequence[Sequence[Cell]]) -> list[str]:
    width = max((len(row) for row in rows), default=0)
    names = []
    for i in range(width):
        parts = list(dict.fromkeys(row[i].text.strip() for row in rows if i < len(row) and row[i].text.strip()))
        names.append("".join(parts))
    return names


class _Table:
    """A table's headers and caption, and what its section says, while its rows are read."""

    def __init__(self, headers: list[str], caption: str, section: Section, day: date) -> None:
        self.headers = headers
        self.caption = caption
        self.section = section
        self.day = day
        self.unit_column = next((i for i, h in enumerate(headers) if h in ("单位", "计量单位")), None)
        common = _UNIT_OF_TABLE.search(caption)
        self.unit = common.group(1) if common else ""
        self.percent = bool(common and "%" in common.group())
        if self.unit == "%" and common and common.group(2):
            self.unit = common.group(2).lstrip("，,、 ")
        place = (
            p.name for p in settled(find_places(caption, section.region), section.homes) if p.place or p.name == NATION
        )
        self.region = next(place, section.region)

    def header(self, i: int) -> str:
        """The header of a column, "" beyond the last."""
        return self.headers[i] if i < len(self.headers) else ""

    def figure(self, cells: list[Cell], i: int, cell: Cell) -> Figure | None:
        """The figure in a cell, or None where it holds none."""
        text, label, header = cell.text.strip(), cells[0].text.strip(), self.header(i)
        quantity = _quantity(text, self._unit(cells, header, label))
        if quantity is None:
            return None
        start = cell.start + cell.text.index(text)
        named = (p for name in (label, header) for p in find_places(name, self.section.region))
        place = next(iter(settled(list(named)[:1], self.section.homes)), None)
        placed = (place is not None and place.text == label) or _PLAIN.sub("", self.header(0)) in _PLACES
        subject = self._subject(label, i, row_is_place=placed)
        grows = "增长" if quantity.unit == "%" and "增" in header else ""
        measure, by_measure = measure_of(quantity.unit, header + label + grows, "")
        period, by_period = self._period(header, label)
        return Figure(
            surface=text,
            start=start,
            end=start + len(text),
            sentence="\t".join(c.text for c in cells),
            sentence_start=cells[0].start,
            quantity=quantity,
            measure=measure,
            subject=subject,
            region=(place.name or None) if place else self.region,
            period=period,
            modality=Modality.ACTUAL,
            rules=(
                "quantity: cell",
                "subject: row and header",
                f"measure: {by_measure}",
                "region: row, caption or inherited",
                f"period: {by_period}",
                "modality: table",
            ),
        )

    def _unit(self, cells: list[Cell], header: str, label: str) -> str:
        """The unit a cell is in: its header's or row's in brackets, else the unit column's, else the caption's."""
        grows = bool(_RATE.fullmatch(_PLAIN.sub("", header).strip()))
        for name in (header, "" if grows else label):
            written = _UNIT.search(name)
            if written and (written.group(1) == "%" or find_quantities("1" + written.group(1))[0].unit):
                return written.group(1)
        if self.unit_column is not None and self.unit_column < len(cells):
            return cells[self.unit_column].text.strip() or self.unit
        if grows:
            return "%"
        if self.percent and (_IN_PERCENT.search(_PLAIN.sub("", header)) or _IN_PERCENT.search(_PLAIN.sub("", label))):
            return "%"
        return self.unit

    def _subject(self, label: str, i: int, *, row_is_place: bool) -> str:
        column = _PLAIN.sub("", self.header(i)).strip()
        named = not row_is_place and label not in _LABELS
        name = _NUMBERING.sub("", _PLAIN.sub("", label)).strip() if named else ""
        if name and (not column or column in _LABELS or _VALUE.fullmatch(column) or periods_of(column, _ANY_DAY)):
            return tidy(name)
        if name:
            return tidy(name + column)
        before = next((c for c in map(self._plain, range(i - 1, 0, -1)) if not _RATE.fullmatch(c)), "")
        if re.match("占", column) and before:  # the share of what the column before it counts
            return tidy(before + column + ("" if column.endswith(("比重", "比例", "份额")) else "比重"))
        if _RATE.fullmatch(column):  # the growth of what the column before it counts
            column = before
        topic = _topic(self.caption)
        if column and column in topic:
            return tidy(column)
        return tidy(topic + column) if len(column) <= _SHORT else tidy(column)

    def _plain(self, i: int) -> str:
        return _PLAIN.sub("", self.header(i)).strip()

    def _period(self, header: str, label: str) -> tuple[Period, str]:
        for text, where in ((header, "header"), (label, "row"), (self.caption, "caption")):
            for mention in periods_of(text, self.day):
                if mention.period.kind is not PeriodKind.NONE:
                    return mention.period, where
            year = re.fullmatch(r"\s*((?:19|20)\d\d)\s*", text)
            if year:
                number = int(year.group(1))
                return Period(date(number, 1, 1), date(number, 12, 31), PeriodKind.YEAR, text.strip()), where
        if self.section.window:
            return self.section.window, "heading"
        return undated(Modality.ACTUAL, "", self.section, self.day)


def _quantity(text: str, unit: str) -> Quantity | None:
    if not text or (not text[-1].isalnum() and text[-1] not in "%％"):
        return None
    own = [m for m in find_quantities(text) if m.start == 0 or text[: m.start].strip() in ("", "-", "−", "+")]
    if len(own) != 1 or own[0].end < len(text) or own[0].form in ("rank", "ordinal"):
        return None
    mention = own[0].quantity
    if mention.unit or not unit:
        return mention if mention.unit or _NUMBER.match(text) else None
    scaled = find_quantities("1" + unit)
    if not scaled or not scaled[0].unit:
        return Quantity(mention.value, unit, mention.bound, mention.precision)
    factor: Decimal = scaled[0].value
    return Quantity(mention.value * factor, scaled[0].unit, mention.bound, mention.precision * factor)


def _topic(caption: str) -> str:
    """What a table is about, from its caption: 2022年各区数字经济主要指标 → 数字经济."""
    text = _PLAIN.sub("", caption).strip()
    spans = [(p.start, p.end) for p in periods_of(text, _ANY_DAY)] + [(p.start, p.end) for p in find_places(text)]
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + text[end:]
    text = re.sub(r"^表\s*\d*[-.\d]*[:：\s]*|单位[:：].*$", "", text.strip())
    return re.sub(
        r"^(?:各[区市省县]|部分(?:城市|地区|[省市区县])|分地区|分行业)+|(?:主要|有关)?(?:指标|数据|情况|统计表|表|完成情况|发展情况)+$",
        "",
        text,
    )
