"""How much of trafilatura's time ours takes: both over the same pages, in one process, A B A B.

    python benchmarks/read_pages.py [FOLDER] [--rounds 5]

FOLDER holds saved pages (`*.html`); by default the gold pages beside the repository, else the tests' own. Prints CPU
seconds for each and their ratio, the median over rounds, and exits with 1 where it is above the limit.
"""

from __future__ import annotations

import argparse
import gc
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from trafilatura import bare_extraction

from extract.article import read_bytes
from models.errors import ReadError

ROOT = Path(__file__).resolve().parents[1]
LIMIT = 1.3  # of trafilatura's default, which reads the text alone


def theirs(content: bytes) -> None:
    """Trafilatura as it comes, with the metadata that an article needs."""
    bare_extraction(content, with_metadata=True)


def bare(content: bytes) -> None:
    """Trafilatura as it comes: the text alone."""
    bare_extraction(content)


def ours(content: bytes) -> None:
    """Bytes to Article."""
    try:
        read_bytes(content, id="benchmark")
    except ReadError:
        return


def spent(read: Callable[[bytes], None], pages: list[bytes]) -> float:
    """CPU seconds that `read` takes over the pages."""
    gc.collect()
    started = time.process_time()
    for page in pages:
        read(page)
    return time.process_time() - started


def main() -> int:
    """Run the rounds and print one line for each, then the medians."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    gold, own = ROOT.parent / "shared" / "pages", ROOT / "tests" / "extract" / "pages"
    parser.add_argument("folder", nargs="?", type=Path, default=gold if gold.exists() else own)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    pages = [path.read_bytes() for path in sorted(asked.folder.glob("*.html"))]
    for read in (theirs, bare, ours):
        spent(read, pages[:3])  # caches and imports
    rounds = [(spent(theirs, pages), spent(bare, pages), spent(ours, pages)) for _ in range(asked.rounds)]
    for full, text, our in rounds:
        print(
            f"trafilatura {full:.3f} s, text alone {text:.3f} s, ours {our:.3f} s: {our / full:.2f}, {our / text:.2f}"
        )
    ratio = median(our / full for full, _, our in rounds)
    alone = median(our / text for _, text, our in rounds)
    print(
        print(f"{len(pages)} pages; ours takes {ratio:.2f} of trafilatura with metadata, {alone:.2f} of its text alone")
    )
    return int(alone > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
