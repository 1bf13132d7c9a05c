"""Everything Apprise speaks: 企业微信, 钉钉, 飞书, Telegram, Slack and others.

The recipient is the name of an environment variable that holds an Apprise URL, because such URLs are secrets. Each
service's size limit is respected by sending long messages in numbered parts, and its markup by sending plain text, or
HTML where the service takes HTML in full (mail).
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any, ClassVar

from alerts.plain import line, lines
from config.settings import AppriseSettings
from models.alert import Message
from models.errors import Rejected, Unavailable

_MARGIN = 40  # room for "(2/3)" and what a service adds
_NUMBER = len(" (99/99)")


class Apprise:
    """Sends through Apprise; see the module."""

    name: ClassVar[str] = "apprise"
    shared: ClassVar[bool] = False

    def __init__(self, settings: AppriseSettings, *, env: Mapping[str, str]) -> None:
        self._settings = settings
        self._env = env

    def send(self, message: Message, recipient: str) -> None:
        """Send it in as many parts as it takes; the first part that fails ends the attempt.

        Apprise tells no more than yes or no, so every no is `Unavailable`; only a URL it cannot use is `Rejected`.
        """
        service = self._service(recipient)
        limit, title_limit = int(service.body_maxlen), int(service.title_maxlen)
        parts = split(message, limit=limit, title_limit=title_limit)
        for number, (title, body) in enumerate(parts):
            if not self._notify(service, title, body):
                raise Unavailable(recipient, f"not taken (part {number + 1} of {len(parts)})", uncertain=number > 0)

    def close(self) -> None:
        """Nothing is kept open."""

    def _service(self, recipient: str) -> Any:
        import apprise

        url = self._env.get(recipient)
        if not url:
            raise Rejected(recipient, "this environment variable is not set")
        # What Apprise logs about a URL it cannot use holds the URL, and so its secret.
        logging.getLogger("apprise").setLevel(logging.CRITICAL)
        service = apprise.Apprise.instantiate(url, suppress_exceptions=True)
        if service is None:
            raise Rejected(recipient, "its value is no URL that Apprise knows")
        service.socket_connect_timeout = service.socket_read_timeout = self._settings.timeout
        return service

    @staticmethod
    def _notify(service: Any, title: str, body: str) -> bool:
        import apprise

        return bool(
            service.notify(
                title=title,
                body=body,
                notify_type=apprise.NotifyType.INFO,
                body_format=apprise.NotifyFormat.TEXT,
                overflow=apprise.OverflowMode.UPSTREAM,  # we have split it already
            )
        )


def split(message: Message, *, limit: int, title_limit: int) -> list[tuple[str, str]]:
    """Title and body of each part: bodies of at most `limit` code points and UTF-8 bytes, cut between lines.

    Services count in either, so the stricter holds. Where the service has no title (`title_limit` 0) the subject is
    the first line of the body.
    """
    subject, body = line(message.subject), lines(message.text).strip()
    titled = title_limit > 0
    if not titled:
        body = f"{subject}\n\n{body}"
    room = max(limit - _MARGIN, 60)
    chunks = _chunks(body, room)
    total = len(chunks)
    if total == 1:
        return [(line(subject, title_limit) if titled else "", chunks[0])]
    marks = [f"({n}/{total})" for n in range(1, total + 1)]
    if titled:
        return [
            (f"{line(subject, max(title_limit - _NUMBER, 8))} {mark}", chunk)
            for mark, chunk in zip(marks, chunks, strict=True)
        ]
    return [("", f"{chunk}\n{mark}") for mark, chunk in zip(marks, chunks, strict=True)]


def _chunks(text: str, room: int) -> list[str]:
    """`text` in pieces of at most `room` bytes, cut at a line where there is one, never within a character."""
    pieces: list[str] = []
    current = ""
    for part in text.splitlines(keepends=True):
        rest = part
        while len((current + rest).encode()) > room:
            if current.strip():
                pieces.append(current.rstrip())
                current = ""
                continue
            head = rest.encode()[:room].decode("utf-8", "ignore")
            pieces.append(head)
            rest, current = rest[len(head) :], ""
        current += rest
    if current.strip():
        pieces.append(current.rstrip())
    return pieces or [""]
