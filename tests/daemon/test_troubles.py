from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from daemon.status import JobStatus, Status, healthz, metrics
from daemon.troubles import Limits, troubles
from models.report import Failure

NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)
LIMITS = Limits(late=timedelta(minutes=30), disk_free=500)


def found(**known: Any) -> list[tuple[str, str]]:
    """Kind and subject of each trouble, all being well but for what is given."""
    fine: dict[str, Any] = {"jobs": (), "sources": {}, "outbox": {}, "disk_free": 10**9, "limits": LIMITS}
    return [(t.kind, t.subject) for t in troubles(NOW, **(fine | known))]


def test_all_is_well() -> None:
    """A job on time, sources that work, letters on their way: nobody is told."""
    jobs = (JobStatus(name="digest", due=NOW + HOUR), JobStatus(name="read", due=NOW - HOUR, started=NOW, running=True))
    assert found(jobs=jobs, outbox={"pending": 9, "sent": 99}) == []


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({"jobs": (JobStatus(name="digest", due=NOW - HOUR),)}, ("late", "digest")),
        ({"jobs": (JobStatus(name="deliver:smtp", started=NOW - HOUR, running=True),)}, ("stuck", "deliver:smtp")),
        ({"jobs": (JobStatus(name="upkeep", problem="disk full"),)}, ("job", "upkeep")),
        ({"jobs": (JobStatus(name="crawl:s", problem="cut off after 9 seconds"),)}, ("cut off", "crawl:s")),
        ({"sources": {"s": "moved: its list is gone"}}, ("source", "s")),
        ({"outbox": {"dead": 2}}, ("dead letters", "outbox")),
        ({"disk_free": 499}, ("disk", "home")),
    ],
)
def test_trouble_is_told(known: dict[str, Any], expected: tuple[str, str]) -> None:
    """Each kind by itself, with a subject that stays the same from look to look."""
    assert found(**known) == [expected]


def status(**known: Any) -> Status:
    jobs = (JobStatus(name='crawl:"x"\n', started=NOW - HOUR, due=NOW, runs=3, failures=1),)
    return Status(**({"now": NOW, "beat": NOW, "jobs": jobs, "outbox": {"dead": 1}} | known))


def test_metrics_are_what_prometheus_reads() -> None:
    """Help and type before each name, labels escaped."""
    text = metrics(status())
    assert 'shuzhi_job_runs_total{job="crawl:\\"x\\"\\n"} 3\n' in text
    assert 'shuzhi_deliveries{state="dead"} 1\n' in text
    names = {line.split("{")[0].split(" ")[0] for line in text.splitlines() if not line.startswith("#")}
    for name in names:
        assert f"# HELP {name} " in text
        assert f"# TYPE {name} " in text


def test_a_daemon_that_does_not_look_up_is_stuck() -> None:
    """Trouble with a site is no illness; silence is."""
    troubled = status(troubles=tuple(str(Failure("source", "s", "x")) for _ in range(9)))
    assert healthz(troubled)["status"] == "ok"
    assert healthz(status(beat=NOW - timedelta(minutes=2)))["status"] == "stuck"
