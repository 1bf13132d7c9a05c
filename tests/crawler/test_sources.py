"""The sources shipped: each says what it rests on, names its place in full, and can be walked."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from config.loader import load
from config.settings import SHIPPED
from crawler.urls import canonical
from crawler.walk import Walk
from crawler.window import Window
from models.source import Source, SourceKind

FILES = sorted((SHIPPED / "sources").glob("*.toml"))
SOURCES = {source.id: source for source in load().sources}
PLACES = {"全国", "北京市", "上海市", "广东省", "深圳市", "浙江省", "江苏省", "山东省", "贵州省", None}
SITES = "gov.cn nda.gov.cn miit.gov.cn cac.gov.cn stats.gov.cn ndrc.gov.cn beijing.gov.cn jxj.beijing.gov.cn "
SITES += "tjj.beijing.gov.cn zwfwj.beijing.gov.cn sh.gov.cn sz.gov.cn gd.gov.cn zj.gov.cn jiangsu.gov.cn "
SITES += "shandong.gov.cn guizhou.gov.cn chinanews.com.cn news.cn people.com.cn bjnews.com.cn bjd.com.cn sina.com.cn "
SITES += "thepaper.cn caict.ac.cn echinagov.com c114.com.cn"


def test_there_are_enough() -> None:
    """An analyst's list: at least thirty, of every kind but sitemaps, which none of these sites publishes."""
    assert len(SOURCES) >= 30
    assert {source.kind for source in SOURCES.values()} >= set(SourceKind) - {SourceKind.SITEMAP}


@pytest.mark.parametrize("site", SITES.split())
def test_the_places_that_matter_are_covered(site: str) -> None:
    """Each authority and outlet that must be watched has a source."""
    assert any(re.search(rf"//([\w-]+\.)*{re.escape(site)}/", url) for s in SOURCES.values() for url in s.urls)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_source_says_what_it_rests_on(file: Path) -> None:
    """Nobody may take a declaration for verified that is not."""
    first, second, *_ = file.read_text(encoding="utf-8").splitlines()
    assert first.startswith("# Rests on: ")
    assert second == f"# Not verified live: try it with `shuzhi sources check {file.stem}`."


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
def test_a_source_can_be_walked(source: Source) -> None:
    """Its place is written in full, its first two pages have addresses without holes."""
    assert source.region in PLACES
    assert source.outlet
    walk = Walk(source, Window(), date(2023, 3, 1), 200)
    for page in walk.open():
        assert "{" not in canonical(page.url)
        assert page.body is None or "{page}" not in page.body
    if source.pages or "{page}" in source.urls[0]:
        assert walk._page(0, 2).url != walk._page(0, 1).url
