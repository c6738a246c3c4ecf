// SPDX-License-Identifier: Apache-2.0
// An outsider with nothing but the answers checks the journal.
#include "memory_store.hpp"

#include <plumb/event/json.hpp>
#include <plumb/proof/key.hpp>
#include <plumb/proof/tree.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace plumb::api {
namespace {

using event::Json;

Json json_of(const Response& response) {
  EXPECT_EQ(response.status, 200) << response.body;
  return *event::parse_json(response.body);
}
std::vector<proof::Hash> path_of(const Json& answer) {
  std::vector<proof::Hash> out;
  for (const auto& hash : answer["path"].items())
    out.push_back(*proof::from_hex(hash.text()));
  return out;
}
std::string problem_of(const Response& response) {
  EXPECT_GE(response.status, 400);
  return (*event::parse_json(response.body))["id"].text();
}

/// Events that a fresh store has: its rules and the first account.
constexpr int kBefore = 4;
std::string at(int sequence) {
  return std::to_string(kBefore + sequence);
}

class ProofApi : public testing::Test {
protected:
  void record(int count) {
    for (int i = 0; i < count; ++i)
      ASSERT_TRUE(store.journal().append({}, "s", revision++, {{.type = "x", .payload = "{}"}}));
  }
  void give_key() {
    store.journal().use_key(
        std::make_shared<const proof::SigningKey>(*proof::SigningKey::generate()));
  }
  MemoryStore store;
  std::int64_t revision = 0;
};

TEST_F(ProofApi, LetsAnybodyCheckEveryEntry) {
  give_key();
  record(5);
  const auto first = json_of(store.ask("GET", "/api/proof/checkpoint"));
  record(4);
  const auto checkpoint = json_of(store.ask("GET", "/api/proof/checkpoint"));
  EXPECT_EQ(first["size"].integer_or(0), kBefore + 5);
  EXPECT_EQ(checkpoint["size"].integer_or(0), kBefore + 9);
  const auto key = json_of(store.ask("GET", "/api/proof/key"));
  const auto note = *proof::parse_note(checkpoint["note"].text());
  EXPECT_TRUE(proof::PublicKey::from_pem(key["pem"].text())->verifies(note));
  EXPECT_EQ(checkpoint["key"], key);
  EXPECT_EQ(checkpoint["root"].text(), proof::to_hex(note.checkpoint.root));
  for (int sequence = 1; sequence <= kBefore + 9; ++sequence) {
    const auto number = std::to_string(sequence);
    const auto entry = json_of(store.ask("GET", "/api/proof/entry/" + number));
    const auto hash = proof::sm3(entry["previous_hash"].text(), entry["canonical"].text());
    EXPECT_EQ(proof::to_hex(hash), entry["hash"].text());
    const auto answer =
        json_of(store.ask("GET", "/api/proof/inclusion?sequence=" + number + "&size=" + at(9)));
    EXPECT_TRUE(proof::verify_inclusion(proof::leaf_hash(proof::view(hash)),
                                        static_cast<std::uint64_t>(sequence) - 1, kBefore + 9,
                                        path_of(answer), note.checkpoint.root));
  }
  const auto steps =
      json_of(store.ask("GET", "/api/proof/consistency?from=" + at(5) + "&to=" + at(9)));
  EXPECT_TRUE(proof::verify_consistency(kBefore + 5, kBefore + 9,
                                        *proof::from_hex(first["root"].text()),
                                        note.checkpoint.root, path_of(steps)));
}

TEST_F(ProofApi, SaysPlainlyWhatIsNotThere) {
  EXPECT_EQ(problem_of(store.ask("GET", "/api/proof/key")), "journal.no_key");
  record(3);
  EXPECT_EQ(problem_of(store.ask("GET", "/api/proof/checkpoint")), "journal.no_key");
  struct Case {
    std::string path;
    const char* id;
  };
  for (const Case& c : {Case{"/api/proof/entry/" + at(4), "journal.no_event"},
                        Case{"/api/proof/entry/0", "api.bad_parameter"},
                        Case{"/api/proof/entry/x", "api.bad_parameter"},
                        Case{"/api/proof/entry/99999999999999999999", "api.bad_parameter"},
                        Case{"/api/proof/inclusion", "api.missing_parameter"},
                        Case{"/api/proof/inclusion?sequence=" + at(4), "journal.no_event"},
                        Case{"/api/proof/inclusion?sequence=3&size=2", "journal.no_event"},
                        Case{"/api/proof/inclusion?sequence=1&size=" + at(4), "proof.bad_size"},
                        Case{"/api/proof/consistency?from=" + at(4), "proof.bad_size"},
                        Case{"/api/proof/consistency?from=3&to=2", "proof.bad_size"},
                        Case{"/api/proof/consistency?from=-1", "api.bad_parameter"}})
    EXPECT_EQ(problem_of(store.ask("GET", c.path)), c.id) << c.path;
}

TEST_F(ProofApi, GivesWhatWasSignedWhereTheKeyIsGone) {
  give_key();
  record(2);
  const auto kept = json_of(store.ask("GET", "/api/proof/checkpoint"));
  store.journal().use_key(nullptr);
  record(1);
  const auto later = json_of(store.ask("GET", "/api/proof/checkpoint"));
  EXPECT_EQ(later["note"], kept["note"]);
  EXPECT_TRUE(later["key"].is_null());
}

} // namespace
} // namespace plumb::api
