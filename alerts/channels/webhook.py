"""Signed JSON by POST: for programs on the other side.

    {"key": ..., "subject": ..., "text": ..., "html": ..., "created_at": ...}

    Shuzhi-Timestamp: seconds of the message's own time
    Shuzhi-Signature: sha256=HMAC-SHA256(secret, "<timestamp>.<body>") in hexadecimal
    Idempotency-Key:  the same at every attempt

2xx is taken; 408, 425, 429 and 5xx are `Unavailable`; any other answer, redirects included, is `Rejected`.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from hashlib import sha256
from typing import ClassVar

import requests

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
        self._session: requests.Session | None = None

    def send(self, message: Message, recipient: str) -> None:
        """Post it; see the module for what each answer becomes."""
        url = link(recipient)
        if url is None:
            raise Rejected(recipient, "is no http or https address")
        body, headers = request(message, recipient, self._secret)
        if self._session is None:
            self._session = requests.Session()
            self._session.trust_env = False  # a proxy or netrc of the machine is not ours to use
        try:
            # The answer is not read: its body could be endless.
            with self._session.post(
                url, data=body, headers=headers, timeout=self._timeout, allow_redirects=False, stream=True
            ) as answer:
                code = answer.status_code
        except requests.ConnectTimeout as error:
            raise Unavailable(recipient, "no connection in time") from error
        except requests.RequestException as error:
            raise Unavailable(recipient, type(error).__name__, uncertain=_may_have_arrived(error)) from error
        if code in _OK:
            return
        if code in _LATER or code >= _SERVER_ERROR:
            raise Unavailable(recipient, f"answered {code}")
        raise Rejected(recipient, f"answered {code}")

    def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            self._session.close()
            self._session = None


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


def _may_have_arrived(error: requests.RequestException) -> bool:
    """A refused connection carried nothing; one that broke or fell silent later may have."""
    return not isinstance(error, (requests.exceptions.SSLError, requests.exceptions.ProxyError)) and (
        isinstance(error, requests.ReadTimeout)
        or "RemoteDisconnected" in repr(error)
        or "ConnectionReset" in repr(error)
    )
