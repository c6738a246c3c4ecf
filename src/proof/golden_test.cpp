// SPDX-License-Identifier: Apache-2.0
// testdata/golden holds a small journal with its proofs, for the tests of the web page: both sides
// agree because both check the same files. PLUMB_WRITE_GOLDEN=1 writes them anew.
#include <plumb/proof/key.hpp>
#include <plumb/proof/tree.hpp>

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

namespace plumb::proof {
namespace {

const std::string kFolder = std::string(PLUMB_TESTDATA) + "/golden/";
constexpr std::uint64_t kEntries = 13;

std::string read(const std::string& name) {
  std::ifstream in(kFolder + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}
void write(const std::string& name, const std::string& bytes) {
  std::ofstream(kFolder + name, std::ios::binary) << bytes;
}

struct Entry {
  std::string previous, canonical, hash;
};
std::vector<Entry> entries() {
  std::vector<Entry> out;
  std::string previous(64, '0');
  for (std::uint64_t i = 1; i <= kEntries; ++i) {
    std::string canonical = R"({"authority_id":"yanhu","payload":{"text":"砚湖县第)" +
                            std::to_string(i) + R"(条"},"sequence":)" + std::to_string(i) + "}";
    std::string hash = to_hex(sm3(previous, canonical));
    out.push_back({previous, std::move(canonical), hash});
    previous = std::move(hash);
  }
  return out;
}

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text)
    (out += c == '"' ? "\\" : "") += c;
  return out + '"';
}
std::string list(const std::vector<Hash>& hashes) {
  std::string out = "[";
  for (const auto& hash : hashes)
    out += (out.size() > 1 ? "," : "") + quoted(to_hex(hash));
  return out + "]";
}

struct Made {
  std::string json;
  Hash root;
};
Made made() {
  const auto all = entries();
  std::vector<Hash> leaves;
  std::string json = "{\"entries\":[";
  for (std::size_t i = 0; i < all.size(); ++i) {
    leaves.push_back(leaf_hash(view(*from_hex(all[i].hash))));
    json += (i > 0 ? ",\n" : "\n") + std::string("{\"canonical\":") + quoted(all[i].canonical) +
            ",\"hash\":" + quoted(all[i].hash) + ",\"previous_hash\":" + quoted(all[i].previous) +
            ",\"sequence\":" + std::to_string(i + 1) + "}";
  }
  MemorySource source(leaves);
  json += "],\n\"roots\":[";
  for (std::uint64_t size = 0; size <= kEntries; ++size)
    json += (size > 0 ? ",\n" : "\n") + quoted(to_hex(*tree_root(source, size)));
  json += "],\n\"inclusion\":[";
  for (std::uint64_t size = 1; size <= kEntries; ++size)
    for (std::uint64_t index = 0; index < size; index += 3)
      json += (size + index > 1 ? ",\n" : "\n") + std::string("{\"path\":") +
              list(*inclusion_proof(source, index, size)) +
              ",\"sequence\":" + std::to_string(index + 1) + ",\"size\":" + std::to_string(size) +
              "}";
  json += "],\n\"consistency\":[";
  for (std::uint64_t to = 0; to <= kEntries; ++to)
    for (std::uint64_t from = 0; from <= to; ++from)
      json += (from + to > 0 ? ",\n" : "\n") + std::string("{\"from\":") + std::to_string(from) +
              ",\"path\":" + list(*consistency_proof(source, from, to)) +
              ",\"to\":" + std::to_string(to) + "}";
  json += "]}\n";
  return {std::move(json), *tree_root(source, kEntries)};
}

TEST(Golden, IsWhatThisProgramMakes) {
  const auto now = made();
  if (std::getenv("PLUMB_WRITE_GOLDEN") != nullptr) {
    const auto key = *SigningKey::generate();
    const auto note = *key.sign(Checkpoint{.authority_id = "yanhu",
                                           .size = kEntries,
                                           .root = now.root,
                                           .number = 2,
                                           .previous = sm3("the first"),
                                           .signed_at = 1'767'225'600'000});
    write("journal.json", now.json);
    write("note.txt", to_text(note));
    write("key.json", "{\"algorithm\":\"SM2\",\"id\":" + quoted(key.public_key().id()) +
                          ",\"point\":" + quoted(key.public_key().point()) + "}\n");
    write("key.pem", key.public_key().pem());
  }
  EXPECT_EQ(read("journal.json"), now.json);
  const auto note = parse_note(read("note.txt"));
  const auto key = PublicKey::from_pem(read("key.pem"));
  ASSERT_TRUE(note && key);
  EXPECT_EQ(note->checkpoint.root, now.root);
  EXPECT_EQ(note->checkpoint.size, kEntries);
  EXPECT_TRUE(key->verifies(*note));
  EXPECT_NE(read("key.json").find(key->point()), std::string::npos);
}

} // namespace
} // namespace plumb::proof
