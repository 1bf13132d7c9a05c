"""`shuzhi demo`: the whole job on the bundled site, as a stranger would see it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def test_the_demo_tells_what_changed(tmp_path: Path) -> None:
    """Two crawls a year apart tell the changes that the sample site holds, and a digest stands at the end."""
    home = tmp_path / "demo"
    code = f"from pathlib import Path; from demo.run import main; raise SystemExit(main(Path({str(home)!r})))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=False, cwd=tmp_path
    )
    assert done.returncode == 0, done.stdout + done.stderr
    told = done.stdout
    for event in (
        "notice new_period 北京市 数字经济增加值 1.28万亿元 (2022-01-01..2022-09-30) · comparable: no",
        "notice new_period 北京市 数字经济增加值占GDP比重 42.7% (2022-01-01..2022-09-30) · comparable: caveat",
        "notice changed_value 北京市 5G基站 7.5万个",
        "notice changed_value 北京市 大数据平台汇聚政务数据 380多亿条",
        "info   refined 北京市 数字经济增加值 16251.9亿元",
        "info   new_metric 山东省",
    ):
        assert event in told, event
    assert told.count("\nreview ") == 1
    assert "conflicting" not in told
    assert "42.7%" in (home / "digest.html").read_text(encoding="utf-8")
    assert "扫码" not in told
