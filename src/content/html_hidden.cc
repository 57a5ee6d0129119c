#include "content/html_hidden.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "base/printable.h"

namespace letterlock::content {
namespace {

// Beyond ASCII by the first octet of a character; U+0080 to U+00BF and U+2000 to U+2FFF are signs.
constexpr auto kStartsLetter = [] {
  std::array<bool, 256> starts{};
  for (std::size_t c = 0; c < starts.size(); ++c) {
    starts[c] = is_alnum(static_cast<char>(c)) || (c >= 0xC3 && c != 0xE2);
  }
  return starts;
}();
bool starts_letter(char c) { return kStartsLetter[static_cast<unsigned char>(c)]; }

}  // namespace

void HiddenText::add(HidingWay way, ByteRange where, bool literal) {
  any_shown_ |= shown_;
  const bool goes_on = !runs_.empty() && !shown_ && runs_.back().way == way;
  shown_ = false;
  if (!goes_on && runs_.size() < kHiddenRuns) {
    flow_.break_line();
    runs_.push_back({way, !any_shown_, flow_.position(), flow_.position(), where});
  }
  Run& run = runs_.back();
  flow_.add_text(where, literal);
  run.end = flow_.position();
  run.where = ByteRange::between(run.where.offset, where.end());
}

std::vector<HtmlHidden> HiddenText::take() {
  std::vector<HtmlHidden> found;
  const std::string text = flow_.take_text();
  for (const Run& run : runs_) {
    const std::string_view all =
        trim(std::string_view(text).substr(run.begin, run.end - run.begin));
    const auto letters = std::count_if(all.begin(), all.end(), starts_letter);
    if (letters == 0) continue;
    HtmlHidden hidden;
    hidden.way = run.way;
    hidden.where = run.where;
    hidden.letters = static_cast<std::uint32_t>(letters);
    const std::string_view part = all.substr(0, kHiddenShown);
    hidden.text = part.substr(0, valid_utf8_prefix(part));
    hidden.preheader = run.first && hidden.letters <= kLongestPreheader;
    found.push_back(std::move(hidden));
  }
  return found;
}

}  // namespace letterlock::content
