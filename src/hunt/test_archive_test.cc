#include "hunt/test_archive.h"

#include <fmt/format.h>
#include <unistd.h>

#include "casefile/facts_of.h"
#include "mime/message.h"

namespace letterlock::hunt {
namespace {

constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

std::string date_field(UnixTime at) {
  const CivilDate day = civil_from_days(at / kOneDay);
  const UnixTime second = at % kOneDay;
  return fmt::format("{} {} {} {:02}:{:02}:{:02} +0000", day.day, kMonths[day.month - 1], day.year,
                     second / 3600, second / 60 % 60, second % 60);
}

}  // namespace

TestArchive::TestArchive() {
  auto opened = store::open_sqlite(directory_ / "facts", true);
  if (opened) facts_ = std::move(*opened);
}

TestArchive::~TestArchive() = default;

std::string TestArchive::put(const TestMail& mail, const std::vector<std::string>& mailboxes) {
  const std::string message_id =
      mail.message_id.empty() ? fmt::format("m{}@archive.example", next_++) : mail.message_id;
  std::string octets =
      fmt::format("From: {}\r\nTo: {}\r\nDate: {}\r\nSubject: {}\r\nMessage-ID: <{}>\r\n",
                  mail.from, mail.to, date_field(mail.at), mail.subject, message_id);
  if (!mail.in_reply_to.empty()) octets += fmt::format("In-Reply-To: <{}>\r\n", mail.in_reply_to);
  octets += mail.more_header;
  octets += fmt::format("MIME-Version: 1.0\r\nContent-Type: text/{}; charset=utf-8\r\n\r\n{}\r\n",
                        mail.html ? "html" : "plain", mail.body);
  const Sha256 hash = sha256(octets);
  auto message = mime::Message::parse_view(octets);
  batch_.messages.push_back(casefile::facts_of(*message, hash, {}));
  for (const auto& mailbox : mailboxes) {
    store::PlacementFact placement;
    placement.evidence = hash;
    placement.mailbox = mailbox;
    const bool own = mail.from.find(mailbox + "@meridian.example") != std::string::npos;
    placement.folder = own ? "Sent" : "Inbox";
    placement.source = mailbox + ".mbox";
    placement.offset = octets_.size();
    batch_.placements.push_back(std::move(placement));
  }
  octets_.push_back(std::move(octets));
  return message_id;
}

void TestArchive::office_life(UnixTime from, int days) {
  for (int day = 0; day < days; ++day) {
    const UnixTime at = from + day * kOneDay;
    const std::string first =
        put({.from = "Ada Moss <ada@meridian.example>",
             .to = "Ben Tarr <ben@meridian.example>",
             .at = at,
             .subject = fmt::format("Agenda {}", day),
             .body = fmt::format("Item {} of the agenda is the harbour budget.", day)},
            {"ada", "ben"});
    const std::string second = put(
        {.from = "Ben Tarr <ben@meridian.example>",
         .to = "Ada Moss <ada@meridian.example>",
         .at = at + 3600,
         .subject = fmt::format("Re: Agenda {}", day),
         .body = fmt::format("On {}, Ada Moss <ada@meridian.example> wrote:\r\n> Item {} of the "
                             "agenda is the harbour budget.\r\n\r\nAgreed, as item {}.",
                             date_field(at), day, day),
         .in_reply_to = first},
        {"ada", "ben"});
    put({.from = "Ada Moss <ada@meridian.example>",
         .to = "Ben Tarr <ben@meridian.example>",
         .at = at + 7200,
         .subject = fmt::format("Re: Agenda {}", day),
         .body = fmt::format("Thanks, {} then.", day),
         .in_reply_to = second},
        {"ada", "ben"});
  }
}

void TestArchive::load() {
  if (batch_.messages.empty()) return;
  SilentProgress silent;
  if (auto begun = facts_->begin_load(); !begun) throw std::runtime_error(begun.error().message);
  if (auto added = facts_->add(batch_); !added) throw std::runtime_error(added.error().message);
  if (auto ended = facts_->end_load(silent); !ended)
    throw std::runtime_error(ended.error().message);
  batch_ = {};
}

EvidenceSource TestArchive::evidence() const {
  return [this](store::MessageId id) -> Expected<std::string> { return octets_of(id); };
}

std::string TestArchive::octets_of(store::MessageId id) const { return octets_.at(id - 1); }

store::MessageId TestArchive::id_of(const std::string& message_id) {
  auto ids = facts_->find_message_id(message_id, 1);
  return ids && !ids->empty() ? ids->front() : store::kNoMessage;
}

HuntResult TestArchive::hunt(const HuntOptions& options) {
  load();
  SilentProgress silent;
  auto ground = Ground::survey(*facts_, silent);
  if (!ground) throw std::runtime_error(ground.error().message);
  auto result = hunt::hunt(*facts_, *ground, evidence(), options, silent);
  if (!result) throw std::runtime_error(result.error().message);
  return std::move(*result);
}

std::string forward_block(const std::string& from, const std::string& date, const std::string& to,
                          const std::string& subject, const std::string& text) {
  return fmt::format(
      "---------- Forwarded message ---------\r\nFrom: {}\r\nDate: {}\r\nSubject: {}\r\nTo: "
      "{}\r\n\r\n\r\n{}\r\n",
      from, date, subject, to, text);
}

HuntOptions every_finding() {
  HuntOptions options;
  options.budget = 1000;
  options.fewest_points = -100;
  return options;
}

std::optional<Finding> find_finding(const HuntResult& result, std::string_view message_id) {
  for (const auto* findings : {&result.findings, &result.besides}) {
    for (const Finding& finding : *findings) {
      if (finding.message_id == message_id) return finding;
    }
  }
  return std::nullopt;
}

const Reason* find_reason(const Finding& finding, std::string_view code) {
  for (const auto& reason : finding.reasons) {
    if (reason.code == code) return &reason;
  }
  return nullptr;
}

}  // namespace letterlock::hunt
