"""Numbers that are not figures are refused, by the name of their class."""

import json
import os
from pathlib import Path

import pytest

from extract.nonfigures import classify, is_nonfigure, why_not
from extract.quantities import find_quantities

SHARED = Path(__file__).parents[2] / ".." / "shared"


def classes(text):
    return classify(text, find_quantities(text))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("智慧城市2.0建设", "version"),
        ("进入3.0阶段", "version"),
        ("建设5G网络", "tech_name"),
        ("型号C919交付", "tech_name"),
        ("“二十条”出台", "name"),
        ("入围500强", "name"),
        ("实施1+N体系", "name"),
        ("布局一核两翼", "name"),
        ("第十四届大会", "ordinal"),
        ("第三方评估", "ordinal"),
        ("处于第一梯队", "tier"),
        ("第12条规定", "clause"),
        ("2021年启动", "date"),
        ("2022北京论坛", "year_in_name"),
        ("会议14:30开始", "clock"),
        ("电话010-62281234", "telephone"),
        ("拨打12345反映", "telephone"),
        ("见www.example.cn/1/2", "url"),
        ("京政发〔2021〕15号", "document_number"),
        ("按GB/T 20984执行", "document_number"),
        ("物料A20210721132136入库", "identifier"),
        ("某股(600519)上涨", "stock_quote"),
        ("股价报收17.5元", "stock_quote"),
        ("《行动计划(2022—2025年)》", "title"),
        ("3个工作日办结", "duration"),
        ("持续三年左右", "duration"),
        ("1.政务领域", "list_ordinal"),
        ("一是创新", "list_ordinal"),
        ("六大工程", "structural_count"),
        ("五方面举措", "structural_count"),
        ("两市成交活跃", "structural_count"),
        ("二级医院", "grade"),
        ("三期工程", "phase"),
        ("千亿级集群", "magnitude_class"),
        ("投资500万元以上的项目", "threshold"),
        ("10部门联合印发", "issuing_body_count"),
        ("形成一批成果", "lexical"),
        ("三线城市", "place_or_org_name"),
        ("位于201室", "number_without_unit"),
    ],
)
def test_a_number_is_refused_under_its_class(text, name):
    """Each class of non-figure has its rule and its name."""
    assert name in classes(text)
    assert None not in classes(text)


@pytest.mark.parametrize(
    "text",
    [
        "收入2.0万亿元",
        "5G用户3.2亿户",
        "60%以上的机关",
        "100家以上省级中心",
        "GDP1.2万亿元",
        "“实现增加值1.6万亿元”",
        "超千亿元",
        "上百家",
        "PUE降至1.25以下",
        "优良天数286天",
        "指数得分86.5分",
        "12件实事",
        "三家企业",
    ],
)
def test_a_figure_is_not_refused(text):
    """Figures that look like names, versions or thresholds are admitted."""
    mentions = find_quantities(text)
    assert any(not is_nonfigure(text, mention) for mention in mentions)


def test_a_table_cell_may_be_a_bare_number():
    """In a row of a table the header says what is counted; years stay years."""
    text = "地区\t企业\t占比\n北京\t1234\t2.5\n2021\t88\t3.5"
    assert [m.surface for m in find_quantities(text) if why_not(text, m) is None] == ["1234", "2.5", "88", "3.5"]


@pytest.fixture
def gold():
    if not SHARED.exists():
        if os.environ.get("CI"):
            pytest.fail("the gold is missing, and CI must hold the floor")
        pytest.skip("no gold beside the repository")
    return SHARED / "gold"


def test_gold_figures_are_admitted_and_distractors_refused(gold):
    """Every gold figure is found with its surface and admitted; no number is admitted where the gold has none."""
    lines = (gold / "figures.jsonl").read_text(encoding="utf-8").splitlines()
    figures = [json.loads(line) for line in lines]
    for name in {row["doc"] for row in figures}:
        body = (gold / f"{name}.body.txt").read_text(encoding="utf-8")
        mentions = find_quantities(body)
        admitted = {m.start: m.surface for m, c in zip(mentions, classify(body, mentions), strict=True) if c is None}
        assert admitted == {row["start"]: row["surface"] for row in figures if row["doc"] == name}
