"""Arrival in any order gives the same history."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from alerts.changes import compare
from alerts.equality import agree
from alerts.glance import Glance, Lot
from alerts.history import LIMIT
from alerts.memory import Memory
from models.metric import Event, Nature, Severity
from tests.alerts.observing import metric, observe

STOCK = metric(nature=Nature.INSTANT, rising=True)
AMOUNT = metric("amount", Nature.CUMULATIVE)
START = date(2020, 1, 1)


def tell(observations, declared):
    history, told = Memory(), []
    for observation in observations:
        told.append((observation, compare(observation, history, declared)))
        history.add(observation)
    return told, history


def stock(index, day, value, published=None):
    when = (START + timedelta(days=30 * day)).isoformat()
    return observe(
        f"{value}个", str(value), f"@{when}", article=f"n{index}", published=published or when, precision="1"
    )


@st.composite
def stocks(draw):
    """Counts at different days, one an article, and an order of arrival."""
    days = draw(st.lists(st.integers(0, 60), min_size=2, max_size=8, unique=True))
    values = draw(st.lists(st.integers(100, 130), min_size=len(days), max_size=len(days)))
    found = [stock(i, day, value) for i, (day, value) in enumerate(zip(days, values, strict=True))]
    return found, draw(st.permutations(found))


@given(stocks())
def test_differences_run_forward_in_time(drawn):
    """Whatever arrives first, a difference is that from the earlier to the later."""
    found, arriving = drawn
    by_id = {o.id: o for o in found}
    for own, change in tell(arriving, STOCK)[0]:
        if change.delta is None or change.delta.abs is None:
            continue
        pair = sorted((own, by_id[change.compared_to]), key=lambda o: o.figure.period.last)
        assert change.delta.abs == pair[1].figure.quantity.value - pair[0].figure.quantity.value


@given(stocks())
def test_a_fall_is_asked_about_in_every_order(drawn):
    """A count that never falls in truth raises no question in any order, one that falls raises one in every order."""
    found, arriving = drawn
    ordered = sorted(found, key=lambda o: o.figure.period.last)
    values = [o.figure.quantity.value for o in ordered]
    told = tell(arriving, STOCK)[0]
    asked = any(change.severity is Severity.REVIEW for _, change in told)
    assert asked == (values != sorted(values))
    assert not any(c.event in {Event.CONFLICTING, Event.REVISED} for _, c in told)


@given(stocks())
def test_backfill_pages_nobody(drawn):
    """A notice is only ever about a time later than all that was held."""
    _, arriving = drawn
    latest = date.min
    for own, change in tell(arriving, STOCK)[0]:
        last = own.figure.period.last
        assert change.severity is not Severity.NOTICE or last > latest
        latest = max(latest, last)


@given(st.lists(st.sampled_from([1600, 1630, 1640, 1700, 1710]), min_size=2, max_size=6), st.randoms())
def test_contradictions_are_seen_in_every_order(values, random):
    """Statements about one year that all agree never conflict; where two do not, every order tells it."""
    scale = {1600: "1E11", 1700: "1E11"}
    found = [
        observe(f"{v / 1000}万亿元", f"{v}E9", "2021", article=f"n{i}", unit="元", precision=scale.get(v, "1E10"))
        for i, v in enumerate(values)
    ]
    random.shuffle(found)
    told = tell(found, AMOUNT)[0]
    disagree = any(not agree(a.figure, b.figure) for a, b in combinations(found, 2))
    assert any(c.event is Event.CONFLICTING for _, c in told) == disagree


@given(stocks())
def test_the_series_at_the_end_is_the_same(drawn):
    """What the history answers at the end does not depend on the order of arrival."""
    found, arriving = drawn
    one, other = tell(found, STOCK)[1], tell(arriving, STOCK)[1]
    series = found[0].series
    assert one.before(series, date.max) == other.before(series, date.max)
    assert one.after(series, date.min) == other.after(series, date.min)


class Shelf(Memory):
    """What a shelf adds to a history: short series at once, and one observation by its id. All is of page 1."""

    def whole(self, series):
        found = {name: [*self.before(name, date.max), *self.ending(name, None)] for name in series}
        held = {name: [(1, o) for o in some] for name, some in found.items()}
        return {name: some.copy if len(some) < LIMIT else None for name, some in held.items()}

    def find(self, observation):
        return next((o for row in self._series.values() for *_, o in row if o.id == observation), None)


@given(stocks(), st.integers(0, 60), st.sampled_from(["at", "01-12", None]), st.integers(0, 12))
def test_a_glance_answers_as_the_history_does(drawn, day, window, here):
    """What the shelf held and what the page told since answer every question as one history would."""
    found, arriving = drawn
    everything = [observe("1个", "1", "?", article="here", start=9), *arriving]
    history = Memory(everything)
    series, last = found[0].series, START + timedelta(days=30 * day)
    shelf = Shelf(everything[here:])
    glance = Glance(Lot(shelf.whole, [series], [2]), shelf, 2)
    for observation in everything[:here]:
        glance.add(observation)
    assert list(glance.before(series, last, window)) == list(history.before(series, last, window))
    assert list(glance.after(series, last, window)) == list(history.after(series, last, window))
    for when in (last, None):
        assert list(glance.ending(series, when)) == list(history.ending(series, when))
    assert list(glance.in_article(series, "here")) == list(history.in_article(series, "here")[:here])
    assert list(glance.before("other", last)) == []


def test_a_long_series_is_asked_question_by_question():
    """Beyond the limit a glance passes the questions on, and puts what the page told into the answers."""
    stocks = [stock(n, n, 100 + n) for n in range(LIMIT * 3)]
    series = stocks[0].series
    shelf = Shelf(stocks[1:-1])
    history, glance = Memory(stocks), Glance(Lot(shelf.whole, (), [2]), shelf, 2)
    glance.add(stocks[0])
    glance.add(stocks[-1])
    middle = stocks[LIMIT].figure.period.last
    assert list(glance.before(series, date.max)) == list(history.before(series, date.max))
    assert list(glance.before(series, middle)) == list(history.before(series, middle))
    assert list(glance.after(series, START)) == list(history.after(series, START))
    assert glance.find(stocks[0].id) == stocks[0]
    change = compare(stock("x", 5, 105), glance, STOCK)
    assert change == compare(stock("x", 5, 105), history, STOCK)
    assert change.event is Event.CORROBORATED
