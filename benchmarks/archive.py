"""What one more article costs in an archive of ten thousand, a hundred thousand and a million observations.

    python benchmarks/archive.py [--sizes 10000,100000,1000000] [--articles 90] [--cpu] [URL ...]

Each URL names a PostgreSQL database beside which one for each size is made (default: SQLite files in a temporary
folder). They are filled with made observations: articles of 25 figures over series of which a few are in every article,
as in life. Then articles of 25 figures are compared and stored, each in its transaction, as the pipeline does, in each
archive by turns. Printed: the median and the 95th percentile in milliseconds, and the median in proportion to that of
the smallest archive.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count
from pathlib import Path
from statistics import median, quantiles

from sqlalchemy import create_engine, make_url, text

from config.loader import Config
from config.settings import SHIPPED, Settings
from models.article import Article, Page, Published
from models.metric import Figure, Measure, Observation
from models.period import Period, PeriodKind
from models.quantity import Quantity
from models.report import Report
from pipeline import Pipeline
from reading import Reading
from storage import pages
from storage.codec import pack_observation
from storage.database import Database, open_database
from storage.schema import observations as table

FIGURES = 25
REGIONS = ("北京市", "上海市", "广东省", "浙江省", "全国", "深圳市", "杭州市", "成都市")
START = datetime(2020, 1, 1, tzinfo=UTC)
DICE = random.Random(7)  # noqa: S311 - the same archive each time


def period(day: date) -> Period:
    """A year, three quarters or an instant before `day`."""
    year = day.year - 1
    match DICE.randrange(3):
        case 0:
            return Period(date(year, 1, 1), date(year, 12, 31), PeriodKind.YEAR)
        case 1:
            return Period(date(year, 1, 1), date(year, 9, 30), PeriodKind.QUARTERS)
        case _:
            moment = day - timedelta(days=DICE.randrange(60))
            return Period(moment, moment, PeriodKind.ASOF)


def observation(article: str, start: int, seen: datetime, subjects: int) -> Observation:
    """A made figure: a third of them on twenty subjects that everybody writes about."""
    subject = f"指标{DICE.randrange(20)}" if DICE.random() < 1 / 3 else f"项目{DICE.randrange(subjects)}"
    region, value = DICE.choice(REGIONS), DICE.randrange(100, 99_999)
    figure = Figure(
        surface=f"{value}个",
        start=start,
        end=start + 6,
        sentence=f"{region}{subject}达到{value}个，比上年有所增加。",
        sentence_start=start - 10,
        quantity=Quantity(Decimal(value), "个"),
        measure=Measure.LEVEL,
        subject=subject,
        region=region,
        period=period(seen.date()),
    )
    return Observation(
        id=f"{article}:{start}",
        article=article,
        figure=figure,
        series=f"{region}|{subject}|level",
        metric="m" if subject.startswith("指标") else None,
        published=seen.date(),
        seen_at=seen,
        outlet=f"outlet {DICE.randrange(50)}",
    )


def made(number: int, size: int) -> tuple[Page, Article, tuple[Observation, ...]]:
    """The page of that number with its article and figures."""
    seen = START + timedelta(minutes=30 * number)
    url = f"https://news.example/{number}.html"
    page = Page(url=url, body=url.encode(), fetched_at=seen)
    article = Article(id=f"a{number}", body="数字经济" * 200, published=Published(seen.date()), url=url)
    return page, article, tuple(observation(article.id, 20 + 40 * n, seen, size // 50) for n in range(FIGURES))


def row(o: Observation, page: int) -> dict[str, object]:
    """The row that `storage.observations.put` would write."""
    return {
        "id": o.id,
        "page": page,
        "article": o.article,
        "start": o.figure.start,
        "series": o.series,
        "metric": o.metric,
        "region": o.figure.region,
        "first": o.figure.period.first,
        "last": o.figure.period.last,
        "shape": o.figure.period.window,
        "value": str(o.figure.quantity.value),
        "unit": "个",
        "published": o.published,
        "seen_at": o.seen_at,
        "set_aside": False,
        "data": pack_observation(o),
        "recorded_at": o.seen_at,
    }


def fill(database: Database, numbers: count[int], size: int) -> None:
    """Put `size` made observations into the archive, many at a time."""
    rows: list[dict[str, object]] = []
    with database.writing() as connection:
        for _ in range(size // FIGURES):
            page, _, found = made(next(numbers), size)
            number = pages.add(connection, page)
            rows.extend(row(o, number or 0) for o in found)
            if len(rows) >= 1000:
                connection.execute(table.insert(), rows)
                rows.clear()
        if rows:
            connection.execute(table.insert(), rows)
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if not database.is_sqlite:
            connection.execute(text("VACUUM ANALYZE"))


def measure(database: Database, numbers: count[int], size: int, clock: Callable[[], float]) -> float:
    """Milliseconds that one more article takes."""
    pipeline = Pipeline(Config(root=SHIPPED, settings=Settings()), database, lambda: START)
    page, article, found = made(next(numbers), size)
    with database.writing() as connection:
        number = pages.add(connection, page)
    with database.reading() as connection:
        kept = pages.one(connection, number or 0)
    assert kept is not None
    reading = Reading(kept=kept, article=article, observations=found)
    started = clock()
    pipeline._store_all([reading], Report(), again=False)  # noqa: SLF001 - the step that is measured
    return (clock() - started) * 1000


def opened(url: str, size: int, folder: str) -> Database:
    """An empty database for an archive of that size: a SQLite file, or one made on the server of `url`."""
    if not url:
        return open_database(f"sqlite:///{Path(folder) / f'{size}.db'}")
    address = make_url(url)
    name = f"{address.database}_{size}"
    with create_engine(address, isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}"'))
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    return open_database(address.set(database=name).render_as_string(hide_password=False))


def run(url: str, sizes: list[int], articles: int, folder: str, clock: Callable[[], float]) -> None:
    """Fill one archive of each size, then store articles in all of them by turns, so that they share the weather."""
    archives = []
    for size in sizes:
        DICE.seed(size)
        database, numbers = opened(url, size, folder), count(1)
        began = time.perf_counter()
        fill(database, numbers, size)
        print(f"{database.engine.dialect.name} {size:,} observations filled in {time.perf_counter() - began:.0f} s")
        archives.append((size, database, numbers, []))
    for _ in range(articles):
        for size, database, numbers, took in archives:
            took.append(measure(database, numbers, size, clock))
    base = median(archives[0][3][articles // 3 :])
    for size, database, _, took in archives:
        warm = took[articles // 3 :]
        print(
            f"{database.engine.dialect.name:10} {size:>9,} observations: median {median(warm):7.2f} ms, "
            f"p95 {quantiles(warm, n=20)[-1]:7.2f} ms, {median(warm) / base:5.2f} times the smallest"
        )
        database.close()
    sys.stdout.flush()


def main() -> None:
    """Fill and measure, database by database."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("urls", nargs="*", default=[""])
    parser.add_argument("--sizes", default="10000,100000,1000000")
    parser.add_argument("--articles", type=int, default=90)
    parser.add_argument("--cpu", action="store_true", help="this process's time; a busy machine disturbs it less")
    asked = parser.parse_args()
    clock = time.process_time if asked.cpu else time.perf_counter
    for url in asked.urls:
        with tempfile.TemporaryDirectory(prefix="shuzhi-bench-") as folder:
            run(url, [int(size) for size in asked.sizes.split(",")], asked.articles, folder, clock)


if __name__ == "__main__":
    main()
