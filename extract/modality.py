"""Whether a figure is a fact, an outcome to be reached or work to be done; and how settled it is."""

from __future__ import annotations

import re

from extract.lexicon import KEEP, MAKE
from models.metric import Modality, Status

_TARGET = re.compile(
    r"力争|争取|目标|确保|力求|有望|预期|到“十[四五六]五”末|年底前|(?<![一二三四五六七八九十两几数\d])年内(?!已|累计|新增|净增)|月底前|达到.{0,10}以上的?目标|"
    r"(?:要|应|须|需|将)(?:达|达到|突破|超过|提高|提升|保持|控制|稳定|力争|实现|增长|增至|增加到|降至|降到)"
)
_PLAN = re.compile(
    r"(?<![即行名武少上中大老若])将(?=(?:于|在|要|会|再|新|还|分|进一步|继续|加[快大强]|重点|大力|全面|持续|深入|积极|逐步|陆续|着力|努力|力争|争取|同步|统筹|以|用|通过|围绕|聚焦|对|从|有|超|达|突破|"
    r"建|打造|培育|推[动进出广]|实[施现]|开[展工通]|完[成善]|形成|投|引|安排|组织|举办|提[升高供]|支持|发[展布]|迎来|带动|出台|制定|优化|改造|升级|布局|启动|覆盖|招|成为|强化|创建|扩大|落实|促进|探索|研究|健全|"
    r"增|减|降|采取|选|遴|认定|设|构|深化|规划|部署|拓展|整合|汇|接入|惠及|受益|保持|控制|稳定))|拟(?!人|合|态)|(?<!年度)(?<!行动)(?<![一二三四五六七八九十]年)计划(?=[^，。；的]{0,8}(?:再|新建|新增|建成|整合|打造|培育|实现|推出|开工|投放)|在|于|到|年内|今年|用|投|建|新|总投资|培育|打造|实施|引进|完成(?!的|率|\d)|开展|安排|改造|招)|"
    r"规划(?:建设|布局|新建)|安排(?=.{0,4}专项)|下一步|接下来|(?:我们|全市|全省|今年|明年|年内)要|(?:未来|今后)[\d一二两三四五六七八九十]{1,2}年(?!来)|(?:今年|明年|年内)(?:着力|加快|推动|推进|抓好|重点|继续|持续|大力|深入)|"
    r"(?<![重主需必首纲提只概简摘紧])要(?=新增|新建|建成|打造|培育|完成|实施|开展|推进|推动|加快|着力|抓好|坚持|全面|大力|持续|深入|强化|重点)|即将|待建|预计.{0,12}(?:建成|投产|完工|投用)"
)
# 占全年目标的52%, 为实现全年目标: how far one has come, what all is for; no aim is told.
_MET = re.compile(
    r"(?:占|完成|达到?|为了?实现|实现|超过?|围绕|按照|对照)(?:了|着)?(?:“[^”]{1,16}”的?)?(?:全年|年度|年初|既定|今年)?[^，。；\d确力争]{0,6}(?:目标|计划|任务)(?:任务)?(?=[，,]|的[\d一二三四五六七八九])"
)
_AIMS = ("目标", "计划", "任务")
_FACT = re.compile(
    r"已(?!经?确定)|截至|截止|去年|上年(?!末)|前[一二三四]季度|同比|环比|实现了|完成了|达到了|目前|至今|以来|超额|初步核算|据统计|统计显示|数据显示|曾|过去|"
    r"会上|现场|当[天日]|当前|荣获|获评|跃居|跃升|位居|位列"
)
_DOCUMENT = re.compile(
    r"工作要点|行动计划|行动方案|实施方案|工作方案|发展规划|专项规划|实施意见|指导意见|若干(?:措施|政策|意见)|任务清单|规划(?:纲要|\(|（)|三年(?:行动|计划)|攻坚方案|建设方案|总体方案|重点任务|主要目标|工作安排|预期目标|工作计划"
)
_ISSUED = re.compile(
    r"(?:印发|出台|发布|公布|审议通过|下发)[^，。]{0,6}《[^》]*(?:要点|计划|方案|意见|规划|措施|通知|清单)|"
    r"(?:要点|计划|方案|意见|规划|措施|通知|清单)(?:\(|（|》|”)?[^，。]{0,12}(?:提出|明确|要求|指出|强调|部署)"
)
_LONG_AGO = re.compile(r"去年|前年|已|以来|20\d\d年\d|曾")
_PAST_HEADING = re.compile(r"回顾|成效|成就|现状|成果|完成情况|进展|总结|过去|一年来|基础")
_FUTURE_HEADING = re.compile(r"目标|任务|工作安排|展望|工作部署|下一步|重点工作|重点举措|路线图|怎么干")
# What a paragraph that told of plans goes on with: 培育…, 建成….
_ORDERED = re.compile(
    r"(?:并|同时|再|还|全[市省年区县]|力争|其中|另外|此外|积极|加快|大力|持续|着力|重点|深入|进一步|到时|届时){0,3}(?:"
    + "|".join(sorted(MAKE | KEEP, key=len, reverse=True))
    + ")"
)
_PRELIMINARY = re.compile(r"初步核算|初步统计|初步测算|快报|预计|初步|预估|快速统计")
_REVISED = re.compile(r"修订|核减|核增|调整后|更正")
_FINAL = re.compile(r"最终核实|最终核算|决算|经核实")
_BREAK = re.compile(r"口径(?:调整|变化|变更|不同)|新口径|按新?标准调整")
_ANY_STATUS = re.compile(
    r"初步|预[计估]|快报|快速统计|修订|核[减增实算]|更正|调整|决算|口径|算"
)  # most sentences hold none
_OPENING = 40  # characters
_REPLACED = re.compile(r"[由从](?:初步核算|初步统计|初步测算|快报)[数值]?的?(?:约|近)?$")
_DIGIT = re.compile(r"\d")
_ESTIMATED = re.compile(r"估算|据估计|测算(?!体系)|推算")


def modality_of(  # noqa: C901, PLR0911 - a return a rule, in order
    sentence: str, clause: str, *, deadline: bool, past: bool, future: bool, stated: bool = False, so_far: str = ""
) -> tuple[Modality, str]:
    """Fact, target or plan, and the rule that told.

    `deadline` says that the figure's period is one; `past` that a period is written which was over at publication;
    `future` that the section or paragraph speaks of what is to come; `stated` that the sentence has told facts before;
    `so_far` is the sentence up to the clause's end: words of aim that come later are not of this figure.

    >>> modality_of("力争5G基站达到3万个", "力争5G基站达到3万个", deadline=False, past=False, future=False)[0]
    <Modality.TARGET: 'target'>
    """
    fact = past or bool(_FACT.search(clause))
    led = so_far or sentence
    if any(word in sentence for word in _AIMS):
        clause, sentence, led = (_MET.sub("", text) for text in (clause, sentence, led))
    if deadline:
        return Modality.TARGET, "deadline"
    if re.search("预计", clause) and not future and not re.search("力争|目标", clause):
        return Modality.ACTUAL, "expected, yet of a period under way"
    if fact and not _TARGET.search(clause):
        return Modality.ACTUAL, "words of fact"
    if _TARGET.search(clause):
        return Modality.TARGET, "words of aim"
    if _PLAN.search(clause):
        return Modality.PLAN, "words of intent"
    if stated or (_FACT.search(sentence) and not future) or looks_back(sentence):
        return Modality.ACTUAL, "words of fact in the sentence"
    if _TARGET.search(led) and not _FACT.search(sentence):
        return Modality.TARGET, "words of aim in the sentence"
    if _PLAN.search(led.replace("安排", "")) and not _FACT.search(sentence):
        return Modality.PLAN, "words of intent in the sentence"
    if future:
        return Modality.PLAN, "section of plans"
    return Modality.ACTUAL, "stated"


def opens_future(line: str, *, heading: bool, now: bool, title: bool = False) -> bool:
    """Whether what follows a heading or first sentence speaks of plans; `now` is what held before.

    The title of an article does so only by naming a plan, for titles speak of aims in any story.

    >>> opens_future("某省印发数字政府建设2023年工作要点", heading=True, now=False)
    True
    """
    if heading and _DOCUMENT.search(line):
        return True
    if not heading and _ISSUED.search(line) and not _LONG_AGO.search(line):
        return True
    if heading and not title:
        if _PAST_HEADING.search(line):
            return False
        if _FUTURE_HEADING.search(line) and len(line) <= 24:  # noqa: PLR2004
            return True
    return now


def orders(clause: str) -> bool:
    """Whether a clause opens with the verb of work to do, as the points of a plan do.

    >>> orders("培育链主企业20家"), orders("学生达到80人")
    (True, False)
    """
    return bool(_ORDERED.match(clause))


def intends(sentence: str) -> bool:
    """Whether a sentence tells of work to come, so that the next ones may: 今年将推进以下工作.

    >>> intends("下一步，将重点抓好三项工作。")
    True
    """
    return bool(_PLAN.search(sentence)) and not _FACT.search(sentence)


_BACK = re.compile(
    r"^(?:[^，。]{0,4}[、，])?(?:目前|当前|截至|截止|近年来|过去|去年|今年以来|据统计|数据显示|统计显示|上半年|前[一二三]季度)"
)


def looks_back(sentence: str) -> bool:
    """Whether a sentence turns from plans to what there is, as one that opens with 目前 does.

    >>> looks_back("目前，全市已建成5G基站8万个。")
    True
    """
    return bool(_BACK.match(sentence))


def opening_status(sentence: str) -> Status:
    """How settled what a sentence opens is, if it says so first: 初步核算，… or 经修订，… holds for what follows.

    >>> opening_status("初步核算，全年增长5%。"), opening_status("全年增长5%，为初步核算数。")
    (<Status.PRELIMINARY: 'preliminary'>, <Status.NORMAL: 'normal'>)
    """
    opening, comma, _ = sentence[:_OPENING].partition("，")
    return status_of(opening, "") if comma and not _DIGIT.search(opening) else Status.NORMAL


def status_of(sentence: str, clause: str, before: str = "") -> Status:
    """How settled a figure is, from the words of its sentence; 预计, 初步核算 and 快报 are preliminary facts.

    What stands right `before` it says more: 由初步核算的|3120亿元 is what a revision replaces.

    >>> status_of("初步核算，全年增长5%", "全年增长5%")
    <Status.PRELIMINARY: 'preliminary'>
    """
    if not _ANY_STATUS.search(sentence):
        return Status.NORMAL
    if _REPLACED.search(before):
        return Status.PRELIMINARY
    for status, pattern in (
        (Status.BREAK, _BREAK), (Status.FINAL, _FINAL), (Status.REVISED, _REVISED), (Status.PRELIMINARY, _PRELIMINARY),
        (Status.ESTIMATED, _ESTIMATED),
    ):  # fmt: skip
        if pattern.search(clause) or pattern.search(sentence):
            return status
    return Status.NORMAL
