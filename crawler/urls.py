"""Addresses: cleaned, folded to a key, and what day they tell. Pure."""

from __future__ import annotations

import calendar
import posixpath
import re
from datetime import date
from urllib.parse import SplitResult, parse_qsl, unquote_plus, urljoin, urlsplit, urlunsplit

from w3lib.url import safe_url_string

_TRACKING = re.compile(
    r"(?i)^(utm_\w+|spm|scm|gclid|fbclid|yclid|msclkid|mc_[ce]id|share\w*|isappinstalled|nsukey|wxshare\w*|hmsr|hmpl|hmcu|"
    r"hmkw|hmci|bd_vid|_t|_r|timestamp|ts|rand(om)?|tdsourcetag|wfr|ivk_sa|sourcefrom|shareto|chksm|mpshare|scene|srcid|"
    r"clicktime|enterid|pass_ticket|jsessionid|phpsessid|aspsessionid\w*|session_?id)$"
)
_SHARED_FROM = re.compile(r"(?i)^(timeline|singlemessage|groupmessage|wechat|weixin|wx|qq|qzone|weibo|app|rss|share)$")
_SESSION_IN_PATH = re.compile(r"(?i);(jsessionid|sid|phpsessid)=[^/?#]*|/\(S\([a-z0-9]{10,}\)\)")
_FRONT = re.compile(r"^(www\d?|m|wap|3g|mobile)\.(?=[^.]+\.[^.])")
_INDEX = re.compile(r"(?i)/(index|default)\.(html?|shtml|php|aspx?|jsp)$")
_DEFAULT_PORT = {"http": 80, "https": 443}

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
_MONTH_IN_PATH = re.compile(r"[/_\-](?P<y>(?:19|20)\d\d)[-/_]?(?P<m>0[1-9]|1[0-2])(?=[/_.\-]|$)")


def canonical(url: str, base: str = "") -> str:
    """A working address without what does not name the page: fragment, tracking and session parameters, `//`, dots.

    Resolves `url` against `base`. Raises ValueError where the result is no http(s) address with a host.
    """
    parts = _split(url, base)
    path = _SESSION_IN_PATH.sub("", parts.path)
    path = re.sub(r"/{2,}", "/", path) or "/"
    if "/." in path:
        tail = "/" if path.endswith(("/", "/.", "/..")) else ""
        path = posixpath.normpath(path).replace("//", "/")
        path = path if path.endswith("/") else path + tail
    return urlunsplit((parts.scheme, _host(parts), path, _query(parts.query), ""))


def key(url: str) -> str:
    """What an article is known by: no scheme, no www./m./wap., no tracking, parameters in order, no index page.

    >>> key("https://m.example.com.cn//a/index.html?b=2&a=1&utm_source=x#top")
    'example.com.cn/a?a=1&b=2'
    """
    parts = urlsplit(canonical(url))
    path = _INDEX.sub("/", parts.path).rstrip("/")
    query = "&".join(sorted(parts.query.split("&"))) if parts.query else ""
    return _FRONT.sub("", parts.netloc) + path + (f"?{query}" if query else "")


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
    month = _MONTH_IN_PATH.search(text)
    if month:
        year, number = int(month["y"]), int(month["m"])
        return date(year, number, 1), date(year, number, calendar.monthrange(year, number)[1])
    return None


def day(url: str) -> date | None:
    """The day an address tells, None where it tells none or only a month."""
    span = days(url)
    return span[0] if span and span[0] == span[1] else None


def same_article(url: str, claimed: str) -> bool:
    """Whether a page at `url` that claims `claimed` as its canonical address is to be believed.

    Sites print nonsense there (their home page, another article's address), so the two must share host and the part
    that tells articles apart: the last path segment or the longest number.
    """
    if site(url) != site(claimed):
        return False
    mine, theirs = urlsplit(url), urlsplit(claimed)
    if theirs.path in {"", "/"}:
        return False
    last = posixpath.basename(mine.path.rstrip("/"))
    if last and last == posixpath.basename(theirs.path.rstrip("/")) and mine.query == theirs.query:
        return True
    return bool(number := _number(mine)) and number == _number(theirs)


def _number(parts: SplitResult) -> str:
    numbers = re.findall(r"\d{5,}", f"{parts.path}?{parts.query}")
    return max(numbers, key=len, default="")


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
    for item in query.split("&"):
        name, _, value = item.partition("=")
        name = unquote_plus(name)
        if not item or _TRACKING.match(name) or (name.lower() == "from" and _SHARED_FROM.match(value)):
            continue
        kept.append(item)
    return "&".join(kept)


def _date(year: str, month: str, dom: str) -> date | None:
    try:
        return date(int(year), int(month), int(dom))
    except ValueError:
        return None


def parameters(url: str) -> dict[str, str]:
    """The query of an address as names and values; the last of a name wins."""
    return dict(parse_qsl(urlsplit(url).query, keep_blank_values=True))
