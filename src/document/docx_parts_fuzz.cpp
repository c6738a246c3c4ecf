// SPDX-License-Identifier: Apache-2.0
// document.xml, numbering.xml and styles.xml, separated by lines of "----", without a zip.
#include "docx_body.hpp"
#include "fuzz_support.hpp"
#include "xml.hpp"

#include <array>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace plumb::document;
  const auto limits = fuzz::limits();
  constexpr std::string_view kSeparator = "\n----\n";
  std::array<plumb::base::Result<XmlPart>, 3> parts = {
      plumb::base::fail(plumb::base::ErrorKind::InvalidInput, "absent"),
      plumb::base::fail(plumb::base::ErrorKind::InvalidInput, "absent"),
      plumb::base::fail(plumb::base::ErrorKind::InvalidInput, "absent")};
  auto rest = fuzz::view(data, size);
  for (auto& part : parts) {
    const auto end = rest.find(kSeparator);
    part = XmlPart::parse(std::string(rest.substr(0, end)), "part", limits);
    if (end == std::string_view::npos) break;
    rest.remove_prefix(end + kSeparator.size());
  }
  if (!parts[0]) return 0;
  const auto root = [](const auto& part) { return part ? part->root() : pugi::xml_node{}; };
  const Styles styles(root(parts[2]));
  Numbering numbering(root(parts[1]), styles);
  DocxBody body(styles, numbering, limits, [](std::string_view) {
    return plumb::base::Result<std::vector<Block>>(std::vector<Block>{});
  });
  std::vector<Block> blocks;
  if (body.read(parts[0]->root(), blocks)) fuzz::check_blocks(blocks);
  return 0;
}
