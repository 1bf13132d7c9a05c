"""How fast the grammars of numbers and periods are, beside `jieba.cut` over the same text on one core.

    python benchmarks/read_numbers.py [FILE ...]

Without files it reads the sentences in tests/sentences. Prints thousands of characters a second and the time taken as
a share of jieba's; the whole reading of figures may take 1.43 of it (0.7 times the speed), so this part must stay far
below.
"""

from __future__ import annotations

import json
import logging
import sys
import time
import warnings
from collections.abc import Callable
from datetime import date
from pathlib import Path

from extract.nonfigures import classify
from extract.periods import find_periods
from extract.quantities import find_quantities

SENTENCES = Path(__file__).parents[1] / "tests" / "sentences"
PUBLISHED = date(2023, 2, 13)
LEAST_CHARACTERS = 50_000


def text_of(files: list[str]) -> str:
    """The text to read, repeated until it is long enough to measure."""
    if files:
        text = "\n".join(Path(name).read_text(encoding="utf-8") for name in files)
    else:
        lines = [line for path in sorted(SENTENCES.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()]
        text = "\n".join(json.loads(line).get("text", "") for line in lines)
    return text * (LEAST_CHARACTERS // max(len(text), 1) + 1)


def seconds(run: Callable[[], object]) -> float:
    """The best of five runs."""
    best = float("inf")
    for _ in range(5):
        start = time.perf_counter()
        run()
        best = min(best, time.perf_counter() - start)
    return best


def main() -> None:
    """Measure each grammar and print one line for it."""
    warnings.simplefilter("ignore")
    import jieba

    jieba.setLogLevel(logging.ERROR)
    jieba.initialize()
    text = text_of(sys.argv[1:])
    mentions = find_quantities(text)
    runs: dict[str, Callable[[], object]] = {
        "find_quantities": lambda: find_quantities(text),
        "classify": lambda: classify(text, mentions),
        "find_periods": lambda: find_periods(text, PUBLISHED),
    }
    base = seconds(lambda: list(jieba.cut(text)))
    print(f"{len(text)} characters, {len(mentions)} numbers; jieba.cut {len(text) / base / 1000:.0f} thousand a second")
    for name, run in runs.items():
        taken = seconds(run)
        print(f"{name:16} {len(text) / taken / 1000:6.0f} thousand a second, {taken / base:.2f} of jieba's time")


if __name__ == "__main__":
    main()
