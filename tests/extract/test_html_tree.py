"""Whatever opens a page's body, and however often a document begins or ends in it: the whole page is read."""

import pytest

from extract.article import read_bytes

HEADLINE = "江州市公共数据平台归集数据超900亿条"
PARAGRAPHS = (
    "截至10月底，江州市公共数据平台累计归集数据912.4亿条，同比增长18.3%。",
    "全市开放公共数据集2156个，支撑应用场景340余项，日均调用接口超过120万次。",
)
ARTICLE = f"<h1>{HEADLINE}</h1>" + "".join(f"<p>　　{text}</p>" for text in PARAGRAPHS)
LINKS = '<a href="/">首页</a><a href="/xw/">新闻</a>'
HEAD = f"<meta charset=utf-8><title>{HEADLINE} - 江州网</title>"
BODIES = {
    "header": f"<header>{LINKS}</header><div class=content>{ARTICLE}</div>",
    "header, main": f"<header>{LINKS}</header>\n<main>{ARTICLE}</main>",
    "main": f"<main>{ARTICLE}</main>",
    "section": f"<section><div class=article>{ARTICLE}</div></section>",
    "article": f"<article>{ARTICLE}</article>",
    "script": f"<script>var a = 1;</script><article>{ARTICLE}</article>",
    "noscript": f"<noscript><img src=a.gif></noscript><article>{ARTICLE}</article>",
    "comment": f"<!-- top --><article>{ARTICLE}</article>",
    "template": f"<template><p>模板</p></template><main>{ARTICLE}</main>",
    "own elements": f"<site-top>{LINKS}</site-top><news-text>{ARTICLE}</news-text>",
    "text": f"江州网 <main>{ARTICLE}</main>",
}
PAGES = {
    "no head": f"<html><title>{HEADLINE}</title><body><main>{ARTICLE}</main></body></html>",
    "no frame": f"<title>{HEADLINE}</title><meta charset=utf-8><main>{ARTICLE}</main>",
    "head closed late": f"<html><head>{HEAD}<body><main>{ARTICLE}</main></head></body></html>",
    "never closed": f"<html><head>{HEAD}<body><main>{ARTICLE}",
    "quoted brackets": f'<html><head><meta name=a content="1 > 0">{HEAD}</head>'
    f'<body onload="if (a > b) c()"><main>{ARTICLE}</main></body></html>',
    "two documents": f"<html><head><title>栏目</title></head><body><header>{LINKS}</header></body></html>"
    f"<html><head>{HEAD}</head><body><main>{ARTICLE}</main></body></html>",
    "two bodies": f"<html><head>{HEAD}</head><body>{LINKS}</body><body><section>{ARTICLE}</section></body></html>",
    "head within": f"<html><head>{HEAD}</head><body><div>{LINKS}</div>"
    f"<head><link rel=a href=b></head><main>{ARTICLE}</main></body></html>",
    "pasted document": f"<html><head>{HEAD}</head><body><div class=content>"
    f"<html><head><title>无标题文档</title></head><body><o:p>{ARTICLE}</o:p></body></html></div></body></html>",
}
PAGES |= {name: f"<!DOCTYPE html><html><head>{HEAD}</head><body>{body}</body></html>" for name, body in BODIES.items()}


@pytest.mark.parametrize("name", PAGES)
def test_the_whole_page_is_read(name):
    """Elements of HTML5 and of a system's own, a missing head, a second document in the middle: nothing is lost."""
    article = read_bytes(PAGES[name].encode(), id="x")
    assert article.title == HEADLINE
    assert tuple(article.body.splitlines()) == PARAGRAPHS
