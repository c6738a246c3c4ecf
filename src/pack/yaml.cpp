// SPDX-License-Identifier: Apache-2.0
#include "yaml.hpp"

#include <plumb/base/utf8.hpp>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <exception>
#include <sstream>
#include <unordered_map>

namespace plumb::pack::yaml {
namespace {

constexpr std::size_t kFileBytesMax = 1024 * 1024;
constexpr std::size_t kLineBytesMax = 10'000;
constexpr std::size_t kNodesMax = 200'000;
constexpr std::size_t kDepthMax = 32;
/// A flow collection that is never closed makes the scanner look at every simple key again.
constexpr int kBracketsMax = 64;

/// Turns yaml-cpp's marks (lines and bytes from 0) into places that an editor shows.
class Lines {
public:
  Lines(int file, std::string_view bytes) : file_(file), bytes_(bytes) {
    starts_.push_back(0);
    for (std::size_t i = 0; i < bytes.size(); ++i)
      if (bytes[i] == '\n') starts_.push_back(i + 1);
  }
  [[nodiscard]] Place at(std::size_t byte) const {
    byte = std::min(byte, bytes_.size());
    const auto next = std::upper_bound(starts_.begin(), starts_.end(), byte);
    const auto line = static_cast<std::size_t>(next - starts_.begin()) - 1;
    const auto before = bytes_.substr(starts_[line], byte - starts_[line]);
    return {file_, static_cast<int>(line) + 1,
            static_cast<int>(base::count_code_points(before)) + 1};
  }
  [[nodiscard]] std::size_t byte(const YAML::Mark& mark) const {
    if (mark.line < 0 || static_cast<std::size_t>(mark.line) >= starts_.size())
      return bytes_.size();
    const auto start = starts_[static_cast<std::size_t>(mark.line)];
    return std::min(start + static_cast<std::size_t>(std::max(mark.column, 0)), bytes_.size());
  }
  [[nodiscard]] Place at(const YAML::Mark& mark) const { return at(byte(mark)); }

private:
  int file_;
  std::string_view bytes_;
  std::vector<std::size_t> starts_;
};

/// Builds the tree from the parser's events. After a limit is passed the rest is ignored.
class Builder : public YAML::EventHandler {
public:
  Builder(const Lines& lines, std::string_view bytes, Faults& faults)
      : lines_(lines), bytes_(bytes), faults_(faults) {}

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    put(make(Node::Kind::Null, mark, "", anchor));
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    faults_.error("pack.alias", {}, lines_.at(mark));
    put(make(Node::Kind::Null, mark, "", 0));
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    Node node = make(Node::Kind::Scalar, mark, tag, anchor);
    node.offset = lines_.byte(mark);
    node.text = value;
    const char first = node.offset < bytes_.size() ? bytes_[node.offset] : ' ';
    node.quoted = first == '"' || first == '\'' || first == '|' || first == '>';
    put(std::move(node));
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(make(Node::Kind::Sequence, mark, tag, anchor));
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(make(Node::Kind::Mapping, mark, tag, anchor));
  }
  void OnMapEnd() override { close(); }

  [[nodiscard]] bool stopped() const { return stopped_; }
  Node root;

private:
  struct Open {
    Node node;
    std::vector<Node> children;
  };

  Node make(Node::Kind kind, const YAML::Mark& mark, const std::string& tag,
            YAML::anchor_t anchor) {
    Node node;
    node.kind = kind;
    node.at = lines_.at(mark);
    if (anchor != 0) faults_.error("pack.anchor", {}, node.at);
    if (!tag.empty() && tag != "?" && tag != "!")
      faults_.error("pack.tag", {{"tag", tag}}, node.at);
    if (++nodes_ > kNodesMax && !stopped_) {
      faults_.error("pack.too_many", {{"limit", std::to_string(kNodesMax)}}, node.at);
      stopped_ = true;
    }
    return node;
  }
  void open(Node node) {
    if (open_.size() >= kDepthMax && !stopped_) {
      faults_.error("pack.too_deep", {{"limit", std::to_string(kDepthMax)}}, node.at);
      stopped_ = true;
    }
    if (!stopped_) open_.push_back({std::move(node), {}});
  }
  void put(Node node) {
    if (stopped_) return;
    if (open_.empty())
      root = std::move(node);
    else
      open_.back().children.push_back(std::move(node));
  }
  void close() {
    if (stopped_ || open_.empty()) return;
    Open done = std::move(open_.back());
    open_.pop_back();
    if (done.node.kind == Node::Kind::Sequence)
      done.node.items = std::move(done.children);
    else
      pair(done);
    put(std::move(done.node));
  }
  void pair(Open& mapping) {
    std::unordered_map<std::string, int> seen;
    for (std::size_t i = 0; i + 1 < mapping.children.size(); i += 2) {
      Node& key = mapping.children[i];
      if (key.kind != Node::Kind::Scalar) {
        faults_.error("pack.bad_key", {}, key.at);
        continue;
      }
      const auto [first, fresh] = seen.emplace(key.text, key.at.line);
      if (!fresh) {
        faults_.error("pack.duplicate_key",
                      {{"key", key.text}, {"first_line", std::to_string(first->second)}}, key.at);
        continue;
      }
      mapping.node.keys.push_back(std::move(key));
      mapping.node.items.push_back(std::move(mapping.children[i + 1]));
    }
  }

  const Lines& lines_;
  std::string_view bytes_;
  Faults& faults_;
  std::vector<Open> open_;
  std::size_t nodes_ = 0;
  bool stopped_ = false;
};

/// The most brackets that are open at once, outside of nothing: quotes only make it too careful by
/// what they hold, and texts of packs hold few brackets.
bool too_many_brackets(std::string_view bytes) {
  int open = 0;
  for (const char c : bytes) {
    if (c == '[' || c == '{') ++open;
    if (c == ']' || c == '}') open = std::max(0, open - 1);
    if (open > kBracketsMax) return true;
  }
  return false;
}

/// The first line that is longer than people write, from 1; 0 where there is none. The scanner's
/// time grows with the square of a line's length.
int long_line(std::string_view bytes) {
  int line = 1;
  while (!bytes.empty()) {
    const auto end = std::min(bytes.find('\n'), bytes.size());
    if (end > kLineBytesMax) return line;
    bytes.remove_prefix(std::min(end + 1, bytes.size()));
    ++line;
  }
  return 0;
}

bool acceptable(const File& file, Faults& faults) {
  const Place start{file.number, 1, 1};
  const int line = long_line(file.bytes);
  if (file.bytes.size() > kFileBytesMax)
    faults.error("pack.too_large", {{"limit_bytes", std::to_string(kFileBytesMax)}}, start);
  else if (!base::is_valid_utf8(file.bytes) || file.bytes.find('\0') != std::string_view::npos)
    faults.error("pack.bad_encoding", {}, start);
  else if (line > 0)
    faults.error("pack.long_line", {{"limit", std::to_string(kLineBytesMax)}},
                 {file.number, line, 1});
  else if (too_many_brackets(file.bytes))
    faults.error("pack.too_deep", {{"limit", std::to_string(kDepthMax)}}, start);
  else
    return true;
  return false;
}

} // namespace

const Node* Node::find(std::string_view key) const {
  for (std::size_t i = 0; i < keys.size(); ++i)
    if (keys[i].text == key) return &items[i];
  return nullptr;
}

File read(int source, const SourceFile& source_file, Faults& faults) {
  File file;
  file.path = source_file.path;
  file.number = faults.add_file(source, source_file.path);
  file.bytes = source_file.bytes;
  if (!acceptable(file, faults)) return file;
  const Lines lines(file.number, file.bytes);
  Builder builder(lines, file.bytes, faults);
  builder.root.at = {file.number, 1, 1};
  try {
    std::istringstream stream(source_file.bytes);
    YAML::Parser parser(stream);
    file.good = parser.HandleNextDocument(builder) && !builder.stopped();
    if (!file.good && !builder.stopped()) file.good = true; // an empty file: no keys at all
    Builder second(lines, file.bytes, faults);
    if (parser.HandleNextDocument(second)) faults.error("pack.second_document", {}, second.root.at);
  } catch (const YAML::Exception& error) {
    faults.error("pack.bad_yaml", {{"reason", error.msg}}, lines.at(error.mark));
    file.good = false;
  } catch (const std::exception& error) {
    faults.error("pack.bad_yaml", {{"reason", error.what()}}, {file.number, 1, 1});
    file.good = false;
  }
  file.root = std::move(builder.root);
  return file;
}

Passage passage(const File& file, const Node& scalar) {
  const auto raw = file.bytes.substr(std::min(scalar.offset, file.bytes.size()));
  // Indentation and quotes take room too.
  const auto room = scalar.text.size() * 2 + 400;
  return {{scalar.text, scalar.at}, std::string(raw.substr(0, room)), scalar.quoted};
}

Place place_inside(const Passage& passage, std::size_t at) {
  const std::string_view raw = passage.raw;
  const std::string& text = passage.word.text;
  const auto blank = [](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; };
  const char style = passage.quoted && !raw.empty() ? raw[0] : ' ';
  std::size_t place = style == '"' || style == '\'' ? 1 : 0;
  if (style == '|' || style == '>')
    while (place < raw.size() && raw[place] != '\n')
      ++place;
  for (std::size_t i = 0; i <= at && i < text.size() && place < raw.size(); ++i) {
    // Folding turns a break and the indentation behind it into one blank or one break.
    if (!blank(text[i]))
      while (place < raw.size() && blank(raw[place]))
        ++place;
    if (i == at) break;
    if (style == '"' && place < raw.size() && raw[place] == '\\') ++place;
    if (style == '\'' && text[i] == '\'') ++place;
    ++place;
  }
  const Place inside = Lines(passage.word.at.file, raw).at(place);
  const Place& start = passage.word.at;
  return {start.file, start.line + inside.line - 1,
          inside.line == 1 ? start.column + inside.column - 1 : inside.column};
}

} // namespace plumb::pack::yaml
