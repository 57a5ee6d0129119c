#include "report/wording.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "base/ascii.h"

namespace letterlock::report {
namespace {

struct CodeWords {
  std::string_view code, words;
};
constexpr CodeWords kCodes[] = {
    {"same_message_id_differs", "carries the Message-ID of another message of the case"},
    {"forwarded_original_absent", "forwards a message that the case should hold and does not"},
    {"answered_original_absent", "answers a message that the case should hold and does not"},
    {"quoted_link_changed", "repeats a held message with another link in it"},
    {"quoted_link_added", "repeats a held message with a link added"},
    {"quoted_text_differs", "repeats a held message with other words"},
    {"answers_message_not_held", "names a message it answers that nobody here holds"},
    {"reply_prefix_without_thread", "calls itself an answer and names no message"},
    {"link_carries_other_url", "links through one site to another"},
    {"link_domain_new_to_case", "links to a domain never seen in the case"},
    {"link_domain_new_from_sender", "links to a domain new for this sender"},
    {"link_domain_of_this_sender_alone", "links to a domain that only this sender links"},
    {"link_unusual_for_sender", "links as this sender seldom does"},
    {"role_lapsed", "comes from somebody whose role has ended"},
    {"first_approach_to_vip", "approaches a VIP for the first time"},
    {"back_after_silence", "comes after a long silence of the sender"},
    {"link_place_new_on_shared_host", "links to a new place on a host that many share"},
    {"link_looks_like_a_lure", "has a link that looks like a lure"},
    {"client_new_to_sender", "comes from another client or network"},
    {"authentication_unusual", "is authenticated otherwise than usual"},
    {"kind_unusual", "is another sort of message than usual"},
    {"quoting_unusual", "answers in another place than usual"},
    {"words_foreign_to_sender", "uses words foreign to the sender"},
    {"words_foreign_to_conversation", "uses words foreign to the conversation"},
    {"writing_habit_broken", "breaks a habit of writing"},
    {"words_of_lures", "uses words that lures are made of"},
    {"asks_login", "asks to sign in"},
    {"asks_document", "asks to open a document"},
    {"asks_payment", "asks for money"},
    {"asks_secrecy", "asks for secrecy"},
    {"asks_channel", "asks to go on elsewhere"},
    {"asks_urgency", "asks to be quick"},
    {"asks_access", "asks for access"},
    {"asks_bait", "asks for a favour, for time or for an answer"},
    {"recipients_unusual", "goes to an unusual circle"},
    {"thread_unusual", "stands in its thread as the sender's mail seldom does"},
    {"thread_claim_unusual", "claims to forward or answer as the sender hardly ever does"},
    {"link_shows_other_host", "shows one address and links to another"},
    {"link_passes_through", "shows one place and leads through another"},
    {"link_open_redirector", "links through a service that leads on to any address"},
    {"link_shortener", "has a short link that hides where it leads"},
    {"link_click_counter", "links through a mailing service's counter"},
    {"link_carries_many", "has a link inside a link inside a link"},
    {"link_names_recipient", "has the reader's own address in a link"},
    {"link_userinfo", "has a link that begins with another site's name"},
    {"link_ip_host", "links to a number in place of a name"},
    {"link_odd_port", "links to an unusual port"},
    {"link_hidden_characters", "has a link with invisible characters"},
    {"link_host_disguised", "has a link whose host is disguised"},
    {"link_mixed_scripts", "has a link that mixes letters of several scripts"},
    {"link_international_name", "has a link with a name in another script"},
    {"link_random_label", "links to a host with a random name"},
    {"link_script", "has a link that runs a script"},
    {"link_imitates_mail_service", "links to a host named like a part of the mail system"},
    {"link_imitates_shortener", "links to a host named like a shortener"},
    {"link_imitates_service", "links to a host that borrows a known service's name"},
    {"link_free_hosting", "links to free hosting"},
    {"link_file_share", "links to a file-sharing service"},
    {"link_oauth_consent", "asks to give an application access"},
    {"link_oauth_bounce", "bounces through a sign-in service"},
    {"link_device_login", "links to the page that admits a device"},
    {"link_device_code", "brings a code that admits a device"},
    {"link_like_own_domain", "links to a look-alike of the case's own domain"},
    {"link_like_correspondent", "links to a look-alike of a correspondent's domain"},
    {"link_prefixed_by_known", "has a link that begins with a known domain and is another"},
    {"link_in_code", "has a link in a QR code"},
    {"link_in_document", "has a link in an attached file"},
    {"attachment_html_script", "has an attached page that runs a script"},
    {"attachment_html_smuggling", "has an attached page that builds a file"},
    {"attachment_html_password", "has an attached page that asks for a password"},
    {"attachment_html_redirect", "has an attached page that leads elsewhere by itself"},
    {"attachment_svg_script", "has an attached drawing that runs a script"},
    {"attachment_double_extension", "has a file with two endings"},
    {"attachment_name_reversed", "has a file whose name is shown reversed"},
    {"attachment_program", "has a file that opening runs"},
    {"attachment_archive_program", "has an archive with something to run in it"},
    {"attachment_archive_locked", "has an archive that needs a password"},
    {"attachment_archive_password", "brings a locked archive and its password"},
    {"attachment_document_locked", "has a locked document"},
    {"attachment_document_macros", "has a document with macros"},
    {"attachment_document_remote", "has a document that loads something from elsewhere"},
    {"attachment_pdf_script", "has a PDF document with a script"},
    {"attachment_pdf_launch", "has a PDF document that starts a program"},
    {"attachment_type_differs", "has a file that is not what it says"},
    {"hidden_text", "holds words that its reader does not see"},
    {"attachment_unread", "has a picture that could not be looked at"},
    {"sender_like_own_domain", "comes from a look-alike of the case's own domain"},
    {"sender_like_correspondent", "comes from a look-alike of a correspondent's domain"},
    {"back_after_silence_to_recipient", "comes after a long silence towards the recipient"},
};

void add_truth(const hunt::TruthCounts& truth, Summary& summary) {
  if (truth.claims == 0) return;
  if (truth.held > 0) {
    summary.established.push_back(fmt::format(
        "{} an original; for {} of them the case holds it.",
        counted(truth.claims, "quoted or forwarded block names", "quoted or forwarded blocks name"),
        grouped(truth.held)));
  }
  if (truth.absent > 0) {
    summary.departs.push_back(
        fmt::format("{} an original that a mailbox in the case should hold and does not.",
                    counted(truth.absent, "quoted block names", "quoted blocks name")));
  }
  if (truth.differs > 0) {
    summary.departs.push_back(
        fmt::format("{} a held message with other words or links.",
                    counted(truth.differs, "quoted block repeats", "quoted blocks repeat")));
  }
  if (truth.cannot_say > 0) {
    summary.cannot_say.push_back(fmt::format(
        "{} an original that is not in the case, and no mailbox of those it names covers "
        "that time. Whether it ever existed cannot be said.",
        counted(truth.cannot_say, "quoted block names", "quoted blocks name")));
  }
}

std::string in_range(const store::Counts& counts) {
  if (!counts.first || !counts.last) return "";
  return fmt::format(", dated {} to {}", day(counts.first), day(counts.last));
}

}  // namespace

std::string finding_words(std::string_view code) {
  for (const auto& known : kCodes) {
    if (known.code == code) return std::string(known.words);
  }
  return std::string(code);
}

std::string headline(const hunt::Finding& finding) {
  std::string line;
  std::size_t shown = 0;
  for (const auto& reason : finding.reasons) {
    if (shown == 3) break;
    const std::string words = finding_words(reason.code);
    if (line.find(words) != std::string::npos) continue;
    if (shown++ > 0) line += "; ";
    line += words;
  }
  if (!line.empty()) line.front() = to_upper(line.front());
  return line;
}

std::string_view verdict_words(hunt::Verdict verdict) {
  switch (verdict) {
    case hunt::Verdict::consistent:
      return "consistent with what is usual";
    case hunt::Verdict::deviates:
      return "departs from what is usual";
    case hunt::Verdict::contradicted:
      return "contradicted by what the case holds";
    case hunt::Verdict::cannot_say:
      return "cannot say";
  }
  return "";
}

Summary summarize(const Investigation& investigation) {
  const store::Counts& counts = investigation.counts;
  const hunt::HuntResult& hunt = investigation.hunt;
  Summary summary;
  const bool copies = investigation.different_messages != counts.messages;
  summary.established.push_back(fmt::format(
      "The case holds {}{} in {}{}. Each is kept as received and named by its SHA-256.",
      counted(investigation.different_messages, "message", "messages"),
      copies
          ? fmt::format(" by Message-ID, received as {} different files,", grouped(counts.messages))
          : std::string(),
      counted(counts.mailboxes, "mailbox", "mailboxes"), in_range(counts)));
  add_truth(hunt.truth, summary);
  const auto contradicted = std::count_if(
      hunt.findings.begin(), hunt.findings.end(),
      [](const hunt::Finding& f) { return f.verdict == hunt::Verdict::contradicted; });
  const auto others = hunt.findings.size() - static_cast<std::size_t>(contradicted);
  if (contradicted > 0) {
    summary.departs.push_back(fmt::format(
        "{} contradicted by what the case holds.",
        counted(static_cast<std::uint64_t>(contradicted), "message is", "messages are")));
  }
  if (others > 0) {
    summary.departs.push_back(
        fmt::format("{} from what is usual for the sender by enough to be looked at.",
                    counted(others, "message departs", "messages depart")));
  }
  if (investigation.exposed) {
    summarize_exposure(*investigation.exposed, summary.established, summary.departs,
                       summary.cannot_say);
  }
  if (hunt.findings.empty()) {
    summary.departs.push_back(
        "No message departs from what is usual by as much as this report asks for. That is no "
        "proof that every sender is who they seem to be.");
  }
  if (hunt.cannot_say > 0) {
    summary.cannot_say.push_back(fmt::format(
        "{} from senders with fewer than five earlier messages: too few to call anything usual.",
        counted(hunt.cannot_say, "message is", "messages are")));
  }
  summary.cannot_say.push_back(
      "An intruder who uses the account as its owner does, writes nothing new and links nowhere "
      "new "
      "leaves nothing that these checks could see.");
  if (counts.without_date > 0) {
    summary.cannot_say.push_back(
        fmt::format("{} no date that could be read.",
                    counted(counts.without_date, "message has", "messages have")));
  }
  return summary;
}

std::string shell_word(std::string_view text) {
  const bool plain =
      !text.empty() && text.front() != '-' && std::all_of(text.begin(), text.end(), [](char c) {
        return is_alnum(c) || c == '/' || c == '.' || c == '_' || c == '-';
      });
  if (plain) return std::string(text);
  std::string word;
  for (const char c : text) word += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return "'" + word + "'";
}

std::string cut_command(std::string_view case_directory, const hunt::Evidence& evidence,
                        std::string_view file) {
  if (evidence.message == hunt::kGuest) {
    if (file.empty()) return "";
    return fmt::format("tail -c +{} {} | head -c {} | sha256sum",
                       std::uint64_t{evidence.where.offset} + 1, shell_word(file),
                       evidence.where.length);
  }
  return fmt::format("letterlock show {} {} --raw | tail -c +{} | head -c {} | sha256sum",
                     case_directory.empty() ? "CASE" : shell_word(case_directory), evidence.message,
                     std::uint64_t{evidence.where.offset} + 1, evidence.where.length);
}

std::string defanged(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const bool at_word = i == 0 || !is_alnum(text[i - 1]);
    if (at_word && starts_with_ignore_case(text.substr(i), "http")) {
      out += "hxxp";
      i += 4;
      continue;
    }
    if (at_word && starts_with_ignore_case(text.substr(i), "www.")) {
      out += "www[.]";
      i += 4;
      continue;
    }
    if (text.substr(i, 3) == "://") {
      out += "://";
      i += 3;
      while (i < text.size() &&
             (is_alnum(text[i]) || !is_ascii(text[i]) ||
              std::string_view(".-_~:@[]%").find(text[i]) != std::string_view::npos)) {
        if (text[i] == '.') {
          out += "[.]";
        } else {
          out += text[i];
        }
        ++i;
      }
      continue;
    }
    out += text[i++];
  }
  return out;
}

std::string defanged_sentence(std::string_view text) {
  constexpr std::string_view kOpening = "“", kClosing = "”";
  std::string out;
  while (!text.empty()) {
    const std::size_t open = text.find(kOpening);
    const std::size_t close = open == std::string_view::npos ? open : text.find(kClosing, open);
    if (close == std::string_view::npos) break;
    const std::string_view name =
        text.substr(open + kOpening.size(), close - open - kOpening.size());
    const bool host = name.find_first_of(" @/") == std::string_view::npos;
    out += defanged(text.substr(0, open));
    out += kOpening;
    if (!host) out += defanged(name);
    for (const char c : host ? name : std::string_view{}) {
      out += c == '.' ? std::string("[.]") : std::string(1, c);
    }
    out += kClosing;
    text.remove_prefix(close + kClosing.size());
  }
  return out + defanged(text);
}

double per_thousand(const hunt::Scanned& scanned) {
  const std::uint64_t place = std::min(scanned.place, scanned.of);
  return std::ceil(10'000.0 * static_cast<double>(place) / static_cast<double>(scanned.of)) / 10;
}

std::string day(const std::optional<UnixTime>& time) {
  return time ? format_utc(*time).substr(0, 10) : "no date";
}

std::string minute(const std::optional<UnixTime>& time) {
  if (!time) return "no date";
  const std::string text = format_utc(*time);
  return text.size() < 16 ? text : text.substr(0, 10) + " " + text.substr(11, 5) + " UTC";
}

}  // namespace letterlock::report
