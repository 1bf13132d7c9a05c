"""The one door to jieba: words with offsets and parts of speech, knowing the words of metrics and topics.

rjieba cuts as jieba does, many times faster, except that it keeps ASCII runs such as `2021-2025` whole; they are split
again here. Where it cannot be imported jieba itself is used. Only clauses that hold figures come through this door.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

from extract.lexicon import ASPECT, CHANGE, DOMAIN, KEEP, LINK, MAKE

_RUN = re.compile(r"\d+\.\d+%?|[A-Za-z0-9]+%?|[^A-Za-z\d]")
_ROLES = sorted({word for words in (LINK, MAKE, KEEP, CHANGE, ASPECT, DOMAIN) for word in words if len(word) > 1})
_WHOLE = re.compile(r"[A-Za-z0-9]+|\d+(?:\.\d+)?%?")
_PUNCT = "，,；;。！？!?：:、（）()“”\"‘’'《》〈〉【】[]—-~～…·/\t\n \u3000"


class Token(NamedTuple):
    """A word: offsets into the text that was cut, and jieba's part of speech (`x` for punctuation)."""

    text: str
    start: int
    end: int
    tag: str


class Tokenizer:
    """Cuts text into words. `words` (names of metrics and topics) are kept whole and tagged as nouns.

    >>> [t.text for t in Tokenizer(["数字经济"]).tokens("数字经济增加值2021-2025")]
    ['数字经济', '增加值', '2021', '-', '2025']
    """

    def __init__(self, words: Iterable[str] = ()) -> None:
        self._words = tuple(dict.fromkeys(word for word in words if len(word) > 1))
        self._engine: Any = None

    def __reduce__(self) -> tuple[type[Tokenizer], tuple[tuple[str, ...]]]:
        # Readers run in a pool of processes; the engine itself cannot be sent, the words can.
        return type(self), (self._words,)

    def _tag(self, text: str) -> list[tuple[str, str]]:
        if self._engine is None:
            self._engine = _engine(self._words)
        found: list[tuple[str, str]] = self._engine(text)
        return found

    def tokens(self, text: str) -> list[Token]:
        """The words of `text` in order; together they are the text."""
        found: list[Token] = []
        at = 0
        for word, tag in self._tag(text):
            if len(word) > 1 and word.isascii() and not _WHOLE.fullmatch(word):
                for part in _RUN.finditer(word):
                    piece = part.group()
                    found.append(Token(piece, at + part.start(), at + part.end(), _ascii_tag(piece)))
            else:
                found.append(Token(word, at, at + len(word), "x" if word in _PUNCT else tag))
            at += len(word)
        return found


def _ascii_tag(text: str) -> str:
    return "eng" if text[0].isalpha() else "m" if text[0].isdigit() else "x"


def _engine(words: tuple[str, ...]) -> Any:
    try:
        import rjieba
    except ImportError:  # pragma: no cover - a platform without a wheel
        import jieba.posseg

        for word in (*_ROLES, *words):
            jieba.add_word(word, tag="n")
        return lambda text: [(pair.word, pair.flag) for pair in jieba.posseg.cut(text, HMM=False)]
    cutter = rjieba.Jieba()
    for word in (*_ROLES, *words):
        if not cutter.has_word(word):
            cutter.add_word(word, None, "n")
    # Without the hidden Markov model, which makes verbs of what it does not know (率达): what is in no dictionary falls
    # apart into characters, and names do not mind.
    return lambda text: cutter.tag(text, hmm=False)


@cache
def plain() -> Tokenizer:
    """The tokenizer without words of ours, made once."""
    return Tokenizer()
