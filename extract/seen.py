"""A mention with the words beside it: what the rules on figures and non-figures look at."""

from __future__ import annotations

from dataclasses import dataclass

from extract.mentions import QuantityMention

REACH = 32
_COUNTING_FORMS = frozenset({"chinese", "scale", "digits", "range"})


@dataclass(frozen=True, slots=True)
class Seen:
    """`before` and `after` the mention end at line breaks; `number` is its digits, `rest` what follows them."""

    mention: QuantityMention
    before: str
    after: str
    number: str
    rest: str

    @property
    def plain(self) -> bool:
        """Whether it is a number without unit and without scale."""
        return not self.mention.unit and self.mention.scale == 1

    @property
    def chinese(self) -> bool:
        """Whether it is written in Chinese numerals alone."""
        return self.mention.form in _COUNTING_FORMS and not any(c.isdecimal() for c in self.number)


def see(text: str, mention: QuantityMention) -> Seen:
    """The mention at its place in a folded text, with up to 32 characters either side."""
    before = text[max(0, mention.start - REACH) : mention.start]
    after = text[mention.end : mention.end + REACH]
    rest = text[mention.numeral_end : mention.numeral_end + REACH]
    if "\n" in before:
        before = before[before.rindex("\n") + 1 :]
    return Seen(
        mention,
        before,
        after.partition("\n")[0],
        text[mention.core : mention.numeral_end],
        rest.partition("\n")[0],
    )
