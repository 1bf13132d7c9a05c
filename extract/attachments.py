"""Documents that government pages link: PDF and spreadsheets -> text and tables, each stretch with its page or cell."""

# ruff: noqa: E501 - a pattern is read as one word, and worse when cut

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final

from models.article import Place
from models.errors import NotAnArticle, ReadError, Scan

PDF: Final = b"%PDF-"
_ZIP: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PAGES = 500
_ROWS = 20_000
_CELLS = 400_000
_SENTENCE_END = re.compile(r"[。！？；：:;!?]$")
_STARTS = re.compile(
    r"^(?:\s{2,}|　|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[)）]|\d+[.、．]|第[一二三四五六七八九十百]+[章节条]|表\s*\d|图\s*\d|附件|注[:：])"
)
_PAGE_NUMBER = re.compile(r"\s*[-—–－]*\s*(?:第\s*)?\d{1,4}\s*(?:页)?\s*[-—–－]*\s*")
# What programs fill in for a title: the name of the file, or that there is none.
_FILE_NAME = re.compile(
    r"(?:Microsoft\s+(?:Word|Excel|PowerPoint)\s*-.*|.*\.[A-Za-z]{2,4}[0-9x]?|[^\s\u4e00-\u9fff]*|untitled.*|无标题.*|未命名.*|(?:新建|文档|幻灯片|工作簿|演示文稿)\s*\d*.*|PowerPoint\s*演示文稿)",
    re.IGNORECASE | re.DOTALL,
)
_FULL = 24  # characters: a line of running text fills most of the measure


@dataclass(frozen=True, slots=True)
class Attachment:
    """A document as read: its text by lines, table cells separated by tabs, and where each stretch stands."""

    kind: str
    body: str
    places: tuple[Place, ...]
    title: str | None = None


def kind_of(content: bytes) -> str | None:
    """`pdf` or `sheet` by the first bytes; None for anything else."""
    if content[:1024].lstrip().startswith(PDF):
        return "pdf"
    if content.startswith(_OLE) or (content.startswith(_ZIP) and b"xl/" in content[:4096] + content[-65536:]):
        return "sheet"
    return None


def ending(content: bytes) -> str:
    """How the name of a file with these bytes ends: `.pdf`, `.xls`, `.xlsx`, else `.html`."""
    if kind_of(content) == "sheet":
        return ".xls" if content.startswith(_OLE) else ".xlsx"
    return ".pdf" if kind_of(content) == "pdf" else ".html"


def read_attachment(content: bytes, subject: str) -> Attachment:
    """Read a PDF or a spreadsheet.

    Raises:
        Scan: its pages have no text layer. Scans are out of scope.
        NotAnArticle: it is empty.
        ReadError: it is neither, or broken.
    """
    kind = kind_of(content)
    if kind == "pdf":
        return _read_pdf(content, subject)
    if kind == "sheet":
        return _read_sheets(content, subject)
    raise ReadError(subject, "neither a PDF nor a spreadsheet")


def _paragraphs(lines: list[str]) -> list[str]:
    """Paragraphs out of the lines of a printed page: a full line that ends no sentence goes on in the next one.

    Example: 数字经济增加值达到 / 1.6万亿元。 is one paragraph; a short line, a heading or a numbered one starts its own.
    """
    paragraphs: list[str] = []
    longest = max((len(line.strip()) for line in lines), default=0)
    full = max(_FULL, int(longest * 0.85))
    previous = ""
    for line in lines:
        text = line.strip()
        if not text:
            previous = ""
            continue
        if previous and len(previous) >= full and not _SENTENCE_END.search(previous) and not _STARTS.match(line):
            paragraphs[-1] += text
        else:
            paragraphs.append(text)
        previous = text
    return paragraphs


def _read_pdf(content: bytes, subject: str) -> Attachment:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise ReadError(subject, f"a PDF that cannot be opened: {error}") from error
    try:
        pages = [_page_lines(document, number) for number in range(min(len(document), _PAGES))]
        title = _title(document.get_metadata_value("Title") or "")
    finally:
        document.close()
    if not any(line.strip() for lines in pages for line in lines):
        raise Scan(subject, f"a scan: {len(pages)} pages without a text layer")
    body, places = "", []
    for number, lines in enumerate(pages, 1):
        text = "\n".join(_paragraphs(lines))
        if text:
            start = len(body) + bool(body)
            body = f"{body}\n{text}" if body else text
            places.append(Place(f"第{number}页", start, len(body)))
    return Attachment("pdf", body, tuple(places), title)


def _title(stated: str) -> str | None:
    """The title a PDF states of itself; None where that is a file's name (t.html, Microsoft Word - 1.doc, P0202405)."""
    title = " ".join(stated.split())
    return None if _FILE_NAME.fullmatch(title) else title


def _page_lines(document: Any, number: int) -> list[str]:
    import pypdfium2

    try:
        page = document[number]
        text_page = page.get_textpage()
    except pypdfium2.PdfiumError:
        return []  # a broken page: the others are still read
    try:
        text = text_page.get_text_bounded()
    finally:
        text_page.close()
        page.close()
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufffe", "").replace("\x00", "").split("\n")
    return [line for line in lines if not (line.strip() and _PAGE_NUMBER.fullmatch(line))]


def column(number: int) -> str:
    """The letters of a column: 0 is A, 26 is AA."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _cell(value: Any) -> str:
    """A cell as it reads: whole numbers without their .0, dates by day, text on one line."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(round(value, 10))  # noqa: PLR2004
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time(0) else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    return " ".join(str(value).split())


def _read_sheets(content: bytes, subject: str) -> Attachment:
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        names = list(book.sheet_names)
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise ReadError(subject, f"a spreadsheet that cannot be opened: {error}") from error
    lines: list[str] = []
    places: list[Place] = []
    at = 0
    for name in names:
        try:
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False, nrows=_ROWS)
        except (python_calamine.CalamineError, OSError, ValueError):
            continue  # a chart or a broken sheet: the others are still read
        table = [(number, cells) for number, row in enumerate(rows, 1) if (cells := _filled(row))]
        if table:
            lines.append(name)
            at += len(name) + 1
        for number, cells in table:
            places += _cell_places(name, number, cells, at)
            line = "\t".join(cells)
            lines.append(line)
            at += len(line) + 1
    if not lines:
        raise NotAnArticle(subject, "an empty spreadsheet")
    return Attachment("sheet", "\n".join(lines), tuple(places[:_CELLS]), None)


def _filled(row: list[Any]) -> list[str]:
    """A row's cells as text, without the empty ones behind the last."""
    cells = [_cell(value) for value in row]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _cell_places(sheet: str, row: int, cells: list[str], start: int) -> list[Place]:
    """Where each cell that is not empty stands, in a row whose line starts at `start`."""
    places = []
    for number, cell in enumerate(cells):
        if cell:
            places.append(Place(f"{sheet}!{column(number)}{row}", start, start + len(cell)))
        start += len(cell) + 1
    return places
