"""Width and sentences: what every grammar reads, with offsets that hold in the text as written.

`fold` never adds or drops a character, so an offset into the folded text is an offset into the original.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# Full-width forms U+FF01..U+FF5E lie 0xFEE0 above ASCII. The full-width comma, semicolon, colon and question and
# exclamation marks stay: in Chinese text they are punctuation, and only a number may decide that it is a separator.
_KEPT = "，；：？！"
_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code) not in _KEPT}
_SPACES = dict.fromkeys([0x3000, 0x00A0, 0x2002, 0x2003, 0x2005, 0x2009, 0x200A, 0x202F, 0x205F], 0x20)
_MARKS = {ord("﹪"): "%", ord("−"): "-", ord("〜"): "~", ord("‐"): "-", ord("‑"): "-", ord("﹣"): "-", ord("．"): "."}
# Traditional characters of numbers, units and periods; everything else is left to the tokenizer's own tables.
_TRADITIONAL = (
    "億萬兩個點幣餘幾數無條項戶輛臺檔噸畝間處過達約於從與寫佔減縮負漲貶來後內儲電頃歲體號週觀趨勢雙騰"
    "總計據幹線費產業營資專題會議級類組歷圓廠區縣鄉鎮鐘頭隻盤艙艦時際學頁層盧鎊馬韓銖圍為見並將開關發"
    "長動環較當結經進躍還報實現綜聯網絡雲單"
)
_SIMPLIFIED = (
    "亿万两个点币余几数无条项户辆台档吨亩间处过达约于从与写占减缩负涨贬来后内储电顷岁体号周观趋势双腾"
    "总计据干线费产业营资专题会议级类组历元厂区县乡镇钟头只盘舱舰时际学页层卢镑马韩铢围为见并将开关发"
    "长动环较当结经进跃还报实现综联网络云单"
)
_FOLD: dict[int, int | str | None] = {
    **dict(zip(map(ord, _TRADITIONAL), _SIMPLIFIED, strict=True)),
    **_WIDTH,
    **_SPACES,
    **_MARKS,
}
_NEEDS_FOLD = re.compile("[" + re.escape("".join(chr(c) for c in _FOLD)) + "]")


def fold(text: str) -> str:
    """Half-width digits, letters and signs, and simplified number words, character for character.

    >>> fold("１．６萬億元，２５％")
    '1.6万亿元，25%'
    """
    return text.translate(_FOLD) if _NEEDS_FOLD.search(text) else text


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its offsets: `text == whole[start:end]`, without the white space around it."""

    start: int
    end: int
    text: str


# A semicolon does not end a sentence: its clauses share subject, region and period. A half-width full stop does not
# either, for it stands in numbers and numbering. Closing quotes and brackets belong to the sentence they end.
_SENTENCE = re.compile(r"[^。！？!?…\n]*(?:[。！？!?…]+[”’」』）)》\"]*|\n|$)")


def sentences(text: str) -> list[Sentence]:
    """The sentences of a text, in order; a line break always ends one.

    >>> [s.text for s in sentences("一季度增长4%；二季度增长5%。全年更高！")]
    ['一季度增长4%；二季度增长5%。', '全年更高！']
    """
    found: list[Sentence] = []
    for match in _SENTENCE.finditer(text):
        raw = match.group()
        stripped = raw.strip()
        if not stripped:
            continue
        start = match.start() + len(raw) - len(raw.lstrip())
        found.append(Sentence(start, start + len(stripped), stripped))
    return found


_CLAUSE_END = re.compile(r"[，,；;。！？!?：:\n\t（）()]")


def clause_start(text: str, at: int, furthest: int = 60) -> int:
    """Where the clause that holds offset `at` begins; a comma between digits does not end one.

    Looks no further back than `furthest` characters, so that a long text costs no more than a short one.
    """
    low = max(0, at - furthest)
    start = low
    for match in _CLAUSE_END.finditer(text, low, at):
        i = match.start()
        inside = match.group() in ",，" and 0 < i < len(text) - 1 and text[i - 1].isdigit() and text[i + 1].isdigit()
        if not inside:
            start = match.end()
    return start
