"""What an article may be about."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A field of interest: an article with at least `min_hits` of its `words` (counted with repeats) is on it."""

    id: str
    name: str
    words: tuple[str, ...]
    min_hits: int = 3
