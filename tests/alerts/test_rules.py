"""Which changes become messages, to whom, and how soon."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from alerts import rules as module
from alerts.changes import compare
from alerts.memory import Memory
from alerts.rules import FITS, WAITS, Sent, batches, decide, unfit
from models.alert import Alert
from models.metric import Event, Measure, Nature, Severity
from models.quantity import Bound
from models.rule import Group, Rule, When
from tests.alerts.observing import metric, observe

NOW = datetime(2023, 2, 20, tzinfo=UTC)
STOCK = metric(nature=Nature.INSTANT, rising=True)


def alert(old="52000", new="75000", *, told_at=NOW, declared=STOCK, topics=("digital-economy",), **both):
    """The alert of one value after another."""
    surface = both.pop("surface", f"{new}个")
    bound = both.pop("bound", Bound.EXACT)
    article = both.pop("article", "b")
    before = observe(f"{old}个", old, "~2022-02-11", article="a", published="2022-02-11", **both)
    after = observe(surface, new, "~2023-02-13", article=article, bound=bound, **both)
    change = compare(after, Memory([before]), declared)
    return Alert(
        id=f"alert-{after.id}", change=change, observation=after, previous=before, told_at=told_at, topics=topics
    )


SHARE = {"measure": Measure.SHARE, "unit": "%"}
RATIO = metric("ratio", Nature.RATIO)


@pytest.mark.parametrize(
    ("rule", "found", "admits"),
    [
        ({}, alert(), True),
        ({"metrics": ("stations",)}, alert(), True),
        ({"metrics": ("other",)}, alert(), False),
        ({}, alert(metric=None, declared=None), False),
        ({"untracked": True, "severity": Severity.INFO}, alert(metric=None, declared=None), True),
        ({"regions": ("某市",)}, alert(), True),
        ({"regions": ("别市",)}, alert(), False),
        ({"topics": ("smart-city", "digital-economy")}, alert(), True),
        ({"topics": ("smart-city",)}, alert(), False),
        ({"events": (Event.REVISED,)}, alert(), False),
        ({"severity": Severity.REVIEW}, alert(), False),
        ({"severity": Severity.REVIEW}, alert(new="40000"), True),
        ({"percent": Decimal(44)}, alert(), True),
        ({"percent": Decimal(45)}, alert(), False),
        ({"percent": Decimal(20)}, alert(surface="7万多个", new="70000", bound=Bound.MORE_THAN), True),
        ({"percent": Decimal(40)}, alert(surface="7万多个", new="70000", bound=Bound.MORE_THAN), False),
        ({"percent": Decimal(20)}, alert(new="40000"), True),
        ({"points": Decimal(1)}, alert("40.4", "42.7", declared=RATIO, **SHARE), True),
        ({"points": Decimal("2.3")}, alert("40.4", "42.7", declared=RATIO, **SHARE), False),
        ({"points": Decimal(1)}, alert(), False),
        ({"percent": Decimal(5)}, alert("40.4", "42.7", declared=RATIO, **SHARE), False),
        ({"percent": Decimal(5), "points": Decimal(1)}, alert("40.4", "42.7", declared=RATIO, **SHARE), True),
        ({"percent": Decimal(5), "points": Decimal(1)}, alert(), True),
        ({"crosses": (Decimal(60000),)}, alert(), True),
        ({"crosses": (Decimal(80000),)}, alert(), False),
        ({"crosses": (Decimal(50000),)}, alert(new="40000"), True),
    ],
)
def test_what_a_rule_admits(rule, found, admits):
    """Every key of a rule narrows it, and thresholds must be passed for certain."""
    reason = unfit(Rule(id="r", **rule), found)
    assert (reason is None) is admits, reason


def test_without_rules_notices_go_to_the_default_channels():
    """An empty alerts.toml still tells what is worth a message."""
    decision = decide(alert(), (), Sent(now=NOW), channels=("console",))
    assert (decision.when, decision.channels) == (When.AT_ONCE, ("console",))


def test_never_mutes_and_at_once_beats_the_digest():
    """All rules that fit have their say."""
    digest, now = Rule(id="d", when=When.DIGEST), Rule(id="n", channels=("smtp",))
    never = Rule(id="x", regions=("某市",), when=When.NEVER)
    assert decide(alert(), (digest, now), Sent(now=NOW)).channels == ("smtp",)
    assert decide(alert(), (digest,), Sent(now=NOW)).when is When.DIGEST
    decision = decide(alert(), (digest, now, never), Sent(now=NOW))
    assert (decision.when, decision.why) == (When.NEVER, "rule x mutes it")


@pytest.mark.parametrize(
    ("found", "rule", "why"),
    [
        (replace(alert(), backfill=True), Rule(id="r"), "backfill"),
        (alert(), Rule(id="r", silent_until=date(2023, 3, 1)), "silent until"),
    ],
)
def test_what_waits_for_the_digest(found, rule, why):
    """History and silenced rules page nobody; the digest has them, with the reason."""
    decision = decide(found, (rule,), Sent(now=NOW), channels=("console",))
    assert decision.when is When.DIGEST
    assert why in decision.why


def test_old_articles_page_nobody():
    """An article published long before it is read is history."""
    late = Sent(now=NOW + timedelta(days=60), stale_days=30)
    assert decide(alert(), (Rule(id="r"),), late, channels=("console",)).when is When.DIGEST


def test_flapping_pages_once():
    """5.2 → 7.5 is told; back to 5.2 and to 7.5 again within the quiet days are not; afterwards they are."""
    first = alert()
    back = replace(alert("75000", "52000"), id="second")
    again = replace(alert(), id="third")
    other = replace(alert("75000", "93000"), id="fourth")
    sent = Sent(now=NOW + timedelta(days=2), lately=(first,))
    rules = (Rule(id="r", channels=("console",), quiet_days=7),)
    assert decide(back, rules, sent).when is When.DIGEST
    assert decide(again, rules, sent).when is When.DIGEST
    assert decide(other, rules, sent).when is When.AT_ONCE
    assert decide(again, rules, replace(sent, now=NOW + timedelta(days=9))).when is When.AT_ONCE
    assert decide(first, rules, sent).when is When.AT_ONCE  # the same alert again is the outbox's to know


def test_one_article_is_one_message():
    """Nine figures of an article make one batch a channel; by region or alone they make others; keys are stable."""
    found = [alert(str(50000 + n), str(70000 + n), region=f"{n % 3}市", article="b") for n in range(9)]
    found = [replace(a, id=f"alert-{n}") for n, a in enumerate(found)]

    def made(group):
        rule = Rule(id="r", channels=("smtp", "console"), group=group)
        return batches([decide(a, (rule,), Sent(now=NOW)) for a in found])

    assert [len(b.alerts) for b in made(Group.ARTICLE)] == [9, 9]
    assert [len(b.alerts) for b in made(Group.REGION)] == [3] * 6
    assert len(made(Group.NONE)) == 18
    assert len(made(Group.METRIC)) == 2
    assert [b.key for b in made(Group.ARTICLE)] == [b.key for b in made(Group.ARTICLE)]
    assert len({b.key for b in made(Group.NONE)}) == 18


def test_every_rule_has_a_heading():
    """docs/alerts.md explains every test a rule can set and every reason to wait."""
    text = (Path(module.__file__).parents[1] / "docs" / "alerts.md").read_text(encoding="utf-8")
    assert [test.__name__ for test in (*FITS, *WAITS) if f"### `{test.__name__}`" not in text] == []
