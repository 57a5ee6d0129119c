#include "leak/repair/splice.h"

#include <algorithm>

namespace letterlock::leak {
namespace {

// Beyond so many places a step is told as one edit from the first to the last.
constexpr std::size_t kToldApart = 16;

std::size_t before_step(const Step& step, std::size_t offset) {
  std::size_t gone = 0, come = 0;  // octets of the splices before
  for (const Splice& splice : step.splices) {
    const std::size_t begin = splice.offset - gone + come;
    if (offset < begin) break;
    if (offset < begin + splice.with.size()) return splice.offset;
    gone += splice.length;
    come += splice.with.size();
  }
  return offset - come + gone;
}

Edit edit_of(Change change, const Splice& splice, std::string_view text) {
  return {.change = change,
          .field = {},
          .where = {},
          .before = std::string(text.substr(splice.offset, splice.length)),
          .after = splice.with,
          .discloses = false};
}

// From the first splice to the last, as one.
Splice joined(std::span<const Splice> splices, std::string_view text) {
  const std::size_t begin = splices.front().offset;
  const std::size_t end = splices.back().offset + splices.back().length;
  std::vector<Splice> shifted(splices.begin(), splices.end());
  for (Splice& splice : shifted) splice.offset -= begin;
  return {begin, end - begin, spliced(text.substr(begin, end - begin), shifted)};
}

}  // namespace

std::string spliced(std::string_view text, std::span<const Splice> splices) {
  std::string out;
  out.reserve(text.size());
  std::size_t at = 0;
  for (const Splice& splice : splices) {
    out.append(text, at, splice.offset - at);
    out += splice.with;
    at = splice.offset + splice.length;
  }
  out.append(text, at, text.size() - at);
  return out;
}

std::size_t before_steps(std::span<const Step> steps, std::size_t offset) {
  for (std::size_t i = steps.size(); i > 0; --i) offset = before_step(steps[i - 1], offset);
  return offset;
}

std::vector<Edit> edits_of(std::span<const Step> steps, std::string_view body, std::size_t base) {
  std::vector<Edit> edits;
  std::string text(body);
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const auto& splices = steps[i].splices;
    if (splices.empty()) continue;
    std::vector<Splice> told(splices);
    if (told.size() > kToldApart) told = {joined(splices, text)};
    for (const Splice& splice : told) {
      Edit edit = edit_of(steps[i].change, splice, text);
      const std::size_t begin = before_steps(steps.first(i), splice.offset);
      const std::size_t end =
          std::max(begin, before_steps(steps.first(i), splice.offset + splice.length));
      edit.where = ByteRange::between(static_cast<std::uint32_t>(base + begin),
                                      static_cast<std::uint32_t>(base + end));
      edits.push_back(std::move(edit));
    }
    text = spliced(text, splices);
  }
  return edits;
}

}  // namespace letterlock::leak
