"""The same story told twice."""

# ruff: noqa: E501 - a page of an example reads better on one line

from datetime import date

import pytest

from extract.duplicates import marks, retold, share
from models.article import Article, Published

STORY = (
    "新华社北京2月11日电(记者王小明)北京数字经济发展进一步提速,去年实现增加值1.6万亿元,占地区生产总值比重达到40.4%。"
    "其中,核心产业增加值8900多亿元,同比增长16.4%。会议指出,下一步将加速释放新活力,打造标杆城市。"
)
OTHER = "上海市出台行动方案,到2025年建成一批数据流通平台,培育千家数商,数据产业规模年均增长15%以上,形成集聚效应,服务全国统一大市场。"


def article(name, body, day, outlet=None):
    return Article(id=name, body=body, outlet=outlet, published=Published(date(2022, 2, day)))


def test_reprint_is_found_with_its_origin():
    """A reprint under another outlet, with an opening of its own, tells the earlier story and goes back to its origin."""
    reprint = article("b", "本网转发。" + STORY + "各地积极响应。", 12, "某市在线")
    first = article("a", STORY, 11, "新华网")
    told = retold(reprint, [article("c", OTHER, 10), first])
    assert (told.story, told.origin) == ("a", "新华社")
    assert share(reprint.body, STORY) > 0.8
    assert len(set(marks(reprint.body)) & set(marks(STORY))) > 1


def test_different_stories_are_no_duplicates():
    """Stories on one subject with words of their own are two sources."""
    assert retold(article("a", STORY, 11), [article("c", OTHER, 11)]).story is None
    assert share(STORY, OTHER) < 0.1
    assert not set(marks(STORY)) & set(marks(OTHER))


def test_short_texts_are_left_alone():
    """A line or two are alike by chance."""
    assert marks("数字经济提速。") == ()


@pytest.mark.parametrize(
    ("body", "outlet", "name"),
    [
        ("新华社北京2月11日电 全文。", "某市在线", "新华社"),
        ("中新社上海5月1日电 全文。", None, "中国新闻网"),
        ("全文。(转载自示例日报)", "某网", "示例日报"),
        ("全文。", "新华网", None),
        ("新华社北京2月11日电 全文。", "新华网", None),
    ],
)
def test_origin(body, outlet, name):
    """Whom a story goes back to beyond its own outlet: its dateline, or 转载自."""
    assert retold(article("a", body, 11, outlet), ()).origin == name
