"""Alerts and digests to Messages: subject, text and HTML, in Chinese or English. Pure.

Evidence is shown as written, whatever the language of the frame. What comes from a page may be hostile: subjects are
one line without control characters, HTML is escaped by Jinja2, only http and https addresses become links, and text
keeps no character that a terminal or mail reader would obey.

The same input gives the same message, key included: that is what lets a repeat be recognised.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from alerts import charts
from alerts.digest import weight
from alerts.entries import Entry, Reference, entry, label, place, reference, surface
from alerts.frames import FRAMES, day_words, moment_words
from alerts.plain import line, lines, link
from models.alert import Alert, Digest, Message, Section, SilentSource, TargetDue
from models.report import Failure


@dataclass(frozen=True, slots=True)
class Group:
    """Entries of one topic, under its name."""

    name: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Aim:
    """A target in words."""

    what: str
    due: str
    overdue: bool
    target: str
    latest: str
    source: Reference


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture: its data URI, unit, and the values in words."""

    image: str
    unit: str
    words: str


def alert_messages(
    alerts: Iterable[Alert], *, channels: Sequence[str], created_at: datetime, language: str = "zh"
) -> tuple[Message, ...]:
    """One message an article and channel, however many of its figures were told; weightiest first.

    Alerts marked `backfill` make none: history pages nobody.
    """
    articles: dict[str, list[Alert]] = {}
    for alert in alerts:
        if not alert.backfill:
            articles.setdefault(alert.observation.article, []).append(alert)
    return tuple(
        alert_message(group, channel=channel, created_at=created_at, language=language)
        for group in articles.values()
        for channel in channels
    )


def alert_message(alerts: Sequence[Alert], *, channel: str, created_at: datetime, language: str = "zh") -> Message:
    """The message about some alerts (one at least): the weightiest in its subject, all in its body.

    Alerts of one article name their source once; those of several (grouped by metric or region) each their own.
    """
    ordered = sorted(alerts, key=weight)
    frame = FRAMES[language]
    entries = tuple(entry(alert, language) for alert in ordered)
    subject = entries[0].headline
    if len(entries) > 1:
        count = len(entries) if language == "zh" else len(entries) - 1
        subject += f"{frame.open}{frame.many.format(count)}{frame.close}"
    own = ordered[0].observation
    shared = len(entries) > 1 and len({alert.observation.article for alert in ordered}) == 1
    known = {"entries": entries, "frame": frame, "subject": subject, "source": entries[0].source if shared else None}
    return Message(
        key=f"alert/{digest_of(own.article)}/{digest_of(*sorted(a.id for a in ordered))}",
        channel=channel,
        subject=line(subject, 200),
        text=_text("alert.txt", known),
        html=_html("alert.html", known),
        created_at=created_at,
    )


def digest_message(
    digest: Digest,
    *,
    channel: str,
    created_at: datetime,
    language: str = "zh",
    topics: Mapping[str, str] | None = None,
    pointer: str = "shuzhi events",
    so_far: bool = False,
) -> Message:
    """The message of a day. `topics` names topics by id; `pointer` is the command that shows what was cut.

    `so_far` says that the day is not over.
    `digest.since`, `digest.until` and `created_at` are shown in the zone they are in.
    """
    frame = FRAMES[language]
    parts = [(s, _groups(s, topics or {}, language)) for s in digest.sections]
    summary = _summary(digest, language)
    known = {
        "frame": frame,
        "language": language,
        "day": day_words(digest.day, language) + (f"{frame.open}{frame.so_far}{frame.close}" if so_far else ""),
        "summary": summary,
        "parts": parts,
        "charts": {t.series: _chart(digest, t.series, language) for t in digest.tracks},
        "confirmed": [entry(a, language) for a in digest.confirmed[:CONFIRMED_SHOWN]],
        "confirmed_omitted": max(0, len(digest.confirmed) - CONFIRMED_SHOWN),
        "targets": [_aim(t, digest, language) for t in digest.targets],
        "silent": [_silent(s, language) for s in digest.silent],
        "covers": _covers(digest, language),
        "pointer": pointer,
        "empty": is_empty(digest),
    }
    subject = f"{frame.digest}{frame.comma}{known['day']}{frame.colon}{summary or frame.nothing}"
    return Message(
        key=f"digest/{digest.day.isoformat()}",
        channel=channel,
        subject=line(subject, 200),
        text=_text("digest.txt", known),
        html=_html("digest.html", known | {"subject": subject}),
        created_at=created_at,
    )


def operator_message(
    failures: Sequence[Failure], *, key: str, channel: str, created_at: datetime, language: str = "zh"
) -> Message:
    """What the operator should look at, apart from readers; `key` tells one trouble from another."""
    frame = FRAMES[language]
    first = f"{failures[0].kind} {failures[0].subject}" if failures else ""
    subject = f"[{frame.product}] {frame.operator}{frame.colon}{first}"
    if len(failures) > 1:
        subject += f" (+{len(failures) - 1})"
    text = "\n".join(f"- {line(f.kind)}: {line(f.subject)}: {line(f.message, 500)}" for f in failures)
    return Message(key=f"operator/{key}", channel=channel, subject=line(subject, 200), text=text, created_at=created_at)


CONFIRMED_SHOWN = 12


def is_empty(digest: Digest) -> bool:
    """Whether the day has nothing a reader would miss: silent sources and deadlines alone do not make a day."""
    return not digest.sections and not digest.confirmed


def digest_of(*parts: str) -> str:
    """Sixteen hexadecimal digits that stand for `parts`."""
    return sha256("\0".join(parts).encode()).hexdigest()[:16]


def _summary(digest: Digest, language: str) -> str:
    words = FRAMES[language].summary
    sizes = {s.kind: len(s.alerts) + s.omitted for s in digest.sections} | {"confirmed": len(digest.confirmed)}
    return FRAMES[language].comma.join(words[kind].format(sizes[kind]) for kind in words if sizes.get(kind))


def _groups(section: Section, topics: Mapping[str, str], language: str) -> tuple[Group, ...]:
    """By topic (the first of an alert), then region; one group without a name where there is but one topic."""
    found: dict[str, list[Alert]] = {}
    for alert in section.alerts:
        found.setdefault(alert.topics[0] if alert.topics else "", []).append(alert)
    other = FRAMES[language].other_topics
    groups = []
    for topic in sorted(found, key=lambda t: (t == "", t)):
        name = line(topics.get(topic, topic) or other, 40) if len(found) > 1 or topic else ""
        groups.append(Group(name, tuple(entry(a, language) for a in sorted(found[topic], key=weight))))
    return tuple(groups)


def _chart(digest: Digest, series: str, language: str) -> Chart:
    track = next(t for t in digest.tracks if t.series == series)
    data = base64.b64encode(charts.draw(track)).decode("ascii")
    unit = FRAMES[language].unit.format(line(charts.caption(track), 20))
    return Chart(f"data:image/png;base64,{data}", unit, line(charts.describe(track, language), 300))


def _aim(due: TargetDue, digest: Digest, language: str) -> Aim:
    return Aim(
        what=f"{place(due.target, language)} {label(due.target, language)}".strip(),
        due=due.due.isoformat(),
        overdue=due.due < digest.day,
        target=surface(due.target),
        latest=surface(due.latest) if due.latest else "",
        source=reference(due.target, None, language),
    )


def _silent(source: SilentSource, language: str) -> tuple[str, str]:
    frame = FRAMES[language]
    words = frame.since.format(moment_words(source.since, language)) if source.since else frame.never
    return line(source.name, 60), words + (f"{frame.comma}{line(source.problem, 160)}" if source.problem else "")


def _covers(digest: Digest, language: str) -> str:
    if digest.since is None or digest.until is None:
        return ""
    return FRAMES[language].covers.format(moment_words(digest.since, language), moment_words(digest.until, language))


@cache
def _environment() -> Environment:
    env = Environment(
        loader=PackageLoader("alerts"),
        autoescape=select_autoescape(enabled_extensions=("html", "html.j2")),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
    env.filters["link"] = link
    return env


def _text(name: str, known: Mapping[str, Any]) -> str:
    return lines(_environment().get_template(f"{name}.j2").render(known)).strip() + "\n"


def _html(name: str, known: Mapping[str, Any]) -> str:
    return lines(_environment().get_template(f"{name}.j2").render(known)).strip() + "\n"
