"""A daemon crawls for months in one process: nothing may grow."""

from __future__ import annotations

import gc
import os
import threading
from collections.abc import Iterator

import pytest

from tests.crawler.serving import Memory, Site, article, crawl, listing, serving, source


@pytest.fixture
def site() -> Iterator[Site]:
    """Eight articles and a listing that changes with every look."""
    with serving() as found:
        for number in range(8):
            found.pages[f"/a/{number}.html"] = article(f"第{number}篇")
        found.pages["/list/"] = listing(*((f"/a/{number}.html", "2023-02-20") for number in range(8)))
        yield found


def resident() -> int:
    """Bytes of memory this process holds."""
    with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def descriptors() -> int:
    return len(os.listdir("/proc/self/fd"))  # noqa: PTH208


@pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="counts memory as Linux tells it")  # noqa: PTH112
@pytest.mark.slow
def test_two_hundred_crawls_leave_nothing_behind(site: Site) -> None:
    """Memory, file descriptors and threads are the same after run 200 as after run 40."""
    for number in range(200):
        report, memory = crawl(source(site), memory=Memory())
        assert (len(memory.pages), report.failures) == (8, [])
        site.asked.clear()
        if number == 40:
            gc.collect()
            before = resident(), descriptors(), threading.active_count()
    gc.collect()
    assert descriptors() <= before[1] + 8
    assert threading.active_count() <= before[2] + 8
    assert resident() < before[0] * 1.05


def test_runs_of_several_threads_take_turns(site: Site) -> None:
    """Two threads may crawl at once; each gets its own pages."""
    found: list[int] = []
    threads = [
        threading.Thread(target=lambda: found.append(len(crawl(source(site))[1].pages)), daemon=True) for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert found == [8, 8, 8]
