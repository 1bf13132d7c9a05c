from __future__ import annotations

import ssl
import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import pytest

from alerts.channels.smtp import Smtp
from config.settings import SmtpSettings
from models.alert import Message
from models.errors import ConfigError, Deferred, Rejected, Unavailable
from tests.alerts.servers import Mailbox, certificate, free_port, mail_server, talker

NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
READER = "reader@example.org"


def message(**changed: Any) -> Message:
    known = {
        "key": "alert/1/2",
        "channel": "smtp",
        "subject": "北京 数字经济增加值占GDP比重：40.4% → 42.7%，2022年前三季度",
        "text": "比重达到【42.7%】。\n",
        "html": '<p>比重达到<b>42.7%</b></p><img src="data:image/png;base64,iVBORw0KGgo=">',
        "created_at": NOW,
    }
    return Message(**(known | changed))


def smtp(port: int, *, env: dict[str, str] | None = None, **changed: Any) -> Smtp:
    known = {"host": "localhost", "port": port, "security": "none", "sender": "数值 <shuzhi@example.org>", "timeout": 5}
    return Smtp(SmtpSettings(**(known | changed)), env=env or {})


def test_a_mail_arrives_whole() -> None:
    """Text, HTML and picture arrive as written, under headers that any mail reader understands."""
    box = Mailbox()
    with mail_server(box) as port:
        channel = smtp(port)
        channel.send(message(), "某某 <reader@example.org>")
        channel.close()
    (mail,) = box.mails
    assert box.envelopes == [[READER]]
    assert mail["Subject"] == message().subject
    assert mail["From"].addresses[0].display_name == "数值"
    assert mail["To"].addresses[0].display_name == "某某"
    assert parsedate_to_datetime(mail["Date"]) == NOW
    assert mail.get_body(("plain",)).get_content().strip() == message().text.strip()
    html = mail.get_body(("html",)).get_content()
    (picture,) = [part for part in mail.walk() if part.get_content_type() == "image/png"]
    assert f'src="cid:{picture["Content-ID"].strip("<>")}"' in html
    assert picture.get_content() == b"\x89PNG\r\n\x1a\n"
    assert "base64," not in html
    assert "List-Unsubscribe" not in mail


def test_an_address_in_chinese() -> None:
    """Addresses beyond ASCII (RFC 6532) go through where the server takes them, and are refused for good elsewhere."""
    box = Mailbox()
    with mail_server(box) as port:
        channel = smtp(port)
        channel.send(message(), "张三@例子.example")
        channel.close()
    assert box.envelopes == [["张三@例子.example"]]
    with mail_server(Mailbox(), enable_SMTPUTF8=False) as port, pytest.raises(Rejected):
        smtp(port).send(message(), "张三@例子.example")


def test_a_repeat_can_be_recognised() -> None:
    """The same message to the same recipient keeps its Message-ID; another recipient's is another."""
    box = Mailbox()
    with mail_server(box) as port:
        channel = smtp(port)
        for recipient in (READER, READER, "other@example.org"):
            channel.send(message(), recipient)
        channel.close()
    first, second, third = (mail["Message-ID"] for mail in box.mails)
    assert first == second != third


@pytest.mark.parametrize(
    "hostile", ["北京\r\nBcc: victim@example.org", "x\nSubject: y", "a\x00b\x1b[2J\u2028Bcc: v\u202e"]
)
def test_a_subject_adds_no_header(hostile: str) -> None:
    """Whatever a title holds, it stays one header line."""
    box = Mailbox()
    with mail_server(box) as port:
        channel = smtp(port)
        channel.send(message(subject=hostile, key=f"k\r\nBcc: {hostile}"), READER)
        channel.close()
    (mail,) = box.mails
    assert mail["Bcc"] is None
    assert len(mail.get_all("Subject")) == 1
    assert box.envelopes == [[READER]]


@pytest.mark.parametrize("recipient", ["", "nobody", "a@b\r\nBcc: c@d", "@example.org"])
def test_what_is_no_address_is_refused_for_good(recipient: str) -> None:
    """A recipient that is no address is a dead letter at once, and no server is asked."""
    with pytest.raises(Rejected):
        smtp(free_port()).send(message(), recipient)


def test_refused_connection() -> None:
    """Nobody listens: the channel is out of reach, and nothing can have arrived."""
    with pytest.raises(Unavailable) as caught:
        smtp(free_port()).send(message(), READER)
    assert not caught.value.uncertain


@pytest.mark.parametrize(
    ("faults", "error"),
    [
        ({"answers": ["451 try later"]}, Deferred),
        ({"recipient_answers": ["450 greylisted"]}, Deferred),
        ({"answers": ["554 no"]}, Rejected),
        ({"recipient_answers": ["550 no such user"]}, Rejected),
        ({"answers": ["421 going away"]}, Unavailable),
    ],
)
def test_answers_and_then_fine(faults: dict[str, list[str]], error: type[Exception]) -> None:
    """4xx is for later, 5xx is for good, 421 is the server's; the next message goes through on the same channel."""
    box = Mailbox(**faults)  # type: ignore[arg-type]
    with mail_server(box) as port:
        channel = smtp(port)
        with pytest.raises(error, match=r"4\d\d|5\d\d"):
            channel.send(message(), READER)
        channel.send(message(), READER)
        channel.close()
    assert len(box.mails) == 1


def _until_data(connection: Any, reader: Any) -> None:
    connection.sendall(b"220 here\r\n")
    for line in reader:
        connection.sendall(b"354 go\r\n" if line.upper().startswith(b"DATA") else b"250 ok\r\n")
        if line.upper().startswith(b"DATA"):
            return


def _hang_in_data(connection: Any, reader: Any) -> None:
    _until_data(connection, reader)
    for _ in reader:
        pass  # takes everything, answers nothing


def _drop_after_data(connection: Any, reader: Any) -> None:
    _until_data(connection, reader)
    for line in reader:
        if line == b".\r\n":
            return


def _drop_in_data(connection: Any, reader: Any) -> None:
    _until_data(connection, reader)
    reader.readline()


def _silent(connection: Any, reader: Any) -> None:
    reader.read()


def _drip(connection: Any, reader: Any) -> None:
    for _ in range(600):
        connection.sendall(b"2")
        time.sleep(0.1)


def _not_smtp(connection: Any, reader: Any) -> None:
    connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")


@pytest.mark.parametrize(
    ("talk", "uncertain"),
    [
        (_hang_in_data, True),
        (_drop_after_data, True),
        (_silent, False),
        (_drip, False),
        (_not_smtp, False),
    ],
)
def test_a_server_that_misbehaves(talk: Callable[[Any, Any], None], uncertain: bool) -> None:
    """It is cut off within the timeout; only after the whole message was handed over may it have arrived."""
    with talker(talk) as port:
        started = time.monotonic()
        with pytest.raises(Unavailable) as caught:
            smtp(port, timeout=1).send(message(), READER)
        assert time.monotonic() - started < 4
    assert caught.value.uncertain is uncertain


def test_a_drop_while_the_message_is_handed_over() -> None:
    """A big message whose connection breaks half way: out of reach, for later."""
    with talker(_drop_in_data) as port, pytest.raises(Unavailable):
        smtp(port, timeout=2).send(message(text="长" * 3_000_000), READER)


def _tls(folder: Path) -> tuple[Path, ssl.SSLContext]:
    cert, key = certificate(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    return cert, context


def test_starttls_with_a_trusted_certificate_and_login(tmp_path: Path) -> None:
    """With the server's certificate trusted and the password in the environment, mail goes through encrypted."""
    from aiosmtpd.smtp import AuthResult, LoginPassword

    cert, context = _tls(tmp_path)
    seen: list[tuple[bytes, bytes]] = []

    def login(server: Any, session: Any, envelope: Any, mechanism: str, data: LoginPassword) -> AuthResult:
        seen.append((data.login, data.password))
        return AuthResult(success=data.password == b"secret", handled=False)

    box = Mailbox()
    options = {"tls_context": context, "authenticator": login, "auth_required": True, "require_starttls": True}
    with mail_server(box, **options) as port:
        wanted = {"security": "starttls", "ca_file": str(cert), "user": "u"}
        channel = smtp(port, env={"SHUZHI_SMTP_PASSWORD": "secret"}, **wanted)
        channel.send(message(), READER)
        channel.close()
        assert seen == [(b"u", b"secret")]
        with pytest.raises(Unavailable, match="535") as caught:
            smtp(port, env={"SHUZHI_SMTP_PASSWORD": "wrong"}, **wanted).send(message(), READER)
        assert "wrong" not in str(caught.value)
    assert len(box.mails) == 1


def test_an_untrusted_certificate_is_not_written_to(tmp_path: Path) -> None:
    """A certificate that nobody vouches for: nothing is sent."""
    _, context = _tls(tmp_path)
    box = Mailbox()
    with mail_server(box, tls_context=context) as port, pytest.raises(Unavailable, match=r"(?i)certificate"):
        smtp(port, security="starttls").send(message(), READER)
    assert box.mails == []


def test_a_server_without_starttls_is_not_written_to() -> None:
    """Encryption was asked for: without it nothing is sent."""
    box = Mailbox()
    with mail_server(box) as port, pytest.raises(Unavailable, match="STARTTLS"):
        smtp(port, security="starttls").send(message(), READER)
    assert box.mails == []


def test_tls_from_the_first_byte(tmp_path: Path) -> None:
    """Security = "tls" speaks TLS at once."""
    cert, context = _tls(tmp_path)
    box = Mailbox()
    with mail_server(box, ssl_context=context) as port:
        channel = smtp(port, security="tls", ca_file=str(cert))
        channel.send(message(), READER)
        channel.close()
    assert len(box.mails) == 1


def test_a_login_without_password_is_a_mistake_of_configuration() -> None:
    """It is told before anything is sent, with the variable to set."""
    with pytest.raises(ConfigError, match="SHUZHI_SMTP_PASSWORD"):
        smtp(25, user="u")
