// SPDX-License-Identifier: Apache-2.0
#include <plumb/proof/key.hpp>

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <thread>

namespace plumb::proof {
namespace {

struct Folder {
  Folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "plumb-key-XXXXXX").string();
    path = mkdtemp(pattern.data());
  }
  ~Folder() { std::filesystem::remove_all(path); }
  [[nodiscard]] std::string file(const char* name) const { return (path / name).string(); }
  [[nodiscard]] std::string read(const char* name) const {
    std::ifstream in(path / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  void write(const char* name, const std::string& bytes) const {
    std::ofstream(path / name, std::ios::binary) << bytes;
  }
  std::filesystem::path path;
};

// GB/T 32918.5-2017, appendix A.2: the key, message and signature that the standard prints.
constexpr const char* kStandardPublicKey = R"(-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoEcz1UBgi0DQgAECfnfMR5UIaFQ3X0WHkvFxnIXn60Y
M/wHa7CP81bzUCDM6kkM4md1pS3G6nGMwapgCu0F+/NeCEpmMvYHLamtEw==
-----END PUBLIC KEY-----
)";

TEST(Key, SignsWhatItsPublicKeyVerifies) {
  const auto key = *SigningKey::generate();
  const auto signature = *key.sign("text");
  EXPECT_TRUE(key.public_key().verifies("text", signature));
  EXPECT_FALSE(key.public_key().verifies("texT", signature));
  EXPECT_FALSE(key.public_key().verifies("text", ""));
  EXPECT_FALSE(key.public_key().verifies("text", signature + "x"));
  EXPECT_FALSE(SigningKey::generate()->public_key().verifies("text", signature));
  const auto back = PublicKey::from_pem(key.public_key().pem());
  ASSERT_TRUE(back);
  EXPECT_EQ(back->id(), key.public_key().id());
  EXPECT_EQ(back->id().size(), 16U);
  EXPECT_EQ(back->point().size(), 130U);
  EXPECT_TRUE(back->verifies("text", signature));
}

TEST(Key, SignsNotes) {
  const auto key = *SigningKey::generate();
  auto note = *key.sign(Checkpoint{.authority_id = "a", .size = 3, .signed_at = 1'234'567});
  EXPECT_EQ(note.checkpoint.key_id, key.public_key().id());
  EXPECT_EQ(note.checkpoint.signed_at, 1'234'000);
  EXPECT_TRUE(key.public_key().verifies(note));
  const auto back = parse_note(to_text(note));
  ASSERT_TRUE(back);
  EXPECT_TRUE(key.public_key().verifies(*back));
  ++note.checkpoint.size;
  EXPECT_FALSE(key.public_key().verifies(note));
}

TEST(Key, IsStoredOnceAndForItsOwnerOnly) {
  const Folder folder;
  const auto file = folder.file("checkpoint.key");
  EXPECT_EQ(SigningKey::load(file).error().id, "proof.no_key");
  const auto made = *SigningKey::load_or_create(file);
  struct stat status{};
  ASSERT_EQ(::stat(file.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
  EXPECT_EQ(SigningKey::load_or_create(file)->public_key().id(), made.public_key().id());
  EXPECT_EQ(SigningKey::generate()->store(file).error().id, "proof.key_exists");
  EXPECT_EQ(SigningKey::load(file)->public_key().id(), made.public_key().id());
  ASSERT_EQ(::chmod(file.c_str(), 0644), 0);
  EXPECT_EQ(SigningKey::load(file).error().id, "proof.key_exposed");
  EXPECT_EQ(made.store(folder.file("no/such/folder.key")).error().id, "proof.cannot_write");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path), {}), 1);
}

TEST(Key, ProcessesThatStartTogetherGetOneKey) {
  const Folder folder;
  const auto file = folder.file("checkpoint.key");
  std::array<std::string, 4> ids;
  std::vector<std::thread> threads;
  for (auto& id : ids)
    threads.emplace_back([&id, &file] {
      const auto key = SigningKey::generate();
      if (key->store(file)) {
      }
      id = SigningKey::load_or_create(file)->public_key().id();
    });
  for (auto& thread : threads)
    thread.join();
  EXPECT_EQ(std::set<std::string>(ids.begin(), ids.end()).size(), 1U);
}

TEST(Key, RefusesWhatIsNoSm2Key) {
  const auto key = *SigningKey::generate();
  for (const std::string& text :
       {std::string(), std::string("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"),
        key.pem(), std::string(100'000, 'x'),
        // P-256: another curve of the same shape.
        std::string("-----BEGIN PUBLIC KEY-----\n"
                    "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEaxfR8uEsQkf4vOblY6RA8ncDfYEt\n"
                    "6zOg9KE5RdiYwpZP40Li/hp/m47n60p8D54WK84zV2sxXs7LtkBoN79R9Q==\n"
                    "-----END PUBLIC KEY-----\n")}) {
    const auto made = PublicKey::from_pem(text);
    ASSERT_FALSE(made) << text;
    EXPECT_EQ(made.error().id, "proof.bad_key");
  }
  EXPECT_EQ(SigningKey::from_pem(key.public_key().pem()).error().id, "proof.bad_key");
}

TEST(Key, AgreesWithTheStandardsExample) {
  const auto key = PublicKey::from_pem(kStandardPublicKey);
  ASSERT_TRUE(key);
  EXPECT_EQ(key->point(), "0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"
                          "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13");
  // r and s as the standard prints them, in DER.
  const auto r = from_hex("f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3");
  const auto s = from_hex("b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa");
  std::string der = std::string("\x30\x46\x02\x21\x00", 5) + std::string(view(*r)) +
                    std::string("\x02\x21\x00", 3) + std::string(view(*s));
  EXPECT_TRUE(key->verifies("message digest", der));
  EXPECT_FALSE(key->verifies("message digesT", der));
}

TEST(Key, AgreesWithTheOpensslProgram) {
  if (std::system("openssl version >/dev/null 2>&1") != 0) GTEST_SKIP() << "no openssl program";
  const Folder folder;
  const auto run = [&](const std::string& arguments) {
    return std::system(
        ("cd " + folder.path.string() + " && openssl " + arguments + " >/dev/null 2>&1").c_str());
  };
  constexpr const char* kOptions = " -sm3 -sigopt distid:1234567812345678 ";
  folder.write("text", "砚湖县\n");
  // Theirs, checked by us.
  ASSERT_EQ(run("genpkey -algorithm SM2 -out their.key"), 0);
  ASSERT_EQ(run("pkey -in their.key -pubout -out their.pub"), 0);
  ASSERT_EQ(run(std::string("dgst") + kOptions + "-sign their.key -out their.sig text"), 0);
  const auto theirs = PublicKey::from_pem(folder.read("their.pub"));
  ASSERT_TRUE(theirs);
  EXPECT_TRUE(theirs->verifies("砚湖县\n", folder.read("their.sig")));
  EXPECT_FALSE(theirs->verifies("砚湖县", folder.read("their.sig")));
  const auto loaded = SigningKey::from_pem(folder.read("their.key"));
  ASSERT_TRUE(loaded);
  EXPECT_EQ(loaded->public_key().id(), theirs->id());
  // Ours, checked by them.
  const auto ours = *SigningKey::generate();
  folder.write("our.pub", ours.public_key().pem());
  folder.write("our.sig", *ours.sign("砚湖县\n"));
  EXPECT_EQ(run(std::string("dgst") + kOptions + "-verify our.pub -signature our.sig text"), 0);
  folder.write("text", "other");
  EXPECT_NE(run(std::string("dgst") + kOptions + "-verify our.pub -signature our.sig text"), 0);
}

} // namespace
} // namespace plumb::proof
