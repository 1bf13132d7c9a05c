"""What one figure tells after others: every event, its severity, and what it was compared with."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from alerts.changes import compare
from alerts.entries import entry
from alerts.memory import Memory
from models.alert import Alert
from models.metric import Event, Measure, Modality, Nature, Severity, Status
from models.quantity import Bound
from tests.alerts.observing import metric, observe

STOCK = metric(nature=Nature.INSTANT, rising=True)
AMOUNT = metric("amount", Nature.CUMULATIVE)
RATIO = metric("ratio", Nature.RATIO)
MORE = Bound.MORE_THAN


def run(observations, declared):
    """The changes of observations in the order of their arrival."""
    history, told = Memory(), []
    for observation in observations:
        told.append(compare(observation, history, declared))
        history.add(observation)
    return told


def seen(change):
    """Event, severity and comparability, as a tuple of words."""
    return (str(change.event), str(change.severity), str(change.comparable) if change.comparable else None)


def test_same_count_restated_with_other_roundings():
    """One year's amount told five times: confirmed or refined, and nobody is woken."""
    told = run(
        [
            observe("1.6万亿元", "16E11", "2021", article="a", unit="元", precision="1E11"),
            observe("16251.9亿元", "1625190000000", "2021", article="b", unit="元", precision="1E7"),
            observe("超1.6万亿元", "16E11", "2021", article="c", unit="元", precision="1E11", bound=MORE),
            observe("1.6万亿元", "16E11", "2021", article="d", unit="元", precision="1E11"),
            observe("1.63万亿元", "163E10", "2021", article="e", unit="元", precision="1E10"),
        ],
        AMOUNT,
    )
    assert [t.event for t in told] == [
        Event.NEW_METRIC,
        Event.REFINED,
        Event.CORROBORATED,
        Event.CORROBORATED,
        Event.CORROBORATED,
    ]
    assert {t.severity for t in told} == {Severity.INFO}
    assert told[-1].originators == 5


def test_value_between_two_roundings_contradicts_the_finer_one():
    """1.57万亿 fits 1.6万亿, but not once 1.63万亿 is known."""
    told = run(
        [
            observe("1.6万亿元", "16E11", "2021", article="a", unit="元", precision="1E11"),
            observe("1.63万亿元", "163E10", "2021", article="b", unit="元", precision="1E10"),
            observe("1.57万亿元", "157E10", "2021", article="c", unit="元", precision="1E10"),
        ],
        AMOUNT,
    )
    assert seen(told[-1]) == ("conflicting", "review", "yes")
    assert told[-1].compared_to == "b:0"


def test_share_of_nine_months_then_of_the_year():
    """Against last year's share the year's is comparable; against nine months only with a caveat."""
    nine = observe("42.7%", "42.7", "2022-09", article="b", measure=Measure.SHARE, unit="%")
    year = observe("41.6%", "41.6", "2022", article="c", measure=Measure.SHARE, unit="%", published="2023-03-01")
    last = observe("40.4%", "40.4", "2021", article="a", measure=Measure.SHARE, unit="%", published="2022-02-11")
    told = run([last, nine, year], RATIO)
    assert [seen(t) for t in told[1:]] == [("new_period", "notice", "caveat"), ("new_period", "notice", "yes")]
    assert (told[2].compared_to, told[2].delta.abs, told[2].delta.unit) == ("a:0", Decimal("1.2"), "个百分点")
    assert told[2].delta.pct is None
    without = run([nine, year], RATIO)
    assert seen(without[1]) == ("new_period", "notice", "caveat")
    assert without[1].delta.abs == Decimal("-1.1")


def test_part_of_a_year_is_no_fall():
    """An amount over nine months below last year's total gets no difference; over the same months it does."""
    year = observe("1.6万亿元", "16E11", "2021", article="a", unit="元", published="2022-02-11")
    nine = observe("1.28万亿元", "128E10", "2022-09", article="b", unit="元")
    again = observe("1.4万亿元", "14E11", "2023-09", article="c", unit="元", published="2023-11-01")
    told = run([year, nine, again], AMOUNT)
    assert seen(told[1]) == ("new_period", "notice", "no")
    assert told[1].delta is None
    assert seen(told[2]) == ("new_period", "notice", "yes")
    assert (told[2].compared_to, told[2].delta.pct) == ("b:0", Decimal("9.4"))


def test_two_outlets_with_different_values():
    """Two outlets that quote one body differently are in conflict, which a person must look at."""
    a = observe("7.5万个", "75000", "@2022-12-31", article="a", outlet="甲报", originator="某市通信管理局")
    b = observe(
        "7.8万个",
        "78000",
        "@2022-12-31",
        article="b",
        outlet="乙报",
        originator="某市通信管理局(副局长，发布会)",
        published="2023-02-14",
    )
    assert seen(run([a, b], STOCK)[1]) == ("conflicting", "review", "yes")
    assert run([a, b], STOCK)[1].originators == 1
    assert seen(run([b, a], STOCK)[1]) == ("conflicting", "review", "yes")


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [
        ({}, {"status": Status.REVISED}, "revised"),
        ({}, {"status": Status.FINAL, "outlet": "乙报"}, "final"),
        ({"outlet": "甲报"}, {"outlet": "甲报"}, "same publisher"),
        ({"outlet": "甲报", "originator": "某市统计局"}, {"outlet": "某市统计局"}, "the body itself"),
        ({"status": Status.PRELIMINARY}, {"outlet": "乙报", "published": "2023-09-01"}, "preliminary"),
    ],
)
def test_revisions(first, second, why):
    """Words of revision, the same publisher later, the body itself, or a preliminary value that settled: revised."""
    a = observe("1.6万亿元", "16E11", "2021", article="a", unit="元", published="2023-01-01", **first)
    b = observe("1.7万亿元", "17E11", "2021", article="b", unit="元", **{"published": "2023-06-01", **second})
    change = run([a, b], AMOUNT)[1]
    assert seen(change) == ("revised", "notice", "yes")
    assert why in change.why
    assert change.delta.abs == Decimal("1E11")
    backwards = run([b, a], AMOUNT)[1]
    assert (backwards.event, backwards.severity) == (Event.REVISED, Severity.INFO)
    assert backwards.delta.abs == Decimal("1E11")


def test_planned_against_built():
    """What is built is never a change of what was planned; progress is told beside it."""
    plan = observe("20万个以上", "200000", "<2023", article="a", modality=Modality.TARGET, bound=MORE, precision="1E4")
    built = observe("18万个", "180000", "@2023-11-30", article="b", published="2023-12-05")
    other = observe("25万个以上", "250000", "<2023", article="c", modality=Modality.TARGET, bound=MORE, precision="1E4")
    told = run([plan, built, other], STOCK)
    assert [t.event for t in told[:2]] == [Event.NEW_METRIC, Event.NEW_METRIC]
    assert "90.0%" in told[1].why
    assert "not reached" in told[1].why
    assert seen(told[2]) == ("conflicting", "review", "yes")
    after = run([built, plan], STOCK)[1]
    assert (after.event, after.comparable, after.compared_to, after.delta) == ("new_metric", "no", "b:0", None)


@pytest.mark.parametrize(
    ("surface", "value", "bound", "expected"),
    [
        ("7.5万个", "75000", Bound.EXACT, ("changed_value", "notice", "yes")),
        ("5.2万个", "52000", Bound.EXACT, ("unchanged", "info", "yes")),
        ("5.23万个", "52300", Bound.EXACT, ("unchanged", "info", "yes")),
        ("超5万个", "50000", MORE, ("unchanged", "info", "caveat")),
        ("超2万个", "20000", MORE, ("unchanged", "info", "caveat")),
        ("超7万个", "70000", MORE, ("changed_value", "notice", "caveat")),
        ("5.0万个", "50000", Bound.EXACT, ("changed_value", "review", "caveat")),
        ("不足5万个", "50000", Bound.LESS_THAN, ("changed_value", "review", "caveat")),
    ],
)
def test_stock_a_year_later(surface, value, bound, expected):
    """A count that should only rise: news when it rose, nothing when it may be the same, a question when it fell."""
    a = observe("5.2万个", "52000", "~2022-02-11", article="a", precision="1000", published="2022-02-11")
    b = observe(surface, value, "~2023-02-13", article="b", bound=bound, precision="100" if "23" in surface else "1000")
    assert seen(run([a, b], STOCK)[1]) == expected


def test_untracked_figures_wake_nobody():
    """What nobody declared is told all the same, and quietly."""
    a = observe("58家", "58", "@2021-12-31", article="a", metric=None, subject="独角兽企业")
    b = observe("70家", "70", "@2022-12-31", article="b", metric=None, subject="独角兽企业")
    c = observe("61家", "61", "@2022-12-31", article="c", metric=None, subject="独角兽企业")
    told = run([a, b, c], None)
    assert [(t.event, t.severity) for t in told] == [
        (Event.NEW_METRIC, Severity.INFO),
        (Event.CHANGED_VALUE, Severity.INFO),
        (Event.CONFLICTING, Severity.INFO),
    ]


def test_older_period_is_history():
    """A late article about an earlier time is kept as history, and its difference runs forward."""
    new = observe("7.5万个", "75000", "~2023-02-13", article="b")
    old = observe("5.2万个", "52000", "~2022-02-11", article="a", published="2022-02-11")
    change = run([new, old], STOCK)[1]
    assert seen(change) == ("new_period", "info", "yes")
    assert change.delta.abs == Decimal(23000)


def test_one_article_alone_is_where_a_series_starts():
    """Before and after, or two years, in the article that opens a series wake nobody."""
    two = [
        observe("10个", "10", "?", start=3, subject="试点场景"),
        observe("30余个", "30", "~2023-02-13", start=20, bound=MORE, subject="试点场景"),
    ]
    assert seen(run(two, STOCK)[1]) == ("changed_value", "info", "yes")
    years = [
        observe("1.6万亿元", "16E11", "2021", start=3, unit="元"),
        observe("1.72万亿元", "172E10", "2022", start=40, unit="元"),
    ]
    assert seen(run(years, AMOUNT)[1]) == ("new_period", "info", "yes")


def test_repeats_are_silent():
    """Stated again in one article, rounded, dated or not: silent."""
    told = run(
        [
            observe("8951亿元", "8951E8", "2021", start=1, unit="元"),
            observe("8900多亿元", "89E10", "2021", start=30, unit="元", bound=MORE),
            observe("8951亿元", "8951E8", "~2023-02-13", start=60, unit="元"),
        ],
        AMOUNT,
    )
    assert [(t.event, t.severity) for t in told[1:]] == [(Event.REPEAT, Severity.SILENT)] * 2
    assert {t.compared_to for t in told[1:]} == {"a:1"}


def test_two_values_in_one_sentence_wake_nobody():
    """Parts of a whole, or before and after without dates, are no contradiction to wake anybody for."""
    held = observe("7.5万个", "75000", "@2022-12-31", article="z")
    sentence = "5G基站从5.2万个增加到7.5万个。"
    moved = [
        observe("5.2万个", "52000", "~2023-02-13", start=6, sentence=sentence, sentence_start=1),
        observe("7.5万个", "75000", "~2023-02-13", start=14, sentence=sentence, sentence_start=1),
    ]
    assert seen(run(moved, STOCK)[1]) == ("changed_value", "info", "yes")
    part = observe("3万个", "30000", "~2023-02-13", start=20, sentence="全市7.5万个,其中郊区3万个", sentence_start=1)
    whole = observe("7.5万个", "75000", "~2023-02-13", start=3, sentence="全市7.5万个,其中郊区3万个", sentence_start=1)
    assert seen(run([held, whole, part], STOCK)[2]) == ("new_metric", "info", None)


@pytest.mark.parametrize(
    "other",
    [{"basis": "可比价"}, {"basis": "环比"}, {"unit": "个百分点"}, {"zone": "开发区"}, {"basis": "年均"}],
)
def test_figures_of_another_kind_are_not_compared(other):
    """Nominal and real, year on year and month on month, a zone and its city: each opens a series of its own."""
    a = observe("13.1%", "13.1", "2021", article="a", unit="%", measure=Measure.GROWTH, basis="现价")
    a = a if "可比价" in other.values() else observe("13.1%", "13.1", "2021", article="a", unit="%", basis="同比",
                                                   measure=Measure.GROWTH)  # fmt: skip
    b = observe("8.4%", "8.4", "2021", article="b", measure=Measure.GROWTH, **{"unit": "%", **other})
    change = run([a, b], RATIO)[1]
    assert (change.event, change.compared_to) == (Event.NEW_METRIC, None)
    assert "another kind" in change.why


def test_measure_words_are_interchangeable():
    """个 and 项 count one thing; a rise is told with the caveat and both words."""
    a = observe("181个", "181", "~2022-02-11", article="a", unit="个", published="2022-02-11")
    b = observe("230项", "230", "~2023-02-13", article="b", unit="项")
    change = run([a, b], STOCK)[1]
    assert seen(change) == ("changed_value", "notice", "caveat")
    assert (change.delta.abs, change.delta.unit) == (49, "个/项")


def test_undated_amount_that_says_nothing_new():
    """An amount without a year that equals the latest one is that one."""
    a = observe("1.6万亿元", "16E11", "2021", article="a", unit="元", published="2022-02-11")
    b = observe("1.6万亿元", "16E11", "~2022-06-01", article="b", unit="元", published="2022-06-01")
    c = observe("1.72万亿元", "172E10", "2022", article="c", unit="元")
    told = run([a, b, c], AMOUNT)
    assert seen(told[1]) == ("unchanged", "info", "caveat")
    assert seen(told[2]) == ("new_period", "notice", "yes")
    assert told[2].compared_to == "a:0"


def test_reprints_count_once():
    """The same sentence in another outlet is a reprint; another body's own statement counts."""
    sentence = "截至去年底，全市累计建成并开通5G基站7.5万个，实现重点区域连续覆盖。"
    told = run(
        [
            observe("7.5万个", "75000", "@2022-12-31", article="a", outlet="甲报", sentence=sentence),
            observe("7.5万个", "75000", "@2022-12-31", article="b", outlet="乙网", sentence=sentence),
            observe("7.5万个", "75000", "@2022-12-31", article="c", outlet="丙网", originator="某市通信管理局"),
        ],
        STOCK,
    )
    assert [t.originators for t in told[1:]] == [1, 2]
    assert "one originator" in told[1].why


def test_comparing_again_tells_the_same():
    """An observation that the history holds already is not compared with itself."""
    history = Memory()
    first = observe("5.2万个", "52000", "@2021-12-31", article="a")
    second = observe("7.5万个", "75000", "@2022-12-31", article="b")
    history.add(first)
    before = compare(second, history, STOCK)
    history.add(second)
    assert compare(second, history, STOCK) == before


@pytest.mark.parametrize(
    ("when", "values", "sentence", "expected"),
    [
        ("2021", ("40.4", "41.4"), None, ("conflicting", "review", "yes")),
        ("~2023-02-13", ("40.4", "41.4"), None, ("new_metric", "info", None)),
        ("2021", ("40.4", "41.4", "39.9"), None, ("new_metric", "info", None)),
        ("2021", ("40.4", "41.4"), "甲区\t1\t2", ("new_metric", "info", None)),
        ("2021", ("40.4", "4.1"), None, ("new_metric", "info", None)),
    ],
)
def test_an_article_that_contradicts_itself(when, values, sentence, expected):
    """Lead and text with two values for one year is a question; rows, undated values, parts and sizes are not."""
    told = run(
        [
            observe(f"{v}%", v, when, start=50 * n, unit="%", measure=Measure.SHARE, sentence=sentence)
            for n, v in enumerate(values)
        ],
        RATIO,
    )
    assert seen(told[-1]) == expected


@pytest.mark.parametrize(
    ("sentence", "values", "base"),
    [
        ("全市4.2万个，其中江岸区0.56万个。", ("42000", "5600"), "42000"),
        ("从3.1万个增加到4.2万个。", ("31000", "42000"), "42000"),
    ],
)
def test_what_an_article_states(sentence, values, base):
    """The whole before its parts, and after a move what it led to, is what the next article is compared with."""
    told = [
        observe(f"{v}个", v, "~2023-02-13", start=5 + 9 * n, sentence=sentence, sentence_start=1)
        for n, v in enumerate(values)
    ]
    later = observe("5万个", "50000", "~2023-09-01", article="b", published="2023-09-01")
    for arriving in (told, told[::-1]):
        change = compare(later, Memory(arriving), STOCK)
        assert change.delta.abs == Decimal(50000) - Decimal(base)


def test_a_figure_without_a_subject_belongs_to_no_series():
    """Prices in a list of which nobody could tell what they are for are not in conflict with one another."""
    prices = [
        observe(f"{n}元", str(n), "~2023-02-13", start=n, unit="元", subject="", metric=None) for n in (30, 50, 80)
    ]
    assert {seen(change) for change in run(prices, None)} == {("new_metric", "info", None)}


def test_a_page_edited_in_place():
    """Another copy of a page that says the same is silent; one that says another value was edited, and that is told."""
    first = observe("1.6万亿元", "16E11", "2021", article="a", unit="元", url="https://a.example/1")
    same = observe("1.6万亿元", "16E11", "2021", article="a~2", unit="元", url="https://a.example/1", start=7)
    edited = observe("1.7万亿元", "17E11", "2021", article="a~3", unit="元", url="https://a.example/1")
    told = run([first, same, edited], AMOUNT)
    assert told[1].event is Event.REPEAT
    assert seen(told[2]) == ("revised", "notice", "yes")
    assert "edited in place" in told[2].why


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        ("52000", [("unchanged", "info", "yes"), ("changed_value", "notice", "yes")]),
        ("60000", [("new_period", "info", None), ("changed_value", "notice", "yes")]),
        (None, [("new_metric", "info", None), ("changed_value", "info", "yes")]),
    ],
)
def test_a_move_in_one_sentence(held, expected):
    """从5.2万个增加到7.5万个: where it starts is no news and no fall; where it leads is news if the series was held."""
    sentence = "5G基站从5.2万个增加到7.5万个。"
    before = [observe("x", held, "~2022-06-01", article="z", published="2022-06-01")] if held else []
    moved = [
        observe("5.2万个", "52000", "~2023-02-13", start=6, sentence=sentence, sentence_start=1),
        observe("7.5万个", "75000", "~2023-02-13", start=14, sentence=sentence, sentence_start=1),
    ]
    assert [seen(change) for change in run([*before, *moved], STOCK)[len(before) :]] == expected


def test_a_weaker_statement_in_between_is_not_the_base():
    """231.2万, then 超230万, then 264.6万: the rise is told from 231.2万, exactly."""
    told = run(
        [
            observe("231.2万个", "2312000", "@2022-12-31", article="a", published="2023-01-20"),
            observe("超230万个", "2300000", "~2023-03-05", article="b", bound=MORE, published="2023-03-05"),
            observe("264.6万个", "2646000", "@2023-03-31", article="c", published="2023-04-20"),
        ],
        STOCK,
    )
    assert seen(told[2]) == ("changed_value", "notice", "yes")
    assert (told[2].compared_to, told[2].delta.abs) == ("a:0", 334000)


@pytest.mark.parametrize(
    ("held", "own", "said"),
    [
        (
            observe("7.5万个", "75000", "~2023-02-13", article="b"),
            observe("5.2万个", "52000", "~2022-02-11", article="a", published="2022-02-11"),
            "某市 5G基站：5.2万个 → 7.5万个，见报于2023-02-13",
        ),
        (
            observe("160余项", "160", "~2023-02-13", article="b", unit="项", bound=MORE),
            observe("181个", "181", "~2022-02-11", article="a", published="2022-02-11"),
            "【待核】某市 5G基站：181个 → 160余项，见报于2023-02-13",
        ),
        (
            observe("1.7万亿元", "17E11", "2021", article="b", unit="元", status=Status.REVISED),
            observe("1.6万亿元", "16E11", "2021", article="a", unit="元", published="2022-02-11"),
            "某市 5G基站：1.6万亿元 → 1.7万亿元（修订），2021年",
        ),
    ],
)
def test_headlines_run_forward_in_time(held, own, said):
    """An older figure that arrives late is shown before what is held, in mail as in the reason."""
    change = compare(own, Memory([held]), STOCK)
    alert = Alert(id="x", change=change, observation=own, previous=held)
    shown = entry(alert, "zh")
    assert shown.headline == said
    assert (shown.old, shown.new) == (own.figure.surface, held.figure.surface)
    assert shown.mark in {own.figure.surface, ""}


def test_a_figure_of_a_time_not_over_wakes_nobody():
    """What February says of the year is hardly a fact: quiet, and replaced by the year's figure when that comes."""
    last = observe("1.6万亿元", "16E11", "2022", article="a", unit="元", published="2023-01-20")
    early = observe("1.9万亿元", "19E11", "2023", article="b", unit="元", published="2023-02-20")
    year = observe("1.8万亿元", "18E11", "2023", article="c", unit="元", published="2024-01-20")
    assert [seen(change) for change in run([last, early, year], AMOUNT)[1:]] == [
        ("new_period", "info", "yes"),
        ("revised", "notice", "yes"),
    ]
    december = observe("1.8万亿元", "18E11", "2023", article="d", unit="元", published="2023-12-20")
    assert seen(run([last, december], AMOUNT)[1]) == ("new_period", "info", "yes")
    so_far = replace(december.figure, period=replace(december.figure.period, text="今年"))
    assert seen(run([last, replace(december, figure=so_far)], AMOUNT)[1]) == ("new_period", "notice", "yes")


def test_both_sides_of_a_dispute_do_not_confirm_one_value():
    """A bound that fits two values in conflict is counted with one side only."""
    told = run(
        [
            observe("11.2万个", "112000", "@2023-05-31", article="a", outlet="甲报"),
            observe("12.1万个", "121000", "@2023-05-31", article="b", outlet="乙报"),
            observe("超11万个", "110000", "@2023-05-31", article="c", outlet="丙报", bound=MORE),
        ],
        STOCK,
    )
    assert [change.event for change in told[1:]] == [Event.CONFLICTING, Event.CORROBORATED]
    assert told[2].originators == 2


def test_a_place_that_nobody_named_wakes_nobody():
    """Two counts of cities whose names nobody told may be of two cities: never more than info."""
    told = run(
        [
            observe("3.2万个", "32000", "@2023-01-31", article="a", region=None),
            observe("9.8万个", "98000", "@2023-02-28", article="b", region=None, published="2023-03-05"),
        ],
        STOCK,
    )
    assert {change.severity for change in told} == {Severity.INFO}


FIRST = {"status": Status.PRELIMINARY, "published": "2022-01-22", "unit": "元"}
LAST = {"status": Status.REVISED, "published": "2022-04-16", "unit": "元"}


@pytest.mark.parametrize("late", [False, True])
def test_another_vintage_that_agrees(late):
    """A preliminary value and a revised one that agree are two vintages in either order, and no confirmation."""
    first = observe("2.375万亿元", "2375E9", "2021", article="a", precision="1E9", **FIRST)
    last = observe("约2.4万亿元", "24E11", "2021", article="b", precision="1E11", bound=Bound.APPROX, **LAST)
    told = run([last, first] if late else [first, last], AMOUNT)[1]
    assert seen(told) == ("revised", "info", "yes")
    assert told.delta is None
    assert "2.375万亿元 (2021) is called preliminary, 约2.4万亿元 (2021) revised" in told.why


@pytest.mark.parametrize("late", [False, True])
def test_an_older_vintage_is_history(late):
    """What a revision replaced is told as before it, however late it is read or published; only in order as news."""
    first = observe(
        "2.375万亿元", "2375E9", "2021", article="a", precision="1E9", **FIRST | {"published": "2022-06-01"}
    )
    last = observe("23986.4亿元", "23986.4E8", "2021", article="b", precision="1E7", **LAST)
    told = run([last, first] if late else [first, last], AMOUNT)[1]
    assert seen(told) == ("revised", "info" if late else "notice", "yes")
    assert told.delta.abs > 0
    assert "2.375万亿元 (2021) became 23986.4亿元 (2021)" in told.why


def test_the_finest_revision_decides():
    """A preliminary value read late is set against what the revision states most exactly."""
    told = run(
        [
            observe("约2.4万亿元", "24E11", "2021", article="b", precision="1E11", bound=Bound.APPROX, **LAST),
            observe("23986.4亿元", "23986.4E8", "2021", article="c", precision="1E7", **LAST),
            observe("2.375万亿元", "2375E9", "2021", article="a", precision="1E9", **FIRST),
        ],
        AMOUNT,
    )
    assert [str(change.event) for change in told] == ["new_metric", "refined", "revised"]
    assert "became 23986.4亿元" in told[2].why


def test_a_preliminary_value_told_again_is_no_base():
    """Next year is compared with the revision, though somebody published the preliminary value later."""
    told = run(
        [
            observe("23986.4亿元", "23986.4E8", "2021", article="b", precision="1E7", **LAST),
            observe(
                "2.375万亿元", "2375E9", "2021", article="a", precision="1E9", **FIRST | {"published": "2022-06-01"}
            ),
            observe("2.5万亿元", "25E11", "2022", article="c", unit="元", precision="1E11", published="2023-01-20"),
        ],
        AMOUNT,
    )
    assert "after 23986.4亿元" in told[2].why
