"""What the visitors of one run share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from config.settings import CrawlSettings
from crawler.names import Names
from crawler.network import Desk
from crawler.shelf import Follow, Known, Sink
from crawler.window import Window
from models.report import Report
from models.source import Link

_LATELY = 512


@dataclass(slots=True)
class Shelf:
    """What all visitors of a run share: the doors, which keys somebody is already fetching, and what arrived lately.

    `lately` leads from the keys and the checksums of the last pages to the link they came for; what came before can be
    asked of the shelf. `shown` is the monotonic time at which `progress` last saw the report.
    """

    known: Known
    sink: Sink
    desk: Desk
    report: Report
    settings: CrawlSettings
    window: Window
    clock: Callable[[], datetime]
    plan: bool = False
    progress: Callable[[Report], None] | None = None
    most: int | None = None
    only: Sequence[Link] = ()
    follow: Follow | None = None
    claimed: Names = field(default_factory=Names)
    lately: dict[str, Link] = field(default_factory=dict)
    shown: float = 0.0

    def arrived(self, link: Link, marks: Iterable[str]) -> None:
        """A page came for `link`; it is known by these keys and this checksum."""
        self.lately.update(dict.fromkeys(marks, link))
        while len(self.lately) > _LATELY:
            del self.lately[next(iter(self.lately))]
