"""Lists: A、B分别为X和Y gives X to A and Y to B, in order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extract.clauses import Word, text_of
from extract.lexicon import ASPECT

_SEPARATOR = re.compile(
    r"^[\s、和与及/]*(?:以及)?[\s、和与及/]*(?:(?<=[、和与及])(?:同比)?(?:增长|下降|提高|回落|减少|上升))?$"
)
_GRADED = re.compile(r"^(.{0,4}?[级类型])(.+)$")
_MEASURED = re.compile(r"(?:量|额|值|率|数|收入|产值|面积|规模|占比|增速|投资|利润)$")


@dataclass(frozen=True, slots=True)
class Share:
    """What one member of a list is about: its own subject, and its own place where the members are places."""

    subject: list[Word] | str
    place: Word | None = None


def runs(gaps: Sequence[Sequence[Word]], sentence: str) -> list[tuple[int, int]]:
    """Runs of numbers with nothing but 、 or 和 between them, as first and last index."""
    found: list[tuple[int, int]] = []
    first = 0
    last = len(gaps) - 2
    for i in range(1, last + 1):
        if not _SEPARATOR.match(text_of(gaps[i], sentence)):
            if i - 1 > first:
                found.append((first, i - 1))
            first = i
    if last > first:
        found.append((first, last))
    return found


def distribute(np: Sequence[Word], count: int, sentence: str) -> list[Share]:
    """The `count` members named in `np`, each with what all share; empty where np does not name so many."""
    areas = _areas(np, count, sentence)
    if areas:
        return areas
    places = [w for w in np if w.role == "place"]
    if len(places) >= count:
        chain = places_first(np, count)
        if chain:
            return chain
    parts: list[list[Word]] = [[]]
    for word in np:
        if word.role == "conj" and word.text in ("、", "和", "与", "及", "以及"):
            parts.append([])
        else:
            parts[-1].append(word)
    parts = [part for part in parts if part]
    if len(parts) != count:
        return []
    return [Share(text) for text in _complete([text_of(part, sentence) for part in parts], parts[-1][-1].text)]


_NUMBERED = re.compile(r"第?([一二三四五六七八九十])([^一二三四五六七八九十].+)")  # 第一、二、三产业渗透率
_AREAS = re.compile(r"(?:(?:东北|[东中西]部?|[南北]方)(?:地区)?[、和与及]?)+")


def _areas(np: Sequence[Word], count: int, sentence: str) -> list[Share]:
    """东部、中部、西部地区5G用户分别达…: parts of the country are no subjects, what they share is."""
    text = text_of(np, sentence)
    match = _AREAS.match(text)
    if not match or not text[match.end() :] or len(re.split("[、和与及]", match.group())) != count:
        return []
    return [Share(text[match.end() :])] * count


def _nested(words: Sequence[Word]) -> list[Word]:
    """Places with nothing between them are one, the last: 崇左市凭祥市."""
    return [
        w
        for i, w in enumerate(words)
        if not (
            w.role == "place" and i + 1 < len(words) and words[i + 1].role == "place" and words[i + 1].start == w.end
        )
    ]


def _complete(names: list[str], head: str) -> list[str]:
    """Give the members the head that only the last one carries: 国家级、省级工业设计中心; 汽车、手机产量."""
    last = names[-1]
    numbered = _NUMBERED.match(last)
    if numbered and all(re.fullmatch("第?[一二三四五六七八九十]", name) for name in names[:-1]):
        whole = [*(name.removeprefix("第") for name in names[:-1]), numbered.group(1)]
        return [f"第{name}{numbered.group(2)}" for name in whole]
    graded = _GRADED.match(last)
    out = []
    for name in names[:-1]:
        if re.search(r"[级类型]$", name) and graded:
            out.append(name + graded.group(2))
        elif (head in ASPECT or _MEASURED.search(head)) and not _MEASURED.search(name):
            out.append(name + head)
        else:
            out.append(name)
    return [*out, last]


def places_first(words: Sequence[Word], count: int) -> list[Share]:
    """济南、青岛在评估中分列第6位和第9位: the places at the head of the clause, in order."""
    head = _nested([w for w in words if w.role not in ("time", "adv", "mark")])
    size = 2 * count - 1
    if len(head) < size or any(w.role != ("place" if i % 2 == 0 else "conj") for i, w in enumerate(head[:size])):
        return []
    rest = [w for w in head[size:] if w.role not in ("place", "prep", "link", "cmp")]
    return [Share(rest, place) for place in head[:size:2]]


def chain_of(words: Sequence[Word]) -> list[Word]:
    """The places that a clause opens with, where they are several: 徐州、盐城等地."""
    chain: list[Word] = []
    head = _nested([w for w in words if w.role not in ("time", "adv", "mark")])
    for i, word in enumerate(head):
        if word.role != ("conj" if i % 2 else "place"):
            break
        if word.role == "place":
            chain.append(word)
    return chain if len(chain) > 1 else []
