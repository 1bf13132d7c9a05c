"""What is wrong with the declaration of one source, beyond unknown keys and types. Pure.

    mistakes({"kind": "search", "urls": ["https://a.cn/s?q={keywrod}"]})
        -> ("urls", "knows no {keywrod}; did you mean {keyword}?"), ("keywords", "…")

It sees the table as written, so that one mistake does not hide the next: any value may be of any type.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from cssselect import HTMLTranslator, SelectorError

from models.source import Source, SourceKind

Mistake = tuple[str, str]

_PLACES = ("page", "last", "keyword")
_FIELD = re.compile(r"\{([^{}]+)\}")


def mistakes(data: Mapping[str, Any]) -> Iterator[Mistake]:
    """Every mistake of a source's table, as key and sentence."""
    yield from _urls(data)
    yield from _placeholders(data)
    yield from _search(data)
    yield from _paging(data)
    yield from _fields(data)


def strings(value: object) -> list[str]:
    """The strings of a list as written; whatever else it is, pydantic tells."""
    return [word for word in value if isinstance(word, str)] if isinstance(value, list) else []


def _text(data: Mapping[str, Any], key: str) -> str:
    value = data.get(key)
    return value if isinstance(value, str) else ""


def _urls(data: Mapping[str, Any]) -> Iterator[Mistake]:
    urls = strings(data.get("urls"))
    for number, url in enumerate(urls):
        if not re.match(r"https?://[^/\s]+", url):
            yield "urls", f"must be http or https addresses, got {url!r}"
        if url in urls[:number]:
            yield "urls", f"names {url!r} twice"
    if data.get("urls") == []:
        yield "urls", "names no address"


def _placeholders(data: Mapping[str, Any]) -> Iterator[Mistake]:
    """Placeholders that nothing fills in. A body may be JSON, whose braces are none: `{"page": {page}}`."""
    texts = [("urls", url) for url in strings(data.get("urls"))]
    texts += [(key, _text(data, key)) for key in ("pages", "body")]
    for key, text in texts:
        for name in re.findall(r"\{(\w*)\}", text):
            if name not in _PLACES and not (key == "body" and not name):
                near = get_close_matches(name, _PLACES, n=1)
                hint = f"did you mean {{{near[0]}}}?" if near else f"there are {', '.join(f'{{{p}}}' for p in _PLACES)}"
                yield key, f"knows no {{{name}}}; {hint}"


def _search(data: Mapping[str, Any]) -> Iterator[Mistake]:
    """A search has keywords and somewhere to put them; nothing else has."""
    asked = [key for key in ("urls", "body") if "{keyword}" in "".join([*strings(data.get(key)), _text(data, key)])]
    if data.get("kind") == SourceKind.SEARCH:
        if not data.get("keywords"):
            yield "keywords", "is required for the kind search: a list of what to look for"
        if not asked:
            yield "urls", "the kind search needs {keyword} in urls or body"
        return
    for key in asked:
        yield key, f"{{keyword}} belongs to the kind search, got {_text(data, key) or strings(data[key])!r}"
    if data.get("keywords"):
        yield "keywords", "belongs to the kind search"


def _paging(data: Mapping[str, Any]) -> Iterator[Mistake]:
    pages = _text(data, "pages")
    if pages and "{page}" not in pages:
        yield "pages", f"must hold {{page}}, the number of the page, got {pages!r}"
    if data.get("page_step") == 0:
        yield "page_step", "must be 1 or more"
    link = data.get("item_link")
    if isinstance(link, str) and not _FIELD.search(link):
        yield "item_link", f"must hold a field of the item, like /article/{{id}}.html, got {link!r}"


def _fields(data: Mapping[str, Any]) -> Iterator[Mistake]:
    for field in dataclasses.fields(Source):
        value = data.get(field.name)
        if isinstance(value, str) and field.metadata.get("is") == "regex":
            try:
                re.compile(value)
            except re.error as error:
                yield field.name, f"is no regular expression: {error}"
        elif isinstance(value, str) and field.metadata.get("is") == "css":
            try:
                HTMLTranslator().css_to_xpath(value)
            except SelectorError as error:
                yield field.name, f"is no CSS selector: {error}"
        elif isinstance(value, int | float) and value < 0:
            yield field.name, f"must not be negative, got {value}"
