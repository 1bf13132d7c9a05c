"""Whatever is read and in whatever order, every claim stays within what may be claimed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from alerts.changes import compare
from alerts.checks import findings
from alerts.comparability import same_unit
from alerts.memory import Memory
from models.metric import Comparable, Event, Measure, Modality, Nature, Severity, Status
from models.quantity import Bound
from tests.alerts.observing import metric, observe

PERIODS = ["2021", "2022", "2021-09", "2022-09", "2022-08", "@2021-12-31", "~2022-06-01", "~2023-02-13", "<2022", "?"]


@st.composite
def anything(draw):
    """Observations of one subject with anything else as it may come, articles in any order."""
    found = []
    for number in range(draw(st.integers(2, 7))):
        value = draw(st.sampled_from(["1", "40", "41.4", "160", "181", "1.6E12", "163E10", "-3"]))
        bound = draw(st.sampled_from(list(Bound)))
        surface = draw(st.sampled_from(["{}多个", "近{}个", "{}个", "约{}个"])).format(value)
        found.append(
            observe(
                surface,
                value,
                draw(st.sampled_from(PERIODS)),
                article=draw(st.sampled_from("abcd")),
                start=number * 10,
                published=draw(st.sampled_from(["2022-06-01", "2023-02-13", "2023-06-01"])),
                unit=draw(st.sampled_from(["个", "项", "%", "元"])),
                bound=bound,
                measure=draw(st.sampled_from(list(Measure))),
                modality=draw(st.sampled_from(list(Modality))),
                status=draw(st.sampled_from(list(Status))),
                metric=draw(st.sampled_from(["stations", None])),
                basis=draw(st.sampled_from([None, "同比", "现价", "可比价", "年均"])),
                outlet=draw(st.sampled_from([None, "甲报", "乙报"])),
                originator=draw(st.sampled_from([None, "某市统计局", "市统计局"])),
            )
        )
    declared = metric(nature=draw(st.sampled_from(list(Nature))), rising=draw(st.booleans()))
    return found, declared


@given(anything())
def test_claims_stay_within_bounds(drawn):
    """No crash; no difference where nothing may be compared; shares in points; nobody woken for what is undeclared."""
    found, declared = drawn
    history, known = Memory(), {}
    for own in found:
        change = compare(own, history, declared if own.metric else None)
        other = known.get(change.compared_to)
        assert change.why
        assert (change.compared_to is None) == (other is None)
        assert change.compared_to is not None or change.event in {Event.NEW_METRIC, Event.NEW_PERIOD}
        assert (change.severity is Severity.SILENT) == (change.event is Event.REPEAT)
        assert own.metric or change.severity in {Severity.SILENT, Severity.INFO}
        assert change.originators >= 1
        if change.delta is not None:
            assert change.comparable in {Comparable.YES, Comparable.CAVEAT}
            assert other is not None
            assert other.series == own.series
            assert same_unit(other.figure.quantity.unit, own.figure.quantity.unit)
            if own.figure.measure in {Measure.SHARE, Measure.GROWTH, Measure.CHANGE}:
                assert change.delta.unit == "个百分点"
                assert change.delta.pct is change.delta.pct_min is change.delta.pct_max is None
        for finding in findings(own, history):
            assert finding.why
            assert set(finding.others) <= known.keys()
        history.add(own)
        known[own.id] = own
        assert compare(own, history, declared if own.metric else None) == change
