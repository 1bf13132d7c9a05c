"""The terminal: messages as text on standard output."""

from __future__ import annotations

import sys
from typing import ClassVar, TextIO

from alerts.plain import line, lines
from config.settings import ConsoleSettings
from models.alert import Message
from models.errors import Unavailable


class Console:
    """Prints subject and text. The recipient is `-`."""

    name: ClassVar[str] = "console"
    shared: ClassVar[bool] = True

    def __init__(self, settings: ConsoleSettings, stream: TextIO | None = None) -> None:
        self._settings = settings
        self._stream = stream

    def send(self, message: Message, recipient: str) -> None:
        """Print it; a closed pipe is `Unavailable`."""
        del recipient
        stream = self._stream or sys.stdout
        try:
            stream.write(f"{line(message.subject)}\n\n{lines(message.text)}\n\n")
            stream.flush()
        except (OSError, ValueError) as error:
            raise Unavailable("console", str(error)) from error

    def close(self) -> None:
        """Nothing is kept open."""
