// SPDX-License-Identifier: Apache-2.0
#include <plumb/base/utf8.hpp>
#include <plumb/storage/terms.hpp>
#include <plumb/storage/text_index.hpp>

namespace plumb::storage {

namespace {

/// PostgreSQL's largest place; later terms get it too.
constexpr std::int64_t kPlaceMax = 16'383;
/// A tsvector refuses words from 2 KiB on; the beginning of such a word stands for it.
constexpr std::size_t kTermBytesMax = 1'024;

std::string_view shortened(std::string_view term) {
  if (term.size() <= kTermBytesMax) return term;
  std::size_t end = kTermBytesMax;
  while (end > 0 && (static_cast<unsigned char>(term[end]) & 0xC0) == 0x80)
    --end;
  return term.substr(0, end);
}

void append_lexeme(std::string& out, std::string_view term) {
  out += '\'';
  for (const char c : shortened(term)) {
    if (c == '\'' || c == '\\') out += c;
    out += c;
  }
  out += '\'';
}

std::string tsvector_of(std::string_view text) {
  std::string out;
  std::int64_t place = 0;
  each_term(text, false, [&](std::string_view term, std::size_t, std::size_t) {
    if (place > 0) out += ' ';
    append_lexeme(out, term);
    if (place < kPlaceMax) ++place;
    out += ':' + std::to_string(place);
    return true;
  });
  return out;
}

std::string tsquery_of(std::string_view query) {
  // As fts5_expression reads it: a quote parts nothing.
  std::string plain(query);
  std::erase_if(plain, [](char c) { return c == '"' || c == '\0'; });
  std::string out;
  each_query_word(plain, [&](std::string_view word, bool prefix) {
    if (!out.empty()) out += " & ";
    out += '(';
    bool first = true;
    each_term(word, true, [&](std::string_view term, std::size_t, std::size_t) {
      if (!std::exchange(first, false)) out += " <-> ";
      append_lexeme(out, term);
      return true;
    });
    out += prefix ? ":*)" : ")";
  });
  return out;
}

} // namespace

base::Result<void> TextIndex::create(Connection& writer) const {
  if (writer.engine() == Engine::Sqlite)
    return writer.script("create virtual table " + name_ +
                         " using fts5 (text, content='', tokenize='plumb')");
  return writer.script("create table " + name_ +
                       " (authority_id text not null, position integer not null, terms tsvector "
                       "not null, primary key (authority_id, position)); create index " +
                       name_ + "_terms on " + name_ + " using gin (terms)");
}

base::Result<void> TextIndex::drop(Connection& writer) const {
  return writer.script("drop table if exists " + name_);
}

base::Result<void> TextIndex::put(Connection& writer, std::string_view authority_id,
                                  std::size_t count, const Entries& entry) const {
  if (writer.engine() == Engine::Sqlite)
    return writer.batch("insert into " + name_ + " (rowid, text) values ($1, $2)", 2, count,
                        [&](std::size_t i, std::span<Value> values) {
                          const Entry put = entry(i);
                          values[0] = put.position;
                          values[1] = put.text;
                        });
  std::string terms;
  return writer.batch("insert into " + name_ +
                          " (authority_id, position, terms) values ($1, $2, $3::tsvector)",
                      3, count, [&](std::size_t i, std::span<Value> values) {
                        const Entry put = entry(i);
                        terms = tsvector_of(put.text);
                        values[0] = authority_id;
                        values[1] = put.position;
                        values[2] = std::string_view(terms);
                      });
}

base::Result<void> TextIndex::remove(Connection& writer, std::string_view authority_id,
                                     std::size_t count, const Entries& entry) const {
  if (writer.engine() == Engine::Sqlite)
    // A contentless index forgets a row only when told exactly what it was given.
    return writer.batch("insert into " + name_ + " (" + name_ +
                            ", rowid, text) values ('delete', $1, $2)",
                        2, count, [&](std::size_t i, std::span<Value> values) {
                          const Entry gone = entry(i);
                          values[0] = gone.position;
                          values[1] = gone.text;
                        });
  return writer.batch("delete from " + name_ + " where authority_id = $1 and position = $2", 2,
                      count, [&](std::size_t i, std::span<Value> values) {
                        values[0] = authority_id;
                        values[1] = entry(i).position;
                      });
}

std::string TextIndex::match(Engine engine, std::string_view query) {
  return engine == Engine::Sqlite ? fts5_expression(query) : tsquery_of(query);
}

void TextIndex::append_matches(Engine engine, std::string& sql, std::vector<Value>& values,
                               std::string_view authority_id, std::string_view match,
                               std::int64_t first, std::int64_t last) const {
  const auto place = [&](Value value) {
    values.push_back(value);
    return '$' + std::to_string(values.size());
  };
  if (engine == Engine::Sqlite) {
    sql += "(select rowid as position from " + name_ + " where " + name_ + " match ";
    sql += place(match) + " and rowid between ";
  } else {
    sql += "(select position from " + name_ + " where authority_id = " + place(authority_id);
    sql += " and terms @@ " + place(match) + "::tsquery and position between ";
  }
  sql += place(first) + " and ";
  sql += place(last) + ")";
}

} // namespace plumb::storage
