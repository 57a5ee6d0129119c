#include "content/html_generator.h"

#include <array>
#include <cstdint>

namespace letterlock::content {
namespace {

// Marks stand in the head or in the first elements; what a reply quotes comes later.
constexpr std::size_t kLookedAt = 2048;

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

// Which pairs of octets, folded to 12 bits, begin a mark.
constexpr std::size_t pair_of(char a, char b) {
  return static_cast<std::size_t>((static_cast<unsigned char>(a) << 5) ^
                                  static_cast<unsigned char>(b)) &
         0xFFF;
}

constexpr std::array<std::uint64_t, 64> make_starts() {
  std::array<std::uint64_t, 64> starts{};
  for (const Mark& mark : kMarks) {
    const std::size_t pair = pair_of(mark.text[0], mark.text[1]);
    starts[pair / 64] |= std::uint64_t{1} << pair % 64;
  }
  return starts;
}
constexpr auto kStarts = make_starts();

}  // namespace

std::string_view html_generator(std::string_view html) {
  html = html.substr(0, kLookedAt);
  for (std::size_t at = 0; at + 1 < html.size(); ++at) {
    const std::size_t pair = pair_of(html[at], html[at + 1]);
    if ((kStarts[pair / 64] >> pair % 64 & 1) == 0) continue;
    for (const Mark& mark : kMarks) {
      if (mark.text[0] == html[at] && html.substr(at).starts_with(mark.text)) return mark.program;
    }
  }
  return {};
}

}  // namespace letterlock::content
