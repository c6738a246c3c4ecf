// SPDX-License-Identifier: Apache-2.0
// The router's table against schema/openapi.yaml, in both directions. The contract is written in
// one regular style (paths at two blanks, methods at four), which is all that this reads.
#include "plumb/api/service.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <sstream>
#include <string>

namespace plumb::api {
namespace {

struct Operation {
  std::string method, path, id;
  std::set<std::string> query;
  bool json = false, file = false;
};

/// Names of the query parameters under components/parameters: {Limit: limit, …}.
std::map<std::string, std::string> shared_parameters() {
  std::map<std::string, std::string> out;
  std::istringstream in{std::string(openapi())};
  bool inside = false;
  for (std::string line; std::getline(in, line);) {
    if (line == "  parameters:")
      inside = true;
    else if (inside && !line.starts_with("    "))
      break;
    else if (inside && line.find("in: query") != std::string::npos) {
      const auto from = line.find("name: ") + 6;
      out[line.substr(4, line.find(':') - 4)] = line.substr(from, line.find(',', from) - from);
    }
  }
  return out;
}

void take_parameters(const std::string& line, const std::map<std::string, std::string>& shared,
                     std::set<std::string>& query) {
  constexpr std::string_view kReference = "#/components/parameters/";
  for (auto at = line.find(kReference); at != std::string::npos;
       at = line.find(kReference, at + 1)) {
    const auto from = at + kReference.size();
    const auto found = shared.find(line.substr(from, line.find('\'', from) - from));
    if (found != shared.end()) query.insert(found->second);
  }
  for (auto at = line.find("in: query"); at != std::string::npos;
       at = line.find("in: query", at + 1)) {
    const auto from = line.rfind("name: ", at) + 6;
    query.insert(line.substr(from, line.find(',', from) - from));
  }
}

std::vector<Operation> operations() {
  const auto shared = shared_parameters();
  std::vector<Operation> out;
  std::istringstream in{std::string(openapi())};
  std::string path;
  for (std::string line; std::getline(in, line) && line != "components:";) {
    const auto indent = line.find_first_not_of(' ');
    const bool key = line.ends_with(':');
    if (indent == 2 && line[2] == '/')
      path = line.substr(2, line.size() - 3);
    else if (indent == 4 && key && line != "    parameters:")
      out.push_back({line.substr(4, line.size() - 5), path, "", {}});
    else if (!out.empty() && line.starts_with("      operationId: "))
      out.back().id = line.substr(19);
    if (out.empty()) continue;
    take_parameters(line, shared, out.back().query);
    if (line.find("requestBodies/File") != std::string::npos) out.back().file = true;
    if (line.find(
            "content: { application/json: { schema: { $ref: '#/components/schemas/Change' }") !=
            std::string::npos ||
        line.starts_with("        content: { application/json") ||
        line.starts_with("      requestBody: { required: true, content: { application/json"))
      out.back().json = true;
  }
  return out;
}

TEST(Contract, HasExactlyTheRoutesOfTheTable) {
  std::set<std::string> written, served;
  for (auto& operation : operations()) {
    for (char& c : operation.method)
      c = static_cast<char>(c - 32);
    std::string line = operation.method + " " + operation.path + " " + operation.id + " ?";
    for (const auto& name : operation.query)
      line += name + "&";
    if (operation.json) line += " json";
    if (operation.file) line += " file";
    written.insert(line);
  }
  for (const auto& route : routes()) {
    std::string line = std::string(route.method) + " " + std::string(route.pattern) + " " +
                       std::string(route.operation_id) + " ?";
    for (const auto& name : std::set<std::string_view>(route.query.begin(), route.query.end()))
      line += std::string(name) + "&";
    if (route.body == BodyKind::Json) line += " json";
    if (route.body == BodyKind::File) line += " file";
    served.insert(line);
  }
  EXPECT_GT(written.size(), 25U);
  for (const auto& line : written)
    EXPECT_TRUE(served.contains(line)) << "not served: " << line;
  for (const auto& line : served)
    EXPECT_TRUE(written.contains(line)) << "not written: " << line;
}

} // namespace
} // namespace plumb::api
