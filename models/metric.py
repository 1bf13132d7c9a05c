"""What is measured: metrics as declared, figures as written, observations as understood, changes as compared."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final

from models.period import Period
from models.quantity import Quantity

_BARE: Final = re.compile(r"[-−+]?(\d[\d,，]*(?:\.\d+)?)")
_SCALES: Final = {
    Decimal(10) ** power: word
    for power, word in (
        (0, ""),
        (1, "十"),
        (2, "百"),
        (3, "千"),
        (4, "万"),
        (5, "十万"),
        (6, "百万"),
        (7, "千万"),
        (8, "亿"),
        (12, "万亿"),
    )
}


class Measure(StrEnum):
    """What a number says about its subject."""

    LEVEL = "level"
    SHARE = "share"
    GROWTH = "growth"
    CHANGE = "change"
    INCREMENT = "increment"
    MULTIPLE = "multiple"
    RANK = "rank"


class Modality(StrEnum):
    """Whether a figure is a fact, an outcome to be reached by a deadline, or work to be carried out."""

    ACTUAL = "actual"
    TARGET = "target"
    PLAN = "plan"


class Status(StrEnum):
    """SDMX observation status, from wording: 预计 E, 初步核算 P, 修订 R, 最终核实 F, 口径调整 B."""

    NORMAL = "normal"
    ESTIMATED = "estimated"
    PRELIMINARY = "preliminary"
    REVISED = "revised"
    FINAL = "final"
    BREAK = "break"


class Nature(StrEnum):
    """How a metric behaves in time."""

    INSTANT = "instant"  # a count at a moment: 5G基站
    CUMULATIVE = "cumulative"  # an amount over a window: 增加值
    RATIO = "ratio"  # a share or a rate: 占GDP比重


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """A series that somebody watches, as `config/metrics/<id>.toml` declares it.

    `name` is what an analyst writes; `aliases` are other ways to write it; a subject that holds one of `excludes` is
    something else. `regions` is empty for any region. `rising` says that the count only ever grows.
    """

    id: str
    name: str
    unit: str
    measures: tuple[Measure, ...]
    nature: Nature
    aliases: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    rising: bool = False
    topics: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence in which a metric is (or, with `surface` None, is not) to be found."""

    text: str
    surface: str | None = None
    region: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A statistical statement as written, and what each part of it means. See docs on figures.

    `surface` is the exact text with qualifier and measure word, `start`..`end` its offsets into the article's body.
    `subject` is what is measured as an analyst would name it; `region` a canonical place, `zone` a part of it.
    `basis` is what a growth or change compares with (同比, 环比, 现价, 较上年末 ...), `scope` the field a rank is
    among.
    `rules` names the rules that decided, in order, for `--explain`.
    """

    surface: str
    start: int
    end: int
    sentence: str
    sentence_start: int
    quantity: Quantity
    measure: Measure
    subject: str
    region: str | None
    period: Period
    modality: Modality = Modality.ACTUAL
    status: Status = Status.NORMAL
    basis: str | None = None
    scope: str | None = None
    zone: str | None = None
    rules: tuple[str, ...] = ()

    @property
    def stated(self) -> str:
        """The surface, with the unit that a table's cell leaves to its header: 14.6 under 万个 is 14.6万个."""
        bare = _BARE.fullmatch(self.surface)
        number = Decimal(re.sub(r"[,，]", "", bare[1])) if bare else Decimal(0)
        scale = _SCALES.get(abs(self.quantity.value) / number) if number else ""
        return self.surface if scale is None or not bare else f"{self.surface}{scale}{self.quantity.unit}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """A figure matched to a series, with both times: the period it speaks of and when it became known.

    `series` is the key `region|subject|measure` (with `|target` for targets and plans), where `subject` is the
    metric's name or, for an untracked figure, its own subject normalised. `why` says how it was matched, or why not
    to any metric. `originator` is who stated it first (the body that counted), as far as the article tells. `url` and
    `sha256` are of the page it stands on, `place` says where there (`第3页`, `表1!B4`). `story` is the id of the
    article that this one's article retells.
    """

    id: str
    article: str
    figure: Figure
    series: str
    metric: str | None
    published: date
    seen_at: datetime
    why: str = ""
    outlet: str | None = None
    originator: str | None = None
    url: str | None = None
    sha256: str | None = None
    place: str | None = None
    story: str | None = None


class Event(StrEnum):
    """What one figure tells, given all that was known before."""

    NEW_METRIC = "new_metric"
    NEW_PERIOD = "new_period"
    CHANGED_VALUE = "changed_value"
    UNCHANGED = "unchanged"
    CORROBORATED = "corroborated"
    REFINED = "refined"
    CONFLICTING = "conflicting"
    REVISED = "revised"
    REPEAT = "repeat_in_document"


class Severity(StrEnum):
    """How loudly an event is told."""

    SILENT = "silent"
    INFO = "info"
    NOTICE = "notice"
    REVIEW = "review"


class Comparable(StrEnum):
    """Whether two observations may be compared."""

    YES = "yes"
    CAVEAT = "caveat"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Delta:
    """A difference in `unit`, exact (`abs`) or bounded (`abs_min`..`abs_max`), with percentages where they mean any."""

    unit: str
    abs: Decimal | None = None
    abs_min: Decimal | None = None
    abs_max: Decimal | None = None
    pct: Decimal | None = None
    pct_min: Decimal | None = None
    pct_max: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What an observation told: the event, whether and with what it was compared, and why, in words."""

    observation: str
    event: Event
    severity: Severity
    why: str
    comparable: Comparable | None = None
    compared_to: str | None = None
    delta: Delta | None = None
    originators: int = 1
