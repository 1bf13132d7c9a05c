"""What could not be had, what changed and what is young: asked for again in its time, by whole runs on a real site."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from crawler.run import run
from crawler.window import Window
from models.article import Page
from models.report import Report
from models.source import Debt, Link, Onward
from storage import pages
from storage.crawling import Inbox, Shelf
from storage.database import Database, open_database
from tests.crawler.serving import (
    NOW,
    SINCE,
    Memory,
    Site,
    article,
    crawl,
    kinds,
    listing,
    redirect,
    send,
    serving,
    settings,
    source,
)

TITLES = (
    "全市数字经济规模再上台阶",
    "智慧城市三年行动方案印发",
    "政务数据共享目录更新发布",
    "算力基础设施建设提速",
    "电信业务收入前三季度增长",
)
ROWS = [(f"/a/{n}.html", f"2023-02-{20 - n}", title) for n, title in enumerate(TITLES)]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def site() -> Iterator[Site]:
    """A listing of five articles."""
    with serving() as found:
        found.pages["/list/"] = listing(*ROWS)
        for path, _, title in ROWS:
            found.pages[path] = article(title)
        yield found


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A database of its own."""
    with open_database(f"sqlite:///{tmp_path / 'shuzhi.db'}") as found:
        yield found


def asked(site: Site) -> list[str]:
    """The articles asked for since the last look."""
    found = [path for path in site.paths() if path.startswith("/a/")]
    site.asked.clear()
    return found


def visit(site: Site, database: Database, after: timedelta, **more: str | bool) -> Report:
    """One run into a real database, so long after the first one."""
    walked = source(site, **more)
    return run([walked], Window(SINCE), Shelf(database), Inbox(database), settings(), clock=lambda: NOW + after)


def kept(database: Database) -> list[str]:
    """The paths of the pages kept, in order of arrival."""
    with database.reading() as connection:
        return ["/" + found.page.url.split("/", 3)[3] for found in pages.walk(connection)]


def test_a_list_may_name_a_page_before_it_is_there(site: Site, database: Database) -> None:
    """A 404 is asked for again for a week, after pauses that double; once it is there it is kept, and owed no more."""
    page = site.pages.pop("/a/1.html")
    times = []
    for hours in range(24 * 4):
        visit(site, database, hours * HOUR)
        if "/a/1.html" in asked(site):
            times.append(hours)
    assert times == [0, 1, 2, 4, 8, 16, 32, 64]
    site.pages["/a/1.html"] = page
    visit(site, database, 5 * DAY + 8 * HOUR)
    assert "/a/1.html" in kept(database)
    assert Shelf(database).debts("s") == ()


def test_what_stays_gone_is_gone_until_its_list_says_otherwise(site: Site) -> None:
    """After a week it is not asked for any more; a new title in the list brings it back."""
    page = site.pages.pop("/a/1.html")
    memory = Memory()
    for days in (0, 1, 2, 4, 8):
        crawl(source(site), memory=memory, now=NOW + days * DAY)
        assert "/a/1.html" in asked(site)
    crawl(source(site), memory=memory, now=NOW + 40 * DAY)
    assert "/a/1.html" not in asked(site)
    site.pages["/a/1.html"] = page
    site.pages["/list/"] = listing(ROWS[0], ("/a/1.html", "2023-02-19", "智慧城市三年行动方案重新印发"))
    report, _ = crawl(source(site), memory=memory, now=NOW + 41 * DAY)
    assert report.counts["pages"] == 1


def test_everything_leading_home_is_an_accident(site: Site) -> None:
    """While a site sends every article to its front page, each is a failure; afterwards all of them are brought."""
    there = dict(site.pages)
    site.pages["/"] = article("首页")
    site.pages.update((path, redirect("/")) for path, *_ in ROWS)
    report, memory = crawl(source(site))
    assert kinds(report) == ["redirect"] * 5
    site.pages.update(there)
    crawl(source(site), memory=memory, now=NOW + DAY)
    assert len(memory.pages) == 5
    assert memory.owed["s"] == []


@pytest.mark.parametrize("how", ["body", "target", "empty"])
@pytest.mark.parametrize("titled", [True, False])
def test_a_notice_of_maintenance_swallows_no_article(site: Site, database: Database, how: str, titled: bool) -> None:
    """One body, or one target of redirects, for several articles is each one's failure; all are had when it is over."""
    there = dict(site.pages)
    if not titled:
        rows = "".join(f"<url><loc>{site.url}/2023/02{20 - n}/a{n}.html</loc></url>" for n in range(5))
        there = {f"/2023/02{20 - n}/a{n}.html": article(title) for n, title in enumerate(TITLES)}
        there["/list/"] = f"<urlset>{rows}</urlset>"
    notice = article("系统维护中，请稍后访问") if how != "empty" else " \n"
    site.pages["/weihu.html"] = notice
    answer = redirect("/weihu.html") if how == "target" else notice
    site.pages.update(dict.fromkeys(there, answer))
    site.pages["/list/"] = there["/list/"]
    kind = "listing" if titled else "sitemap"
    for after in (timedelta(), HOUR):
        report = visit(site, database, after, kind=kind)
        assert set(kinds(report)) == {"placeholder"}
        assert report.counts["duplicates"] == 0
    site.pages.update(there)
    report = visit(site, database, 9 * HOUR, kind=kind)
    assert report.failures == []
    assert report.counts["pages"] == 5
    assert Shelf(database).debts("s") == ()


def test_one_article_named_twice_is_no_placeholder(site: Site) -> None:
    """Two links alike in title, or a page that says one of their titles, are one article."""
    cut = (TITLES[0][:8] + "…", "数字经济规模创新高")
    for number, title in enumerate(cut):
        site.pages[f"/mirror/{number}.html"] = site.pages["/a/0.html"]
        site.pages["/list/"] = listing(*ROWS, *((f"/mirror/{n}.html", f"2023-02-1{n}", t) for n, t in enumerate(cut)))
        assert title
    report, memory = crawl(source(site))
    assert report.failures == []
    assert report.counts["duplicates"] == 2
    assert len(memory.pages) == 5


def test_what_failed_is_owed_however_far_down_its_undated_list(site: Site) -> None:
    """A later run asks for it though it turns the first page of the list alone."""
    for turn in range(4):
        rows = "".join(
            f'<li><a href="/b/item{turn}{n}.html">{title}之{turn}</a></li>' for n, title in enumerate(TITLES)
        )
        more = f'<a href="/more/{turn + 1}">下一页</a>' if turn < 3 else ""
        site.pages[f"/more/{turn}"] = f"<html><meta charset=utf-8><ul>{rows}</ul>{more}</html>"
        site.pages.update((f"/b/item{turn}{n}.html", article(f"{t}之{turn}")) for n, t in enumerate(TITLES))
    page, site.pages["/b/item32.html"] = site.pages["/b/item32.html"], lambda handler: send(handler, 500)
    undated = source(site, "/more/0")
    report, memory = crawl(undated)
    assert (kinds(report), len(memory.pages)) == (["status"], 19)
    site.pages["/b/item32.html"] = page
    site.asked.clear()
    report, _ = crawl(undated, memory=memory, now=NOW + HOUR)
    assert site.paths() == ["/more/0", "/b/item32.html"]
    assert report.counts["pages"] == 1


def test_while_no_list_can_be_read_nothing_owed_is_asked_for(site: Site) -> None:
    """A site that is down is not asked for every article it owes."""
    site.pages.update((path, lambda handler: send(handler, 500)) for path, *_ in ROWS)
    _, memory = crawl(source(site))
    asked(site)
    site.pages["/list/"] = lambda handler: send(handler, 500)
    crawl(source(site), memory=memory, now=NOW + HOUR)
    assert asked(site) == []
    assert len(memory.owed["s"]) == 5


def test_a_new_title_counts_until_the_article_was_had_under_it(site: Site, database: Database) -> None:
    """A correction in the list is not lost when the fetch fails, nor when another run saw the list without fetching."""
    visit(site, database, timedelta())
    corrected = [(path, day, f"{title}（更正）" if path == "/a/4.html" else title) for path, day, title in ROWS]
    site.pages["/list/"] = listing(*corrected)
    site.pages["/a/4.html"] = lambda handler: send(handler, 500)
    assert kinds(visit(site, database, HOUR)) == ["status"]
    narrow = Window(NOW.date() - timedelta(days=2))
    run([source(site)], narrow, Shelf(database), Inbox(database), settings(), clock=lambda: NOW + HOUR)
    site.pages["/a/4.html"] = article("电信业务收入前三季度增长百分之八")
    assert visit(site, database, 2 * HOUR).counts["pages"] == 1
    asked(site)
    assert visit(site, database, 3 * HOUR).counts["known"] == 5
    assert asked(site) == []


def test_a_young_article_is_looked_at_again(site: Site, database: Database) -> None:
    """Though its list says nothing: conditionally, after pauses that double, until recheck_days are over."""
    site.pages["/list/"] = listing((ROWS[0][0], "2023-03-01", TITLES[0]), *ROWS[1:])
    times = []
    for hours in range(24 * 6):
        report = visit(site, database, hours * HOUR)
        if found := asked(site):
            times.append(hours)
            assert hours == 0 or found == ["/a/0.html"]
        if hours == 30:
            site.pages["/a/0.html"] = article("全市数字经济规模再上台阶，更正为三十二万")
        assert report.counts["pages"] == {0: 5, 48: 1}.get(hours, 0)
    assert times == [0, 6, 12, 24, 48]


def test_young_articles_are_left_alone_where_that_is_asked_for(site: Site) -> None:
    """recheck_days = 0 asks for nothing without being told to."""
    site.pages["/list/"] = listing((ROWS[0][0], "2023-03-01", TITLES[0]))
    _, memory = crawl(source(site))
    asked(site)
    crawl(source(site), memory=memory, now=NOW + DAY, recheck_days=0)
    assert asked(site) == []


class Killed(Exception):
    """The run ends here."""


class Mortal(Inbox):
    """Ends the run when it has remembered what is owed."""

    def debts(self, source: str, debts: Sequence[Debt]) -> None:
        """Remember, and die."""
        Inbox(self.database).debts(source, debts)
        raise Killed


def test_a_run_that_is_killed_does_not_forget_what_failed(site: Site, database: Database) -> None:
    """What could not be had is remembered while the run goes on, not only at its end."""
    first = site.pages["/a/0.html"]
    site.pages["/a/0.html"] = lambda handler: send(handler, 500)

    with pytest.raises(Killed):
        run(
            [source(site)],
            Window(SINCE),
            Shelf(database),
            Mortal(database),
            settings(per_host=1),
            clock=lambda: NOW,
        )
    assert [debt.link.url for debt in Shelf(database).debts("s")] == [f"{site.url}/a/0.html"]
    with database.reading() as connection:
        assert len(pages.pending(connection)) < 4  # it was not over
    site.pages["/a/0.html"] = first
    asked(site)
    assert not visit(site, database, 2 * DAY).failures
    assert "/a/0.html" in asked(site)


def test_what_arrived_and_is_not_kept_yet_is_still_owed(site: Site, database: Database) -> None:
    """An article that failed before waits for its second part when the run is killed: it is asked for again."""
    site.pages["/a/0.html"] = lambda handler: send(handler, 500)
    visit(site, database, timedelta(0))
    second = threading.Event()
    site.pages["/a/0.html"] = article(TITLES[0])
    site.pages["/a/0_2.html"] = lambda handler: (second.wait(5), send(handler, 200, article("下半篇").encode()))
    site.pages["/a/9.html"] = lambda handler: (time.sleep(0.5), send(handler, 500))
    site.pages["/list/"] = listing(*ROWS, ("/a/9.html", "2023-02-21", "新近一篇"))

    class Paged:
        def onward(self, page: Page) -> Onward:
            return Onward("0_2.html" if page.url.endswith("/a/0.html") else None)

    later = NOW + 2 * DAY
    with pytest.raises(Killed):
        run(
            [source(site)],
            Window(SINCE),
            Shelf(database),
            Mortal(database),
            settings(),
            clock=lambda: later,
            follow=Paged(),
        )
    second.set()
    owed = {debt.link.url.removeprefix(site.url) for debt in Shelf(database).debts("s")}
    assert owed == {"/a/0.html", "/a/9.html"}


def test_a_look_at_one_article_forgets_no_debts(site: Site, database: Database) -> None:
    """Where no list is turned, what is owed is neither asked for nor overwritten."""
    site.pages["/a/0.html"] = site.pages["/a/1.html"] = lambda handler: send(handler, 500)
    visit(site, database, timedelta(0))
    before = Shelf(database).debts("s")
    only = (Link(f"{site.url}/a/1.html", "s"),)
    doors = Shelf(database), Inbox(database)
    run([source(site)], Window(SINCE), *doors, settings(), clock=lambda: NOW + 2 * DAY, only=only)
    assert Shelf(database).debts("s") == before
    assert len(before) == 2
