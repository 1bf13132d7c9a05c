"""One contract over every channel."""

from __future__ import annotations

import io
import json
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from hashlib import sha256
from hmac import compare_digest, new
from html import unescape
from pathlib import Path
from typing import BinaryIO
from urllib.parse import parse_qs, unquote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

import alerts.channels
from alerts.channels import CHANNELS, open_channel, recipients
from alerts.channels.base import Channel
from alerts.channels.console import Console
from alerts.dialects import HTML, MARKDOWN, PLAIN, Dialect, Limits, markdown, unmentioned, written
from config.settings import ChannelSettings, ConsoleSettings, FileSettings, SmtpSettings, WebhookSettings
from models.alert import Message
from models.errors import ConfigError, DeliveryError, Rejected, Unavailable
from tests.alerts.servers import Mailbox, Post, free_port, mail_server, talker, web_server

NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
HOSTILE = "北京\r\nBcc: victim@example.org <script>alert(1)</script> \x1b]0;x\x07 \u202eFDP"


def message(subject: str = "北京 5G基站：5.2万个 → 7.5万个", text: str = "累计建成【7.5万个】。\n") -> Message:
    return Message(key="alert/1/2", channel="x", subject=subject, text=text, html="<p>7.5万个</p>", created_at=NOW)


@dataclass
class Bench:
    """A channel, whom it reaches, what arrived (as text), and the same channel with nobody on the other side."""

    channel: Channel
    to: str
    arrived: Callable[[], list[str]]
    away: Channel
    away_to: str


@contextmanager
def console(folder: Path) -> Iterator[Bench]:
    out, closed = io.StringIO(), io.StringIO()
    closed.close()
    yield Bench(
        Console(ConsoleSettings(), out),
        "-",
        lambda: [part for part in out.getvalue().split("\n\n\n") if part],
        Console(ConsoleSettings(), closed),
        "-",
    )


@contextmanager
def file(folder: Path) -> Iterator[Bench]:
    made = open_channel("file", ChannelSettings(file=FileSettings(to=("box",))), home=folder, env={})

    def arrived() -> list[str]:
        mails = [message_from_bytes(path.read_bytes(), policy=default) for path in sorted(folder.glob("box/*"))]
        return [f"{m['Subject']}\n{m.get_body(('plain',)).get_content()}" for m in mails]

    (folder / "taken").write_text("a file where the folder should be")
    yield Bench(made, "box", arrived, made, "taken")


@contextmanager
def smtp(folder: Path) -> Iterator[Bench]:
    box = Mailbox()

    def at(port: int) -> Channel:
        wanted = SmtpSettings(host="127.0.0.1", port=port, security="none", sender="s@example.org", timeout=5)
        return open_channel("smtp", ChannelSettings(smtp=wanted), home=folder, env={})

    with mail_server(box) as port:
        yield Bench(
            at(port),
            "r@example.org",
            lambda: [f"{m['Subject']}\n{m.get_body(('plain',)).get_content()}" for m in box.mails],
            at(free_port()),
            "r@example.org",
        )


@contextmanager
def webhook(folder: Path) -> Iterator[Bench]:
    posts: list[Post] = []
    made = open_channel("webhook", ChannelSettings(), home=folder, env={"SHUZHI_WEBHOOK_SECRET": "key"})

    def arrived() -> list[str]:
        found = [json.loads(post.body) for post in posts]
        return [f"{one['subject']}\n{one['text']}" for one in found]

    with web_server(posts) as base:
        yield Bench(made, base, arrived, made, f"http://127.0.0.1:{free_port()}")


@contextmanager
def apprise(folder: Path) -> Iterator[Bench]:
    posts: list[Post] = []
    with web_server(posts) as base:
        env = {"TEAM": base.replace("http://", "json://"), "AWAY": f"json://127.0.0.1:{free_port()}"}
        made = open_channel("apprise", ChannelSettings(), home=folder, env=env)

        def arrived() -> list[str]:
            found = [json.loads(post.body) for post in posts]
            return [f"{one['title']}\n{one['message']}" for one in found]

        yield Bench(made, "TEAM", arrived, made, "AWAY")


BENCHES = {"console": console, "file": file, "smtp": smtp, "webhook": webhook, "apprise": apprise}


@pytest.fixture(params=CHANNELS)
def bench(request, tmp_path: Path) -> Iterator[Bench]:
    with BENCHES[request.param](tmp_path) as made:
        yield made


def test_every_channel_has_a_file_a_table_and_a_bench() -> None:
    """A channel is one file, one table of settings and one bench here, all under its name."""
    folder = Path(alerts.channels.__file__).parent
    files = {path.stem for path in folder.glob("*.py")} - {"__init__", "base", "mime"}
    assert files == set(CHANNELS) == set(ChannelSettings.model_fields) == set(BENCHES)


def test_a_message_arrives(bench: Bench) -> None:
    """Subject and text arrive as they were written, and the channel may be used again after close."""
    bench.channel.send(message(), bench.to)
    bench.channel.close()
    (arrived,) = bench.arrived()
    assert message().subject in arrived
    assert message().text.strip() in arrived
    bench.channel.send(message(), bench.to)
    bench.channel.close()


def test_a_dead_other_side_is_unavailable(bench: Bench) -> None:
    """Nobody there: `Unavailable`, so that what is behind waits in order."""
    with pytest.raises(Unavailable) as caught:
        bench.away.send(message(), bench.away_to)
    assert not caught.value.uncertain
    bench.away.close()


def test_a_hostile_subject_stays_one_line(bench: Bench) -> None:
    """No channel lets a title add headers, lines or terminal commands."""
    bench.channel.send(message(subject=HOSTILE), bench.to)
    bench.channel.close()
    (arrived,) = bench.arrived()
    assert "\x1b" not in arrived.splitlines()[0]
    assert "Bcc: victim@example.org" in arrived.splitlines()[0]


def test_the_name_is_the_table(bench: Bench) -> None:
    """`name` is what settings and outbox call it."""
    assert bench.channel.name in ChannelSettings.model_fields


def test_a_channel_nobody_knows_is_a_mistake(tmp_path: Path) -> None:
    """It is told with the names there are."""
    with pytest.raises(ConfigError, match="console, file, smtp, webhook, apprise"):
        open_channel("pigeon", ChannelSettings(), home=tmp_path, env={})
    assert recipients("pigeon", ChannelSettings()) == ()
    assert recipients("console", ChannelSettings()) == ("-",)


def test_console_is_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    """What is written there is what a terminal may show."""
    Console(ConsoleSettings()).send(message(text="a\x1b[31mb\r\nc"), "-")
    assert capsys.readouterr().out.endswith("a[31mb\nc\n\n")
    assert sys.stdout is not None


def test_a_webhook_is_signed() -> None:
    """The other side can check who wrote it, and recognise a repeat."""
    posts: list[Post] = []
    made = open_channel("webhook", ChannelSettings(), home=Path(), env={"SHUZHI_WEBHOOK_SECRET": "key"})
    with web_server(posts) as base:
        made.send(message(), f"{base}/hook?a=1")
        made.send(message(), f"{base}/hook?a=1")
        made.close()
    first, second = posts
    signed = first.headers["shuzhi-timestamp"].encode() + b"." + first.body
    assert compare_digest(first.headers["shuzhi-signature"], "sha256=" + new(b"key", signed, sha256).hexdigest())
    assert first.headers["idempotency-key"] == second.headers["idempotency-key"]
    assert first.path == "/hook?a=1"


@pytest.mark.parametrize(
    ("code", "error"), [(500, Unavailable), (503, Unavailable), (429, Unavailable), (400, Rejected), (302, Rejected)]
)
def test_what_a_webhook_answers(code: int, error: type[DeliveryError]) -> None:
    """Trouble over there is for later; a refusal or a redirect is for good and is not followed."""
    posts: list[Post] = []
    made = open_channel("webhook", ChannelSettings(), home=Path(), env={"SHUZHI_WEBHOOK_SECRET": "key"})
    with web_server(posts, [code]) as base, pytest.raises(error, match=str(code)):
        made.send(message(), base)
    made.close()
    assert len(posts) == 1


def _drip(connection: socket.socket, reader: BinaryIO) -> None:
    """Answer a byte at a time, for ever."""
    reader.readline()
    connection.sendall(b"HTTP/1.1 ")
    for _ in range(600):
        connection.sendall(b"x")
        time.sleep(0.05)


def _drop(_: socket.socket, reader: BinaryIO) -> None:
    """Take the whole post, answer nothing."""
    while not reader.readline().isspace():
        pass
    reader.read(1)


@pytest.mark.parametrize("talk", [_drip, _drop, lambda _, reader: reader.read()])
def test_a_webhook_that_hangs_may_have_taken_it(talk: Callable[[socket.socket, BinaryIO], None]) -> None:
    """It is cut off in time, and the doubt is told."""
    wanted = ChannelSettings(webhook=WebhookSettings(timeout=0.5))
    made = open_channel("webhook", wanted, home=Path(), env={"SHUZHI_WEBHOOK_SECRET": "key"})
    started = time.monotonic()
    with talker(talk) as port, pytest.raises(Unavailable) as caught:
        made.send(message(), f"http://127.0.0.1:{port}/")
    assert time.monotonic() - started < 5
    assert caught.value.uncertain


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "ftp://a/", "http://u:p@h/", ""])
def test_a_webhook_posts_to_the_web_alone(url: str) -> None:
    """Nothing but http and https."""
    made = open_channel("webhook", ChannelSettings(), home=Path(), env={"SHUZHI_WEBHOOK_SECRET": "key"})
    with pytest.raises(Rejected):
        made.send(message(), url)


def test_a_webhook_without_secret_is_a_mistake() -> None:
    """Nothing goes out unsigned."""
    with pytest.raises(ConfigError, match="SHUZHI_WEBHOOK_SECRET"):
        open_channel("webhook", ChannelSettings(), home=Path(), env={})


@pytest.mark.parametrize("value", [None, "", "nonsense://x?token=topsecret", "https://example.org/topsecret"])
def test_apprise_keeps_its_secrets(value: str | None, caplog: pytest.LogCaptureFixture) -> None:
    """A URL that cannot be used is refused without being shown."""
    env = {} if value is None else {"TEAM": value}
    made = open_channel("apprise", ChannelSettings(), home=Path(), env=env)
    with pytest.raises(Rejected) as caught:
        made.send(message(), "TEAM")
    assert "topsecret" not in str(caught.value) + caplog.text


def apprise_to(base: str, url: str) -> Channel:
    """The channel with `TEAM` at a service's URL on a local server."""
    env = {"TEAM": url.format(host=base.removeprefix("http://"))}
    return open_channel("apprise", ChannelSettings(), home=Path(), env=env)


def ntfy(post: Post) -> str:
    """What ntfy shows: Apprise hands it a long message as a text file."""
    is_json = post.headers.get("content-type") == "application/json"
    return json.loads(post.body)["title"] + "\n" + json.loads(post.body)["message"] if is_json else post.body.decode()


HOOK = "3ccdd113474722377935511fc85d3dd4"
ROCKET = f"rocket://{'a' * 24}/{'b' * 64}@{{host}}/#news"
SERVICES = [
    ("json://{host}", lambda post: json.loads(post.body)["message"], "plain", 32768),
    ("json://{host}?format=markdown", lambda post: json.loads(post.body)["message"], "markdown", 32768),
    ("json://{host}?format=html", lambda post: json.loads(post.body)["message"], "html", 32768),
    ("form://{host}", lambda post: parse_qs(post.body.decode())["message"][0], "plain", 32768),
    (f"mmost://{{host}}/{HOOK}", lambda post: json.loads(post.body)["text"], "markdown", 4000),
    (ROCKET, lambda post: json.loads(post.body)["text"], "markdown", 1000),
    ("gotify://{host}/token", lambda post: json.loads(post.body)["message"], "plain", 32768),
    ("ntfy://{host}/topic", ntfy, "plain", 7800),
]


@pytest.mark.parametrize(
    ("url", "body_of", "dialect", "limit"), SERVICES, ids=[one[0].split("/")[0] for one in SERVICES]
)
def test_each_service_gets_its_markup_in_its_size(
    url: str, body_of: Callable[[Post], str], dialect: str, limit: int
) -> None:
    """Real requests: parts within the service's limit, cut between lines, numbered, marked up as it reads them."""
    many = limit * 2 // 60
    rows = [f"{n} 北京 *5G* <b>基站</b> https://a.cn/x_y" for n in range(many)]
    posts: list[Post] = []
    with web_server(posts) as base:
        apprise_to(base, url).send(message(text="\n".join(rows)), "TEAM")
    bodies = [body_of(post) for post in posts]
    total = len(bodies)
    assert total > 1
    assert all(len(body.encode()) <= limit for body in bodies)
    shown = "\n".join(bodies)
    assert [n for n in range(many) if f"\n{n} 北京 " not in f"\n{shown}"] == []
    assert shown.count("https://a.cn/x_y") == many
    sent = [unquote_plus(post.body.decode()) for post in posts]
    assert all(f"({n}/{total})" in one for n, one in enumerate(sent, 1))
    marked = {
        "plain": "*5G* <b>基站</b>",
        "markdown": r"\*5G\* \<b\>基站\</b\>",
        "html": "*5G* &lt;b&gt;基站&lt;/b&gt;",
    }
    assert shown.count(marked[dialect]) == many


@pytest.mark.parametrize(
    ("answer", "error"), [(400, Rejected), (404, Rejected), (408, Unavailable), (429, Unavailable), (500, Unavailable)]
)
@pytest.mark.parametrize("url", ["json://{host}", f"mmost://{{host}}/{HOOK}", ROCKET, "gotify://{host}/token"])
def test_what_a_service_answers(
    url: str, answer: int, error: type[DeliveryError], caplog: pytest.LogCaptureFixture
) -> None:
    """A refusal for good is one at once, a passing one is tried again, and nothing of it reaches a log."""
    posts: list[Post] = []
    with caplog.at_level("DEBUG"), web_server(posts, [answer]) as base:
        made = apprise_to(base, url)
        with pytest.raises(error, match=f"answered {answer}"):
            made.send(message(), "TEAM")
        assert len(posts) == 1
        made.send(message(), "TEAM")
    assert "apprise" not in {record.name for record in caplog.records}


def test_a_silent_refusal_is_tried_again() -> None:
    """Where Apprise tells no status, nobody knows that it is for good."""
    with pytest.raises(Unavailable, match="not taken"):
        apprise_to(f"http://127.0.0.1:{free_port()}", "json://{host}").send(message(), "TEAM")


@given(st.text(max_size=400), st.sampled_from([PLAIN, MARKDOWN, HTML]), st.integers(100, 400), st.integers(0, 60))
def test_parts_keep_every_limit(text: str, dialect: Dialect, room: int, title: int) -> None:
    """Whatever a message holds, in every dialect."""
    limits = Limits(bytes=room, title=title and title + 20, lines=9)
    for head, body in written(message(subject=text[:80] or "x", text=text), dialect, limits):
        assert len(body.encode()) <= room
        assert len(head) <= limits.title
        assert body.count("\n") < 9


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Zl", "Zp"]), max_size=60))
def test_markdown_shows_what_was_written(text: str) -> None:
    """A Markdown reader shows the line as it was, and finds nothing else in it."""
    shown = MarkdownIt().render(markdown(text)).strip("\n")
    plain = unescape(shown.removeprefix("<p>").removesuffix("</p>"))
    assert plain.replace("\u00a0", " ").strip() == text.replace("\u00a0", " ").strip()


@pytest.mark.parametrize(
    ("text", "expected"),
    [("@all 开会", "@\u200ball 开会"), ("<@U12>", "<@\u200bU12>"), ("a@b.cn", "a@b.cn"), ("9 @ 10", "9 @ 10")],
)
def test_nobody_is_called(text: str, expected: str) -> None:
    """A page that writes @all wakes nobody; addresses stay."""
    assert unmentioned(text) == expected


@pytest.mark.parametrize(("limit", "title_limit"), [(4096, 0), (2048, 0), (20000, 250), (250, 60), (32768, 200)])
def test_long_messages_are_split(limit: int, title_limit: int) -> None:
    """No part is longer than the service takes, in characters or bytes, and nothing is lost."""
    long = message(text="\n".join(f"{n} 北京市 5G基站 累计建成{n}万个，" * 3 for n in range(400)))
    parts = written(long, PLAIN, Limits(bytes=limit, title=title_limit))
    assert len(parts) > 1
    for title, body in parts:
        assert len(body.encode()) <= limit
        assert len(title) <= title_limit
    together = "".join(body for _, body in parts)
    assert [n for n in range(400) if f"{n} 北京市" not in together] == []
    assert ("(1/" in parts[0][0]) if title_limit else ("(1/" in parts[0][1])


def test_a_short_message_is_one_part() -> None:
    """Nothing is numbered where nothing was split; the subject leads where there is no title."""
    assert written(message(), PLAIN, Limits(bytes=4096, title=250)) == [(message().subject, message().text.strip())]
    assert written(message(), PLAIN, Limits(bytes=4096, title=0))[0][1].startswith(message().subject)
