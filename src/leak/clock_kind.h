// The kinds of clocks that messages hold, and what genuine mail was measured to keep to.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace letterlock::leak {

// Who wrote a value, or could have: where a forger would have to stand.
enum class Writer : std::uint8_t {
  sender_client,    // the program that composed the message, and whoever edits the file
  sender_provider,  // the servers of the sender's provider
  relay,            // any server on the way
  receiver,         // the receiving provider
  archive,          // whoever kept or exported the copy
};
std::string_view to_string(Writer writer);
// For a reporter: "the sender's program, or anybody who edited the file afterwards".
std::string_view in_words(Writer writer);

enum class ClockKind : std::uint8_t {
  date,
  resent_date,
  original_date,  // X-Google-Original-Date, X-Original-Date
  delivery_date,  // Delivery-Date
  received,
  x_received,
  queue_id_gmail,
  queue_id_postfix,
  queue_id_exim,
  queue_id_sendmail,
  dkim_t,
  dkim_x,
  google_dkim_t,
  arc_signature_t,
  arc_seal_t,
  developer_signature_t,  // X-Developer-Signature (patatt)
  exchange_cross_tenant_arrival,
  exchange_original_arrival,  // X-MS-Exchange-Organization-OriginalArrivalTime and its like
  exchange_creation,
  original_arrival_text,      // X-OriginalArrivalTime, what it says
  original_arrival_filetime,  // X-OriginalArrivalTime, FILETIME=[...]
  exchange_network_id,        // Network-Message-Id, Filtering-Correlation-Id
  gmail_boundary,
  outlook_boundary,
  alpine_boundary,
  java_boundary,
  gmail_message_number,
  gmail_thread_number,
  thread_index_start,
  thread_index_reply,     // its last block: this message
  thread_index_ancestor,  // earlier blocks
  id_git,
  id_git_epoch,
  id_git_series,
  id_b4,
  id_mutt,
  id_mutt_base64,
  id_neomutt,
  id_gnus,
  id_alpine,
  id_claws,
  id_quilt,
  id_mew,
  id_python,
  id_evolution,
  id_thunderbird,
  id_outlook,
  id_java,
  id_yahoo,
  id_zoho,
  id_coremail,
  id_ses,
  id_exim,
  id_sendmail,
  id_uuid1,
  id_uuid7,
  id_digits,
  id_epoch,
  referenced_id,  // a Message-ID that In-Reply-To or References names
  imap_internal_date,
  mbox_from_line,
  pst_delivery,
  pst_submit,
};
inline constexpr std::size_t kClockKinds = static_cast<std::size_t>(ClockKind::pst_submit) + 1;

// Below this many samples, or where fewer of them kept to the tolerance (percent), a kind never
// contradicts by itself.
inline constexpr std::uint32_t kMinSamples = 50;
inline constexpr float kMinWithin = 99;

// Which mail a tolerance was measured on: public mailing lists, or for what lists do not carry,
// mail caught by honeypots, whose dates are partly false.
enum class MeasuredOn : std::uint8_t { lists, phishing };

// What genuine mail keeps to, in seconds: reading minus what it is compared with. An end that is
// absent bounds nothing.
struct Tolerance {
  std::optional<std::int32_t> lower, upper;
  std::uint32_t samples = 0;  // messages it was measured on
  float within = 0;           // share of them inside, in percent
  MeasuredOn on = MeasuredOn::lists;

  bool measured() const { return samples >= kMinSamples && within >= kMinWithin; }
};

struct ClockFacts {
  ClockKind kind;
  std::string_view name;   // stable snake_case, as in JSON
  std::string_view title;  // for people: "Outlook's MIME boundary"
  Writer writer;
  Tolerance date;        // against the Date field
  Tolerance origin;      // against the oldest Received
  Tolerance same_field;  // against the date of the field that holds it
};

const ClockFacts& facts_of(ClockKind kind);
std::span<const ClockFacts> all_clock_kinds();

}  // namespace letterlock::leak
