"""An article's body in stretches, its lines cut where figures begin and end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.metric import Observation

STRETCH = 20_000
"""Code points shown at once, to the end of the line; a line longer than twice that is cut."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some text of a line; `figure` is the observation it is the figure of."""

    text: str
    figure: Observation | None = None

    @property
    def tabbed(self) -> bool:
        """Whether it parts the cells of a table's row."""
        return "\t" in self.text


@dataclass(frozen=True, slots=True)
class Stretch:
    """Offsets of what is shown, and of what the body holds in all."""

    start: int
    end: int
    length: int


def stretch(body: str, start: int) -> Stretch:
    """What is shown of `body` from `start`: some twenty thousand code points, whole lines where these are sane."""
    start = min(start, len(body))
    end = body.find("\n", start + STRETCH, start + 2 * STRETCH)
    if end < 0:
        end = min(len(body), start + 2 * STRETCH)
    return Stretch(start, end, len(body))


def marked(body: str, shown: Stretch, figures: Sequence[Observation]) -> list[list[Piece]]:
    """The lines of the stretch as pieces. `figures` are in the order of the text; what overlaps another is left out."""
    lines: list[list[Piece]] = [[]]
    at = shown.start
    for observation in figures:
        start, end = observation.figure.start, observation.figure.end
        if at <= start and end <= shown.end and body[start:end] == observation.figure.surface:
            _add(lines, body[at:start])
            lines[-1].append(Piece(body[start:end], observation))
            at = end
    _add(lines, body[at : shown.end])
    return [line for line in lines if line]


def _add(lines: list[list[Piece]], text: str) -> None:
    for number, part in enumerate(text.split("\n")):
        if number:
            lines.append([])
        if part:
            lines[-1].append(Piece(part))
