"""Everything Apprise speaks: 企业微信, 钉钉, 飞书, Telegram, Slack and others.

The recipient is the name of an environment variable that holds an Apprise URL, because such URLs are secrets. Each
service gets its own markup, as its plugin declares it (`notify_format`), in numbered parts within its own limits
(`body_maxlen`, `title_maxlen`, lines); see `alerts.dialects`.

Apprise itself says no more than yes or no. The status that a server answered stands only in what Apprise logs, so that
is listened to, and kept from every log: it may hold the URL.
"""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, ClassVar

from alerts.dialects import HTML, MARKDOWN, PLAIN, Dialect, Limits, written
from config.settings import AppriseSettings
from models.alert import Message
from models.errors import Rejected, Unavailable

_STATUS = re.compile(r"\berror=(\d{3})\b")
_PASSING = frozenset({408, 425, 429})
_READ_AS_MARKDOWN = frozenset({"Mattermost", "Discord", "Guilded", "Zulip"})
"""Services whose plugins declare text, and which show whatever they get as Markdown."""
_DIALECTS = {"markdown": MARKDOWN, "html": HTML}


class _Heard(logging.Filter):
    """Takes the statuses out of what Apprise logs, thread by thread, and lets nothing of it through."""

    def __init__(self) -> None:
        super().__init__()
        self._local = threading.local()

    def filter(self, record: logging.LogRecord) -> bool:
        """Never."""
        statuses: list[int] | None = getattr(self._local, "statuses", None)
        if statuses is not None:
            statuses += map(int, _STATUS.findall(record.getMessage()))
        return False

    @contextmanager
    def statuses(self) -> Iterator[list[int]]:
        """What this thread's sendings are answered within the block."""
        log = logging.getLogger("apprise")
        log.setLevel(logging.WARNING)
        log.addFilter(self)  # once, however often
        self._local.statuses = found = list[int]()
        try:
            yield found
        finally:
            self._local.statuses = None


_HEARD = _Heard()


class Apprise:
    """Sends through Apprise; see the module."""

    name: ClassVar[str] = "apprise"
    shared: ClassVar[bool] = False

    def __init__(self, settings: AppriseSettings, *, env: Mapping[str, str]) -> None:
        self._settings = settings
        self._env = env

    def send(self, message: Message, recipient: str) -> None:
        """Send it in as many parts as it takes; the first part that fails ends the attempt.

        A no is `Rejected` where the server's status says that it is for good (4xx, but for 408, 425 and 429), or where
        the URL cannot be used at all; every other no, and one of which no status is known, is `Unavailable`.
        """
        with _HEARD.statuses() as statuses:
            service = self._service(recipient)
            markup = service.resolve_format("text")
            parts = written(message, _dialect(service, markup.value), _limits(service, markup))
            for number, (title, body) in enumerate(parts, 1):
                statuses.clear()
                if not self._notify(service, markup, title, body):
                    part = f" (part {number} of {len(parts)})" if len(parts) > 1 else ""
                    if statuses and all(_is_final(status) for status in statuses):
                        raise Rejected(recipient, f"answered {statuses[-1]}{part}")
                    said = f"answered {statuses[-1]}" if statuses else "not taken"
                    raise Unavailable(recipient, f"{said}{part}", uncertain=number > 1)

    def close(self) -> None:
        """Nothing is kept open."""

    def _service(self, recipient: str) -> Any:
        import apprise

        url = self._env.get(recipient)
        if not url:
            raise Rejected(recipient, "this environment variable is not set")
        service = apprise.Apprise.instantiate(url, suppress_exceptions=True)
        if service is None:
            raise Rejected(recipient, "its value is no URL that Apprise knows")
        service.socket_connect_timeout = service.socket_read_timeout = self._settings.timeout
        return service

    @staticmethod
    def _notify(service: Any, markup: Any, title: str, body: str) -> bool:
        import apprise

        return bool(
            service.notify(
                title=title,
                body=body,
                notify_type=apprise.NotifyType.INFO,
                body_format=markup,
                overflow=apprise.OverflowMode.UPSTREAM,  # we have split it already
            )
        )


def _is_final(status: int) -> bool:
    return 400 <= status < 500 and status not in _PASSING  # noqa: PLR2004


def _dialect(service: Any, markup: str) -> Dialect:
    if str(service.service_name) in _READ_AS_MARKDOWN:
        return MARKDOWN
    return _DIALECTS.get(markup, PLAIN)


def _limits(service: Any, markup: Any) -> Limits:
    """Services count code points or bytes; the stricter holds for all."""
    return Limits(
        bytes=int(service.body_maxlen),
        title=int(service.title_maxlen),
        lines=int(service.body_max_line_count),
        size=lambda text: max(len(text.encode()), len(service.dialect_convert(text, markup).encode())),
    )
