"""Sample articles for whole-flow tests, written for them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

FIRST = "2021年北京数字经济增加值达1.6万亿元，占全市GDP比重40.4%。\n截至2021年底，全市累计建成5G基站5.2万个。"
SECOND = "2022年前三季度，北京数字经济增加值达1.28万亿元，占GDP比重42.7%。\n截至2022年底，北京建成5G基站7.5万个。"


def record(name: str, body: str = FIRST, published: str | None = "2022-02-11", **more: Any) -> dict[str, Any]:
    """A record of the contract."""
    return {"id": name, "body": body, "published": published, "title": None, "outlet": None, "url": None, **more}


def write(path: Path, *records: dict[str, Any] | str) -> Path:
    """A JSONL file of records, or of lines as they are."""
    lines = (r if isinstance(r, str) else json.dumps(r, ensure_ascii=False) for r in records)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def page(body: str = FIRST, *, title: str = "北京数字经济增加值占比超四成", day: str = "2022-02-11 10:30") -> str:
    """A page in the manner of a Chinese news site."""
    paragraphs = "".join(f"<p>{line}</p>" for line in body.splitlines())
    return f"""<!doctype html><html><head><meta charset="utf-8"><title>{title}_晨光网</title></head><body>
<div class="nav"><a href="/">首页</a> <a href="/news/">新闻</a> <a href="/video/">视频</a></div>
<div class="article"><h1>{title}</h1><div class="info">{day} 来源：晨光日报</div>
<div class="content">{paragraphs}
<p>市经济和信息化局有关负责人表示，下一步将继续推动产业数字化和数字产业化，完善数据要素市场，培育更多企业。</p>
<p>专家认为，数字经济已经成为拉动经济增长的重要力量，城市治理的智能化水平也随之不断提高，市民得到了实惠。</p>
</div></div><div class="footer">版权所有 晨光网</div></body></html>"""


def many(number: int) -> list[dict[str, Any]]:
    """Records that continue one another's series: the same counts, growing, from two outlets by turns."""
    return [
        record(
            f"r{n:03}",
            f"截至2022年{n % 12 + 1}月底，深圳累计建成5G基站{5 + n / 10:.1f}万个，其中龙岗区新增充电桩{300 + n}个。\n"
            f"2021年全市数字经济核心产业增加值占GDP比重{30 + n % 4}.5%。",
            f"2023-{n % 12 + 1:02}-15",
            outlet="晨光日报" if n % 2 else "南湾时报",
        )
        for n in range(number)
    ]
