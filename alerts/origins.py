"""Who stated a figure first: ten outlets at one press conference are one originator, and so are reprints.

北京市经济和信息化局(局长张某，专访), 市经信局 and 北京市经济和信息化局副局长 are one body.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from models.metric import Observation

_ASIDE = re.compile(r"[(（\[【].*?[)）\]】]|[\s“”\"'《》·]")
_PERSON = re.compile(
    r"(?:党组|党委|党工委)?(?:副?书记|副?(?:局|部|厅|处|主任|司|院|市|省|区|县)长|副?主任|发言人|负责人).*$"
)
_SHORT = (
    ("经济和信息化", "经信"),
    ("工业和信息化", "工信"),
    ("发展和改革委员会", "发改委"),
    ("发展改革委员会", "发改委"),
    ("发展改革委", "发改委"),
    ("科学技术", "科技"),
    ("互联网信息办公室", "网信办"),
    ("大数据发展管理局", "大数据局"),
    ("大数据管理局", "大数据局"),
    ("人民政府", "政府"),
    ("委员会", "委"),
)
_REPRINT = 24
"""A sentence of at least so many characters, told in the same words, was copied and not written twice."""


@lru_cache(maxsize=1024)  # each statement is held against many, and they name few bodies
def canonical(name: str | None) -> str | None:
    """A body's name without asides, persons and long forms: 北京市经济和信息化局(局长张某) → 北京市经信局."""
    if not name:
        return None
    short = _PERSON.sub("", _ASIDE.sub("", name)) or _ASIDE.sub("", name)
    for long, abbreviated in _SHORT:
        short = short.replace(long, abbreviated)
    return short or None


def same_body(a: str | None, b: str | None) -> bool:
    """Whether two names are of one body; one may leave out its place: 市统计局 and 北京市统计局. Unknown is no body."""
    if not a or not b:
        return False
    x, y = canonical(a), canonical(b)
    if x is None or y is None:
        return False
    return x == y or (min(len(x), len(y)) > 2 and (x.endswith(y) or y.endswith(x)))  # noqa: PLR2004 (局, 市政: too short)


def same_page(a: Observation, b: Observation) -> bool:
    """Whether both were read from one address, perhaps from two copies of it: the page was edited in place."""
    return a.article == b.article or (a.url is not None and a.url == b.url)


def same_origin(a: Observation, b: Observation) -> bool:
    """Whether two observations rest on one statement: one body, one outlet, one page, one story or the same words."""
    return (
        same_page(a, b)
        or (a.story or a.article) == (b.story or b.article)
        or same_body(a.originator, b.originator)
        or (a.originator is None and same_body(a.outlet, b.originator))
        or (b.originator is None and same_body(b.outlet, a.originator))
        or ((a.originator is None or b.originator is None) and same_body(a.outlet, b.outlet))
        or is_reprint(a, b)
    )


def is_reprint(a: Observation, b: Observation) -> bool:
    """Whether one sentence was copied from the other."""
    x, y = _bare(a.figure.sentence), _bare(b.figure.sentence)
    return len(x) >= _REPRINT and x == y


@lru_cache(maxsize=256)
def _bare(sentence: str) -> str:
    return _ASIDE.sub("", sentence)


def independent(observations: Iterable[Observation]) -> int:
    """How many originators, independent of one another, stand behind the observations."""
    groups: list[list[Observation]] = []
    for observation in observations:
        apart, joined = [], [observation]
        for group in groups:
            if any(same_origin(observation, other) for other in group):
                joined += group
            else:
                apart.append(group)
        groups = [*apart, joined]
    return len(groups)
