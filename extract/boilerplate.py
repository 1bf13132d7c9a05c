"""What trafilatura and the containers leave behind: which boxes and which lines are no article."""

from __future__ import annotations

import re
from typing import Final

from extract.boilerplate_rules import ENDS, LINES, SIMPLE, Rule

# Classes and ids of boxes that stand inside an article's container and are none of it.
BOXES: Final = re.compile(
    r"(?:^|[-_\s])(?:share|sharebox|bdshare\w*|bshare\w*|jiathis\w*|social|related|relate|relative|xgxw|xgyd|xiangguan|recommend\w*|tuijian|hotnews|"
    r"hot-news|comments?|comment-list|pinglun|cmt|reply|copyright|banquan|disclaimer|statement|shengming|qrcode|qr-code|erweima|ewm|weixin-?code|"
    r"breadcrumbs?|crumbs?|crumb-nav|position|dqwz|location|toolbar|tool-bar|tools|fontsize|font-size|print|pagination|pager|page-nav|pagenav|"
    r"advert\w*|ads?|adbox|ad-box|guanggao|gg|sidebar|side-bar|aside|footer|foot|nav|navbar|navigation|menu|tags?|keywords?|"
    r"editor-?name|zrbj|zebian|article-editor|edit_name|editors?|source-?info|prev-?next|prenext|next-?prev|shangxia|sxpage|"
    r"video-?player|player|caption|figcaption|img-?desc\w*|img_descr|pic-?desc\w*|picture-?text|photo-?desc|imgtext|img-title|image-caption|"
    r"reward|dashang|shang|subscribe|login|popup|modal|dialog|rank|ranking|paihang|appendqr\w*|pic-?intro\w*|pic-?txt|pic-?info|img-?info|photo-?info|post_?statement|post_?recommend\w*|"
    r"ep-?source|post_?next\w*|praise|like-?box|zan|report-?error|jiucuo|hidden|tip-?off|topic-?list)(?:$|[-_\s\d])",
    re.IGNORECASE,
)

# Of these, the ones that hold other people's prose, and go however much of it they hold.
OTHERS: Final = re.compile(
    r"(?:comment|pinglun|cmt|reply|relat|recommend|tuijian|xiangguan|hot-?news|copyright|disclaimer|statement|rank|paihang|footer|sidebar|aside|caption|desc|intro|player)",
    re.IGNORECASE,
)

# How the caption of a picture ends: with who took it.
CREDITED: Final = re.compile(
    r"(?:摄|供图|图片来源.{0,20}|资料图|制图|摄影报道|绘|图源.{0,16}|发)\s*[)）】\]]?\s*[。.]?$"
)

CREDIT: Final = re.compile(
    r"\s*[(（【]?\s*(?:新华社|人民网|中新社|中新网|本报|本网|光明网|央视|视觉中国)?\s*(?:记者|通讯员|特约记者|发|供图)?\s*[(（]?"
    r"[\u4e00-\u9fff·]{2,4}(?:[\s、]+[\u4e00-\u9fff·]{2,4}){0,3}\s*(?:摄|供图|绘)\s*[)）】]?\s*[。.]?$"
)


def plain(text: str) -> str:
    """`text` in simplified characters, as far as the rules' words go."""
    return text.translate(SIMPLE)


def removable(text: str, rules: tuple[Rule, ...] = LINES) -> Rule | None:
    """The rule that takes the line `text` away, or None.

    Example: 责任编辑:王小明 is an editor line.
    """
    text = plain(text)
    compact = text.replace(" ", "")
    for rule in rules:
        if rule.pattern.fullmatch(text) or (compact != text and rule.pattern.fullmatch(compact)):
            return rule
    return None


def trim_end(text: str) -> str:
    """`text` without the credits in brackets that close it."""
    before = None
    while before != text:
        before = text
        for rule in ENDS:
            text = rule.pattern.sub("", text)
    return text
