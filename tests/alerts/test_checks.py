"""Checks nobody asked for: what does not fit is found, and what fits within rounding is left alone."""

from __future__ import annotations

import pytest

from alerts.checks import findings
from alerts.memory import Memory
from models.metric import Measure, Modality, Severity
from models.quantity import Bound
from tests.alerts.observing import observe

INCOME = {"unit": "元", "subject": "软件业务收入", "precision": "1E11"}
GROWTH = {"unit": "%", "measure": Measure.GROWTH, "subject": "软件业务收入", "article": "b", "start": 9}


def held(*observations):
    return Memory(observations)


@pytest.mark.parametrize(
    ("level", "growth", "basis", "found"),
    [
        ("25E11", "5", "同比", True),
        ("25E11", "13.6", "同比", False),
        ("25E11", "13.1", "同比", False),
        ("25E11", "5", "环比", False),
        ("25E11", "5", None, False),
        ("25E11", "5", "年均", False),
        ("17E11", "-22.7", "同比", False),
        ("17E11", "-5", "同比", True),
    ],
)
def test_growth_that_implies_another_value(level, growth, basis, found):
    """2.5万亿 after 2.2万亿 is 13.6 %; a growth beyond rounding means that 2.2 was revised in silence."""
    last = observe("2.2万亿元", "22E11", "2021", article="a", **INCOME)
    now = observe("2.5万亿元", level, "2022", article="b", **INCOME)
    rate = observe(f"{growth}%", growth, "2022", basis=basis, precision="0.1", **GROWTH)
    got = findings(rate, held(last, now))
    assert bool(got) is found
    assert bool(findings(now, held(last, rate))) is found
    if got:
        assert (got[0].kind, got[0].severity, got[0].others) == ("implied_previous", Severity.REVIEW, (now.id, last.id))
        assert "in silence" in got[0].why


@pytest.mark.parametrize(("basis", "found"), [("同比", False), ("现价", True), ("可比价", False)])
def test_growth_of_value_added_is_at_constant_prices(basis, found):
    """增加值 grows at constant prices unless 现价 is said, and then it implies nothing."""
    value = {"unit": "元", "subject": "数字经济增加值", "precision": "1E11"}
    last = observe("1.6万亿元", "16E11", "2021", article="a", **value)
    now = observe("1.9万亿元", "19E11", "2022", article="b", **value)
    rate = observe("5%", "5", "2022", basis=basis, **{**GROWTH, "subject": "数字经济增加值"})
    assert bool(findings(rate, held(last, now))) is found


@pytest.mark.parametrize(("share", "found"), [("40.4", False), ("40", False), ("44.1", True), ("35.2", True)])
def test_share_that_does_not_fit_its_parts(share, found):
    """1.6万亿 of 4.03万亿 is 38 to 41 %, whatever was rounded: 44.1 % does not fit, 40.4 % does."""
    part = observe("1.6万亿元", "16E11", "2021", unit="元", subject="数字经济增加值", article="a", precision="1E11")
    whole = observe("4.03万亿元", "403E10", "2021", unit="元", subject="地区生产总值", article="c", precision="1E10")
    subject = "数字经济增加值占GDP比重"
    own = observe(f"{share}%", share, "2021", unit="%", measure=Measure.SHARE, subject=subject, article="b")
    got = findings(own, held(part, whole))
    assert bool(got) is found
    if got:
        assert (got[0].kind, got[0].others) == ("share_of_parts", (part.id, whole.id))


def test_share_of_the_nation():
    """占全国比重 sets a place against the nation."""
    part = observe("2.2万亿元", "22E11", "2021", unit="元", subject="软件业务收入", article="a", precision="1E11")
    whole = observe(
        "9.5万亿元", "95E11", "2021", unit="元", subject="软件业务收入", article="c", region="全国", precision="1E11"
    )
    own = observe("35%", "35", "2021", unit="%", measure=Measure.SHARE, subject="软件业务收入占全国比重", article="b")
    assert [f.kind for f in findings(own, held(part, whole))] == ["share_of_parts"]
    fits = observe(
        "23.2%", "23.2", "2021", unit="%", measure=Measure.SHARE, subject="软件业务收入占全国比重", article="b"
    )
    assert findings(fits, held(part, whole)) == ()


def test_a_bound_may_hold_anything_above():
    """超1.6万亿 leaves its share open upwards: nothing is found where the whole is uncertain."""
    part = observe("超1.6万亿元", "16E11", "2021", unit="元", subject="甲", article="a", bound=Bound.MORE_THAN)
    whole = observe("4万亿元", "4E12", "2021", unit="元", subject="GDP", article="c")
    own = observe("60%", "60", "2021", unit="%", measure=Measure.SHARE, subject="甲占GDP比重", article="b")
    assert findings(own, held(part, whole)) == ()


AIM = {"modality": Modality.TARGET, "bound": Bound.AT_LEAST, "precision": "1E4", "article": "t"}


@pytest.mark.parametrize(
    ("before", "value", "when", "kind"),
    [
        ("150000", "180000", "@2023-06-30", None),
        ("150000", "210000", "@2023-06-30", "aim_reached"),
        ("205000", "210000", "@2023-06-30", None),
        ("150000", "180000", "@2023-12-31", "aim_missed"),
        ("150000", "180000", "@2024-03-31", "aim_missed"),
        ("150000", "200000", "@2023-12-31", "aim_reached"),
    ],
)
def test_aims_reached_and_missed(before, value, when, kind):
    """The first figure to reach an aim says so, and the first as of its deadline that falls short of it; once each."""
    aim = observe("20万个以上", "200000", "<2023", **AIM)
    old = observe("x", before, "@2022-12-31", article="a")
    new = observe("y", value, when, article="b")
    assert [f.kind for f in findings(new, held(aim, old))] == ([kind] if kind else [])
    later = observe("z", value, "@2024-06-30", article="c")
    if kind == "aim_missed":
        assert findings(later, held(aim, old, new)) == ()


def test_a_share_is_held_against_its_aim_only_at_the_deadline():
    """42% in September has not reached an aim of 42% for the year; at the year's end it has."""
    share = {"unit": "%", "measure": Measure.SHARE, "subject": "占比"}
    aim = observe("42%以上", "42", "<2023", **{**AIM, "precision": "1"}, **share)
    assert findings(observe("42.7%", "42.7", "2023-09", article="b", **share), held(aim)) == ()
    assert [f.kind for f in findings(observe("42.7%", "42.7", "2023", article="b", **share), held(aim))] == [
        "aim_reached"
    ]


def test_a_repeat_is_not_asked_about_again():
    """What an article states twice is found once."""
    aim = observe("20万个以上", "200000", "<2023", **AIM)
    once = observe("21万个", "210000", "@2023-06-30", article="b", start=1)
    twice = observe("21万个", "210000", "@2023-06-30", article="b", start=80)
    assert len(findings(once, held(aim))) == 1
    assert findings(twice, held(aim, once)) == ()
