"""Which links lie in `since..until`. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta, timezone

from models.source import Link

CHINA = timezone(timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class Window:
    """The days wanted, both included, in China's time; None leaves that side open."""

    since: date | None = None
    until: date | None = None

    def holds(self, day: date) -> bool:
        """Whether `day` lies in the window."""
        return not (self.before(day) or self.after(day))

    def before(self, day: date) -> bool:
        """Whether `day` is too early."""
        return self.since is not None and day < self.since

    def after(self, day: date) -> bool:
        """Whether `day` is too late."""
        return self.until is not None and day > self.until


def wanted(link: Link, window: Window, today: date) -> bool:
    """Whether the link may lead to an article of the window.

    A date that the list states decides, unless it lies more than a day ahead of `today`: that is a mistake of the
    list's (a deadline, a typing error) and says nothing. An undated link is wanted unless it was last modified before
    the window began: nothing is published after it was last touched.
    """
    if link.published is not None and (link.published - today).days <= 1:
        return window.holds(link.published)
    if link.modified is not None:
        return not window.before(link.modified.astimezone(CHINA).date())
    return True


_RUNS = 5


def month_runs(months: Sequence[str]) -> str:
    """Months (`YYYY-MM`, in order) as a person would list them: neighbours joined from three on, five runs at most.

    >>> month_runs(["2022-03", "2022-04", "2022-05", "2023-01"])
    '2022-03 to 2022-05, 2023-01'
    """
    runs: list[list[str]] = []
    for month in months:
        number = int(month[:4]) * 12 + int(month[5:])
        if runs and int(runs[-1][-1][:4]) * 12 + int(runs[-1][-1][5:]) + 1 == number:
            runs[-1].append(month)
        else:
            runs.append([month])
    words = ", ".join(f"{run[0]} to {run[-1]}" if len(run) > 2 else ", ".join(run) for run in runs[:_RUNS])  # noqa: PLR2004
    left = sum(map(len, runs[_RUNS:]))
    return f"{words} and {left} more {'month' if left == 1 else 'months'}" if left else words
