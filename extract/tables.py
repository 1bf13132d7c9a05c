"""Which tables hold data, and which only lay a page out."""

from __future__ import annotations

from lxml.html import HtmlElement

_LONG_CELL = 120  # characters: a cell of prose, not of data
_MANY_ROWS = 2


def _cells(row: HtmlElement) -> list[HtmlElement]:
    return [cell for cell in row if cell.tag in ("td", "th")]


def _size(cell: HtmlElement) -> int:
    return len("".join("".join(cell.itertext()).split()))


def table_of(row: HtmlElement) -> HtmlElement | None:
    """The table that a row stands in, or None for a stray row."""
    parent = row.getparent()
    for _ in range(2):
        if parent is None or parent.tag == "table":
            break
        parent = parent.getparent()
    return parent if parent is not None and parent.tag == "table" else None


def _judge(table: HtmlElement) -> bool:
    if next(table.iterdescendants("table"), None) is not None:
        return False
    rows = [cells for row in table.iterdescendants("tr") if (cells := _cells(row))]
    wide = [cells for cells in rows if len(cells) > 1]
    if len(rows) < _MANY_ROWS or len(wide) * 2 < len(rows):
        return False
    sizes = [_size(cell) for cells in rows for cell in cells]
    filled = sum(size > 0 for size in sizes)
    long = sum(size for size in sizes if size > _LONG_CELL)
    blocks = sum(1 for _ in table.iterdescendants("h1", "h2", "form", "ul"))
    # Prose in cells is layout, unless the table is large and most of its cells are short (a work plan's last column).
    return filled > len(sizes) // 3 and blocks == 0 and long * 2 <= sum(sizes)


def is_data(row: HtmlElement) -> bool:
    """Whether the table that `row` stands in holds data: rows of short cells, none of them a page's column.

    The verdict is kept on the table, since every row asks.
    """
    table = table_of(row)
    if table is None:
        return False
    verdict = table.get("data-read-as")
    if verdict is None:
        verdict = "data" if _judge(table) else "layout"
        table.set("data-read-as", verdict)
    return bool(verdict == "data")
