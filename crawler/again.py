"""When an article is asked for again: one that could not be had, one that its list changed, a young one. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from crawler.failures import Kind
from crawler.listdates import china_day
from models.source import Debt, Kept, Link

_PATIENCE = timedelta(days=7)  # lists name pages that are only put there days later
_ABSENT = timedelta(hours=1)
_FORGIVEN = timedelta(days=30)
_TITLES = 4
_FIRST_LOOK = timedelta(hours=6)


def owed(link: Link, kind: Kind, former: Debt | None, now: datetime) -> Debt:
    """What is remembered of an article that could not be had just now."""
    return Debt(link=link, since=former.since if former else now, tried=now, kind=kind.value)


def due(debt: Debt, now: datetime) -> bool:
    """Whether it is time to try again: at the next visit (not at once, where it is gone), then in doubling pauses."""
    least = _ABSENT if debt.kind == Kind.GONE else timedelta()
    return now - debt.tried >= max(least, debt.tried - debt.since)


def is_gone(debt: Debt) -> bool:
    """Whether it will never be there: 404 or 410 for days."""
    return debt.kind == Kind.GONE and debt.tried - debt.since >= _PATIENCE


def is_forgiven(debt: Debt, now: datetime) -> bool:
    """Whether it has been tried long enough. Where a list still names it then, it is as good as new."""
    return now - debt.since > _FORGIVEN


def wanted(link: Link, kept: Kept | None, debt: Debt | None, now: datetime) -> bool:
    """Whether an article that a list names is to be fetched: it is new, owed, or changed since as the list says.

    A list that says nothing new of what is gone, or not due yet, is not heard.
    """
    if debt is not None:
        return due(debt, now) or _touched(link, debt.tried, (debt.link.title or "",))
    return kept is None or _touched(link, kept.fetched_at, kept.titles)


def _touched(link: Link, asked: datetime, titles: tuple[str, ...]) -> bool:
    if link.modified is not None and link.modified > asked:
        return True
    return bool(link.title and any(titles) and link.title not in titles)


def is_young(link: Link, kept: Kept, now: datetime, most: timedelta) -> bool:
    """Whether a kept article came out so lately that it may yet be corrected, and was not looked at for a while.

    Six hours after it was first had, then after pauses that double, until `most` is over.
    """
    if kept.gone or kept.first is None or now - kept.first > most:
        return False
    day = link.published or kept.published
    if day is not None and china_day(now) - day > most:
        return False
    return now - kept.fetched_at >= max(_FIRST_LOOK, kept.fetched_at - kept.first)


def titled(kept: Kept | None, link: Link) -> tuple[str, ...]:
    """The titles under which an article is known once it was had under this link."""
    former = kept.titles if kept else ()
    return former if not link.title or link.title in former else (*former, link.title)[-_TITLES:]
