"""What an article is about, by the words that config/topics.toml lists."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from extract.text import fold
from models.topic import Topic

_LEAD = 400  # characters of the opening, which speak for the article more than the rest
_LEAD_WEIGHT = 2
_TITLE_WEIGHT = 3
MOST_KEYWORDS = 12


def weigh(title: str | None, body: str, words: Iterable[str]) -> dict[str, int]:
    """How often each word stands in an article; the title counts thrice and the opening twice.

    A word that stands only inside a longer one of the list is not counted for it.

    >>> weigh("数字经济提速", "数字经济核心产业增长。", ["数字经济", "数字经济核心产业"])
    {'数字经济核心产业': 2, '数字经济': 3}
    """
    parts = ((fold(title or ""), _TITLE_WEIGHT), (fold(body[:_LEAD]), _LEAD_WEIGHT), (fold(body[_LEAD:]), 1))
    found: dict[str, int] = {}
    ordered = sorted(dict.fromkeys(words), key=len, reverse=True)  # of one length in the order of the list
    for text, weight in parts:
        rest = text
        for word in ordered:
            number = rest.count(word)
            if number:
                found[word] = found.get(word, 0) + number * weight
                rest = rest.replace(word, "\x00" * len(word))
    return found


def topics_of(title: str | None, body: str, topics: Sequence[Topic]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The ids of the topics an article is on, strongest first, and its keywords, most frequent first.

    A topic's `min_hits` is reached by the weighed count of its words.

    Example: an article with 数字经济 in its title and 智慧城市 five times in its body is on both topics.
    """
    counts = weigh(title, body, [word for topic in topics for word in topic.words])
    scores = {topic.id: sum(counts.get(word, 0) for word in topic.words) for topic in topics}
    reached = [topic for topic in topics if scores[topic.id] >= topic.min_hits]
    reached.sort(key=lambda topic: -scores[topic.id])
    keywords = sorted(counts, key=lambda word: (-counts[word], word))
    return tuple(topic.id for topic in reached), tuple(keywords[:MOST_KEYWORDS])
