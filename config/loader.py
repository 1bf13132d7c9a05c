"""The one door to the configuration: `load(root)` reads every TOML file and tells every mistake at once.

    root/settings.toml        -> Settings
    root/topics.toml          -> Topic, ...          a table a topic: [digital-economy]
    root/alerts.toml          -> Rule, ...           see config.alerts
    root/sources/<id>.toml    -> Source, ...
    root/metrics/<id>.toml    -> Metric, ...

What a file may say is what the dataclass in `models` holds: keys are its fields, the file's name is its id. A key that
is no field is a mistake, and so is a regular expression, CSS selector or address that cannot be used.
"""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from config import alerts, declaration
from config.declaration import strings
from config.settings import SHIPPED, Settings
from models.errors import ConfigError, Problem
from models.metric import Metric
from models.rule import Rule
from models.source import Source
from models.topic import Topic

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Config:
    """Everything an operator declared, checked. `root` is the folder it came from."""

    root: Path
    settings: Settings
    sources: tuple[Source, ...] = ()
    metrics: tuple[Metric, ...] = ()
    topics: tuple[Topic, ...] = ()
    rules: tuple[Rule, ...] = ()


@dataclass(slots=True)
class _Reader:
    """Reads files below `root`, collecting problems instead of raising."""

    root: Path
    problems: list[Problem] = field(default_factory=list)

    def tell(self, file: Path, key: str, message: str) -> None:
        self.problems.append(Problem(str(file.relative_to(self.root)), key, message))

    def toml(self, file: Path) -> dict[str, Any] | None:
        """The tables of `file`; None where it is absent or no TOML (which is told)."""
        try:
            return tomllib.loads(file.read_text(encoding="utf-8-sig"))
        except FileNotFoundError:
            return None
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
            self.tell(file, "", f"cannot be read as TOML: {error}")
            return None

    def build(self, cls: type[T], data: Mapping[str, Any], file: Path, prefix: str = "") -> T | None:
        """A `cls` (a dataclass of ours) from a TOML table, or None with the mistakes told."""
        before = len(self.problems)
        fields = dataclasses.fields(cls)  # type: ignore[arg-type]
        names = [f.name for f in fields]
        self.unknown(file, prefix, data, names)
        for f in fields:
            value = data.get(f.name)
            if f.type == "bool" and f.name in data and not isinstance(value, bool):
                self.tell(file, prefix + f.name, f"must be true or false, got {value!r}")
        try:
            value = TypeAdapter(cls).validate_python({k: v for k, v in data.items() if k in names})
        except ValidationError as error:
            self.invalid(file, prefix, error)
            return None
        return value if len(self.problems) == before else None

    def unknown(self, file: Path, prefix: str, data: Iterable[str], known: list[str]) -> None:
        for key in data:
            if key not in known:
                near = get_close_matches(key, known, n=1)
                hint = f"did you mean {near[0]!r}?" if near else f"known keys are {', '.join(known)}"
                self.tell(file, prefix + key, f"unknown key; {hint}")

    def invalid(self, file: Path, prefix: str, error: ValidationError) -> None:
        for item in error.errors(include_url=False):
            key = prefix + ".".join(str(part) for part in item["loc"])
            message = item["msg"].removeprefix("Value error, ")
            if item["type"] == "missing":
                message = "is required"
            elif item["type"] == "extra_forbidden":
                message = "unknown key"
            elif item["type"] == "tuple_type":
                message = f'must be a list, like ["…"], got {item["input"]!r:.80}'
            else:
                message = f"{message}, got {item['input']!r:.80}"
            self.tell(file, key, message)

    def folder(self, name: str, cls: type[T], check: Callable[[Mapping[str, Any], Path], None]) -> tuple[T, ...]:
        """All of `root/name/*.toml`, by file name."""
        found: list[T] = []
        for file in sorted((self.root / name).glob("*.toml")):
            data = self.toml(file)
            if data is None:
                continue
            if data.setdefault("id", file.stem) != file.stem:
                self.tell(file, "id", f"must be the file's name, {file.stem!r}, or be left out")
            value = self.build(cls, data, file)
            check(data, file)  # on what is written, so that one mistake does not hide the next
            if value is not None:
                found.append(value)
        return tuple(found)

    def settings(self) -> Settings:
        file = self.root / "settings.toml"
        try:
            return Settings.model_validate(self.toml(file) or {})
        except ValidationError as error:
            self.invalid(file, "", error)
            return Settings()

    def topics(self) -> tuple[Topic, ...]:
        file = self.root / "topics.toml"
        found: list[Topic] = []
        for name, data in (self.toml(file) or {}).items():
            if not isinstance(data, dict):
                self.tell(file, name, "must be a table, one a topic: [digital-economy]")
                continue
            topic = self.build(Topic, {"id": name, **data}, file, f"{name}.")
            if topic is not None:
                found.append(topic)
        return tuple(found)

    def rules(self, metrics: Iterable[Metric], topics: Iterable[Topic]) -> tuple[Rule, ...]:
        file = self.root / "alerts.toml"
        found, mistakes = alerts.parse(
            self.toml(file) or {}, file.name, metrics={m.id for m in metrics}, topics={t.id for t in topics}
        )
        self.problems += mistakes
        return found

    def source(self, data: Mapping[str, Any], file: Path) -> None:
        for key, message in declaration.mistakes(data):
            self.tell(file, key, message)

    def metric(self, data: Mapping[str, Any], file: Path) -> None:
        for key in ("aliases", "excludes"):
            if any(not word.strip() for word in strings(data.get(key))):
                self.tell(file, key, "holds an empty name")
        if data.get("measures") == []:
            self.tell(file, "measures", "names no measure")
        examples = data.get("examples")
        for number, example in enumerate(examples if isinstance(examples, list) else ()):
            surface, text = (example.get("surface"), example.get("text")) if isinstance(example, dict) else (None, None)
            if isinstance(surface, str) and isinstance(text, str) and surface not in text:
                self.tell(file, f"examples.{number}.surface", f"{surface!r} does not stand in the text")

    def across(self, config: Config) -> None:
        """What only shows when files are held together: one list read twice, metrics of one name, unknown topics."""
        lists: dict[tuple[str, str | None], str] = {}
        for source in config.sources:
            for url in source.urls if source.enabled else ():
                other = lists.setdefault((url, source.body), source.id)
                if other != source.id:
                    file = self.root / "sources" / f"{source.id}.toml"
                    self.tell(file, "urls", f"{url!r} is a list of source {other!r} already")
        topics = {topic.id for topic in config.topics}
        names: dict[tuple[str, str], str] = {}
        for metric in config.metrics:
            file = self.root / "metrics" / f"{metric.id}.toml"
            for topic in metric.topics:
                if topic not in topics:
                    self.tell(file, "topics", f"no topic {topic!r} in topics.toml")
            for word in {metric.name, *metric.aliases}:
                for measure in metric.measures:
                    other = names.setdefault((word, measure), metric.id)
                    if other != metric.id:
                        self.tell(file, "aliases", f"{word!r} is a {measure} of metric {other!r} already")


def load(root: Path | None = None) -> Config:
    """The configuration in folder `root` (the shipped one by default).

    Raises:
        ConfigError: with every mistake found, each naming file and key.
    """
    root = SHIPPED if root is None else root
    if not root.is_dir():
        raise ConfigError(str(root), (Problem(str(root), "", "is no folder"),))
    reader = _Reader(root)
    metrics, topics = reader.folder("metrics", Metric, reader.metric), reader.topics()
    config = Config(
        root=root,
        settings=reader.settings(),
        sources=reader.folder("sources", Source, reader.source),
        metrics=metrics,
        topics=topics,
        rules=reader.rules(metrics, topics),
    )
    reader.across(config)
    if reader.problems:
        raise ConfigError(str(root), tuple(reader.problems))
    return config
