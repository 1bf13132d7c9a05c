"""How fast figures are read out of clean text, beside jieba.cut over the same text, on one core.

    python -m benchmarks.figures [FILE ...]

Without files the text is our own sentences, each of which holds figures: the hardest case. The last line is JSON.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import jieba

from extract.context import periods_of
from extract.figures import read_figures
from models.article import Article, Published

ROOT = Path(__file__).parents[1]
FILLER = "会议强调，要坚持问题导向，统筹发展和安全，推动各项工作落地见效，让群众有更多获得感。"


def corpus() -> str:
    """Our sentences, each followed by one without figures, as articles have them."""
    rows = (ROOT / "tests/sentences/figures.jsonl").read_text(encoding="utf-8").splitlines()
    return "\n".join(json.loads(row)["text"] + FILLER for row in rows)


def best(run: Callable[[], object], rounds: int = 5) -> float:
    """Seconds of the fastest of some rounds."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return min(times)


def measure(text: str) -> dict[str, float]:
    """Characters a second for both, their ratio, and the ratio of time for twice the text."""

    def figures(body: str) -> None:
        periods_of.cache_clear()
        read_figures(Article(id="x", body=body, published=Published(date(2024, 3, 1))))

    figures(text)
    list(jieba.cut(text))
    ours, theirs = best(lambda: figures(text)), best(lambda: list(jieba.cut(text)))
    twice = best(lambda: figures(f"{text}\n{text}"), 3)
    return {
        "characters": len(text),
        "figures_per_second": round(len(text) / ours),
        "jieba_per_second": round(len(text) / theirs),
        "ratio": round(theirs / ours, 3),
        "twice_the_text": round(twice / ours, 2),
    }


if __name__ == "__main__":
    given = "\n".join(Path(name).read_text(encoding="utf-8") for name in sys.argv[1:])
    print(json.dumps(measure(given or corpus())))
