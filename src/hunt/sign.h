// Signs: what a link or an address shows by its form alone, without any history.
//
// A sign is weak by itself: honest mail shows each of them now and then (docs/detection.md has the
// rates on real mail of both kinds). Its weight is bounded, and it speaks only beside what is
// unusual for the sender. Nothing is ever fetched.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "hunt/finding.h"
#include "store/fact_store.h"

namespace letterlock::hunt {

enum class SignCode : std::uint8_t {
  // ---- where the link leads against what it shows
  link_shows_other_host,  // the visible text is an address of another domain
  link_passes_through,    // shows one domain, carries a URL of it, and leads to a third place
  link_open_redirector,   // a known service that leads on to any address given to it
  link_shortener,         // a short link: the address tells nothing
  link_click_counter,     // a mailing service's counter
  link_carries_many,      // URLs inside URLs inside URLs
  link_names_recipient,   // the reader's own address stands in the URL
  // ---- how the URL is written
  link_userinfo,  // "https://bank.example@other.example"
  link_ip_host,   // a number in place of a name
  link_odd_port,
  link_hidden_characters,   // direction marks and invisible characters
  link_host_disguised,      // octets of the host percent-encoded, IP addresses in odd notation
  link_mixed_scripts,       // letters of several scripts in one label
  link_international_name,  // a name in another script than ASCII
  link_random_label,        // a long label without words
  link_script,              // javascript:, data:, vbscript:
  // ---- whose place it is
  link_imitates_mail_service,  // "mailer-daemon.example": named like part of the mail system
  link_imitates_shortener,     // "tinyurl.example"
  link_imitates_service,       // a known service's name under another domain
  link_free_hosting,           // anybody gets such a host in a minute
  link_file_share,             // a genuine service that shows what its customers upload
  // ---- what it asks the reader to grant
  link_oauth_consent,  // grants an application access
  link_oauth_bounce,   // made to fail, so that the sign-in service sends the reader on
  link_device_login,   // a genuine page that admits the device whose code is typed in
  link_device_code,    // with that code in the message
  // ---- where it stands
  link_in_code,      // in a QR code: for a telephone's camera, past what filters read
  link_in_document,  // in an attached document or page, whose text shows none
  // ---- what a file attached is (content/attachment_signs.h)
  attachment_html_script,
  attachment_html_smuggling,
  attachment_html_password,
  attachment_html_redirect,
  attachment_svg_script,
  attachment_double_extension,
  attachment_name_reversed,
  attachment_program,
  attachment_archive_program,
  attachment_archive_locked,
  attachment_archive_password,
  attachment_document_locked,
  attachment_document_macros,
  attachment_document_remote,
  attachment_pdf_script,
  attachment_pdf_launch,
  attachment_type_differs,
  attachment_unread,
  // ---- look-alikes (lookalikes.h)
  link_like_own_domain,
  link_like_correspondent,
  link_prefixed_by_known,  // "meridian.example.other.example"
  sender_like_own_domain,
  sender_like_correspondent,
};
inline constexpr std::size_t kSignCodes =
    static_cast<std::size_t>(SignCode::sender_like_correspondent) + 1;

struct SignKind {
  std::string_view name;      // stable: "link_passes_through"
  double weight = 0;          // at most; what a scorer may add for it (docs/detection.md)
  std::string_view innocent;  // what would explain it without an intruder
};
const SignKind& sign_kind(SignCode code);

struct Sign {
  SignCode code = SignCode::link_ip_host;
  std::string text;        // one sentence; untrusted parts quoted
  std::string cause;       // the domain or file it is about; "" where none
  Evidence evidence;       // message, place and what it shows
  std::uint32_t more = 0;  // further links that show the same
};

// At most one sign of each code; the first one found is the one that is told.
class SignList {
 public:
  bool has(SignCode code) const;
  void add(Sign sign);
  // Where there is one of this code already, counts it there.
  bool counted(SignCode code);
  std::vector<Sign> take() { return std::move(signs_); }

 private:
  std::vector<Sign> signs_;
};

// All signs of a message add no more than this.
inline constexpr double kMostOfSigns = 4;
double weight_of(std::span<const Sign> signs);

// `n`: how many messages of history the claim rests on; 0 for form alone.
Reason reason_of(const Sign& sign, std::uint64_t n = 0);

}  // namespace letterlock::hunt
