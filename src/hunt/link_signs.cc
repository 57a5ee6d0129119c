#include "hunt/link_signs.h"

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
    add_target_signs(view, out);
    add_redirect_signs(view, out);
    add_place_signs(view, out);
    add_grant_signs(view, out);
  }
}

}  // namespace letterlock::hunt
