"""What trafilatura and the containers leave behind: rules for elements, for lines, and for the ends of an article.

Every rule is data with an example of what it removes and, where it is easily mistaken, of what it must not.
docs/reading.md lists them; a test holds the two together and runs the examples.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Scope(StrEnum):
    """Where a rule applies, and what it takes."""

    LINE = "line"  # the whole line, anywhere
    HEAD = "head"  # the whole line, before the first paragraph
    FOOT = "foot"  # the whole line, in copied text and where no container was named
    TAIL = "tail"  # the line and all that follows, after the last third has begun
    END = "end"  # the match alone, at the end of a line
    ELEMENT = "element"  # the element of that class or id


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that is no article: `removes` is an example, `keeps` one that looks alike and stays."""

    name: str
    scope: Scope
    pattern: re.Pattern[str]
    removes: str
    keeps: str = ""


def _rule(name: str, scope: Scope, pattern: str, removes: str, keeps: str = "") -> Rule:
    return Rule(name, scope, re.compile(pattern, re.IGNORECASE), removes, keeps)


_OPEN = r"[\s\[【(（〔<《*·•|丨\-—>]*"
_SEP = r"\s*[:：丨|/︱]\s*"
_EDITORS = (
    r"(?:责任编辑|责\s*编|本文编辑|网络编辑|网站编辑|执行编辑|值班编辑|值班编委|实习编辑|见习编辑|微信编辑|新媒体编辑|统筹编辑|文字编辑|视频编辑|图片编辑|"
    r"责任校对|校\s*对|审\s*核|审\s*签|审\s*校|编\s*审|签\s*发|监\s*制|初\s*审|复\s*审|终\s*审|一\s*审|二\s*审|三\s*审|一\s*校|二\s*校|三\s*校|"
    r"审\s*读|主\s*编|总\s*监\s*制|责任主编|编\s*辑|排\s*版|制\s*作|值班主任|责任主任|本期编辑|本期责编|美\s*编|编辑部|内容审核|信息审核|运营编辑|流程编辑|出\s*品|总\s*策划|统\s*筹|编辑\s*[/、]\s*校对)"
)

LINES: Final = (
    _rule("credits", Scope.LINE, r"(?:(?:作\s*者|编\s*辑|责\s*编|校\s*对|排\s*版|审\s*核|撰\s*文|责任编辑|监\s*制|设\s*计|制\s*图|实习生?|值班编辑|图\s*源|封\s*面|出\s*品|运\s*营|统\s*筹)\s*[:：︱丨|/ ]\s*(?:[\u4e00-\u9fff·A-Za-z]{2,8}[\s、,，]*){1,4}[|｜丨/;；\s]*){1,6}", "编辑 王小明|排版 李四", "作者 是谁并不重要。"),
    _rule("author-line", Scope.LINE, _OPEN + r"(?:本文)?作\s*者\s*[:：︱丨|]\s*[^。;；?？]{0,40}", "作者:王小明", "作者:您怎么看待数字经济的未来?"),
    _rule("editor", Scope.LINE, _OPEN + _EDITORS + r"(?:\s*[/、]\s*" + _EDITORS + ")*" + _SEP + r"[^。;；]{0,60}", "责任编辑:王小明", "审核:材料齐全的,当场受理;不齐全的,一次告知。"),
    _rule("editor-spaced", Scope.LINE, _OPEN + r"(?:责任编辑|责编|编辑)\s+[\u4e00-\u9fff]{2,4}[\s\])）】]*", "责任编辑 李四", "编辑部的故事"),
    _rule("original-title", Scope.LINE, _OPEN + r"(?:本文)?原(?:文)?标题(?:为)?" + _SEP + r".{1,120}", "(原标题:数字经济再提速)"),
    _rule("source-line", Scope.LINE, _OPEN + r"(?:文章|本文|信息|稿件|资料|内容|消息|图文|图片|新闻|稿|数据|文|部分)?(?:来源|来自|源自|出处)(?:于)?" + _SEP + r"[^。;；]{0,60}", "来源:新华网", "来源:税收、非税收入和转移支付三部分。全市财政收入增长。"),
    _rule("published-line", Scope.LINE, _OPEN + r"(?:发布|发表|更新|发稿|上传|创建|刊发|公开)(?:时间|日期|于)" + _SEP + r"[\d年月日时分秒:：\s./\-]{6,30}.{0,60}", "发布时间:2024-05-13 10:20 浏览次数:12", "时间:2024年5月13日(星期一)上午10时"),
    _rule("time-alone", Scope.LINE, r"\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?\s*(?:\d{1,2}[:：]\d{2}(?:[:：]\d{2})?\s*(?:(?:来源|作者|浏览|阅读|点击|字号|来自|发布|评论).{0,50})?|(?:来源|作者|浏览|阅读|点击|字号|来自).{0,50})", "2024-05-13 10:20 来源:新华社", "2024年5月13日"),
    _rule("original-link", Scope.LINE, _OPEN + r"(?:原文(?:链接|地址|出处)?|本文(?:链接|地址|网址)|文章链接|查看原文|阅读原文|点击阅读原文|转载请注明出处)(?:" + _SEP + r".{0,200})?[\s\])）】]*", "原文链接:http://example.cn/a.html"),
    _rule("address-alone", Scope.LINE, r"[<(\[（]?\s*(?:https?:)?//[^\s]{4,300}\s*[>)\]）]?", "<http://example.cn/a?id=1>"),
    _rule("edition", Scope.LINE, r"[(（]?\s*[《〈]?[\u4e00-\u9fff]{2,12}[》〉]?\s*[(（]?\s*\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日\s*(?:星期.)?\s*[,，]?\s*(?:第\s*)?[A-Z]?\d{0,3}\s*[\u4e00-\u9fff]{0,2}版.{0,12}[)）]?", "《示例日报》(2024年05月10日 04 版)"),
    _rule("reward", Scope.LINE, r"(?:打\s*赏|赞\s*赏|取消|扫码支持|扫码打赏.{0,20}|感谢您的支持.{0,20}|打开(?:支付宝|微信)扫一扫.{0,20}|赏一个|支付宝扫一扫|微信扫一扫|喜欢作者|给作者打赏.{0,10}|微信支付|支付宝|举报|点赞|赞|踩|收藏|已收藏|转发|评论|分享|喜欢|在看|不喜欢|反馈|我要反馈)\s*[(（]?\d*[)）]?", "扫码打赏,你说多少就多少", "取消收费站15个"),
    _rule("scan", Scope.LINE, r"[^。]{0,30}(?:(?:扫码|扫一扫|扫描|长按|识别)[^。]{0,20}(?:关注|下载|阅读|查看|了解|支持|进群|加入|分享|观看|收听|订阅|二维码|手机打开|客户端)|(?:微信|手机)(?:扫码|扫一扫|扫描))[^。]{0,24}[!！。]?", "扫码关注公众号", "市民扫码即可乘车,全市3000辆公交车完成改造。"),
    _rule("follow", Scope.LINE, r"[^。]{0,24}(?:关注|订阅|搜索|添加)[^。]{0,20}(?:公众号|微信号|官方微博|官方微信|视频号|头条号|微信公众平台)[^。]{0,24}[。!！]?", "欢迎关注本报微信公众号", "关注度持续上升"),
    _rule("app", Scope.LINE, r"(?:请?(?:下载|打开|安装|前往|点击下载)[^。]{0,16}(?:app|客户端)[^。]{0,16}|[^。]{0,30}(?:尽在|更多[^。]{0,12}(?:下载|打开|上))[^。]{0,16}(?:app|客户端)[^。]{0,10})[!！]?", "海量资讯、精准解读,尽在示例财经APP", "群众在手机上打开政务APP即可办理。"),
    _rule("more-at", Scope.LINE, r"(?:更多|想了解更多|欲知更多|了解更多).{0,60}(?:请?关注|请访问|请登录|尽在|请点击|请搜索|请下载|敬请).{0,60}", "更多数字经济资讯请关注www.example.cn", "更多企业入驻园区"),
    _rule("reply", Scope.LINE, r"(?:\d{1,2}\s*[、.]\s*)?(?:(?:在)?(?:公众号|对话框|后台|菜单栏).{0,12})?(?:回复|点击菜单栏|发送)\s*[【\[“\"「].{1,30}", "1、回复【公积金】查看最新消息", "回复群众来信3000件"),
    _rule("looking", Scope.LINE, r".{0,30}(?:点(?:亮|个|下|击|一下|右下角|下方)?.{0,3}[【\[“\"「](?:在看|赞|好看|分享)[】\]”\"」]|点(?:亮|个|下|一下)?(?:在看|好看)|设为星标|一键三连|点个赞).{0,24}", "看完了,点【在看】试试", "局长亲自带货,市民点赞"),
    _rule("above", Scope.LINE, r"[↑↓👆👇⬆⬇\s]*(?:(?:请)?点击(?:上方|上面|标题下方?|下方|左上角)?[^。]{0,8}(?:蓝色?字体?|关注)[^。]{0,16}|蓝字[^。]{0,16}关注[^。]{0,10}|(?:分享|点赞|收藏|在看|转发)(?:[、,,\s和与/·]*(?:一个)?(?:分享|点赞|收藏|在看|转发|评论)){1,4}|至少我要拥有一个吧|预览时标签不可点|微信扫一扫(?:关注该公众号|使用小程序)?|(?:点击)?(?:看|查看|看清晰)?(?:清晰)?大图|[(（]?点击(?:看|查看|放大)[^。]{0,6}(?:图|视频)[)）]?|(?:图片|图文|部分图片|文中图片|题图)(?:均)?(?:来自|来源于?|源于|源自)(?:网络|互联网)[^。]{0,16})[!！。]?", "点击上方蓝字关注我们", "点击率同比提高12个百分点"),
    _rule("unfold", Scope.LINE, r"[^。]{0,60}\s*(?:收起|展开)", "某片今晚播出 收起", "活动陆续展开。"),
    _rule("symbols", Scope.LINE, r"[^\w]+", "* * *"),
    _rule("share", Scope.LINE, r"(?:分享(?:到|至|给|让更多人看到|文章|本文)|转发(?:到|至)|一键分享|微信分享|复制链接|链接已复制)[^。]{0,30}", "分享到:微信 微博 QQ空间", "分享会上,他谈到了数据要素市场的建设。"),
    _rule("share-names", Scope.LINE, r"(?:(?:微信|微博|新浪微博|腾讯微博|qq空间|qq好友|qq|朋友圈|人人网|豆瓣|facebook|twitter|linkedin|line|whatsapp|email|weibo|wechat|复制|更多|打印|收藏|分享到?|[:：|/·、])\s*)+", "微信 微博 QQ空间"),
    _rule("print", Scope.LINE, r"(?:[【\[(（|\s]*(?:打印(?:本页|此页|本文|页面)?|关闭(?:窗口|本页|页面)?|返回(?:顶部|首页|列表|上页|上一页)?|我要纠错|纠错|字体|字号|大\s*中\s*小|大|中|小|放大|缩小|默认|加入收藏|推荐(?:给朋友)?|收藏(?:本页|本文)?|保存|复制|朗读|语音播报|听新闻|繁體|简体|top|回顶部|回到顶部|预览|下载|a\+|a-|a)[】\])）|\s:：]*)+", "【打印】【关闭】 字号:大 中 小", "大中小企业"),
    _rule("views", Scope.LINE, _OPEN + r"(?:浏览(?:次数|量)?|阅读(?:次数|量|数)?|点击(?:次数|量|数)?|访问(?:次数|量)?|人气|评论数?|跟贴|跟帖|参与|热度)" + _SEP + r"\d*\s*(?:次|人|条|万)?.{0,20}", "浏览次数:1024"),
    _rule("counted", Scope.LINE, r"\d{1,7}\s*(?:人(?:参与|跟贴|评论|点赞|阅读|跟帖|打赏|看过|喜欢)|条评论|次浏览|次阅读|个赞|跟贴|评论|阅读)\s*.{0,12}", "32人参与 5条评论", "32人参加考试"),
    _rule("disclaimer", Scope.LINE, _OPEN + r"(?:(?:免责声明|特别声明|版权声明|郑重声明|重要声明|平台声明|总?声\s*明|法律声明|投稿须知|版权说明)[\])）】]*(?:" + _SEP + r".*|)|(?:风险提示|风险提醒)[\])）】]*" + _SEP + r".*)", "免责声明:本文仅代表作者个人观点,与本网无关。", "声明指出,双方将继续加强合作。"),
    _rule("disclaimer-words", Scope.LINE, r".{0,80}(?:仅代表作者(?:本人|个人)?(?:观点|立场)|不代表(?:本网|本站|本报|本平台|本号|.{2,12})(?:的)?(?:观点|立场)|如有侵权|侵权(?:请)?(?:联系)?(?:删除|必究)|未经(?:书面|本网|本站|本报|协议)?(?:授权|许可|允许)[^。]{0,12}(?:转载|摘编)|版权归(?:原作者|作者|.{2,12})所有|请(?:与|联系)(?:本网|本站|我们)联系|不构成(?:任何)?投资建议|仅供(?:读者)?参考.{0,6}(?:不构成|请读者|投资)|据此(?:操作|投资).{0,6}风险|转载请(?:注明|联系|标明)|违者必究|谢绝转载|不得转载|信息存储空间服务).{0,200}", "本文仅代表作者观点,不代表本网立场。如有侵权请联系删除。", "未经许可使用他人数据的,责令改正。"),
    _rule("copyright", Scope.LINE, r".{0,80}(?:版权所有(?!人|者|权)|copyright\s*(?:©|\(c\)|\d{4}|by)|©|all rights reserved).{0,200}", "示例网版权所有 未经许可不得转载", "版权所有人的登记数量"),
    _rule("record-number", Scope.LINE, r".{0,80}(?:icp[备证]|公网安备|网站标识码|增值电信业务经营许可证|互联网新闻信息服务许可证|广播电视节目制作经营许可证|网络视听许可证|信息网络传播视听节目许可证).{0,160}", "京ICP备00000000号 京公网安备00000000000000号"),
    _rule("site-footer", Scope.LINE, r"(?:主办(?:单位)?|承办(?:单位)?|技术支持|网站地图|联系我们|关于我们|网站声明|设为首页|加入收藏|广告服务|友情链接|合作伙伴|网站导航|客服热线|广告热线|投稿邮箱|违法和不良信息举报电话|新闻热线|广告合作|商务合作)\s*[:：|·].{0,120}", "技术支持:某某网络公司", "主办单位与承办单位签约"),
    _rule("site-words", Scope.LINE, r"(?:[\s|·\-—*•>]*(?:网站地图|联系我们|关于我们|网站声明|设为首页|加入收藏|广告服务|友情链接|合作伙伴|合作站点|网站导航|招聘信息|法律声明|隐私政策|用户协议|意见反馈|返回首页|返回顶部|回到首页|隐私保护|帮助中心|网站首页|首页|手机版|电脑版|客户端|登录|注册|立即登录|每日必读|专题访谈|网友评论|网友跟贴|我要评论|发表评论|查看评论|最新评论|全部评论|热门评论|暂无评论|文明上网理性发言.{0,20}|查看更多|加载更多|点击加载更多|展开全文|点击展开全文|展开剩余.{0,6}|阅读全文|查看全文|收起|更多|更多内容|广告|正在加载.{0,6}|正文|查看大图|点击查看大图|点击图片查看大图|点击进入下一页|点击图片进入下一页|下一页|上一页|尾页|下一张|上一张|末页|播放|暂停|全屏|倍速|返回搜狐.{0,8})[:：>》]*)+", "每日必读"),
    _rule("pager", Scope.LINE, r"[|<>《》«»‹›\s\d\[\]【】.…]*(?:首页|上一?页|下一?页|前一页|后一页|尾页|末页|第\s*\d+\s*页|共\s*\d+\s*页|\d+\s*/\s*\d+\s*页?)[|<>《》«»‹›\s\d\[\]【】.…首上下一前后尾末页]*", "|<< 1 2 3 下一页 >>|"),
    _rule("breadcrumb", Scope.LINE, r"[-\s]*(?:您?(?:的|现在|目前)?(?:当前|所在)?(?:的)?位置(?:是)?|您现在的位置|当前位置|所在位置|你的位置|首页|主页|网站首页)\s*[:：>》/›→].{0,120}", "您的当前位置:主页 > 新闻 > 正文", "首页设计大赛"),
    _rule("crumbs", Scope.LINE, r"[^。,，;；]{1,16}(?:\s*[>»›＞]\s*[^。,，;；]{0,24}){1,6}", "首页 > 新闻 > 正文", "实际GDP>潜在GDP时,经济过热,政策趋紧"),
    _rule("neighbour", Scope.LINE, _OPEN + r"(?:上一篇|下一篇|上一条|下一条|前一篇|后一篇|上篇|下篇|前一条|后一条)(?:文章|新闻|信息)?(?:\s*[:：>】\])）\s].{0,80}|)", "上一篇:某地召开会议", "下一篇章将由青年书写"),
    _rule("keywords", Scope.LINE, _OPEN + r"(?:关键词|关键字|标签|tags?|keywords?|热词|文章标签|本文标签|相关标签)[】\])）]*" + _SEP + r".{0,100}", "关键词:数字经济 智慧城市"),
    _rule("tip-off", Scope.LINE, r".{0,20}(?:报料|爆料|投稿|新闻线索|提供线索).{0,20}(?:热线|电话|邮箱|微信|请|欢迎|qq|渠道).{0,80}", "新闻报料热线:000-00000000", "群众可拨打举报电话反映问题。"),
    _rule("photo-credit", Scope.LINE, r"(?:新华社|中新社|视觉中国)[发供]\s*[(（].{2,16}[)）]|[(（\[【]?\s*(?:(?:新华社|人民网|中新社|本报|中新网|光明网|本网|央视网|视觉中国|.{2,6}(?:日报|晚报|晨报|都市报))?\s*(?:全媒体)?(?:记者|通讯员|特约记者)\s*[\u4e00-\u9fff·\s、/]{2,14}\s*(?:摄|供图|摄影|图|文图|制图|摄影报道|文/图)|[\u4e00-\u9fff·]{2,4}\s*(?:摄|供图)|(?:图片?|供图|制图|摄影|图源|配图|题图|头图|海报|漫画|插画|资料图|资料片|图据|摄|文/图|图/文)\s*(?:来源|来自|提供|由|截图|/|:|：|丨|\||源自|均由|均为).{0,40})\s*[)）\]】]?[。.]?", "新华社记者 张三 摄", "擘画发展新蓝图"),
    _rule("caption-mark", Scope.LINE, r"[▲△▼▽↑↓‖☝👆👇⬆].{0,90}", "▲5G基站建设现场"),
    _rule("caption-number", Scope.LINE, r"(?:图|图片|附图)\s*[\d一二三四五六七八九十]{1,2}\s*[:：.、 ][^。;；]{1,60}", "图1:数字经济规模", "图1显示,数字经济规模持续扩大。"),
    _rule("caption-of", Scope.LINE, r"(?:图为|图片为|上图为|下图为)[^。]{0,80}[。]?|(?:资料图|资料图片|视频截图|图片说明|图说|图源网络|网络图|示意图|现场图|效果图|视频加载中|图集|视频|图片)(?:\s*[:：(（][^。]{0,60})?[。)）]?", "图为大会现场", "视频产业增加值达500亿元,同比增长12.3%"),
    _rule("loading", Scope.LINE, r".{0,12}(?:正在加载|加载中|请稍候|您的浏览器不支持|请升级.{0,10}浏览器|flash ?player|视频播放器|启用javascript).{0,40}", "您的浏览器不支持该视频格式"),
    _rule("return", Scope.LINE, r"[\[【(（]?\s*返回(?:首页|列表|顶部|上一?[页级]|.{0,10}(?:首页|频道|列表|新闻|网|专题|搜狐.{0,8}))[>》\]】)）]*(?:\s*[|｜]\s*[\[【(（]?\s*返回.{0,16}[\]】)）]?)*", "返回某某新闻网首页|返回首页", "返回式卫星成功着陆"),
)
HEADS: Final = (
    _rule("byline-head", Scope.HEAD, r"(?![(（])[^。]{0,90}(?:来源|发布时间|发布日期|时间|作者|编辑|浏览|字号|字体|日期|发布机构|信息来源|责编|点击)\s*[:：][^。]{0,120}", "来源:示例日报 作者:王小明 2024-05-13", "(2024年5月13日第三次会议通过)"),
    _rule("dated-head", Scope.HEAD, r"(?![(（])[^。，,！!]{0,30}(?:20|19)\d{2}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?\s*(?:\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?[^。，,！!]{0,40}", "示例网 2024-05-13 10:20 北京", "2024年5月13日,大会在福州开幕。"),
)
FEET: Final = (
    _rule("contact", Scope.FOOT, r"(?:地址|邮编|电子?邮箱|传真|手机|服务热线|服务电话|电话)\s*[:：].{0,120}", "手机:13900000000 电子邮箱:a@example.cn", "地址码是一串数字"),
)
TAILS: Final = (
    _rule(
        "related",
        Scope.TAIL,
        _OPEN + r"(?:相关(?:阅读|新闻|文章|报道|推荐|专题|资讯|稿件|文件|信息|内容|视频|话题)|推荐(?:阅读|新闻|文章)|热门(?:推荐|新闻|文章|阅读|评论|话题|资讯|图片|视频)|猜你喜欢|为您推荐|为你推荐|您可能(?:感兴趣|喜欢|还喜欢|也喜欢).{0,10}|(?:你可能|其他人也).{0,8}|大家都在(?:看|搜)|精彩推荐|更多(?:新闻|精彩|阅读|内容|资讯|推荐|报道).{0,12}|往期(?:回顾|推荐|精选|精彩)|最新(?:新闻|资讯|文章|推荐)|编辑推荐|今日(?:热点|推荐|要闻|头条)|24小时.{0,8}|新闻排行.{0,4}|点击排行.{0,4}|阅读排行.{0,4}|排行榜|图片新闻|网友评论|精彩图片|视频推荐|本文相关.{0,8}|频道推荐|点击查看.{0,20}|今日热词|频道精选|头条推荐|热点新闻|热点推荐|新闻推荐|继续阅读.{0,8})[】\])）\s:：>》]*",
        "相关阅读:",
        "相关新闻发布会将于下周举行",
    ),
    _rule("background", Scope.TAIL, _OPEN + r"(?:相关(?:链接|附件|解读)|延伸(?:阅读|内容)|深度阅读|扩展阅读|附件下载|附件)[】\])）\s:：>》]*", "延伸阅读:", "相关链接费用减免政策"),
)
ENDS: Final = (
    _rule("editor-end", Scope.END, r"[\s]*[(（\[【〔]\s*" + _EDITORS + r"(?:\s*[:：丨|]\s*|\s+)[^()（）\[\]【】。]{1,40}[)）\]】〕]\s*$", "……稳步推进。(责任编辑:王小明)"),
    _rule("source-end", Scope.END, r"[\s]*[(（\[【〔]\s*(?:文章|本文|稿件|信息|内容|消息|稿)?来源\s*[:：][^()（）\[\]【】。]{1,40}[)）\]】〕]\s*$", "……营商环境。(文章来源:示例新闻网)"),
    _rule("writer-end", Scope.END, r"[\s]*[(（\[【〔]\s*(?:文|文字|撰文)\s*[:：︱丨|/]\s*[^()（）\[\]【】。图]{1,100}[)）\]】〕]\s*$", "……监督评价。(文|王小明)"),
    _rule("source-tail", Scope.END, r"(?<=[\u4e00-\u9fff])\s+(?:文章|稿件|信息)?来源\s*[:：]\s*[^\s。,，:：]{2,16}\s*$", "示例报记者 王小明 来源:示例日报"),
    _rule("editor-tail", Scope.END, r"(?<=[。！？…”）)])\s*(?:责任编辑|责编)\s*[:：]\s*[^\s。,，:：]{2,12}\s*$", "……稳步推进。责任编辑:王小明"),
    _rule("more-end", Scope.END, r"\s*[\[【(（]\s*(?:详细|全文|更多|点击查看|查看详情)\s*[\]】)）]\s*$", "……顺利闭幕。[详细]"),
)
RULES: Final = (*LINES, *HEADS, *FEET, *TAILS, *ENDS)
# A page in traditional characters is matched by the same rules.
_SIMPLE = str.maketrans("來發佈時間責編輯閱讀關鍵詞圖記攝標題聲網頁權點擊瀏覽評論廣獎賞掃碼載連結轉報導專欄號說為視頻觀貼熱門薦閒們還導師綜", "来发布时间责编辑阅读关键词图记摄标题声网页权点击浏览评论广奖赏扫码载连结转报导专栏号说为视频观贴热门荐闲们还导师综")

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
OTHERS: Final = re.compile(r"(?:comment|pinglun|cmt|reply|relat|recommend|tuijian|xiangguan|hot-?news|copyright|disclaimer|statement|rank|paihang|footer|sidebar|aside|caption|desc|intro|player)", re.IGNORECASE)

# How the caption of a picture ends: with who took it.
CREDITED: Final = re.compile(r"(?:摄|供图|图片来源.{0,20}|资料图|制图|摄影报道|绘|图源.{0,16}|发)\s*[)）】\]]?\s*[。.]?$")


def plain(text: str) -> str:
    """`text` in simplified characters, as far as the rules' words go."""
    return text.translate(_SIMPLE)


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
