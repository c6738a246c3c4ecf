// SPDX-License-Identifier: Apache-2.0
#include <plumb/proof/key.hpp>

#include <fcntl.h>
#include <openssl/bio.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace plumb::proof {

namespace {

using base::ErrorKind;
using base::Result;
using Key = std::shared_ptr<EVP_PKEY>;

constexpr std::string_view kUserId = "1234567812345678";
constexpr std::size_t kKeyFileMax = 16'384;
constexpr mode_t kOwnerOnly = 0600;

Key owned(EVP_PKEY* key) {
  return {key, EVP_PKEY_free};
}
std::unique_ptr<BIO, int (*)(BIO*)> reading(std::string_view pem) {
  return {BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), BIO_free};
}

auto bad_key() {
  ERR_clear_error();
  return base::fail(ErrorKind::InvalidInput, "proof.bad_key");
}
auto crypto(const char* what) {
  std::array<char, 256> reason{};
  ERR_error_string_n(ERR_get_error(), reason.data(), reason.size());
  ERR_clear_error();
  return base::fail(ErrorKind::Unavailable, "proof.crypto",
                    {{"what", what}, {"reason", reason.data()}});
}
auto file_fault(const char* id, const std::string& file, int code) {
  return base::fail(code == ENOENT ? ErrorKind::NotFound : ErrorKind::Unavailable, id,
                    {{"file", file}, {"reason", std::strerror(code)}});
}

bool is_sm2(EVP_PKEY* key) {
  return key != nullptr && EVP_PKEY_is_a(key, "SM2") == 1;
}

/// A prompt for a password must never stop a server.
int no_password(char*, int, int, void*) {
  return -1;
}

std::string contents(BIO* bio) {
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(bio, &bytes);
  return {bytes, static_cast<std::size_t>(size)};
}

template <class Write> Result<std::string> written(const Write& write) {
  const std::unique_ptr<BIO, int (*)(BIO*)> bio(BIO_new(BIO_s_mem()), BIO_free);
  if (!bio || write(bio.get()) != 1) return crypto("write");
  return contents(bio.get());
}

/// The user id of the standard, which the library leaves empty unless told.
std::array<OSSL_PARAM, 2> user_id() {
  // The library's type is not const; it only reads.
  return {OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_DIST_ID,
                                            const_cast<char*>(kUserId.data()), kUserId.size()),
          OSSL_PARAM_construct_end()};
}

using DigestContext = std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)>;

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

Result<std::string> read_key_file(const std::string& file) {
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0)
    return file_fault(errno == ENOENT ? "proof.no_key" : "proof.cannot_read", file, errno);
  struct stat status{};
  std::string text(kKeyFileMax, '\0');
  const bool known = ::fstat(descriptor, &status) == 0;
  const auto size = ::read(descriptor, text.data(), text.size());
  const int fault = errno;
  ::close(descriptor);
  if (!known || size < 0) return file_fault("proof.cannot_read", file, fault);
  if ((status.st_mode & (S_IROTH | S_IWOTH)) != 0)
    return base::fail(ErrorKind::Forbidden, "proof.key_exposed", {{"file", file}});
  text.resize(static_cast<std::size_t>(size));
  return text;
}

bool write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto size = ::write(descriptor, bytes.data(), bytes.size());
    if (size < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(size));
  }
  return ::fsync(descriptor) == 0;
}

} // namespace

Result<PublicKey> PublicKey::from_pem(std::string_view pem) {
  if (pem.size() > kKeyFileMax) return bad_key();
  const auto bio = reading(pem);
  auto key = owned(bio ? PEM_read_bio_PUBKEY(bio.get(), nullptr, no_password, nullptr) : nullptr);
  if (!is_sm2(key.get())) return bad_key();
  PublicKey out;
  unsigned char* der = nullptr;
  const int size = i2d_PUBKEY(key.get(), &der);
  if (size <= 0) return crypto("key");
  out.id_ = to_hex(sm3({reinterpret_cast<const char*>(der), static_cast<std::size_t>(size)}))
                .substr(0, 16);
  OPENSSL_free(der);
  std::array<unsigned char, 65> point{};
  std::size_t point_size = 0;
  if (EVP_PKEY_get_octet_string_param(key.get(), OSSL_PKEY_PARAM_ENCODED_PUBLIC_KEY, point.data(),
                                      point.size(), &point_size) != 1 ||
      point_size != point.size() || point[0] != 4)
    return bad_key();
  Hash x{}, y{};
  std::memcpy(x.data(), point.data() + 1, x.size());
  std::memcpy(y.data(), point.data() + 33, y.size());
  out.point_ = "04" + to_hex(x) + to_hex(y);
  PLUMB_TRY_ASSIGN(out.pem_, written([&](BIO* to) { return PEM_write_bio_PUBKEY(to, key.get()); }));
  out.key_ = std::move(key);
  return out;
}

bool PublicKey::verifies(std::string_view text, std::string_view signature) const {
  auto* key = static_cast<EVP_PKEY*>(key_.get());
  const DigestContext context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  const auto user = user_id();
  const bool good = context != nullptr &&
                    EVP_DigestVerifyInit_ex(context.get(), nullptr, "SM3", nullptr, nullptr, key,
                                            user.data()) == 1 &&
                    EVP_DigestVerify(context.get(), bytes_of(signature), signature.size(),
                                     bytes_of(text), text.size()) == 1;
  ERR_clear_error();
  return good;
}

bool PublicKey::verifies(const Note& note) const {
  return note.checkpoint.key_id == id_ && verifies(signed_text(note.checkpoint), note.signature);
}

Result<SigningKey> SigningKey::generate() {
  const std::unique_ptr<EVP_PKEY_CTX, void (*)(EVP_PKEY_CTX*)> context(
      EVP_PKEY_CTX_new_from_name(nullptr, "SM2", nullptr), EVP_PKEY_CTX_free);
  EVP_PKEY* made = nullptr;
  if (!context || EVP_PKEY_keygen_init(context.get()) != 1 ||
      EVP_PKEY_generate(context.get(), &made) != 1)
    return crypto("generate");
  const auto key = owned(made);
  PLUMB_TRY_ASSIGN(const std::string pem, written([&](BIO* to) {
                     return PEM_write_bio_PKCS8PrivateKey(to, key.get(), nullptr, nullptr, 0,
                                                          nullptr, nullptr);
                   }));
  return from_pem(pem);
}

Result<SigningKey> SigningKey::from_pem(std::string_view pem) {
  if (pem.size() > kKeyFileMax) return bad_key();
  const auto bio = reading(pem);
  auto key =
      owned(bio ? PEM_read_bio_PrivateKey(bio.get(), nullptr, no_password, nullptr) : nullptr);
  if (!is_sm2(key.get())) return bad_key();
  PLUMB_TRY_ASSIGN(const std::string public_pem,
                   written([&](BIO* to) { return PEM_write_bio_PUBKEY(to, key.get()); }));
  SigningKey out;
  PLUMB_TRY_ASSIGN(out.public_key_, PublicKey::from_pem(public_pem));
  out.key_ = std::move(key);
  return out;
}

Result<SigningKey> SigningKey::load(const std::string& file) {
  PLUMB_TRY_ASSIGN(const std::string pem, read_key_file(file));
  auto key = from_pem(pem);
  if (!key && key.error().id == "proof.bad_key")
    return base::fail(ErrorKind::Corrupt, "proof.bad_key", {}, file);
  return key;
}

Result<SigningKey> SigningKey::load_or_create(const std::string& file) {
  auto loaded = load(file);
  if (loaded || loaded.error().id != "proof.no_key") return loaded;
  PLUMB_TRY_ASSIGN(const SigningKey made, generate());
  if (const auto stored = made.store(file); !stored && stored.error().id != "proof.key_exists")
    return base::Unexpected{stored.error()};
  return load(file);
}

Result<void> SigningKey::store(const std::string& file) const {
  // Written beside and linked into place: nobody ever reads half a key, nothing is overwritten.
  std::string beside = file + ".XXXXXX";
  const int descriptor = ::mkostemp(beside.data(), O_CLOEXEC);
  if (descriptor < 0) return file_fault("proof.cannot_write", file, errno);
  const bool good = ::fchmod(descriptor, kOwnerOnly) == 0 && write_all(descriptor, pem());
  int fault = errno;
  ::close(descriptor);
  const bool linked = good && ::link(beside.c_str(), file.c_str()) == 0;
  if (good && !linked) fault = errno;
  ::unlink(beside.c_str());
  if (linked) return {};
  if (fault == EEXIST) return base::fail(ErrorKind::Conflict, "proof.key_exists", {{"file", file}});
  return file_fault("proof.cannot_write", file, fault);
}

std::string SigningKey::pem() const {
  const auto text = written([&](BIO* to) {
    return PEM_write_bio_PKCS8PrivateKey(to, static_cast<EVP_PKEY*>(key_.get()), nullptr, nullptr,
                                         0, nullptr, nullptr);
  });
  return text ? *text : std::string();
}

Result<std::string> SigningKey::sign(std::string_view text) const {
  auto* key = static_cast<EVP_PKEY*>(key_.get());
  const DigestContext context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  const auto user = user_id();
  std::size_t size = 0;
  if (context == nullptr ||
      EVP_DigestSignInit_ex(context.get(), nullptr, "SM3", nullptr, nullptr, key, user.data()) !=
          1 ||
      EVP_DigestSign(context.get(), nullptr, &size, bytes_of(text), text.size()) != 1)
    return crypto("sign");
  std::string signature(size, '\0');
  if (EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                     bytes_of(text), text.size()) != 1)
    return crypto("sign");
  signature.resize(size);
  return signature;
}

Result<Note> SigningKey::sign(Checkpoint checkpoint) const {
  checkpoint.key_id = public_key_.id();
  checkpoint.signed_at -= checkpoint.signed_at % 1000;
  PLUMB_TRY_ASSIGN(std::string signature, sign(signed_text(checkpoint)));
  return Note{std::move(checkpoint), std::move(signature)};
}

} // namespace plumb::proof
