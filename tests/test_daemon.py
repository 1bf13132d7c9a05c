"""The daemon as a real process: a site that changes, a mail server that receives, signals, and a second daemon."""

from __future__ import annotations

import contextlib
import json
import signal
import socket
import subprocess
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import create_engine, insert, text
from sqlalchemy.pool import NullPool

from demo.run import configure
from demo.site import serve
from models.report import Report
from models.source import Outcome
from storage.codec import pack_report
from storage.crawling import Inbox
from storage.database import open_database
from storage.schema import runs
from tests.alerts.servers import Mailbox, free_port, mail_server, talker
from tests.crawler.serving import serving

from .conftest import command, environment

pytestmark = pytest.mark.slow


@dataclass
class Running:
    """A daemon, its log, and where it lives."""

    process: subprocess.Popen[bytes]
    log: Path
    started: float = field(default_factory=time.monotonic)

    def says(self, words: str, seconds: float = 40) -> str:
        """Wait until the log holds `words`; the log."""
        until(lambda: words in self.text, seconds, lambda: f"{words!r} in:\n{self.text}")
        return self.text

    @property
    def text(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def stop(self, how: signal.Signals = signal.SIGTERM) -> float:
        """Signal it and wait; the seconds it took."""
        before = time.monotonic()
        self.process.send_signal(how)
        self.process.wait(30)
        return time.monotonic() - before


def until(holds: Callable[[], bool], seconds: float, words: Callable[[], str]) -> None:
    """Wait for it, and say what was waited for when it does not come."""
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            pytest.fail(f"not within {seconds} s: {words()}")
        time.sleep(0.05)


@contextlib.contextmanager
def daemon(home: Path, root: Path, **more: str) -> Iterator[Running]:
    """`shuzhi daemon` on `home` with the configuration in `root`; killed at the end if it still runs."""
    home.mkdir(parents=True, exist_ok=True)
    log = home.parent / f"log-{time.monotonic_ns()}"
    with log.open("wb") as out:
        process = subprocess.Popen(
            command("daemon"),
            cwd=home,
            env=environment(home, SHUZHI_CONFIG=str(root), **more),
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        yield Running(process, log)
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        process.wait(10)


def settings(root: Path, mail_port: int = 25, **changed: dict[str, Any]) -> None:
    """`settings.toml` for a quick daemon that mails to one reader."""
    tables: dict[str, dict[str, Any]] = {
        "crawl": {"window_days": 5000, "timeout": 10.0},
        "alerts": {"channels": ["smtp"], "stale_days": 5000},
        "digest": {"channels": ["smtp"], "time": "08:00"},
        "daemon": {"crawl_minutes": 0.02, "deliver_seconds": 0.5},
        "channels.smtp": {
            "to": ["reader@example.org"],
            "sender": "shuzhi@example.org",
            "host": "127.0.0.1",
            "port": mail_port,
            "security": "none",
            "timeout": 5.0,
        },
    }
    for table, keys in changed.items():
        tables.setdefault(table, {}).update(keys)
    text = "\n".join(
        f"[{table}]\n" + "\n".join(f"{key} = {json.dumps(value)}" for key, value in keys.items())
        for table, keys in tables.items()
    )
    (root / "settings.toml").write_text(text, encoding="utf-8")


def body(mail: Any, kind: str) -> str:
    """The text or HTML of a mail."""
    found: str = mail.get_body((kind,)).get_content()
    return found


def test_a_site_changes_and_its_readers_hear(tmp_path: Path, database_url: str) -> None:
    """Crawl, read, alert, deliver; stop; and the digest that was missed is made up once, with nothing told twice."""
    box, home, root = Mailbox(), tmp_path / "home", tmp_path / "home" / "config"
    with serve() as site, mail_server(box) as port:
        configure(root, site.base)
        settings(root, port)
        with daemon(home, root, SHUZHI_DATABASE=database_url) as first:
            first.says("read: ")
            time.sleep(1)
            assert box.mails == []  # the first run on a source does not flood
            site.edition = "2023"
            until(lambda: len(box.mails) > 0, 40, lambda: first.text)
            assert first.stop() < 10
            assert first.process.returncode == 0
        told = len(box.mails)
        with open_database(database_url) as database, database.writing() as connection:
            missed = datetime.now(UTC) - timedelta(days=2)  # noqa: TID251
            connection.execute(
                insert(runs).values(
                    job="job:digest", started_at=missed, finished_at=missed, report=pack_report(Report())
                )
            )
        with daemon(home, root, SHUZHI_DATABASE=database_url) as second:
            until(lambda: any("日报" in mail["Subject"] for mail in box.mails), 40, lambda: second.text)
            time.sleep(2)
            second.stop()
    alerts = [mail for mail in box.mails if "日报" not in mail["Subject"]]
    digests = [mail for mail in box.mails if "日报" in mail["Subject"]]
    assert len(alerts) == told
    assert len(digests) == 1
    assert len({mail["Message-ID"] for mail in box.mails}) == len(box.mails)
    (share,) = [m for m in alerts if "42.7%" in body(m, "plain")]
    assert "40.4% → 42.7%，2022年前三季度" in body(share, "plain")
    assert "【42.7%】" in body(share, "plain")
    assert f"{site.base}/news/202302/t20230213_2044.html" in body(share, "html")
    for part in ("5.2万个 → 7.5万个", "40.4% → 42.7%"):
        assert part in body(digests[0], "plain")
    assert [part.get_content_type() for part in digests[0].walk()].count("image/png") >= 1


def idle(tmp_path: Path, **changed: dict[str, Any]) -> tuple[Path, Path]:
    """A home and a configuration without sources."""
    home, root = tmp_path / "home", tmp_path / "config"
    (root / "sources").mkdir(parents=True)
    settings(root, **changed)
    return home, root


def test_a_second_daemon_gives_up_or_stands_by(tmp_path: Path, database_url: str) -> None:
    """On SQLite it refuses to start; on PostgreSQL it takes over when the first one is killed."""
    home, root = idle(tmp_path)
    with daemon(home, root, SHUZHI_DATABASE=database_url) as first:
        first.says("started")
        with daemon(home, root, SHUZHI_DATABASE=database_url) as second:
            if database_url.startswith("sqlite"):
                assert second.process.wait(20) == 3
                assert "another daemon is running" in second.text
                return
            second.says("standing by")
            first.stop(signal.SIGKILL)
            second.says("started")


@contextlib.contextmanager
def hanging_site() -> Iterator[str]:
    """A site that accepts and never answers."""
    with talker(lambda _, reader: reader.read()) as port:
        yield f"http://127.0.0.1:{port}/"


def source(root: Path, name: str, url: str) -> None:
    """Declare a source on loopback."""
    text = f'name = "{name}"\nkind = "feed"\nurls = ["{url}"]\nallow_private = true\ndelay = 0\n'
    (root / "sources" / f"{name}.toml").write_text(text, encoding="utf-8")


def test_a_hung_site_is_cut_off_and_stops_nothing_else(tmp_path: Path) -> None:
    """Its crawl ends in time; the others go on meanwhile."""
    limits = {"crawl": {"timeout": 600.0}, "daemon": {"crawl_timeout": 8.0, "crawls": 2}}
    home, root = idle(tmp_path, **limits)
    with hanging_site() as slow, hanging_site_that_answers() as quick:
        source(root, "slow", slow)
        source(root, "quick", quick)
        with daemon(home, root) as running:
            running.says("crawl:slow: cut off after 8 seconds")
            running.says("crawl:quick: ")


@contextlib.contextmanager
def hanging_site_that_answers() -> Iterator[str]:
    """A feed without entries."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            content = b'<?xml version="1.0"?><rss version="2.0"><channel><title>x</title></channel></rss>'
            self.send_response(200 if self.path != "/robots.txt" else 404)
            self.send_header("Content-Type", "text/xml")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *words: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/feed"
    finally:
        server.shutdown()
        server.server_close()


def children(pid: int) -> list[int]:
    """The processes that `pid` started and that live."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, IndexError):
            fields = stat.read_text().rsplit(")", 1)[1].split()
            if int(fields[1]) == pid and fields[0] != "Z":
                found.append(int(stat.parent.name))
    return found


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_nothing_is_left_behind(tmp_path: Path, how: signal.Signals) -> None:
    """Stopped in the middle of a crawl it ends within seconds, and what it started ends with it, even when killed."""
    home, root = idle(tmp_path, crawl={"timeout": 600.0})
    with hanging_site() as slow:
        source(root, "slow", slow)
        with daemon(home, root) as running:
            running.says("started")
            until(lambda: bool(children(running.process.pid)), 20, lambda: running.text)
            time.sleep(1.5)
            started = children(running.process.pid)
            assert running.stop(how) < 10
            until(lambda: not any(alive(pid) for pid in started), 5, lambda: str(started))


def alive(pid: int) -> bool:
    """Whether it runs (and is no zombie waiting for its parent)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def test_sighup_takes_a_right_configuration_and_keeps_the_old_from_a_wrong_one(tmp_path: Path) -> None:
    """A mistake is told with file and key, and nothing changes; the corrected file is at work without a restart."""
    home, root = idle(tmp_path)
    with hanging_site_that_answers() as url, daemon(home, root) as running:
        running.says("started: 0 sources")
        (root / "sources" / "news.toml").write_text('name = "x"\nkind = "pigeon"\nurls = []\n')
        running.process.send_signal(signal.SIGHUP)
        running.says("sources/news.toml: kind")
        running.says("the configuration before stays at work")
        source(root, "news", url)
        running.process.send_signal(signal.SIGHUP)
        running.says("configuration taken anew: 1 sources")
        running.says("crawl:news: ")


def test_systemd_hears_of_it(tmp_path: Path) -> None:
    """Ready, alive while it works, reloading, stopping."""
    home, root = idle(tmp_path)
    address = str(tmp_path / "n")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as inbox:
        inbox.bind(address)
        inbox.settimeout(20)
        with daemon(home, root, NOTIFY_SOCKET=address, WATCHDOG_USEC="1000000") as running:
            heard = ""
            while heard.count("WATCHDOG=1") < 4:
                heard += inbox.recv(4096).decode() + "\n"
            running.process.send_signal(signal.SIGHUP)
            while "RELOADING=1" not in heard:
                heard += inbox.recv(4096).decode() + "\n"
            running.process.send_signal(signal.SIGTERM)
            while "STOPPING=1" not in heard:
                heard += inbox.recv(4096).decode() + "\n"
    assert heard.startswith("READY=1")


def test_health_and_metrics_on_a_local_port(tmp_path: Path) -> None:
    """Off by default; where asked for, they tell jobs, outbox and troubles."""
    port = free_port()
    home, root = idle(tmp_path, daemon={"port": port, "crawl_minutes": 0.02})
    with hanging_site_that_answers() as url:
        source(root, "news", url)
        with daemon(home, root) as running:
            running.says("crawl:news: ")
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
                health = json.load(answer)
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5) as answer:
                text = answer.read().decode()
    assert health["status"] == "ok"
    assert health["jobs"]["crawl:news"]["started"]
    assert 'shuzhi_job_runs_total{job="crawl:news"} ' in text
    assert "shuzhi_up 1" in text


def test_the_operator_hears_before_the_readers_do(tmp_path: Path) -> None:
    """A mail that is refused for good becomes a dead letter, and the operator's own channel says so."""
    box, home, root = (
        Mailbox(recipient_answers=["550 no such user"] * 3),
        tmp_path / "home",
        tmp_path / "home" / "config",
    )
    with serve() as site, mail_server(box) as port:
        configure(root, site.base)
        settings(root, port, alerts={"operator": ["file"]})
        with daemon(home, root) as running:
            running.says("read: ")
            site.edition = "2023"
            running.says("dead letter smtp reader@example.org: 550 no such user")
            until(lambda: any((home / "outbox").glob("operator-*.eml")), 20, lambda: running.text)
    shown = subprocess.run(
        command("deliveries", "--state", "dead"),
        env=environment(home, SHUZHI_CONFIG=str(root)),
        cwd=home,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "550 no such user" in shown.stdout


def test_two_sources_of_one_host_keep_its_pace(tmp_path: Path) -> None:
    """Each is crawled in a process of its own, but one after the other: the host sees no two requests too close."""
    home, root = idle(tmp_path, daemon={"crawls": 4, "crawl_minutes": 60})
    with serving() as site:
        site.pages["/robots.txt"] = "User-agent: *\nCrawl-delay: 0.4\n"
        for name in ("one", "two"):
            site.pages[f"/{name}.xml"] = "<rss><channel/></rss>"
            source(root, name, f"{site.url}/{name}.xml")
        with daemon(home, root) as running:
            running.says("crawl:one: ")
            running.says("crawl:two: ")
    times = [asked.at for asked in site.asked]
    assert len(times) == 4
    assert min(later - earlier for earlier, later in pairwise(times)) >= 0.38


def visits(at: datetime, minutes: list[int], **known: Any) -> list[Outcome]:
    """Visits to `news` so many minutes before `at`."""
    moments = [at - timedelta(minutes=before) for before in minutes]
    return [Outcome(source="news", started_at=moment, finished_at=moment, **known) for moment in moments]


def test_a_source_is_visited_at_its_own_pace(tmp_path: Path, database_url: str) -> None:
    """What its visits found says when it is due; none begins in the quiet hours; one that fails is told at once."""
    port, now = free_port(), datetime.now(UTC).replace(microsecond=0)  # noqa: TID251
    local = now.astimezone(ZoneInfo("Asia/Shanghai"))
    quiet = f"{local - timedelta(minutes=5):%H:%M}-{local + timedelta(minutes=10):%H:%M}"
    home, root = idle(tmp_path, daemon={"port": port, "crawl_minutes": 0}, alerts={"operator": ["file"]})
    source(root, "news", f"http://127.0.0.1:{free_port()}/feed")
    with open_database(database_url) as database:
        for one in visits(now, [2881, 1441, 1], lists=1, pages=24):
            Inbox(database).outcome(one)
        with database.writing() as connection:
            before = now - timedelta(minutes=1)
            words = {"started_at": before, "finished_at": before, "report": pack_report(Report())}
            connection.execute(insert(runs).values(job="job:crawl:news", **words))

    def due() -> datetime:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            return datetime.fromisoformat(json.load(answer)["jobs"]["crawl:news"]["due"])

    with daemon(home, root, SHUZHI_DATABASE=database_url) as running:
        running.says("started")
        assert due() == now + timedelta(minutes=179)
        with open_database(database_url) as database:
            for one in visits(now, [3, 2, 1], failures={"connect": 1}):
                Inbox(database).outcome(one)
        settings(root, daemon={"port": port, "crawl_minutes": 0.02}, crawl={"quiet_hours": quiet})
        running.process.send_signal(signal.SIGHUP)
        running.says("configuration taken anew")
        assert due() >= now + timedelta(minutes=9)
        assert "crawl:news" not in running.text
    with daemon(home, root, SHUZHI_DATABASE=database_url) as running:
        running.says("trouble: source news: failing: connect 1, 3 times in a row")


def end_sessions(url: str, *, only_the_lock: bool) -> None:
    """End the sessions on that database, as a restart of the server would; or the one that holds the place."""
    holders = " AND pid IN (SELECT pid FROM pg_locks WHERE locktype = 'advisory')" if only_the_lock else ""
    engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
        connection.execute(text(f"{ended} AND pid <> pg_backend_pid(){holders}"))


def test_a_daemon_that_the_database_forgot_is_at_work_again(tmp_path: Path, postgres_url: str) -> None:
    """Its session was ended: it notices, takes its place again, and goes on; a second one still stands by."""
    home, root = idle(tmp_path)
    with hanging_site_that_answers() as url, daemon(home, root, SHUZHI_DATABASE=postgres_url) as first:
        source(root, "news", url)
        first.says("started")
        end_sessions(postgres_url, only_the_lock=False)
        first.says("the database no longer knows that this daemon is at work")
        first.says("at work again")
        with daemon(home, root, SHUZHI_DATABASE=postgres_url) as second:
            second.says("standing by")
            first.process.send_signal(signal.SIGHUP)
            first.says("configuration taken anew")
            first.says("crawl:news: ")
            assert "started" not in second.text
        assert first.stop() < 10
        assert first.process.returncode == 0


def test_a_daemon_that_was_displaced_stops_loudly(tmp_path: Path, postgres_url: str) -> None:
    """Another one stood by and took over meanwhile: there is one at work, and the exit code tells."""
    home, root = idle(tmp_path)
    with daemon(home, root, SHUZHI_DATABASE=postgres_url) as first:
        first.says("started")
        with daemon(home, root, SHUZHI_DATABASE=postgres_url) as second:
            second.says("standing by")
            first.process.send_signal(signal.SIGSTOP)
            end_sessions(postgres_url, only_the_lock=True)
            second.says("started")
            first.process.send_signal(signal.SIGCONT)
            first.says("another daemon is at work by now: stopping")
            assert first.process.wait(20) == 3
            time.sleep(6)
            assert "no longer knows" not in second.text
            assert second.stop() < 10
