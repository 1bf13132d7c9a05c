"""Addresses: cleaned, folded to a key, and what day they tell. Pure."""

from __future__ import annotations

import calendar
import posixpath
import re
from datetime import date
from urllib.parse import SplitResult, unquote_plus, urljoin, urlsplit, urlunsplit

from w3lib.url import safe_url_string

_TRACKING = re.compile(
    r"(?i)^(utm_\w+|spm|scm|gclid|fbclid|yclid|msclkid|mc_[ce]id|share|share[_-]\w+|share(to|from|id|uid|user|token|type|"
    r"source|time)|sharer_\w+|isappinstalled|nsukey|wxshare\w*|hmsr|hmpl|hmcu|hmkw|hmci|bd_vid|_t|_r|rand(om)?|"
    r"tdsourcetag|wfr|ivk_sa|sourcefrom|chksm|mpshare|clicktime|enterid|pass_ticket|jsessionid|phpsessid|"
    r"aspsessionid\w*|session_?id)$"
)
_MOMENT = re.compile(r"(?i)^(ts|timestamp)=\d{10}(\d{3})?$")  # when it was asked for, not what
_WECHAT = re.compile(r"(?i)(^|&)(__biz|mpshare|chksm|sharer_\w+)=")  # what WeChat adds when somebody passes a page on
_WECHAT_TOO = re.compile(r"(?i)^(scene|srcid|subscene|sessionid)$")
_SHARED_FROM = re.compile(r"(?i)^(timeline|singlemessage|groupmessage|wechat|weixin|wx|qq|qzone|weibo|app|rss|share)$")
_SESSION_IN_PATH = re.compile(r"(?i);(jsessionid|sid|phpsessid)=[^/?#]*|/\(S\([a-z0-9]{10,}\)\)")
_FRONT = re.compile(r"^(www\d?|m|wap|3g|mobile)\.(?=[^.]+\.[^.])")
_INDEX = re.compile(r"(?i)/(index|default)\.(html?|shtml|php|aspx?|jsp)$")
_DEFAULT_PORT = {"http": 80, "https": 443}
_ESCAPED = re.compile(r"%([0-9a-fA-F]{2})")
_UNRESERVED = re.compile(r"[A-Za-z0-9\-._~]")
_ROUTE = re.compile(r"!?/.*\w")  # what a program in the page reads as an address: #/detail?id=7
_SHORTEST = 4  # digits of a number that can tell articles apart
_YEARS = range(1990, 2101)

_DAY_IN_PATH = tuple(
    re.compile(pattern)
    for pattern in (
        r"/(?P<y>(?:19|20)\d\d)[-/_](?P<m>[01]?\d)[-/_](?P<d>[0-3]?\d)(?=[/_.\-]|$)",  # /2023-02/13/ /2023/2/13/
        r"/(?P<y>(?:19|20)\d\d)/?(?P<m>[01]\d)-?(?P<d>[0-3]\d)(?=[/_.\-]|$)",  # /2023/0213/ /2023/02-13/ /20230213/
        r"/[a-zA-Z]{0,8}[-_]?(?P<y>(?:19|20)\d\d)(?P<m>[01]\d)(?P<d>[0-3]\d)_\d",  # /t20230213_123.html
        r"[/_\-](?P<y>(?:19|20)\d\d)-(?P<m>[01]\d)-(?P<d>[0-3]\d)(?=\D|$)",
        r"/[a-zA-Z]{0,12}[-_]?(?P<y>20\d\d)(?P<m>[01]\d)(?P<d>[0-3]\d)\d{4,18}(?:\D|$)",  # /ARTI20230213…, with a time
        r"[?&=/](?P<y>20\d\d)(?P<m>[01]\d)(?P<d>[0-3]\d)(?=[&_.\-/]|$)",
    )
)
# An article's month stands in a folder: a file may well be named 201901 because that is its number.
_MONTH_FOLDER = re.compile(r"[/_\-](?P<y>(?:19|20)\d\d)[-/_]?(?P<m>0[1-9]|1[0-2])(?=/)")
_MONTH_IN_NAME = re.compile(r"[/_\-](?P<y>(?:19|20)\d\d)[-/_]?(?P<m>0[1-9]|1[0-2])(?=[/_.\-]|$)")


def canonical(url: str, base: str = "") -> str:
    """A working address without what does not name the page: fragment, tracking and session parameters, `//`, dots.

    A fragment that is a route of the page's own program (`#/detail?id=7`) names the page and stays. Resolves `url`
    against `base`. Raises ValueError where the result is no http(s) address with a host.
    """
    parts = _split(url, base)
    path = _SESSION_IN_PATH.sub("", _escaped(parts.path))
    path = re.sub(r"/{2,}", "/", path) or "/"
    if "/." in path:
        tail = "/" if path.endswith(("/", "/.", "/..")) else ""
        path = posixpath.normpath(path).replace("//", "/")
        path = path if path.endswith("/") else path + tail
    route = parts.fragment if _ROUTE.match(parts.fragment) else ""
    return urlunsplit((parts.scheme, _host(parts), path, _query(_escaped(parts.query)), _escaped(route)))


def key(url: str) -> str:
    """What an article is known by: no scheme, no www./m./wap., no tracking, parameters in order, no index page.

    >>> key("https://m.example.com.cn//a/index.html?b=2&a=1&utm_source=x#top")
    'example.com.cn/a?a=1&b=2'
    """
    parts = urlsplit(canonical(url))
    path = _INDEX.sub("/", parts.path).rstrip("/")
    query = "&".join(sorted(parts.query.split("&"))) if parts.query else ""
    route = f"#{parts.fragment}" if parts.fragment else ""
    return _FRONT.sub("", parts.netloc) + path + (f"?{query}" if query else "") + route


def site(url: str) -> str:
    """The host without www./m./wap. and port: what links of one's own are told by."""
    return _FRONT.sub("", (urlsplit(url).hostname or "").lower())


def days(url: str) -> tuple[date, date] | None:
    """First and last day that an address can have been published on, where it says so; one day or a month.

    >>> days("http://example.cn/zwgk/202302/t20230213_99.html")
    (datetime.date(2023, 2, 13), datetime.date(2023, 2, 13))
    """
    parts = urlsplit(url)
    text = parts.path + (f"?{parts.query}" if parts.query else "")
    for pattern in _DAY_IN_PATH:
        for match in pattern.finditer(text):
            day = _date(match["y"], match["m"], match["d"])
            if day:
                return day, day
    return _month(_MONTH_FOLDER.search(text))


def branch_days(url: str) -> tuple[date, date] | None:
    """What `days` tells, and the month in a file's name too: that of a sitemap, `sitemap-2021-03.xml`."""
    return days(url) or _month(_MONTH_IN_NAME.search(urlsplit(url).path))


def _month(match: re.Match[str] | None) -> tuple[date, date] | None:
    first = _date(match["y"], match["m"], "1") if match else None
    return (first, first.replace(day=calendar.monthrange(first.year, first.month)[1])) if first else None


def day(url: str) -> date | None:
    """The day an address tells, None where it tells none or only a month."""
    span = days(url)
    return span[0] if span and span[0] == span[1] else None


def same_article(url: str, claimed: str) -> bool:
    """Whether a page at `url` that claims `claimed` as its canonical address is to be believed.

    Sites print nonsense there (their home page, the column, another article's address), so the two must share host and
    the part that tells articles apart: the name of the page, or the last number, which is the article's own.

    >>> same_article("http://a.cn/art/2023/2/13/art_1229_58988.html", "http://a.cn/col/col1229/index.html")
    False
    """
    if site(url) != site(claimed):
        return False
    mine, theirs = urlsplit(url), urlsplit(claimed)
    if _INDEX.sub("/", theirs.path) in {"", "/"} and not theirs.fragment:
        return False
    if (mine.query, mine.fragment) == (theirs.query, theirs.fragment):
        last = posixpath.basename(mine.path.rstrip("/"))
        if mine.path == theirs.path:
            return True
        if re.search(r"\d", last) and last == posixpath.basename(theirs.path.rstrip("/")):
            return True
    return bool(number := _number(mine)) and number == _number(theirs)


def _number(parts: SplitResult) -> str:
    """The last number of an address; empty where it is short, as that of a part, or a day."""
    last = (re.findall(r"\d+", f"{parts.path}?{parts.query}#{parts.fragment}") or [""])[-1]
    is_day = len(last) == len("20230213") and _date(last[:4], last[4:6], last[6:]) is not None
    return "" if len(last) < _SHORTEST or is_day else last


def _escaped(text: str) -> str:
    """`%e4` as `%E4`, and `%7E` as the `~` it stands for."""
    return _ESCAPED.sub(lambda match: _plain(chr(int(match[1], 16))) or match[0].upper(), text)


def _plain(letter: str) -> str:
    return letter if _UNRESERVED.match(letter) else ""


def _split(url: str, base: str) -> SplitResult:
    text = re.sub(r"[\t\r\n]", "", url.strip())
    joined = urljoin(base, text) if base else text
    parts = urlsplit(safe_url_string(joined, encoding="utf-8"))
    if parts.scheme.lower() not in _DEFAULT_PORT or not parts.hostname:
        raise ValueError(f"no http(s) address: {url!r:.200}")
    return parts


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").lower().rstrip(".")
    host = f"[{host}]" if ":" in host else host
    port = parts.port
    return host if port in {None, _DEFAULT_PORT[parts.scheme.lower()]} else f"{host}:{port}"


def _query(query: str) -> str:
    kept = []
    shared = _WECHAT.search(query) is not None
    for item in query.split("&"):
        name, _, value = item.partition("=")
        name = unquote_plus(name)
        if not item or _TRACKING.match(name) or (name.lower() == "from" and _SHARED_FROM.match(value)):
            continue
        if _MOMENT.match(item) or (shared and _WECHAT_TOO.match(name)):
            continue
        kept.append(item)
    return "&".join(kept)


def _date(year: str, month: str, dom: str) -> date | None:
    try:
        found = date(int(year), int(month), int(dom))
    except ValueError:
        return None
    return found if plausible(found) else None


def plausible(day: date) -> bool:
    """Whether a page of the Web can have been published on `day`: 0001-01-01 and 9999-12-31 stand for no day at all."""
    return day.year in _YEARS
