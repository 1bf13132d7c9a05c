"""`shuzhi check`: mistakes that show only when the configuration is used."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from checking import inspect
from config.loader import load
from models.metric import Example, Measure, Metric, Nature
from models.source import Source, SourceKind


def test_the_shipped_configuration_can_be_used(tmp_path: Path) -> None:
    """Every shipped place is known, and every shipped example is read as it says."""
    assert inspect(load(), tmp_path, {}) == []


def test_each_mistake_names_file_and_key(tmp_path: Path) -> None:
    """An unknown place, an unknown channel and examples that do not hold are told with where they stand."""
    config = load()
    settings = config.settings.model_copy(
        update={"digest": config.settings.digest.model_copy(update={"channels": ("pigeon",)})}
    )
    metric = Metric(
        id="wells",
        name="智慧水井",
        unit="口",
        measures=(Measure.LEVEL,),
        nature=Nature.INSTANT,
        regions=("火星市",),
        examples=(Example("北京建成5G基站7万个。", "7万个"),),
    )
    springs = dataclasses.replace(
        metric, id="springs", name="智慧水泉", regions=(), examples=(Example("北京有智慧水泉30口。"),)
    )
    source = Source(id="mars", name="火星", kind=SourceKind.FEED, urls=("https://mars.example/feed",), region="北京")
    broken = dataclasses.replace(config, settings=settings, metrics=(metric, springs), sources=(source,))
    told = {(problem.file, problem.key): problem.message for problem in inspect(broken, tmp_path, {})}
    assert "火星市" in told["metrics/wells.toml", "regions"]
    assert "北京市" in told["sources/mars.toml", "region"]
    assert "is not found" in told["metrics/wells.toml", "examples.0"]
    assert "has no example" in told["metrics/springs.toml", "examples"]
    assert "must not be found, but is: 30口" in told["metrics/springs.toml", "examples.0"]
    assert any("pigeon" in message for message in told.values())
