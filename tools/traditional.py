"""Make extract/data/traditional.txt from the TSCharacters.txt of opencc-python-reimplemented (Apache-2.0).

    python tools/traditional.py opencc/dictionary/TSCharacters.txt extract/data/traditional.txt

Two lines of equal length: traditional characters, and the simplified character that each one most often stands for.
"""

from __future__ import annotations

import sys
from pathlib import Path


def main(source: Path, out: Path) -> None:
    """Write the table."""
    pairs = []
    for row in source.read_text(encoding="utf-8").splitlines():
        traditional, _, simplified = row.partition("\t")
        first = simplified.split(" ")[0]
        if (
            len(traditional) == len(first) == 1
            and traditional != first
            and "一" <= traditional <= "鿿"
            and "一" <= first <= "鿿"
        ):
            pairs.append((traditional, first))
    out.write_text("".join(t for t, _ in pairs) + "\n" + "".join(s for _, s in pairs) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
