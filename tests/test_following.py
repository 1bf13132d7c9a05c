"""Articles of several pages, documents they link, stories told twice: from a real site through the whole flow."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from config.loader import load
from models.article import Article
from models.metric import Change, Event, Observation
from models.report import Report
from pipeline import Pipeline
from storage import articles, observations, pages, reports
from storage.database import Database
from storage.pages import State

from .articles import page, record, write
from .conftest import command, environment
from .crawler.serving import Site, send, serving
from .documents import pdf, scan, sheet
from .test_kill import rows

NOW = datetime(2023, 2, 14, 8, 0, tzinfo=UTC)
FIGURES = (
    "2022年，杭州市数字经济核心产业增加值达5076亿元。",
    "截至2022年底，杭州市累计建成5G基站4.2万个。",
    "2022年，杭州市软件业务收入达到8300亿元。",
)


@pytest.fixture
def site() -> Iterator[Site]:
    """A site to be written by the test."""
    with serving() as found:
        found.etags = False
        yield found


def configure(folder: Path, site: Site, settings: str = "") -> Path:
    """A configuration with the site as its one source, fetched page by page so that their order is the list's."""
    (folder / "sources").mkdir(parents=True)
    text = f"[crawl]\nconcurrency = 1\nper_host = 1\nretries = 0\n{settings}"
    (folder / "settings.toml").write_text(text, encoding="utf-8")
    (folder / "sources" / "site.toml").write_text(
        f'name = "站点"\nkind = "listing"\nurls = ["{site.url}/"]\narticles = "/a/\\\\d+\\\\.html$"\n'
        'outlet = "晨光网"\nregion = "杭州市"\ndelay = 0\nallow_private = true\n',
        encoding="utf-8",
    )
    return folder


@pytest.fixture
def flow(database: Database, site: Site, tmp_path: Path) -> Pipeline:
    """The pipeline over the site, on each database."""
    return Pipeline(load(configure(tmp_path / "config", site)), database, lambda: NOW)


def listing(site: Site, *names: str) -> None:
    """The site's list of articles."""
    items = "".join(f'<li><a href="/a/{name}.html">杭州数字经济新闻之{name}</a> 2023-02-11</li>' for name in names)
    site.pages["/"] = f"<html><body><ul>{items}</ul></body></html>"


def part(text: str, onward: str = "", *, title: str = "杭州数字经济这一年") -> str:
    """One page of an article, with what stands below its text."""
    below = f"<p>{onward}</p></div></div>"
    return page(text, title=title, day="2023-02-11 10:30").replace("</div></div>", below, 1)


def following(href: str) -> str:
    """A link to the next page."""
    return f'<a href="{href}">下一页</a>'


def three_parts(site: Site, name: str = "1001") -> None:
    """An article of three pages, a figure on each."""
    site.pages[f"/a/{name}.html"] = part(FIGURES[0], following(f"{name}_2.html"))
    site.pages[f"/a/{name}_2.html"] = part(FIGURES[1], following(f"{name}_3.html"))
    site.pages[f"/a/{name}_3.html"] = part(FIGURES[2], f'<a href="{name}_2.html">上一页</a>')


def crawl(flow: Pipeline) -> Report:
    """Fetched and read."""
    report = flow.crawl(since=date(2023, 1, 1))
    report.merge(flow.read())
    return report


def kept(database: Database) -> list[Article]:
    """The articles on the shelf, in order of arrival."""
    with database.reading() as connection:
        found = (articles.of_page(connection, one.number) for one in pages.everything(connection))
        return [article for article in found if article is not None]


def _place(told: tuple[Observation, Change]) -> tuple[datetime, str, int]:
    return told[0].seen_at, told[0].article, told[0].figure.start


def said(database: Database) -> list[tuple[str, str | None, str]]:
    """Every event told, with the figure and where it stands."""
    with database.reading() as connection:
        found = [(t.observation, t.change) for t in reports.told(connection)]
    return [(o.figure.surface, o.place, change.event.value) for o, change in sorted(found, key=_place)]


def test_paged_article_is_read_as_one(flow: Pipeline, database: Database, site: Site) -> None:
    """Three pages are one article; a figure of the third is told once, with that page's address and checksum."""
    listing(site, "1001")
    three_parts(site)
    report = crawl(flow)
    assert (report.counts["pages"], report.counts["parts"], report.counts["articles"]) == (1, 2, 1)
    assert not report.failures
    (article,) = kept(database)
    assert all(figure in article.body for figure in FIGURES)
    told = said(database)
    assert [(surface, place) for surface, place, _ in told] == [
        ("5076亿元", "第1页"),
        ("4.2万个", "第2页"),
        ("8300亿元", "第3页"),
    ]
    with database.reading() as connection:
        found = observations.of_article(connection, article.id)
        assert pages.count(connection) == {State.READ: 1, State.PART: 2}
        (first,) = pages.everything(connection)
    for one in found:
        figure = one.figure
        assert article.body[figure.start : figure.end] == figure.surface
    assert found[-1].url == f"{site.url}/a/1001_3.html"
    assert [one.sha256 for one in found[1:]] == [one.sha256 for one in first.parts]
    again = flow.crawl(since=date(2023, 1, 1))
    assert (again.counts["pages"], again.counts["parts"]) == (0, 0)
    flow.read(again=True)
    assert said(database) == told


def test_part_that_was_listed_too_is_no_article(flow: Pipeline, database: Database, site: Site) -> None:
    """A list that names the second page of an article as well makes no second article of it."""
    listing(site, "1001")
    three_parts(site)
    site.pages["/"] = str(site.pages["/"]).replace(
        "</ul>", '<li><a href="/a/1001_2.html">杭州数字经济这一年(2)</a> 2023-02-11</li></ul>'
    )
    source = Path(str(flow.config.root)) / "sources" / "site.toml"
    source.write_text(source.read_text(encoding="utf-8").replace("/a/\\\\d+", "/a/[\\\\d_]+"), encoding="utf-8")
    crawl(Pipeline(load(flow.config.root), database, lambda: NOW))
    assert len(kept(database)) == 1
    assert [surface for surface, _, _ in said(database)] == ["5076亿元", "4.2万个", "8300亿元"]


def test_next_pages_without_end(flow: Pipeline, database: Database, site: Site) -> None:
    """Next links that lead back are not followed; an article without end is cut at twenty pages, and that is told."""
    listing(site, "1001", "1002")
    site.pages["/a/1001.html"] = part(FIGURES[0], following("1001_2.html"))
    site.pages["/a/1001_2.html"] = lambda handler: send(handler, 302, b"", Location="/a/1001.html")
    for number in range(1, 40):
        name = f"/a/1002_{number}.html" if number > 1 else "/a/1002.html"
        text = f"2022年，杭州市第{number}批重点项目完成投资{number}.5亿元。"
        site.pages[name] = part(text, following(f"1002_{number + 1}.html"))
    report = crawl(flow)
    assert [(f.kind, f.subject) for f in report.failures] == [("endless", f"{site.url}/a/1002_21.html")]
    first, second = kept(database)
    assert first.body.count(FIGURES[0]) == 1
    assert "20.5亿元" in second.body
    assert "21.5亿元" not in second.body


def test_missing_part_is_told(flow: Pipeline, database: Database, site: Site) -> None:
    """Where a part answers 404 the article is read from what there is, and the report says what is missing."""
    listing(site, "1001")
    three_parts(site)
    del site.pages["/a/1001_3.html"]
    report = crawl(flow)
    (failure,) = report.failures
    assert (failure.kind, failure.subject) == ("gone", f"{site.url}/a/1001_3.html")
    assert f"part of {site.url}/a/1001.html" in failure.message
    assert [surface for surface, _, _ in said(database)] == ["5076亿元", "4.2万个"]


def test_unreadable_part_is_told(flow: Pipeline, database: Database, site: Site) -> None:
    """A part that is no article (a login wall) is told, and the article is read without it."""
    listing(site, "1001")
    three_parts(site)
    site.pages["/a/1001_2.html"] = "<html><body><p>请登录后查看全文</p></body></html>"
    report = crawl(flow)
    (failure,) = report.failures
    assert (failure.kind, failure.subject) == ("part", f"{site.url}/a/1001_2.html")
    assert [surface for surface, _, _ in said(database)] == ["5076亿元"]


def attach(site: Site, *links: str) -> None:
    """An article that links these documents."""
    listing(site, "1001")
    below = "".join(f'<a href="{link}">附件：统计表</a>' for link in links)
    site.pages["/a/1001.html"] = part(FIGURES[0], below, title="2022年杭州市数字经济主要指标")


def test_attachments_are_articles(flow: Pipeline, database: Database, site: Site) -> None:
    """A PDF and a workbook are read with page and cell as evidence; day, outlet, region and title are inherited."""
    attach(site, "files/b.xlsx", "files/c.pdf", "https://other.example/d.pdf")
    rows = [["指标", "单位", "2022年"], ["软件业务收入", "亿元", 8300], ["5G基站", "万个", 4.2]]
    site.pages["/a/files/b.xlsx"] = sheet("主要指标", rows)
    site.pages["/a/files/c.pdf"] = pdf(["目录"], ["截至2022年底，全市千兆宽带用户达到198.3万户。"])
    report = crawl(flow)
    assert not report.failures
    assert (report.counts["attachments"], report.counts["articles"]) == (2, 3)
    article, book, paper = kept(database)
    for document in (book, paper):
        assert document.published is not None
        assert document.published.day == date(2023, 2, 11)
        assert document.published.evidence.startswith("linking page")
        assert (document.outlet, document.region, document.source) == (article.outlet, "杭州市", "site")
        assert document.title == article.title
    with database.reading() as connection:
        cells = observations.of_article(connection, book.id)
        lines = observations.of_article(connection, paper.id)
    assert [(o.figure.surface, o.figure.region, o.place) for o in cells] == [
        ("8300", "杭州市", "主要指标!C2"),
        ("4.2", "杭州市", "主要指标!C3"),
    ]
    assert [(o.figure.surface, o.figure.region, o.place) for o in lines] == [("198.3万户", "杭州市", "第2页")]
    assert lines[0].url == f"{site.url}/a/files/c.pdf"


def test_documents_that_cannot_be_read(flow: Pipeline, database: Database, site: Site) -> None:
    """A scan is a note and no failure; a document that is gone or is a page in truth is a failure of its own."""
    attach(site, "scan.pdf", "gone.xls", "page.pdf")
    site.pages["/a/scan.pdf"] = scan()
    site.pages["/a/page.pdf"] = page("截至2022年底，杭州市建成5G基站9.9万个。")
    report = crawl(flow)
    assert [(f.kind, f.subject.rpartition("/")[2]) for f in report.failures] == [
        ("gone", "gone.xls"),
        ("not_article", "page.pdf"),
    ]
    assert report.counts["scans"] == 1
    assert any(note.startswith(f"{site.url}/a/scan.pdf: a scan") for note in report.notes)
    assert [surface for surface, _, _ in said(database)] == ["5076亿元"]
    site.asked.clear()
    crawl(flow)
    assert "/a/gone.xls" not in site.paths()


def test_attachments_can_be_left_alone(database: Database, site: Site, tmp_path: Path) -> None:
    """With `crawl.attachments = false` documents are not asked for; further parts still are."""
    attach(site, "b.pdf")
    site.pages["/a/b.pdf"] = pdf(["2022年，杭州市软件业务收入达到8300亿元。"])
    config = load(configure(tmp_path / "config", site, "attachments = false\n"))
    report = crawl(Pipeline(config, database, lambda: NOW))
    assert (report.counts["attachments"], report.counts["articles"]) == (0, 1)
    assert "/a/b.pdf" not in site.paths()


BULLETIN = (
    "记者昨日获悉，2022年，杭州市数字经济核心产业增加值达5076亿元，同比增长2.8%，占全市生产总值的比重为27.1%。\n"
    "截至2022年底，全市累计建成5G基站4.2万个，千兆宽带用户达到198.3万户，重点工业企业上云率为38.5%。\n"
    "下一步，杭州将继续推动数字产业化和产业数字化，完善数据要素市场，培育更多的创新型企业和特色产业园区。"
)


def take_in(database: Database, folder: Path, *given: dict[str, object]) -> list[Article]:
    """The articles of these records, read in their order."""
    flow = Pipeline(load(), database, lambda: NOW)
    flow.ingest([write(folder / "in.jsonl", *given)])
    flow.read()
    with database.reading() as connection:
        found = [articles.get(connection, str(one["id"])) for one in given]
    return [article for article in found if article is not None]


def originators(database: Database, article: str) -> set[int]:
    """How many originators the corroborations that an article brought were told with."""
    with database.reading() as connection:
        told = [t.change for t in reports.told(connection) if t.observation.article == article]
    assert {change.event for change in told} <= {Event.CORROBORATED}
    return {change.originators for change in told}


def test_edited_reprint_is_one_originator(database: Database, tmp_path: Path) -> None:
    """A reprint whose every sentence was touched is no second originator; an article written by itself is one."""
    edited = (
        BULLETIN.replace("记者昨日获悉", "记者从会上获悉").replace("同比增长", "较上年增长").replace("累计建成", "建成")
    )
    own = "据介绍，去年杭州市数字经济核心产业增加值达5076亿元。\n2022年末，杭州建成5G基站4.2万个。"
    _, copy, other = take_in(
        database,
        tmp_path,
        record("first", BULLETIN, "2023-02-01", outlet="晨光日报"),
        record("copy", edited, "2023-02-02", outlet="南湾在线"),
        record("other", own, "2023-02-03", outlet="江畔时报"),
    )
    assert (copy.story, copy.origin) == ("first", "晨光日报")
    assert (other.story, other.origin) == (None, None)
    assert originators(database, "copy") == {1}
    assert originators(database, "other") == {2}


def test_reprint_of_a_reprint(database: Database, tmp_path: Path) -> None:
    """A reprint of a reprint belongs to the first story; reading everything again tells the same."""
    given = [
        record(f"r{number}", BULLETIN.replace("昨日", word), f"2023-02-0{number + 1}", outlet=outlet)
        for number, (word, outlet) in enumerate((("昨日", "甲日报"), ("日前", "乙在线"), ("近日", "丙新闻")))
    ]
    found = take_in(database, tmp_path, *given)
    assert [(one.story, one.origin) for one in found] == [(None, None), ("r0", "甲日报"), ("r0", "甲日报")]
    told = said(database)
    Pipeline(load(), database, lambda: NOW).read(again=True)
    assert said(database) == told
    assert originators(database, "r2") == {1}


def test_next_months_bulletin_is_another_story(database: Database, tmp_path: Path) -> None:
    """The same words with other numbers are no reprint."""
    later = BULLETIN.replace("5076", "5310").replace("2.8", "3.1").replace("27.1", "27.4").replace("4.2", "4.6")
    later = later.replace("198.3", "205.7").replace("38.5", "39.9")
    _, other = take_in(
        database,
        tmp_path,
        record("first", BULLETIN, "2023-02-01", outlet="晨光日报"),
        record("later", later, "2023-03-01", outlet="南湾在线"),
    )
    assert (other.story, other.origin) == (None, None)


def test_agency_is_the_origin_it_is_named_as(database: Database, tmp_path: Path) -> None:
    """Two outlets that open with the agency's dateline are one originator, though neither the agency's text is held."""
    body = "新华社杭州2月1日电　2022年，杭州市数字经济核心产业增加值达5076亿元。"
    other = "新华社杭州2月1日电（记者王某）2022年，杭州市数字经济核心产业增加值达到5076亿元，规模再上台阶。"
    take_in(
        database,
        tmp_path,
        record("one", body, "2023-02-01", outlet="晨光日报"),
        record("two", other, "2023-02-02", outlet="南湾在线"),
    )
    assert originators(database, "two") == {1}


def slow(text: str) -> Callable[[BaseHTTPRequestHandler], None]:
    """A page that is a little slow to come, the same whenever it is asked for."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(0.15)
        content = text.encode()
        handler.date_time_string = lambda *_: "Fri, 11 Feb 2022 02:30:00 GMT"  # type: ignore[method-assign]
        send(handler, 200, content, **{"Content-Type": "text/html; charset=utf-8"})

    return answer


@pytest.mark.slow
def test_killed_between_parts(site: Site, tmp_path: Path) -> None:
    """Killed at any moment, between the parts of an article too, the next run brings the same rows."""
    names = [str(1001 + number) for number in range(4)]
    listing(site, *names)
    for name in names:
        three_parts(site, name)
    for path, text in list(site.pages.items()):
        site.pages[path] = slow(str(text).replace("杭州市", f"杭州市{path[3:7]}园区"))
    words = command("crawl", "--since", "2023-01-01", "--config", configure(tmp_path / "config", site))
    subprocess.run(words, env=environment(tmp_path / "calm"), cwd=tmp_path, check=True)
    env = environment(tmp_path / "wild")
    for asked in (2, 3, 6, 4):  # the list, the first page, its second part ...
        site.asked.clear()
        process = subprocess.Popen(words, env=env, cwd=tmp_path, stdout=subprocess.DEVNULL)
        while len(site.paths()) < asked and process.poll() is None:
            time.sleep(0.005)
        process.send_signal(signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL
    subprocess.run(words, env=env, cwd=tmp_path, check=True)
    calm, wild = (rows(f"sqlite:///{tmp_path / name / 'shuzhi.db'}") for name in ("calm", "wild"))
    assert len(calm["articles"]) == 4
    assert len(calm["pages"]) == 12
    assert wild == calm


def test_until_alone_looks_back_from_there(flow: Pipeline, site: Site) -> None:
    """Without `since` the window is as long as ever, and ends on the last day asked for, or today."""
    listing(site, "1000")
    site.pages["/a/1000.html"] = part(FIGURES[0])
    assert flow.crawl(until=date(2023, 2, 10)).counts["listed"] == 0
    assert flow.crawl(until=date(2023, 2, 15)).counts["pages"] == 1
    site.pages["/"] = site.pages["/"].replace("2023-02-11", "2021-06-01").replace("1000", "1001")
    site.pages["/a/1001.html"] = part(FIGURES[1])
    assert flow.crawl(until=date(2021, 6, 3)).counts["pages"] == 1
