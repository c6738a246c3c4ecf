// SPDX-License-Identifier: Apache-2.0
// Text to plan: how fast, how linear, how much memory. The reference is one RE2 pattern (role labels)
// run over the same bytes in the same process.
//
//   bench_plan SAMPLES [MEGABYTES=50] [LARGEST=100]
#include <plumb/document/document.hpp>
#include <plumb/plan/plan.hpp>
#include <plumb/text/text.hpp>

#include <re2/re2.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// Undamaged and damaged plain-text samples, decoded: what the text stage gets.
std::vector<std::string> sample_texts(const std::filesystem::path& folder) {
  std::vector<std::string> out;
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    if (entry.path().extension() == ".txt") paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  for (const auto& path : paths) {
    const std::string bytes = read_file(path);
    const auto text = plumb::document::decode(bytes, plumb::document::detect_encoding(bytes));
    if (text) out.push_back(*text);
  }
  return out;
}

std::size_t match_labels(const re2::RE2& pattern, const std::string& text) {
  re2::StringPiece rest(text);
  re2::StringPiece label, value;
  std::size_t hits = 0;
  while (re2::RE2::FindAndConsume(&rest, pattern, &label, &value)) ++hits;
  return hits;
}

long peak_rss_kib() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: bench_plan SAMPLES [MEGABYTES] [LARGEST]\n");
    return 2;
  }
  const double megabytes = argc > 2 ? std::atof(argv[2]) : 50;
  const double largest = argc > 3 ? std::atof(argv[3]) : 100;
  const auto texts = sample_texts(argv[1]);
  if (texts.empty()) {
    std::fprintf(stderr, "bench_plan: no text samples in %s\n", argv[1]);
    return 1;
  }
  const re2::RE2 labels("((?:牵头|责任|配合)(?:单位|部门))[:：]([^\n]*)");

  // Many ordinary documents, one after the other; those in traditional characters apart, because
  // converting them costs more than everything else.
  const auto many = [&](const char* what, const std::vector<std::string>& documents, double size) {
    double bytes = 0, plan_seconds = 0, reference_seconds = 0;
    std::size_t read = 0, tasks = 0, hits = 0;
    for (; bytes < size * 1e6; ++read) {
      const std::string& text = documents[read % documents.size()];
      bytes += static_cast<double>(text.size());
      auto start = Clock::now();
      tasks += plumb::plan::propose(plumb::text::from_plain(text)).tasks.size();
      plan_seconds += seconds_since(start);
      start = Clock::now();
      hits += match_labels(labels, text);
      reference_seconds += seconds_since(start);
    }
    std::printf("bench plan: %s, %zu documents, %.1f MB, %zu tasks: %.1f MB/s; one RE2 pattern %.1f "
                "MB/s (%zu hits); ratio %.3f\n",
                what, read, bytes / 1e6, tasks, bytes / 1e6 / plan_seconds,
                bytes / 1e6 / reference_seconds, hits, reference_seconds / plan_seconds);
  };
  std::vector<std::string> simplified, traditional;
  for (const auto& text : texts) {
    const auto repairs = plumb::text::from_plain(text).repairs;
    const bool converted = std::any_of(repairs.begin(), repairs.end(), [](const auto& repair) {
      return repair.kind == plumb::text::RepairKind::Traditional;
    });
    (converted ? traditional : simplified).push_back(text);
  }
  many("simplified", simplified, megabytes);
  if (!traditional.empty()) many("traditional", traditional, megabytes / 10);

  // One ordinary plan.
  std::string plan_text = texts.front();
  while (plan_text.size() < 40'000) plan_text += texts[0];
  plan_text.resize(40'000);
  std::vector<double> runs;
  for (int i = 0; i < 15; ++i) {
    const auto start = Clock::now();
    (void)plumb::plan::propose(plumb::text::from_plain(plan_text));
    runs.push_back(seconds_since(start));
  }
  std::sort(runs.begin(), runs.end());
  std::printf("bench plan: one text of 40 kB: median %.2f ms\n", runs[runs.size() / 2] * 1e3);

  // One document of growing length: time per megabyte must stay level. Each damage in turn too, since
  // a repair that looks around a place is where a quadratic step would hide.
  const auto linear = [&](const char* what, const std::string& seed) {
    for (double size = largest / 100; size <= largest; size *= 10) {
      std::string text;
      while (static_cast<double>(text.size()) < size * 1e6) text += seed;
      const auto start = Clock::now();
      const auto plan = plumb::plan::propose(plumb::text::from_plain(text));
      const double took = seconds_since(start);
      std::printf("bench plan: %s, one document of %.0f MB: %.2f s, %.4f s per MB, %zu tasks, peak %ld "
                  "MiB\n", what, size, took, took / size, plan.tasks.size(), peak_rss_kib() / 1024);
    }
  };
  std::string all;
  for (const auto& text : texts) all += text + "\n";
  linear("samples", all);
  std::string one_line = all;
  std::replace(one_line.begin(), one_line.end(), '\n', ' ');
  linear("samples without line breaks", one_line);
  return 0;
}
