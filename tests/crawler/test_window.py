"""Which days are wanted, and how silent months are told."""

from __future__ import annotations

from crawler.window import month_runs


def test_neighbouring_months_are_told_as_a_run() -> None:
    """A source silent for years is one line, not a page of months."""
    assert month_runs(["2022-03", "2022-04", "2022-05", "2023-01"]) == "2022-03 to 2022-05, 2023-01"
    assert month_runs(["2022-12", "2023-01"]) == "2022-12, 2023-01"
    assert month_runs([]) == ""


def test_many_stretches_are_cut():
    """Five stretches are listed, the months of the rest counted."""
    months = [f"{year}-{month:02}" for year in range(2015, 2023) for month in (1, 2, 5)]
    assert (
        month_runs(months)
        == "2015-01, 2015-02, 2015-05, 2016-01, 2016-02, 2016-05, 2017-01, 2017-02 and 16 more months"
    )
