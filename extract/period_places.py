"""Where in a text a period may begin.

A character class finds the places and one cheap look at what follows them discards nearly all, so that the grammar
proper runs only where a period is likely.
"""

from __future__ import annotations

import re

_GATE = re.compile(
    '[0-9〇零一二两三四五六七八九十廿今去上下前本当这同该明来次翌后大首Q“"截近过最未连全整年昨岁现目迄至第党改用力往接再争计仅《]'
)
_N = r"[\d一二两三四五六七八九十几数]"
_LIKELY = re.compile(
    r"[\d〇零一二两三四五六七八九十廿]{1,4} {0,2}(?:年|半?年|个?多?个?月|[日号]|个?季|世纪|年代|个?天|周|个星期|"
    r"Q[1-4]|[-—~–至到/.·、]{1,2} ?[\d一二三四五六七八九十二]|[多余几]|个多|五|至)|"
    r"今[年日天月后]|去年|上(?:上?个?月|一?年|一?个?[月季]|半年|[\d二三两]个?[月])|下(?:一?年|一?个?[月季]|半年|[三二两\d])|"
    rf"前(?:[年日天期]|半年|{_N}|三季)|本[年月季]|当[年月日天前]|这(?:一年|个?[月季]|{_N})|同[年期]|该年|明[年天日]|来年|次年|翌年|"
    rf"后(?:年|天|日|半年|{_N})|大前年|全年|整年|年(?:底|末|初|中|度?内)|"
    rf"昨[天日]|岁末|现在|目前|至今|迄今|近(?:些|的|{_N}| {_N})|"
    rf"过[去往]|最近|未来|往[年后]|接下来|[“\"](?:十?[一二三四五六七八九])五|截[至止]|连续|党的|改革开放|新中国成立|力争|争取用|计划用|再用|仅用|用(?:了|{_N})|"
    r"第(?:[一二三四1-4]季|[\d一二三四五六七八九十]{1,2}个月)|首季|首个季|Q[1-4]"
)
_TITLE = re.compile(r"《[^《》\n]{1,80}》")


def next_place(text: str, at: int) -> int | None:
    """The next offset from `at` where a period may begin, or None; titles in 《》 are passed over.

    Example: in `总量达到，2022年增长` from 0 it is 5.
    """
    while match := _GATE.search(text, at):
        here = match.start()
        if match.group() == "《":
            title = _TITLE.match(text, here)
            at = title.end() if title else here + 1
        elif _LIKELY.match(text, here):
            return here
        else:
            at = here + 1
    return None
