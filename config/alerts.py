"""`config/alerts.toml` to rules: one table a rule, every mistake told with its key.

[headline]
metrics = ["digital-economy-share"]
points = 1
channels = ["smtp"]
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from config.settings import ChannelSettings
from models.errors import Problem
from models.metric import Event, Severity
from models.rule import NEWS, Group, Rule, When

_Positive = Annotated[Decimal, Field(gt=0)]


class RuleTable(BaseModel):
    """A table of alerts.toml; a key it does not know is a mistake."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    metrics: tuple[str, ...] = Field((), description="Ids of metrics; empty admits every one.")
    regions: tuple[str, ...] = Field((), description="Places as figures name them (北京市); empty admits every one.")
    topics: tuple[str, ...] = Field((), description="Ids of topics; empty admits every one.")
    events: tuple[Event, ...] = Field(NEWS, description="Events admitted.")
    severity: Severity = Field(Severity.NOTICE, description="The least severity admitted: info, notice or review.")
    untracked: bool = Field(False, description="Whether figures that no metric declares are admitted.")  # noqa: FBT003 the default of a field
    percent: _Positive | None = Field(None, description="The difference must exceed so many percent, for certain.")
    points: _Positive | None = Field(None, description="A share must have moved by more 个百分点, for certain.")
    crosses: tuple[Decimal, ...] = Field((), description="The change must pass one of these values.")
    channels: tuple[str, ...] = Field((), description="Channels it goes to; empty takes those of alerts.channels.")
    when: When = Field(When.AT_ONCE, description="at_once, digest, or never (which mutes).")
    group: Group = Field(Group.ARTICLE, description="What goes into one message: article, metric, region or none.")
    silent_until: date | None = Field(None, description="Until that day what it admits waits for the digest.")
    quiet_days: int = Field(7, ge=0, description="Within so many days a series going to and fro is told once.")


def parse(
    data: Mapping[str, Any],
    file: str,
    *,
    metrics: Collection[str] | None = None,
    topics: Collection[str] | None = None,
) -> tuple[tuple[Rule, ...], list[Problem]]:
    """The rules in the parsed TOML `data` of `file`, in its order, and the mistakes found.

    With `metrics` and `topics` (the ids declared), a rule that names another is a mistake too. A rule with a mistake
    is left out.
    """
    rules: list[Rule] = []
    problems: list[Problem] = []
    for name, table in data.items():
        if not isinstance(table, dict):
            problems.append(Problem(file, name, "must be a table, one a rule: [headline]"))
            continue
        try:
            read = RuleTable.model_validate(table)
        except ValidationError as error:
            problems += _invalid(file, name, error)
            continue
        found = [
            *([] if read.events else [Problem(file, f"{name}.events", "names no event")]),
            *_unknown(file, f"{name}.channels", read.channels, ChannelSettings.model_fields, "channel"),
            *_unknown(file, f"{name}.metrics", read.metrics, metrics, "metric"),
            *_unknown(file, f"{name}.topics", read.topics, topics, "topic"),
        ]
        problems += found
        if not found:
            rules.append(Rule(id=name, **{key: getattr(read, key) for key in RuleTable.model_fields}))
    return tuple(rules), problems


def _invalid(file: str, name: str, error: ValidationError) -> list[Problem]:
    problems = []
    for item in error.errors(include_url=False):
        key = ".".join(str(part) for part in (name, *item["loc"]))
        if item["type"] == "extra_forbidden":
            near = get_close_matches(str(item["loc"][-1]), RuleTable.model_fields, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"known keys are {', '.join(RuleTable.model_fields)}"
            problems.append(Problem(file, key, f"unknown key; {hint}"))
        else:
            problems.append(Problem(file, key, f"{item['msg']}, got {item['input']!r:.80}"))
    return problems


def _unknown(file: str, key: str, names: Collection[str], known: Collection[str] | None, what: str) -> list[Problem]:
    if known is None:
        return []
    problems = []
    for name in names:
        if name not in known:
            near = get_close_matches(name, known, n=1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            problems.append(Problem(file, key, f"no {what} {name!r}{hint}"))
    return problems
