"""What an article is about."""

from __future__ import annotations

from extract.topics import topics_of, weigh
from models.topic import Topic

DIGITAL = Topic(id="digital", name="数字经济", words=("数字经济", "数字经济核心产业", "算力"), min_hits=4)
CITY = Topic(id="city", name="智慧城市", words=("智慧城市", "城市大脑"), min_hits=3)


def test_topics_by_weight() -> None:
    """An article is on the topics whose words weigh enough, the strongest first."""
    topics, keywords = topics_of("智慧城市提速", "智慧城市与数字经济融合。" * 3, [DIGITAL, CITY])
    assert topics == ("city", "digital")
    assert keywords[0] == "智慧城市"


def test_an_article_on_something_else_has_no_topic() -> None:
    """Too few words are no topic."""
    assert topics_of("天气预报", "今天有雨，算力不足。", [DIGITAL, CITY])[0] == ()


def test_a_word_inside_a_longer_one_is_not_counted() -> None:
    """数字经济核心产业 is no hit for 数字经济."""
    assert weigh(None, "数字经济核心产业增长。", DIGITAL.words) == {"数字经济核心产业": 2}


def test_of_two_words_that_overlap_the_first_listed_counts():
    """Of one length, the order of the list decides, in every process: never the order of a set."""
    words = ["城市运行", "运行中心"]
    assert weigh(None, "城市运行中心", words) == {"城市运行": 2}
    assert weigh(None, "城市运行中心", words[::-1]) == {"运行中心": 2}
