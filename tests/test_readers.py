"""Reader processes that cannot do their work."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
UNGUARDED = """
from datetime import UTC, datetime
from pathlib import Path
from config.loader import load
from models.report import Report
from pipeline import extract

print(list(extract(load(), [Path("note.txt")], Report(), now=datetime(2023, 3, 1, tzinfo=UTC))))
"""


def test_readers_that_never_start_are_no_fault_of_the_page(tmp_path):
    """Where no reader process comes up, the run ends with that reason instead of giving page after page up."""
    script = tmp_path / "unguarded.py"  # runs itself again in each process it starts, until Python forbids it
    script.write_text(UNGUARDED, encoding="utf-8")
    (tmp_path / "note.txt").write_text("截至2022年底，北京建成5G基站7.5万个。", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, script],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode != 0
    assert "ended before they were ready to read a page" in done.stderr
    assert "crashed" not in done.stdout
