"""What is no article, by rule: each rule's own examples, and the page of docs that lists them."""

from pathlib import Path

import pytest

from extract.boilerplate import BOXES, removable, trim_end
from extract.boilerplate_rules import ENDS, LINES, RULES, Scope

DOCS = Path(__file__).resolve().parents[2] / "docs" / "reading.md"


def takes(rule, text):
    return rule.pattern.search(text) if rule.scope is Scope.END else rule.pattern.fullmatch(text)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_rule_removes_its_example(rule):
    """Every rule takes what it says it takes."""
    assert takes(rule, rule.removes)


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.keeps], ids=lambda rule: rule.name)
def test_rule_keeps_what_looks_alike(rule):
    """What a rule says it keeps is kept by it, and by every rule about lines."""
    assert not takes(rule, rule.keeps)
    if rule.scope is Scope.LINE:
        assert not [other.name for other in LINES if takes(other, rule.keeps)]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_rule_is_in_the_docs(rule):
    """docs/reading.md lists every rule with what it removes and what it must not."""
    rows = [line for line in DOCS.read_text(encoding="utf-8").splitlines() if line.startswith(f"| `{rule.name}` |")]
    assert len(rows) == 1
    assert rule.removes.replace("|", "\\|") in rows[0]
    assert rule.keeps.replace("|", "\\|") in rows[0]


def test_names_are_unique():
    """A rule is told by its name."""
    names = [rule.name for rule in RULES]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    "sentence",
    [
        "全年数字经济增加值达到1.6万亿元,同比增长8.5%。",
        "群众可拨打举报电话12345反映问题。",
        "一是加快建设。",
        "(一)总体要求",
        "第一章 总则",
        "单位:亿元",
        "2023年",
        "表1 主要指标",
        "注:增速按可比价计算。",
        "市民扫码乘车超过3亿次。",
        "联系电话:010-00000000",
        "时间:2024年5月13日上午10时",
        "编辑出版业营业收入达500亿元。",
        "来源于工业的税收占六成,比上年提高2个百分点。",
        "记者:目前进展如何?",
        "客户端用户达到2亿户",
        "增长12.3%",
        "下载量突破1亿次",
    ],
)
def test_statements_are_never_taken(sentence):
    """A statement, a heading, a unit line or a question of an interview is no boilerplate."""
    assert removable(sentence) is None
    assert trim_end(sentence) == sentence


def test_traditional_characters_are_matched():
    """A page in traditional characters is cleaned by the same rules."""
    assert removable("發佈時間:2024-05-13 10:20").name == "published-line"


def test_credits_at_the_end_of_a_paragraph_go():
    """The last paragraph stays, the credit behind it goes."""
    assert trim_end("各项工作稳步推进。(责任编辑:王小明)") == "各项工作稳步推进。"
    assert trim_end("营商环境持续优化。 (文章来源:示例新闻网)") == "营商环境持续优化。"
    assert trim_end("增长8.5%(按可比价计算)") == "增长8.5%(按可比价计算)"
    assert all(rule.scope is Scope.END for rule in ENDS)


@pytest.mark.parametrize(
    ("name", "gone"),
    [
        ("share-box", True),
        ("article-content", False),
        ("related_news", True),
        ("shared-prosperity", False),
        ("text", False),
    ],
)
def test_boxes_are_told_by_whole_words(name, gone):
    """A box goes by a word of its class, not by letters in the middle of one."""
    assert bool(BOXES.search(name)) is gone
