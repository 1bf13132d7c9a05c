"""config/alerts.toml: every mistake told with its key."""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from config.alerts import RuleTable, parse
from models.metric import Event, Severity
from models.rule import Group, Rule, When

ROOT = Path(__file__).parents[2]


def read(text, **known):
    return parse(tomllib.loads(text), "alerts.toml", **known)


def test_everything_an_operator_can_say():
    """Each key of a rule arrives as what it means."""
    rules, problems = read(
        """
        [large]
        metrics = ["share"]
        regions = ["北京市"]
        topics = ["digital-economy"]
        events = ["changed_value", "revised"]
        severity = "review"
        untracked = true
        percent = 5
        points = 0.5
        crosses = [100000]
        channels = ["smtp", "console"]
        when = "digest"
        group = "region"
        silent_until = 2026-12-01
        quiet_days = 3
        """
    )
    assert problems == []
    assert rules == (
        Rule(
            id="large",
            metrics=("share",),
            regions=("北京市",),
            topics=("digital-economy",),
            events=(Event.CHANGED_VALUE, Event.REVISED),
            severity=Severity.REVIEW,
            untracked=True,
            percent=Decimal(5),
            points=Decimal("0.5"),
            crosses=(Decimal(100000),),
            channels=("smtp", "console"),
            when=When.DIGEST,
            group=Group.REGION,
            silent_until=date(2026, 12, 1),
            quiet_days=3,
        ),
    )


@pytest.mark.parametrize(
    ("text", "key", "words"),
    [
        ("[a]\nevnts = []", "a.evnts", "did you mean 'events'"),
        ("[a]\nzzz = 1", "a.zzz", "known keys are"),
        ("[a]\nevents = ['fell']", "a.events.0", "changed_value"),
        ("[a]\nevents = []", "a.events", "names no event"),
        ("[a]\npercent = -3", "a.percent", "greater than 0"),
        ("[a]\nwhen = 'soon'", "a.when", "at_once"),
        ("[a]\nchannels = ['smpt']", "a.channels", "did you mean 'smtp'"),
        ("[a]\nmetrics = ['shares']", "a.metrics", "did you mean 'share'"),
        ("[a]\ntopics = ['x']", "a.topics", "no topic 'x'"),
        ("a = 1", "a", "must be a table"),
        ("[a]\nquiet_days = 'x'", "a.quiet_days", "integer"),
    ],
)
def test_each_mistake_names_its_key(text, key, words):
    """A mistake is told with file, key and what would be right; the rule is left out."""
    rules, problems = read(text, metrics={"share"}, topics={"digital-economy"})
    assert rules == ()
    assert [(p.file, p.key) for p in problems] == [("alerts.toml", key)]
    assert words in problems[0].message


def test_all_mistakes_are_told_together():
    """Two rules with three mistakes make three problems, and the third rule stands."""
    rules, problems = read("[a]\nx = 1\nquiet_days = -1\n[b]\nwhen = 'no'\n[c]\npercent = 1")
    assert [rule.id for rule in rules] == ["c"]
    assert len(problems) == 3


def test_the_shipped_rules_are_right():
    """What we ship has no mistake and tells notices at once."""
    text = (ROOT / "config" / "alerts.toml").read_text(encoding="utf-8")
    rules, problems = read(text, metrics=set(), topics=set())
    assert problems == []
    assert rules[0].when is When.AT_ONCE


def test_every_key_of_a_rule_has_a_heading():
    """docs/alerts.md explains every key of a rule."""
    text = (ROOT / "docs" / "alerts.md").read_text(encoding="utf-8")
    assert [key for key in RuleTable.model_fields if f"### `{key}`" not in text] == []
