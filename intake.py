"""What a person hands in: files, folders and JSONL records -> arrivals, in order.

    PATH  ── folder ──► its files, sorted
          ── .jsonl ──► its records, in order: {"id", "path"} or {"id", "body", "published", "title", "outlet", "url"}
          ── file ────► itself

Whatever cannot be used becomes a Failure that names file and line; the rest goes on.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from extract.dates import given
from models.article import Page
from models.errors import InputError
from models.report import Report
from storage.pages import Form

SUFFIXES = frozenset({".html", ".htm", ".shtml", ".xhtml", ".md", ".markdown", ".txt", ".jsonl"})
"""What is taken out of a folder; a file named by itself is taken whatever its name."""

FACTS = ("published", "title", "outlet", "url")
"""What may be known of an article beforehand."""

_RECORD = "record"
"""The subject of an error in a record itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A page handed in, and how it is to be read. `key` becomes the article's id."""

    page: Page
    form: Form
    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Intake:
    """Reads arrivals; `now` is when they arrive, `max_bytes` the largest file taken, `report` hears of failures."""

    now: datetime
    max_bytes: int
    report: Report

    def arrivals(self, paths: Iterable[Path]) -> Iterator[Arrival]:
        """Everything at `paths`, in the order given."""
        for path in paths:
            if path.is_dir():
                files = sorted(p for p in path.rglob("*") if p.suffix.lower() in SUFFIXES and p.is_file())
                if not files:
                    self.report.fail("empty folder", str(path), "holds no file that could be an article")
                for file in files:
                    yield from self._file(file, str(file.relative_to(path).with_suffix("")))
            else:
                yield from self._file(path, path.stem)

    def _file(self, path: Path, key: str) -> Iterator[Arrival]:
        if path.suffix.lower() == ".jsonl":
            yield from self.records(path)
            return
        try:
            yield self._arrival(path, key, {})
        except InputError as error:
            self.report.fail("input", error.subject, error.message)

    def records(self, path: Path) -> Iterator[Arrival]:
        """The records of a JSONL file; a bad line is told by its number."""
        try:
            with path.open("rb") as lines:
                for number, line in enumerate(lines, 1):
                    if not line.strip():
                        continue
                    try:
                        yield self._record(line, path)
                    except InputError as error:
                        # What is wrong with a file that the record names is said of that file.
                        words = error.message if error.subject == _RECORD else str(error)
                        self.report.fail("input", f"{path}:{number}", words)
        except OSError as error:
            self.report.fail("input", str(path), _said(error))

    def _record(self, line: bytes, path: Path) -> Arrival:
        record = _parsed(line)
        key = record["id"]
        facts = {name: record[name] for name in FACTS if record.get(name)}
        if record.get("body") is not None:
            given = {"id": key, "body": record["body"], **facts}
            content = json.dumps(given, ensure_ascii=False, sort_keys=True).encode()
            page = Page(
                url=facts.get("url") or f"record:{key}",
                body=content,
                fetched_at=self.now,
                content_type="application/json",
                published=_day(facts),
            )
            return Arrival(page=page, form=Form.RECORD, key=key, name=key)
        file = Path(record["path"])
        beside = path.parent / file
        found = self._arrival(file if file.is_absolute() or not beside.exists() else beside, key, facts)
        return Arrival(page=found.page, form=found.form, key=key, name=found.name)

    def _arrival(self, path: Path, key: str, facts: dict[str, str]) -> Arrival:
        try:
            if (size := path.stat().st_size) > self.max_bytes:
                raise InputError(str(path), f"has {size:,} bytes, more than read.max_page_bytes ({self.max_bytes:,})")
            content = path.read_bytes()
        except OSError as error:
            raise InputError(str(path), _said(error)) from error
        page = Page(
            url=facts.get("url") or f"file:{key}",
            body=content,
            fetched_at=self.now,
            published=_day(facts),
            # What the record says of the file travels where a server would say it.
            headers=tuple((f"shuzhi-{name}", facts[name]) for name in ("title", "outlet") if name in facts),
        )
        return Arrival(page=page, form=Form.FILE, key=key, name=path.name)


def _parsed(line: bytes) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except ValueError as error:
        raise InputError(_RECORD, f"is no JSON: {error}") from error
    if not isinstance(record, dict):
        raise InputError(_RECORD, "must be a JSON object")
    if isinstance(record.get("id"), int) and not isinstance(record["id"], bool):
        record["id"] = str(record["id"])
    if not isinstance(record.get("id"), str) or not record["id"]:
        raise InputError(_RECORD, 'needs an "id", a text')
    if (record.get("body") is None) == (record.get("path") is None):
        raise InputError(_RECORD, 'needs either a "path" or a "body"')
    for name in ("path", "body", *FACTS):
        if not isinstance(record.get(name), str | None):
            raise InputError(_RECORD, f'"{name}" must be a text or null')
    _day(record)
    return record


def _day(facts: dict[str, Any]) -> date | None:
    text = facts.get("published")
    if not text:
        return None
    with contextlib.suppress(ValueError):
        return date.fromisoformat(text[:10])
    if (stated := given(text)) is None:
        raise InputError(_RECORD, f'"published" must be a date like 2023-02-13 or null, not {text!r}')
    return stated.day


def _said(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "no such file"
    return (error.strerror or str(error)).lower()
