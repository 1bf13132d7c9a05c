"""When an article was published, as Chinese pages write it."""

# ruff: noqa: E501 - a pattern is read as one word, and worse when cut

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone
from email.utils import parsedate_to_datetime
from typing import Final

from models.article import Precision, Published

CHINA: Final = timezone(timedelta(hours=8))
_FIRST_YEAR, _LAST_YEAR = 1990, 2100
_DAY = r"(?P<y>(?:19|20)\d{2})(?:\s*[-/.－．]\s*(?P<m>\d{1,2})\s*[-/.－．]\s*(?P<d>\d{1,2})(?!\d)|\s+(?P<m3>\d{2})\s*/\s*(?P<d3>\d{2})(?!\d)|\s*年\s*(?P<m2>\d{1,2})\s*月\s*(?P<d2>\d{1,2})\s*[日号]?)"
_CLOCK = r"(?:[\sT,，日]*(?:星期.|周.)?\s*(?P<half>上午|下午|晚上|凌晨|中午)?\s*(?P<H>[01]?\d|2[0-3])\s*[:：时点]\s*(?P<M>[0-5]\d)\s*(?:分(?!享))?(?:\s*[:：]?\s*(?P<S>[0-5]\d)(?!\d)\s*秒?)?(?:\.\d+)?\s*(?P<z>Z|[+-]\d{2}:?\d{2}|GMT|UTC)?)?"
WHEN: Final = re.compile(_DAY + _CLOCK)
_COMPACT = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d{2})(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?:(?P<H>[01]\d|2[0-3])(?P<M>[0-5]\d)(?P<S>[0-5]\d)?)?(?!\d)"
)
_HALF_DAY = 12
_EPOCH = re.compile(r"1\d{9}(?:\d{3})?")
_WIDE_DIGITS = str.maketrans("０１２３４５６７８９：／－", "0123456789:/-")
_HANZI = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_HANZI_DAY = re.compile(
    r"([一二][〇○零一二三四五六七八九]{3})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
_ENGLISH = re.compile(r"(?:[A-Z][a-z]{2,8},?\s+)?\d{1,2}\s+[A-Z][a-z]{2}\w*\.?\s+\d{4}\s+\d{2}:\d{2}")
_URL_DAY = (
    re.compile(r"/(?P<y>(?:19|20)\d{2})[-/_]?(?P<m>0[1-9]|1[0-2])[-/_]?(?P<d>0[1-9]|[12]\d|3[01])(?=[/_.\-]|\d|$)"),
    re.compile(r"/(?P<y>(?:19|20)\d{2})(?P<m>0[1-9]|1[0-2])/(?P<d>0[1-9]|[12]\d|3[01])(?=/)"),
    re.compile(r"[/_t](?P<y>20\d{2})(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?=[_/.\-])"),
    re.compile(r"/(?P<y>(?:19|20)\d{2})[-/](?P<m>1[0-2]|[1-9])[-/](?P<d>3[01]|[12]\d|[1-9])(?=/)"),
    re.compile(r"/(?P<y>\d{2})/(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])/"),
)


def _number(text: str) -> int:
    """A Chinese numeral below 32: 二十三 is 23."""
    if "十" not in text:
        return int(text.translate(_HANZI))
    tens, _, ones = text.partition("十")
    return int(tens.translate(_HANZI) or 1) * 10 + int(ones.translate(_HANZI) or 0)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if _FIRST_YEAR <= year <= _LAST_YEAR else None
    except ValueError:
        return None


def _zone(text: str | None) -> timezone:
    if not text:
        return CHINA
    if text in {"Z", "GMT", "UTC"}:
        return UTC
    digits = text[1:].replace(":", "")
    shift = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    if shift >= timedelta(hours=24):
        return CHINA
    return timezone(-shift if text[0] == "-" else shift)


def _stated(day: date, clock: time | None, *, seconds: bool, zone: timezone, evidence: str) -> Published:
    if clock is None:
        return Published(day, evidence=evidence)
    at = datetime.combine(day, clock, zone).astimezone(CHINA)
    return Published(at.date(), at, Precision.SECOND if seconds else Precision.MINUTE, evidence)


def _from_match(match: re.Match[str], evidence: str) -> Published | None:
    found = match.groupdict()
    month = found.get("m") or found.get("m2") or found["m3"]
    day = _day(int(found["y"]), int(month), int(found.get("d") or found.get("d2") or found["d3"]))
    if day is None:
        return None
    clock = None
    if found["H"] is not None and found["M"] is not None:
        hour = int(found["H"])
        if found.get("half") in {"下午", "晚上"} and hour < _HALF_DAY:
            hour += _HALF_DAY
        clock = time(hour, int(found["M"]), int(found["S"] or 0))
        zone = found.get("z")
        # Midnight to the second, in no zone, is how systems fill in a time they do not have.
        if clock == time(0) and found["S"] is not None and not zone:
            clock = None
    return _stated(day, clock, seconds=found["S"] is not None, zone=_zone(found.get("z")), evidence=evidence)


def read_when(text: str, evidence: str = "text") -> Published | None:
    """The first date, with its time where one stands behind it, that `text` states; None where it states none.

    Times without a zone are China's; a time of another zone is turned into China's, and may fall on another day there.
    Example: `发布时间:2024-05-13 10:20` is 13 May 2024, 10:20 +08:00, to the minute; `Sun, 12 Dec 2021 01:55:37 GMT` is
    09:55:37 +08:00.
    """
    text = text.translate(_WIDE_DIGITS)
    match = WHEN.search(text)
    if match:
        return _from_match(match, f"{evidence}: {match[0].strip()}")
    hanzi = _HANZI_DAY.search(text)
    if hanzi:
        day = _day(int(hanzi[1].translate(_HANZI)), _number(hanzi[2]), _number(hanzi[3]))
        return Published(day, evidence=f"{evidence}: {hanzi[0]}") if day else None
    if _ENGLISH.search(text):
        try:
            at = parsedate_to_datetime(text.strip())
        except (ValueError, TypeError, IndexError):
            return None
        at = (at if at.tzinfo else at.replace(tzinfo=CHINA)).astimezone(CHINA)
        return Published(at.date(), at, Precision.SECOND, f"{evidence}: {text.strip()[:40]}")
    return None


def read_stamp(value: str, evidence: str) -> Published | None:
    """A date as systems write it: ISO, compact (20240513), seconds or milliseconds since 1970, or as people do."""
    value = value.strip().strip("\"'")
    if _EPOCH.fullmatch(value):
        at = datetime.fromtimestamp(int(value[:10]), CHINA)
        return Published(at.date(), at, Precision.SECOND, f"{evidence}: {value}")
    found = read_when(value, evidence)
    if found:
        return found
    match = _COMPACT.search(value)
    return _from_match(match, f"{evidence}: {match[0]}") if match else None


def read_url(url: str | None) -> Published | None:
    """The day an address carries: `/2024-05/13/`, `/20240513/`, `/t20240513_`, `/24/0513/`."""
    for pattern in _URL_DAY:
        match = pattern.search(url or "")
        if match:
            year = int(match["y"])
            day = _day(year + 2000 if year < 100 else year, int(match["m"]), int(match["d"]))  # noqa: PLR2004 - two digits
            if day:
                return Published(day, evidence=f"url: {match[0].strip('/_')}")
    return None


def given(value: str | date | None, evidence: str = "given") -> Published | None:
    """A date handed in from outside (a record, a listing): a date, a time or its text."""
    if isinstance(value, datetime):
        at = (value if value.tzinfo else value.replace(tzinfo=CHINA)).astimezone(CHINA)
        return Published(at.date(), at, Precision.SECOND, evidence)
    if isinstance(value, date):
        return Published(value, evidence=evidence)
    return read_stamp(value, evidence) if value else None


def plausible(candidates: tuple[Published | None, ...], fetched_at: datetime | None) -> Published | None:
    """The first of the candidates that does not lie in the future of the moment the page was fetched.

    A day is allowed for clocks and time zones. Without that moment the first candidate stands.
    """
    latest = fetched_at.astimezone(CHINA).date() + timedelta(days=1) if fetched_at else date.max
    return next((when for when in candidates if when and when.day <= latest), None)


_MENTION = re.compile(r"(?:(?P<y>20\d{2})年)?(?P<m>1[0-2]|[1-9])月(?P<d>3[01]|[12]\d|[1-9])日")
_YEAR = re.compile(r"(20\d{2})(?=年|[~～—\-]20\d{2}|全球)")


def infer(text: str) -> Published | None:
    """A publication day guessed from what an undated text speaks of: the latest day it mentions.

    The year is the one most spoken of in the text as 20xx年. Told apart from a stated date by its evidence, `inferred`.
    Example: 7月7日,在“2023全球数字经济大会”闭幕式 … 2023年 … gives 2023-07-07.
    """
    years = [int(year) for year in _YEAR.findall(text)]
    common = max(set(years), key=lambda year: (years.count(year), year)) if years else None
    days = []
    for match in _MENTION.finditer(text):
        year = int(match["y"]) if match["y"] else common
        day = _day(year, int(match["m"]), int(match["d"])) if year else None
        if day:
            days.append((day, match[0]))
    if not days:
        return None
    day, words = max(days)
    return Published(day, evidence=f"inferred: {words}")
