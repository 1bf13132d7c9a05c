"""Signed JSON by POST: for programs on the other side.

    {"key": ..., "subject": ..., "text": ..., "html": ..., "created_at": ...}

    Shuzhi-Timestamp: seconds of the message's own time
    Shuzhi-Signature: sha256=HMAC-SHA256(secret, "<timestamp>.<body>") in hexadecimal
    Idempotency-Key:  the same at every attempt

2xx is taken; 408, 425, 429 and 5xx are `Unavailable`; any other answer, redirects included, is `Rejected`.
"""

from __future__ import annotations

import hmac
import http.client
import json
import socket
import ssl
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from threading import Timer
from typing import ClassVar
from urllib.parse import urlsplit

from alerts.plain import line, link
from config.settings import WebhookSettings
from models.alert import Message
from models.errors import ConfigError, Problem, Rejected, Unavailable

_LATER = frozenset({408, 425, 429})
_SERVER_ERROR = 500
_OK = range(200, 300)


class Webhook:
    """Posts messages; see the module. The recipient is an address."""

    name: ClassVar[str] = "webhook"
    shared: ClassVar[bool] = False

    def __init__(self, settings: WebhookSettings, *, env: Mapping[str, str]) -> None:
        secret = env.get(settings.secret_env, "")
        if not secret:
            message = f"the environment variable {settings.secret_env} is not set: posts would go unsigned"
            raise ConfigError("webhook", (Problem("settings.toml", "channels.webhook.secret_env", message),))
        self._secret = secret.encode()
        self._timeout = settings.timeout

    def send(self, message: Message, recipient: str) -> None:
        """Post it; see the module for what each answer becomes. The answer's body is not read: it could be endless."""
        url = link(recipient)
        if url is None:
            raise Rejected(recipient, "is no http or https address")
        body, headers = request(message, recipient, self._secret)
        parts = urlsplit(url)
        connection = _connection(url, self._timeout)
        # A socket's timeout starts anew with each byte; this one bounds the whole.
        timer = Timer(self._timeout, _cut, (connection,))
        timer.daemon = True
        timer.start()
        handed_over = False
        try:
            path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            connection.request("POST", path, body=body, headers=headers)
            handed_over = True
            code = connection.getresponse().status
        except (OSError, http.client.HTTPException) as error:
            words = str(error) or type(error).__name__
            raise Unavailable(recipient, words[:300], uncertain=handed_over) from error
        finally:
            timer.cancel()
            connection.close()
        if code in _OK:
            return
        if code in _LATER or code >= _SERVER_ERROR:
            raise Unavailable(recipient, f"answered {code}")
        raise Rejected(recipient, f"answered {code}")

    def close(self) -> None:
        """Nothing is kept open."""


def _connection(url: str, timeout: float) -> http.client.HTTPConnection:
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme == "https":
        return http.client.HTTPSConnection(host, parts.port, timeout=timeout, context=ssl.create_default_context())
    return http.client.HTTPConnection(host, parts.port, timeout=timeout)


def _cut(connection: http.client.HTTPConnection) -> None:
    with suppress(OSError):
        if connection.sock is not None:
            connection.sock.shutdown(socket.SHUT_RDWR)


def request(message: Message, recipient: str, secret: bytes) -> tuple[bytes, dict[str, str]]:
    """Body and headers of the post: pure, and the same at every attempt."""
    body = json.dumps(
        {
            "key": message.key,
            "subject": line(message.subject),
            "text": message.text,
            "html": message.html,
            "created_at": message.created_at.isoformat(),
        },
        ensure_ascii=False,
    ).encode()
    stamp = str(int(message.created_at.timestamp()))
    signature = hmac.new(secret, stamp.encode() + b"." + body, sha256).hexdigest()
    return body, {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Shuzhi",
        "Shuzhi-Timestamp": stamp,
        "Shuzhi-Signature": f"sha256={signature}",
        "Idempotency-Key": sha256(f"{message.key} {recipient}".encode()).hexdigest()[:32],
    }
