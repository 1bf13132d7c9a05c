"""Pages a second from a site into the database, against reading alone on one core, in one run.

    python benchmarks/crawl.py [PAGES] [--from FOLDER] [--memory]

A site of PAGES sound articles (2000) is served by a process of its own; with `--from`, the HTML files of a folder are
its articles, in turn. First everything is crawled, read and stored as `shuzhi crawl` does it; then some of the pages
are read once more by one reader, alone, on each core in turn. Prints both rates and their ratio, which on two cores
must be 1.6 or more; the processor time of a page in both (site and readers' start included) with the ratio it allows,
which holds on a busy machine too; and the memory of the crawling process as it goes: with 20000 pages, `--memory` also
exits with 1 where it grows by a tenth or more after the first 2000. Exits with 1, too, where the ratio is missed or
pages told no figures.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from config.loader import Config, load  # noqa: E402
from models.report import Report  # noqa: E402
from models.source import Source, SourceKind  # noqa: E402
from pipeline import Pipeline  # noqa: E402
from reading import Reader  # noqa: E402
from storage import pages  # noqa: E402
from storage.database import open_database  # noqa: E402

NOW = datetime(2023, 3, 1, 4, tzinfo=UTC)
ALONE = 200
RATIO = 1.6
GROWTH = 1.10
WARM = 2000


def resident() -> float:
    """Megabytes of memory this process holds."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def processor() -> float:
    """Seconds of processor time that this process and its children have used, those that ended included."""
    ticks = 0
    for file in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = file.read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:  # it ended
            continue
        if os.getpid() in {int(file.parent.name), int(words[1])}:
            ticks += sum(map(int, words[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


@dataclass
class Watch:
    """Memory by pages read and stored, noted as the run goes: fetching is over long before reading is."""

    marks: dict[int, float] = field(default_factory=dict)

    def __call__(self, report: Report) -> None:
        """Called by the pipeline after every page."""
        done = report.counts["articles"] // 1000 * 1000
        if done and done not in self.marks:
            self.marks[done] = resident()


def configuration(address: str) -> Config:
    """The shipped metrics and topics, with the site as the only source."""
    config = load()
    source = Source(
        id="site", name="site", kind=SourceKind.LISTING, urls=(address,), delay=0.0, allow_private=True, region="北京市"
    )
    crawl = config.settings.crawl.model_copy(update={"per_host": 8, "concurrency": 16, "max_list_pages": 5000})
    return replace(config, sources=(source,), settings=config.settings.model_copy(update={"crawl": crawl}))


def alone(url: str) -> None:
    """Print the pages a second that one reader reads, and the processor time of one in seconds: a mean over all cores.

    It is the plain loop over `Reader.read` that a script would write. Cores of a shared machine differ; what runs on
    all of them is set against all of them.
    """
    reader = Reader(load())
    with open_database(url) as database, database.reading() as connection:
        kept = list(islice(pages.walk(connection), ALONE))
    reader.read(kept[0])
    cores = sorted(os.sched_getaffinity(0))
    rates, times = [], []
    for core in cores:
        os.sched_setaffinity(0, {core})
        started, used = time.perf_counter(), time.process_time()
        for page in kept:
            reader.read(page)
        rates.append(len(kept) / (time.perf_counter() - started))
        times.append((time.process_time() - used) / len(kept))
    print(sum(rates) / len(cores), sum(times) / len(cores))


def main() -> int:
    """Run, print, and tell by the exit code whether the limits were kept."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("pages", nargs="?", type=int, default=2000)
    parser.add_argument("--from", dest="folder", type=Path)
    parser.add_argument("--memory", action="store_true")
    parser.add_argument("--alone", metavar="URL", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.alone:
        alone(options.alone)
        return 0
    kind = ["--from", str(options.folder.resolve())] if options.folder else ["--rich"]
    server: Any = subprocess.Popen(
        [sys.executable, "-m", "tests.crawler.growing", str(options.pages), "--sound", *kind],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    watch = Watch()
    try:
        config = configuration(f"http://127.0.0.1:{server.stdout.readline().strip()}/list/")
        with tempfile.TemporaryDirectory() as home, open_database(f"sqlite:///{home}/shuzhi.db") as database:
            pipeline = Pipeline(config, database, lambda: NOW, watch)
            started, used = time.perf_counter(), processor()
            crawled = pipeline.gather(since=datetime(2021, 1, 1, tzinfo=UTC).date())
            whole = time.perf_counter() - started
            used = processor() - used
            again = [sys.executable, __file__, "--alone", f"sqlite:///{home}/shuzhi.db"]
            told = subprocess.run(again, stdout=subprocess.PIPE, text=True, check=True).stdout
            one, single = map(float, told.split())
    finally:
        server.kill()
    rate = shown(crawled, whole, used, one, single)
    print("memory           " + ", ".join(f"{number}: {mark:.0f} MB" for number, mark in watch.marks.items()))
    if options.memory and watch.marks[max(watch.marks)] > watch.marks[WARM] * GROWTH:
        return 1
    return 0 if rate / one >= RATIO and crawled.counts["figures"] >= crawled.counts["pages"] else 1


def shown(crawled: Report, whole: float, used: float, one: float, single: float) -> float:
    """Print what a run of `whole` seconds took, against reading alone; returns its pages a second."""
    done = crawled.counts["pages"]
    rate = done / whole
    print(f"pages            {done}, {crawled.counts['requests']} requests, {crawled.counts['figures']} figures")
    print(f"end to end       {rate:8.1f} pages/s")
    print(f"reading, 1 core  {one:8.1f} pages/s   ratio {rate / one:.2f} on {os.cpu_count()} cores")
    both, cores = used / done, os.cpu_count() or 1
    print(
        f"processor time   {both * 1000:.1f} ms/page, reading {single * 1000:.1f}: allows {cores * single / both:.2f}"
    )
    print(f"load average     {os.getloadavg()[0]:.1f}")
    return rate


if __name__ == "__main__":
    sys.exit(main())
