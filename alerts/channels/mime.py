"""A Message as mail: text and HTML side by side, pictures as parts of it, headers that survive any server. Pure."""

from __future__ import annotations

import base64
import re
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from alerts.plain import line
from models.alert import Message

_PICTURE = re.compile(r"data:image/png;base64,([A-Za-z0-9+/=]+)")


def mime(message: Message, *, sender: str, recipient: str) -> EmailMessage:
    """`message` from `sender` to `recipient`, both with or without a display name.

    Message-ID comes from the key and recipient alone, Date from when the message was written: a repeat is recognised.
    Headers are one line whatever the subject holds. Pictures given as data URIs become inline parts, because mail
    clients show no data URI.

    Raises:
        ValueError: an address is none.
    """
    mail = EmailMessage(policy=SMTP)
    mail["From"] = address(sender)
    mail["To"] = address(recipient)
    mail["Subject"] = line(message.subject, 400)
    mail["Date"] = format_datetime(message.created_at)
    mail["Message-ID"] = message_id(message.key, sender, recipient)
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Shuzhi-Key"] = line(message.key)
    mail.set_content(message.text, cte="base64")
    if message.html:
        html, pictures = _apart(message.html, message_id(message.key, sender, recipient))
        mail.add_alternative(html, subtype="html", cte="base64")
        part = mail.get_payload()[-1]  # type: ignore[index]
        for cid, content in pictures:
            part.add_related(content, "image", "png", cid=f"<{cid}>", disposition="inline")  # type: ignore[union-attr]
    return mail


def address(text: str) -> Address:
    """A mail address for a header: `Shuzhi <a@example.org>` or `a@example.org`; a control character is a mistake."""
    if any(ord(c) < ord(" ") or ord(c) == 127 for c in text):  # noqa: PLR2004 DEL
        raise ValueError(f"{text!r} is no mail address")
    name, spec = parseaddr(text)
    local, at, domain = spec.rpartition("@")
    if not (at and local and domain):
        raise ValueError(f"{text!r} is no mail address")
    return Address(display_name=name, username=local, domain=domain)


def message_id(key: str, sender: str, recipient: str) -> str:
    """The Message-ID of that message to that recipient, the same at every attempt."""
    from hashlib import sha256

    domain = parseaddr(sender)[1].rpartition("@")[2] or "localhost"
    return f"<{sha256(f'{key} {recipient}'.encode()).hexdigest()[:32]}@{domain}>"


def _apart(html: str, ident: str) -> tuple[str, list[tuple[str, bytes]]]:
    """HTML that refers to its pictures by cid, and the pictures."""
    pictures: list[tuple[str, bytes]] = []

    def take(found: re.Match[str]) -> str:
        cid = f"{len(pictures) + 1}.{ident.strip('<>')}"
        pictures.append((cid, base64.b64decode(found[1])))
        return f"cid:{cid}"

    return _PICTURE.sub(take, html), pictures
