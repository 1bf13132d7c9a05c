"""A job beside another one."""

from __future__ import annotations

import pytest

from models.report import Report
from overlap import Beside, StoppedError, Sum


def until_ended(beside: Beside) -> Report:
    """Counts nothing but that it was told of the end."""
    while beside.goes_on():
        pass
    report = Report()
    report.add("ended")
    return report


def test_it_ends_when_the_block_does() -> None:
    """The job beside must learn that the block has ended, finish, and hand over what it did."""
    with Beside(until_ended) as beside:
        assert beside.report.counts["ended"] == 0
    assert beside.report.counts["ended"] == 1


def test_an_exception_in_the_block_stops_it() -> None:
    """An exception out of the block must stop the job and arrive unchanged."""
    with pytest.raises(KeyError), Beside(until_ended) as beside:
        raise KeyError
    with pytest.raises(StoppedError):
        beside.goes_on()
    assert beside.report.counts["ended"] == 0


def test_its_own_exception_is_not_lost() -> None:
    """What goes wrong in the job must be raised when the block is left."""

    def fails(_: Beside) -> Report:
        raise ValueError

    with pytest.raises(ValueError), Beside(fails):  # noqa: PT011 - its own
        pass


def test_progress_is_one_sum() -> None:
    """What two jobs tell must be shown as one report, whoever told last."""
    seen: list[Report] = []
    shown = Sum(seen.append)
    crawl, read = Report(), Report()
    crawl.add("pages", 3)
    shown.of("crawl")(crawl)
    read.add("articles", 2)
    shown.of("read")(read)
    assert dict(seen[-1].counts) == {"pages": 3, "articles": 2}
