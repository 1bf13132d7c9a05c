"""How fast figures are read out of clean text, beside jieba.cut over the same text, on one core.

    python -m benchmarks.figures [--hold] [FILE ...]

Without files the text is our own sentences among others without figures, one figure in some 80 characters, as articles
on the digital economy have them. A text of nothing but figures takes longer. The last line is JSON. With --hold it
fails where the ratio is below the floor in tests/floors/figures.json; run it on a machine that does nothing else.
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
FILLER = (
    "会议强调，要坚持问题导向，统筹发展和安全，推动各项工作落地见效，让群众有更多获得感。",
    "各部门密切配合，完善协同推进机制，加强政策宣传和业务培训，及时回应企业和市民关切，持续优化营商环境。",
    "专家认为，数据的价值在于流动和应用，只有打通部门之间的壁垒，才能让城市治理更加精细、公共服务更加便捷。",
)


def corpus() -> str:
    """Our sentences, each followed by some without figures."""
    rows = (ROOT / "tests/sentences/figures.jsonl").read_text(encoding="utf-8").splitlines()
    return "\n".join(json.loads(row)["text"] + "".join(FILLER) for row in rows)


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
    pairs = [(best(lambda: figures(text), 1), best(lambda: list(jieba.cut(text)), 1)) for _ in range(9)]
    ours, theirs = min(pair[0] for pair in pairs), min(pair[1] for pair in pairs)
    twice = best(lambda: figures(f"{text}\n{text}"), 3)
    return {
        "characters": len(text),
        "figures_per_second": round(len(text) / ours),
        "jieba_per_second": round(len(text) / theirs),
        "ratio": round(theirs / ours, 3),
        "twice_the_text": round(twice / ours, 2),
    }


if __name__ == "__main__":
    names = [name for name in sys.argv[1:] if name != "--hold"]
    result = measure("\n".join(Path(name).read_text(encoding="utf-8") for name in names) or corpus())
    print(json.dumps(result))
    floor = json.loads((ROOT / "tests/floors/figures.json").read_text(encoding="utf-8"))["speed"]
    sys.exit("--hold" in sys.argv and result["ratio"] < floor)
