// SPDX-License-Identifier: Apache-2.0
#include <plumb/proof/checkpoint.hpp>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace plumb::proof {
namespace {

Note sample() {
  return {{.authority_id = "yanhu",
           .size = 4711,
           .root = sm3("root"),
           .number = 12,
           .previous = sm3("before"),
           .signed_at = 1'767'225'600'000,
           .key_id = "0123456789abcdef"},
          "signature"};
}

TEST(Note, IsAShortTextThatGoesBack) {
  const std::string text = to_text(sample());
  EXPECT_EQ(text, "plumbline/yanhu\n4711\n" + to_base64(view(sm3("root"))) +
                      "\nnumber 12\nprevious " + to_base64(view(sm3("before"))) +
                      "\ntime 2026-01-01T08:00:00+08:00\nkey 0123456789abcdef\n\n"
                      "— plumbline/yanhu c2lnbmF0dXJl\n");
  const auto back = parse_note(text);
  ASSERT_TRUE(back);
  EXPECT_EQ(back->checkpoint, sample().checkpoint);
  EXPECT_EQ(back->signature, "signature");
  EXPECT_EQ(text_hash(back->checkpoint), sm3(text.substr(0, text.find("\n\n") + 1)));
}

TEST(Note, SurvivesBeingPasted) {
  std::string pasted = "\r\n  " + to_text(sample()) + "\n\n";
  for (std::size_t at = 2; (at = pasted.find('\n', at)) != std::string::npos; at += 2)
    pasted.insert(at, "\r");
  ASSERT_TRUE(parse_note(pasted));
  EXPECT_EQ(parse_note(pasted)->checkpoint, sample().checkpoint);
}

TEST(Note, NamesTheLineThatIsWrong) {
  const std::string good = to_text(sample());
  struct Case {
    const char* from;
    const char* to;
    const char* line;
  };
  for (const Case& c :
       {Case{"plumbline/y", "other/y", "1"}, Case{"plumbline/yanhu\n4", "plumbline/\n4", "1"},
        Case{"4711", "04711", "2"}, Case{"4711", "-1", "2"},
        Case{"4711", "99999999999999999999", "2"}, Case{"=\nnumber", "\nnumber", "3"},
        Case{"number 12", "number 012", "4"}, Case{"number 12", "12", "4"},
        Case{"previous ", "previous", "5"}, Case{"2026-01-01T", "2026-02-30T", "6"},
        Case{"T08:00:00+08:00", "T24:00:00+08:00", "6"}, Case{"+08:00", "Z", "6"},
        Case{"key 0", "key0", "7"}, Case{"\n\n—", "\nmore\n—", "8"},
        Case{"— plumbline/yanhu", "— plumbline/other", "9"},
        Case{"c2lnbmF0dXJl", "c2lnbmF0dXJ", "9"}, Case{" c2lnbmF0dXJl", "", "9"}}) {
    std::string text = good;
    text.replace(text.find(c.from), std::string_view(c.from).size(), c.to);
    const auto note = parse_note(text);
    ASSERT_FALSE(note) << c.to;
    EXPECT_EQ(note.error().id, "proof.bad_note");
    EXPECT_EQ(note.error().args.front().second, c.line) << c.to;
  }
  for (const std::string& text : {std::string(), std::string("\n"), good + "more\n",
                                  std::string(10'000, 'x'), std::string("\xff")})
    EXPECT_FALSE(parse_note(text));
}

RC_GTEST_PROP(Note, AnyCheckpointGoesBack, (std::uint64_t size, std::uint64_t number)) {
  Note note = sample();
  note.checkpoint.size = size;
  note.checkpoint.number = number;
  note.checkpoint.signed_at = *rc::gen::inRange<std::int64_t>(0, 4'000'000'000) * 1000;
  const auto back = parse_note(to_text(note));
  RC_ASSERT(back.has_value());
  RC_ASSERT(back->checkpoint == note.checkpoint);
}

} // namespace
} // namespace plumb::proof
