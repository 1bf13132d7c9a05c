r"""A message in the markup that a chat service reads, in parts that fit its limits. Pure.

What a page wrote stays what it is: nothing of it becomes markup, a mention, or a link other than a bare address.

    plain lines ─► cut where longer than a part ─► written in the dialect ─► packed into parts, cut between lines
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, replace
from html import escape

from alerts.plain import line, lines
from models.alert import Message

_MARGIN = 40
"""Bytes left for "(2/3)" and for what a service adds."""
_NUMBER = len(" (99/99)")
_LEAST = 60

_ADDRESS = re.compile(r"https?://[\w.:/@%?&=#,;+$-]+", re.ASCII)
_MENTION = re.compile(r"(?<![\w.%+/-])@(?=\w)")
_ACTIVE = re.compile(r"[\\`*_\[\]<>~|]|&(?=#?\w+;)")
_AT_START = re.compile(r"^(\d+)([.)])|^([#+=:-])")


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a service marks text up: its headline, one line, what stands between two lines, and for an empty one."""

    headline: Callable[[str], str]
    line: Callable[[str], str]
    between: str
    empty: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a service takes: `bytes` of a body, `title` code points (0: it has no title), `lines` (0: any number).

    `size` tells how many bytes a piece of body is in the end, where the service is handed it in another form.
    """

    bytes: int
    title: int
    lines: int = 0
    size: Callable[[str], int] = lambda text: len(text.encode())


def unmentioned(text: str) -> str:
    """`text` in which no @ calls anybody: a character without width follows it.

    >>> unmentioned("@all a@b.cn") == "@\u200ball a@b.cn"
    True
    """
    return _MENTION.sub("@\u200b", text)


def markdown(text: str) -> str:
    r"""One line as CommonMark that shows it as it is; addresses stay bare, so that services make links of them.

    >>> markdown("# a*b* https://a.cn/x_y")
    '\\# a\\*b\\* https://a.cn/x_y'
    """
    inner = text.lstrip(" ")
    pieces, at = [], 0
    for found in _ADDRESS.finditer(inner):
        pieces += [_ACTIVE.sub(r"\\\g<0>", inner[at : found.start()]), found.group()]
        at = found.end()
    pieces.append(_ACTIVE.sub(r"\\\g<0>", inner[at:]))
    written = _AT_START.sub(lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}", "".join(pieces))
    return "\u00a0" * (len(text) - len(inner)) + written


def _html(text: str) -> str:
    inner = text.lstrip(" ")
    return "\u00a0" * (len(text) - len(inner)) + escape(inner, quote=False)


PLAIN = Dialect(str, str, "\n")
MARKDOWN = Dialect(lambda text: f"**{markdown(text)}**", markdown, "  \n")
HTML = Dialect(lambda text: f"<b>{_html(text)}</b>", _html, "<br/>\n", "\u200b")  # breaks in a row are made one by some


def written(message: Message, dialect: Dialect, limits: Limits) -> list[tuple[str, str]]:
    """Title and body of each part of `message`, in `dialect`, within `limits`; bodies are cut between lines.

    Where the service has no title, the subject is the first line of the body. Where there is more than one part, each
    says which it is: `(1/3)`, in the title or as the body's last line.
    """
    subject, text = line(message.subject), unmentioned(lines(message.text).strip())
    titled = limits.title > 0
    if titled:  # some services put the title before the body, at its expense
        limits = replace(limits, bytes=limits.bytes - len(line(subject, limits.title).encode()))
    rows = [] if titled else [*_rows(unmentioned(subject), dialect.headline, limits), ""]
    for one in text.split("\n"):
        rows += _rows(one, dialect.line, limits)
    bodies = _packed(rows, dialect, limits)
    total = len(bodies)
    marks = [f"({n}/{total})" for n in range(1, total + 1)]
    if total == 1:
        return [(unmentioned(line(subject, limits.title - _calls(subject))) if titled else "", bodies[0])]
    if titled:
        short = unmentioned(line(subject, max(limits.title - _NUMBER - _calls(subject), 8)))
        return [(f"{short} {mark}", body) for mark, body in zip(marks, bodies, strict=True)]
    return [("", f"{body}{dialect.between}{mark}") for mark, body in zip(marks, bodies, strict=True)]


def _calls(subject: str) -> int:
    return len(_MENTION.findall(subject))


def _room(limits: Limits) -> int:
    return max(limits.bytes - _MARGIN, _LEAST)


def _rows(text: str, write: Callable[[str], str], limits: Limits) -> list[str]:
    """One line as written; more than one where it alone is larger than a part, cut within no character."""
    rows = []
    while limits.size(write(text)) > _room(limits) and len(text) > 1:
        fits = bisect_right(range(1, len(text)), _room(limits), key=lambda cut: limits.size(write(text[:cut])))
        rows.append(write(text[: max(fits, 1)]))
        text = text[max(fits, 1) :]
    return [*rows, write(text)]


def _packed(rows: list[str], dialect: Dialect, limits: Limits) -> list[str]:
    """Rows joined to parts; no part begins or ends with an empty row."""
    parts: list[list[str]] = [[]]
    used = 0
    gap = len(dialect.between.encode()) + len(dialect.empty.encode())
    most = limits.lines - 1 if limits.lines > 1 else 0  # the last line says which part it is
    for row in rows:
        size = limits.size(row) + gap if row else gap
        if parts[-1] and (used + size > _room(limits) or (most and len(parts[-1]) >= most)):
            parts.append([])
            used = 0
        if row or parts[-1]:
            parts[-1].append(row)
            used += size
    for part in parts:
        while part and not part[-1]:
            part.pop()
    return [dialect.between.join(row or dialect.empty for row in part) for part in parts if part] or [""]
