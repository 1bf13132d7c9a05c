"""What a page's head says of its article, and when it was published."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from lxml.html import HtmlElement

from extract.dates import read_stamp, read_when
from extract.html_lines import squeeze
from models.article import Published

_DATE_META: Final = (
    "PubDate",
    "article:published_time",
    "og:published_time",
    "publishdate",
    "datePublished",
    "pubdate",
    "publish_time",
    "publish-date",
    "weibo:article:create_at",
    "og:release_date",
    "bytedance:published_time",
    "apub:time",
    "date",
    "DC.date",
    "releasetime",
    "PublishTime",
    "_pubtime",
    "article:create_at",
    "firstpublishedtime",
    "parsely-pub-date",
    "publishtime",
)
_MOMENT = re.compile(r"\d{4}[-/年]\d{1,2}[-/月]\d{1,2}|1\d{9}(?:\d{3})?")
_MOMENT_ENDS = re.compile(r"""[^"',;<)]{0,16}""")
_SET = r"""["']?\s{0,20}[:=]\s{0,20}(?:\w{1,20}\()?["']?$"""
_SCRIPT_PUBLISHED = re.compile(
    r"\b(?:publish_?(?:time|date)|pub_?(?:date|time)|newsTime|datePublished|ptime|display_?time|art_?time)" + _SET,
    re.IGNORECASE,
)
_SCRIPT_CREATED = re.compile(r"\b(?:ori_?create_?time|create_?time|ct)" + _SET, re.IGNORECASE)
_NAME_REACH = 90


@dataclass(slots=True)
class Facts:
    """What was found about an article outside its body."""

    title: str | None = None
    published: Published | None = None
    outlet: str | None = None
    author: str | None = None
    editor: str | None = None


def metas(tree: HtmlElement) -> dict[str, str]:
    """The page's meta tags by lower-case name; of several with one name the first that says something."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("name") or element.get("property") or element.get("itemprop")
        content = squeeze(element.get("content") or "")
        if name and content:
            found.setdefault(name.strip().lower(), content)
    return found


def first(found: dict[str, str], names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The metas of these names that are there, in the order of the names."""
    for name in names:
        value = found.get(name.lower())
        if value:
            yield name, value


def structured(tree: HtmlElement) -> list[dict[str, Any]]:
    """The objects of the page's JSON-LD, those of graphs and lists included; broken JSON is left out."""
    objects: list[dict[str, Any]] = []
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or ""):
            continue
        try:
            waiting = [json.loads(script.text or "", strict=False)]
        except (ValueError, RecursionError):
            continue
        while waiting:
            value = waiting.pop(0)
            if isinstance(value, list):
                waiting.extend(value[:50])
            elif isinstance(value, dict):
                objects.append(value)
                graph = value.get("@graph")
                if isinstance(graph, list):
                    waiting.extend(graph[:50])
    return objects


def read_published(
    byline: tuple[list[str], list[str]],
    after: list[str],
    stated: Published | None,
    address: Published | None,
    listed: Published | None = None,
) -> Published | None:
    """The publication time: what the page prints under its headline, then what its head states, then the address.

    `byline` are the lines under the headline and those over it, `after` those behind the article, `stated` is the
    answer of `read_stated`, `address` and `listed` are the days that address and listing state. A date over the
    headline may be today's: it counts before the head only with a clock or a label. A printed day for which a meta
    states a time too takes the meta's. A bare day that none of the others states is another's (a menu's, an event's).
    A time printed behind the article counts where it is labelled; a time of change (更新时间) where nothing else is.
    """
    under, over = byline
    others = [when for when in (stated, address, listed) if when]
    elsewhere = (stated or listed or address) if address or listed else None
    printed = _printed(_vouched(under)) or _contradicted(_printed(under), others, elsewhere)
    printed = printed or _printed([line for line in after if _LABEL.search(line)]) or _printed(_vouched(over))
    if printed and stated and printed.at is None and stated.at is not None and stated.day == printed.day:
        return stated
    return printed or stated or _contradicted(_printed(over), others, elsewhere) or address or _changed([*under, *over])


def _vouched(lines: list[str]) -> list[str]:
    """The lines that say what their date is: with a label, a clock or a source."""
    return [line for line in lines if _CLOCKED.search(line)]


def _contradicted(bare: Published | None, others: list[Published], elsewhere: Published | None) -> Published | None:
    """A bare day, or what is stated `elsewhere` where nothing there agrees with it."""
    if bare is None or elsewhere is None or any(when.day == bare.day for when in others):
        return bare
    return elsewhere


def _changed(byline: list[str]) -> Published | None:
    return next((when for line in byline if "更新" in line and (when := read_when(line, "text"))), None)


_UPLOADED = re.compile(r"/((?:19|20)\d{2})[-/]?(0[1-9]|1[0-2])[-/]?(0[1-9]|[12]\d|3[01])(?=/|\d{6,})")


def read_pictures(container: HtmlElement) -> Published | None:
    """The day the article's pictures were uploaded, by their addresses: a system files them by day."""
    days = [match.groups() for image in container.iter("img") if (match := _UPLOADED.search(image.get("src") or ""))]
    if not days:
        return None
    return read_when("-".join(max(days)), "pictures")


_LABEL = re.compile(r"(?:发布|发表|发稿|刊发|时间|日期)\S{0,4}\s*[:：]")
_CLOCKED = re.compile(r"\d[:：]\d\d|来源|(?:发布|发表|发稿|刊发|时间|日期)\S{0,4}\s*[:：]")
_TODAY = re.compile(r"今天是|欢迎您|农历")
_OTHER_TIME = re.compile(r"(?:生成|修改|更新|截止|截至|当前|现在|成文|生效|施行|失效|今天是|创建)\S{0,4}[:：]?\s*$")


def _printed(byline: list[str]) -> Published | None:
    labelled = [line for line in byline if _LABEL.search(line)]
    for line in [*labelled, *byline]:
        for label in _LABEL.finditer(line):
            if _OTHER_TIME.search(line[: label.end()].rstrip(":： ")):
                continue
            when = read_when(line[label.end() :], "text")
            if when:
                return when
        when = read_when(line, "text")
        if when and not _TODAY.search(line):
            words = when.evidence.removeprefix("text: ")
            at = line.find(words[:4])
            if at < 0 or not _OTHER_TIME.search(line[:at].rstrip(":： ")):
                return when
    return None


def read_stated(found: dict[str, str], objects: list[dict[str, Any]], raw: str) -> Published | None:
    """The publication time out of metas, JSON-LD and scripts, in this order."""
    for name, value in first(found, _DATE_META):
        when = read_stamp(value, f"meta {name}")
        if when:
            return when
    for item in objects:
        for key in ("datePublished", "pubDate", "uploadDate", "dateCreated"):
            if isinstance(item.get(key), str):
                when = read_stamp(item[key], f"JSON-LD {key}")
                if when:
                    return when
    return _scripted(raw)


def _scripted(raw: str) -> Published | None:
    """The publication time out of a page's scripts."""
    moments = [match.span() for match in _MOMENT.finditer(raw)]  # they are few; names are looked for before them only
    for pattern in (_SCRIPT_PUBLISHED, _SCRIPT_CREATED):
        for start, end in moments:
            if pattern.search(raw, max(start - _NAME_REACH, 0), start):
                words = raw[start:end] if raw[start:end].isdigit() else raw[start : _end(raw, end)]
                when = read_stamp(words, "script")
                if when:
                    return when
    return None


def _end(raw: str, end: int) -> int:
    """Where the time of day ends that may stand behind a day."""
    match = _MOMENT_ENDS.match(raw, end)
    return match.end() if match else end
