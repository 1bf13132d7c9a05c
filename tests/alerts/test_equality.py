"""Equal within what both state."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.equality import agree, is_finer, is_open, step
from models.metric import Modality
from models.quantity import Bound
from tests.alerts.observing import observe

UNITS = {"万亿": 12, "亿": 8, "万": 4}
MORE, LEAST, LESS, ABOUT, EXACT = Bound.MORE_THAN, Bound.AT_LEAST, Bound.LESS_THAN, Bound.APPROX, Bound.EXACT


def figure(surface, bound=EXACT, modality=Modality.ACTUAL):
    """A figure out of its digits and scale word, precision as written."""
    digits = "".join(c for c in surface if c in "0123456789.")
    power = next((p for word, p in UNITS.items() if word in surface), 0)
    decimals = len(digits.partition(".")[2])
    return observe(
        surface, f"{digits}E{power}", "2021", bound=bound, precision=f"1E{power - decimals}", modality=modality
    ).figure


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        (("1.6万亿元",), ("1.63万亿元",), True),
        (("1.6万亿元",), ("1.7万亿元",), False),
        (("1.6万亿元",), ("16251.9亿元",), True),
        (("1.6万亿元",), ("16551亿元",), False),
        (("1.60万亿元",), ("1.63万亿元",), False),
        (("8900多亿元", MORE), ("8951亿元",), True),
        (("8900多亿元", MORE), ("9000亿元",), False),
        (("8900多亿元", MORE), ("8899亿元",), False),
        (("8900多亿元", MORE), ("0.9万亿元",), True),
        (("340多亿条", MORE), ("347亿条",), True),
        (("380多亿条", MORE), ("347亿条",), False),
        (("160余项", MORE), ("181个",), False),
        (("160余项", MORE), ("160多项", MORE), True),
        (("160余项", MORE), ("170余项", MORE), False),
        (("超1亿人", MORE), ("1.3亿人",), True),
        (("超1亿人", MORE), ("9800万人",), False),
        (("不少于100个", LEAST), ("100个",), True),
        (("不足50家", LESS), ("47家",), True),
        (("不足50家", LESS), ("62家",), False),
        (("近200家", ABOUT), ("196家",), True),
        (("近200家", ABOUT), ("203家",), False),
        (("近200家", ABOUT), ("150家",), False),
        (("约30场", ABOUT), ("31场",), True),
        (("约30场", ABOUT), ("36场",), False),
        (("40.4%",), ("40%",), True),
        (("40.4%",), ("41.4%",), False),
        (("7.5万个",), ("75012个",), True),
        (("8342家",), ("8341家",), False),
    ],
)
def test_agreement(a, b, same):
    """Rounding, bounds and qualifiers decide, whichever of the two comes first."""
    assert agree(figure(*a), figure(*b)) is same
    assert agree(figure(*b), figure(*a)) is same


def test_narrow_bound_reaches_no_further_than_its_number():
    """超1000家 does not contradict 5000家 at one time, yet a year later 5000家 is news."""
    assert agree(figure("超1000家", MORE), figure("5000家"))
    assert not agree(figure("超1000家", MORE), figure("5000家"), narrow=True)
    assert agree(figure("超1000家", MORE), figure("1300家"), narrow=True)


def test_aims_agree_by_their_number():
    """60%以上 and 80%以上 are two aims, though 90% fulfils both."""
    a, b = (figure(s, LEAST, Modality.TARGET) for s in ("60%以上", "80%以上"))
    assert not agree(a, b)
    assert agree(a, figure("60%", EXACT, Modality.TARGET))


@pytest.mark.parametrize(
    ("fine", "coarse"),
    [
        (("1.63万亿元",), ("1.6万亿元",)),
        (("8951亿元",), ("8900多亿元", MORE)),
        (("8900多亿元", MORE), ("超8000亿元", MORE)),
        (("196家",), ("近200家", ABOUT)),
    ],
)
def test_finer(fine, coarse):
    """The one that leaves less room is the finer one, and never both."""
    assert is_finer(figure(*fine), figure(*coarse))
    assert not is_finer(figure(*coarse), figure(*fine))


@pytest.mark.parametrize(("value", "unit"), [("890000000000", "1E+10"), ("42.7", "0.1"), ("0", "1"), ("30", "1E+1")])
def test_step(value, unit):
    """The unit of the last digit that says something."""
    quantity = observe("x", value, "2021").figure.quantity
    assert str(step(quantity.value)) == unit


@given(st.integers(1, 10**13), st.sampled_from(list(Bound)), st.integers(1, 10**13), st.sampled_from(list(Bound)))
def test_agreement_is_symmetric_and_reflexive(x, p, y, q):
    """Agreement does not depend on the order, and everything agrees with itself."""
    a = observe(f"{x}多个" if p is MORE else f"{x}个", str(x), "2021", bound=p).figure
    b = observe(f"{y}个", str(y), "2021", bound=q).figure
    assert agree(a, b) == agree(b, a)
    assert agree(a, a)
    assert not (is_finer(a, b) and is_finer(b, a))
    assert is_open(b) == (q not in {Bound.EXACT, Bound.APPROX})
