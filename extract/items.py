"""An article of several stories -> its items, from the list in its title and the lines of its body."""

# ruff: noqa: E501, SIM905 - words in a row are easier to read and to add to than a list of literals

from __future__ import annotations

import re
from typing import Final

from models.article import Item

_COLUMN = re.compile(r"^[^|｜丨]{1,20}[|｜丨]\s*")
_PARTS = re.compile(r"[;；]")
_MORE = re.compile(r"(?:…+|\.{3,}|等\d*[条则项]?)\s*$")
_NOISE = re.compile(r"[\s《》〈〉“”\"'‘’「」·…。.!！]|^\d+[.、]|^[一二三四五六七八九十]+、")
_LONGEST_HEADING = 60
_LEAST_KEY = 6
_SENTENCE_END = re.compile(r"[。！？；;：:，,…]$")
# How a story opens: a dateline, a day, a word of recency, or who made it known.
_OPENING = re.compile(
    r"^(?:据|记者从|[\u4e00-\u9fff]{2,8}(?:讯|电)|近日|日前|近期|昨日|今日|今天|昨天|\d{1,2}月\d{1,2}日|\d{1,2}日|20\d{2}年)"
    r"|^.{0,40}(?:近日|日前|\d{1,2}日)(?:消息|讯|电|,|，|联合|印发|发布|召开|举行|出台)"
)
_PLACES: Final = (
    "北京 天津 上海 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 海南 四川 贵州 云南 陕西 甘肃 青海 台湾 内蒙古 广西 西藏 宁夏 新疆 香港 "
    "澳门 深圳 广州 杭州 南京 苏州 武汉 成都 西安 长沙 郑州 济南 青岛 宁波 厦门 大连 沈阳 哈尔滨 长春 合肥 福州 南昌 昆明 贵阳 兰州 太原 石家庄 南宁 海口 雄安 无锡 全国 "
    "国务院 工信部 国家发展改革委 国家发改委 国家统计局 国家数据局 中央网信办 网信办"
).split()


def _key(text: str) -> str:
    return _NOISE.sub("", text).lower()


def _place(text: str) -> str | None:
    """The place that a headline names first."""
    found = [(at, place) for place in _PLACES if (at := text.find(place)) >= 0]
    return min(found)[1] if found else None


def _listed(title: str) -> tuple[list[str], bool]:
    """The headlines that a title lists, and whether it says that there are more.

    Example: `一周要闻 | 甲市发布规划;乙省出台办法……` lists two, with more to come.
    """
    rest = _COLUMN.sub("", title)
    more = _MORE.search(rest) is not None
    parts = [part for part in _PARTS.split(_MORE.sub("", rest)) if len(_key(part)) >= _LEAST_KEY]
    return parts, more


def split_items(title: str, body: str) -> tuple[Item, ...]:
    """The stories of an article whose title lists them; empty for an article of one story.

    A story begins behind the line that repeats its headline from the title, and ends where the next headline begins.
    Where the title ends in an ellipsis, stories it does not name are found behind the last one that it does: a
    line that reads as a headline, of another place than the story before, or before a paragraph that opens as news do.
    Offsets are code points into `body`; a story's own headline is not within them.
    """
    parts, more = _listed(title)
    if len(parts) + more < 2:  # noqa: PLR2004 - several
        return ()
    keys = [_key(part) for part in parts]
    heads: list[tuple[int, int, str]] = []  # start and end of the headline's line, and its text
    lines = []
    at = 0
    for text in body.split("\n"):
        lines.append((at, text))
        at += len(text) + 1
    waiting = list(keys)
    for number, (start, text) in enumerate(lines):
        if len(text) > _LONGEST_HEADING + 40 or "\t" in text:
            continue
        key = _key(text)
        match = next(
            (
                want
                for want in waiting
                if len(key) >= _LEAST_KEY
                and (
                    want == key
                    or ((want in key or key in want) and min(len(want), len(key)) * 1.6 > max(len(want), len(key)))
                )
            ),
            None,
        )
        if match:
            waiting.remove(match)
            heads.append((start, start + len(text) + 1, text))
        elif more and heads and not waiting and _opens_story(lines, number, heads[-1][2]):
            heads.append((start, start + len(text) + 1, text))
    if len(heads) < 2:  # noqa: PLR2004 - one headline is no list
        return ()
    ends = [head[0] for head in heads[1:]] + [len(body)]
    return tuple(Item(text, end, stop) for (_, end, text), stop in zip(heads, ends, strict=True) if end < stop)


def _opens_story(lines: list[tuple[int, str]], number: int, before: str) -> bool:
    text = lines[number][1]
    if not 8 <= len(text) <= _LONGEST_HEADING or _SENTENCE_END.search(text) or number + 1 >= len(lines):  # noqa: PLR2004 - a headline's length
        return False
    following = lines[number + 1][1]
    place, held = _place(text), _place(before)
    if _SENTENCE_END.search(following) is None:
        return False
    return (place is not None and place != held) or _OPENING.search(following) is not None
