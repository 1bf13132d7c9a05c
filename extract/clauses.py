"""A sentence cut into clauses, and a clause into words with roles; figures, periods and places are words of their own.

The tokenizer sees only what stands between figures and periods in a clause that holds a figure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from extract.lexicon import ADVERB, CHANGE, COMPARE, CONJ, DOMAIN, FREQUENCY, KEEP, LINK, MAKE, PREP, SHARE
from extract.text import fold
from extract.tokens import Token, Tokenizer

_BREAK = re.compile(r"[，,；;：:。！？!?\t]|——")
_QUOTED = re.compile(
    r"“[^”，。；]{1,20}”|‘[^’，。；]{1,20}’|「[^」，。；]{1,20}」|《[^》]{1,60}》|\"[^\"，。；]{1,20}\""
)
_BRACKET = re.compile(r"[（(][^（）()]{0,80}[）)]")
_SPACE = re.compile(r"\s+")
# 其中 is cut out by hand, for 其中国家级 is no China; stretches of years name nothing.
_PART = re.compile(r"其中(?:[,，:：]\s*)?")
_LASTING = re.compile(
    r"[两二三四五六]年平均|(?:已?连续|近)[一二两三四五六七八九十多数几\d]{1,3}(?:年|个月|个?季度|次)|多年来?|[一二两三半]年(?:多)?时间|[\d一二三四五六七八九十]+(?:大|个)?方面|"
    r"按[^，。；的]{1,10}(?:计算|口径|测算)(?:的)?(?=.{2})|(?:当季|当月)(?!累计)|(?:名义|实际)(?=同比|增长|下降|只有|仅|达到)|"
    r"(?<!\d)\d{1,2}年(?:间|来|内)?(?=增长|年均|累计|翻|增加|实现|[跌涨])"
)
_GRADES = frozenset("快慢高低多少大优好")
_SUFFIX = frozenset("率量额数值度")
_NUMBERS = frozenset("数值度")


class Span(NamedTuple):
    """A stretch of a sentence that is one word already: `kind` is fig, time or place."""

    start: int
    end: int
    kind: str


class Word(NamedTuple):
    """A word of a clause: offsets into the sentence and its role there (see extract.lexicon)."""

    text: str
    role: str
    start: int
    end: int


class Clause(NamedTuple):
    """A clause by its offsets into the sentence; `mark` is what stands before it."""

    start: int
    end: int
    mark: str = ""


def clauses(sentence: str, figures: Sequence[Span]) -> list[Clause]:
    """The clauses of a sentence. Commas inside figures, quotes and book titles do not cut.

    >>> [c.end for c in clauses("产值5亿元，增长6%", [])]
    [5, 10]
    """
    holes = [(m.start(), m.end()) for m in _QUOTED.finditer(sentence)]
    holes += [(span.start, span.end) for span in figures]
    holes += [(m.start(), m.end()) for m in _BRACKET.finditer(sentence) if not _holds(figures, m.start(), m.end())]
    shut = bytearray(len(sentence) + 1)
    for start, end in holes:
        shut[start:end] = b"\x01" * (end - start)
    starts = {span.start for span in figures}  # 票价：80元 is one clause
    found: list[Clause] = []
    at, mark = 0, ""
    for match in _BREAK.finditer(sentence):
        if shut[match.start()] or (
            match.group() in ":："
            and (
                match.end() in starts or (sentence[match.end() : match.end() + 1] == " " and match.end() + 1 in starts)
            )
        ):
            continue
        if match.start() > at:
            found.append(Clause(at, match.start(), mark))
        at, mark = match.end(), match.group()
    if at < len(sentence):
        found.append(Clause(at, len(sentence), mark))
    return found


def _holds(figures: Sequence[Span], start: int, end: int) -> bool:
    return any(start <= span.start < end for span in figures)


def fixed(sentence: str, figures: Sequence[Span]) -> list[Span]:
    """What else is one word or none in a sentence: quotes and titles, 其中, brackets without a figure, 连续三年."""
    spans = [Span(m.start(), m.end(), "part") for m in _PART.finditer(sentence)]
    spans += [Span(m.start(), m.end(), "skip") for m in _LASTING.finditer(sentence)]
    for kind, pattern in (("quote", _QUOTED), ("skip", _BRACKET)):
        spans += [
            Span(m.start(), m.end(), kind)
            for m in pattern.finditer(sentence)
            if not _holds(figures, m.start(), m.end())
        ]
    return spans


def words(sentence: str, clause: Clause, spans: Sequence[Span], tokenizer: Tokenizer) -> list[Word]:
    """The words of a clause in order, with roles; `spans` (in order) are words already, or to be left out."""
    inside = [s for s in spans if clause.start <= s.start < clause.end]
    found: list[Word] = []
    at = clause.start
    for span in inside:
        if span.start < at:
            continue
        found += _pieces(sentence, at, span.start, tokenizer)
        if span.kind != "skip":
            role = "noun" if span.kind == "quote" else span.kind
            found.append(Word(sentence[span.start : span.end], role, span.start, span.end))
        at = span.end
    found += _pieces(sentence, at, clause.end, tokenizer)
    return _joined(found)


def _pieces(sentence: str, start: int, end: int, tokenizer: Tokenizer) -> list[Word]:
    if start >= end:
        return []
    tokens = tokenizer.tokens(fold(sentence[start:end]))
    return [
        Word(sentence[start + t.start : start + t.end], role(t), start + t.start, start + t.end)
        for t in tokens
        if not t.text.isspace()
    ]


def role(token: Token) -> str:
    """The role a word has before its neighbours are looked at."""
    text = token.text
    known = _ROLE_OF.get(text)
    if known:
        return known
    return "mark" if token.tag == "x" and len(text) == 1 and not text.isalnum() and text not in "+-·/%#&" else "noun"


_ROLES: tuple[tuple[str, frozenset[str]], ...] = (
    ("share", frozenset((SHARE, "相当于"))),
    ("noun", DOMAIN),
    ("part", frozenset(("其中",))),
    ("de", frozenset(("的", "之", "地", "得"))),
    ("conj", frozenset(("和", "与", "及", "以及", "、"))),
    ("cmp", COMPARE),
    ("freq", FREQUENCY),
    ("link", LINK - {"在", "均"}),
    ("change", CHANGE - {"增加", "减少"}),
    ("make", MAKE),
    ("keep", KEEP),
    ("prep", PREP),
    ("conj", CONJ),
    ("adv", ADVERB),
)


_ROLE_OF = {word: name for name, members in reversed(_ROLES) for word in members}


def _joined(found: list[Word]) -> list[Word]:  # noqa: C901 - one scan, a rule a branch
    """提高 + 到 is one link; 新 + 培育 one verb; 增加 that moves a number is change."""
    out: list[Word] = []
    for i, word in enumerate(found):
        last = out[-1] if out else None
        following = found[i + 1].role if i + 1 < len(found) else ""
        if word.text == "将" and following in ("link", "change", "adv", "make", "keep"):
            out.append(Word(word.text, "adv", word.start, word.end))
            continue
        apart = word.text in _NUMBERS and following == "noun"
        if last and last.role == "share" and word.text in ("比较", "比达", "比为", "比超"):  # 占比|较上年末
            out[-1] = Word("占比", "noun", last.start, word.end - 1)
            out.append(Word(word.text[1:], "cmp" if word.text == "比较" else "link", word.end - 1, word.end))
        elif last and word.text == "于" and last.text in _GRADES and last.end == word.start:
            out[-1] = Word(last.text + word.text, "cmp", last.start, word.end)  # 快|于
        elif last and last.role == "share" and word.text == "比":
            out[-1] = Word("占比", "noun", last.start, word.end)
        elif (
            last
            and word.text in _SUFFIX
            and not apart
            and last.role != "make"
            and last.end == word.start
            and last.role not in ("fig", "time", "place", "mark", "part", "de")
        ):
            merged = out.pop()
            if (
                len(merged.text) == 1
                and out
                and out[-1].end == merged.start
                and out[-1].role not in ("fig", "time", "place", "mark", "part")
            ):
                first = out.pop()
                merged = Word(first.text + merged.text, "noun", first.start, merged.end)
            out.append(Word(merged.text + word.text, "noun", merged.start, word.end))
        elif (
            last
            and word.text in ("到", "至")
            and (last.role in ("change", "make", "keep") or last.text in ("延伸", "发展", "扩充"))
        ):
            out[-1] = Word(last.text + word.text, "link", last.start, word.end)
        elif last and last.text == "新" and word.role in ("make", "keep") and last.end == word.start:
            out[-1] = Word(last.text + word.text, "make", last.start, word.end)
        elif word.text in ("增加", "减少", "新增") and following == "fig" and last and last.role != "mark":
            out.append(Word(word.text, "change", word.start, word.end))
        else:
            out.append(word)
    return out


def text_of(some: Sequence[Word], sentence: str) -> str:
    """The words' text as written, gaps between words that were left out closed up."""
    out: list[str] = []
    for i, word in enumerate(some):
        if i and some[i - 1].end < word.start and sentence[some[i - 1].end : word.start].strip() == "":
            joined = some[i - 1].text[-1:].isascii() and word.text[:1].isascii()
            out.append(" " if joined else "")
        out.append(word.text)
    return _SPACE.sub(" ", "".join(out)).strip()
