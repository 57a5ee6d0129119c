#include "content/html_generator.h"

#include <array>
#include <cstdint>

namespace letterlock::content {
namespace {

// Marks stand in the head or in the first elements; what a reply quotes comes later.
constexpr std::size_t kLookedAt = 4096;

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
    {"ydp", "Yahoo"},
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

using Starts = std::array<std::uint64_t, 256>;

// For each octet the marks that begin with it.
constexpr Starts make_starts() {
  static_assert(std::size(kMarks) <= 64);
  Starts starts{};
  for (std::size_t i = 0; i < std::size(kMarks); ++i) {
    starts[static_cast<unsigned char>(kMarks[i].text[0])] |= std::uint64_t{1} << i;
  }
  return starts;
}
constexpr Starts kStarts = make_starts();

}  // namespace

std::string_view html_generator(std::string_view html) {
  html = html.substr(0, kLookedAt);
  for (std::size_t at = 0; at < html.size(); ++at) {
    std::uint64_t candidates = kStarts[static_cast<unsigned char>(html[at])];
    for (; candidates != 0; candidates &= candidates - 1) {
      const Mark& mark = kMarks[static_cast<std::size_t>(__builtin_ctzll(candidates))];
      if (html.substr(at, mark.text.size()) == mark.text) return mark.program;
    }
  }
  return {};
}

}  // namespace letterlock::content
