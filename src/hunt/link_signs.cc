#include "hunt/link_signs.h"

#include <fmt/core.h>

#include "content/content.h"
#include "hunt/detector.h"
#include "hunt/evidence.h"
#include "relations/baseline.h"

namespace letterlock::hunt {

const content::Url* LinkView::url() const {
  if (!parsed_) {
    parsed_ = true;
    const bool bare = link_.url.find(':') == std::string::npos;
    url_ = content::parse_url(bare ? "http://" + link_.url : link_.url);
  }
  return url_ ? &*url_ : nullptr;
}

Sign LinkView::sign(SignCode code, std::string text) const {
  Sign sign;
  sign.code = code;
  sign.text = std::move(text);
  sign.cause = link_.domain;
  sign.evidence = in_text(message_.id, link_.where, "the link");
  return sign;
}

void add_standing_signs(const LinkView& link, SignList& out) {
  const auto kind = static_cast<content::LinkKind>(link.fact().kind);
  if (kind == content::LinkKind::code) {
    out.add(link.sign(
        SignCode::link_in_code,
        fmt::format("A QR code holds a link to {} ({}), which no text of the message shows: it is "
                    "followed on a telephone, outside of what protects the mailbox.",
                    in_quotes(link.fact().host), in_quotes(link.fact().url, 120))));
  } else if (kind == content::LinkKind::attached) {
    out.add(link.sign(SignCode::link_in_document,
                      fmt::format("An attached file links to {}, which no text of the message "
                                  "shows.",
                                  in_quotes(link.fact().host))));
  }
}

void add_link_signs(const store::MessageRecord& message, SignList& out) {
  std::size_t looked_at = 0;
  for (const store::LinkFact& link : message.links) {
    // Script URLs have no host; is_shown_link() wants one.
    const bool script = link.host.empty() && link.url.find(':') != std::string::npos;
    if (!script && !relations::is_shown_link(link)) continue;
    if (link.in_quoted_text && !message.claims_forward) continue;
    if (++looked_at > kMostSignLinks) return;
    const LinkView view(message, link);
    add_writing_signs(view, out);
    if (script) continue;
    add_standing_signs(view, out);
    add_target_signs(view, out);
    add_redirect_signs(view, out);
    add_place_signs(view, out);
    add_grant_signs(view, out);
  }
}

}  // namespace letterlock::hunt
