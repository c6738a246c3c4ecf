// SPDX-License-Identifier: Apache-2.0
#include <plumb/plan/figures.hpp>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <rapidcheck/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

namespace plumb::plan {
namespace {

std::vector<Figure> read(std::string_view words) {
  text::Text text;
  text.text = words;
  return read_figures(text);
}

/// "name=value unit" with ~ for approximate, separated by "; ".
std::string said(const std::vector<Figure>& figures) {
  std::string out;
  for (const Figure& figure : figures) {
    if (!out.empty()) out += "; ";
    out += figure.name + "=" + (figure.approximate ? "~" : "") + base::to_string(figure.value) +
           figure.unit;
  }
  return out;
}

struct Case {
  const char *text, *want;
};

void check(std::initializer_list<Case> cases) {
  for (const Case& c : cases) {
    SCOPED_TRACE(c.text);
    EXPECT_EQ(said(read(c.text)), c.want);
  }
}

TEST(Figures, NamesWhatStandsBeforeTheNumber) {
  check({{"全县共梳理证明事项64项。", "证明事项=64项"},
         {"窗口受理占比达87.5%，", "窗口受理占比=87.5%"},
         {"2024年共办理仲裁案件152件；审结149件。", "仲裁案件=152件; 审结=149件"},
         {"（二）群众评价满意率为98.06％", "群众评价满意率=98.06%"},
         {"出警率、到场率和办结率均达100%", "出警率、到场率和办结率=100%"},
         {"接待来访群众210件次、430人次", "接待来访群众=210件次; 接待来访群众=430人次"},
         {"立案12件15人", "立案=12件; 立案=15人"},
         {"开展行政检查,共360次", "行政检查=360次"},
         {"审计(调查)项目9个", "审计(调查)项目=9个"},
         {"办结案件30件(上年结转4件)", "办结案件=30件; 上年结转=4件"},
         {"审批时限由20个工作日压减到8个工作日", "审批时限=20工作日; 审批时限=8工作日"},
         {"18家执法单位共办理处罚案件96件", "执法单位=18家; 处罚案件=96件"},
         {"二是取消、下放行政权力事项7项", "取消、下放行政权力事项=7项"},
         {"发现问题31个、提供公共服务9项", "发现问题=31个; 公共服务=9项"},
         {"占采购总额300万元的12.5%", "占采购总额=3000000元; 占采购总额=12.5%"}});
}

TEST(Figures, NamesWhatFollowsTheNumber) {
  check({{"全年配备210台移动终端。", "移动终端=210台"},
         {"完成9次联合检查任务，", "联合检查任务=9次"},
         {"新建2个法治广场、3条法治长廊", "法治广场=2个; 法治长廊=3条"},
         {"聘请了8位特邀监督员", "特邀监督员=8位"},
         {"组建了环境保护、应急救援等6支执法队伍和11个镇街执法办公室",
          "执法队伍=6支; 镇街执法办公室=11个"},
         {"共412人参考，合格率96.5%", "参考=412人; 合格率=96.5%"},
         {"70名领导干部旁听庭审", "领导干部=70名"},
         {"至少2名以上专职调解员", "专职调解员=~2名"},
         {"无1件出现程序问题", "出现程序问题=0件"}});
}

TEST(Figures, GivesBaseUnits) {
  check({{"经营主体8.4万户", "经营主体=84000户"},
         {"为群众挽回损失230.15万元", "群众挽回损失=2301500元"},
         {"查出问题资金3.02亿元", "问题资金=302000000元"},
         {"发送短信512万条", "发送短信=5120000条"},
         {"总投资1.2万亿元", "总投资=1200000000000元"},
         {"新增绿化3千亩", "新增绿化=3000亩"},
         {"用电4万千瓦时", "用电=40000千瓦时"},
         {"罚没金额1,234,567.5元", "罚没金额=1234567.5元"},
         {"受理申请１２８件", "受理申请=128件"},
         {"参训人员1200人(次)", "参训人员=1200人次"},
         {"平均办理时限3个工作日", "平均办理时限=3工作日"},
         {"同比提高2.5个百分点", "同比提高=2.5百分点"},
         {"办件 717 项", "办件=717项"}});
}

TEST(Figures, MarksWhatIsApproximate) {
  check({{"清理文件300余件", "清理文件=~300件"},
         {"开展宣传1200多场", "开展宣传=~1200场"},
         {"惠及群众2.6万余人", "惠及群众=~26000人"},
         {"惠及群众10余万人", "惠及群众=~100000人"},
         {"安排近200名律师", "律师=~200名"},
         {"投入约50万元", "投入=~500000元"},
         {"知晓率达到85%以上", "知晓率=~85%"},
         {"审查合同超过90份", "审查合同=~90份"},
         {"各配备3-5台记录仪", "记录仪=~3台; 记录仪=~5台"},
         {"下沉干部10至20名", "下沉干部=~10名; 下沉干部=~20名"}});
}

TEST(Figures, ReadsChineseNumerals) {
  check({{"全年召开两次专题会", "专题会=2次"},
         {"修改文件三十余件", "修改文件=~30件"},
         {"废止文件二十三件", "废止文件=23件"},
         {"发放资料一千二百份", "发放资料=1200份"},
         {"发放资料两万三千份", "发放资料=23000份"},
         {"培训百余名骨干", "骨干=~100名"},
         {"办结率达百分之九十五点五", "办结率=95.5%"},
         {"公开率为百分之百", "公开率=100%"},
         {"公开率为百分之98.5", "公开率=98.5%"},
         {"九成以上群众表示满意", "群众表示满意=~90%"},
         {"制定了三项办法", "办法=3项"}});
}

TEST(Figures, PassesOverWhatIsNoFigure) {
  for (const char* words : {
           "2024年5月7日，2021—2025年，2023-06-30 16:00:05，2020至2022年",
           "青法办发〔2025〕6号、青政发[2024]12号、第三十条、第12条第2款、第81次常务会议",
           "一、工作成效\n(二)主要做法\n3.下一步打算\n1、加强领导",
           "推行“1+3”模式和1+1+N体系、“三项制度”、“四办”、“12345”热线",
           "拨打12345热线，电话0512-65432100，手机13800000000",
           "落实三项制度、两法衔接、一支队伍管执法，十分重视，统一部署，一是加强学习",
           "依据《三年行动方案（2023—2025年）》和《五十条措施》《12件实事清单》",
           "党的二十大和十九届二中、三中全会，“十四五”规划，十二届八次全会",
           "评为AAA级、4A级景区，5G网络，3·15和12·4宣传日",
           "7×24小时服务、24小时自助",
           "国家宪法日12.4活动，版本2.0，1:3的比例",
           "2021部署会，2022起诉要点",
           "三级联动、四大类、多证合一、三十一证合一",
       }) {
    SCOPED_TRACE(words);
    EXPECT_EQ(said(read(words)), "");
  }
}

TEST(Figures, TellsAListNumberFromADecimal) {
  check({{"1.5个部门联合检查", "部门联合检查=5个"}, {"跑动次数为0.3次", "跑动次数=0.3次"}});
}

TEST(Figures, TakesAStatedValueWithoutUnit) {
  check({{"营商环境指数为86.2，", "营商环境指数=86.2"}, {"指数升为2024，", ""}});
}

TEST(Figures, PointsAtTheNumberWithItsUnit) {
  const std::string words = "全县经营主体8.4万余户，办结率达百分之九十。";
  const auto figures = read(words);
  ASSERT_EQ(figures.size(), 2U);
  EXPECT_EQ(figures[0].span.of(words), "8.4万余户");
  EXPECT_EQ(figures[0].text, "全县经营主体8.4万余户");
  EXPECT_EQ(figures[1].span.of(words), "百分之九十");
  EXPECT_EQ(figures[1].text, "办结率达百分之九十");
}

TEST(Figures, NamesCellsByRowAndColumn) {
  text::Text text;
  text::Table table;
  const std::vector<std::vector<std::string>> rows{
      {"序号", "指标", "单位", "2024年数量", "占比（%）"},
      {"1", "行政许可", "件", "1,250", "62.5"},
      {"2", "行政处罚", "件", "750", "37.5"}};
  for (std::uint32_t row = 0; row < rows.size(); ++row)
    for (std::uint32_t column = 0; column < rows[row].size(); ++column) {
      const auto from = static_cast<std::uint32_t>(text.text.size());
      text.text += rows[row][column];
      const auto until = static_cast<std::uint32_t>(text.text.size());
      table.cells.push_back({{from, until}, row, column, 1, 1});
      text.text += '\n';
    }
  table.rows = 3;
  table.columns = 5;
  table.span = {0, static_cast<std::uint32_t>(text.text.size())};
  text.tables.push_back(table);
  EXPECT_EQ(said(read_figures(text)),
            "行政许可=1250件; 行政许可占比=62.5%; 行政处罚=750件; 行政处罚占比=37.5%");
}

TEST(Figures, WritesJsonWithSpansInCodePoints) {
  text::Text text;
  text.text = "共\"办结\"案件12.50件";
  EXPECT_EQ(to_json(read_figures(text), text),
            "[\n{\"name\":\"\\\"办结\\\"案件\",\"value\":12.5,\"unit\":\"件\","
            "\"text\":\"共\\\"办结\\\"案件12.50件\",\"span\":[7,13],\"approximate\":false}\n]");
  EXPECT_EQ(to_json({}, text), "[]");
}

TEST(Figures, StaysLinearWithoutPunctuation) {
  std::string words;
  for (int i = 0; i < 100'000; ++i)
    words += "办结7件";
  const auto figures = read(words);
  EXPECT_EQ(figures.size(), 100'000U);
  EXPECT_LE(figures.back().text.size(), 1'000U);
}

RC_GTEST_PROP(FiguresProperties, SpansAreInOrderAndHoldANumber, ()) {
  static const std::vector<std::string> parts{
      "受理", "案件", "12",   "3.5",    "万",   "余",     "件",   "%",        "，", "、",
      "。",   "\n",   "三十", "百分之", "两次", "2024年", "(",    ")",        "“",  "”",
      "《",   "》",   "-",    "至",     "第",   "共",     "率达", "\xe4\xb8", "."};
  std::string words;
  for (const auto at : *rc::gen::container<std::vector<std::size_t>>(
           rc::gen::inRange<std::size_t>(0, parts.size())))
    words += parts[at];
  std::uint32_t last = 0;
  for (const Figure& figure : read(words)) {
    RC_ASSERT(figure.span.from >= last && figure.span.from < figure.span.until);
    RC_ASSERT(figure.span.until <= words.size());
    RC_ASSERT(!figure.text.empty());
    last = figure.span.until;
  }
}

std::string slurp(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// Letters and Chinese characters only, as labels are compared.
std::string bare(std::string_view words) {
  std::string out;
  for (const char c : words)
    if ((c & 0x80) != 0 || std::isalnum(static_cast<unsigned char>(c)) != 0) out += c;
  return out;
}

TEST(Figures, FindsTheLabelsOfARealReport) {
  const std::filesystem::path shared = std::filesystem::path(PLUMB_SOURCE_DIR) / ".." / "shared";
  const auto labels = shared / "gold" / "figures" / "S1.json";
  if (!std::filesystem::exists(labels))
    GTEST_SKIP() << "the labelled report is not on this machine";
  const auto gold = nlohmann::json::parse(slurp(labels));
  const auto report = slurp(shared / "seeds" / gold["file"].get<std::string>());
  ASSERT_FALSE(report.empty());
  const auto figures = read(report);
  std::size_t hit = 0;
  for (const auto& want : gold["figures"]) {
    std::ostringstream printed;
    printed.precision(15);
    printed << want["value"].get<double>();
    const auto value = base::parse_decimal(printed.str());
    const auto name = bare(want["name"].get<std::string>());
    const auto unit = want["unit"].get<std::string>();
    for (const Figure& figure : figures)
      if (value == figure.value && figure.unit == unit &&
          (bare(figure.name) + bare(figure.text)).find(name) != std::string::npos) {
        ++hit;
        break;
      }
  }
  EXPECT_GE(hit * 100, gold["figures"].size() * 95);
}

} // namespace
} // namespace plumb::plan
