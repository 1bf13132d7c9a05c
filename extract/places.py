"""Where a sentence puts a figure: the place its clause names, the one it opens with, the one at a heading's head."""

from __future__ import annotations

import re
from functools import lru_cache

from extract.regions import NATION, WORLD, PlaceMention, find_places, is_within

_AT_HEAD = re.compile(r"^[《“\"【\[（(]?[^，。]{0,2}$")
_TOPIC_CLAUSES, _OPENING, _SHORT_OPENING = 3, 64, 28
_STORY, _LINES = 2000, 8  # characters and lines that tell whose story it is
_QUOTE = ("“", "《", "「", '"')
_LEADING = re.compile(
    r"(?:从?[^，,]{0,16}?(?:[年月日末底度来中内后期看]|以来)|此外|另外|同时|与此同时|而|但|在|据|以|位于|地处|聚焦|截至|到|[“\"《「]|"
    r"[^，,]{2,12}的)?(?=$)"
)
_NO_TOPIC = re.compile(r"[、和与等]|到|至|—")
# Where a reporter writes is not where figures are: 北京1月3日电, 本报南京讯.
_DATELINE = re.compile(r"(?:\d{1,2}月)?\d{1,2}日[电讯]|[电讯](?=[\s（(，,：:]|$)")
_CUT = re.compile(r"[，,：:；;]")
_COMPARED = re.compile(
    r"(?:占|比|较|高于|低于|快于|慢于|超过|优于|好于|领先(?:于)?|居|位居|位列|列|排名?|相当于|辐射|面向|服务|覆盖|走向|享誉|遍布|全球及|销往|来自|对)(?:了|于)?$"
)
_AMONG = re.compile(
    r"第[一二三四五六七八九十\d]|首位|之首|各省|各地|前列|领先|平均|排名|同类|同行|比重|范围(?!内?[，,])|水平|先进|一流|率先|首[个家批创]|唯一|总量的|最"
)
_NO_WORLD = re.compile(
    r"[“\"]|占|份额|灯塔|化|性|总部|领先|标杆|一流|知名|首|最|唯一|第|前|排名|名列|招商|布局|影响|(?:数字经济|人工智能|移动|互联网|工业)?[^，。]{0,6}(?:大会|论坛|峰会|博览会)|"
    r"[\d一二三四五六七八九十百千]{1,4}(?:强|大(?!主要)|多?个(?!主要))|百强|创新指数|顶尖|同类|客户|用户|伙伴"
)
_OPENS = re.compile(
    r"(?:^|[年月日末底度，,、的：:“])(?:在|其中|目前|当前)?$|(?:^|[，,])(?:从|据|截至[^，,]{2,10}|到[^，,]{2,8}|其中|此外|预计)$"
)
_CHAINED = re.compile(r"[、和与及]$")
_QUOTES = re.compile(r"“[^”]*”|《[^》]*》|「[^」]*」")


_COUNTED = re.compile(r"\d+(?![\dA-Za-z])")  # 全国31个省份 are counted; 我国5G基站 is not


def heading_place(text: str, within: str | None, *, item: bool = False) -> str | None:
    """The place that stands at the head of a heading: 江苏出台实施意见, 《北京数字经济发展报告》发布."""
    for mention in find_places(text, within):
        if mention.place is None or mention.relative:
            continue
        if item or _AT_HEAD.match(text[: mention.start]):
            return mention.name
        return None
    return None


@lru_cache(maxsize=64)
def places_of(sentence: str, within: str | None) -> tuple[PlaceMention, ...]:
    """The places a sentence names where `within` is spoken of; asked for more than once while it is read."""
    return tuple(find_places(sentence, within))


def topic_place(sentence: str, within: str | None, first: int | None = None) -> PlaceMention | None:
    """The place that a clause of the sentence's opening speaks of: 武汉市光谷…, not 支持济南、青岛….

    `first` is where the first figure stands: what follows it opens nothing.
    """
    opening = sentence[: _SHORT_OPENING if first is None else min(_OPENING, first)]
    barred = -1
    for mention in find_places(opening, within) if first is None else places_of(sentence, within):
        if mention.end > len(opening):
            return None
        if mention.relative or (mention.place is None and mention.name not in (NATION, WORLD)):
            continue
        cuts = [cut.end() for cut in _CUT.finditer(opening, 0, mention.start)]
        at = cuts[-1] if cuts else 0
        if len(cuts) >= _TOPIC_CLAUSES:
            return None
        if at == barred:
            continue
        lead, tail = opening[at : mention.start], sentence[mention.end : mention.end + 6]
        dateline = _DATELINE.match(sentence, mention.end)
        named = mention.place is None and (lead.endswith(_QUOTE) or _AMONG.match(tail) or _NO_WORLD.match(tail))
        if _LEADING.fullmatch(lead) and not _NO_TOPIC.match(tail) and not named and not dateline:
            return mention
        barred = at
    return None


def opening_place(body: str) -> str | None:
    r"""The place whose story a text tells: its first line opens with it, and no other with what lies elsewhere.

    >>> opening_place("深圳市数字经济提速。\n深圳市南山区集聚企业。"), opening_place("深圳市提速。\n广州市提速。")
    ('深圳市', None)
    """
    lines = [line for line in body[:_STORY].split("\n") if "。" in line][:_LINES]  # headings tell no story
    places = [topic_place(line[:_OPENING], None, min(len(line), _OPENING)) for line in lines]
    if not places or places[0] is None:
        return None
    first = places[0].name
    return first if all(place is None or is_within(place.name, first) for place in places) else None


def is_beside(lead: str, tail: str) -> bool:
    """Whether a place between `lead` and `tail` is only what something is compared with or ranked among.

    >>> is_beside("规模居", "前列"), is_beside("数据显示，", "建成5G")
    (True, False)
    """
    return bool(_COMPARED.search(lead) or _AMONG.match(tail))


def region_of(clause: str, before: str, mentions: list[PlaceMention], start: int) -> PlaceMention | None:
    """The place that the words `before` a figure (which begin at `start` of the sentence) put it in, nearest first.

    Places it is compared with or ranked among (占全国比重, 高于全省平均) put it nowhere.
    """
    quotes = [(m.start() + start, m.end() + start) for m in _QUOTES.finditer(before)]
    end = start + len(before)
    for mention in reversed([m for m in mentions if start <= m.start and m.end <= end]):
        lead = before[: mention.start - start]
        tail = clause[mention.end - start : mention.end - start + 6]
        if any(a <= mention.start < b for a, b in quotes):
            continue
        if re.search("[高低]于$", lead) and before[mention.end - start :] == "的":  # 高于江苏省的|1.3万亿元
            return mention
        if (
            is_beside(lead, tail)
            or _DATELINE.match(clause, mention.end - start)
            or (mention.name == WORLD and (not _OPENS.search(lead) or _NO_WORLD.match(tail)))
        ):
            continue
        if mention.name == NATION and _COUNTED.match(tail):
            continue
        if _CHAINED.search(lead) and any(m.end + 1 == mention.start for m in mentions):
            return None  # 苏州、南京、无锡居前三位: of all of them
        if mention.place is None and not mention.relative and len(re.sub(r"[^一-鿿]", "", lead)) > 8:  # noqa: PLR2004
            continue
        return mention
    return None
