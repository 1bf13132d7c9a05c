"""`shuzhi demo`: crawl a sample site, tell what is known; a year passes; crawl again, tell what changed.

Everything is real: a server on loopback, the commands a user would type, a database in a folder of its own. Nothing
leaves the machine.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from config.settings import SHIPPED
from demo.site import serve

SOURCES = {
    "chenguang": ("晨光新闻网", "listing", "/news/"),
    "portal": ("城市门户", "feed", "/portal/feed.xml"),
}


def configure(root: Path, base: str) -> None:
    """The shipped metrics and topics, with the sample site for sources."""
    (root / "sources").mkdir(parents=True)
    shutil.copytree(SHIPPED / "metrics", root / "metrics")
    for name in ("topics.toml", "alerts.toml", "settings.toml"):
        if (SHIPPED / name).exists():
            shutil.copy(SHIPPED / name, root / name)
    for name, (title, kind, path) in SOURCES.items():
        (root / "sources" / f"{name}.toml").write_text(
            f'name = "{title}"\nkind = "{kind}"\nurls = ["{base}{path}"]\n'
            "allow_private = true  # the sample site is on loopback\ndelay = 0\n",
            encoding="utf-8",
        )


def main(home: Path | None = None) -> int:
    """Run the demo with its database in `home` (a new temporary folder by default); 0 when every step went well."""
    console = Console(highlight=False)
    home = home or Path(tempfile.mkdtemp(prefix="shuzhi-demo-"))
    root = home / "config"
    if root.exists():
        console.print(f"[red]{escape(str(root))} exists: give the demo a new folder[/]")
        return 2

    def shuzhi(*words: str) -> int:
        console.print(f"[bold]$ shuzhi {' '.join(words)}[/]")
        env = {**os.environ, "SHUZHI_HOME": str(home), "SHUZHI_CONFIG": str(root), "SHUZHI_NOW": now}
        env.pop("SHUZHI_DATABASE", None)
        done = subprocess.run([sys.executable, "-m", "cli", *words], env=env, check=False)  # noqa: S603 our own command
        console.print()
        return done.returncode

    now = "2022-02-14T08:00+08:00"
    console.print(
        "Shuzhi watches pages, reads the figures out of them, and tells what changed.\n"
        "A sample site with two outlets now runs on this machine. First, as it stood in [bold]February 2022[/]:\n"
    )
    with serve() as site:
        configure(root, site.base)
        codes = [shuzhi("crawl", "--since", "2022-01-01"), shuzhi("series")]
        console.print(
            "That is what is known now; a reprint among the pages added nothing.\n"
            "A year passes. The site has [bold]three new articles[/]: what do they change?\n"
        )
        site.edition, now = "2023", "2023-02-22T18:00+08:00"
        codes += [
            shuzhi("crawl", "--since", "2022-01-01"),
            shuzhi("events", "--since-last", "--severity", "notice", "--severity", "review"),
        ]
    console.print("Everything else was quieter: confirmed, stated more exactly, or new but not watched:\n")
    codes.append(shuzhi("events", "--since-last", "--severity", "info"))
    console.print("The history of one series, with where each value was read:\n")
    codes.append(shuzhi("series", "数字经济增加值占GDP比重"))
    console.print("And the digest that a reader would find in the morning's mail:\n")
    now, digest = "2023-02-23T08:00+08:00", home / "digest.html"
    codes.append(shuzhi("digest", "--preview", str(digest)))
    console.print(f"Database, pages as served and configuration are in {escape(str(home))}")
    return max(codes)
