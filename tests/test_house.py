"""The house holds together: docs say what the code has, tests say what they hold, and nothing foreign stands in it."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest
import typer
from pydantic import BaseModel

from config.settings import Settings
from models.metric import Event
from models.source import SourceKind

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"


def tracked(*patterns: str) -> list[Path]:
    """Files of the project: what git tracks, or every file where there is no git."""
    try:
        out = subprocess.run(["git", "ls-files", *patterns], cwd=ROOT, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.fail("the house can only be checked in a git checkout")
    return [ROOT / line for line in out.stdout.splitlines() if (ROOT / line).is_file()]


def headings(name: str) -> set[str]:
    """The headings of a page of docs, without marks and code ticks."""
    text = (DOCS / name).read_text(encoding="utf-8")
    return {line.lstrip("#").strip().replace("`", "") for line in text.splitlines() if line.startswith("#")}


def settings(model: type[BaseModel] = Settings, prefix: str = "") -> list[tuple[str, object]]:
    """Every setting as `table.key` (`channels.smtp.host`), with its default."""
    found: list[tuple[str, object]] = []
    for key, field in model.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            found += settings(field.annotation, f"{prefix}{key}.")
        else:
            found.append((f"{prefix}{key}", field.default))
    return found


@pytest.mark.parametrize(("key", "default"), settings())
def test_every_setting_has_a_heading_and_its_default(key: str, default: object) -> None:
    """A setting nobody can look up does not exist."""
    assert key in headings("settings.md")
    text = (DOCS / "settings.md").read_text(encoding="utf-8")
    section = text.split(f"### `{key}`", 1)[1].split("\n#", 1)[0]
    shown = str(default).lower() if isinstance(default, bool) else str(default) if default != "" else "empty"
    assert f"Default: `{shown}`" in section


def commands() -> list[str]:
    """Every command of the CLI, with its groups: `sources check`."""
    from cli import app

    def walk(command: object, prefix: str) -> list[str]:
        subs = getattr(command, "commands", None)
        if not subs:
            return [prefix.strip()]
        return [name for key, sub in subs.items() for name in walk(sub, f"{prefix} {key}")]

    return walk(typer.main.get_command(app), "")


def test_every_command_has_a_heading() -> None:
    """`shuzhi X` is explained under the heading `shuzhi X`."""
    known = headings("cli.md")
    assert [name for name in commands() if f"shuzhi {name}" not in known] == []


@pytest.mark.parametrize("kind", list(SourceKind))
def test_every_source_kind_has_a_heading(kind: SourceKind) -> None:
    """A kind of source is explained where one is added."""
    assert kind.value in headings("add-a-source.md")


@pytest.mark.parametrize("event", list(Event))
def test_every_event_has_a_heading(event: Event) -> None:
    """An event people are told is explained."""
    assert event.value in headings("alerts.md")


def test_every_test_says_what_must_hold() -> None:
    """Each test function starts with a sentence."""
    silent = []
    for path in tracked("tests/*.py", "tests/**/*.py"):
        silent += [
            f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_") and not ast.get_docstring(node)
        ]
    assert silent == []


def test_versions_are_pinned_without_addresses() -> None:
    """`constraints.txt` names versions and no registry."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").split()
    assert lines
    assert [line for line in lines if not re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.+!]+", line)] == []


def test_every_dependency_is_pinned() -> None:
    """What `pyproject.toml` asks for has a version in `constraints.txt`."""
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *(d for group in project["optional-dependencies"].values() for d in group)]
    pinned = {line.split("==")[0].lower().replace("_", "-") for line in (ROOT / "constraints.txt").read_text().split()}
    names = {re.split(r"[\[<>=!~ ;]", line, maxsplit=1)[0].lower().replace("_", "-") for line in wanted}
    assert names - pinned == set()


def test_no_link_in_docs_is_dead() -> None:
    """A relative link in a page of docs leads to a file."""
    dead = []
    for path in tracked("*.md", "docs/*.md", "docs/**/*.md"):
        dead += [
            f"{path.relative_to(ROOT)}: {target}"
            for target in re.findall(r"\]\(([^)#\s]+)", path.read_text(encoding="utf-8"))
            if not re.match(r"[a-z]+:", target) and not (path.parent / target).exists()
        ]
    assert dead == []


def test_no_path_of_a_machine_stands_in_the_project() -> None:
    """Nothing that only one machine has is named."""
    pattern = re.compile(r"/(?:root|home/\w+)/|(?<![\w/.])/work/(?:main|shared)|/opt/py")
    found = []
    for path in tracked():
        if path.suffix in {".png", ".pdf", ".xlsx", ".xls", ".gz", ".zst"} or path == Path(__file__).resolve():
            continue
        found += [str(path.relative_to(ROOT)) for _ in pattern.finditer(path.read_text("utf-8", errors="replace"))]
    assert found == []
