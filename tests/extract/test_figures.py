"""Figures out of sentences of our own, and out of the gold articles, hold the floors in tests/floors/figures.json."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract.figures import find_figures, read_figures
from extract.wire import figure_json
from models.article import Article, Item, Published

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
FLOORS = json.loads((ROOT / "tests/floors/figures.json").read_text(encoding="utf-8"))
SENTENCES = [
    json.loads(row)
    for file in sorted((ROOT / "tests/sentences").glob("figures*.jsonl"))
    for row in file.read_text(encoding="utf-8").splitlines()
]
FIELDS = ("bound", "measure", "modality", "region", "period", "subject")
UNITS = ("个项种类款", "家户", "人名位", "台套")


def read(record: dict[str, Any]) -> list[dict[str, Any]]:
    """The figures of a sentence record, as plain data."""
    published = Published(date.fromisoformat(record["published"]))
    article = Article(id=record["id"], body=record["text"], published=published, region=record["region"])
    return [figure_json(figure) for figure in read_figures(article)]


def pairs(text: str) -> Counter[str]:
    """The bigrams of a name."""
    text = "".join(c for c in text if c.isalnum())
    return Counter(text[i : i + 2] for i in range(max(1, len(text) - 1)))


def alike(one: str, other: str) -> float:
    """How much two names have in common; 0 unless it is half of the shorter and a quarter of the longer."""
    a, b = pairs(one), pairs(other)
    shared, (small, large) = sum((a & b).values()), sorted((sum(a.values()), sum(b.values())))
    return 2 * shared / (small + large) if shared * 2 >= small and shared * 4 >= large else 0.0


def right(field: str, want: dict[str, Any], got: dict[str, Any], subjects: set[str]) -> bool:
    """Whether a field is as expected; a field that the record leaves out may be anything."""
    if field not in want:
        return True
    if field == "subject":
        best = alike(want["subject"], got["subject"])
        return best > 0 and best >= max((alike(s, got["subject"]) for s in subjects - {want["subject"]}), default=0)
    if field == "modality":
        return (want[field] == "actual") == (got[field] == "actual")
    if field == "period":
        only_end = want["period"]["type"] in ("asof", "deadline") or got["period"]["type"] == "deadline"
        keys = ("end",) if only_end else ("start", "end")
        return all(want["period"][key] == got["period"][key] for key in keys)
    return bool(want[field] == got[field])


def same(want: dict[str, Any], got: dict[str, Any]) -> bool:
    """Whether a figure read is the one expected: place, value and unit."""
    value = (float(want["value"]), float(want["value_high"] or 0))
    unit = want["unit"] == got["unit"] or any(want["unit"] in k and got["unit"] in k for k in UNITS if want["unit"])
    spans = want["start"] < got["end"] and got["start"] < want["end"]
    return spans and unit and value == (got["value"], float(got["value_high"] or 0))


@cache
def tally() -> tuple[dict[str, float], tuple[str, ...]]:
    """The scores over all sentences, and what was missed."""
    count: Counter[str] = Counter()
    misses: list[str] = []
    for record in SENTENCES:
        left = read(record)
        subjects = {figure["subject"] for figure in record["figures"]}
        for want in record["figures"]:
            count["wanted"] += 1
            got = next((g for g in left if same(want, g)), None)
            if got is None:
                misses.append(f"{record['id']} {want['surface']} not found")
                continue
            left.remove(got)
            count["found"] += 1
            wrong = [field for field in FIELDS if not right(field, want, got, subjects)]
            count.update(field for field in FIELDS if field not in wrong)
            count["whole"] += not wrong
            misses += [f"{record['id']} {want['surface']} {f}: {want[f]} / {got[f]}" for f in wrong]
        count["false"] += len(left)
        misses += [f"{record['id']} {g['surface']} is no figure" for g in left]
    everything = count["wanted"] + count["found"] + count["false"]
    scores = {field: count[field] / count["found"] for field in FIELDS}
    scores |= {"f1": 2 * count["found"] / everything, "whole": 2 * count["whole"] / everything}
    return scores, tuple(misses)


@pytest.mark.parametrize("name", sorted(FLOORS["sentences"]))
def test_sentences_hold_their_floor(name: str) -> None:
    """Each score over our own sentences is at least its floor in git."""
    scores, misses = tally()
    assert scores[name] >= FLOORS["sentences"][name], "\n".join(misses)


def test_there_are_enough_sentences_of_every_form() -> None:
    """At least 150 sentences, and none twice."""
    texts = [record["text"] for record in SENTENCES]
    assert len(set(texts)) == len(texts) >= 150


def gold() -> Path:
    """The gold folder beside the repository; without it the test skips, except in CI."""
    folder = SHARED / "gold"
    if not folder.is_dir():
        if os.environ.get("CI"):
            pytest.fail("../shared/gold is missing")
        pytest.skip("needs ../shared/gold, which is not part of the repository")
    return folder


def test_gold_articles_hold_their_floor(tmp_path: Path) -> None:
    """Each score of score/figures.py on the gold bodies is at least its floor in git."""
    folder = gold()
    rows = []
    for line in (folder / "meta.jsonl").read_text(encoding="utf-8").splitlines():
        meta = json.loads(line)
        day = Published(date.fromisoformat(meta["publish_date"])) if meta["publish_date"] else None
        body = (folder / f"{meta['id']}.body.txt").read_text(encoding="utf-8").removesuffix("\n")
        article = Article(id=meta["id"], body=body, title=meta["title"], published=day, outlet=meta["outlet"])
        rows.append({"id": meta["id"], "figures": [figure_json(f) for f in read_figures(article)]})
    file = tmp_path / "predictions.jsonl"
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    command = [sys.executable, str(SHARED / "score/figures.py"), str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    scores = json.loads(done.stdout.splitlines()[-1])
    assert {k: scores[k] for k, floor in FLOORS["gold"].items() if scores[k] < floor} == {}, done.stdout


PLAIN = [record["text"] for record in SENTENCES if "\t" not in record["text"] and "\n" not in record["text"]]


@given(st.lists(st.sampled_from(PLAIN), min_size=1, max_size=4))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_offsets_point_at_the_surface(texts: list[str]) -> None:
    """Whatever sentences make up an article, surfaces and sentences stand where their offsets say, in order."""
    body = "\n".join(texts)
    figures = find_figures(body)
    for figure in figures:
        assert body[figure.start : figure.end] == figure.surface
        assert body[figure.sentence_start :].startswith(figure.sentence)
        assert figure.sentence_start <= figure.start < figure.end <= figure.sentence_start + len(figure.sentence)
    assert [f.start for f in figures] == sorted(f.start for f in figures)


@pytest.mark.parametrize("record", SENTENCES[::6], ids=lambda r: r["id"])
def test_boilerplate_around_changes_nothing(record: dict[str, Any]) -> None:
    """Lines before and after a sentence that hold no figure leave its figures as they are."""
    around = record | {"text": f"点击蓝字关注我们\n{record['text']}\n责任编辑：某某"}
    shift = len("点击蓝字关注我们\n")
    assert [f | {"start": f["start"] - shift, "end": f["end"] - shift} for f in read(around)] == read(record)


@pytest.mark.parametrize("record", SENTENCES[::7], ids=lambda r: r["id"])
def test_full_width_digits_read_as_half_width(record: dict[str, Any]) -> None:
    """Full-width digits change no value."""
    wide = record["text"].translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)})
    assert [f["value"] for f in read(record | {"text": wide})] == [f["value"] for f in read(record)]


def test_traditional_characters_read_as_simplified() -> None:
    """The same sentence in traditional characters names the same subject, place and value, and quotes itself."""
    simple = find_figures("2023年，深圳市数字经济核心产业增加值达9000亿元，同比增长8.5%。")
    traditional = find_figures("2023年，深圳市數字經濟核心產業增加值達9000億元，同比增長8.5%。")
    assert [(f.subject, f.region, f.quantity) for f in traditional] == [
        (f.subject, f.region, f.quantity) for f in simple
    ]
    assert traditional[0].surface == "9000億元"


def test_each_item_has_its_own_place() -> None:
    """In an article of several stories a figure is in the place of its own story."""
    body = "江苏出台数字乡村意见\n建成示范村300个。\n贵州大数据产业提速\n数据中心达到47个。"
    items = (Item("江苏出台数字乡村意见", 11, 20), Item("贵州大数据产业提速", 30, 40))
    article = Article(id="x", body=body, published=Published(date(2023, 5, 1)), items=items)
    assert [f.region for f in read_figures(article)] == ["江苏省", "贵州省"]


@pytest.mark.parametrize(
    "text", ["1、" * 20000, "占" * 40000 + "5%", "“" * 30000 + "3家", "（" * 30000 + "3家", "为3家" * 8000]
)
def test_hostile_text_takes_no_longer_than_plain_text(text: str) -> None:
    """Text made to make expressions backtrack is read in seconds."""
    start = time.perf_counter()
    find_figures(text)
    assert time.perf_counter() - start < 20
