#include "relations/words.h"

#include <algorithm>
#include <cmath>

#include "relations/decay.h"

namespace letterlock::relations {
namespace {

constexpr double kFlat = 0.6;
// Words of the case that stand behind a sender's own, as so many words of theirs.
constexpr double kBehind = 400;
// Of a vocabulary of unknown size, what a word never seen gets.
constexpr double kUnseen = 0.3;

}  // namespace

void SenderWords::observe(std::span<const std::uint32_t> words) {
  std::vector<std::uint32_t> merged;
  merged.reserve(cells_.size() + words.size());
  auto cell = cells_.begin();
  for (const std::uint32_t word : words) {
    while (cell != cells_.end() && *cell >> 8 < word) merged.push_back(*cell++);
    if (cell != cells_.end() && *cell >> 8 == word) {
      merged.push_back((*cell & 0xFF) == 0xFF ? *cell : *cell + 1);
      ++cell;
    } else {
      merged.push_back(word << 8 | 1);
    }
  }
  merged.insert(merged.end(), cell, cells_.end());
  cells_.swap(merged);
  all_ += words.size();
  if (cells_.size() > kWordsPerSender) forget_rare();
}

// Words used once go first; all counts are halved where that is not enough.
void SenderWords::forget_rare() {
  std::erase_if(cells_, [](std::uint32_t cell) { return (cell & 0xFF) <= 1; });
  if (2 * cells_.size() < kWordsPerSender) return;
  for (std::uint32_t& cell : cells_) cell = (cell & ~0xFFU) | (cell & 0xFF) / 2;
  all_ /= 2;
}

std::uint32_t SenderWords::of(std::uint32_t word) const {
  const auto cell = std::lower_bound(cells_.begin(), cells_.end(), word << 8);
  return cell != cells_.end() && *cell >> 8 == word ? *cell & 0xFF : 0;
}

void CommonWords::observe(std::span<const std::uint32_t> words, std::uint32_t earlier,
                          double trust) {
  const auto amount = static_cast<float>(trust * share_of_population(earlier));
  for (const std::uint32_t word : words) {
    const float before = counts_.add(word, amount);
    flat_ += std::pow(before + amount, kFlat) - (before > 0 ? std::pow(before, kFlat) : 0);
    all_ += amount;
  }
  messages_ += amount;
}

double CommonWords::share(std::uint32_t word) const {
  return (counts_.of(word) + kUnseen) /
         (all_ + kUnseen * (static_cast<double>(counts_.size()) + 1000));
}

double CommonWords::messages_with(std::uint32_t word) const {
  return messages_ > 0 ? counts_.of(word) / messages_ : 0;
}

double CommonWords::flat_share(std::uint32_t word) const {
  const double whole =
      flat_ + std::pow(kUnseen, kFlat) * (static_cast<double>(counts_.size()) * 0.1 + 1000);
  return std::pow(counts_.of(word) + kUnseen, kFlat) / whole;
}

double word_share(const SenderWords& sender, const CommonWords& common, std::uint32_t word) {
  return (sender.of(word) + kBehind * common.share(word)) /
         (static_cast<double>(sender.all()) + kBehind);
}

}  // namespace letterlock::relations
