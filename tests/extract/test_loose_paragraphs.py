"""Articles of old systems: paragraphs straight in a cell or the page, beside lists of links many times as long."""

import pytest

from extract.article import read_bytes

HEADLINE = "江州数字经济增加值超3000亿元"
BYLINE = "来源：江州日报　2023年02月08日 08:00"
PARAGRAPHS = (
    "去年江州市数字经济增加值3183.9亿元，同比增长7.3%，占地区生产总值比重为41.2%。",
    "全市累计建成5G基站31.9万个，政务服务事项网上可办率超过99%，“一网通办”注册用户突破800万。",
    "市工业和信息化局负责人表示，今年将新建算力中心3个，年底前新增标准机架不少于1万架。",
    "会议强调，各区各部门要统筹推进，按节点抓好落实，确保各项任务按期完成。",
)
LINKS = "".join(f"<li><a href=/x/{n}.html>江州召开第{n}次数字经济推进会议</a><i>02-01</i></li>" for n in range(60))
TEASER = (
    "<div><h4><a href=/t>江州举办数字博览会并发布年度报告</a></h4>"
    "<p>江州举办数字博览会，来自20个省份的300家企业参展，签约金额达到120亿元。</p></div>"
)
BODIES = {
    "paragraphs": "".join(f"<p>　　{text}</p>" for text in PARAGRAPHS),
    "fonts": "".join(f"<p><font size=3>　　{text}</font></p>" for text in PARAGRAPHS),
    "boxes": "".join(f"<div>　　{text}</div>" for text in PARAGRAPHS),
    "breaks": "<br><br>".join(f"　　{text}" for text in PARAGRAPHS),
}
PAGES = {
    "page": "<h1>{head}</h1><p>{by}</p>{body}<ul>{links}</ul>",
    "cell": "<table><tr><td>{links}</td><td><b>{head}</b><br>{by}<br>{body}<hr><ul>{links}</ul></td></tr></table>",
    "rows": "<table><tr><td>{head}</td></tr><tr><td>{by}</td></tr><tr><td>{body}<ul>{links}</ul></td></tr></table>",
    "teasers": "<ul>{links}</ul><h1>{head}</h1><p>{by}</p>{body}{teaser}<ul>{links}</ul>",
}


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("body", BODIES)
def test_every_paragraph_is_read_and_nothing_else(page, body):
    """However paragraphs are written, all of them are the article, and no link or teaser is."""
    inside = PAGES[page].format(head=HEADLINE, by=BYLINE, body=BODIES[body], links=LINKS, teaser=TEASER * 2)
    markup = f"<html><head><meta charset=utf-8><title>{HEADLINE}-江州网</title></head><body>{inside}</body></html>"
    article = read_bytes(markup.encode(), id="x", url="http://example.com/a.html")
    assert article.body.replace("　", "").splitlines() == list(PARAGRAPHS)
    assert article.title == HEADLINE
    assert article.outlet == "江州日报"
