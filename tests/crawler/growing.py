"""A news site of any size over 24 months, made up by rule, with everything that is wrong with real ones.

It has listing pages, sitemaps and a feed; `truth` says what a crawl must bring back. Runs as a server of its own:
`python -m tests.crawler.growing 20000` prints its port. Numbers count from the newest article, 0; what goes wrong with
an article follows from its number. `--sound` leaves the mistakes out, `--rich` makes pages as long as real ones,
`--from FOLDER` has the HTML files of a folder for articles, in turn, each with its number in a comment.
"""

from __future__ import annotations

import asyncio
import gzip
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

TODAY = date(2023, 3, 1)
DAYS = 730
PER_PAGE = 20
MISSING = (2022, 4)
_WORDS = "数字经济规模持续增长智慧城市建设稳步推进政务数据共享开放算力基础设施互联网产业平台企业创新发展"
_THINGS = re.findall(
    r"\w+",
    """数字经济 智慧城市 政务数据 开放平台 算力网络 基础设施 产业互联网 平台企业 工业软件 城市大脑 数据要素 公共服务
    数字乡村 智能制造 网络安全 跨境电商 云服务 物联感知 社区治理 交通信号 数字人才 创新中心 标准体系 实体门店 中小企业
    便民窗口 养老服务 远程医疗 在线课堂 园区运营 供应链 绿色能源 智能网联汽车 数字孪生 一网通办 移动支付 信用体系
    试点项目 科研院所 传统工厂 内容产业""",
)
_ACTS = re.findall(
    r"\w+",
    """加快带动 持续优化 稳步推进 全面融入 有效支撑 不断完善 深入服务 积极对接 逐步覆盖 重点培育 大力发展 主动适应
    联合打造 率先应用 协同建设 规范管理 有序开放 深度改造 普遍受益于 广泛连接 统筹布局 细化落实 长期依托""",
)
_WHO = ("业内人士", "有关负责人", "多位专家", "企业代表", "当地居民", "园区管理方", "参会嘉宾")
_SAY = ("表示", "介绍", "认为", "指出", "建议", "谈到", "告诉记者")
_END = ("让群众有更多获得感", "为高质量发展提供支撑", "使企业少跑腿", "方便居民日常生活", "形成可复制的经验")
_REGIONS = Path(__file__).resolve().parents[2] / "extract" / "data" / "regions.tsv"
_PLACES = re.findall(r"(?m)^\d{4}\t(\w+市)\t", _REGIONS.read_text(encoding="utf-8"))
_SCRIPT = "".join(f"var v{k * 7919 % 10007}=function(a,b){{return a.get('k{k}')+b*{k * 31 % 97}}};" for k in range(400))


class Reply(NamedTuple):
    """What the server says; `announced` overrides the Content-Length."""

    status: int
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    announced: int | None = None


@dataclass
class Grown:
    """The site. `sound` leaves out everything that is wrong; `rich` pages are as long as real ones."""

    total: int
    sound: bool = False
    rich: bool = False
    bodies: list[bytes] = field(default_factory=list)
    extra: int = 0
    asked: dict[str, int] = field(default_factory=dict)
    conditional: int = 0
    plain: int = 0

    def day(self, number: int) -> date:
        """When article `number` was published; none in the missing month."""
        day = TODAY - timedelta(days=number * DAYS // self.total)
        if (day.year, day.month) == MISSING:
            return date(*MISSING, 1) - timedelta(days=1)
        return day

    def wrong(self, number: int) -> str:
        """What is wrong with the article: 1 % of each."""
        names = {7: "gone", 17: "broken", 27: "loop", 37: "cut", 47: "short", 57: "undated", 67: "twin", 77: "moved"}
        return "" if self.sound else names.get(number % 100, "")

    def path(self, number: int) -> str:
        """The address; that of an undated article tells no day."""
        if self.wrong(number) == "undated":
            return f"/page/item.html?id={number:06}"
        return f"/a/{self.day(number):%Y%m}/t{self.day(number):%Y%m%d}_{number:06}.html"

    def truth(self, since: date, *, until: date = TODAY) -> set[int]:
        """The numbers of all articles of a window that can be had."""
        fails = {"gone", "broken", "loop", "cut", "short"}
        return {n for n in range(self.total) if since <= self.day(n) <= until and self.wrong(n) not in fails}

    def reply(self, target: str, etag: str | None) -> Reply:
        """The answer to a request."""
        self.asked[target] = self.asked.get(target, 0) + 1
        found = self._find(target)
        if found.status != 200 or found.announced is not None:
            self.plain += 1
            return found
        mark = f'"{crc32(found.body):08x}"'
        if etag == mark:
            self.conditional += 1
            return Reply(304, b"", (("ETag", mark),))
        self.plain += 1
        return found._replace(headers=(*found.headers, ("ETag", mark)))

    def _find(self, target: str) -> Reply:
        path, _, query = target.partition("?")
        if path.startswith("/list/"):
            return self._listing(path)
        if path.endswith((".xml", ".gz")):
            return {"/sitemap.xml": self._index, "/feed.xml": self._feed}.get(path, lambda: self._sitemap(path[9:16]))()
        digits = (query if query.startswith("id=") else path).removesuffix(".html")[-6:]
        if not digits.isdigit() or int(digits) >= self.total:
            return Reply(404, b"nothing")
        return self._article(int(digits), path)

    def _article(self, number: int, path: str) -> Reply:  # noqa: PLR0911 - one a fault
        if self.bodies:
            return Reply(200, self.bodies[number % len(self.bodies)] + f"<!-- {number:06} -->".encode())
        title = f"{_THINGS[number % 41]}{_ACTS[number % 23]}，第{number}号要闻"
        head = f"<html><head><meta charset=utf-8><title>{title}</title></head><body>"
        day = f"<h1>{title}</h1><p>{self.day(number):%Y年%m月%d日}</p>"
        foot = f"<p>编号{number:06}。</p>"
        if self.rich:
            article = "".join(f"<p>{sentence}</p>\n" for sentence in _sentences(number, self.day(number)))
            before, after = (str(number).encode().join(part) for part in _AROUND)
            body = b"".join((head.encode(), before, f"{day}{article}{foot}".encode(), after))
        else:
            words = "".join(_WORDS[(number * 7 + k * 13) % len(_WORDS)] for k in range(400))
            body = f"{head}{day}<p>{words}</p>{foot}</body></html>".encode()
        packed = (("Content-Encoding", "gzip"),)
        match self.wrong(number):
            case "gone":
                return Reply(404, b"gone")
            case "broken":
                return Reply(500, b"broken")
            case "loop":
                return Reply(302, b"", (("Location", f"{path}?again"),)) if number else Reply(200)
            case "cut":
                data = gzip.compress(body)
                return Reply(200, data[: len(data) // 2], packed, len(data) // 2)
            case "short":
                return Reply(200, body, (), len(body) + 100)
            case "moved" if not path.startswith("/new/"):
                return Reply(301, b"", (("Location", f"/new/{number:06}.html"),))
        return Reply(200, body)

    def _listing(self, path: str) -> Reply:
        name = path.removeprefix("/list/")
        turn = int(name[6:-5]) if name.startswith("index_") else 0
        numbers = range(turn * PER_PAGE - self.extra, min((turn + 1) * PER_PAGE - self.extra, self.total))
        if len(numbers) <= 0 or name not in {"", f"index_{turn}.html"}:
            return Reply(404, b"no such page")
        rows = "".join(self._rows(max(0, numbers.start), numbers.stop, turn))
        last = (self.total + self.extra + PER_PAGE - 1) // PER_PAGE
        pager = f'<script>createPageHTML({last}, {turn}, "index", "html");</script>'
        return Reply(200, f"<html><meta charset=utf-8><body><ul>{rows}</ul>{pager}</body></html>".encode())

    def _rows(self, first: int, end: int, turn: int) -> Iterator[str]:
        if turn == 0 and not self.sound:  # old items that stay on top
            for number in (self.total - 2, self.total - 3, self.total * 3 // 4):
                yield self._row(number)
        for number in range(first, end):
            yield self._row(number)
            if self.wrong(number) == "twin":
                yield self._row(number, f"{self.path(number)}?from=timeline&utm_source=list")
                yield self._row(number, f"/mirror/{number:06}.html")

    def _row(self, number: int, path: str = "") -> str:
        day = "" if self.wrong(number) == "undated" else f"<span>{self.day(number)}</span>"
        return f'<li><a href="{path or self.path(number)}">数字经济第{number}号要闻</a>{day}</li>'

    def _index(self) -> Reply:
        months = sorted({f"{self.day(n):%Y-%m}" for n in range(self.total)})
        rows = "".join(f"<sitemap><loc>http://HOST/sitemap-{month}.xml.gz</loc></sitemap>" for month in months)
        return Reply(200, f"<sitemapindex>{rows}</sitemapindex>".encode())

    def _sitemap(self, month: str) -> Reply:
        numbers = [n for n in range(self.total) if f"{self.day(n):%Y-%m}" == month]
        rows = "".join(
            f"<url><loc>http://HOST{self.path(n)}</loc><lastmod>{self.day(n)}</lastmod></url>" for n in numbers
        )
        return Reply(200, gzip.compress(f"<urlset>{rows}</urlset>".encode(), mtime=0)) if numbers else Reply(404)

    def _feed(self) -> Reply:
        items = "".join(
            f"<item><title>第{n}号</title><link>http://HOST{self.path(n)}</link>"
            f"<pubDate>{self.day(n):%Y-%m-%d} 08:00:00</pubDate></item>"
            for n in range(min(50, self.total))
        )
        return Reply(200, f"<rss><channel>{items}</channel></rss>".encode())


def _sentences(number: int, day: date) -> Iterator[str]:
    """An article as long as a real one, with as many figures; what is said of a city's year is said alike each time."""
    turn = number % len(_PLACES)
    place, year = _PLACES[turn], day.year - 1
    amount, months = 900 + turn * 137 + (year - 2020) * (80 + turn), (day.year - 2020) * 12 + day.month
    yield f"{year}年{place}数字经济增加值{amount}.{turn % 10}亿元，同比增长{5 + turn % 8}.{year % 10}%。"
    stations = (turn + 20) * 1000 + months * 130
    yield f"截至{day.month}月底，{place}累计建成5G基站{stations}个，政务服务事项网上可办率超过9{turn % 10}%。"
    yield f"今年前{day.month}个月，{place}软件业务收入{turn * 11 + day.month * 90}.{day.month % 10}亿元。"
    for part in range(14):  # no two articles in the same words, as elsewhere
        turn = crc32(f"{number} {part}".encode())
        thing, act = _turning(_THINGS, turn), _turning(_ACTS, turn // 1000)
        yield (
            f"{_WHO[turn % 7]}{_SAY[turn // 7 % 7]}，{thing(0)}{act(0)}{thing(1)}，{thing(2)}与{thing(3)}{act(1)}，"
            f"下一步将{act(2)}{thing(4)}，并{act(3)}{thing(0)}，{_END[turn % 5]}。"
        )


def _turning(words: list[str], turn: int) -> Callable[[int], str]:
    """Words by place, in an order that `turn` gives; each comes once, because there is a prime number of them."""
    total = len(words)
    first, step = turn % total, turn // total % (total - 1) + 1
    return lambda place: words[(first + place * step) % total]


def _around() -> tuple[list[bytes], list[bytes]]:
    """Menus, teasers and footers before and after an article, cut where its number stands.

    With it they make what saved pages of news sites are at the median: 84 kB, 20 of them scripts; some 550 elements up
    to twelve deep, a third of them links; 130 blocks, a hundred classes, 3,300 characters to be seen.
    """
    menu = "".join(f'<li class="nav-{k}"><a href="/{k}/" class="nav-link">{_THINGS[k]}</a></li>' for k in range(20))
    top = f"""<div class="wrapper"><div class="header"><a href="/"><img src="/logo.png"></a><ul class="nav">{menu}</ul>
</div><div class="container"><div class="col-left"><div class="article-box">"""
    boxes = "".join(_box(place) for place in range(12))
    links = "".join(f'<a href="/about/{k}.html" class="foot-link">{_WHO[k % 7]}</a><em>|</em>' for k in range(28))
    bottom = f"""</div></div><div class="col-right">{boxes}</div></div>
<div class="footer"><p class="foot-nav">{links}</p></div></div><script>{_SCRIPT}</script></body></html>"""
    return top.encode().split(b"NUMBER"), bottom.encode().split(b"NUMBER")


def _box(place: int) -> str:
    """A block of eight teasers, some with a picture, a date or a summary."""
    rows = ""
    for k in range(8):
        turn = place * 8 + k
        title = f"{_THINGS[turn % 41]}{_ACTS[turn * 5 % 23]}{_THINGS[(turn * 7 + 3) % 41]}"
        address = f"/channel-{place}/202302/t202302{k + 10}_NUMBER{k}.html?from=related"
        more = ""
        if k == 3:
            more = f'<a href="{address}" class="pic"><img src="/images/2023/02/{turn}.jpg" alt="{title}"></a>'
        elif k == 0 and place < 8:
            more = f'<p class="summary">{title}，{_THINGS[place]}{_ACTS[place]}，{_END[place % 5]}。</p>'
        elif k % 3:
            more = f'<span class="date">02-{k + 10}</span>'
        rows += f"""
                            <li class="item item-{k}">
                                <div class="item-inner">
                                    <a href="{address}" class="title title-{place}" target="_blank"
                                       title="{title}" onclick="track('related', {turn})">{title}</a>
                                    {more}
                                </div>
                            </li>"""
    return f"""
                    <div class="block block-{place}">
                        <div class="head head-{place}"><h3>{_THINGS[place]}</h3>
                            <a href="/{place}/" class="more more-{place}">更多</a></div>
                        <ul class="list list-{place}">{rows}
                        </ul>
                    </div>"""


_AROUND = _around()


def number_in(body: bytes) -> int:
    """The number of the article on a page."""
    return int(body.decode().rsplit("编号", 1)[1][:6])


async def _serve(site: Grown, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while (line := await reader.readline()).strip():
            target = line.split()[1].decode()
            headers: dict[str, str] = {}
            while header := (await reader.readline()).decode("latin-1").strip():
                name, _, value = header.partition(":")
                headers[name.lower()] = value.strip()
            if target == "/stats":
                repeated = sum(count - 1 for count in site.asked.values())
                reply = Reply(200, f"{site.plain} {site.conditional} {repeated}".encode())
            elif target == "/robots.txt":
                reply = Reply(404)
            elif target == "/forget":
                site.asked.clear()
                site.plain = site.conditional = 0
                reply = Reply(200)
            else:
                reply = site.reply(target, headers.get("if-none-match"))
            body = reply.body
            if b"HOST" in body[:400_000]:
                body = body.replace(b"HOST", headers["host"].encode())
            elif target.endswith(".gz") and reply.status == 200:
                body = gzip.compress(gzip.decompress(body).replace(b"HOST", headers["host"].encode()), mtime=0)
            length = len(body) if reply.announced is None else reply.announced
            rest = "".join(f"{name}: {value}\r\n" for name, value in reply.headers)
            writer.write(f"HTTP/1.1 {reply.status} x\r\nContent-Length: {length}\r\n{rest}\r\n".encode() + body)
            await writer.drain()
            if length != len(body):
                break
    except (ConnectionError, asyncio.IncompleteReadError):
        pass
    finally:
        writer.close()


async def serve(site: Grown, port: int = 0) -> asyncio.Server:
    """The site on loopback."""
    return await asyncio.start_server(lambda r, w: _serve(site, r, w), "127.0.0.1", port, backlog=256)


async def _main(site: Grown) -> None:
    server = await serve(site)
    print(server.sockets[0].getsockname()[1], flush=True)  # noqa: T201 - that is how the tests learn it
    await server.serve_forever()


if __name__ == "__main__":
    folder = sys.argv[sys.argv.index("--from") + 1] if "--from" in sys.argv else None
    pages = [file.read_bytes() for file in sorted(Path(folder).glob("*.html"))] if folder else []
    asyncio.run(_main(Grown(int(sys.argv[1]), "--sound" in sys.argv, "--rich" in sys.argv, pages)))
