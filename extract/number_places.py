"""Where in a text a number may begin, and in which form.

One character class finds the places; words that merely look like numerals (统一, 四川, 零售, 数据) are passed over
there, because they are so frequent that anything later would be late.
"""

from __future__ import annotations

import re

_GATE = re.compile("[0-9零〇一二三四五六七八九两俩十百千万亿几数半翻第首壹贰叁肆伍陆柒捌玖廿卅]")
# Two characters that begin a word which holds no number.
_PASS = frozenset(
    """
    一切 一看 一定 一些 一直 一般 一样 一致 一律 一旦 一起 一体 一系 一带 一方 一时 一向 一贯
    一并 一同 一举 一再 一概 一味 一边 一面 一流 一线 一手 一心 一经 一道 一如 一揽 万一 千方
    百姓 百货 百度 百科 万物 万事 万众 四川 四周 四处 四面 九江 三亚 三明 三门 三峡 六安 六盘
    七台 八达 十堰 千岛 万宁 万州 万科 万达 万向 万华 万里 百色 亿达 亿联 两岸 两会 两者 两化
    两区 两江 两广 两湖 半导 三农 三维 二维 四维 二手 零售 零部 零件 零距 零工 零碳 零食 零钱
    零星 几乎 几何 肆意 肆无 拾取 拾起 陆地 陆续 陆上 十足 伍佰 首都 首次 首个 首批 首发 首创
    首先 首要 首届 首席 首钢 首家 首府 首相 首尔 首款 首选 首例 首轮 首日 首期 数据 数字 数量
    数智 数控 数值 数学 数码 数额 数目
    """.split()  # noqa: SIM905 - two hundred quoted words are harder to read
)
# Words that end in a numeral: 统一, 之一, 进一步, 登陆, 收拾.
_NOT_AFTER = {"一": "统唯同之单专万进下新", "陆": "大登着", "伍": "队退入", "第": "次等门", "首": "元党匕昂部"}
_NEEDS_SCALE = frozenset("几数")
# The digits of cheques are common characters too (队伍, 陆续): they count only before a scale of theirs.
_FORMAL = frozenset("壹贰叁肆伍陆柒捌玖")
_FORMAL_SCALES = frozenset("拾佰仟万亿元圆")
_SCALES = frozenset("十百千万亿")
_RATE = re.compile("(?:百|千|万|百万|千万|万万|亿) ?分 ?之")
_TOPS = frozenset({"榜首", "之首", "居首", "列首"})


def next_place(text: str, at: int) -> tuple[int, str] | None:
    """The next place from `at` where a number may begin, and its kind: number, rate, half, turn, ordinal or top.

    Example: `next_place("统一标准，达3个", 0)` is `(6, "number")`.
    """
    while match := _GATE.search(text, at):
        here, char = match.start(), match.group()
        at = here + 1
        if char.isdecimal():
            return here, "number"
        before, pair = text[here - 1 : here], text[here : here + 2]
        # 四分之一 was read from its 四; a 之一 met here is the word. 榜首 and 之首 are ranks.
        top = char == "首" and before + char in _TOPS
        if not top and (pair in _PASS or (before and before in _NOT_AFTER.get(char, ""))):
            continue
        kind = _kind(text, here, char, before, pair)
        if kind:
            return here - (kind == "top" and before + char in _TOPS), kind
    return None


def _kind(text: str, here: int, char: str, before: str, pair: str) -> str | None:  # noqa: PLR0911 - one a kind
    if char in _NEEDS_SCALE:
        return "number" if pair[1:] in _SCALES else None
    if char in _FORMAL:
        return "number" if pair[1:] in _FORMAL_SCALES else None
    if char == "首":
        return "top" if pair == "首位" or before + char in _TOPS else None
    if char == "半" or pair in ("一半", "一大"):
        return "half"
    if char in ("翻", "第"):
        return "turn" if char == "翻" else "ordinal"
    if char in _SCALES and _RATE.match(text, here):
        return "rate"
    return None if pair == "十分" and text[here + 2 : here + 3] != "之" else "number"
