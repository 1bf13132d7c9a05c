"""A folder of messages on disk, each a file of its own: what others can pick up, and what a person can open."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import ClassVar

from alerts.channels.mime import mime
from config.settings import FileSettings
from models.alert import Message
from models.errors import Unavailable


class File:
    """Writes each message as `<key>.eml` (any mail program opens it). The recipient is a folder.

    The same message written twice is one file.
    """

    name: ClassVar[str] = "file"
    shared: ClassVar[bool] = False

    def __init__(self, settings: FileSettings, *, home: Path) -> None:
        self._settings = settings
        self._home = home

    def send(self, message: Message, recipient: str) -> None:
        """Write it: beside the final name first, so that nobody picks up half a file. A full disk is `Unavailable`."""
        folder = self._home / recipient
        name = re.sub(r"[^A-Za-z0-9._-]+", "-", message.key).strip("-.")[:150] + ".eml"
        beside = folder / f".{name}.part"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with beside.open("wb") as out:
                out.write(mime(message, sender="shuzhi@localhost", recipient="shuzhi@localhost").as_bytes())
                out.flush()
                os.fsync(out.fileno())
            beside.replace(folder / name)
        except OSError as error:
            raise Unavailable(recipient, str(error)) from error

    def close(self) -> None:
        """Nothing is kept open."""
