"""Who stated an article's figures first: the body that counted, as far as the article tells."""

from __future__ import annotations

import re

from models.article import Article

_BODY = (
    r"(?:[一-鿿]{2,14}?(?:经济和信息化局|经济和信息化委员会|工业和信息化[局厅部]|发展(?:和改革|改革)委(?:员会)?|统计局|数据(?:资源)?(?:管理)?局|大数据(?:发展)?(?:管理)?局|"
    r"通信管理局|信息通信研究院|互联网信息办公室|网信办|政务服务(?:和数据)?(?:管理)?局|商务[局厅委部]|科技[局厅部]|科学技术[局厅委]|财政[局厅部]|民政[局厅部]|"
    r"人民政府办公厅|政府办公厅|新闻办公室|新闻办|互联网络信息中心|社会科学院|调查总队|经信[局委厅]|工信[局厅部]|发改委|管委会|委员会|管理局|交通运输[局厅部]|农业农村[局厅部]))"
)
_SPOKE = re.compile(
    rf"(?:据|从|由)?({_BODY})(?:[^。\n]{{0,24}}?(?:介绍|表示|透露|披露|称|说|指出|接受|发布|公布|通报|统计|数据显示|获悉|消息))"
)
_CLEAN = re.compile(r"^(?:日前|近日|昨日|今日|记者|据|从|由|会上|[了]|获悉|称|\d+日|在|与|和|是)+")
_NEAR = 3000


def originator_of(article: Article) -> str | None:
    """The body whose figures an article tells; its own words first, then the origin its page names.

    >>> originator_of(Article(id="1", body="以上是某市统计局副局长在发布会上介绍的。"))
    '某市统计局'
    """
    match = _SPOKE.search(article.body[:_NEAR])
    if match:
        name = _CLEAN.sub("", match.group(1))
        cut = max(name.rfind(mark) for mark in "是从据由，")
        return name[cut + 1 :] or None
    return article.origin
