// The signs that links show by their form: computed from the facts of one message alone.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "content/url.h"
#include "hunt/sign.h"

namespace letterlock::hunt {

// One link with its URL taken apart when first asked for.
class LinkView {
 public:
  LinkView(const store::MessageRecord& message, const store::LinkFact& link)
      : message_(message), link_(link) {}
  const store::MessageRecord& message() const { return message_; }
  const store::LinkFact& fact() const { return link_; }
  // nullptr where a browser would not follow it.
  const content::Url* url() const;
  // A sign of this link, its evidence the URL as written.
  Sign sign(SignCode code, std::string text) const;

 private:
  const store::MessageRecord& message_;
  const store::LinkFact& link_;
  mutable bool parsed_ = false;
  mutable std::optional<content::Url> url_;
};

// What links of one message are looked at, shown ones first met; a newsletter's hundredth adds
// nothing.
inline constexpr std::size_t kMostSignLinks = 200;

// Links that the message's author shows, in text that is the author's own or forwarded.
void add_link_signs(const store::MessageRecord& message, SignList& out);

void add_standing_signs(const LinkView& link, SignList& out);  // where it stands in the message

// Each in its own file.
void add_target_signs(const LinkView& link, SignList& out);    // shown_target.cc
void add_writing_signs(const LinkView& link, SignList& out);   // url_form.cc
void add_redirect_signs(const LinkView& link, SignList& out);  // redirectors.cc
void add_place_signs(const LinkView& link, SignList& out);     // link_places.cc
void add_grant_signs(const LinkView& link, SignList& out);     // consent_links.cc

// With add_link_signs()'s list: the code that goes with a link to a device login page. Does nothing
// without such a link.
void add_device_code(const store::MessageRecord& message, std::string_view octets, SignList& out);

// The code that a device login page asks for ("K7QF-M2XD", "A1B2C3D4E"), as it stands in a text.
std::optional<std::string_view> device_code_in(std::string_view text);

}  // namespace letterlock::hunt
