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
from extract.regions import find_places
from extract.timing import undated
from models.metric import Figure, Modality
from models.period import Period, PeriodKind
from models.quantity import Quantity

_NUMBER = re.compile(r"^\s*[-−+]?\d[\d,，]*(?:\.\d+)?\s*%?\s*$")
_UNIT = re.compile(r"[（(]\s*(?:单位[:：])?\s*([^（）()]{1,10}?)\s*[）)]")
_UNIT_OF_TABLE = re.compile(r"单位[:：]\s*([^\s，,；;）)]{1,10})")
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
_PLAIN = re.compile(r"[（(][^（）()]*[）)]")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with its offsets into the body."""

    start: int
    text: str


def is_row(line: str) -> bool:
    """Whether a line is a table row.

    >>> is_row("海淀区\\t5200")
    True
    """
    return "\t" in line.strip("\n")


def read_table(rows: Sequence[tuple[int, str]], caption: str, section: Section, day: date) -> Iterator[Figure]:
    """The figures of a table given as (offset, line) pairs, row by row."""
    table = [_cells(start, line) for start, line in rows]
    depth = _header_rows(table)
    headers = _headers(table[:depth])
    unit_column = next((i for i, h in enumerate(headers) if h in ("单位", "计量单位")), None)
    common = _UNIT_OF_TABLE.search(caption)
    for cells in table[depth:]:
        row_unit = cells[unit_column].text.strip() if unit_column is not None and unit_column < len(cells) else ""
        for i, cell in enumerate(cells):
            header = headers[i] if i < len(headers) else ""
            if i in (0, unit_column) or header == "序号":
                continue
            figure = _figure(
                cells, cell, header, row_unit or (common.group(1) if common else ""), caption, section, day
            )
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


def _figure(
    cells: list[Cell], cell: Cell, header: str, unit: str, caption: str, section: Section, day: date
) -> Figure | None:
    text = cell.text.strip()
    label = cells[0].text.strip()
    written = _UNIT.search(header) or _UNIT.search(label)
    unit = (
        written.group(1)
        if written and (written.group(1) == "%" or find_quantities("1" + written.group(1))[0].unit)
        else unit
    )
    quantity = _quantity(text, unit)
    if quantity is None:
        return None
    start = cell.start + cell.text.index(text)
    place = next(iter(find_places(label, section.region)), None) or next(
        iter(find_places(header, section.region)), None
    )
    subject = _subject(label, header, caption, place is not None and place.text == label)
    measure, rule = measure_of(
        quantity.unit, header + label + ("增长" if quantity.unit == "%" and "增" in header else ""), ""
    )
    period, how = _period(header, label, caption, section, day)
    caption_place = next((p for p in find_places(caption, section.region) if p.place or p.name == "全国"), None)
    region = place.name if place else caption_place.name if caption_place else section.region
    return Figure(
        surface=text, start=start, end=start + len(text), sentence="\t".join(c.text for c in cells), sentence_start=cells[0].start,
        quantity=quantity, measure=measure, subject=subject, region=region, period=period, modality=Modality.ACTUAL,
        rules=("quantity: cell", "subject: row and header", f"measure: {rule}", "region: row, caption or inherited", f"period: {how}", "modality: table"),
    )  # fmt: skip


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


def _subject(label: str, header: str, caption: str, row_is_place: bool) -> str:
    column = _PLAIN.sub("", header).strip()
    name = (
        ""
        if row_is_place or label in _LABELS
        else re.sub(r"^(?:[#*]|其中[:：]|[一二三四五六七八九十]+、|\d+[.、])\s*", "", _PLAIN.sub("", label)).strip()
    )
    if name and (
        not column
        or periods_of(column, date(2000, 1, 1))
        or column in _LABELS
        or re.fullmatch(r"(?:绝对量|总量|数值|本期|累计|数量|合计|\d{4}年?|比上年.*|同比.*|增长.*|增速.*)", column)
    ):
        return tidy(name)
    if name:
        return tidy(name + column)
    if re.fullmatch(r"(?:同比|比上年|较上年|环比)?(?:增长|增速|增幅|增减)(?:率|速度)?[%]?", column):
        column = ""
    return tidy(_topic(caption) + column) if len(column) <= 6 else tidy(column)  # noqa: PLR2004


def _topic(caption: str) -> str:
    """What a table is about, from its caption: 2022年各区数字经济主要指标 → 数字经济."""
    text = _PLAIN.sub("", caption).strip()
    for span in reversed([*periods_of(text, date(2000, 1, 1)), *find_places(text)]):
        text = text[: span.start] + text[span.end :]
    text = re.sub(r"^表\s*\d*[-.\d]*[:：\s]*|单位[:：].*$", "", text.strip())
    return re.sub(
        r"^(?:各[区市省县]|分地区|分行业)+|(?:主要|有关)?(?:指标|数据|情况|统计表|表|完成情况|发展情况)+$", "", text
    )


def _period(header: str, label: str, caption: str, section: Section, day: date) -> tuple[Period, str]:
    for text, where in ((header, "header"), (label, "row"), (caption, "caption")):
        for mention in periods_of(text, day):
            if mention.period.kind is not PeriodKind.NONE:
                return mention.period, where
        year = re.fullmatch(r"\s*((?:19|20)\d\d)\s*", text)
        if year:
            return Period(
                date(int(year.group(1)), 1, 1), date(int(year.group(1)), 12, 31), PeriodKind.YEAR, text.strip()
            ), where
    if section.window:
        return section.window, "heading"
    return undated(Modality.ACTUAL, "", section, day)
