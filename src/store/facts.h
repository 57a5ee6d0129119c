// The facts that a case keeps of each message, as they go to a fact store and come back from it.
//
// Plain records, owning their text. A message is known by a MessageId (its ordinal in the case,
// from 1, in order of first ingest) and by the SHA-256 of its octets as received.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/attributes.h"
#include "base/byte_range.h"
#include "base/clock.h"
#include "base/sha256.h"

namespace letterlock::store {

using MessageId = std::uint64_t;
inline constexpr MessageId kNoMessage = 0;

enum class AddressRole : std::uint8_t {
  from,
  sender,
  reply_to,
  to,
  cc,
  bcc,
  resent_from,
  resent_to,
  delivered_to,
  return_path,
};

struct AddressFact {
  AddressRole role = AddressRole::from;
  std::string address;       // mime::normalized()
  std::string display_name;  // decoded
  ByteRange where;           // in the message's octets
};

struct FieldFact {
  std::string_view name;  // as written; good as long as the list is
  ByteRange whole;
};

// The names stand in one string: a message has dozens of fields, most with names too long for
// std::string to keep them without memory of their own.
class FieldList {
 public:
  class Iterator {
   public:
    Iterator(const FieldList& list, std::size_t at) : list_(&list), at_(at) {}
    FieldFact operator*() const { return (*list_)[at_]; }
    Iterator& operator++() {
      ++at_;
      return *this;
    }
    bool operator==(const Iterator& other) const { return at_ == other.at_; }

   private:
    const FieldList* list_;
    std::size_t at_;
  };

  FieldList() = default;
  FieldList(std::initializer_list<FieldFact> fields) {
    for (const FieldFact& field : fields) push_back(field);
  }
  void reserve(std::size_t fields) {
    constexpr std::size_t kUsualName = 20;
    entries_.reserve(fields);
    names_.reserve(fields * kUsualName);
  }
  void push_back(const FieldFact& field) {
    names_ += field.name;
    entries_.push_back({names_.size(), field.whole});
  }
  std::size_t size() const { return entries_.size(); }
  bool empty() const { return entries_.empty(); }
  FieldFact operator[](std::size_t i) const LL_LIFETIME_BOUND {
    const std::size_t begin = i == 0 ? 0 : entries_[i - 1].name_end;
    return {std::string_view(names_).substr(begin, entries_[i].name_end - begin),
            entries_[i].whole};
  }
  Iterator begin() const LL_LIFETIME_BOUND { return {*this, 0}; }
  Iterator end() const LL_LIFETIME_BOUND { return {*this, size()}; }

 private:
  struct Entry {
    std::size_t name_end = 0;  // in names_
    ByteRange whole;
  };
  std::vector<Entry> entries_;
  std::string names_;
};

struct PartFact {
  std::uint32_t index = 0;            // mime::EntityIndex
  std::uint32_t parent = 0xFFFFFFFF;  // mime::kNoEntity for the message itself
  std::string media_type;             // "text/html"
  std::string charset;                // as declared; "" where none
  std::string encoding;               // Content-Transfer-Encoding's word; "" where none
  std::string filename;               // decoded
  bool attachment = false;            // listed as an attachment
  bool inlined = false;
  std::string sniffed_type;            // attachments only
  std::uint64_t decoded_size = 0;      // attachments only
  std::optional<Sha256> content_hash;  // attachments only: of the decoded octets
  ByteRange body;                      // still encoded
};

// A place in the decoded UTF-8 text of one part.
struct PartText {
  std::uint32_t part = 0;
  std::uint32_t offset = 0;
  std::uint32_t length = 0;
};

struct LinkFact {
  std::uint8_t kind = 0;  // content::LinkKind
  std::string url;
  std::string host;
  std::string domain;  // registrable
  std::string visible;
  std::vector<std::string> carried_urls;
  std::vector<std::string> carried_domains;
  bool in_quoted_text = false;
  PartText where;
};

struct QuoteFact {
  std::uint8_t kind = 0;  // content::Quote::Kind
  std::string from_name, from_address;
  std::vector<std::string> to_addresses;
  std::vector<std::string> to_names;
  std::string subject;
  std::string message_id;
  std::optional<UnixTime> date;
  bool date_has_zone = false;
  std::string style;
  PartText where;
  PartText claim;
};

// One habit that a message shows: a class, by its name.
struct TraitFact {
  std::uint8_t kind = 0;  // content::TraitKind
  std::string value;
  ByteRange where;
};

struct AskFact {
  std::uint8_t kind = 0;  // content::AskKind
  std::uint32_t count = 0;
  PartText where;  // of the first
};

// The newly written text, as far as comparing it needs (content::Writing).
struct WritingFact {
  std::vector<std::uint32_t> words;  // 24-bit hashes: sorted, distinct
  std::uint32_t word_count = 0;
  std::uint32_t length = 0;
  std::vector<AskFact> asks;  // by kind, each once
};

struct DefectFact {
  std::string name;  // mime::defect_name()
  ByteRange where;
};

// Where a message's octets lie in the evidence segments (docs/case-format.md).
struct EvidenceLocation {
  std::uint32_t segment = 0;
  std::uint64_t offset = 0;  // of the record in the segment file
};

struct MessageFacts {
  Sha256 evidence;
  std::uint64_t size = 0;
  EvidenceLocation location;
  bool reconstructed = false;

  std::string message_id;  // without angle brackets; "" where there is none
  std::string subject;     // decoded
  std::string base_subject;
  std::optional<UnixTime> date;  // Date field
  std::optional<int> zone_minutes;
  std::string zone_text;
  std::optional<UnixTime> received;  // newest trace field's date
  std::vector<std::string> in_reply_to;
  std::vector<std::string> references;  // oldest first
  std::string thread_index;  // the 22-octet conversation header of Thread-Index, hexadecimal; or ""
  std::string list_id;
  std::string mailer;           // X-Mailer or User-Agent
  bool claims_reply = false;    // by subject prefix
  bool claims_forward = false;  // by subject prefix

  std::vector<AddressFact> addresses;
  FieldList fields;
  std::vector<PartFact> parts;
  std::vector<LinkFact> links;
  std::vector<QuoteFact> quotes;
  std::vector<DefectFact> defects;
  std::vector<TraitFact> traits;  // by kind
  WritingFact writing;
  std::string text;  // content::Content::text, for the full-text index
  std::uint32_t new_text_length = 0;
};

// One copy of a message in one mailbox.
struct PlacementFact {
  Sha256 evidence;
  std::string mailbox;  // whose mailbox: a name given by the user or derived from the source
  std::string folder;
  std::string source;  // the SOURCE argument's ingest: container path
  std::string inner;   // path inside the container
  std::uint64_t offset = 0;
  std::uint64_t length = 0;
  std::vector<std::string> labels;
  std::string flags;  // Maildir letters: P R S T D F
  std::optional<UnixTime> internal_date;
  std::string quoting;  // which mbox quoting was undone
};

struct SourceDefectFact {
  std::string source, inner;
  std::uint64_t offset = 0;
  std::string name, detail;
};

// How far one unit of a source has been read: the point where an interrupted ingest goes on.
struct SourceProgress {
  std::string source;          // container path as opened
  std::string unit;            // path inside, "" for the container itself
  std::uint64_t item = 0;      // sources::Position::item
  std::uint64_t position = 0;  // sources::Position::offset
  bool finished = false;
  std::uint64_t messages = 0;  // that it has yielded so far
  std::uint64_t size = 0;      // to notice that the file changed since
  std::int64_t modified = 0;
};

// What is written in one durable step, all or nothing.
struct FactBatch {
  std::vector<MessageFacts> messages;  // new to the store, in order
  std::vector<PlacementFact> placements;
  std::vector<SourceDefectFact> source_defects;
  std::vector<SourceProgress> progress;
  // Segment file lengths that this batch relies on; anything beyond the last committed length of a
  // segment was never acknowledged and is cut off at the next open.
  std::vector<std::pair<std::uint32_t, std::uint64_t>> segment_lengths;
};

// What an edge rests on. `none`: the message names no parent and none was found; it only says to
// which thread the message belongs.
enum class EdgeBasis : std::uint8_t {
  references,
  in_reply_to,
  thread_index,
  subject_and_people,
  none,
};

struct ThreadEdge {
  MessageId child = kNoMessage;
  MessageId parent = kNoMessage;  // kNoMessage: the parent is named but not in the case
  EdgeBasis basis = EdgeBasis::references;
  MessageId thread = kNoMessage;  // the smallest MessageId of the thread
};

}  // namespace letterlock::store
