"""The grammar of numerals that are not plain: one reading of one numeral, token by token.

It keeps three places, what stands below 万, the 万 part and the 亿 part, and what is pending before its unit.
"""

from __future__ import annotations

import re
from decimal import Decimal

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {
    "〇": 0, "两": 2, "俩": 2, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9,
}  # fmt: skip
SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "廿": 20, "卅": 30}
WAN, YI = Decimal(10_000), Decimal(100_000_000)
SCALES = "十百千万亿拾佰仟"
VAGUE = "多余几来"

_GROUPED = r"\d{1,3}(?:[,，]\d{3})+(?!\d)(?:\.\d+)?"
_SPACED = r"\d{1,3}(?: \d{3})+(?:\.\d+)?(?![\d,，.])(?= ?[万亿元个人户家吨件次])"
ARABIC = re.compile(rf"{_GROUPED}|{_SPACED}|\d+(?:\.\d+)?")
_CHINESE_RUN = re.compile(r"[零〇一二三四五六七八九两俩壹贰叁肆伍陆柒捌玖]+")
_DECIMALS = re.compile(r"点([零〇一二三四五六七八九]+)")
_SPACE_THEN_SCALE = re.compile(r" {1,2}(?=[十百千万亿])")
_SPACE_THEN_MORE = re.compile(r" (?=\d+ ?[十百千万])")
_SI = re.compile(r"千(?:瓦|克|米|卡|伏|帕|赫|字节|兆|焦)|百(?:分点|分之|帕)|千分之|万分之")
_CHAIN = re.compile(r"\d{1,4}")
_SHORTEST_CHAIN = 3
_TWO = 2
# After these a single digit is a count of what follows, not the short way of saying 一百(五)十.
_COUNTED = re.compile(r"[个家项条户人名位次台套座所处种类批件场期年月日天届号级大层只张部辆份起成倍]")


class Reader:
    """One reading of one numeral: the three places, and what is pending before its unit."""

    def __init__(self, text: str, start: int) -> None:
        self.text, self.start, self.at = text, start, start
        self.yi: Decimal | None = None
        self.wan: Decimal | None = None
        self.low = Decimal(0)
        self.pending: Decimal | None = None
        self.high: Decimal | None = None
        self.low_high: Decimal | None = None
        self.last_unit = Decimal(0)  # the unit written last: decides the order and what 一百五 means
        self.section_unit = Decimal(10_000)
        self.precision = Decimal(1)
        self.scale = Decimal(1)
        self.zero = self.vague = self.arabic = self.chinese = self.bare = self.fraction = self.spelled = False
        self.done = False

    def value(self) -> Decimal:
        """What has been read so far."""
        return (self.yi or 0) + (self.wan or 0) + self.low + (self.pending or 0)

    def empty(self) -> bool:
        """Whether nothing has been read yet."""
        return self.yi is None and self.wan is None and not self.low and self.pending is None

    def step(self) -> bool:  # noqa: PLR0911 - one return a kind of token
        """Read one token; False when nothing more belongs to the numeral."""
        text, at = self.text, self.at
        if at >= len(text) or self.done:
            return False
        char = text[at]
        if char in SMALL:
            return self._small(char)
        if char in "万亿":
            return self._big(char)
        if char in DIGITS:
            return self._chinese(char)
        if char.isdecimal():
            return self._arabic()
        if char in VAGUE or (char == "数" and self.empty()):
            return self._vague(char)
        if char == "点":
            return self._point()
        if char == " " and not self.empty():
            match = _SPACE_THEN_SCALE.match(text, at) or (
                _SPACE_THEN_MORE.match(text, at) if self.arabic and self.last_unit else None
            )
            if match and not (match.group() == "  " and not self.arabic):
                self.at = match.end()
                return self.step()
        return False

    def _small(self, char: str) -> bool:  # noqa: C901, PLR0911 - one return a reason to stop
        unit = Decimal(SMALL[char])
        if _SI.match(self.text, self.at):
            return False
        if self.pending is None:
            inside = self.zero or not self.low
            if char not in "十拾廿卅" and not self.empty() and not self.zero:
                return False
            if not inside and unit >= self.last_unit:
                return False
            if char in "百千佰仟" and self.empty():
                self.bare = True
            self.pending = Decimal(1)
        elif self.bare and self.last_unit == 0:
            return False
        if unit >= self.section_unit and self.low:
            return False
        if self.arabic and self.pending != self.pending.to_integral_value():
            self.precision *= unit
        else:
            self.precision = Decimal(1)
        if self.high is not None:
            self.low_high = self.low + self.high * unit
            self.high = None
        elif self.low_high is not None:
            return False
        self.low += self.pending * unit
        self.pending, self.zero = None, False
        self.section_unit = self.last_unit = unit
        self.chinese = self.chinese or not self.arabic
        self.at += 1
        return True

    def _big(self, char: str) -> bool:
        unit = WAN if char == "万" else YI
        if (char == "万" and self.wan is not None) or (self.yi is not None and char == "亿"):
            return False
        if self.empty():
            self.bare = True
            self.pending = Decimal(1)
        if self.bare and self.vague and self.last_unit == 0:
            return False
        section = self.low + (self.pending or 0)
        if char == "万":
            if not section:
                return False
            self.wan = section * unit
        else:
            self.yi = ((self.wan or 0) + section) * unit
            self.wan = None
        high = self.low_high if self.low_high is not None else self.high
        if high is not None:
            self.low_high, self.high = high * unit, None
        self.precision *= unit
        self.scale = (
            self.scale * unit if self.last_unit in (WAN, YI) and not self.low and self.pending is None else unit
        )
        self.low, self.pending, self.zero = Decimal(0), None, False
        self.last_unit, self.section_unit = unit, Decimal(10_000)
        self.at += 1
        return True

    def _chinese(self, char: str) -> bool:  # noqa: PLR0911 - one return a reason to stop
        match = _CHINESE_RUN.match(self.text, self.at)
        run = match.group() if match else char
        if self.arabic and self.pending is not None:
            return False
        if self.empty() and not self.zero and len(run) > 1:
            return self._run(run)
        if char in "零〇":
            return self._zero(run)
        if self.pending is not None or self.bare or self.low_high is not None:
            return False
        digit = run[0]
        if len(run) > 1 and not (len(run) == _TWO and self._pair(run)):
            return False
        if len(run) == _TWO:
            return True
        after = self.at + 1
        following = self.text[after : after + 1]
        if self.last_unit and not self.zero and not (following and following in SCALES):
            return self._short(digit, after)
        self.pending, self.chinese = Decimal(DIGITS[digit]), True
        self.precision = Decimal(1)
        self.at = after
        return True

    def _zero(self, run: str) -> bool:
        after = self.text[self.at + 1 : self.at + 2]
        if self.empty() or self.pending is not None:
            if self.empty() and not self.zero:
                self.pending, self.chinese = Decimal(0), True
                self.at += 1
                return True
            return False
        if len(run) == 1 and not (after and (after in SCALES or after == "几" or after.isdecimal())):
            return False
        self.zero = True
        self.at += 1
        return True

    def _short(self, digit: str, after: int) -> bool:
        """一万三 is 13000, 四百五 450; but 十五 is 15, and 一百五家 is not said."""
        if self.last_unit > SMALL["十"] and (
            self.arabic or (after < len(self.text) and _COUNTED.match(self.text, after))
        ):
            return False
        if self.last_unit >= SMALL["百"]:
            place = self.last_unit / 10
        elif self.last_unit in (10, 20, 30):
            place = Decimal(1)
        else:
            return False
        self.pending, self.precision = DIGITS[digit] * place, place
        self.chinese, self.at = True, after
        self.last_unit = Decimal(0)
        if not _DECIMALS.match(self.text, after):
            self.done = not (self.text[after : after + 1] and self.text[after] in "万亿多余")
        return True

    def _run(self, run: str) -> bool:
        """Several digits without units: 二〇二一 spells a number, 七八(十) spans two."""
        following = self.text[self.at + len(run) : self.at + len(run) + 1]
        if len(run) == _TWO and self._pair(run):
            return True
        if following and following in SCALES and len(run) > 1:
            # 二零三百: only the digit before the unit belongs to it; a run before 万 or 亿 spells (二二万 is not said)
            return False
        self.pending = Decimal("".join(str(DIGITS[c]) for c in run))
        self.chinese = self.spelled = True
        self.at += len(run)
        self.done = not _DECIMALS.match(self.text, self.at)
        return True

    def _pair(self, run: str) -> bool:
        one, two = DIGITS[run[0]], DIGITS[run[1]]
        following = self.text[self.at + 2 : self.at + 3]
        if two != one + 1 or one == 0 or run[1] in "零〇":
            return False
        if not (following and (following in SCALES or following in "成个倍家项人名位条次台件")):
            return False
        self.pending, self.high = Decimal(one), Decimal(two)
        self.chinese, self.precision = True, Decimal(1)
        self.at += 2
        return True

    def _arabic(self) -> bool:
        if self.pending is not None or self.bare or self.low_high is not None:
            return False
        match = ARABIC.match(self.text, self.at) if self.empty() else self._more()
        if not match:
            return False
        written = match.group().replace(",", "").replace("，", "").replace(" ", "")
        self.pending = Decimal(written)
        decimals = len(written.partition(".")[2])
        self.precision = Decimal(1).scaleb(-decimals)
        self.fraction = decimals > 0
        self.arabic, self.zero = True, False
        self.at = match.end()
        return True

    def _more(self) -> re.Match[str] | None:
        """The 2854 of 4702万2854, the 4 of 5万4千: digits that go on after a scale."""
        match = _CHAIN.match(self.text, self.at)
        if not match or self.text[match.end() : match.end() + 1] in tuple("0123456789.年月日%-"):
            return None
        following = self.text[match.end() : match.end() + 2].lstrip()[:1]
        goes_on = bool(following) and following in "十百千万" and Decimal(SMALL.get(following, 10_000)) < self.last_unit
        if not goes_on and ((not self.zero and len(match.group()) < _SHORTEST_CHAIN) or self.text[self.at - 1] == " "):
            return None
        return match if self.fraction_free() else None

    def fraction_free(self) -> bool:
        """Whether the part before was whole: 1.5万3000 is two numbers."""
        return not self.fraction

    def _vague(self, char: str) -> bool:
        following = self.text[self.at + 1 : self.at + 2]
        scale_follows = bool(following) and following in SCALES
        if self.empty():
            if char not in "几数" or not scale_follows or self.zero:
                return False
            self.pending, self.chinese = Decimal(1), True
        elif (
            self.vague
            or self.high is not None
            or self.low_high is not None
            or (self.fraction and self.pending is not None)
        ) or (char in "几来" and self.last_unit not in (10, 20, 30) and not (char == "几" and self.zero)):
            return False
        elif self.chinese and not self.arabic and self.pending is not None:
            return False  # 一多, 三余: only after a unit
        elif char == "多" and self.arabic and self.pending is not None and self.pending % 10 and not scale_follows:
            return False  # 5多: only round numbers take 多
        self.vague, self.zero = True, False
        self.at += 1
        return True

    def _point(self) -> bool:
        match = _DECIMALS.match(self.text, self.at)
        if not match or self.empty() or self.arabic or self.vague or self.bare:
            return False
        digits = "".join(str(DIGITS[c]) for c in match.group(1))
        self.pending = (self.pending or Decimal(0)) + Decimal(f"0.{digits}")
        self.precision = Decimal(1).scaleb(-len(digits))
        self.fraction, self.at, self.done = True, match.end(), False
        if self.text[self.at : self.at + 1] not in ("万", "亿"):
            self.done = True
        return True
