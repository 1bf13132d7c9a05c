"""What the visitors of one run share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from config.settings import CrawlSettings
from crawler.network import Desk
from crawler.shelf import Follow, Known, Sink
from crawler.window import Window
from models.report import Report
from models.source import Link


@dataclass(slots=True)
class Shelf:
    """What all visitors of a run share: the doors, which keys somebody is already fetching, and which bodies.

    Both as hashes: a run may fetch a hundred thousand pages.
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
    claimed: set[int] = field(default_factory=set)
    bodies: set[int] = field(default_factory=set)
