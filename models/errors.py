"""Everything Shuzhi raises on purpose.

ShuzhiError                a problem with a subject: the url, file, key or record it is about
├── ConfigError            the configuration is wrong; carries every Problem found, not just the first
├── InputError             a file or record given by hand cannot be used
├── FetchError             a URL did not yield a page
├── ReadError              bytes did not yield an article
│   └── NotAnArticle       they were read well enough to see that they hold none (challenge, list, soft 404)
│       └── Scan           pictures of pages without their text: out of scope
├── StorageError           the database or archive cannot be used
└── DeliveryError          a channel did not take a message
    ├── Rejected           and never will: this message to this recipient is refused for good
    ├── Deferred           not now, this message alone; others may pass it
    └── Unavailable        not now, nor any other: the channel itself is out of reach
"""

from __future__ import annotations

from dataclasses import dataclass


class ShuzhiError(Exception):
    """A problem with a `subject` (url, file, key, record) and a sentence about it."""

    def __init__(self, subject: str, message: str) -> None:
        super().__init__(f"{subject}: {message}")
        self.subject = subject
        self.message = message

    def __reduce__(self) -> tuple[type[ShuzhiError], tuple[str, str]]:
        # Errors cross process borders (readers run in a pool); the default pickles the joined text only.
        return type(self), (self.subject, self.message)


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in the configuration: where it stands and what is wrong with it."""

    file: str
    key: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}: {self.key}: {self.message}" if self.key else f"{self.file}: {self.message}"


class ConfigError(ShuzhiError):
    """The configuration is wrong in one or more places."""

    def __init__(self, subject: str, problems: tuple[Problem, ...]) -> None:
        super().__init__(subject, "\n  ".join(["the configuration has mistakes:", *map(str, problems)]))
        self.problems = problems

    def __reduce__(self) -> tuple[type[ConfigError], tuple[str, tuple[Problem, ...]]]:  # type: ignore[override]
        return type(self), (self.subject, self.problems)


class InputError(ShuzhiError):
    """A file or record given by hand cannot be used."""


class FetchError(ShuzhiError):
    """A URL did not yield a page."""


class ReadError(ShuzhiError):
    """Bytes did not yield an article."""


class NotAnArticle(ReadError):
    """The bytes were read and hold no article: a challenge page, a login wall, a list, a soft 404."""


class Scan(NotAnArticle):
    """A document of pictures without a text layer; scans are out of scope."""


class StorageError(ShuzhiError):
    """The database or the archive cannot be used."""


class DeliveryError(ShuzhiError):
    """A channel did not take a message."""


class Rejected(DeliveryError):
    """The message is refused for good (an SMTP 5xx, an HTTP 4xx); trying again would not help."""


class Deferred(DeliveryError):
    """The message is refused for now (an SMTP 4xx on a recipient); the channel works, so others may pass it."""


class Unavailable(DeliveryError):
    """The channel is out of reach (refused, timed out, TLS or login failed); everything behind it waits in order.

    `uncertain` says that the whole message had been handed over when the connection broke: it may have arrived.
    """

    def __init__(self, subject: str, message: str, *, uncertain: bool = False) -> None:
        super().__init__(subject, message)
        self.uncertain = uncertain
