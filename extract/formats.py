"""Files that are not pages: Markdown with front matter (Jekyll, Hexo), and text copied out of a browser."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Final

import yaml
from lxml import html
from lxml.html import HtmlElement
from markdown_it import MarkdownIt

from extract import boilerplate, bylines, metadata
from extract.cleaning import clean
from extract.dates import given, read_when
from extract.html_lines import Line, read_lines, squeeze
from extract.html_page import Reading
from extract.html_prune import prune
from extract.html_tree import parse
from models.article import Published
from models.errors import ReadError

_FRONT: Final = re.compile(r"\s*---[ \t]*\r?\n(?P<yaml>.*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|$)", re.DOTALL)
_KEY = re.compile(r"^[A-Za-z_][\w-]*\s*:", re.MULTILINE)
_FIELD = re.compile(r"^(?P<key>[A-Za-z_][\w-]*)\s*:\s*(?P<value>.*)$", re.MULTILINE)
_OUTLET = re.compile(r"(?:网|报|社|台|财经|新闻|客户端|杂志|周刊|频道|在线|日报|融媒体?)$")
_SENTENCE_END = re.compile(r"[。！？!?；;…:：，,]$")
_BYLINE = re.compile(r"(?:来源|发布时间|发布日期|时间|作者|编辑|责编|日期)\s*[:：]")
_LEAD = re.compile(r"(?:导读|摘要|核心提示|内容提要|内容摘要|编者按|提要|导语)\s*[:：]\s*")
_FIGURE_SOURCE = re.compile(r"(?:资料|数据|图片)?来源\s*[:：].{1,40}")
_RESIDUE = re.compile(r"[\d\s]{1,4}")
_TITLE_LONGEST = 120
_HEAD_LINES = 30
_LARGEST = 2_000_000  # characters


def has_front_matter(text: str) -> bool:
    """Whether `text` opens with a front matter: `---`, keys, `---`."""
    match = _FRONT.match(text[:20_000])
    return match is not None and _KEY.search(match["yaml"]) is not None


def _fields(text: str) -> dict[str, Any]:
    """The front matter's keys; where it is no valid YAML, its plain `key: value` lines."""
    try:
        found = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - BaseLoader makes strings, nothing else
    except yaml.YAMLError:
        found = None
    if isinstance(found, dict):
        return {str(key).lower(): value for key, value in found.items()}
    return {match["key"].lower(): match["value"].strip().strip("'\"") for match in _FIELD.finditer(text)}


def _word(value: Any) -> str | None:
    """A field's text; of a list the first."""
    if isinstance(value, list):
        value = value[0] if value else None
    return squeeze(value) or None if isinstance(value, str) else None


@cache
def _markdown() -> MarkdownIt:
    # Four blanks before a paragraph are a Chinese author's indent, not code.
    return MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).disable("code")


def _tree(text: str, subject: str) -> HtmlElement:
    rendered = _markdown().render(text)
    return parse(f"<html><body>{rendered}</body></html>", subject)


def read_markdown(text: str, subject: str) -> Reading:
    """A Jekyll or Hexo file: front matter, then Markdown, HTML, or both mixed.

    The whole file is the article, so no container is looked for.

    Raises:
        ReadError: nothing stands behind the front matter.
    """
    if len(text) > _LARGEST:
        raise ReadError(subject, f"too large to be an article: {len(text)} characters")
    match = _FRONT.match(text)
    fields = _fields(match["yaml"]) if match else {}
    tree = _tree(text[match.end() :] if match else text, subject)
    everything = [line.text for line in read_lines(tree)]
    prune(tree)
    lines = read_lines(tree)
    title = _word(fields.get("title")) or next((line.text for line in lines if line.block.tag == "h1"), None)
    kept, gone = clean(lines, title)
    facts = metadata.Facts(title=title)
    for key in ("date", "published", "pubdate", "published_at", "publishdate", "time", "created"):
        facts.published = facts.published or given(_word(fields.get(key)), "front matter")
    facts.author = _word(fields.get("author")) or _word(fields.get("authors"))
    named = _word(fields.get("source")) or _word(fields.get("from"))
    author_outlet = facts.author if facts.author and _OUTLET.search(facts.author) else None
    facts.outlet = bylines.read_outlet(gone, {}) or named or author_outlet
    _, facts.editor = bylines.read_people(kept, [], [line for line in everything if len(line) <= _TITLE_LONGEST], {})
    return Reading(facts, kept, "file")


def _as_line(text: str, block: HtmlElement) -> Line:
    return Line(text, block, bold=0)


def read_dump(text: str, subject: str) -> Reading:
    """The text of a page as copied out of a browser: navigation, headline, byline, article and footer as lines.

    The byline (来源, 时间) says where the article begins; the headline is the first plain line before it. Without a
    byline the first line is the headline if it does not end as a sentence does.

    Raises:
        ReadError: it is larger than any article.
    """
    if len(text) > _LARGEST:
        raise ReadError(subject, f"too large to be an article: {len(text)} characters")
    block = html.Element("p")
    lines = [squeeze(line) for line in text.splitlines()]
    lines = [line for line in lines if line]
    number = _byline_at(lines)
    title_at = _title_at(lines, number)
    title = lines[title_at] if title_at is not None else None
    facts = metadata.Facts(title=title)
    byline = [lines[number]] if number is not None else []
    facts.published = _published(byline)
    facts.outlet = bylines.read_outlet(byline, {})
    start = title_at + 1 if title_at is not None else 0
    body = [line for at, line in enumerate(lines) if at >= start and at != number]
    body = _without_repeated_lead(_without_figure_residue(body))
    kept, gone = clean([_as_line(line, block) for line in body], title, named=False)
    kept = _before_footer(kept)
    facts.author, facts.editor = bylines.read_people(kept, byline, gone, {})
    facts.author = facts.author or _writers(gone)
    return Reading(facts, kept, "dump")


def _published(byline: list[str]) -> Published | None:
    return next((when for line in byline if (when := read_when(line))), None)


def _byline_at(lines: list[str]) -> int | None:
    """The line near the top that states source or time with a label."""
    for number, line in enumerate(lines[:_HEAD_LINES]):
        if _BYLINE.search(line) and len(line) <= _TITLE_LONGEST and (read_when(line) or len(_BYLINE.findall(line)) > 1):
            return number
    return None


def _title_at(lines: list[str], byline: int | None) -> int | None:
    stop = byline if byline is not None else 3
    for number, line in enumerate(lines[:stop]):
        plain = line.lstrip("-*•# ")
        if boilerplate.removable(line) or boilerplate.removable(plain) or len(line) > _TITLE_LONGEST:
            continue
        if _SENTENCE_END.search(line) and not line.endswith(("…", "?", "？", "!", "！")):
            continue
        return number
    return None


def _without_repeated_lead(lines: list[str]) -> list[str]:
    """A 导读 that says what the first paragraph says again is the site's, not the article's."""
    for number, line in enumerate(lines[:6]):
        match = _LEAD.match(line)
        if match and any(
            later.startswith(line[match.end() :].rstrip("….。")) for later in lines[number + 1 : number + 6]
        ):
            return [*lines[:number], *lines[number + 1 :]]
    return lines


def _without_figure_residue(lines: list[str]) -> list[str]:
    """Without what a picture leaves in copied text: its caption, its source, the bare numbers of its labels.

    A bare number goes only where it stands next to such a line.
    """
    marks = [bool(re.match(r"[‖▲△▼◆■]\s*(?:图|表)", line) or _FIGURE_SOURCE.fullmatch(line)) for line in lines]
    for _ in range(3):
        for number, line in enumerate(lines):
            near = marks[max(0, number - 1) : number + 2]
            if _RESIDUE.fullmatch(line) and any(near):
                marks[number] = True
    return [line for number, line in enumerate(lines) if not marks[number]]


def _before_footer(lines: list[str]) -> list[str]:
    """Without the short scraps (names of the site, of its sections) that follow the last sentence."""
    last = max(
        (number for number, line in enumerate(lines) if re.search(r"[。！？!?…”’）)]$", line)), default=len(lines) - 1
    )
    scraps = lines[last + 1 :]
    return lines[: last + 1] if all(len(line) <= 12 for line in scraps) else lines  # noqa: PLR2004 - a name, not a heading with text to follow


def _writers(gone: list[str]) -> str | None:
    """The authors out of a closing `(文|王小明 某大学 李四 某研究院)`: the short names among the institutions."""
    for text in gone:
        match = re.search(r"文\s*[:：︱丨|]\s*(?P<names>[^()（）]+)", text)
        if not match:
            continue
        names = []
        for word in match["names"].split():
            glued = re.search(r"(?:院|所|大学|学院|中心|公司|局|委|会|部)([\u4e00-\u9fff]{2,3})$", word)
            if glued:
                names.append(glued[1])
            elif re.fullmatch(r"[\u4e00-\u9fff]{2,3}", word):
                names.append(word)
        if names:
            return "、".join(names)
    return None
