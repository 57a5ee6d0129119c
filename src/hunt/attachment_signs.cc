#include "hunt/attachment_signs.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "content/attachment_signs.h"
#include "content/traits.h"
#include "hunt/detector.h"
#include "hunt/evidence.h"
#include "mime/message.h"

namespace letterlock::hunt {
namespace {

constexpr std::string_view kPrefix = "attachment_";
constexpr SignCode kFirst = SignCode::attachment_html_script;
constexpr SignCode kLast = SignCode::attachment_unread;

// In the order of SignCode: what stands behind "The attached file “x”".
constexpr std::array<std::string_view, content::kAttachmentSignKinds> kSays = {
    "is a page that runs a script when it is opened",
    "is a page whose script puts a file together out of text: no filter on the way sees that file",
    "is a page that asks for a password",
    "is a page that leads on to another place by itself",
    "is a drawing that does more than show: a browser runs what it holds",
    "has a second ending in front of the last one, so that it passes for a document",
    "has marks in its name that turn the direction of reading: it is not shown as it is",
    "is of a kind that opening runs, or shows as a drive",
    "is an archive with something in it that opening runs",
    "is an archive that needs a password: nobody on the way could look into it",
    "is an archive that needs a password, and the message brings it along",
    "is a document that needs a password or is encrypted: nobody on the way could look into it",
    "is a document with macros",
    "is a document that loads a part of itself from elsewhere when it is opened",
    "is a PDF document with a script",
    "is a PDF document that starts a program",
    "is something else than its name or label says",
    "could not be looked at for QR codes: the program that reads pictures failed on it"};
static_assert(static_cast<std::size_t>(kLast) - static_cast<std::size_t>(kFirst) + 1 ==
              content::kAttachmentSignKinds);

std::string_view says(SignCode code) {
  return kSays[static_cast<std::size_t>(code) - static_cast<std::size_t>(kFirst)];
}

}  // namespace

bool is_attachment_sign(SignCode code) { return code >= kFirst && code <= kLast; }

std::string_view attachment_trait(SignCode code) {
  return sign_kind(code).name.substr(kPrefix.size());
}

void add_attachment_signs(const store::MessageRecord& message, SignList& out) {
  for (const store::TraitFact& trait : message.traits) {
    if (trait.kind != static_cast<std::uint8_t>(content::TraitKind::attachment_sign)) continue;
    for (auto i = static_cast<std::size_t>(kFirst); i <= static_cast<std::size_t>(kLast); ++i) {
      const auto code = static_cast<SignCode>(i);
      if (attachment_trait(code) != trait.value) continue;
      Sign sign;
      sign.code = code;
      sign.text = fmt::format("An attached file {}.", says(code));
      sign.cause = trait.value;
      sign.evidence = in_octets(message.id, trait.where, "the attached file");
      out.add(std::move(sign));
    }
  }
}

void describe_attachment_signs(std::string_view octets, std::span<Sign> signs) {
  const bool any = std::any_of(signs.begin(), signs.end(),
                               [](const Sign& sign) { return is_attachment_sign(sign.code); });
  if (!any) return;
  const auto message = mime::Message::parse_view(octets);
  if (!message) return;
  const content::Content content = content::extract(*message);
  for (const auto& found : content::attachment_signs(*message, content)) {
    const std::string_view name = content::attachment_sign_name(found.kind);
    for (Sign& sign : signs) {
      if (!is_attachment_sign(sign.code) || attachment_trait(sign.code) != name) continue;
      const std::string file =
          found.filename.empty() ? std::string("without a name") : in_quotes(found.filename);
      sign.text = fmt::format("The attached file {} {}", file, says(sign.code));
      sign.text += found.detail.empty() ? "." : fmt::format(" ({}).", in_quotes(found.detail, 160));
      sign.evidence = in_text(sign.evidence.message,
                              {found.where.entity, found.where.offset, found.where.length},
                              "what the file holds");
    }
  }
}

}  // namespace letterlock::hunt
