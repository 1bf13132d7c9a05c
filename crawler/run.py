"""`run`: the crawler's one door. Sources and a window in, pages out into a sink, a Report of what could not be done.

Failure kinds in the Report are the words of `crawler.failures.Kind`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from config.settings import CrawlSettings
from crawler.shelf import Known, Sink
from crawler.window import Window
from models.report import Report
from models.source import Source

Clock = Callable[[], datetime]
"""Tells the aware time; injected, so that runs can be repeated."""


def run(
    sources: Sequence[Source],
    window: Window,
    known: Known,
    sink: Sink,
    settings: CrawlSettings,
    *,
    clock: Clock,
    progress: Callable[[Report], None] | None = None,
    plan: bool = False,
) -> Report:
    """Walk every source's lists through `window` and hand each article's page to `sink`, once.

    Blocks until done; may be called any number of times in one process, from any thread (runs take turns). The network
    lives in a thread of its own; `known`, `sink` and `progress` are called in the caller's thread only, so a SQLite
    connection may be used there. An exception out of `known` or `sink` stops the run and is raised here, and so does
    KeyboardInterrupt; everything handed over before is kept.

    `plan` fetches lists only and tells in `counts["planned"]` and in the notes how many pages a run would fetch;
    nothing is handed to `sink`.

    Counts: `lists`, `listed`, `pages` (new or changed ones handed over), `unchanged`, `known` (not asked for again),
    `duplicates`, `planned`, `requests`. Notes say how far back each source could be reached, and months without items.
    """
    raise NotImplementedError
