// What was read from message bodies, for copies of them.
//
// Of one message several mailboxes hold copies that differ in what servers wrote on the way alone:
// the text, its links and quotes, the attachments' hashes and the author's habits need not be read
// anew for each. A body is kept when it is seen for the second time, since most never come again.
// Keys are seeded anew in each process, so that nobody can prepare two bodies that share one.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "content/content.h"
#include "content/traits.h"
#include "mime/message.h"
#include "store/facts.h"

namespace letterlock::casefile {

// Everything that content::extract() and content::body_traits_of() tell of a message. Places in
// the message's octets count from its body.
struct BodyFacts {
  std::vector<store::LinkFact> links;
  std::vector<store::QuoteFact> quotes;
  std::string text;
  std::uint32_t new_text_length = 0;
  std::vector<content::Attachment> attachments;
  std::vector<content::Trait> traits;
  store::WritingFact writing;
  std::vector<mime::Defect> defects;  // found by reading it
  bool movable = true;                // false: a copy may say something else
};

// May be used by several threads.
class KnownBodies {
 public:
  struct Key {
    std::uint64_t low = 0, high = 0;
    bool operator==(const Key&) const = default;
  };

  KnownBodies();
  // False where the message is no copy of one that this was asked about before: no body of this
  // size came below these header fields, those left out that tell of the message's way alone. True
  // where it may be one, so that looking for its body and keeping it are worth their while.
  bool may_be_copy(const mime::Message& message);
  // Of the same header fields and the body itself.
  Key key_of(const mime::Message& message) const;
  // Null where it is not kept.
  std::shared_ptr<const BodyFacts> find(const Key& key);
  void keep(const Key& key, std::shared_ptr<const BodyFacts> facts);

 private:
  // All is forgotten when what is kept takes this much.
  static constexpr std::size_t kMostOctets = 64u << 20;
  static constexpr std::size_t kSeen = 262'144;  // 2 MB

  struct Hash {
    std::size_t operator()(const Key& key) const { return key.low; }
  };
  // Of the header fields, the body's size and `body`.
  Key hash(const mime::Message& message, std::string_view body) const;

  const std::uint64_t seed_;
  std::mutex mutex_;                 // guards all below
  std::vector<std::uint64_t> seen_;  // keys without body; by low, the last one at each place: high
  std::unordered_map<Key, std::shared_ptr<const BodyFacts>, Hash> kept_;
  std::size_t octets_ = 0;
};

}  // namespace letterlock::casefile
