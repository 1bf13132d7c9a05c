"""Names that a run has met, a hundred thousand of them or more."""

from __future__ import annotations

from collections.abc import Iterable


class Names:
    """Keys or addresses, remembered by their hashes.

    >>> names = Names()
    >>> names.add(["a", "b"])
    >>> "a" in names, "c" in names, len(names)
    (True, False, 2)
    """

    __slots__ = ("_hashes",)

    def __init__(self) -> None:
        self._hashes: dict[int, None] = {}  # a set takes four times its room at once when it grows

    def add(self, names: Iterable[str]) -> None:
        """Know these from now on."""
        self._hashes.update(dict.fromkeys(map(hash, names)))

    def __contains__(self, name: str) -> bool:
        return hash(name) in self._hashes

    def __len__(self) -> int:
        return len(self._hashes)
