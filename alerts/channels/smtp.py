"""Mail by SMTP: STARTTLS, TLS or neither, with or without login; one message a recipient.

    refused, unreachable, TLS or login failed, timed out   Unavailable
    4xx to the recipient or the message                    Deferred (421: Unavailable, the server is going away)
    5xx to the recipient or the message                    Rejected
    broken or silent after the message was handed over     Unavailable, uncertain: it may have arrived

The connection is kept for the rest of a pass. `timeout` bounds the whole message, not each packet: a server that
answers a byte a minute is cut off too.
"""

from __future__ import annotations

import smtplib
import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from threading import Timer
from typing import ClassVar

from alerts.channels.mime import mime
from config.settings import SmtpSettings
from models.alert import Message
from models.errors import ConfigError, Deferred, DeliveryError, Problem, Rejected, Unavailable

_GOING_AWAY = 421
_TRANSIENT = range(400, 500)
_GREETING = 220


class Smtp:
    """Sends mail; see the module."""

    name: ClassVar[str] = "smtp"
    shared: ClassVar[bool] = True

    def __init__(self, settings: SmtpSettings, *, env: Mapping[str, str]) -> None:
        if not settings.sender:
            raise ConfigError("smtp", (Problem("settings.toml", "channels.smtp.sender", "is required to send mail"),))
        self._password = env.get(settings.password_env, "")
        if settings.user and not self._password:
            message = f"the environment variable {settings.password_env} is not set, and user is"
            raise ConfigError("smtp", (Problem("settings.toml", "channels.smtp.password_env", message),))
        self._settings = settings
        self._connection: _Connection | None = None

    def send(self, message: Message, recipient: str) -> None:
        """Hand one mail over; see the module for what each failure becomes."""
        try:
            mail = mime(message, sender=self._settings.sender, recipient=recipient)
        except ValueError as error:
            raise Rejected(recipient, str(error)) from error
        server = f"{self._settings.host}:{self._settings.port}"
        try:
            connection = self._open()
            with connection.within(self._settings.timeout):
                connection.send_message(mail)
        except DeliveryError:
            self.close()
            raise
        except smtplib.SMTPResponseException as error:
            raise self._answered(recipient, error.smtp_code, error.smtp_error) from error
        except smtplib.SMTPRecipientsRefused as error:
            raise self._answered(recipient, *next(iter(error.recipients.values()))) from error
        except smtplib.SMTPNotSupportedError as error:
            self.close()
            raise Rejected(recipient, str(error)) from error
        except (OSError, smtplib.SMTPException) as error:
            uncertain = self._connection is not None and self._connection.handed_over
            self.close()
            raise Unavailable(server, _words(error), uncertain=uncertain) from error

    def close(self) -> None:
        """Say goodbye where the server still listens."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(OSError, smtplib.SMTPException), connection.within(2.0):
                connection.quit()
            connection.close()

    def _open(self) -> _Connection:
        if self._connection is not None:
            return self._connection
        wanted = self._settings
        server = f"{wanted.host}:{wanted.port}"
        connection = _Connection(wanted)
        try:
            with connection.within(wanted.timeout):
                connection.begin()
                if wanted.user:
                    connection.login(wanted.user, self._password)
        except (OSError, smtplib.SMTPException) as error:
            connection.close()
            raise Unavailable(server, _words(error)) from error
        self._connection = connection
        return connection

    def _answered(self, recipient: str, code: int, answer: bytes | str) -> DeliveryError:
        """What an answer of the server means; the connection stays usable unless it is going away."""
        text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
        words = f"{code} {text}".strip()[:300]
        if code == _GOING_AWAY or code < 0:
            self.close()
            return Unavailable(f"{self._settings.host}:{self._settings.port}", words)
        if self._connection is not None:
            with suppress(OSError, smtplib.SMTPException), self._connection.within(5.0):
                self._connection.rset()
        return Deferred(recipient, words) if code in _TRANSIENT else Rejected(recipient, words)


class _Connection(smtplib.SMTP):
    """One connection, with a bound on how long anything on it may take, and a note of what was handed over."""

    def __init__(self, settings: SmtpSettings) -> None:
        self.handed_over = False
        self._wanted = settings
        # Naming ourselves keeps smtplib from asking DNS, which may hang where there is none.
        super().__init__(timeout=settings.timeout, local_hostname=socket.gethostname() or "localhost")
        self._host = settings.host  # what smtplib checks the certificate against

    def begin(self) -> None:
        """Connect and encrypt as wanted."""
        wanted = self._wanted
        code, answer = self.connect(wanted.host, wanted.port)
        if code != _GREETING:
            raise smtplib.SMTPConnectError(code, answer)
        self.ehlo_or_helo_if_needed()
        if wanted.security == "starttls":
            self.starttls(context=_context(wanted))
            self.ehlo()

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        plain: socket.socket = super()._get_socket(host, port, timeout)  # type: ignore[misc]
        if self._wanted.security == "tls":
            return _context(self._wanted).wrap_socket(plain, server_hostname=host)
        return plain

    def data(self, msg: object) -> tuple[int, bytes]:
        """As smtplib's, noting when the last byte has gone out: from then on it may have arrived."""
        self.handed_over = False
        try:
            return super().data(msg)  # type: ignore[arg-type]
        finally:
            # An answer means that nothing is in doubt.
            self.handed_over = self._handing
            self._handing = False

    _handing = False

    def send(self, s: bytes | str) -> None:  # type: ignore[override]
        """As smtplib's; the message itself ends in a line with a dot."""
        super().send(s)
        if isinstance(s, bytes) and s.endswith(b"\r\n.\r\n"):
            self._handing = True

    def getreply(self) -> tuple[int, bytes]:
        """As smtplib's; an answer ends the doubt."""
        reply = super().getreply()
        self._handing = False
        return reply

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """Cut the connection after `seconds`, whatever trickles in: smtplib's timeout starts anew with each packet."""
        timer = Timer(seconds, self._cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _cut(self) -> None:
        with suppress(OSError):
            if self.sock is not None:
                self.sock.shutdown(socket.SHUT_RDWR)


def _context(settings: SmtpSettings) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=settings.ca_file or None)


def _words(error: BaseException) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        answer = error.smtp_error
        text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
        return f"{error.smtp_code} {text}"[:300]
    return (str(error) or type(error).__name__)[:300]
