#include "content/language.h"

#include <algorithm>
#include <array>
#include <span>

namespace letterlock::content {
namespace {

// Words looked at: enough to tell, and quoted code further down does not count.
constexpr std::size_t kLookedAt = 400;
constexpr int kFewest = 3;  // votes

struct Language {
  std::string_view name;
  std::string_view words;
};

// Words that are common in one of these languages and rare in the others.
constexpr Language kLanguages[] = {
    {"en",
     "the and of to is that it for with this be are on not have you we was but by from or will can "
     "would there they which if what my your has been should when"},
    {"de",
     "der die das und ist nicht ich sie wir ein eine den dem mit für auf von zu auch es im sich "
     "bei "
     "noch aus dass wird haben werden oder kann ihnen ihre mir uns"},
    {"fr",
     "le la les et est pas je vous nous une des du dans pour que qui sur avec au ce cette sont par "
     "mais plus ne votre être il elle ont aux bonjour merci"},
    {"es",
     "el los las y es no que un una del por para con se lo su al como más pero está este esta muy "
     "son nos usted hola gracias ser también"},
    {"it",
     "il gli e che non di un una per con del della è sono si anche come ma questo questa nel alla "
     "ho hai ci più grazie essere dei delle"},
    {"nl",
     "de het een en van niet ik je wij dat op te voor met zijn maar ook aan er bij naar deze "
     "wordt hebben kan nog uit om"},
    {"pt",
     "o os e é não que um uma da dos das em para com por mais como mas está você são seu "
     "sua foi muito obrigado também"},
    {"pl", "w na nie się z jest że jak co po tak ale od za dla są przez czy już był być może"},
    {"sv",
     "och att det är en som för på med inte jag av den till har vi om ett kan men så från du var"},
    {"ru", "и в не на что я с он как это по но мы вы из за то все так его для от бы если мне"},
    {"uk", "і в не на що я з він як це та але ми ви із за то все так його для від якщо мені є"},
};
constexpr std::size_t kCount = std::size(kLanguages);

class StopWords {
 public:
  StopWords() {
    for (std::size_t i = 0; i < kCount; ++i) {
      for (const std::uint32_t hash : phrase_hashes(kLanguages[i].words)) add(hash, i);
    }
  }
  // Asked of words of which nobody can tell whether they are in here: no branch depends on that.
  std::uint16_t languages(std::uint32_t hash) const {
    for (std::size_t at = hash & kMask;; at = (at + 1) & kMask) {
      const Slot& slot = slots_[at];
      if ((slot.hash == hash) | (slot.hash == 0)) return slot.languages;
    }
  }

 private:
  struct Slot {
    std::uint32_t hash = 0;
    std::uint16_t languages = 0;
  };
  static constexpr std::size_t kMask = 2047;  // 330 words, hardly one behind another's place

  void add(std::uint32_t hash, std::size_t language) {
    std::size_t at = hash & kMask;
    while (slots_[at].hash != 0 && slots_[at].hash != hash) at = (at + 1) & kMask;
    slots_[at].hash = hash;
    slots_[at].languages |= static_cast<std::uint16_t>(1u << language);
  }
  std::array<Slot, kMask + 1> slots_;
};

// Votes for eight languages in the octets of a number: one for each bit of an octet of languages.
constexpr std::array<std::uint64_t, 256> make_votes() {
  std::array<std::uint64_t, 256> votes{};
  for (std::size_t languages = 0; languages < 256; ++languages) {
    for (unsigned bit = 0; bit < 8; ++bit) {
      votes[languages] |= std::uint64_t{languages >> bit & 1} << (8 * bit);
    }
  }
  return votes;
}
constexpr auto kVotes = make_votes();
static_assert(kCount <= 16);

std::array<int, kCount> count_votes(const StopWords& words, std::span<const Token> tokens) {
  constexpr std::size_t kMost = 255;  // before an octet is full
  std::array<int, kCount> votes{};
  while (!tokens.empty()) {
    const auto some = tokens.first(std::min(tokens.size(), kMost));
    std::uint64_t first = 0, second = 0;
    for (const Token& token : some) {
      const std::uint16_t languages = words.languages(token.hash);
      first += kVotes[languages & 0xFF];
      second += kVotes[languages >> 8];
    }
    for (std::size_t i = 0; i < kCount; ++i) {
      votes[i] += static_cast<int>((i < 8 ? first : second) >> (i % 8 * 8) & 0xFF);
    }
    tokens = tokens.subspan(some.size());
  }
  return votes;
}

std::string_view by_script(const Marks& marks) {
  constexpr std::pair<Script, std::string_view> kNames[] = {
      {Script::cyrillic, "Cyrillic"}, {Script::greek, "Greek"},   {Script::hangul, "Korean"},
      {Script::kana, "Japanese"},     {Script::arabic, "Arabic"}, {Script::han, "Chinese"},
      {Script::other, "other script"}};
  constexpr std::uint32_t kEnough = 8;
  const std::uint32_t latin = marks.lower + marks.upper;
  for (const auto& [script, name] : kNames) {
    const std::uint32_t letters = marks.scripts[static_cast<std::size_t>(script)];
    // Japanese is mostly Han with some Kana, and comes before it here.
    if (letters >= kEnough && letters * 2 >= latin) return name;
  }
  return {};
}

}  // namespace

std::string_view language_of(const Tokens& tokens) {
  static const StopWords kStopWords;
  const std::span<const Token> all = tokens.all();
  const std::array<int, kCount> votes =
      count_votes(kStopWords, all.first(std::min(all.size(), kLookedAt)));
  const auto best = std::max_element(votes.begin(), votes.end());
  int second = 0;
  for (auto each = votes.begin(); each != votes.end(); ++each) {
    if (each != best) second = std::max(second, *each);
  }
  const std::string_view script = by_script(tokens.marks());
  const bool clear = *best >= kFewest && *best * 2 > second * 3;
  if (!clear) return script;
  return kLanguages[best - votes.begin()].name;
}

}  // namespace letterlock::content
