// Words: which a sender uses, and how usual each is in the case. By 24-bit hashes
// (content::word_hash); a word counts once a message.
//
// A sender's words take four octets each, at most kWordsPerSender. Not thread-safe.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "relations/flat_counts.h"

namespace letterlock::relations {

inline constexpr std::size_t kWordsPerSender = 4096;

class SenderWords {
 public:
  // REQUIRES: `words` sorted and distinct.
  void observe(std::span<const std::uint32_t> words);
  std::uint32_t of(std::uint32_t word) const;  // messages with it, at most 255
  std::uint64_t all() const { return all_; }   // words of all messages

 private:
  void forget_rare();
  std::vector<std::uint32_t> cells_;  // hash << 8 | count, sorted
  std::uint64_t all_ = 0;
};

class CommonWords {
 public:
  void observe(std::span<const std::uint32_t> words, std::uint32_t earlier, double trust = 1);
  // How often, of all words.
  double share(std::uint32_t word) const;
  // In how many of a hundred messages, roughly; 0 where never.
  double messages_with(std::uint32_t word) const;
  // The same flattened (power 0.6) and made to sum up to one: what somebody else would write, in
  // whom rare words are less rare.
  double flat_share(std::uint32_t word) const;
  double all() const { return all_; }
  double messages() const { return messages_; }

 private:
  FlatCounts counts_{std::size_t{1} << 22};
  double all_ = 0, flat_ = 0, messages_ = 0;
};

// A sender's share of a word, with the case behind it.
double word_share(const SenderWords& sender, const CommonWords& common, std::uint32_t word);

}  // namespace letterlock::relations
