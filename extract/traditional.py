"""Traditional characters read as simplified ones, character for character, so that offsets hold."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

# Characters that only traditional text holds, and nearly any sentence of it.
_TELLING = re.compile(
    r"[國經濟數據產業電網發個億萬與為這來時對會後說過還們開關點實際達長務總較現體學車東書見風飛馬龍廣區縣鄉臺灣]"
)
_ENOUGH = 2


@cache
def _table() -> dict[int, str]:
    traditional, simplified = files("extract").joinpath("data/traditional.txt").read_text(encoding="utf-8").splitlines()
    return dict(zip(map(ord, traditional), simplified, strict=True))


def simplified(text: str) -> str:
    """The text in simplified characters; one that is in them already comes back as it is.

    >>> simplified("數位經濟增加值達3萬億元")
    '数位经济增加值达3万亿元'
    """
    found = _TELLING.findall(text, 0, 3000) if text else []
    return text.translate(_table()) if len(found) >= _ENOUGH else text
