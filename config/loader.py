"""The one door to the configuration: `load(root)` reads every TOML file and tells every mistake at once.

    root/settings.toml        -> Settings
    root/topics.toml          -> Topic, ...
    root/sources/<id>.toml    -> Source, ...
    root/metrics/<id>.toml    -> Metric, ...

A file's name is the id of what it declares. Unknown keys are mistakes; so is a region, regular expression or CSS
selector that cannot be used.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, TypeVar

from cssselect import HTMLTranslator, SelectorError
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from config.settings import SHIPPED, Settings
from models.errors import ConfigError, Problem
from models.metric import Example, Measure, Metric, Nature
from models.source import Source, SourceKind
