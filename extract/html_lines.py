"""Tree -> lines: what a reader sees, one paragraph, heading or table row a line, digits whole."""

# ruff: noqa: SIM905 - words in a row are easier to read and to add to than a list of literals

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from lxml.html import HtmlElement

from extract.tables import is_data

BLOCKS: Final = frozenset(
    (
        "address article aside blockquote body center dd details dir div dl dt fieldset figcaption figure "
        "footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody td tfoot th "
        "thead tr ul caption"
    ).split()
)
SKIPPED: Final = frozenset(
    (
        "script style noscript template head title iframe object embed svg canvas map select option button "
        "input textarea audio video source rt rp del s strike link meta"
    ).split()
)
HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_INLINE = frozenset(("a", "span", "em", "i", "label"))
_BOLD = frozenset(("b", "strong", "h1", "h2", "h3", "h4", "h5", "h6"))
_CENTRE = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
_BOX = 3  # an element and those around it
_WIDEST = 100  # columns or rows: more are somebody's mistake
_SPACE = re.compile(r"[ \t\r\n\f\v\u00a0\u2002\u2003\u2009\u3000]+")
_ZERO = re.compile(r"[\u200b-\u200f\u2028-\u202e\u2060\ufeff\u00ad]")
_WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f“”‘’…—]")
_NOTE = re.compile(r"[\[［(（【〔]?\s*(?:注?\s*[0-9①-⑳]{0,3}|\*+|注)\s*[\]］)）】〕]?")
_SUPERSCRIPT = str.maketrans("0123456789+-−n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻ⁿ")
_LENGTH = re.compile(r"(?:^|[^A-Za-z])(?:[kcdm]?m|hm|千米|厘米|毫米|米)$")


@dataclass(slots=True)
class Line:
    """One line of a page: its text, how much of it is links or bold (characters), and where it stands.

    `block` is the element whose line it is; `after_image` says that an image stands between it and the line before.
    """

    text: str
    block: HtmlElement
    links: int = 0
    bold: int = 0
    row: bool = False
    after_image: bool = False
    before_image: bool = False

    @property
    def centred(self) -> bool:
        """Whether the line's block, or the one around it, is set in the middle."""
        around = self.block.getparent()
        return any(
            element is not None
            and (
                element.tag == "center"
                or element.get("align") == "center"
                or _CENTRE.search(element.get("style") or "")
            )
            for element in (self.block, around)
        )

    @property
    def heading(self) -> bool:
        """Whether the page sets the line apart as a heading: by its tag, or in bold from end to end."""
        return self.block.tag in HEADINGS or self.bold >= len(self.text.replace(" ", "")) * 0.9


def near(one: Line, other: Line) -> bool:
    """Whether two lines stand in one box: a headline and its teaser do, a list and the article behind it do not."""
    around: set[HtmlElement] = set()
    element: HtmlElement | None = one.block
    for _ in range(_BOX):
        if element is not None:
            around.add(element)
            element = element.getparent()
    element = other.block
    for _ in range(_BOX):
        if element in around:
            return True
        element = element.getparent() if element is not None else None
    return False


def _span(value: str | None) -> int:
    return int(value) if value and value.isascii() and value.isdigit() and 0 < int(value[:4]) <= _WIDEST else 1


def squeeze(text: str) -> str:
    """`text` without zero-width characters, each run of white space one blank, none at line breaks inside Chinese."""

    def blank(match: re.Match[str]) -> str:
        start, end = match.span()
        if "\n" not in match[0] and "\r" not in match[0]:
            return " "
        around = text[start - 1 : start] + text[end : end + 1]
        return "" if len(around) < 2 or _WIDE.search(around) else " "  # noqa: PLR2004 - both neighbours

    text = _ZERO.sub("", text)
    return _SPACE.sub(blank, text).strip()


def superscript(before: str, text: str) -> str:
    """What a raised `text` after `before` reads as: a square metre and a power stay, a footnote mark goes.

    Example: `14.09` + `2` reads 14.09; `平方k` + `m`, `2` reads km²; `10` + `8` reads 10⁸.
    """
    text = text.strip()
    if text.isdigit() or text.strip("+-−").isdigit():
        if _LENGTH.search(before) and text in {"2", "3"}:
            return text.translate(_SUPERSCRIPT)
        if re.search(r"(?:^|[^0-9.])10$", before) or (re.search(r"[A-Za-z)）]$", before) and not text.isdigit()):
            return text.translate(_SUPERSCRIPT)
        return ""
    return "" if _NOTE.fullmatch(text) else text


def subscript(before: str, text: str) -> str:
    """What a lowered `text` reads as: CO₂ and PM₂.₅ keep their digits, a mark below a number goes."""
    text = text.strip()
    return text if re.search(r"[A-Za-z)）\]]$", before) or not _NOTE.fullmatch(text) else ""


class Reader:
    """Walks a tree once, without recursion, and collects its `lines`."""

    def __init__(self, *, spaced: bool = False) -> None:
        self._spaced = spaced
        self.lines: list[Line] = []
        self._text: list[str] = []
        self._links = self._bold = 0
        self._image = False
        self._in_link = self._in_bold = 0
        self._rows: list[list[str]] = []  # cells of the open rows of data tables, innermost last
        self._row_links: list[int] = []
        self._spans: dict[int, tuple[int, str]] = {}  # cells that reach down into the next rows, by column

    def read(self, root: HtmlElement) -> list[Line]:
        """The lines of `root` in page order."""
        stack: list[tuple[HtmlElement, bool]] = [(root, False)]
        while stack:
            element, closing = stack.pop()
            if closing:
                self._close(element)
                if element is not root and element.tail:
                    self._add(element.tail)
                continue
            tag = element.tag
            if not isinstance(tag, str) or tag in SKIPPED or self._gone(element):
                if element is not root and element.tail:
                    self._add(element.tail)
                continue
            if tag in {"sup", "sub"}:
                read = superscript if tag == "sup" else subscript
                self._add(read(self._tail(), "".join(element.itertext())))
                if element.tail:
                    self._add(element.tail)
                continue
            self._open(element)
            if element.text:
                self._add(element.text)
            stack.append((element, True))
            stack.extend((child, False) for child in reversed(element))
        self._flush(root)
        return self.lines

    @staticmethod
    def _gone(element: HtmlElement) -> bool:
        return element.tag == "ins" and "adsbygoogle" in (element.get("class") or "")

    def _tail(self) -> str:
        return "".join(self._text[-4:]).rstrip()[-12:]

    def _add(self, text: str) -> None:
        if not text:
            return
        self._text.append(text)
        if self._in_link or self._in_bold:
            size = len(text) - text.count(" ")
            self._links += size if self._in_link else 0
            self._bold += size if self._in_bold else 0

    def _open(self, element: HtmlElement) -> None:
        tag = element.tag
        if tag in BLOCKS:
            if not self._rows:
                parent = element.getparent()
                self._flush(parent if parent is not None else element)
            elif tag in {"td", "th"}:
                self._text.clear()
            else:
                self._text.append(" ")
            if tag == "tr" and is_data(element):
                self._rows.append([])
                self._row_links.append(0)
            elif tag == "table":
                self._spans.clear()
        elif tag == "br":
            self._flush_in_cell(element.getparent())
        elif tag == "img":
            self._picture()
        self._in_link += tag == "a"
        self._in_bold += tag in _BOLD

    def _close(self, element: HtmlElement) -> None:
        tag = element.tag
        if tag == "tr" and self._rows and is_data(element):
            self._text.clear()
            self._spanned(self._rows[-1])
            cells, links = self._rows.pop(), self._row_links.pop()
            # One cell over the whole width is the table's caption or unit line, and said once.
            alone = sum(child.tag in ("td", "th") for child in element) == 1 and len(set(cells)) == 1
            text = cells[0] if alone else "\t".join(cells).rstrip("\t")
            if text.strip():
                self.lines.append(Line(text, element, links, row=True, after_image=self._image))
                self._image = False
        elif tag in {"td", "th"} and self._rows:
            self._end_cell(element)
        elif tag in BLOCKS:
            self._flush_in_cell(element)
        elif self._spaced and tag in _INLINE:
            self._text.append(" ")
        self._in_link -= tag == "a"
        self._in_bold -= tag in _BOLD

    def _flush_in_cell(self, block: HtmlElement | None) -> None:
        """A paragraph or break inside a data cell is a blank, elsewhere the end of a line."""
        if self._rows:
            self._text.append(" ")
        elif block is not None:
            self._flush(block)

    def _end_cell(self, element: HtmlElement) -> None:
        row = self._rows[-1]
        self._spanned(row)
        text = squeeze("".join(self._text)).replace("\t", " ")
        down = _span(element.get("rowspan"))
        if down > 1 and text:
            self._spans[len(row)] = (down - 1, text)
        row.append(text)
        row.extend([text] * (_span(element.get("colspan")) - 1))
        self._row_links[-1] += self._links
        self._text.clear()
        self._links = self._bold = 0

    def _spanned(self, row: list[str]) -> None:
        """A cell that spans rows is said again in each: what it names belongs to every one of them."""
        while len(row) in self._spans and (left := self._spans[len(row)])[0] > 0:
            self._spans[len(row)] = (left[0] - 1, left[1])
            row.append(left[1])

    def _picture(self) -> None:
        if not squeeze("".join(self._text)):
            self._image = True
            if self.lines:
                self.lines[-1].before_image = True

    def _flush(self, block: HtmlElement) -> None:
        if not self._text:
            return
        text = squeeze("".join(self._text))
        if text:
            self.lines.append(Line(text, block, self._links, self._bold, after_image=self._image))
            self._image = False
        self._text.clear()
        self._links = self._bold = 0


def read_lines(root: HtmlElement, *, spaced: bool = False) -> list[Line]:
    """The lines of `root` in page order: a paragraph, heading or table row each.

    `spaced` puts a blank between inline elements, as a browser's margins do: for bylines, whose parts stand side by
    side; not for text, whose words are cut by tags.
    """
    return Reader(spaced=spaced).read(root)
