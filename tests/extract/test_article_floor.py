"""Reading as well as it ever did: the gold pages and files beside the repository, held to their floor."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from extract.article import read_bytes

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT / ".." / "shared"
FLOOR = ROOT / "tests" / "floors" / "bodies.json"


@pytest.fixture
def shared():
    if not SHARED.exists():
        if os.environ.get("CI"):
            pytest.fail("the gold is missing, and CI must hold the floor")
        pytest.skip("no gold beside the repository")
    return SHARED.resolve()


def rows(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def test_bodies_stay_above_their_floor(shared, tmp_path):
    """No figure of the body scorer is below the one that was reached."""
    out = tmp_path / "pages.jsonl"
    with out.open("w", encoding="utf-8") as file:
        for row in rows(shared / "pages" / "gold.jsonl"):
            article = read_bytes((shared / "pages" / f"{row['id']}.html").read_bytes(), id=row["id"])
            published = article.published.isoformat() if article.published else None
            record = {"id": row["id"], "body": article.body, "title": article.title, "published": published}
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
    scorer = [sys.executable, str(shared / "score" / "bodies.py"), str(out)]
    told = subprocess.run(scorer, capture_output=True, text=True, check=True).stdout.splitlines()[-1]
    reached = json.loads(told)
    floors = json.loads(FLOOR.read_text(encoding="utf-8"))
    assert not {key: (reached[key], least) for key, least in floors["at_least"].items() if reached[key] < least}
    assert not {key: (reached[key], most) for key, most in floors["at_most"].items() if reached[key] > most}


def squeezed(text):
    return re.sub(r"\s+", "", text)


def test_seeds_are_read_exactly(shared):
    """The five files give their gold bodies, titles, and the days and outlets that they state."""
    for wanted in rows(shared / "gold" / "meta.jsonl"):
        name = wanted["id"]
        article = read_bytes((shared / "seeds" / f"{name}.txt").read_bytes(), id=name)
        assert squeezed(article.body) == squeezed((shared / "gold" / f"{name}.body.txt").read_text(encoding="utf-8"))
        assert article.title == wanted["title"]
        assert article.outlet == wanted["outlet"]
        assert article.editor == wanted["editor"]
        if wanted["publish_date"]:
            assert article.published.day.isoformat() == wanted["publish_date"]
        else:
            assert article.published.evidence.startswith("inferred")
        stories = wanted["articles"] or []
        assert [(item.title, item.start) for item in article.items] == [(s["title"], s["start"]) for s in stories]
