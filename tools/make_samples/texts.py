# SPDX-License-Identifier: Apache-2.0
"""The plain-text and web-page samples."""
import copy

from model import Task, full, gold, load, numeral, write

SEPARATOR = "、"


def names(units):
    return SEPARATOR.join(units)


# ── 01 and 15: role lines, goals and effect indicators ───────────────────────────────────────────────────────────

MENU = """首页 > 政务公开 > 法定主动公开内容 > 政策文件 > 部门文件

无障碍浏览 | 适老模式 | 简体 | 繁体 | 登录

"""
FOOTER = """
相关附件:

上一篇:砚湖县2026年政务公开工作要点
下一篇:关于公布2026年度重大行政决策事项目录的通知

分享到: 微信 微博

【打印本页】 【关闭窗口】

主办单位:砚湖县人民政府办公室 承办单位:砚湖县融媒体中心
网站标识码:0000000000 网站地图 联系我们 隐私声明
"""


def effects_after(area):
    lines = ["效果指标:", ""]
    for i, (text, _) in enumerate(area.effects, 1):
        lines += [f"({i}){text}", ""]
    return lines


def role_lines(content, number, day, dashed_day, session, notice_extra=""):
    title = content.data["title"]
    out = [MENU.rstrip("\n"), ""]
    out += [
        f"索 引 号 YH0107-01/2026-000{number[-3]}7 文号 {content.data['number']}",
        f"信息分类 部门文件 发布日期 {dashed_day}",
        "发布机构 中共砚湖县委全面依法治县委员会办公室 公开属性 主动公开", "效力状态 有效 关 键 词 法治政府;实施方案", "",
        f"关于印发《{title}》的通知", "",
        f"发布日期:{dashed_day} 浏览次数: 字号:[大] [中] [小]", "",
        "各乡镇党委和人民政府,各街道党工委和办事处,县直各部门,各人民团体,县直属事业单位,各垂直管理单位:", "",
        f"《{title}》已经{session}审议通过,现印发给你们,请结合实际抓好落实。{notice_extra}", "",
        "中共砚湖县委全面依法治县委员会办公室", "", day, "", "(此件公开发布)", "", title, "",
        "2026年是“十五五”规划的开局之年。为深入贯彻习近平法治思想,全面落实中央和省、市关于法治政府建设的部署,在法治轨道上"
        "推进各项政府工作,结合我县实际,制定本方案。", "",
        "一、总体要求", "",
        "(一)指导思想。坚持党对法治政府建设的全面领导,坚持以人民为中心,围绕高质量发展大局,用法治给行政权力定规矩、划界限,"
        "着力解决企业和群众反映强烈的突出问题。", "",
        "(二)工作目标。到2026年底,全县政府职能配置更加合理,制度质量、决策水平、执法能力和服务效率明显提高,依法行政成为"
        "各级行政机关的自觉习惯。", "",
        "二、重点任务和责任分工", "",
    ]
    for i, area in enumerate(content.areas, 1):
        out += [f"({numeral(i)}){area.title}", "", f"目标:{area.goal}", "", "具体措施:", ""]
        for t in area.tasks:
            out += [f"{t.no}.{t.text}", ""]
            for k, item in enumerate(t.items, 1):
                out += [f"({k}){item}", ""]
            out += [f"牵头单位:{names(t.lead)}", ""]
            if t.resp:
                out += [f"责任单位:{names(t.resp)}", ""]
            if t.supp:
                out += [f"配合单位:{names(t.supp)}", ""]
            out += [f"完成时限:{t.deadline}", ""]
        out += effects_after(area)
    out += ["三、工作要求", ""]
    for i, x in enumerate(content.closing, 1):
        out += [f"({numeral(i)}){x}", ""]
    return full("\n".join(out) + FOOTER)


def plan_01():
    content = load("01")
    write("plans/01-role-lines.txt",
          role_lines(content, "0037", "2026年2月27日", "2026-03-02", "县委全面依法治县委员会2026年第一次会议"))
    gold("01-role-lines", "01-role-lines.txt", content)


def plan_15():
    """The revision of 01: two tasks dropped, three added, some changed."""
    old = load("01")
    new = copy.deepcopy(old)
    new.data = {"title": "砚湖县2026年法治政府建设实施方案(修订)", "number": "砚依法办发〔2026〕11号"}
    by_no = {t.no: t for t in new.tasks}

    def change(no, find, put, **fields):
        t = by_no[no]
        assert find in t.text, no
        t.text = t.text.replace(find, put)
        for key, value in fields.items():
            setattr(t, key, value)

    change("1", "该增加的增加,该取消的取消;", "新增、取消和调整的事项分别列明依据;", deadline="2026年9月底前", on=["2026-09-30"])
    change("4", "再推出8个", "再推出12个")
    change("16", "下降15%以上", "下降20%以上", percent=["20"])
    change("21", "跟踪销号", "跟踪销号", supp=["县纪委监委", "县检察院", "县人大常委会办公室"])
    change("28", "公布行政裁决事项清单", "公布行政裁决事项清单", lead=["县司法局"], resp=["县委政法委", "县住建局", "县卫健局", "县人社局", "县公安局"])
    change("31", "不少于2期", "不少于3期", deadline="2026年12月15日前", on=["2026-12-15"])
    dropped = ["14", "25"]
    added = {
        "21": Task("", "推行行政执法“综合查一次”。对同一园区、同一企业的检查事项能合并的一律合并,9月底前实现重点园区全覆盖,"
                   "合并检查比例达到50%以上。", lead=["县司法局"], resp=["县市场监管局", "县应急局", "市生态环境局砚湖分局"],
                   deadline="2026年12月20日前", on=["2026-12-20", "2026-09-30"], percent=["50"]),
        "29": Task("", "发挥综治中心作用。整合行政调解、法律援助、信访接待、劳动仲裁等力量进驻县综治中心,实行矛盾纠纷一站式受理、"
                   "一揽子调处,按期办结率达到95%以上。", lead=["县委政法委"], resp=["县司法局", "县信访局", "县人社局"],
                   deadline="2026年10月底前", on=["2026-10-31"], percent=["95"]),
        "33": Task("", "做好规划衔接。总结“十四五”时期法治政府建设经验,研究提出“十五五”时期主要目标和重点举措,形成专题报告报县委、"
                   "县政府。", lead=["县委依法治县办"], resp=["县发改局", "县政府办"], deadline="2026年11月底前", on=["2026-11-30"]),
    }
    for area in new.areas:
        tasks = []
        for t in area.tasks:
            if t.no not in dropped:
                tasks.append(t)
            if t.no in added:
                added[t.no].area = area.title
                tasks.append(added[t.no])
        area.tasks = tasks
    old_titles = {t.no: t.title for t in old.tasks}
    changes = {
        "against": "01-role-lines",
        "added": [t.title for t in added.values()],
        "dropped": [old_titles[n] for n in dropped],
        "changed": [{"task": old_titles[n], "fields": f} for n, f in [
            ("1", ["text", "deadlines"]), ("4", ["text"]), ("16", ["text", "targets"]), ("21", ["supporting"]),
            ("28", ["lead", "responsible"]), ("31", ["text", "deadlines"])]],
    }
    for i, t in enumerate(new.tasks, 1):
        t.no = str(i)
    write("plans/15-role-lines-revised.txt",
          role_lines(new, "0098", "2026年7月20日", "2026-07-22", "县委全面依法治县委员会2026年第二次会议",
                     "原《砚湖县2026年法治政府建设实施方案》(砚依法办发〔2026〕3号)同时废止。"))
    gold("15-role-lines-revised", "15-role-lines-revised.txt", new, extra={"changes": changes})


# ── 16: the city's plan, roles in parentheses, plain text ────────────────────────────────────────────────────────

def plan_16():
    content = load("16")
    lines = [content.data["title"], "", content.data["number"], "",
             "2026年全市法治政府建设工作的总体要求是:坚持以习近平法治思想为指导,紧扣“十五五”良好开局,推动政府各项工作全面纳入"
             "法治轨道,为高质量发展提供有力法治保障。各县(区)应当结合实际细化本地方案。", ""]
    for i, area in enumerate(content.areas, 1):
        lines += [f"{numeral(i)}、{area.title}", ""]
        for t in area.tasks:
            lines += [f"{t.no}.{t.text}({t.roles})", ""]
    lines += [f"{numeral(len(content.areas) + 1)}、工作要求", ""]
    lines += content.closing + ["", "中共云泽市委全面依法治市委员会", "", "2026年1月30日", ""]
    write("plans/16-city-key-points.txt", full("\n".join(lines)))
    pairs = [{"higher": t.title, "lower": t.lower or None} for t in content.tasks]
    titles = {t.title for t in load("01").tasks}
    assert all(p["lower"] is None or p["lower"] in titles for p in pairs)
    gold("16-city-key-points", "16-city-key-points.txt", content,
         extra={"counterparts": {"lower": "01-role-lines", "pairs": pairs}})


# ── 02: a saved web page in GB18030 ──────────────────────────────────────────────────────────────────────────────

PAGE = """<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<!-- saved from url=(0044)http://www.yanhu.example/zwgk/zcwj/content.html -->
<html>
<head>
<meta http-equiv="Content-Type" content="text/html; charset=gb2312" />
<title>{title}_砚湖县人民政府</title>
<style type="text/css">.nav li {{ float: left; }} .content p {{ text-indent: 2em; line-height: 28px; }}</style>
<script type="text/javascript">var visits = 0; function font(size) {{ document.getElementById("zoom").style.fontSize = size + "px"; }}</script>
</head>
<body>
<div class="top"><a href="#">设为首页</a> | <a href="#">加入收藏</a> | 今天是2026年4月8日 星期三</div>
<ul class="nav"><li><a href="#">首页</a></li><li><a href="#">走进砚湖</a></li><li><a href="#">政务公开</a></li><li><a href="#">政务服务</a></li><li><a href="#">互动交流</a></li><li><a href="#">数据开放</a></li></ul>
<div class="crumb">您现在的位置:<a href="#">首页</a> &gt; <a href="#">政务公开</a> &gt; <a href="#">政策文件</a> &gt; 正文</div>
<table class="wrap" width="1000"><tr><td class="side" valign="top">
<h3>栏目导航</h3>
<ul><li><a href="#">政府文件</a></li><li><a href="#">政府办文件</a></li><li><a href="#">部门文件</a></li><li><a href="#">政策解读</a></li><li><a href="#">规划计划</a></li></ul>
<h3>热门点击</h3>
<ul><li><a href="#">关于做好2026年防汛抗旱工作的通知</a></li><li><a href="#">砚湖县2026年政府工作报告</a></li><li><a href="#">2026年事业单位公开招聘公告</a></li></ul>
</td><td valign="top">
<table class="fields" border="1"><tr><td>索引号</td><td>YH0002-02/2026-00051</td><td>主题分类</td><td>综合政务 / 营商环境</td></tr>
<tr><td>发文机关</td><td>砚湖县人民政府办公室</td><td>成文日期</td><td>2026年4月3日</td></tr>
<tr><td>文号</td><td>{number}</td><td>发布日期</td><td>2026-04-07 16:20</td></tr></table>
<h1>砚湖县人民政府办公室关于印发《{title}》的通知</h1>
<div class="info">来源:县政府办公室&nbsp;&nbsp;浏览次数:<span id="hits">312</span>&nbsp;&nbsp;字体:<a href="#">大</a> <a href="#">中</a> <a href="#">小</a>&nbsp;&nbsp;<a href="#">打印</a></div>
<div class="content" id="zoom">
{body}
</div>
<div class="share">分享到:<a href="#">微信</a><a href="#">微博</a><a href="#">QQ空间</a></div>
<div class="related"><h3>相关文章</h3><ul><li><a href="#">一图读懂:砚湖县优化法治化营商环境行动方案</a></li><li><a href="#">县政府召开优化营商环境推进会</a></li></ul></div>
</td></tr></table>
<div class="foot">主办:砚湖县人民政府办公室<br />网站标识码:0000000000 备案序号:00000000号<br />建议使用1024×768以上分辨率浏览<br />Copyright &copy; 2026 砚湖县人民政府 版权所有</div>
</body>
</html>
"""


def plan_02():
    content = load("02")
    title = content.data["title"]
    lines = [
        "各乡镇人民政府、街道办事处,县政府各部门,县直有关单位:",
        f"《{title}》已经县政府第28次常务会议审议通过,现印发给你们,请认真组织实施。",
        '<span style="float:right">砚湖县人民政府办公室</span>', '<span style="float:right">2026年4月3日</span>',
        "(此件公开发布)", f"<strong>{title}</strong>",
        "为贯彻《优化营商环境条例》和《中华人民共和国民营经济促进法》,持续打造市场化、法治化、国际化营商环境,激发各类经营主体活力,"
        "结合我县实际,制定本方案。",
        "<strong>一、总体目标</strong>",
        "到2027年底,与企业密切相关的制度规则更加完善,行政行为更加规范,企业获得感和满意度稳步提升,法治成为砚湖营商环境最鲜明的标识。",
        "<strong>二、主要任务</strong>",
    ]
    for i, area in enumerate(content.areas, 1):
        lines.append(f"<strong>({numeral(i)}){area.title}</strong>")
        for t in area.tasks:
            head, _, rest = t.text.partition("。")
            tail = "。以下各项任务,各乡镇(街道)均为责任单位,不再逐一列出)" if t.no == "4" else ")"
            lines.append(f"{t.no}.<b>{head}。</b>{rest}({t.roles}{tail}")
    lines.append("<strong>三、组织实施</strong>")
    for i, x in enumerate(content.closing, 1):
        lines.append(f"({numeral(i)}){x}")
    lines.append("本方案自2026年5月1日起施行,有效期至2027年12月31日。")
    # Only the Chinese text is made full-width; tags and their attributes stay as they are.
    body = "\n".join("<p>　　" + (line if line.startswith("<span") else full(line)) + "</p>" for line in lines)
    page = PAGE.format(title=full(title), number=content.data["number"], body=body)
    write("plans/02-roles-in-parentheses.html", page.replace("\n", "\r\n"), "gb18030")
    gold("02-roles-in-parentheses", "02-roles-in-parentheses.html", content)


# ── 05: a table flattened to text, every cell on a line of its own ───────────────────────────────────────────────

def plan_05():
    content = load("05")
    title = content.data["title"]
    header = ["一级指标", "", "二级指标", "", "序号", "", "主要任务", "", "牵头、责任部门", ""]
    out = ["您好,欢迎访问砚湖县人民政府网站!", title, "", "来源 :县委依法治县办  访问次数 : 86  发布时间:2026-03-18 09:30  打印", "",
           "附件:", "", title, "", *header]
    # Where a printed page ends, the merged first-level cell is repeated on the next page.
    breaks = {"9", "12", "20", "27", "33"}
    label = ["牵头部门", "牵头单位", "牵头部门"]
    area = objective = None
    groups = 0
    for t in content.tasks:
        if t.area != area or t.no in breaks:
            out += [t.area, ""]
        if t.objective != objective or t.no in breaks:
            out += [t.objective, ""]
        first = t.objective != objective
        area, objective = t.area, t.objective
        out += [t.no, "", *t.text.split("\n"), ""]
        if first:
            word = label[groups % 3]
            roles = [f"{word}:{names(t.lead)};", f"责任部门:{names(t.resp)}" + ("按职责分别负责" if "其他部门" in t.resp else "")]
            out += ([roles[0] + roles[1]] if groups % 3 == 0 else ["\n".join(roles)]) + [""]
            groups += 1
    out += ["扫一扫在手机打开当前页", "", "版权所有:砚湖县人民政府  技术支持:砚湖县融媒体中心", ""]
    write("plans/05-flattened-table.txt", "\r\n".join("\n".join(out).split("\n")), "gb18030")
    gold("05-flattened-table", "05-flattened-table.txt", content, dated=False)


# ── 06: a table with pipes ───────────────────────────────────────────────────────────────────────────────────────

def plan_06():
    content = load("06")
    out = [content.data["title"], "", "(2026年3月12日县委普法领导小组第一次会议通过)", "",
           "| 序号 | 类别 | 重点任务 | 牵头单位 | 责任单位 | 完成时限 |", "|---|---|---|---|---|---|"]
    area = None
    for t in content.tasks:
        out.append(f"| {t.no} | {t.area if t.area != area else ''} | {t.text} | {names(t.lead)} | {names(t.resp)} | {t.deadline} |")
        area = t.area
    out += ["", "注:“类别”栏空白的,与上一行相同。责任单位为“县直各部门”的,含垂直管理单位。", ""]
    write("plans/06-pipe-table.txt", full("\n".join(out)))
    gold("06-pipe-table", "06-pipe-table.txt", content)


# ── 10: tasks numbered like headings, traditional characters in Big5 ─────────────────────────────────────────────

def plan_10():
    from traditional import to_big5
    content = load("10")
    out = ["砚湖县人民政府办公室", f"关于印发《{content.data['title']}》的通知", "", content.data["number"], "",
           "各乡镇人民政府、街道办事处,县政府各部门:", "",
           f"《{content.data['title']}》已经县政府同意,现印发给你们,请认真贯彻执行。", "",
           "砚湖县人民政府办公室", "二〇二五年八月十八日", "", content.data["title"], "",
           "为巩固提升行政执法质量三年行动成果,切实解决执法突出问题,规范行政执法行为,制定本方案。", "",
           "一、工作目标", "", "通过一年左右的集中整治,执法突出问题得到有效遏制,执法制度、标准、队伍、监督和信息化水平明显提升,"
           "企业和群众的满意度持续提高。", ""]
    for i, area in enumerate(content.areas, 2):
        out += [f"{numeral(i)}、{area.title}", ""]
        for t in area.tasks:
            out += [f"{t.no}{t.text}", f"牵头单位:{names(t.lead)}", f"责任单位:{names(t.resp)}", f"完成时限:{t.deadline}", ""]
    out += [f"{numeral(len(content.areas) + 2)}、工作要求", "", *content.closing, ""]
    write("plans/10-numbered-like-headings.txt", to_big5(full("\n".join(out))).replace("\n", "\r\n"), "big5")
    gold("10-numbered-like-headings", "10-numbered-like-headings.txt", content)


# ── 11: the whole plan pasted as one line ────────────────────────────────────────────────────────────────────────

def plan_11():
    content = load("11")
    parts = [content.data["title"] + " 为扎实推进法治市场监管建设,根据县委依法治县办统一部署,制定本计划。"]
    for i, area in enumerate(content.areas, 1):
        parts.append(f"{numeral(i)}、{area.title} ")
        for t in area.tasks:
            label = "配合单位" if int(t.no) % 2 else "责任单位"
            parts.append(f"{t.no}.{t.text}(牵头单位:{names(t.lead)};{label}:{names(t.supp)}) ")
    parts.append("砚湖县市场监督管理局 2026年2月10日")
    write("plans/11-one-line.txt", "".join(parts))
    gold("11-one-line", "11-one-line.txt", content)


FIRST = [plan_01, plan_15, plan_16, plan_02, plan_05, plan_06, plan_10, plan_11]
