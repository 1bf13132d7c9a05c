"""Feeds out of an OPML file. Pure."""

from __future__ import annotations

import re

from crawler.markup import NotReadable, local, xml
from crawler.urls import canonical, site
from models.source import Source, SourceKind

_LONGEST_ID = 60


def sources(body: bytes, taken: frozenset[str] = frozenset()) -> tuple[tuple[Source, ...], tuple[str, ...]]:
    """A feed source for every outline with an `xmlUrl`, folders flattened, repeats left out; and what is no address.

    Ids are made from the feed's host and differ from one another and from those `taken`. Raises NotReadable where the
    bytes are no OPML.
    """
    root = xml(body)
    if local(root) != "opml":
        raise NotReadable(f"is no OPML: its root is <{local(root)}>")
    found: dict[str, Source] = {}
    ids = set(taken)
    dropped: dict[str, None] = {}
    for outline in root.iter("{*}outline"):
        text = outline.get("xmlUrl") or outline.get("xmlurl") or ""
        address = _address(text)
        if address is None and text:
            dropped[text] = None
        if address is None or address in found:
            continue
        name = (outline.get("title") or outline.get("text") or site(address)).strip()
        ident = _id(address, ids)
        ids.add(ident)
        found[address] = Source(id=ident, name=name, kind=SourceKind.FEED, urls=(address,), outlet=name)
    return tuple(found.values()), tuple(dropped)


def declaration(source: Source) -> str:
    """The TOML file of an imported feed."""
    rows = {"name": source.name, "kind": source.kind.value, "outlet": source.outlet or source.name}
    lines = [f"{key} = {_quoted(value)}" for key, value in rows.items()]
    return "\n".join([*lines, f"urls = [{', '.join(_quoted(url) for url in source.urls)}]", ""])


def _address(text: str) -> str | None:
    try:
        return canonical(re.sub(r"^feed:(//)?", "http://" if text.startswith("feed://") else "", text))
    except ValueError:
        return None


def _id(address: str, taken: set[str]) -> str:
    stem = re.sub(r"[^a-z0-9]+", "-", site(address)).strip("-")[:_LONGEST_ID] or "feed"
    number, ident = 1, stem
    while ident in taken:
        number += 1
        ident = f"{stem}-{number}"
    return ident


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + re.sub(r"[\x00-\x1f\x7f]", " ", escaped) + '"'
