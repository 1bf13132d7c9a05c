"""What the daemon does, for machines: /healthz and Prometheus' /metrics on a local port, off by default."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class JobStatus:
    """One job: when it started and ended last, how that went, when it is due, and how often it ran."""

    name: str
    due: datetime | None = None
    started: datetime | None = None
    finished: datetime | None = None
    problem: str = ""
    runs: int = 0
    failures: int = 0
    running: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """All of it at one moment: `troubles` are what the operator is told, `beat` is when the daemon last looked up."""

    now: datetime
    beat: datetime
    jobs: tuple[JobStatus, ...] = ()
    outbox: Mapping[str, int] = field(default_factory=dict)
    troubles: tuple[str, ...] = ()
    disk_free: int = 0

    @property
    def healthy(self) -> bool:
        """Whether the daemon lives: it looked up within the last minute. A broken site is trouble, not illness."""
        return (self.now - self.beat).total_seconds() < 60  # noqa: PLR2004


def healthz(status: Status) -> dict[str, Any]:
    """The answer of /healthz as JSON values."""
    return {
        "status": "ok" if status.healthy else "stuck",
        "beat": status.beat.isoformat(),
        "troubles": list(status.troubles),
        "outbox": dict(status.outbox),
        "jobs": {
            job.name: {
                "due": job.due.isoformat() if job.due else None,
                "started": job.started.isoformat() if job.started else None,
                "problem": job.problem or None,
                "running": job.running,
            }
            for job in status.jobs
        },
    }


def metrics(status: Status) -> str:
    """The answer of /metrics in Prometheus' text format."""
    lines = [
        *_metric("shuzhi_up", "gauge", "Whether the daemon lives.", [({}, int(status.healthy))]),
        *_metric("shuzhi_beat_timestamp_seconds", "gauge", "When it last looked up.", [({}, status.beat.timestamp())]),
        *_metric("shuzhi_disk_free_bytes", "gauge", "Free space in the home.", [({}, status.disk_free)]),
        *_metric("shuzhi_troubles", "gauge", "What the operator is told now.", [({}, len(status.troubles))]),
        *_metric(
            "shuzhi_deliveries", "gauge", "Messages by state.", [({"state": k}, n) for k, n in status.outbox.items()]
        ),
        *_metric("shuzhi_job_runs_total", "counter", "Runs.", [({"job": j.name}, j.runs) for j in status.jobs]),
        *_metric(
            "shuzhi_job_failures_total", "counter", "Failed runs.", [({"job": j.name}, j.failures) for j in status.jobs]
        ),
        *_metric(
            "shuzhi_job_started_timestamp_seconds",
            "gauge",
            "Last start.",
            [({"job": j.name}, j.started.timestamp()) for j in status.jobs if j.started],
        ),
        *_metric(
            "shuzhi_job_due_timestamp_seconds",
            "gauge",
            "Next start.",
            [({"job": j.name}, j.due.timestamp()) for j in status.jobs if j.due],
        ),
    ]
    return "\n".join(lines) + "\n"


def _metric(name: str, kind: str, words: str, values: list[tuple[dict[str, str], float]]) -> list[str]:
    if not values:
        return []
    shown = []
    for labels, value in values:
        inside = ",".join(f'{key}="{_escaped(text)}"' for key, text in labels.items())
        shown.append(f"{name}{{{inside}}} {value:.17g}" if inside else f"{name} {value:.17g}")
    return [f"# HELP {name} {words}", f"# TYPE {name} {kind}", *shown]


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


@contextmanager
def served(port: int, status: Callable[[], Status]) -> Generator[int]:
    """Serve both pages on 127.0.0.1:`port` (0: a free one) until the block ends; gives the port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            now = status()
            if self.path == "/healthz":
                code, kind, body = 200 if now.healthy else 503, "application/json", json.dumps(healthz(now))
            elif self.path == "/metrics":
                code, kind, body = 200, "text/plain; version=0.0.4", metrics(now)
            else:
                code, kind, body = 404, "text/plain", "/healthz or /metrics\n"
            content = body.encode()
            self.send_response(code)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    thread = threading.Thread(target=server.serve_forever, name="status", daemon=True)
    thread.start()
    try:
        yield int(server.server_address[1])
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
