"""The same story told twice: near-duplicates, and who told it first (转载)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from hashlib import blake2b
from heapq import nsmallest
from typing import Final
from zlib import crc32

from models.article import Article

_GRAM: Final = 5  # characters: shorter ones are shared by unrelated stories
_SAME: Final = 0.6  # of the smaller text's grams, found in the other one
_LONGEST: Final = 40_000  # characters: what stands behind them (a workbook's rows) decides nothing
_MARKS: Final = 12  # of a text: two that share most of their grams share some
_SAME_NUMBERS: Final = 0.6  # of those both might state: a bulletin in the words of last month's is another story
_FEW = 3  # numbers by which texts cannot be told apart
_STRICT: Final = 0.8  # for texts without numbers
_ENDS = 120  # characters at either end of a text, where it names its origin
_LEAST = 40  # characters: shorter texts are alike by chance
_NUMBER = re.compile(r"\d+\.\d+|\d{2,}")
_YEAR = re.compile(r"(?:19|20)\d\d")
_NOISE = re.compile(r"[\W_]+")
_AGENCY: Final = (
    (re.compile(r"(?:^|[。！\s】）)])\W{0,3}(新华社)[^。，,]{0,24}[电讯]"), None),
    (re.compile(r"(?:^|[。！\s】）)])\W{0,3}(中新社|中新网)[^。，,]{0,24}[电讯]"), "中国新闻网"),
    (
        re.compile(
            r"(?:^|[。！\s】）)])\W{0,3}(央视新闻|央视网|人民网|光明网|中国网|中国经济网|经济日报|科技日报|证券时报|财联社|界面新闻|澎湃新闻)[^。，,]{0,24}[电讯]"
        ),
        None,
    ),
    (
        re.compile(
            r"(?:转载自|转自|本文转载自|来源于|据)[“《【\s]*([\u4e00-\u9fffA-Za-z]{2,16}?(?:网|社|报|台|杂志|客户端|公众号|新闻))[”》】\s]*(?:$|[,，。：:)）]|报道|消息)"
        ),
        None,
    ),
)
_SAME_OUTLET: Final = {
    "新华网": "新华社",
    "新华每日电讯": "新华社",
    "新华社客户端": "新华社",
    "新华视点": "新华社",
    "中新社": "中国新闻网",
    "中新网": "中国新闻网",
    "中国新闻社": "中国新闻网",
    "人民网-人民日报": "人民日报",
    "人民网－人民日报": "人民日报",
    "央视新闻客户端": "央视新闻",
    "央视网": "央视新闻",
    "北京青年报": "北青网",
}


@lru_cache(maxsize=4)  # an article is held against several others; a long one's runs take megabytes
def _grams(body: str) -> frozenset[str]:
    text = _NOISE.sub("", body[:_LONGEST])
    return frozenset(text[at : at + _GRAM] for at in range(max(len(text) - _GRAM + 1, 1)))


def _short(gram: str) -> int:
    """A number of 32 bits, the same in every process and cheap to have of every run in a text."""
    return crc32(gram.encode("utf-8", "replace"))


def _long(gram: str) -> int:
    """A number of 63 bits that no other run is likely to have."""
    return int.from_bytes(blake2b(gram.encode("utf-8", "replace"), digest_size=8).digest(), "little") >> 1


def share(one: str, other: str) -> float:
    """How much of the smaller of two texts is found in the other, 0..1, by runs of five characters."""
    first, second = _grams(one), _grams(other)
    return len(first & second) / max(min(len(first), len(second)), 1)


def canonical(outlet: str | None) -> str | None:
    """An outlet's name as one originator has it: 新华网 publishes what 新华社 reports."""
    if not outlet:
        return None
    return _SAME_OUTLET.get(outlet.strip(), outlet.strip())


def named_origin(body: str) -> str | None:
    """Whom a text itself names as its origin, in its first or last lines; None where it names nobody."""
    for part in (body[:_ENDS], body[-_ENDS:]):
        for pattern, name in _AGENCY:
            match = pattern.search(part)
            if match:
                return canonical(name or match[1])
    return None


def marks(body: str) -> tuple[int, ...]:
    """A few numbers (positive, 63 bits) by which texts that are much alike are found: they have some in common.

    Those of the twelve runs of five characters that come first by a hash; none for a text too short to tell by.
    """
    if len(body) < _LEAST:
        return ()
    return tuple(_long(gram) for _, gram in nsmallest(_MARKS, ((_short(gram), gram) for gram in _grams(body))))


@lru_cache(maxsize=64)  # what many articles are held against is held against one after the other
def _numbers(body: str) -> frozenset[str]:
    return frozenset(found for found in _NUMBER.findall(body) if not _YEAR.fullmatch(found))


def _same_story(one: str, other: str) -> bool:
    """Whether two texts tell one story: most of the smaller text, and of its numbers, are in the other one.

    The bulletin of another month has the same words and other numbers.
    """
    first, second = _numbers(one), _numbers(other)
    fewer = min(len(first), len(second))
    if fewer < _FEW:
        return first == second and share(one, other) >= _STRICT
    return len(first & second) >= _SAME_NUMBERS * fewer and share(one, other) >= _SAME


def retold(article: Article, earlier: Iterable[Article]) -> Article:
    """The article with its `origin` and `story`, given those that arrived earlier and may tell the same, in order.

    The first of them that does names the story. What it goes back to is whom it names itself, else whom that one goes
    back to, if that was not published later: a reprint may arrive before what it was copied from.

    >>> text = "截至2022年底，全市建成5G基站7.5万个，千兆用户达到198.3万户，重点企业上云率38.5%，联网设备12.4万台。"
    >>> first = Article(id="1", body=text, outlet="晨光日报")
    >>> copy = retold(Article(id="2", body=text.replace("全市", "我市"), outlet="南湾在线"), [first])
    >>> copy.origin, copy.story
    ('晨光日报', '1')
    """
    own = canonical(article.outlet)
    named = named_origin(article.body)
    first = next((other for other in earlier if _same_story(other.body, article.body)), None)
    back = named or article.origin
    if first is not None and back is None and not _is_before(article, first):
        back = first.origin or canonical(first.outlet)
    return replace(
        article,
        origin=back if back != own else None,
        story=(first.story or first.id) if first is not None else None,
    )


def _is_before(article: Article, other: Article) -> bool:
    return bool(article.published and other.published and article.published.day < other.published.day)
