#include "hunt/compare.h"

#include <algorithm>
#include <unordered_set>

#include "base/ascii.h"
#include "base/fnv1a.h"

namespace letterlock::hunt {
namespace {

constexpr std::size_t kRun = 4;         // words of one shingle
constexpr std::size_t kPassage = 7;     // words of one passage for the full-text search
constexpr std::size_t kBeginning = 40;  // words
constexpr std::size_t kMostAdded = 8;
constexpr std::size_t kMostWords = 200'000;

bool is_word_octet(char c) { return is_alnum(c) || !is_ascii(c); }

// Words as a reader counts them: letters and digits, case aside. URLs are no words: links are
// compared as links.
std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  for (std::size_t i = 0; i < text.size() && words.size() < kMostWords;) {
    if (!is_word_octet(text[i])) {
      ++i;
      continue;
    }
    std::size_t end = i;
    while (end < text.size() && is_word_octet(text[end])) ++end;
    if (text.substr(end, 3) == "://") {
      while (end < text.size() && !is_space(text[end]) && text[end] != '>') ++end;
    } else {
      words.push_back(text.substr(i, end - i));
    }
    i = end;
  }
  return words;
}

std::uint64_t hash_run(const std::string_view* words, std::size_t count) {
  Fnv1a hash;
  for (std::size_t w = 0; w < count; ++w) {
    for (const char c : words[w]) hash.add(static_cast<unsigned char>(to_lower(c)));
    hash.add(' ');
  }
  return hash.value();
}

class Shingles {
 public:
  explicit Shingles(std::string_view text) {
    const auto words = words_of(text);
    for (std::size_t i = 0; i < words.size(); ++i) {
      ones_.insert(hash_run(&words[i], 1));
      if (i + kRun <= words.size()) runs_.insert(hash_run(&words[i], kRun));
    }
  }
  // For each word whether it stands in a run that this text has too.
  std::vector<bool> covered(const std::vector<std::string_view>& words) const {
    std::vector<bool> seen(words.size());
    if (words.size() < kRun) {
      for (std::size_t i = 0; i < words.size(); ++i)
        seen[i] = ones_.contains(hash_run(&words[i], 1));
      return seen;
    }
    for (std::size_t i = 0; i + kRun <= words.size(); ++i) {
      if (!runs_.contains(hash_run(&words[i], kRun))) continue;
      std::fill_n(seen.begin() + static_cast<std::ptrdiff_t>(i), kRun, true);
    }
    return seen;
  }

 private:
  std::unordered_set<std::uint64_t> ones_, runs_;
};

double share(const std::vector<bool>& seen) {
  if (seen.empty()) return 0;
  return static_cast<double>(std::count(seen.begin(), seen.end(), true)) /
         static_cast<double>(seen.size());
}

// Runs of words that the other text does not have, as they stand in `text`.
std::vector<std::string> missing_passages(std::string_view text,
                                          const std::vector<std::string_view>& words,
                                          const std::vector<bool>& seen) {
  std::vector<std::string> passages;
  for (std::size_t i = 0; i < words.size() && passages.size() < kMostAdded;) {
    if (seen[i]) {
      ++i;
      continue;
    }
    std::size_t end = i;
    while (end < words.size() && !seen[end]) ++end;
    const auto from = static_cast<std::size_t>(words[i].data() - text.data());
    const auto to =
        static_cast<std::size_t>(words[end - 1].data() + words[end - 1].size() - text.data());
    passages.emplace_back(text.substr(from, std::min<std::size_t>(to - from, 300)));
    i = end;
  }
  return passages;
}

// Either the block begins with what the original's writer wrote, or most of that is in the block.
double shared_writing(std::vector<std::string_view> words, std::string_view block,
                      std::string_view new_text) {
  if (words.size() > kBeginning) words.resize(kBeginning);
  return std::max(share(Shingles(new_text).covered(words)), containment(new_text, block));
}

bool inside(const content::TextRange& part, const content::TextRange& whole) {
  return part.entity == whole.entity && part.offset >= whole.offset &&
         part.offset + part.length <= whole.offset + whole.length;
}

bool is_clicked(const content::Link& link) {
  return link.kind != content::LinkKind::resource && link.kind != content::LinkKind::list_field &&
         link.scheme != "mailto" && link.scheme != "tel" &&
         link.registrable_domain.find('.') != std::string::npos;
}

// Leads where a link of the original leads: to the same domain; or it is the beginning of it, cut
// in wrapping; or the original's is wrapped and this one is not.
bool same_target(const content::Link& quoted, const content::Link& original) {
  return quoted.registrable_domain == original.registrable_domain ||
         original.url.starts_with(quoted.url) || original.host.starts_with(quoted.host) ||
         std::find(original.carried_domains.begin(), original.carried_domains.end(),
                   quoted.registrable_domain) != original.carried_domains.end();
}

// The original's link that the quoted one most likely replaced: same visible text, else the only
// one there is.
const content::Link* counterpart(const content::Link& quoted, bool only_quoted,
                                 const std::vector<const content::Link*>& originals) {
  for (const auto* link : originals) {
    if (!quoted.visible.empty() && trim(link->visible) == trim(quoted.visible)) return link;
  }
  return only_quoted && originals.size() == 1 ? originals.front() : nullptr;
}

// The clicked links of the block itself: not of its claim, and not of what the writer put between
// its lines.
std::vector<const content::Link*> quoted_links(const content::Content& quoting,
                                               const content::Quote& quote) {
  std::vector<const content::Link*> links;
  for (const auto& link : quoting.links) {
    if (is_clicked(link) && link.in_quoted_text && inside(link.where, quote.where) &&
        !inside(link.where, quote.claim)) {
      links.push_back(&link);
    }
  }
  return links;
}

}  // namespace

double containment(std::string_view text, std::string_view whole) {
  return share(Shingles(whole).covered(words_of(text)));
}

Comparison compare(const content::Content& quoting, const content::Quote& quote,
                   const content::Content& original) {
  Comparison result;
  const auto words = words_of(quote.text);
  const auto seen = Shingles(original.text).covered(words);
  result.words = words.size();
  result.contained = share(seen);
  result.added = missing_passages(quote.text, words, seen);
  result.own = shared_writing(words, quote.text, original.new_text);

  std::vector<const content::Link*> originals;
  for (const auto& link : original.links) {
    if (is_clicked(link)) originals.push_back(&link);
  }
  const auto quoted = quoted_links(quoting, quote);
  for (const auto* link : quoted) {
    const bool same = std::any_of(originals.begin(), originals.end(),
                                  [&](const auto* other) { return same_target(*link, *other); });
    if (!same) result.links.push_back({link, counterpart(*link, quoted.size() == 1, originals)});
  }
  return result;
}

std::vector<std::string> telling_passages(std::string_view text, std::size_t most) {
  const auto words = words_of(text);
  if (words.size() < kPassage) return {};
  struct Candidate {
    std::size_t at, length;
  };
  std::vector<Candidate> candidates;
  for (std::size_t i = 0; i + kPassage <= words.size(); i += kPassage) {
    const std::string_view from = words[i], to = words[i + kPassage - 1];
    const std::string_view passage(from.data(),
                                   static_cast<std::size_t>(to.data() + to.size() - from.data()));
    if (passage.find("://") != std::string_view::npos ||
        passage.find('@') != std::string_view::npos) {
      continue;
    }
    candidates.push_back({i, passage.size()});
  }
  std::stable_sort(candidates.begin(), candidates.end(),
                   [](const Candidate& a, const Candidate& b) { return a.length > b.length; });
  std::vector<std::string> passages;
  for (const auto& candidate : candidates) {
    if (passages.size() == most) break;
    std::string passage;
    for (std::size_t w = 0; w < kPassage; ++w) {
      if (w > 0) passage += ' ';
      passage += words[candidate.at + w];
    }
    passages.push_back(std::move(passage));
  }
  return passages;
}

}  // namespace letterlock::hunt
