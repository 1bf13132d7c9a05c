"""Commands that ask back: every event has a chain that a person can follow, and a person's word is kept."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from cli import app
from models.errors import InputError

from .articles import FIRST, SECOND, record, write

THIRD = "2022年前三季度，北京数字经济增加值达1.31万亿元。"


@pytest.fixture
def ask(tmp_path):
    """Runs a command on a home that has read three articles, the third of which contradicts the second."""
    home = tmp_path / "home"

    def run(*words):
        return CliRunner().invoke(app, ["--home", str(home), *map(str, words)])

    third = record("three", THIRD, "2023-02-20")
    source = write(tmp_path / "in.jsonl", record("one", FIRST), record("two", SECOND, "2023-02-13"), third)
    assert run("ingest", source).exit_code == 0
    return run


def event(ask, article, surface):
    """The id of a figure."""
    told = map(json.loads, ask("events", "--jsonl").output.splitlines())
    return next(f"{t['article']}:{t['start']}" for t in told if (t["article"], t["surface"]) == (article, surface))


def test_why_prints_the_chain(ask):
    """Quote, rules, series, what it was compared with, reason, whom it reached, and the page's checksum."""
    said = ask("why", event(ask, "two", "42.7%")).output
    assert "“2022年前三季度，北京数字经济增加值达1.28万亿元，占GDP比重42.7%。”" in said
    assert "北京市|数字经济增加值占GDP比重|share" in said
    assert "compared to 北京市 数字经济增加值占GDP比重 40.4%" in said
    assert "comparable  caveat" in said
    assert "by rules" in said
    assert "sha256" in said


def test_why_of_nothing_is_told(ask):
    """An id that no event has is an error with that id."""
    assert isinstance(ask("why", "nobody:1").exception, InputError)


def test_why_not_explains_the_quiet(ask):
    """Of an article: its page, each figure with its metric or why it has none, and why nobody was woken."""
    said = ask("why-not", "one").output
    assert "record:one, read" in said
    assert "new_metric" in said
    assert "nobody at once" in said
    assert isinstance(ask("why-not", "never-seen").exception, InputError)


def test_why_not_of_a_page_that_failed(ask, tmp_path):
    """What was wrong with the page."""
    ask("ingest", write(tmp_path / "bad.jsonl", record("empty", "  ")))
    assert "failed: not_article" in ask("why-not", "empty").output


def test_review_lists_and_decides(ask):
    """A conflict waits until a person decides; rejected, it is out of the history after a reread."""
    wrong = event(ask, "three", "1.31万亿元")
    assert wrong in ask("review").output
    assert ask("review", "reject", wrong, "--note", "misprint").exit_code == 0
    assert "0 wait" in ask("review").output
    assert "decided     reject" in ask("why", wrong).output
    assert ask("read", "--again").exit_code == 0
    assert "0 wait" in ask("review").output


def test_decisions_are_listed_and_marked(ask):
    """A rejected figure is marked in its series; what was decided is listed."""
    wrong = event(ask, "three", "1.31万亿元")
    ask("review", "reject", wrong, "--note", "misprint")
    assert "set aside" in ask("series", "北京市|数字经济增加值|level").output
    assert f"reject {wrong}: misprint" in ask("review", "--decided").output


def test_answers_are_json_where_it_is_asked_for(ask):
    """review, why, why-not and replay print one object a line."""
    wrong = event(ask, "three", "1.31万亿元")

    def objects(*words):
        return [json.loads(line) for line in ask("--json", *words).output.splitlines()]

    assert wrong in [one["id"] for one in objects("review")]
    assert objects("why", wrong)[0]["event"]["event"] == "conflicting"
    assert wrong in [figure["id"] for figure in objects("why-not", "three")[0]["figures"]]
    assert objects("replay") == []
    assert objects("review", "accept", wrong)[0]["verdict"] == "accept"
    assert [one["subject"] for one in objects("review", "--decided")] == [wrong]


@pytest.mark.parametrize(
    "words", [["accept"], ["merge", "one"], ["reject", "nobody:1"], ["merge", "no-series", "--into", "x"]]
)
def test_review_refuses_what_it_cannot_mean(ask, words):
    """A verdict without its subject, a merge without its target, and what is not kept."""
    assert isinstance(ask("review", *words).exception, InputError)


def test_replay_says_what_would_differ(ask):
    """By the same rules, nothing; after a figure was set aside, the events that rest on it."""
    assert "0 events would differ" in ask("replay").output
    ask("review", "reject", event(ask, "two", "1.28万亿元"))
    said = ask("replay", "--since", "2020-01-01").output
    assert "1 event would differ" in said
    assert "- review conflicting" in said
    assert "0 wait" not in ask("review").output  # nothing was kept of the replay


def test_sources_lists_every_source(ask):
    """Each declared source, with its last visit."""
    said = ask("sources").output
    assert "never" in said
