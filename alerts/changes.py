"""One observation against all that was known: what it tells, whether that may be compared, and why.

Pure; the events are explained in docs/alerts.md. Arrival in any order gives the same history: what speaks of an
earlier time than the series already holds is backfill, and differences always run from the earlier to the later.
"""

from __future__ import annotations

from datetime import date

from alerts import vintages
from alerts.comparability import Verdict, is_premature, is_undated, judge, nature, same_period
from alerts.delta import difference, direction
from alerts.equality import agree, is_odd, is_open
from alerts.history import History
from alerts.moves import is_before
from alerts.origins import same_page
from alerts.past import Past, nearest
from alerts.targets import counterpart, progress
from alerts.wording import difference_words, told
from models.metric import Change, Comparable, Event, Measure, Metric, Modality, Nature, Observation, Severity
from models.quantity import Bound

__all__ = ["History", "compare"]


def compare(observation: Observation, history: History, metric: Metric | None = None) -> Change:
    """What `observation` tells, given what `history` holds; `metric` is its declaration, None if nobody tracks it.

    Figures of one article are compared in the order of the text, each after those before it were added to the history.
    """
    past = Past(observation, history, nature(observation, metric))
    tracked = _is_watched(observation, metric)
    rising = metric is not None and metric.rising and observation.figure.measure is Measure.LEVEL
    change = (
        _nameless(observation)
        or _repeat(past)
        or vintages.same_time(past, tracked=tracked)
        or _first(past, history)
        or _older(past, tracked=tracked, rising=rising)
        or _newer(past, tracked=tracked, rising=rising)
    )
    return _with_aims(change, observation, history) if tracked else change


def _is_watched(observation: Observation, metric: Metric | None) -> bool:
    """Whether news of the figure may wake somebody: a metric declares it, and it is not the mere move of a share.

    占GDP比重9.0%，提高0.4个百分点 is news of the share; that it moved by less than last year is not.
    Nor is a figure of a time that is far from over, or of a place that nobody named: two such may be of two cities.
    """
    if is_premature(observation) or observation.figure.region is None:
        return False
    if metric is None:
        return observation.metric is not None
    return observation.figure.measure is not Measure.CHANGE or Measure.SHARE not in metric.measures


def _nameless(own: Observation) -> Change | None:
    """A figure of which nobody can tell what it measures belongs to no series."""
    if own.metric is not None or own.figure.subject.strip():
        return None
    why = "what it measures could not be told, so it is compared with nothing"
    return Change(observation=own.id, event=Event.NEW_METRIC, severity=Severity.INFO, why=why)


def _repeat(past: Past) -> Change | None:
    """Stated again in the same article, or in another copy of its page."""
    own = past.observation
    copies = [other for other in past.same if same_page(own, other) and other.article != own.article]
    for other in [*past.here, *copies]:
        timed = same_period(own, other, past.kind) or is_undated(own) or is_undated(other)
        if timed and agree(own.figure, other.figure):
            return Change(
                observation=own.id,
                event=Event.REPEAT,
                severity=Severity.SILENT,
                compared_to=other.id,
                why=f"{'the page' if other in copies else 'the article'} has said so already: {other.figure.stated}",
            )
    return None


def _first(past: Past, history: History) -> Change | None:
    """The series had nothing of this kind."""
    if not past.is_empty:
        return None
    own = past.observation
    why = "nothing was held of this series"
    if past.unlike:
        why = "the series held only figures of another kind (unit, basis, zone or field)"
    compared, verdict = None, None
    if own.figure.modality is not Modality.ACTUAL:
        actual = nearest(history.before(counterpart(own.series), date.max))
        if actual is not None:
            compared, verdict = actual.id, Comparable.NO
            why += f"; an aim is not compared with the actual {told(actual)}"
    return Change(
        observation=own.id,
        event=Event.NEW_METRIC,
        severity=Severity.INFO,
        comparable=verdict,
        compared_to=compared,
        why=why,
    )


def _older(past: Past, *, tracked: bool, rising: bool) -> Change | None:
    """A time before one that is held: history, not news."""
    own = past.observation
    if own.figure.period.last is None or (is_before(own) and not _is_held(past)):
        why = "nobody dated it: kept as history"
        return Change(observation=own.id, event=Event.NEW_PERIOD, severity=Severity.INFO, why=why)
    if not past.later:
        return None
    other = nearest(past.later) or past.later[0]
    verdict = judge(own, other, past.kind)
    why = f"history: a later time is held, {told(other)}"
    severity = Severity.INFO
    doubtful = past.kind is Nature.INSTANT and (rising or _counted_otherwise(own, other))
    if tracked and doubtful and past.elsewhere and _uncovers_fall(past, other):
        severity, verdict = Severity.REVIEW, _unexpected(verdict)
        why += f"; the count stands at {told(own)} and then {told(other)}: {_UNEXPECTED}"
    return _compared(past, other, verdict, event=Event.NEW_PERIOD, severity=severity, why=why, forward=False)


def _is_held(past: Past) -> bool:
    """Whether the last value known is this one: 从5.2万个 then names what is held."""
    base = past.base()
    return base is not None and agree(past.observation.figure, base.figure)


def _uncovers_fall(past: Past, after: Observation) -> bool:
    """Whether this late arrival shows a fall that what was held did not show."""
    own, before = past.observation, nearest(past.earlier)
    if before is not None and direction(before.figure, after.figure) < 0:
        return False
    dips = before is not None and direction(before.figure, own.figure) < 0
    return dips or direction(own.figure, after.figure) < 0


def _newer(past: Past, *, tracked: bool, rising: bool) -> Change:
    """A later time than any that is held."""
    own = past.observation
    base = past.base() or past.same[0]
    verdict = judge(base, own, past.kind)
    moments = past.kind is Nature.INSTANT or (is_undated(own) and is_undated(base))
    if own.figure.modality is not Modality.ACTUAL:
        moments = False
    if (moments or is_undated(own)) and (agree(own.figure, base.figure, narrow=True) or _is_weaker(own, base)):
        why = f"later, and no other value: {told(own)} after {told(base)}"
        if verdict.comparable is Comparable.NO:
            verdict = Verdict(Comparable.CAVEAT, "undated", "its window is not stated")
        return _compared(past, base, verdict, event=Event.UNCHANGED, severity=Severity.INFO, why=why)
    loud = tracked and past.elsewhere
    if moments:
        return _moved(past, base, verdict, loud=loud, rising=rising)
    wider = any((o.figure.period.first or date.min) < (own.figure.period.first or date.min) for o in past.beside)
    why = f"a period not held so far: {told(own)}, after {told(base)}; {verdict.reason}"
    severity = Severity.NOTICE if loud and not wider else Severity.INFO
    return _compared(past, base, verdict, event=Event.NEW_PERIOD, severity=severity, why=why)


def _moved(past: Past, base: Observation, verdict: Verdict, *, loud: bool, rising: bool) -> Change:
    """Another value at a later moment."""
    own = past.observation
    why = f"{told(base)}, then {told(own)}; {verdict.reason}"
    if base.article == own.article:
        why += "; before and after, told in one article"
        if verdict.code == "undated":
            verdict = Verdict(Comparable.YES, "before", "told as before and after")
    falls = past.kind is Nature.INSTANT and direction(base.figure, own.figure) < 0
    if falls and (rising or _counted_otherwise(base, own)):
        verdict = _unexpected(verdict)
        severity = Severity.REVIEW if loud else Severity.INFO
        why += f"; a fall is not expected here: {_UNEXPECTED}"
    elif past.kind is Nature.INSTANT and _leaps(base, own):
        verdict = Verdict(Comparable.CAVEAT, "unexpected", _LEAP)
        severity = Severity.REVIEW if loud else Severity.INFO
        why += f"; {_LEAP}"
    else:
        severity = Severity.NOTICE if loud else Severity.INFO
    return _compared(past, base, verdict, event=Event.CHANGED_VALUE, severity=severity, why=why)


_FOLD = 8
_FOLD_DAYS = 3 * 366
_LEAP = "no count grows so fast: another place, unit or scope may be meant, so a person should look"


def _leaps(base: Observation, own: Observation) -> bool:
    """Whether a count of one article is many times that of another, soon after: 14万个, then 470万个 next month."""
    small, large = base.figure.quantity.value, own.figure.quantity.value
    soon = (own.published - base.published).days < _FOLD_DAYS
    return base.article != own.article and soon and 0 < small * _FOLD <= large


_UNEXPECTED = "the way of counting may have changed, so a person should look before anybody calls it a decline"


def _unexpected(verdict: Verdict) -> Verdict:
    if verdict.comparable is Comparable.NO:
        return verdict
    return Verdict(Comparable.CAVEAT, "unexpected", _UNEXPECTED)


def _counted_otherwise(a: Observation, b: Observation) -> bool:
    """Whether measure word or bound differ: signs that the two were not counted alike (181个, 160余项)."""
    return a.figure.quantity.unit != b.figure.quantity.unit or (
        (is_odd(a.figure) or is_open(a.figure)) != (is_odd(b.figure) or is_open(b.figure))
    )


def _is_weaker(own: Observation, base: Observation) -> bool:
    """Whether `own` is a bound that the value held fulfils anyway: 超100亿条 after 347亿条 is no fall."""
    if not is_open(own.figure) or not agree(own.figure, base.figure):
        return False
    lower = own.figure.quantity.bound in {Bound.MORE_THAN, Bound.AT_LEAST}
    own_value, held = own.figure.quantity.value, base.figure.quantity.value
    return own_value <= held if lower else own_value >= held


def _compared(
    past: Past,
    other: Observation,
    verdict: Verdict,
    *,
    event: Event,
    severity: Severity,
    why: str,
    forward: bool = True,
) -> Change:
    """A change against `other`, the difference told only where the two may be compared and always forward in time."""
    own, delta = past.observation, None
    if verdict.comparable is not Comparable.NO and event is not Event.UNCHANGED:
        delta = difference(other.figure, own.figure) if forward else difference(own.figure, other.figure)
        why += f": {difference_words(delta)}" if difference_words(delta) else ""
    return Change(
        observation=own.id,
        event=event,
        severity=severity,
        why=why,
        comparable=verdict.comparable,
        compared_to=other.id,
        delta=delta,
    )


def _with_aims(change: Change, observation: Observation, history: History) -> Change:
    """Progress towards the nearest aim, told beside the event; it changes neither event nor severity."""
    if observation.figure.modality is not Modality.ACTUAL or change.event is Event.REPEAT:
        return change
    last = observation.figure.period.last
    aims = history.after(counterpart(observation.series), last) if last else ()
    found = progress(observation, aims[0]) if aims else None
    if found is None:
        return change
    part = f", {found.percent}%" if found.percent is not None else ""
    why = f"{change.why}; towards {told(aims[0])}{part}: {'reached' if found.reached else 'not reached yet'}"
    return Change(
        observation=change.observation,
        event=change.event,
        severity=change.severity,
        why=why,
        comparable=change.comparable,
        compared_to=change.compared_to,
        delta=change.delta,
        originators=change.originators,
    )
