#include "hunt/sign.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>

namespace letterlock::hunt {
namespace {

constexpr std::string_view kCounters =
    "Newsletters, invoices and mailing services lead their links through a counter.";
constexpr std::string_view kShared =
    "People share files, forms and pages through such services every day.";
constexpr std::string_view kTest =
    "Test systems, devices at home and developers' mail do the same.";
constexpr std::string_view kNames =
    "Names of honest companies resemble one another, and companies own several domains.";
constexpr std::string_view kCodes =
    "Tickets, posters, bills to pay and set-up guides carry such codes.";
constexpr std::string_view kPages =
    "Saved web pages, reports and mail gateways come as such files.";
constexpr std::string_view kPrograms = "Developers and administrators send programs to each other.";
constexpr std::string_view kLocked =
    "Payslips, contracts and medical papers are sent locked, the password by another way.";

// In the order of SignCode. Weights: docs/detection.md, "Link signs".
constexpr std::array<SignKind, kSignCodes> kKinds = {{
    {"link_shows_other_host", 0.5, kCounters},
    {"link_passes_through", 1.5, kCounters},
    {"link_open_redirector", 1.0,
     "Search results and links copied out of social networks go through the same addresses."},
    {"link_shortener", 0.5, "Short links are common where an address is long or is to be typed."},
    {"link_click_counter", 0, kCounters},
    {"link_carries_many", 0, kCounters},
    {"link_names_recipient", 0, "Newsletters and confirmations put the reader's address there."},
    {"link_userinfo", 1.5, "Links to file servers carry a user name in front of the host."},
    {"link_ip_host", 1.0, kTest},
    {"link_odd_port", 0, kTest},
    {"link_hidden_characters", 0.5,
     "Text copied out of right-to-left scripts brings such characters along."},
    {"link_host_disguised", 1.5, "Hardly anything; some programs encode more than they must."},
    {"link_mixed_scripts", 1.5, "Some honest names mix scripts, in Japanese above all."},
    {"link_international_name", 0.3, "Companies use names in their own script."},
    {"link_random_label", 0.5, "Hosting services give their customers such names."},
    {"link_script", 0, "A web page was pasted into the message with its buttons."},
    {"link_imitates_mail_service", 1.0, kNames},
    {"link_imitates_shortener", 1.5, kNames},
    {"link_imitates_service", 0, kNames},
    {"link_free_hosting", 1.0, "Small projects, clubs and developers live on such hosts."},
    {"link_file_share", 0.3, kShared},
    {"link_oauth_consent", 1.0, "A colleague set up a new application and asks to admit it."},
    {"link_oauth_bounce", 2.0, "Sign-in links copied out of a browser's address bar."},
    {"link_device_login", 1.0, "A television, a printer or a meeting room is being set up."},
    {"link_device_code", 2.0, "A television, a printer or a meeting room is being set up."},
    {"link_in_code", 1.5, kCodes},
    {"link_in_document", 0, kShared},
    {"attachment_html_script", 1.0, kPages},
    {"attachment_html_smuggling", 2.5,
     "Some mail gateways and encryption services send pages that unpack what they protect."},
    {"attachment_html_password", 2.5,
     "Encryption services send pages that ask for the password of the message inside."},
    {"attachment_html_redirect", 1.0, kPages},
    {"attachment_svg_script", 2.5, "Drawing programs export interactive charts in this form."},
    {"attachment_double_extension", 1.5,
     "Programs that convert files put one ending after another."},
    {"attachment_name_reversed", 2.5, "Names in Arabic and Hebrew bring such marks along."},
    {"attachment_program", 1.5, kPrograms},
    {"attachment_archive_program", 1.5, kPrograms},
    {"attachment_archive_locked", 0.5, kLocked},
    {"attachment_archive_password", 1.5, kLocked},
    {"attachment_document_locked", 0.3, kLocked},
    {"attachment_document_macros", 1.0, "Accounts and forms of many offices run on macros."},
    {"attachment_document_remote", 2.0,
     "Offices keep their letterheads on a server that documents refer to."},
    {"attachment_pdf_script", 0.5, "Forms check what is typed into them with scripts."},
    {"attachment_pdf_launch", 2.0, "Hardly anything; readers refuse it by now."},
    {"attachment_type_differs", 1.0, "Files are renamed by hand, and programs mislabel them."},
    {"attachment_unread", 0, "A damaged file, or a busy machine."},
    {"link_like_own_domain", 2.0, kNames},
    {"link_like_correspondent", 1.5, kNames},
    {"link_prefixed_by_known", 1.5, "Services put a customer's domain in front of their own."},
    {"sender_like_own_domain", 2.0, kNames},
    {"sender_like_correspondent", 1.5, kNames},
}};

}  // namespace

const SignKind& sign_kind(SignCode code) { return kKinds[static_cast<std::size_t>(code)]; }

bool SignList::has(SignCode code) const {
  return std::any_of(signs_.begin(), signs_.end(), [&](const Sign& s) { return s.code == code; });
}

bool SignList::counted(SignCode code) {
  for (Sign& sign : signs_) {
    if (sign.code != code) continue;
    ++sign.more;
    return true;
  }
  return false;
}

void SignList::add(Sign sign) {
  if (!counted(sign.code)) signs_.push_back(std::move(sign));
}

double weight_of(std::span<const Sign> signs) {
  double sum = 0;
  for (const Sign& sign : signs) sum += sign_kind(sign.code).weight;
  return std::min(sum, kMostOfSigns);
}

Reason reason_of(const Sign& sign, std::uint64_t n) {
  const SignKind& kind = sign_kind(sign.code);
  Reason reason;
  reason.detector = kind.name.starts_with("attachment") ? "attachment" : "link";
  reason.code = kind.name;
  reason.text = sign.text;
  if (sign.more > 0) reason.text += fmt::format(" The message shows it {} more times.", sign.more);
  reason.n = n;
  reason.weight = kind.weight;
  if (!sign.cause.empty()) reason.cause = fmt::format("{}:{}", reason.detector, sign.cause);
  reason.innocent = kind.innocent;
  reason.evidence.push_back(sign.evidence);
  return reason;
}

}  // namespace letterlock::hunt
