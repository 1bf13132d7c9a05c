"""A clause while its figures are read, what was named before it, and what is read of each figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from extract.clauses import Word, text_of
from extract.phrases import Left, read_right


@dataclass(slots=True)
class Memory:
    """What was named so far: `base` without its 占…, `full` with it, `actor` who acts, `whole` what 其中 is a part of.

    `chain` are the places that the sentence opens with, `members` the subjects of the last list and `homes` their
    places in the sentence, `receiver` those whom a sentence gives something to; `counted` is what was last counted in
    a unit, `told` every name told in the article, `context` the paragraph's text; `grew` says that
    the last figure was a growth.
    """

    base: str = ""
    full: str = ""
    share: str = ""
    actor: str = ""
    whole: str = ""
    receiver: str = ""
    members: list[str] = field(default_factory=list)
    homes: list[Word | None] = field(default_factory=list)
    chain: list[Word] = field(default_factory=list)
    counted: dict[str, str] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)
    context: str = ""
    grew: bool = False

    def recall(self, tail: str) -> str:
        """The thing told before in the article whose name ends so: 增加值 → 数字经济增加值.

        What the paragraph speaks of is preferred, else, of what is told by its value added, what was told first.
        """
        names = [name for name in dict.fromkeys(self.told) if name.endswith(tail) and name != tail]
        spoken = [name for name in names if name.removesuffix(tail) in self.context]
        if spoken:
            return max(spoken, key=len)
        only = len(names) == 1 and tail.endswith(("营业收入", "利润总额", "产值"))
        return next(iter(names), "") if only or tail == "增加值" or tail.startswith("核心产业") else ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one figure is about, by which rules. `place` is the member of a list, where that is a place."""

    subject: str
    rules: tuple[str, ...]
    left: Left
    place: Word | None = None
    listed: bool = False


@dataclass(slots=True)
class Parse:
    """A clause while its figures are read: `gaps` are the words before, between and behind the figures."""

    sentence: str
    gaps: list[list[Word]]
    units: Sequence[str]
    memory: Memory
    carry: str = ""
    used: dict[int, int] = field(default_factory=dict)

    @property
    def last(self) -> int:
        """The number of the clause's last figure."""
        return len(self.units) - 1

    def left(self, i: int) -> list[Word]:
        """The words left of figure `i` that the figure before it did not use."""
        return self.gaps[i][self.used.get(i, 0) :]

    def right(self, i: int) -> tuple[list[Word], list[Word]]:
        """The noun phrase right of figure `i`, and what follows it in the gap."""
        return read_right(self.gaps[i + 1], more=i < self.last)

    def use(self, i: int, np: Sequence[Word]) -> None:
        """Note that figure `i` took `np` from the gap behind it."""
        gap = self.gaps[i + 1]
        self.used[i + 1] = next((j + 1 for j, w in enumerate(gap) if w is np[-1]), 0) if np else 0

    def text(self, words: Sequence[Word]) -> str:
        """The words as written."""
        return text_of(words, self.sentence)
