"""The words a Report uses for what went wrong while crawling, and the exception that carries one."""

from __future__ import annotations

from enum import StrEnum

from models.errors import FetchError


class Kind(StrEnum):
    """What went wrong with one URL. `PERMANENT` lists those that will not get better by asking again.

    What is `gone` may yet come: lists name pages before they are there (`crawler.again`).
    """

    GONE = "gone"  # 404, 410
    STATUS = "status"  # any other status that is no page
    BUSY = "busy"  # 429 or 503, and the time it asked to be left alone was too long to wait for; or again and again
    REDIRECT = "redirect"  # a loop, more than max_redirects, to no address, or to the home page
    REFUSED = "refused"  # a private address, or not http(s)
    ROBOTS = "robots"  # robots.txt says no
    DNS = "dns"  # the name leads nowhere
    CONNECT = "connect"  # nobody answers there, or the connection broke
    TLS = "tls"  # the certificate or the handshake is wrong
    TIMEOUT = "timeout"  # not complete in time
    TRUNCATED = "truncated"  # shorter than announced, or its compression ends early
    TOO_LARGE = "too-large"  # over max_page_bytes, as sent or once unpacked
    ENCODING = "encoding"  # compressed in a way we did not ask for
    LIST = "list"  # a feed, sitemap, listing or JSON list that cannot be read as one
    EMPTY_LIST = "empty-list"  # read well, but no article in it: a moved list or one made by JavaScript
    PLACEHOLDER = "placeholder"  # nothing, or one page in place of several articles
    CHALLENGE = "challenge"  # a page that asks whether we are human
    ENDLESS = "endless"  # the list went on beyond max_list_pages
    BROWSER = "browser"  # a rendered page was asked for and no browser is there, or it crashed
    INTERNAL = "internal"  # a mistake of ours, with the exception's text


PERMANENT = frozenset({Kind.REFUSED, Kind.TOO_LARGE})


class Refusal(FetchError):
    """A URL that did not yield a page, with the kind of reason."""

    def __init__(self, kind: Kind, url: str, message: str) -> None:
        super().__init__(url, message)
        self.kind = kind

    def __reduce__(self) -> tuple[type[Refusal], tuple[Kind, str, str]]:  # type: ignore[override]
        return type(self), (self.kind, self.subject, self.message)
