"""Which element holds the article."""

from lxml import html

from extract.containers import choose, weights
from extract.html_lines import read_lines

PROSE = "<p>据市统计局消息,全市数字经济增加值达到1.6万亿元,同比增长8.5%,占比继续提高。</p>"
LINKS = "".join(f"<li><a href=/{n}>某地召开第{n}次数字经济推进会议部署</a></li>" for n in range(12))


def chosen(markup, votes=None):
    tree = html.document_fromstring(f"<html><body>{markup}</body></html>")
    element, kind = choose(weights(read_lines(tree.body), votes))
    return (element.get("id") if element is not None else None), kind


def test_sure_names_win_over_weight():
    """A name that only articles bear is believed, though a wrapper holds more."""
    assert chosen(f"<div id=wrap>{PROSE}<div id=zoom>{PROSE * 3}</div></div>") == ("zoom", "sure")


def test_prose_outweighs_links():
    """Without names, the element with the prose wins, not the wrapper with the lists."""
    markup = f"<div id=all><ul>{LINKS}</ul><div id=k1>{PROSE * 3}</div><ul>{LINKS}</ul></div>"
    assert chosen(markup) == ("k1", "weight")


def test_empty_box_with_a_sure_name_is_passed_over():
    """A template's empty box is not the article."""
    assert chosen(f"<div id=zoom></div><div id=k1>{PROSE * 3}</div>")[0] == "k1"


def test_teasers_do_not_widen_the_container():
    """Summaries under linked headlines are other articles'."""
    teaser = f"<div><h3><a href=/1>某地发布数字经济白皮书并召开会议</a></h3>{PROSE}</div>"
    assert chosen(f"<div id=all><div id=k1>{PROSE * 2}</div>{teaser * 4}</div>")[0] == "k1"


def test_nothing_to_choose_from():
    """A page without lines has no container."""
    assert chosen("<div></div>") == (None, "none")


def test_boxes_of_one_article_are_taken_together():
    """A system that puts every paragraph into a box of the same name has one article, not many."""
    boxes = f"<div class=content-text>{PROSE}</div>" * 4
    assert chosen(f"<div><ul>{LINKS}</ul><div id=k1>{boxes}</div></div>")[0] == "k1"


def test_wrapper_with_a_sure_name_is_narrowed():
    """Where a page's wrapper bears an article's name, the box in it that holds the prose is taken."""
    markup = f"<div class=main_content><div id=k1>{PROSE * 3}</div><ul>{LINKS}</ul></div>"
    assert chosen(markup)[0] == "k1"
