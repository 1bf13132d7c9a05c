"""The one door to jieba."""

from __future__ import annotations

import pickle

import pytest

from extract.tokens import Tokenizer, plain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2021-2025年", ["2021", "-", "2025", "年"]),
        ("5G+8K", ["5G", "+", "8K"]),
        ("建成5G基站", ["建成", "5G", "基站"]),
    ],
)
def test_ascii_runs_are_split(text: str, expected: list[str]) -> None:
    """Runs such as 2021-2025 come apart, numbers and names such as 5G stay whole."""
    assert [t.text for t in plain().tokens(text)] == expected


@pytest.mark.parametrize("text", ["数字经济核心产业增加值1.6万亿元，占GDP比重40.4%。", "“一网通办” 5G/6G a.b@c", ""])
def test_tokens_are_the_text(text: str) -> None:
    """Tokens stand one behind the other and together are the text."""
    tokens = plain().tokens(text)
    assert "".join(t.text for t in tokens) == text
    assert all(text[t.start : t.end] == t.text for t in tokens)


def test_words_of_ours_stay_whole() -> None:
    """A metric's or topic's name is one word."""
    name = "数字经济核心产业增加值"
    assert name in [t.text for t in Tokenizer([name]).tokens(f"全市{name}达5亿元")]


def test_a_tokenizer_can_be_sent_to_another_process() -> None:
    """Readers run in a pool: a pickled tokenizer knows the same words."""
    tokenizer = Tokenizer(["城市大脑指数"])
    assert pickle.loads(pickle.dumps(tokenizer)).tokens("城市大脑指数高") == tokenizer.tokens("城市大脑指数高")  # noqa: S301
