"""What every channel is: a class with a name, its recipients, and one `send()`.

`send` returns when the other side has taken the message, and raises one of three errors when it has not: `Rejected`
(never will), `Deferred` (not now, this message alone) or `Unavailable` (not now, nor any other). It blocks, for no
longer than its own timeout; `alerts.deliver` runs each channel in a thread of its own. Secrets come from the
environment, by the names that the settings give.
"""

from __future__ import annotations

from typing import ClassVar, Protocol

from models.alert import Message


class Channel(Protocol):
    """A way to reach people. `name` is its file's name and its table `[channels.<name>]`."""

    name: ClassVar[str]
    shared: ClassVar[bool]
    """Whether all recipients are reached through one server: then its failure stops a pass for all of them."""

    def send(self, message: Message, recipient: str) -> None:
        """Hand `message` over to `recipient`.

        Raises:
            models.errors.Rejected: it is refused for good.
            models.errors.Deferred: this message is refused for now.
            models.errors.Unavailable: the channel is out of reach.
        """

    def close(self) -> None:
        """Let go of what is kept open between messages; `send` may be called again after it."""
