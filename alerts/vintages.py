"""Two statements about one time: confirmed, refined, revised, or in conflict.

Also the same article saying two things: before and after in one sentence, or a contradiction.
"""

from __future__ import annotations

from alerts.comparability import FIRST, SETTLED, is_before_vintage, is_older_vintage, is_premature, judge
from alerts.delta import difference
from alerts.equality import agree, is_finer
from alerts.moves import heads, is_move, is_restated, is_revision
from alerts.origins import independent, same_body, same_page
from alerts.past import Past
from alerts.wording import difference_words, told
from models.metric import Change, Comparable, Event, Nature, Observation, Severity

_SETTLING = 30
"""Days after which another value replaces a preliminary one; within them two outlets rather disagree."""


def same_time(past: Past, *, tracked: bool) -> Change | None:
    """What `past.observation` tells where its very period is held already; None where it is not."""
    own = past.observation
    here = [o for o in past.same if o.article == own.article]
    others = [o for o in past.same if o.article != own.article]
    close = [o for o in here if o.figure.sentence_start == own.figure.sentence_start]
    if own.figure.period.last is None:
        agreeing = [o for o in others if agree(own.figure, o.figure)]
        return _confirmed(past, agreeing[0], agreeing) if agreeing else None
    moved = bool(close) and past.kind is Nature.INSTANT and is_move(close[-1], own)
    if close and is_revision(close[-1], own):
        others, close = [close[-1], *others], []
    if close and not moved:
        return _namesake(past, close[-1])
    if moved and not others:
        return None  # news, if an earlier time is held; else before and after in one article
    if others:
        return _against(past, others, tracked=tracked)
    if here and is_restated(own, here):
        return _differs(past, here[-1], tracked=tracked)
    return _namesake(past, here[-1]) if here else None


def _against(past: Past, others: list[Observation], *, tracked: bool) -> Change:
    own = past.observation.figure
    agreeing = [o for o in others if agree(own, o.figure)]
    if not agreeing:
        return _differs(past, heads(others)[0], tracked=tracked)
    agreeing = [o for o in agreeing if not _of_other_vintage(past.observation, o)] or agreeing
    if _of_other_vintage(past.observation, agreeing[0]):
        other = _finest([o for o in others if _of_other_vintage(past.observation, o)])
        return _settles(past, other) if other in agreeing else _differs(past, other, tracked=tracked)
    finest = _finest(agreeing)
    for other in others:
        # 1.57万亿 agrees with 1.6万亿; but where 1.6 was only 1.63 rounded, it contradicts what is known.
        bridged = agree(other.figure, finest.figure) and not is_finer(finest.figure, other.figure)
        if bridged and not agree(own, other.figure):
            return _differs(past, other, tracked=tracked)
    # 超11万个 fits both sides of a dispute; only those of one side stand behind one value.
    return _confirmed(past, finest, [o for o in agreeing if agree(o.figure, finest.figure)])


def _finest(found: list[Observation]) -> Observation:
    """The first of those that state their value most exactly."""
    finest = found[0]
    for other in found:
        finest = other if is_finer(other.figure, finest.figure) else finest
    return finest


def _confirmed(past: Past, other: Observation, agreeing: list[Observation]) -> Change:
    own = past.observation
    finer = is_finer(own.figure, other.figure)
    count = independent([own, *agreeing])
    by = "one originator" if count == 1 else f"{count} independent originators"
    what = "the same, more exactly" if finer else "the same"
    return Change(
        observation=own.id,
        event=Event.REFINED if finer else Event.CORROBORATED,
        severity=Severity.INFO,
        comparable=Comparable.YES,
        compared_to=other.id,
        originators=count,
        why=f"{what}: {told(own)}, held as {told(other)}; stated by {by}",
    )


def _of_other_vintage(a: Observation, b: Observation) -> bool:
    """Whether one of two is called preliminary and the other settled: agreeing, they are still no two witnesses."""
    return is_older_vintage(a, b) or is_older_vintage(b, a)


def _settles(past: Past, other: Observation) -> Change:
    """The same within what both state, once as a preliminary value and once as a settled one, in either order."""
    own = past.observation
    first, second = (own, other) if is_older_vintage(own, other) else (other, own)
    return Change(
        observation=own.id,
        event=Event.REVISED,
        severity=Severity.INFO,
        comparable=Comparable.YES,
        compared_to=other.id,
        originators=independent([own, other]),
        why=f"{told(first)} is called {first.figure.status.value}, {told(second)} {second.figure.status.value}: "
        "another vintage, which agrees",
    )


def _differs(past: Past, other: Observation, *, tracked: bool) -> Change:
    """Another value for the same time: a revision where somebody says so, else a conflict for a person to look at."""
    own = past.observation
    forward = not is_before_vintage(own, other)
    first, second = (other, own) if forward else (own, other)
    reason = _revision(first, second)
    verdict = judge(first, second, past.kind)
    delta = difference(first.figure, second.figure)
    if reason:
        event, severity = Event.REVISED, Severity.NOTICE if forward else Severity.INFO
        why = f"{told(first)} became {told(second)}, {difference_words(delta)}: {reason}"
    else:
        # A rate whose basis is not said may be another rate: that is no contradiction to wake anybody for.
        event, severity = Event.CONFLICTING, Severity.INFO if verdict.code == "basis" else Severity.REVIEW
        why = f"{told(own)} against {told(other)} for the same time, beyond rounding and bounds; {verdict.reason}"
    return Change(
        observation=own.id,
        event=event,
        severity=severity if tracked else Severity.INFO,
        comparable=verdict.comparable,
        compared_to=other.id,
        delta=delta,
        originators=independent([own, other]),
        why=why,
    )


def _revision(first: Observation, second: Observation) -> str | None:
    """Why the second vintage replaces the first; None where that cannot be told.

    Two outlets that quote one body with two values are no revision: one of them misquotes it. It takes words of
    revision, another copy of the page, the same publisher later, the body itself after others quoted it, or a first
    value called preliminary.
    """
    return _by_words(first, second) or _by_speaker(first, second)


def _by_words(first: Observation, second: Observation) -> str | None:
    if is_revision(first, second):
        return "the sentence says that one replaces the other"
    if is_older_vintage(first, second):
        return f"the first is called {first.figure.status.value}, the second {second.figure.status.value}"
    days, status = (second.published - first.published).days, second.figure.status
    if status in SETTLED and (days > 0 or first.figure.status is not status):
        return f"it is called {status.value}"
    if is_premature(first) and not is_premature(second):
        return "the first spoke of a time that was far from over"
    settled = first.figure.status in FIRST and status not in FIRST and days > _SETTLING
    return f"the first was called {first.figure.status.value}" if settled else None


def _by_speaker(first: Observation, second: Observation) -> str | None:
    if same_page(first, second) and first.article != second.article:
        return "the page was edited in place"
    if second.published <= first.published:
        return None
    if same_body(second.outlet, first.originator):
        return "the body itself states another value later"
    bodies = first.originator is None or second.originator is None or same_body(first.originator, second.originator)
    if same_body(first.outlet, second.outlet) and bodies:
        return "the same publisher states another value later"
    return None


def _namesake(past: Past, other: Observation) -> Change:
    """Another value under the same name in one article: a part, a place or a stage, and so compared with nothing."""
    own = past.observation
    return Change(
        observation=own.id,
        event=Event.NEW_METRIC,
        severity=Severity.INFO,
        why=f"the article says {other.figure.stated} under the same name: taken for a part of it or for another thing",
    )
