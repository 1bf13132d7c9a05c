"""Which days are wanted, and how silent months are told."""

from __future__ import annotations

from crawler.window import month_runs


def test_neighbouring_months_are_told_as_a_run() -> None:
    """A source silent for years is one line, not a page of months."""
    assert month_runs(["2022-03", "2022-04", "2022-05", "2023-01"]) == "2022-03 to 2022-05, 2023-01"
    assert month_runs(["2022-12", "2023-01"]) == "2022-12, 2023-01"
    assert month_runs([]) == ""
