"""What is wrong with a configuration that only the rooms can tell: places, channels, and the examples of metrics.

    config ─► places known? ─► channels open? ─► examples read ─► Problem, ...

The loader has checked each file by itself before; `shuzhi check` prints both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from config.loader import Config
from delivering import check_channels
from extract.figures import read_figures
from extract.matching import observe
from extract.regions import canonical, is_place
from models.article import Article, Published
from models.errors import Problem
from models.metric import Example, Metric

_DAY = date(2024, 6, 30)
_SEEN = datetime(2024, 7, 1, tzinfo=UTC)


def inspect(config: Config, home: Path, env: Mapping[str, str]) -> list[Problem]:
    """Every mistake that shows only when the configuration is used. Channels' secrets are looked for in `env`."""
    found = [*_places(config)]
    found += [_problem(words) for words in check_channels(config, home, env)]
    for metric in config.metrics:
        found += _examples(config, metric)
    return found


def _problem(words: str) -> Problem:
    file, _, rest = words.partition(": ")
    return Problem(file, "", rest) if file.endswith(".toml") else Problem("settings.toml", "", words)


def _places(config: Config) -> Iterator[Problem]:
    named = [(f"sources/{source.id}.toml", "region", source.region) for source in config.sources]
    named += [(f"metrics/{metric.id}.toml", "regions", place) for metric in config.metrics for place in metric.regions]
    named += [("alerts.toml", f"{rule.id}.regions", place) for rule in config.rules for place in rule.regions]
    for file, key, place in named:
        if place is not None and not is_place(place):
            yield Problem(file, key, f"no place is known by the name {place!r}; write one in full, like 北京市")
        elif key == "region" and place and canonical(place) != place:
            yield Problem(file, key, f"write {canonical(place)!r}, not {place!r}: it becomes part of the series' names")


def _examples(config: Config, metric: Metric) -> Iterator[Problem]:
    if not any(example.surface for example in metric.examples):
        yield Problem(f"metrics/{metric.id}.toml", "examples", "has no example of a sentence in which it is found")
    for number, example in enumerate(metric.examples):
        told = _read(config, metric, example)
        if told:
            yield Problem(f"metrics/{metric.id}.toml", f"examples.{number}", told)


def _read(config: Config, metric: Metric, example: Example) -> str | None:
    """What an example tells other than it says; None where it holds."""
    article = Article(id="example", body=example.text, published=Published(_DAY))
    observations = observe(article, read_figures(article), config.metrics, _SEEN)
    own = [o for o in observations if o.metric == metric.id]
    if example.surface is None:
        return f"must not be found, but is: {own[0].figure.surface}" if own else None
    for observation in own:
        figure = observation.figure
        if figure.surface == example.surface and example.region in (None, figure.region):
            return None
    read = "; ".join(f"{o.figure.surface} {o.figure.subject} ({o.figure.region}): {o.why}" for o in observations)
    return f"{example.surface} is not found as this metric; read: {read or 'no figure'}"
