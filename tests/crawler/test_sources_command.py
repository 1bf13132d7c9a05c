"""`shuzhi sources` against a real site: the table, a try, a sample, an import."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.settings import SHIPPED
from tests.conftest import Shuzhi, command, environment
from tests.crawler.serving import Site, listing, serving

ARTICLE = "".join(
    f"<p>全市数字经济增加值第{n}季度达到{n}00亿元，智慧城市建设稳步推进，群众办事更加方便。</p>" for n in range(1, 9)
)


@pytest.fixture
def site() -> Iterator[Site]:
    """A listing of three articles."""
    with serving() as found:
        found.pages["/list/"] = listing(*((f"/a/{n}.html", "2023-02-20") for n in range(3)))
        for n in range(3):
            title = f"全市数字经济规模再创新高{n}"
            head = f"<html><head><meta charset=utf-8><title>{title}</title></head><body><h1>{title}</h1>"
            found.pages[f"/a/{n}.html"] = f"{head}<span>2023-02-20 10:00</span><div>{ARTICLE}</div></body></html>"
        yield found


@pytest.fixture
def config(site: Site, tmp_path: Path) -> Path:
    """A configuration with that site, and one that is not there."""
    folder = tmp_path / "config" / "sources"
    folder.mkdir(parents=True)
    for name, path in (("good", "/list/"), ("bad", "/nothing/")):
        lines = ['kind = "listing"', f'name = "{name}"', f'urls = ["{site.url}{path}"]', "allow_private = true"]
        (folder / f"{name}.toml").write_text("\n".join([*lines, "delay = 0.0", ""]), encoding="utf-8")
    return folder.parent


def test_sources_are_tried(shuzhi: Shuzhi, config: Path) -> None:
    """All in one command; a broken one makes the exit code, and is told by its failure."""
    done = shuzhi("--config", config, "--json", "sources", "check")
    records = {record["source"]: record for record in map(json.loads, done.stdout.splitlines())}
    assert done.returncode == 1
    assert records["good"]["sound"]
    assert (records["good"]["links"], records["good"]["dated"], records["good"]["pages"]) == (3, 3, 2)
    assert records["good"]["read"] == 2
    assert records["bad"]["failures"][0][0] == "gone"
    assert shuzhi("--config", config, "sources", "check", "good").returncode == 0
    assert shuzhi("--config", config, "sources", "check", "nobody").returncode == 2


def test_a_try_reads_its_articles(shuzhi: Shuzhi, config: Path, site: Site) -> None:
    """What it read is shown; pages that hold no article make the source unsound, and say why."""
    shown = shuzhi("--config", config, "sources", "check", "good").stdout
    assert "3 links, 3 dated, 2 articles, 2 read" in shown
    assert re.search(r"read 2023-02-20\S* 全市数字经济规模再创新高0, \d+ characters", shown)
    for n in range(3):
        site.pages[f"/a/{n}.html"] = f"<html><meta charset=utf-8><title>登录{n}</title><body>请登录{n}</body></html>"
    done = shuzhi("--config", config, "sources", "check", "good")
    assert done.returncode == 1
    assert "2 articles, 0 read" in done.stdout
    assert f"not read {site.url}/a/0.html: " in done.stdout
    shuzhi("--config", config, "crawl", "--since", "2023-02-01", "--source", "good")
    record = json.loads(shuzhi("--config", config, "--json", "sources").stdout.splitlines()[1])
    assert (record["source"], record["state"]) == ("good", "unreadable")
    assert record["why"] == "3 of its last 3 articles could not be read"


@pytest.mark.parametrize("url", ["notaurl", "file:///etc/passwd", "http://[", ""])
def test_what_is_no_address_makes_no_sample(shuzhi: Shuzhi, config: Path, url: str) -> None:
    """One line, and the code of a wrong command."""
    done = shuzhi("--config", config, "sources", "sample", "good", url)
    assert (done.returncode, done.stderr) == (2, f"{url}: no http(s) address\n")


@pytest.mark.parametrize("words", [("--since", "2023-02-20", "--until", "2023-02-10"), ("--since", "2023-04-01")])
def test_a_window_that_can_hold_nothing(shuzhi: Shuzhi, config: Path, site: Site, words: tuple[str, ...]) -> None:
    """The code of a wrong command, and no site is asked."""
    done = shuzhi("--config", config, "crawl", *words, SHUZHI_NOW="2023-03-01T04:00:00Z")
    assert (done.returncode, done.stdout) == (2, "")
    assert site.asked == []


def test_a_crawl_tells_what_each_source_gave(shuzhi: Shuzhi, config: Path) -> None:
    """Of those that gave anything."""
    words = ("crawl", "--no-read", "--until", "2023-02-21")
    assert "pages by source: good 3" in shuzhi("--config", config, *words).stdout


def test_the_table_follows_the_runs(shuzhi: Shuzhi, config: Path) -> None:
    """After a crawl the good one is healthy and the other has moved."""
    shuzhi("--config", config, "crawl", "--no-read", "--since", "2023-02-01")
    done = shuzhi("--config", config, "--json", "sources")
    states = {record["source"]: record["state"] for record in map(json.loads, done.stdout.splitlines())}
    assert states["bad"] == "moved"
    assert states["good"] in {"healthy", "silent"}
    assert "moved" in shuzhi("--config", config, "sources").stdout


def test_a_page_becomes_a_test_case(shuzhi: Shuzhi, config: Path, site: Site, tmp_path: Path) -> None:
    """Its bytes as served, and what is read out of it now."""
    done = shuzhi("--config", config, "sources", "sample", "good", f"{site.url}/a/1.html", "--into", tmp_path / "kept")
    assert done.returncode == 0, done.stderr
    record = json.loads(Path(done.stdout.strip()).read_text(encoding="utf-8"))
    assert record["title"] == "全市数字经济规模再创新高1"
    assert Path(done.stdout.strip()).with_suffix(".html").read_bytes() == str(site.pages["/a/1.html"]).encode()


def test_feeds_are_imported_once(shuzhi: Shuzhi, config: Path, tmp_path: Path) -> None:
    """Each feed of an OPML file becomes a file that can be loaded; a second import changes nothing."""
    opml = tmp_path / "feeds.opml"
    opml.write_text(
        '<opml><body><outline text="A" xmlUrl="http://a.example/feed.xml"/></body></opml>', encoding="utf-8"
    )
    assert (config / "sources" / "a-example.toml").name in shuzhi("--config", config, "sources", "import", opml).stdout
    assert shuzhi("--config", config, "sources", "import", opml).stdout == "0 new, 1 declared already, 0 left out\n"
    opml.write_text('<opml><body><outline xmlUrl="javascript:x"/></body></opml>', encoding="utf-8")
    shown = shuzhi("--config", config, "sources", "import", opml).stdout
    assert shown == "left out, no http(s) address: javascript:x\n0 new, 0 declared already, 1 left out\n"
    assert shuzhi("--config", config, "check").returncode == 0


def test_feeds_are_imported_into_a_folder_of_ones_own(shuzhi: Shuzhi, tmp_path: Path) -> None:
    """Not into what comes with Shuzhi, named or not: the error names that folder; and never over a file."""
    opml = tmp_path / "feeds.opml"
    opml.write_text('<opml><body><outline xmlUrl="http://a.example/feed.xml"/></body></opml>', encoding="utf-8")
    before = sorted((SHIPPED / "sources").iterdir())
    for done in (shuzhi("sources", "import", opml), shuzhi("--config", SHIPPED, "sources", "import", opml)):
        assert done.returncode == 3
        assert str(SHIPPED / "sources") in done.stderr
        assert "--config" in done.stderr
    assert sorted((SHIPPED / "sources").iterdir()) == before
    own = tmp_path / "own"
    own.mkdir()
    assert shuzhi("--config", own, "sources", "import", opml).returncode == 0
    first = own / "sources" / "a-example.toml"
    written = first.read_bytes()
    opml.write_text('<opml><body><outline xmlUrl="http://a.example/other.xml"/></body></opml>', encoding="utf-8")
    assert "a-example-2.toml" in shuzhi("--config", own, "sources", "import", opml).stdout
    assert first.read_bytes() == written


def on_a_terminal(words: list[str], columns: int, home: Path) -> list[str]:
    """The lines that a command shows on a terminal of so many columns."""
    ours, theirs = pty.openpty()
    env = environment(home, COLUMNS=str(columns), TERM="xterm", NO_COLOR="1")
    with subprocess.Popen(words, stdout=theirs, stderr=subprocess.DEVNULL, env=env) as process:
        os.close(theirs)
        shown = b""
        with contextlib.suppress(OSError):  # that is how a terminal ends
            while some := os.read(ours, 4096):
                shown += some
        process.wait(60)
    os.close(ours)
    return re.sub(r"\x1b\[[0-9;]*m", "", shown.decode()).splitlines()


def test_the_table_on_a_narrow_terminal(shuzhi: Shuzhi, config: Path, tmp_path: Path) -> None:
    """Ids, states and times stay whole on 80 columns; an address found by `check` stays in one piece."""
    text = (config / "sources" / "bad.toml").read_text(encoding="utf-8").replace("/nothing/", "/gone/")
    (config / "sources" / "guangdong-zhengwu.toml").write_text(text, encoding="utf-8")
    shuzhi("--config", config, "crawl", "--no-read", "--since", "2023-02-01")
    rows = on_a_terminal(command("--config", config, "sources"), 80, tmp_path / "home")
    assert rows[0].split() == ["source", "state", "last", "read", "why"]
    assert all(len(row) <= 80 for row in rows)
    (moved,) = [row for row in rows if row.startswith("guangdong-zhengwu ")]
    assert moved.split(maxsplit=2) == ["guangdong-zhengwu", "moved", "its list is gone"]
    (good,) = [row for row in rows if row.startswith("good ")]
    assert re.search(r" \d\d-\d\d \d\d:\d\d ", good)
    wide = on_a_terminal(command("--config", config, "sources"), 120, tmp_path / "home")
    assert wide[0].split() == ["source", "kind", "state", "last", "read", "newest", "a", "day", "lately", "why"]
    tried = on_a_terminal(command("--config", config, "sources", "check", "good"), 40, tmp_path / "home")
    assert any(re.search(r"http://127\.0\.0\.1:\d+/a/0\.html$", row) for row in tried)
