#include "content/html_generator.h"

#include <array>
#include <cstdint>

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

// Which pairs of octets, folded to 12 bits, may begin a mark.
constexpr std::size_t pair_of(char a, char b) {
  return (static_cast<std::size_t>(static_cast<unsigned char>(a)) << 5 ^
          static_cast<unsigned char>(b)) &
         0xFFF;
}

constexpr std::array<bool, 4096> make_starts() {
  std::array<bool, 4096> starts{};
  for (const Mark& mark : kMarks) starts[pair_of(mark.text[0], mark.text[1])] = true;
  return starts;
}
constexpr auto kStarts = make_starts();

}  // namespace

std::string_view html_generator(std::string_view html) {
  html = html.substr(0, kLookedAt);
  for (std::size_t at = 1; at < html.size(); ++at) {
    if (!kStarts[pair_of(html[at - 1], html[at])]) continue;
    const std::string_view here = html.substr(at - 1);
    for (const Mark& mark : kMarks) {
      if (mark.text[0] == here[0] && here.starts_with(mark.text)) return mark.program;
    }
  }
  return {};
}

}  // namespace letterlock::content
