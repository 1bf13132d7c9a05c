"""The care of sources: their health, when to visit again, a look at one, feeds imported."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.health import Read, State, health, trouble
from crawler.markup import NotReadable
from crawler.opml import declaration, sources
from crawler.revisit import interval
from crawler.trial import try_source
from models.source import Outcome, Source, SourceKind
from tests.crawler.serving import NOW, Site, article, listing, serving, settings, source

BEGIN = datetime(2023, 1, 1, tzinfo=UTC)
SOURCE = Source(id="s", name="s", kind=SourceKind.FEED, urls=("http://a.cn/feed",))
BOUNDS = {"least": timedelta(minutes=30), "most": timedelta(days=1)}


def outcome(
    day: float,
    *,
    pages: int = 3,
    lists: int = 1,
    newest: int | None = None,
    fresh: int | None = None,
    broken: dict[str, str] | None = None,
    **failures: int,
) -> Outcome:
    at = BEGIN + timedelta(days=day)
    return Outcome(
        source="s",
        started_at=at,
        finished_at=at,
        lists=lists,
        pages=pages,
        newest=date(2023, 1, 1) + timedelta(days=int(day) if newest is None else newest),
        failures={kind.replace("_", "-"): number for kind, number in failures.items()},
        broken=broken or {},
        fresh=fresh,
    )


def undated(day: float, pages: int) -> Outcome:
    """A visit to a source whose lists tell no days."""
    return replace(outcome(day, pages=pages, fresh=pages), newest=None)


DAILY = [outcome(day) for day in range(20)]
EMPTY = {"http://a.cn/list/": "empty-list"}
OTHER = "http://a.cn/other/"


@pytest.mark.parametrize(
    ("outcomes", "day", "state"),
    [
        ([], 0, State.NEW),
        (DAILY, 19, State.HEALTHY),
        ([*DAILY, outcome(20, pages=0, newest=19)], 20, State.HEALTHY),
        ([*DAILY, *(outcome(day, pages=0, newest=19) for day in range(20, 40))], 40, State.SILENT),
        ([*DAILY, outcome(20, lists=0, timeout=1)], 20, State.FAILING),
        ([*DAILY, outcome(20, lists=0, challenge=1)], 20, State.CHALLENGED),
        ([*DAILY, outcome(20, lists=0, gone=1)], 20, State.MOVED),
        ([*DAILY, outcome(20, pages=0, empty_list=1, broken=EMPTY)], 20, State.MOVED),
        ([*DAILY, outcome(20, lists=5, gone=1, broken={OTHER: "gone"})], 20, State.MOVED),
        ([*DAILY, outcome(20, lists=5, timeout=1, broken={OTHER: "timeout"})], 20, State.PARTIAL),
        ([*DAILY, outcome(20, lists=5, challenge=1, broken={OTHER: "challenge"})], 20, State.CHALLENGED),
        ([undated(day, 3) for day in range(20)], 20, State.HEALTHY),
        ([undated(day, 3 if day < 20 else 0) for day in range(110)], 110, State.SILENT),
        ([undated(day, 1 if day % 9 == 0 else 0) for day in range(50)], 50, State.HEALTHY),
        ([*DAILY, outcome(20, pages=2, status=8)], 20, State.PARTIAL),
        ([*DAILY, outcome(20, pages=9, gone=1)], 20, State.HEALTHY),
    ],
)
def test_states(outcomes: list[Outcome], day: int, state: State) -> None:
    """Silent, failing, challenged and moved are told apart; a single bad article or a quiet day is nothing."""
    assert health("s", outcomes, BEGIN + timedelta(days=day)).state is state


def test_items_a_day_against_its_own_history() -> None:
    """Usually three a day, lately one: both are told, without the first visit that brought back the past."""
    outcomes = [
        outcome(0, pages=500),
        *(outcome(day) for day in range(1, 30)),
        *(outcome(d, pages=1) for d in range(30, 37)),
    ]
    found = health("s", outcomes, BEGIN + timedelta(days=36))
    assert found.usual == pytest.approx((29 * 3 + 7) / 36)
    assert found.lately == pytest.approx(10 / 7)
    assert found.last_success == BEGIN + timedelta(days=36)


@pytest.mark.parametrize(
    ("outcomes", "expected"),
    [
        ([], timedelta(minutes=30)),
        ([outcome(0, pages=90), outcome(1, pages=24)], timedelta(hours=3)),
        ([outcome(0, pages=90), outcome(1, pages=2400)], timedelta(minutes=30)),
        ([outcome(0), outcome(10, pages=1)], timedelta(days=1)),
        ([outcome(0), outcome(1, pages=0)], timedelta(days=1)),
        ([outcome(0, pages=90), outcome(1, pages=24), outcome(1.1, pages=0, lists=0)], None),
    ],
)
def test_the_interval_follows_the_pace(outcomes: list[Outcome], expected: timedelta | None) -> None:
    """Three new articles a visit, within bounds; longer while it fails."""
    found = interval(SOURCE, outcomes, **BOUNDS)
    if expected is None:
        assert timedelta(hours=3) < found <= timedelta(days=1)
    else:
        assert found == expected


@given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 500), st.integers(0, 2)), max_size=30))
def test_the_interval_keeps_its_bounds(steps: list[tuple[float, int, int]]) -> None:
    """Whatever happened, a source is visited between once in half an hour and once a day."""
    at, outcomes = 0.0, []
    for step, pages, lists in steps:
        at += step
        outcomes.append(outcome(at, pages=pages, lists=lists))
    assert BOUNDS["least"] <= interval(SOURCE, outcomes, **BOUNDS) <= BOUNDS["most"]


def test_a_fixed_interval_is_no_bound_on_failure() -> None:
    """A weekly source that fails is not visited oftener for it; an hourly one is visited less often."""
    failed = [outcome(0), outcome(1, lists=0, timeout=1)]
    assert interval(replace(SOURCE, interval=7 * 1440), failed, **BOUNDS) == timedelta(days=7)
    assert interval(replace(SOURCE, interval=60), failed, **BOUNDS) == timedelta(hours=2)


def bad(day: float, **failures: int) -> Outcome:
    return outcome(day, pages=0, lists=0, newest=19, **failures)


@pytest.mark.parametrize(
    ("outcomes", "day", "told"),
    [
        ([], 0, None),
        (DAILY, 19, None),
        ([*DAILY, bad(20, timeout=1), bad(20.5, timeout=1)], 21, None),
        ([*DAILY, *(bad(20 + n, timeout=1) for n in range(3))], 23, "failing: timeout 1, 3 times in a row"),
        (
            [*DAILY, bad(20, timeout=1), bad(21, gone=1), bad(22, challenge=1)],
            23,
            "challenged: asks whether we are human",
        ),
        ([*DAILY, *(outcome(20 + n, pages=0, newest=19, broken=EMPTY) for n in range(3))], 23, "moved: its list"),
        (
            [*DAILY, *(outcome(20 + n, lists=4, broken={OTHER: "gone", "http://a.cn/x/": "tls"}) for n in range(3))],
            23,
            "moved: a list cannot be read, gone: http://a.cn/other/ and 1 more",
        ),
        ([*DAILY, *(outcome(20 + n, pages=2, status=8) for n in range(3))], 23, "partial: 8 of 10"),
        ([*DAILY, *(outcome(day, pages=0, newest=19) for day in range(20, 40))], 40, "silent: nothing for"),
        ([*DAILY, *(bad(20 + n, timeout=1) for n in range(3)), outcome(24)], 24, None),
    ],
)
def test_what_the_operator_hears(outcomes: list[Outcome], day: int, told: str | None) -> None:
    """Three bad visits in a row, of whatever kind, or a long silence; nothing once it is well again."""
    found = trouble("s", outcomes, BEGIN + timedelta(days=day))
    assert found is None if told is None else (found or "").startswith(told)


@pytest.mark.parametrize(
    ("read", "state", "told"),
    [
        (Read(), State.HEALTHY, None),
        (Read(20, 2), State.HEALTHY, None),
        (Read(2, 2), State.HEALTHY, None),
        (Read(13, 13), State.UNREADABLE, "unreadable: 13 of its last 13 articles could not be read"),
    ],
)
def test_a_source_whose_articles_cannot_be_read_is_not_well(read: Read, state: State, told: str | None) -> None:
    """Though its lists and pages arrive; a few that are no articles are nothing."""
    now = BEGIN + timedelta(days=19)
    assert health("s", DAILY, now, read).state is state
    assert trouble("s", DAILY, now, read) == told


def test_a_reach_into_the_past_is_no_pace() -> None:
    """Seven hundred pages of other years make the source no livelier, nor the next visit sooner."""
    visits = [*(outcome(day) for day in range(10)), outcome(10, pages=700, fresh=3), outcome(11)]
    found = health("s", visits, BEGIN + timedelta(days=11))
    assert found.usual == pytest.approx(3)
    assert interval(SOURCE, visits, **BOUNDS) == timedelta(days=1)


OPML = b"""<?xml version="1.0"?><opml version="2.0"><body><outline text="News">
<outline type="rss" text="A &amp; B" xmlUrl="http://www.a.cn/feed.xml"/><outline text="dup" xmlUrl="http://www.a.cn/feed.xml"/>
<outline title="C" xmlUrl="feed:https://a.cn/other.xml"/></outline><outline xmlUrl="javascript:x"/></body></opml>"""


def test_feeds_of_an_opml_file() -> None:
    """Folders flattened, repeats and nonsense left out, ids unlike those taken; the files can be read."""
    found, dropped = sources(OPML, frozenset({"a-cn"}))
    assert dropped == ("javascript:x",)
    assert [(s.id, s.name, s.urls) for s in found] == [
        ("a-cn-2", "A & B", ("http://www.a.cn/feed.xml",)),
        ("a-cn-3", "C", ("https://a.cn/other.xml",)),
    ]
    assert tomllib.loads(declaration(found[0]))["urls"] == ["http://www.a.cn/feed.xml"]
    assert tomllib.loads(declaration(Source(id="x", name='q"\\\n', kind=SourceKind.FEED, urls=("http://a.cn/",))))


def test_what_is_no_opml_says_so() -> None:
    """A feed given for an OPML file is a clear mistake."""
    with pytest.raises(NotReadable, match="no OPML"):
        sources(b"<rss><channel/></rss>")


@pytest.fixture
def site() -> Iterator[Site]:
    """A listing of five articles."""
    with serving() as found:
        for number in range(5):
            found.pages[f"/a/{number}.html"] = article(f"第{number}篇")
        found.pages["/list/"] = listing(*((f"/a/{number}.html", "2020-02-20") for number in range(5)))
        yield found


def test_a_look_at_a_source(site: Site) -> None:
    """All links of the first page whatever their day, two of the articles, nothing kept."""
    trial = try_source(source(site, titles="别的"), settings(), clock=lambda: NOW)
    assert (len(trial.links), trial.dated, len(trial.pages), trial.sound) == (5, 5, 2, True)
    assert len(site.paths()) == 3


def test_a_look_at_a_sitemap_index(site: Site) -> None:
    """Its newest branch is opened, and two of the articles it names are had."""
    branches = "".join(f"<sitemap><loc>{site.url}/map-{month}.xml</loc></sitemap>" for month in ("2020-01", "2020-02"))
    site.pages["/sitemap.xml"] = f"<sitemapindex>{branches}</sitemapindex>"
    rows = "".join(f"<url><loc>{site.url}/a/{number}.html</loc></url>" for number in range(5))
    site.pages["/map-2020-02.xml"] = f"<urlset>{rows}</urlset>"
    trial = try_source(source(site, "/sitemap.xml", "sitemap"), settings(), clock=lambda: NOW)
    assert (len(trial.links), len(trial.pages), trial.sound) == (5, 2, True)
    assert "/map-2020-01.xml" not in site.paths()


def test_a_look_at_a_broken_source(site: Site) -> None:
    """A list without articles is told as such."""
    site.pages["/list/"] = "<html><body><div id=app></div></body></html>"
    trial = try_source(source(site), settings(), clock=lambda: NOW)
    assert not trial.sound
    assert [failure.kind for failure in trial.failures] == ["empty-list"]
