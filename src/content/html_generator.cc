#include "content/html_generator.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "base/find_octets.h"

namespace letterlock::content {
namespace {

// Marks stand in the head or in the first elements; what a reply quotes comes later.
constexpr std::size_t kLookedAt = 1024;

struct Mark {
  std::string_view text, program;
};

constexpr Mark kMarks[] = {
    {"urn:schemas-microsoft-com:office:word", "Word"},
    {"Microsoft Word", "Word"},
    {"MsoNormal", "Word"},
    {"elementToProof", "Outlook web"},
    {"divtagdefaultwrapper", "Outlook web"},
    {"appendonsend", "Outlook web"},
    {"ms-outlook-mobile", "Outlook mobile"},
    {"<div dir=\"ltr\">", "Gmail"},
    {"<div dir=\"auto\">", "Gmail mobile"},
    {"gmail_", "Gmail"},
    {"Apple-Mail", "Apple Mail"},
    {"-webkit-nbsp-mode", "Apple Mail"},
    {"-webkit-line-break", "Apple Mail"},
    {"Apple-interchange-newline", "Apple Mail"},
    {"moz-cite-prefix", "Thunderbird"},
    {"moz-txt", "Thunderbird"},
    {"moz-signature", "Thunderbird"},
    {"moz-forward-container", "Thunderbird"},
    {"yahoo-style-wrap", "Yahoo"},
    {"protonmail_", "Proton"},
    {"zmail_extra", "Zoho"},
    {"tutanota", "Tuta"},
    {"GroupWise", "GroupWise"},
    {"GENERATOR\" content=\"MSHTML", "MSHTML"},
    {"KMail", "KMail"},
    {"qrichtext", "KMail"},
    {"mcnTextContent", "Mailchimp"},
    {"mj-column-per", "MJML"},
    {"bee-row", "Bee"},
    {"ExternalClass", "newsletter template"},
};

// The one mark too short for the table below.
constexpr std::string_view kShortMark = "ydp", kShortMarkProgram = "Yahoo";
constexpr std::size_t kShortest = 5;

// Pairs of octets, folded to 12 bits.
constexpr std::size_t mark_pair(char a, char b) {
  return (static_cast<std::size_t>(static_cast<unsigned char>(a)) << 5 ^
          static_cast<unsigned char>(b)) &
         0xFFF;
}

// By the pair in the octets 3 and 4 from where a mark might begin: how much further on the next
// mark may begin at the earliest (Wu and Manber, 1994).
constexpr auto kShifts = [] {
  std::array<std::uint8_t, 4096> shifts{};
  shifts.fill(kShortest - 1);
  for (const Mark& mark : kMarks) {
    for (std::size_t at = 0; at + 1 < kShortest; ++at) {
      std::uint8_t& shift = shifts[mark_pair(mark.text[at], mark.text[at + 1])];
      shift = std::min(shift, static_cast<std::uint8_t>(kShortest - 2 - at));
    }
  }
  return shifts;
}();

// Whether a mark begins with such a pair.
constexpr auto kStarts = [] {
  std::array<bool, 4096> starts{};
  for (const Mark& mark : kMarks) starts[mark_pair(mark.text[0], mark.text[1])] = true;
  return starts;
}();

}  // namespace

std::string_view html_generator(std::string_view html) {
  html = html.substr(0, kLookedAt);
  const std::size_t short_mark = find_octets(html, kShortMark);
  for (std::size_t at = 0; at < short_mark && at + kShortest <= html.size();) {
    const std::uint8_t shift = kShifts[mark_pair(html[at + 3], html[at + 4])];
    if (shift > 0) {
      at += shift;
      continue;
    }
    const std::string_view here = html.substr(at++);
    if (!kStarts[mark_pair(here[0], here[1])]) continue;
    for (const Mark& mark : kMarks) {
      if (mark.text[0] == here[0] && here.starts_with(mark.text)) return mark.program;
    }
  }
  return short_mark == std::string_view::npos ? std::string_view() : kShortMarkProgram;
}

}  // namespace letterlock::content
