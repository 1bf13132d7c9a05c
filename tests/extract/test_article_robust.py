"""Broken pages: nothing but a ReadError escapes, and no page takes over five seconds."""

# ruff: noqa: E501 - a page of an example reads better on one line

import contextlib
import random
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract.article import SECONDS, read_bytes
from extract.html_decode import decode
from extract.limit import time_limit
from models.errors import ReadError

PROSE = "<p>据市统计局消息,2023年全市数字经济增加值达到1.6万亿元,同比增长8.5%,占地区生产总值的比重为42.7%。</p>"
PAGE = f"<html><head><title>数字经济提速_示例网</title></head><body><h1>数字经济提速</h1><div class=content>{PROSE * 5}</div></body></html>"
BROKEN = {
    "deep": "<html><body>" + "<div>" * 5000 + PROSE * 5 + "</div>" * 5000,
    "deep-unclosed": "<html><body>" + "<blockquote>" * 50_000 + PROSE * 5,
    "deep-inline": "<html><body>" + "<b>" * 20_000 + PROSE * 5,
    "deep-tables": "<html><body>" + "<table><tr><td>" * 3000 + PROSE * 5,
    "attributes": "<html><body><div " + " ".join(f'a{n}="{"x" * 90}"' for n in range(100_000)) + ">" + PROSE * 5,
    "one-attribute": '<html><body><div style="' + "x" * 10_000_000 + '">' + PROSE * 5,
    "open-comments": "<html><body>" + PROSE * 5 + "<!-- x " * 20_000,
    "open-scripts": "<html><body>" + PROSE * 5 + "<script>x " * 50_000,
    "open-quote": '<html><body><div class="' + PROSE * 3 + "</div>",
    "half-bodies": "<html>" + "<body " * 100_000 + PROSE * 5,
    "less-than": "<" * 1_000_000,
    "half-tags": "<html><body>" + "<a " * 100_000 + PROSE,
    "ampersands": "<html><body><p>" + "&" * 1_000_000,
    "breaks": "<html><body><p>" + "数字<br>" * 450_000,
    "rows": "<html><body><table>" + "<tr><td>甲</td><td>1</td></tr>" * 60_000,
    "headings": "<html><head><title>数字经济</title></head><body>" + "<h1>数字经济提速增效</h1>" * 5000 + PROSE,
    "title": "<html><head><title>" + "数字-" * 100_000 + "</title></head><body>" + PROSE * 5,
    "json-ld": "<html><head><script type='application/ld+json'>" + "[" * 100_000 + "</script></head><body>" + PROSE * 5,
    "brackets": "---\ntitle: a\n---\n" + "[" * 50_000,
    "quotes": "---\ntitle: a\n---\n" + "> " * 20_000 + "a",
    "yaml": "---\na: &a [x,x,x,x,x]\nb: &b [*a,*a,*a,*a]\nc: [*b,*b,*b]\ntitle: [\n---\n" + PROSE,
    "one-line": "数字经济" * 400_000,
    "stars": "* " * 300_000,
}


def reads_or_tells(content):
    """Read; the error tree is the only other way out, and there is a limit to the time."""
    started = time.monotonic()
    try:
        article = read_bytes(content, id="a", url="http://www.example.cn/1.html")
    except ReadError as error:
        assert error.subject  # noqa: PT017 - either way out is fine
        article = None
    assert time.monotonic() - started < SECONDS + 1.0
    return article


@pytest.mark.parametrize("name", BROKEN)
def test_broken_page(name):
    """Nesting, attributes, tags that never close, and sizes no article has are read or refused in time."""
    reads_or_tells(BROKEN[name].encode())


@pytest.mark.parametrize(
    "name",
    ["deep", "deep-unclosed", "deep-inline", "attributes", "one-attribute", "open-comments", "open-scripts", "json-ld"],
)
def test_broken_page_is_still_read(name):
    """Where a person could read the page, so can we."""
    assert "1.6万亿元" in reads_or_tells(BROKEN[name].encode()).body


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "big5"])
def test_every_cut_of_a_page(encoding):
    """A page cut anywhere, in any encoding, is read as far as it goes or refused."""
    content = PAGE.replace("据", "").encode(encoding, "ignore")
    for cut in range(0, len(content), max(len(content) // 25, 1)):
        reads_or_tells(content[:cut])


def test_nul_bytes_are_dropped():
    """Zero bytes between characters are not read."""
    assert "数字经济增加值" in reads_or_tells(PAGE.replace("经济", "经\x00济").encode()).body


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=2000))
def test_any_bytes(content):
    """Any bytes at all are read or refused."""
    reads_or_tells(content)


TAGS = [
    "<div>",
    "</div>",
    "<p>",
    "</p>",
    "<table>",
    "<tr>",
    "<td>",
    "</table>",
    "<a href=x>",
    "</a>",
    "<br>",
    "<h1>",
    "</h1>",
    "<sup>",
    "</sup>",
    "<",
    ">",
    "&#x0;",
    "&nbsp;",
    "<!--",
    "-->",
    "</html>",
    "<script>",
    "</script>",
    "<img src=a>",
    "<title>",
    "</title>",
    "<body>",
    '"',
    "\x00",
    "来源:",
    "2024-05-13",
    "责任编辑:王",
    "数字经济增加值达到1.6万亿元,同比增长8.5%。",
    "---\n",
    "\n",
]


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(TAGS), max_size=60))
def test_any_soup_of_tags(parts):
    """Any order of tags and texts is read or refused, and a body never holds a tag's brackets or a line break too many."""
    article = reads_or_tells("".join(parts).encode())
    if article:
        assert article.body == "\n".join(line for line in article.body.split("\n") if line.strip())


@given(
    st.binary(max_size=300),
    st.sampled_from(["", "text/html; charset=gbk", "text/html; charset=nonsense", "charset=utf-16"]),
)
def test_decoding_never_fails(content, content_type):
    """Every string of bytes has a text and the name of a character set."""
    text, name = decode(content, content_type)
    assert isinstance(text, str)
    assert name


def test_mutated_pages():
    """A page with bytes changed, dropped or doubled at random is read or refused."""
    chance = random.Random(20240513)  # noqa: S311 - the same pages every time
    base = PAGE.encode()
    for _ in range(60):
        content = bytearray(base)
        for _ in range(chance.randint(1, 30)):
            at = chance.randrange(len(content))
            content[at : at + chance.randint(0, 3)] = bytes([chance.randrange(256)]) * chance.randint(0, 3)
        reads_or_tells(bytes(content))


@pytest.mark.parametrize("seed", range(8))
def test_bytes_that_are_no_text_are_refused(seed):
    """Fifty thousand random bytes are no article, though some of them look like a tag."""
    with pytest.raises(ReadError, match="no text"):
        read_bytes(random.Random(seed).randbytes(50_000), id="a")  # noqa: S311 - the same bytes every time


def test_time_limit_stops_what_never_ends():
    """What takes too long is stopped, though it catches every exception, and the limit is gone afterwards."""

    def endless():
        while True:
            with contextlib.suppress(Exception):  # as libraries do
                time.sleep(0.01)

    with pytest.raises(ReadError, match="longer than"), time_limit(0.2, "a"):
        endless()
    with time_limit(5, "a"):
        time.sleep(0.01)
