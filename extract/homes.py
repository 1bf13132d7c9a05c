"""Which place an article speaks of where a sentence names none: title → its 来源 → its opening → its source.

What its page says comes first, for media reprint, and a ministry's site carries what a city sent it. The source's
place is the last resort, and none at all where it cannot be what the text calls its own: 全市 is no 全国.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from extract.places import is_beside, opening_place
from extract.regions import NATION, about, canonical, find_places, own_words, settled, stands_for
from models.article import Article

_REACH = 3000  # characters that a text takes to say where it is
_BODY = re.compile(r"(?:局|厅|委|办|委员会|政府|政府网|办公室|总队|中心|部门|研究院|发布)$")
_NATIONAL = re.compile(r"国家|国务院|(?:工业和信息化|工信|商务|财政|科学技术|科技|交通运输|农业农村|教育|公安|民政)部")
SIDE_BY_SIDE = re.compile(r"[;；|]")


@dataclass(frozen=True, slots=True)
class Home:
    """`region` is where figures are whose text names no place, `others` what 全市 or 我省 may stand for besides it."""

    region: str | None
    others: tuple[str, ...]


def home_of(article: Article) -> Home:
    """The place an article speaks of, `article.region` being its source's.

    >>> body = "全市5G基站16.2万个。"
    >>> home_of(Article(id="1", body=body, outlet="北京市经济和信息化局", region="全国")).region
    '北京市'
    >>> home_of(Article(id="1", body=body, outlet="城市数据报", region="全国")).region is None
    True
    """
    source = canonical(article.region)
    named = [titled(article.title or "", source), seated(article.origin, source), seated(article.outlet, source)]
    if not any(named):
        named = [_told(article.body, source), None if source else about(article.outlet, "")]
    held = dict.fromkeys(place for place in (*named, source) if place)
    region = next(iter(held), None)
    if region is not None and not any(named) and not _may_be(region, own_words(article.body[:_REACH])):
        region = None
    return Home(region, tuple(held))


def _told(body: str, source: str | None) -> str | None:
    """The place that a text tells of, where neither its title nor its 来源 does."""
    if source is None:
        return about(None, body)
    if source == NATION and (place := opening_place(body)):
        return place
    own = own_words(body[:_REACH])
    return None if _may_be(source, own) else _alone(body[:_REACH], own)


def _may_be(place: str, own: list[str]) -> bool:
    """Whether a place can be what a text calls its own."""
    return not own or any(stands_for(word, place) for word in own)


def titled(title: str, source: str | None = None) -> str | None:
    """The place that a title speaks of, not one it is ranked in or that stands beside another story's.

    >>> titled("我省算力规模跃居全国前列", "贵州省")
    '贵州省'
    """
    if SIDE_BY_SIDE.search(title):
        return None
    found = (m for m in settled(find_places(title), [source] if source else []) if m.place or m.name == NATION)
    return next((m.name for m in found if not is_beside(title[: m.start], title[m.end : m.end + 6])), None)


def seated(outlet: str | None, source: str | None = None) -> str | None:
    """The place of the public body that a page names as its 来源; a newspaper's name says nothing of where.

    >>> seated("北京市海淀区人民政府"), seated("国家数据局"), seated("深圳晚报")
    ('海淀区', '全国', None)
    """
    name = (outlet or "").strip()
    if not _BODY.search(name) and not _NATIONAL.fullmatch(name):
        return None
    at, place = None, None
    for mention in find_places(name, source):
        if mention.place is None or at not in (None, mention.start):
            break
        at, place = mention.end, mention.name
    return place or (NATION if _NATIONAL.match(name) else None)


def _alone(text: str, own: list[str]) -> str | None:
    """The only place of a text that its words for its own place can stand for; none where several might."""
    found = {m.name for m in find_places(text) if m.place and _may_be(m.name, own)}
    return found.pop() if len(found) == 1 else None
