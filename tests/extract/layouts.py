"""Articles of our own in the layouts of common Chinese systems; the names, places and numbers are made up."""

# ruff: noqa: E501 - a page of an example reads better on one line

from __future__ import annotations

HEADLINE = "江州市前三季度数字经济运行情况"
OUTLET = "江州市统计局"
DAY = "2024-05-13"
LONG = (
    "今年一季度，全市数字经济核心产业实现增加值318.6亿元，同比增长9.4%，占地区生产总值的比重为12.7%，比上年同期提高0.8个百分点。",
    "截至4月底，全市累计建成5G基站2.4万个，每万人拥有5G基站31.5个；千兆光网覆盖家庭突破310万户，互联网普及率达到86.2%。",
    "下一步，市统计局将会同有关部门加强监测分析，推动数据要素市场化配置改革走深走实，为企业提供更多便利。",
)
SHORT = (
    "全市软件业务收入86.5亿元。",
    "同比增长11.3%。",
    "截至4月底，建成5G基站2.4万个。",
    "全年目标为400亿元。",
)
_NEWS = ("江州召开数字经济推进会议", "江州开通智慧停车平台", "江州公布一批未来工厂名单", "江州举办数据要素大赛")
NAV = '<a href="/">首页</a> <a href="/zwgk/">政务公开</a> <a href="/zwfw/">政务服务</a> <a href="/hdjl/">互动交流</a>'
ITEMS = "".join(
    f'<li><a href="/x/{n}.html">{_NEWS[n % 4]}（第{n}期）</a><span>2025-0{n % 9 + 1}-17</span></li>' for n in range(12)
)
ROWS = "".join(
    f'<tr><td><a href="show.asp?id={n}">{_NEWS[n % 4]}（第{n}期）</a></td><td>2025-0{n % 9 + 1}-17</td></tr>'
    for n in range(12)
)
FOOT = "主办：江州市人民政府办公室　技术支持：江州数据公司　江ICP备00000000号　江公网安备00000000000000号　网站标识码：0000000000"


def p(texts: tuple[str, ...]) -> str:
    """Paragraphs, indented as they are printed."""
    return "".join(f"<p>　　{text}</p>\n" for text in texts)


def br(texts: tuple[str, ...]) -> str:
    """Paragraphs parted by breaks."""
    return "<br><br>\n".join(f"&nbsp;&nbsp;&nbsp;&nbsp;{text}" for text in texts)


def _page(body: str, title: str = f"{HEADLINE}_江州市统计局", head: str = "") -> str:
    return f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title>{head}</head><body>{body}</body></html>'


def layouts(t: tuple[str, ...]) -> dict[str, str]:
    """The article with paragraphs `t`, by the layout."""
    asp = f'<table width=980 align=center><tr><td colspan=2>{NAV}</td></tr><tr><td width=220 valign=top><table>{ROWS}<tr><td><a href="show.asp?id=77">{HEADLINE}</a></td><td>{DAY}</td></tr></table></td><td valign=top>%s</td></tr></table><center><font size=2>版权所有 江州市统计局 您是第 1234567 位访客</font></center>'
    by = f"发布时间：{DAY}　来源：{OUTLET}　点击数：562"
    return {
        "trs": _page(
            f'<div class="header">{NAV}</div><div class="location">您的位置：<a href="/">首页</a> &gt; <a href="./">统计数据</a></div><div class="content"><h1>{HEADLINE}</h1><div class="info"><span>日期：{DAY} 10:22</span>　<span>来源：{OUTLET}</span>　<span>字号：[<a>大</a> <a>中</a> <a>小</a>]</span></div><div class="view TRS_UEDITOR"><div class="TRS_Editor">{p(t)}</div></div><div class="page"><script>createPageHTML(1,0,"t1","html")</script></div></div><div class=relate><h3>相关文章</h3><ul>{ITEMS}</ul></div><div class="footer">{FOOT}</div>',
            head=f'<meta name="ArticleTitle" content="{HEADLINE}"><meta name="PubDate" content="{DAY} 10:22"><meta name="ContentSource" content="{OUTLET}">',
        ),
        "jpaas": _page(
            f'<div class=top>{NAV}</div><table id="article" width=1000><tr><td class="title" align=center><!--<$[标题名称(html)]>begin-->{HEADLINE}<!--<$[标题名称(html)]>end--></td></tr><tr><td align=center>发布日期：{DAY} 15:03　信息来源：{OUTLET}　浏览次数：<script>x()</script></td></tr><tr><td class="bt_content"><div id="zoom">{p(t)}</div></td></tr></table><div>{FOOT}</div>',
            title="江州市统计局 统计分析",
        ),
        "vsb": _page(
            f'<div class=nav>{NAV}</div><form name="_newscontent_fromname"><div class="main_contit"><h2>{HEADLINE}</h2><p>时间：{DAY}　来源：{OUTLET}　点击：[<span>12</span>]</p></div><div class="main_conDiv" id="vsb_content"><div class="v_news_content">{p(t)}</div></div><p>【<a href="#">关闭</a>】</p><div>上一条：<a href="1.htm">{_NEWS[0]}</a></div><div>下一条：<a href="2.htm">{_NEWS[1]}</a></div></form><ul>{ITEMS}</ul><p>{FOOT}</p>'
        ),
        "dedecms": _page(
            f'<div class="place"><strong>当前位置:</strong> <a href="/">主页</a> > <a href="/a/">统计</a> > 正文</div><div class="viewbox"><div class="title"><h2>{HEADLINE}</h2></div><div class="info"><small>时间:</small>{DAY} 09:12<small>来源:</small>{OUTLET} <small>作者:</small>admin <small>点击:</small>31次</div><div class="intro">{t[0][:40]}...</div><div class="content"><table width="100%"><tr><td>{p(t)}</td></tr></table>(责任编辑：admin)</div><div class="handle">------分隔线----------------------------</div><div class="dede_pages"><ul class="pagelist"></ul></div><div class="context"><ul><li>上一篇：<a>{_NEWS[0]}</a></li></ul></div><dl class="tbox"><dt>推荐内容</dt><dd><ul>{ITEMS}</ul></dd></dl></div>',
            title=f"{HEADLINE}_统计_江州信息网",
        ),
        "phpcms": _page(
            f'<div class="crumbs"><a href="/">首页</a><span> &gt; </span>正文</div><div id="Article"><h1>{HEADLINE}<br /><span>{DAY} 08:30:00　来源：{OUTLET}　评论：<a>0</a> 点击：<span></span></span></h1><div class="summary">{t[0][:30]}…</div><div class="content">{p(t)}</div><div id="pages" class="text-c"></div><p style="margin-bottom:10px"><strong>热门关键词：</strong><a href="#">统计</a></p></div><div class="related"><h5>相关文章：</h5><ul>{ITEMS}</ul></div>',
            title=f"{HEADLINE} - 江州在线 - 统计",
        ),
        "discuz": _page(
            f'<div id="nv">{NAV}</div><div id="postlist"><table><tr><td><h1 class="ts"><a href="#">[数据]</a> <span id="thread_subject">{HEADLINE}</span></h1></td></tr></table><div id="post_1"><table><tr><td class="pls">统计员<br>主题 12<br>积分 340</td><td class="plc"><div class="authi"><em>发表于 {DAY} 10:20:11</em> | 来源：{OUTLET}</div><div class="pct"><div class="t_fsz"><table><tr><td class="t_f" id="postmessage_1">{br(t)}</td></tr></table></div></div></td></tr></table></div></div><div id="ft">{FOOT}</div>',
            title=f"{HEADLINE} - 数据交流 - 江州论坛",
        ),
        "wordpress": _page(
            f'<header id="masthead"><nav>{NAV}</nav></header><main id="main"><article id="post-12" class="post"><header class="entry-header"><h1 class="entry-title">{HEADLINE}</h1><div class="entry-meta">Posted on <time datetime="{DAY}T10:20:00+08:00">2024年5月13日</time> 来源：{OUTLET}</div></header><div class="entry-content">{p(t)}</div><footer class="entry-footer">分类 <a>统计</a></footer></article><section id="comments" class="comments-area"><h2>2条评论</h2><ol><li><p>数据很详细，希望多发布一些，上次的数据2023年有900亿元，谢谢分享。</p></li></ol></section></main><aside><ul>{ITEMS}</ul></aside>',
            title=f"{HEADLINE} – 江州数据博客",
        ),
        "asp, bold font": _page(
            asp
            % f"<center><font size=5 color=red><b>{HEADLINE}</b></font><br><font size=2>{by}</font></center><hr>{br(t)}",
            title="江州统计信息网",
        ),
        "asp, large font": _page(
            asp % f"<p align=center><font size=5>{HEADLINE}</font></p><p align=center>{by}</p><hr>{p(t)}",
            title="江州统计信息网",
        ),
        "asp, bold": _page(
            asp % f"<div align=center><b>{HEADLINE}</b></div><div align=center>{by}</div>{br(t)}",
            title="文章内容",
        ),
        "asp, class": _page(
            asp
            % f"<table><tr><td class=title height=40>{HEADLINE}</td></tr><tr><td class=info>{by}</td></tr><tr><td class=nr>{br(t)}</td></tr></table>",
            title="江州市统计局网站",
        ),
        "asp, style": _page(
            asp % f'<p style="font-size:22px;text-align:center">{HEADLINE}</p><p>{by}</p>{p(t)}',
            title="信息查看",
        ),
        "asp, plain": _page(asp % f"{HEADLINE}<br>{by}<br><br>{br(t)}", title="江州统计信息网"),
        "wechat copy": _page(
            f'<div id="img-content" class="rich_media_wrp"><h1 class="rich_media_title" id="activity-name">{HEADLINE}</h1><div id="meta_content"><span class="rich_media_meta rich_media_meta_nickname"><a id="js_name">{OUTLET}</a></span> <em id="publish_time">{DAY} 17:30</em></div><div class="rich_media_content" id="js_content">{"".join(f"<section><span style=font-size:15px>{x}</span></section>" for x in t)}<section><strong>END</strong></section><p>点击上方蓝字关注我们</p></div></div>',
            title=HEADLINE,
        ),
        "portal": _page(
            f'<div class=top>{NAV}</div><div class="post_main"><h1 class="post_title">{HEADLINE}</h1><div class="post_info">{DAY} 10:22:00　来源: <a href="#">{OUTLET}</a> 江州 <a>举报</a></div><div class="post_body">{p(t)}<p><img src=a.jpg></p></div><div class="post_author">责任编辑：王小明_NJ123</div><div class="post_statement">特别声明：以上内容仅代表作者本人的观点或立场。</div></div><div class="post_recommends"><h3>热点新闻</h3><ul>{ITEMS}</ul></div>',
            title=f"{HEADLINE}_江州新闻网",
        ),
        "comments": _page(
            f'<div class="main"><h1>{HEADLINE}</h1><p class="by">{DAY} 07:40　来源：{OUTLET}</p><div class="text">{p(t)}</div><div class="pinglun"><h3>网友评论</h3>{"".join(f"<div><b>网友{n}</b> <i>2024-06-0{n} 08:12</i><p>这个数据增长得很快，去年才{n}00亿元，今年能到{n}50亿元吗？希望继续公布，也希望多讲一讲是怎么算的。</p></div>" for n in range(1, 7))}</div></div>',
            title=f"{HEADLINE}-江州热线",
        ),
        "attachments": _page(
            f'<div class="article"><h2 class="title">{HEADLINE}</h2><div class="sub">发布时间：{DAY}　　来源：{OUTLET}</div><div class="con">{p(t)}</div><div class="fj"><p>附件：</p><ul><li><a href="a.xlsx">1.主要指标.xlsx</a></li><li><a href="b.pdf">2.分区数据.pdf</a></li></ul></div></div><div>{FOOT}</div>',
            title="统计数据",
        ),
        "open information": _page(
            f'<div class="xxgk"><table class="head"><tr><td>索 引 号：</td><td>000000000/2024-00012</td><td>主题分类：</td><td>统计\\数据</td></tr><tr><td>发文机关：</td><td>{OUTLET}</td><td>成文日期：</td><td>2024年04月30日</td></tr><tr><td>标　　题：</td><td colspan=3>{HEADLINE}</td></tr><tr><td>发文字号：</td><td>江统字〔2024〕5号</td><td>发布日期：</td><td>2024年05月13日</td></tr><tr><td>主 题 词：</td><td></td><td>有效性：</td><td>有效</td></tr></table><h1>{HEADLINE}</h1><div id="UCAP-CONTENT">{p(t)}</div></div>',
            title=f"{HEADLINE}_信息公开_江州市人民政府",
        ),
        "open information, rows": _page(
            f'<div class="xxgk"><table class="head"><tr><td>索引号</td><td>000000000/2024-00012</td></tr><tr><td>发布机构</td><td>{OUTLET}</td></tr><tr><td>成文日期</td><td>2024-04-30</td></tr><tr><td>发布日期</td><td>{DAY}</td></tr><tr><td>名称</td><td>{HEADLINE}</td></tr></table><div class="content">{p(t)}</div></div>',
            title=f"{HEADLINE}",
        ),
        "breaks": _page(
            f'<div class="w">{NAV}</div><div class="neirong"><h3>{HEADLINE}</h3><p>{DAY}　来源：{OUTLET}　阅读：19</p><div>{br(t)}</div></div><ul>{ITEMS}</ul>',
            title="江州统计",
        ),
        "date and name at the end": _page(
            f'<div class="w">{NAV}</div><div class="article"><h1>{HEADLINE}</h1><div class="c">{p(t)}</div><p align=right>来源：{OUTLET}</p><p align=right>发布时间：{DAY}</p></div><ul>{ITEMS}</ul>',
        ),
        "html5 portal": _page(
            f'<header><nav>{NAV}</nav></header><main><article><h1>{HEADLINE}</h1><p class="meta"><time>{DAY} 10:22</time> <span>来源：{OUTLET}</span></p><section>{p(t)}</section><footer>（责任编辑：王小明）</footer></article><aside><h2>热门</h2><ul>{ITEMS}</ul></aside></main><footer>{FOOT}</footer>',
        ),
        "fragment": f"<h1>{HEADLINE}</h1><p>{DAY} 10:20　来源：{OUTLET}</p>{p(t)}",
        "two-line headline": _page(
            f'<div class=w><div class="tit"><p align=center><b>江州市前三季度<br>数字经济运行情况</b></p></div><div class=ly>来源：{OUTLET}　{DAY}</div><div class=txt>{p(t)}</div></div>',
        ),
        "logo in h1": _page(
            f'<div class=top><h1><a href="/">江州市统计局</a></h1>{NAV}</div><div class=mid><h2>{HEADLINE}</h2><div class=fb>[ {DAY} ]　[ 来源：{OUTLET} ]　【字体：<a>大</a> <a>中</a> <a>小</a>】</div><div class=zw1>{p(t)}</div><div class=ewm><img src=a.png><p>扫一扫在手机打开当前页</p></div><div>【打印本页】【关闭窗口】</div></div><div>{FOOT}</div>',
        ),
        "labels in items": _page(
            f"<ul class=docinfo><li><b>索 引 号：</b>000000000/2024-00012</li><li><b>发布机构：</b>{OUTLET}</li><li><b>生成日期：</b>2024-04-30</li><li><b>公开日期：</b>{DAY}</li><li><b>有 效 性：</b>有效</li></ul><div class=doc><h2>{HEADLINE}</h2><div class=doctext>{p(t)}</div></div>",
            title=f"{HEADLINE}-江州市人民政府",
        ),
        "sidebar of prose": _page(
            f"<div class=left><h1>{HEADLINE}</h1><p>{DAY} 10:20:00　来源：{OUTLET}</p><div class=c>{p(t)}</div></div><div class=right><h3>专家观点</h3>{''.join(f'<div class=item><h4><a href=/z/{n}.html>{_NEWS[n % 4]}</a></h4><p>专家认为，数字经济是高质量发展的重要引擎，要在数据、算力、算法上协同发力，去年全省增加值已达{n}200亿元。</p></div>' for n in range(1, 6))}</div>",
        ),
        "related box within": _page(
            f'<h1>{HEADLINE}</h1><div class=s>{OUTLET.join(("来源：", ""))}　{DAY} 06:11</div><div class="article-content">{p(t[:2])}<div class="related-news"><h4>相关新闻</h4><ul>{ITEMS}</ul></div>{p(t[2:])}</div>',
            title=f"{HEADLINE}|江州日报",
        ),
        "divs": _page(
            f"<div id=app><div class=hd>{NAV}</div><div class=bd1><div class=bt1>{HEADLINE}</div><div class=sj>{DAY} 来源：{OUTLET}</div>{''.join(f'<div style=text-indent:2em>{x}</div>' for x in t)}</div><div class=ft>{FOOT}</div></div>",
            title=f"{HEADLINE}",
        ),
        "list items": _page(
            f"<h1>{HEADLINE}</h1><div>发布时间：2024年5月13日 星期一　来源：{OUTLET}</div><div class=cont1><ol>{''.join(f'<li>{x}</li>' for x in t)}</ol></div><ul>{ITEMS}</ul>",
        ),
        "spans and breaks": _page(
            f"<div class=box1><h1>{HEADLINE}</h1><p class=x>时间：2024/05/13　　来源：{OUTLET}</p><p>{'<br/>'.join(f'<span style=font-family:仿宋><span>　　{x[:7]}</span><span>{x[7:]}</span></span>' for x in t)}</p></div><ul>{ITEMS}</ul>",
        ),
        "preformatted": _page(
            f"<div><b>{HEADLINE}</b></div><div>{DAY} 来源：{OUTLET}</div><pre>{chr(10).join('　　' + x for x in t)}</pre>",
            title="江州数据",
        ),
        "title by channels": _page(
            f"<div>{NAV}</div><div class=detail-title>{HEADLINE}</div><div class=detail-info>发布日期：{DAY}　来源：{OUTLET}　浏览量：88</div><div class=detail-con>{p(t)}</div>",
            title=f"江州市统计局-统计数据-{HEADLINE}",
        ),
        "share bar": _page(
            f"<div class=m><h1>{HEADLINE}</h1><div class=i>{DAY} 10:22　来源：{OUTLET}　<a>打印</a> <a>收藏</a></div><div class=fx>分享到：<a>微信</a> <a>微博</a></div><div id=Zoom>{p(t)}</div><p>（编辑：王小明）</p><p>上一篇：<a href=1.htm>{_NEWS[0]}</a></p><p>下一篇：<a href=2.htm>{_NEWS[1]}</a></p></div>",
        ),
        "banner": _page(
            f"<div class=app-banner>打开江州新闻APP，阅读体验更佳</div><div class=wrap><div class=hd><h1>{HEADLINE}</h1><p><span>{OUTLET}</span> <span>{DAY} 18:05</span></p></div><div class=article-con>{p(t)}</div><div class=more>打开APP阅读全文</div></div>",
            head=f'<meta property="og:title" content="{HEADLINE}"><meta name="source" content="{OUTLET}">',
        ),
        "nested tables": _page(
            f"<table><tr><td><table><tr><td>{NAV}</td></tr></table></td></tr><tr><td><table><tr><td align=center><span class=STYLE1>{HEADLINE}</span></td></tr><tr><td align=center>日期：{DAY}  来源：{OUTLET}</td></tr><tr><td><table><tr><td>{p(t)}</td></tr></table></td></tr></table></td></tr><tr><td>{FOOT}</td></tr></table>",
            title="::江州统计::",
        ),
        "sign-off": _page(
            f"<div class=content><h1>{HEADLINE}</h1><div class=sx>发布日期：{DAY} 16:40　信息来源：{OUTLET}</div><div class=text>{p(t)}</div></div><div class=fj>附件下载：<a href=a.doc>江州市指标解释.doc</a></div>",
        ),
    }
