# SPDX-License-Identifier: Apache-2.0
"""The damaged samples: the clean text is written too, and the damage is done by the mechanism that does it in nature."""
import codecs
import functools
import re
import subprocess

from model import SAMPLES, full, gold, load, numeral, write
from traditional import convert, traditional

SEPARATOR = "、"
SPACE = "\u3000"
BREAK = "\ue0ff"  # stands before a character that loses its first byte


def names(units):
    return SEPARATOR.join(units)


# ── 08: a mirror site's copy: traditional, with pinyin, with GBK bytes read one off ──────────────────────────────

def clean_08(content):
    title = content.data["title"]
    out = ["各乡镇人民政府、街道办事处,县政府各部门、各直属机构:", "", f"{SPACE * 2}《{title}》已经县人民政府同意,现印发给你们,请结合实际,认真抓好组织实施。", "",
           f"{SPACE * 2}砚湖县人民政府办公室", "", f"{SPACE * 2}2026年3月10日", "", f"{SPACE * 2}(此件公开发布)", "", f"{SPACE * 2}{title}", "",
           f"{SPACE * 2}为进一步规范行政权力运行,保障人民群众知情权、参与权、表达权、监督权,结合我县实际,制定本实施方案。", "",
           f"{SPACE * 2}一、总体要求", "", f"{SPACE * 2}坚持以公开促落实、促规范、促服务,力争用一年时间,使政务公开和文件管理的制度机制更加健全,确保“阳光政府”建设取得实效。", "",
           f"{SPACE * 2}二、重点任务", ""]
    for i, area in enumerate(content.areas, 1):
        out += [f"{SPACE * 2}({numeral(i)}){area.title}", ""]
        for t in area.tasks:
            roles = (["牵头单位:" + names(t.lead)] if t.lead else []) + (["责任单位:" + names(t.resp)] if t.resp else [])
            out += [f"{SPACE * 2}{t.no}.{t.text}({','.join(roles)})", ""]
    out += [f"{SPACE * 2}三、保障措施", ""]
    for i, x in enumerate(content.closing, 1):
        out += [f"{SPACE * 2}({numeral(i)}){x}", ""]
    return full("\n".join(out))


@functools.cache
def readings():
    """Pinyin of every character GBK knows, by ICU."""
    chars = [chr(c) for c in range(0x4E00, 0x9FA6)]
    run = subprocess.run(["uconv", "-x", "Han-Latin"], input="\n".join(chars), capture_output=True, text=True, check=True)
    return dict(zip(chars, run.stdout.split("\n")))


def annotate(text, simple):
    """`縣` → `縣(xiàn)` for most characters that differ from the simplified ones, as mirror sites leave them."""
    out = []
    for c, s in zip(text, simple):
        out.append(c)
        if c != s and ord(c) % 5:
            sound = readings()[c].strip()
            if ord(c) % 7 == 0:
                sound = sound.replace("g", "\u0261")
            out.append(f"({sound})")
    return "".join(out)


def misread(text):
    """At each BREAK the first byte of the next character is lost, and the rest is read in wrong pairs until an
    ASCII byte puts the reader in step again."""
    data = bytearray()
    for part in text.split(BREAK):
        if data or text.startswith(BREAK):
            rest = part.encode("gbk")
            data += b"?" + rest[1:]
        else:
            data += part.encode("gbk")
    out, i = [], 0
    while i < len(data):
        if data[i] < 0x80:
            out.append(chr(data[i]))
            i += 1
            continue
        pair = bytes(data[i:i + 2])
        assert pair[1:] != b"\n", "a damaged run must end within its line"
        try:
            out.append(pair.decode("gb18030"))
        except UnicodeDecodeError:
            out.append("?")
        i += 2
    return "".join(out)


def plan_08():
    content = load("08")
    clean = clean_08(content)
    write("clean/08-mirror-copy.txt", clean)
    trad = traditional(clean)
    assert len(trad) == len(clean) and convert(trad, "t2s.json") == clean
    text = annotate(trad, clean)
    for place in ["\u3000\uff08此件", "\u3000\uff08一\uff09政", "\u3000\uff08三\uff09重", "\u3000\uff08五\uff09法", "次“回", "保(bǎo)“陽", "保“陽"]:
        text = text.replace(place, BREAK + place)
    text = misread(text)
    write("plans/08-mirror-copy.txt", text)
    debris = [c for c in dict.fromkeys(text) if c not in trad and c not in clean and ord(c) > 0x3000 and not "\uff00" <= c][:6]
    sounds = list(dict.fromkeys(re.findall(r"\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]+\)", text)))[:3]
    gold("08-mirror-copy", "08-mirror-copy.txt", content, extra={
        "text_must_contain": ["\uff08此件公开发布\uff09", "\uff08一\uff09政务公开提质增效行动", "\uff08三\uff09重大行政决策规范行动",
                              "\uff08五\uff09法治能力素养提升行动", "对近三年报备文件开展一次“回头看”", "确保“阳光政府”建设取得实效",
                              "不断提高答复准确性", "县政府办公室会同县司法局适时开展督导检查"],
        "text_must_not_contain": debris + sounds + ["縣", "務", "關"]})


# ── 09: numerals lost from brackets, letters for digits, wrapped lines, page numbers, private-use characters ─────

def clean_09(content):
    title = content.data["title"]
    out = ["砚湖县人民政府办公室关于印发", f"《{title}》的通知", content.data["number"],
           "各乡镇人民政府、街道办事处,县政府各部门:", f"《{title}》已经县政府第19次常务会议审议通过,现印发给你们,请认真组织实施。",
           "砚湖县人民政府办公室", "2025年6月20日", "(此件公开发布)", title,
           "为加快数字政府与法治政府深度融合,运用信息技术提升依法行政水平,根据省、市有关部署,结合我县实际,制定本行动计划。",
           "一、总体要求", "(一)基本思路。坚持统筹规划、集约建设、数据赋能、安全可控,以业务需求牵引系统建设,以系统应用促进行为规范。",
           "(二)主要目标。到2027年底,行政决策、行政执法、行政复议、公共法律服务等重点业务实现网上运行、全程留痕、智能预警。",
           "二、主要任务"]
    for i, area in enumerate(content.areas, 1):
        out += [f"({numeral(i)}){area.title}"]
        for t in area.tasks:
            out += [f"{t.no}.{t.text}", f"牵头单位:{names(t.lead)}", f"责任单位:{names(t.resp)}", f"完成时限:{t.deadline}"]
    out += ["三、保障措施"]
    out += [f"({numeral(i)}){x}" for i, x in enumerate(content.closing, 1)]
    return out


PAGE = 26  # lines


def plan_09():
    content = load("09")
    lines = clean_09(content)
    clean = "\n".join(lines) + "\n"
    write("clean/09-scanned-and-wrapped.txt", clean)
    text = clean
    for find, put in [
        (content.data["number"], content.data["number"].replace("〔", "")), ("(一)基本思路", "()基本思路"), ("(三)推进行政执法数字化", "()推进行政执法数字化"),
        ("(五)强化人才", "()强化人才"), ("编制完成率达到100%", "编制完成率达到l00%"), ("不低于90%", "不低于9O%"), ("县级文件入库率达到100%", "县级文件入库率达到1OO%"),
        ("2027年达到100%", "2027年达到l00%"), ("2026年6月底前\n(二)推", "2 026年6月底前\n(二)推"), ("2026年6月底前", "2026 年 6 月底前"),
        ("2026年10月底前", "2026年1 0月底前"), ("移动终端260台", "移动终端2 60台"), ("占比达到50%", "占比达到5 0%"), ("2027年9月底前", "2 027年9月底前"),
        ("二、主要任务", "\uf06c二、主要任务"), ("围绕超期办案", "\ue5e5围绕超期办案"), ("审核人员作出判断", "审核人员作出判断\ue004"),
    ]:
        text = text.replace(find, put)
    wrapped, page = [], 1
    for line in text.splitlines():
        # Titles and the short lines of roles keep their lines; paragraphs get an indent and are cut at 34 characters.
        indented = line if len(line) < 30 else SPACE * 2 + line
        for start in range(0, len(indented), 34):
            wrapped.append(indented[start:start + 34])
            if len(wrapped) % PAGE == 0:
                wrapped += [f"- {page} -" if page % 2 else f"— {page} —", ""]
                page += 1
    (SAMPLES / "plans/09-scanned-and-wrapped.txt").write_bytes(
        codecs.BOM_UTF16_LE + ("\r\n".join(wrapped) + "\r\n").encode("utf-16-le"))
    gold("09-scanned-and-wrapped", "09-scanned-and-wrapped.txt", content, extra={
        "text_must_contain": ["编制完成率达到100%", "需求满足率不低于90%", "县级文件入库率达到100%", "2027年达到100%", "配备移动终端260台",
                              "线上申请占比达到50%以上", "(一)基本思路", "(三)推进行政执法数字化", "(五)强化人才和制度保障",
                              "行政决策、行政执法、行政复议、公共法律服务等重点业务实现网上运行、全程留痕、智能预警"],
        "text_must_not_contain": ["l00%", "9O%", "1OO%", "()", "\uf06c", "\ue5e5", "\ue004", "- 1 -", "— 2 —", "- 3 -"]})


FIRST = [plan_08, plan_09]
