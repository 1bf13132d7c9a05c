"""`make eval`: score what Shuzhi reads against the gold beside the repository, and hold it to its floors.

    figures   gold bodies ─► shuzhi extract --jsonl
    articles  our own annotated articles ─► shuzhi extract --jsonl
    events    gold bodies, in the order of their publication ─► shuzhi ingest ─► shuzhi events --jsonl
    seeds     raw files ─► shuzhi extract --jsonl
    bodies    saved pages ─► local server ─► shuzhi crawl ─► what is on the shelf
    suites    the cases of other projects ─► functions of extract/

Everything but the suites goes through the commands a user would type. Exits with 1 where a score is below its floor
in `tests/floors/<name>.json`; floors only go up. Without the gold there is nothing to do, which is no failure.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from sqlalchemy import select

from storage.database import open_database
from storage.schema import articles as article_table

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
FLOORS = Path(__file__).with_name("floors")
Scores = dict[str, float]


def rows(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSONL file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def write(path: Path, records: list[dict[str, Any]]) -> Path:
    """A JSONL file of `records`."""
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records), encoding="utf-8")
    return path


def shuzhi(home: Path, *words: object, config: Path | None = None) -> str:
    """What `shuzhi WORDS` prints; its failures are shown and do not stop the evaluation."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("SHUZHI_")}
    env |= {"SHUZHI_HOME": str(home)} | ({"SHUZHI_CONFIG": str(config)} if config else {})
    done = subprocess.run(
        [sys.executable, "-m", "cli", *map(str, words)], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    if done.stderr:
        print(done.stderr, file=sys.stderr)  # noqa: T201
    return done.stdout


def scorer(name: str, *words: object) -> tuple[Scores, str]:
    """The last line of a scorer's output as numbers, and what it printed before."""
    command = [sys.executable, str(SHARED / "score" / f"{name}.py"), *map(str, words)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    *details, last = done.stdout.splitlines()
    return json.loads(last), "\n".join(details)


def gold_records() -> list[dict[str, Any]]:
    """The gold bodies as records, in the order in which their events were to be told."""
    meta = {row["id"]: row for row in rows(SHARED / "gold" / "meta.jsonl")}
    order = list(dict.fromkeys(event["doc"] for event in rows(SHARED / "gold" / "events.jsonl")))
    return [
        {
            "id": name,
            "body": (SHARED / "gold" / f"{name}.body.txt").read_text(encoding="utf-8"),
            "published": meta[name]["publish_date"],
            "title": meta[name]["title"],
            "outlet": meta[name]["outlet"],
            "url": None,
        }
        for name in order
    ]


def figures(folder: Path) -> tuple[Scores, str]:
    """Figures in the gold bodies."""
    source = write(folder / "bodies.jsonl", gold_records())
    found = folder / "figures.jsonl"
    found.write_text(shuzhi(folder, "extract", "--jsonl", source), encoding="utf-8")
    return scorer("figures", found)


def articles(folder: Path) -> tuple[Scores, str]:
    """Figures in our own annotated articles, written without looking at the rules."""
    own = ROOT / "tests" / "sentences" / "articles"
    records = [
        {
            "id": row["id"],
            "body": (own / f"{row['id']}.body.txt").read_text(encoding="utf-8"),
            "published": row["publish_date"],
            "title": row["title"],
            "outlet": row["outlet"],
            "url": None,
        }
        for row in rows(own / "meta.jsonl")
    ]
    source = write(folder / "articles.jsonl", records)
    found = folder / "figures.jsonl"
    found.write_text(shuzhi(folder, "extract", "--jsonl", source), encoding="utf-8")
    return scorer("figures", found, own)


def events(folder: Path) -> tuple[Scores, str]:
    """Events told while the gold bodies arrive."""
    source = write(folder / "arriving.jsonl", gold_records())
    shuzhi(folder / "events", "ingest", source)
    told = folder / "events.jsonl"
    told.write_text(shuzhi(folder / "events", "events", "--jsonl"), encoding="utf-8")
    return scorer("events", told)


def squeezed(text: str | None) -> str:
    """Without white space."""
    return "".join((text or "").split())


def seeds(folder: Path) -> tuple[Scores, str]:
    """The raw files: bodies equal to the gold ones, and what stands about them in their heads."""
    files = sorted((SHARED / "seeds").iterdir())
    source = write(folder / "seeds.jsonl", [{"id": f.stem, "path": str(f)} for f in files])
    found = {r["id"]: r for r in map(json.loads, shuzhi(folder, "extract", "--jsonl", source).splitlines())}
    meta = {row["id"]: row for row in rows(SHARED / "gold" / "meta.jsonl")}
    right: dict[str, int] = {"body": 0, "title": 0, "published": 0, "outlet": 0}
    notes = []
    for name, want in meta.items():
        got = found.get(name, {})
        body = (SHARED / "gold" / f"{name}.body.txt").read_text(encoding="utf-8")
        day = want["publish_date"] or (want.get("publish_date_inferred") or {}).get("best")
        marks = {
            "body": squeezed(got.get("body")) == squeezed(body),
            "title": squeezed(got.get("title")) in {squeezed(want["title"]), squeezed(want.get("title_normalised"))},
            "published": (got.get("published") or "")[:10] == (day or ""),
            "outlet": got.get("outlet") == want["outlet"],
        }
        for key, good in marks.items():
            right[key] += good
        notes += [
            f"{name[:3]} {key}: want {want.get(key)!r}, got {str(got.get(key))[:60]!r}"
            for key in marks
            if not marks[key]
        ]
    return {key: number / len(meta) for key, number in right.items()}, "\n".join(notes)


class _Quiet(SimpleHTTPRequestHandler):
    """Serves files without a word."""

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def guess_type(self, path: Any) -> str:
        """HTML without a charset: the pages say themselves what they are in."""
        return "text/html" if str(path).endswith(".html") else super().guess_type(path)


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The address of a server on loopback that serves `folder`."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def bodies(folder: Path) -> tuple[Scores, str]:
    """The saved pages, crawled from a local server."""
    names = [row["id"] for row in rows(SHARED / "pages" / "gold.jsonl")]
    site, config, home = folder / "site", folder / "config", folder / "crawl"
    site.mkdir()
    (config / "sources").mkdir(parents=True)
    for name in names:
        (site / f"{name}.html").write_bytes((SHARED / "pages" / f"{name}.html").read_bytes())
    links = "".join(f'<li><a href="/{name}.html">{name}</a></li>' for name in names)
    (site / "index.html").write_text(f"<html><body><ul>{links}</ul></body></html>", encoding="utf-8")
    with serving(site) as base:
        (config / "sources" / "pages.toml").write_text(
            f'name = "pages"\nkind = "listing"\nurls = ["{base}/index.html"]\nlinks = "li a"\n'
            'articles = "html$"\ndelay = 0\nallow_private = true\n',
            encoding="utf-8",
        )
        shuzhi(home, "crawl", "--since", "2000-01-01", config=config)
    found = []
    with open_database(f"sqlite:///{home / 'shuzhi.db'}") as database, database.reading() as connection:
        columns = article_table.c
        query = select(columns.url, columns.title, columns.published, columns.body)
        for url, title, published, body in connection.execute(query.where(columns.retired_at.is_(None))):
            name = url.rsplit("/", 1)[-1].removesuffix(".html")
            found.append({"id": name, "title": title, "published": str(published), "body": body})
    scores, details = scorer("bodies", write(folder / "pages.jsonl", found))
    return scores | {"articles": len(found) / len(names)}, details


def suites(_: Path) -> tuple[Scores, str]:
    """The cases of other projects."""
    return scorer(
        "suites",
        *("--quantities", "extract.quantities:find_quantities"),
        *("--periods", "extract.periods:find_periods"),
        *("--figures", "extract.figures:find_figures"),
    )


PARTS = {part.__name__: part for part in (figures, articles, events, seeds, bodies, suites)}


def held(name: str, scores: Scores) -> list[tuple[str, float, str, bool]]:
    """Each score with its floor (or, for what should be little, its ceiling) and whether it holds."""
    file = FLOORS / f"{name}.json"
    floors = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    least, most = floors.get("at_least") or floors.get("gold", {}), floors.get("at_most", {})
    found = []
    for key, score in scores.items():
        bound = f"≥ {least[key]}" if key in least else f"≤ {most[key]}" if key in most else ""
        good = score >= least.get(key, score) and score <= most.get(key, score)
        found.append((key, score, bound, good))
    found += [(key, float("nan"), "missing", False) for key in (least | most) if key not in scores]
    return found


def main(words: list[str]) -> int:
    """Run the parts named (all by default); `-v` prints each miss."""
    console = Console(highlight=False)
    if not SHARED.is_dir():
        console.print("make eval: there is no folder `shared` beside the repository, so there is nothing to score with")
        return 0
    verbose = "-v" in words
    wanted = [word for word in words if word != "-v"] or list(PARTS)
    table = Table("part", "score", "", "floor", box=None)
    below = 0
    for name in wanted:
        with tempfile.TemporaryDirectory(prefix="shuzhi-eval-") as folder:
            try:
                scores, details = PARTS[name](Path(folder))
            except (subprocess.CalledProcessError, OSError, ValueError) as error:
                scores, details = {}, f"{error}\n{getattr(error, 'stderr', '')}"
        if verbose or not scores:
            console.print(details, markup=False, soft_wrap=True)
        for key, score, bound, good in held(name, scores):
            below += not good
            table.add_row(name, key, f"{score:g}", bound, style="" if good else "red")
    console.print(table)
    if below:
        console.print(f"{below} below their floor", style="red")
    return int(below > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
