"""Places: what a text names, what 全市 or 我省 stands for, and which place an article is about.

The gazetteer (`data/regions.tsv`, made by tools/regions.py) holds provinces, cities, districts and counties with their
short names. A district's short name (海淀) is read only where its city or province is the one spoken of.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from itertools import pairwise

from extract.lexicon import FOREIGN

_DISTRICT = 6  # digits in the code of a district or county
NATION = "全国"
WORLD = "全球"
_NATION_WORDS = ("全国", "我国", "中国", "国内")
_WORLD_WORDS = ("全球", "世界")
_ALIASES = {
    "首都": "11", "副中心": "11", "亦庄": "11", "中关村": "11", "雄安": "1399", "光谷": "4201",
    "两江新区": "50", "滨海新区": "120116", "浦东": "310115", "前海": "4403", "横琴": "4404", "天府新区": "5101",
    "贵安新区": "52", "西咸新区": "6101", "湘江新区": "4301", "江北新区": "3201",
}  # fmt: skip
# New areas that lie across cities or stand under their province: places in their own name.
_AREAS = {"1399": "雄安新区"}
_RELATIVE = re.compile(
    r"[全我本该](?:自治区|自治州|市|省|区|县|州|旗)(?![场民政级直长委内外教道])|全市|全省|(?<![一-鿿])自治区"
)
# What follows 中国 or a city in the name of a body or product: the name says nothing about where.
_NAME_AFTER = re.compile(
    r"移动|联通|电信(?!业)|铁塔|铁建|银行|信通院|信息通信|互联网络?(?:信息中心|协会|发展)|科学院|工程院|社科院|社会科学院|人民|共产党|"
    r"大学|学院|日报|晚报|新闻|广播|中央|制造2025|证监|中车|建筑|石油|石化|工商|农业(?:银行|大学)|电子(?:学会|信息产业)|软件行业|"
    r"[一-鿿]{0,6}(?:协会|学会|研究院|集团|股份|公司|委员会|监督|总局)"
)
_BODY_AFTER = re.compile(
    r"大学(?![城生])|[^有的所等、，]{2}大学(?![城生])|证券交易所|证交所|银行|日报|晚报|时报|卫视|电视台|广播"
)
# 中国—东盟博览会, 京—沪: both are part of a name.
_BETWEEN = re.compile(r"[—–-]{1,2}")
_OTHER_WORD_AFTER = {
    "国内": "生", "山东": "半岛", "海南": "州", "北京": "时间", "中山": "路大公装", "吉林": "大",
    "德州": "仪扑", "巴中": "国", "三明": "治", "日照": "时充强", "长治": "久", "文山": "会",
    "玉树": "临", "大同": "小社",
    "大理": "石", "阿里": "巴云健影妈系旅体平集", "来宾": "们都均及和与在席达超近约共", "东方": "财明证航甄红国文世人",
}  # fmt: skip
_OTHER_WORD_BEFORE = {
    "中国": "其",
    "中山": "孙",
    "南海": "在",
    "河南": "运",
    "江西": "长",
    "山西": "陕",
    "海南": "上",
    "大理": "处",
}


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the gazetteer; `code` has 2 digits for a province, 4 for a city, 6 for a district or county."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place as written, with offsets. `place` is None for 全国, 全球 and foreign places.

    `name` is "" where 全市 stands for a place that cannot be told (see `settled`).
    """

    start: int
    end: int
    text: str
    name: str
    place: Place | None = None
    relative: bool = False


@dataclass(frozen=True, slots=True)
class _Gazetteer:
    names: dict[str, tuple[Place, ...]]
    heads: dict[str, tuple[str, ...]]
    starts: re.Pattern[str]
    codes: dict[str, Place]


@cache
def _gazetteer() -> _Gazetteer:
    names: dict[str, list[Place]] = {}
    codes: dict[str, Place] = {}
    for row in files("extract").joinpath("data/regions.tsv").read_text(encoding="utf-8").splitlines():
        code, name, short = row.split("\t")
        place = codes[code] = Place(code, name)
        for word in {name, short} - {""}:
            names.setdefault(word, []).append(place)
    for code, name in _AREAS.items():
        codes[code] = Place(code, name)
        names.setdefault(name, []).append(codes[code])
    for word, code in _ALIASES.items():
        names.setdefault(word, []).append(codes[code])
    for word in (*_NATION_WORDS, *_WORLD_WORDS, *FOREIGN):
        names.setdefault(word, [])
    heads: dict[str, list[str]] = {}
    for word in names:
        heads.setdefault(word[:2], []).append(word)
    starts = re.compile("[" + "".join(sorted({head[0] for head in heads})) + "]")
    ordered = {head: tuple(sorted(words, key=len, reverse=True)) for head, words in heads.items()}
    return _Gazetteer({w: tuple(p) for w, p in names.items()}, ordered, starts, codes)


def canonical(name: str | None) -> str | None:
    """The full name of a place given in any form: 北京 → 北京市; None stays None, an unknown name stays as it is."""
    if not name:
        return None
    if name in _NATION_WORDS:
        return NATION
    places = _gazetteer().names.get(name, ())
    return places[0].name if places else name


def is_place(name: str) -> bool:
    """Whether the gazetteer knows a place by that name, in full or short.

    >>> is_place("北京"), is_place("火星市")
    (True, False)
    """
    return name in _NATION_WORDS or name in _WORLD_WORDS or _lookup(name) is not None


def _lookup(name: str | None) -> Place | None:
    places = _gazetteer().names.get(name or "", ())
    return places[0] if places else None


def _pick(word: str, places: tuple[Place, ...], within: Place | None) -> Place | None:
    """The place that `word` means where `within` is spoken of; None if only its district's short name would do."""
    near = [p for p in places if within and (p.code.startswith(within.code) or within.code.startswith(p.code))]
    if not near and within:
        near = [p for p in places if p.code[:2] == within.code[:2]]
    if near:
        return near[0]
    best = min(places, key=lambda p: len(p.code))
    return best if len(best.code) < _DISTRICT or best.name == word or word in _ALIASES else None


def find_places(text: str, within: str | None = None) -> list[PlaceMention]:
    """Places named in `text`, longest names first, left to right; `within` is the place spoken of so far.

    >>> [(m.text, m.name) for m in find_places("全市与海淀区、深圳", "北京市")]
    [('全市', '北京市'), ('海淀区', '海淀区'), ('深圳', '深圳市')]
    """
    home = _lookup(within)
    found = list(_relative(text, within))
    taken = {i for m in found for i in range(m.start, m.end)}
    end = 0
    gazetteer = _gazetteer()
    for match in gazetteer.starts.finditer(text):
        start = match.start()
        if start < end or text[start : start + 2] not in gazetteer.heads or start in taken:
            continue
        mention = _at(text, start, gazetteer, home)
        if mention:
            found.append(mention)
            end = mention.end
            if home is None and mention.place and len(mention.place.code) < _DISTRICT:
                home = mention.place
    return _apart(sorted(found, key=lambda m: m.start), text)


def _apart(found: list[PlaceMention], text: str) -> list[PlaceMention]:
    """Without places that a dash joins to one name: 中国—东盟信息港."""
    tied = {
        i
        for one, (a, b) in enumerate(pairwise(found))
        for i in (one, one + 1)
        if a.end < b.start <= a.end + 2 and _BETWEEN.fullmatch(text, a.end, b.start)
    }
    return [mention for i, mention in enumerate(found) if i not in tied] if tied else found


def _at(text: str, start: int, gazetteer: _Gazetteer, home: Place | None) -> PlaceMention | None:
    for word in gazetteer.heads.get(text[start : start + 2], ()):
        end = start + len(word)
        if not text.startswith(word, start) or _is_other_word(word, text, start, end):
            continue
        if word in _NATION_WORDS:
            return None if _NAME_AFTER.match(text, end) else PlaceMention(start, end, word, NATION)
        if word in _WORLD_WORDS:
            return PlaceMention(start, end, word, WORLD)
        places = gazetteer.names[word]
        if not places:
            return PlaceMention(start, end, word, word)
        place = _pick(word, places, home)
        if place:
            if _BODY_AFTER.match(text, end):
                return None
            end += (
                word.endswith("市")
                and text[end : end + 1] == "区"
                and text[end : end + 2] not in ("区域", "区县", "区两")
            )
            return PlaceMention(start, end, text[start:end], place.name, place)
    return None


def _is_other_word(word: str, text: str, start: int, end: int) -> bool:
    return (end < len(text) and text[end] in _OTHER_WORD_AFTER.get(word, "")) or (
        start > 0 and text[start - 1] in _OTHER_WORD_BEFORE.get(word, "")
    )


_LEVELS = {
    "省": (2,),
    "市": (4, 2, 6),
    "区": (6, 2),
    "县": (6,),
    "州": (4,),
    "旗": (6,),
    "自治区": (2,),
    "自治州": (4,),
}


def own_words(text: str) -> list[str]:
    """The words of a text for its own place, without that place's name.

    >>> own_words("全市与全省相比，我市更快")
    ['全市', '全省', '我市']
    """
    return list(dict.fromkeys(match.group() for match in _RELATIVE.finditer(text)))


@cache
def stands_for(word: str, name: str) -> str | None:
    """The place that 全市 means where `name` is spoken of: itself or what it lies in, None if it can be neither.

    >>> stands_for("全省", "济南市"), stands_for("全市", "山东省"), stands_for("本市", "全国")
    ('山东省', None, None)
    """
    level = word.lstrip("全我本该")
    home = _lookup(name)
    if name.endswith(level[-1]) or home is None:
        return name if name.endswith(level[-1]) else None
    wider = (_gazetteer().codes.get(home.code[:size]) for size in _LEVELS[level] if len(home.code) >= size)
    found = next((p.name for p in wider if p and p.name.endswith(level[-1])), None)
    # 全区 of a city is a zone or district of it that nobody named.
    return found or (name if level == "区" and name.endswith("市") else None)


def _relative(text: str, within: str | None) -> Iterator[PlaceMention]:
    """全市, 我省, 本区: what it stands for where `within` is spoken of; named "" where that cannot be told."""
    for match in _RELATIVE.finditer(text):
        name = (stands_for(match.group(), within) if within else None) or ""
        yield PlaceMention(match.start(), match.end(), match.group(), name, _lookup(name), relative=True)


def settled(mentions: Sequence[PlaceMention], homes: Sequence[str]) -> list[PlaceMention]:
    """The mentions, what nobody named taken for a place named before it, else for the first of `homes` that it can be.

    >>> [m.name for m in settled(find_places("济南领先，全市与我省提速"), ["青岛市", "山东省"])]
    ['济南市', '济南市', '山东省']
    """
    if all(mention.name for mention in mentions):
        return list(mentions)
    found: list[PlaceMention] = []
    for mention in mentions:
        if mention.name:
            found.append(mention)
            continue
        near = [m.name for m in reversed(found) if m.place]
        name = next((place for home in (*near, *homes) if (place := stands_for(mention.text, home))), "")
        found.append(replace(mention, name=name, place=_lookup(name)))
    return found


def is_within(inner: str | None, outer: str | None) -> bool:
    """Whether the place `inner` lies in (or is) `outer`; 全国 holds every place of China."""
    if not inner or not outer or inner == outer:
        return inner == outer
    one, other = _lookup(inner), _lookup(outer)
    if outer == NATION:
        return one is not None
    return bool(one and other and one.code.startswith(other.code))


def about(title: str | None, body: str) -> str | None:
    """The place an article is about: the first its title names, else the one its opening names most.

    >>> about("南京数字经济提速", "")
    '南京市'
    """
    for mention in find_places(title or ""):
        if mention.place or mention.name == NATION:
            return mention.name
    counts: Counter[str] = Counter()
    for mention in find_places(body[:3000]):
        if mention.place:
            counts[mention.name] += 1
        elif mention.text in ("全国", "我国"):
            counts[NATION] += 1
    best = counts.most_common(1)
    return best[0][0] if best and best[0][1] > 1 else next(iter(counts), None)
