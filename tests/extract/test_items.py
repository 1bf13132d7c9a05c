"""An article of several stories."""

from hypothesis import given
from hypothesis import strategies as st

from extract.items import split_items

BODY = (
    "甲省印发数字强省工作要点\n日前,甲省办公厅印发要点,推出46项措施。\n年底前六成事项实现协同\n其中,加强建设。\n"
    "《乙市数字经济发展报告》发布\n7月7日,乙市发布报告。\n未来,数实融合将纵深发展。\n"
    "江苏出台意见推进智慧社区建设\n据江苏省民政厅6日消息,10部门联合印发意见。\n下一步,将加强指导。"
)
TITLE = "一周要闻 | 甲省印发数字强省工作要点;乙市数字经济发展报告发布……"


def test_stories_are_found_with_their_text():
    """Stories that the title lists, and the one it only hints at, are found; subheadings are none."""
    items = split_items(TITLE, BODY)
    assert [item.title for item in items] == [
        "甲省印发数字强省工作要点",
        "《乙市数字经济发展报告》发布",
        "江苏出台意见推进智慧社区建设",
    ]
    assert BODY[items[0].start : items[0].end].startswith("日前,甲省")
    assert BODY[items[0].end :].startswith("《乙市")
    assert items[-1].end == len(BODY)


def test_article_of_one_story_has_no_items():
    """A title without a list, or one whose parts are not in the body, splits nothing."""
    assert split_items("北京数字经济增加值占比超四成", BODY) == ()
    assert split_items("提速增效;稳中有进", BODY) == ()
    assert split_items("", "") == ()


@given(st.text(alphabet="甲乙丙;|…\n,。据日", max_size=60), st.text(alphabet="甲乙丙;|…\n,。据日", max_size=200))
def test_items_lie_within_the_body(title, body):
    """Whatever the texts, items are in order, do not overlap, and lie within the body."""
    at = 0
    for item in split_items(title, body):
        assert at <= item.start < item.end <= len(body)
        at = item.end
