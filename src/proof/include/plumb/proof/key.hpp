// SPDX-License-Identifier: Apache-2.0
/// SM2 keys and signatures (GB/T 32918) with SM3 and the default user id 1234567812345678, as other
/// software makes and checks them: private keys as PKCS #8, public keys as SubjectPublicKeyInfo,
/// both in PEM; signatures in DER.
#pragma once

#include <plumb/base/result.hpp>
#include <plumb/proof/checkpoint.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace plumb::proof {

class PublicKey {
public:
  /// proof.bad_key: not an SM2 public key.
  [[nodiscard]] static base::Result<PublicKey> from_pem(std::string_view pem);
  [[nodiscard]] const std::string& pem() const { return pem_; }
  /// The point x, y in the 130 hex digits that begin with 04.
  [[nodiscard]] const std::string& point() const { return point_; }
  /// The first 16 hex digits of the SM3 over the DER of the key.
  [[nodiscard]] const std::string& id() const { return id_; }
  /// Any signature is safe. Thread-safe.
  [[nodiscard]] bool verifies(std::string_view text, std::string_view signature) const;
  /// Whether this key signed the note.
  [[nodiscard]] bool verifies(const Note& note) const;

private:
  friend class SigningKey;
  PublicKey() = default;
  std::shared_ptr<void> key_;
  std::string pem_, point_, id_;
};

class SigningKey {
public:
  /// proof.crypto where the library refuses.
  [[nodiscard]] static base::Result<SigningKey> generate();
  /// proof.bad_key.
  [[nodiscard]] static base::Result<SigningKey> from_pem(std::string_view pem);
  /// proof.no_key{file} where there is none, proof.cannot_read{file,reason}, proof.bad_key, and
  /// proof.key_exposed{file} where everybody may read it.
  [[nodiscard]] static base::Result<SigningKey> load(const std::string& file);
  /// Loads it, or makes one where there is none: two processes that start together end up with the
  /// same key.
  [[nodiscard]] static base::Result<SigningKey> load_or_create(const std::string& file);
  /// A new file that only its owner may read, on disk when this returns. proof.cannot_write.
  [[nodiscard]] base::Result<void> store(const std::string& file) const;

  [[nodiscard]] const PublicKey& public_key() const { return public_key_; }
  [[nodiscard]] std::string pem() const;
  /// DER. Thread-safe. proof.crypto.
  [[nodiscard]] base::Result<std::string> sign(std::string_view text) const;
  /// Sets the key's id and signs.
  [[nodiscard]] base::Result<Note> sign(Checkpoint checkpoint) const;

private:
  SigningKey() = default;
  std::shared_ptr<void> key_;
  PublicKey public_key_;
};

} // namespace plumb::proof
