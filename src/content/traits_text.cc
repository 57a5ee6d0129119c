// How the author writes: classes of the newly written text.
#include <algorithm>
#include <array>
#include <bit>

#include "base/ascii.h"
#include "content/asks.h"
#include "content/courtesy.h"
#include "content/field_pieces.h"
#include "content/language.h"
#include "content/tokens.h"
#include "content/trait_list.h"
#include "content/written.h"
#include "mime/unstructured.h"

namespace letterlock::content {
namespace {

using mime::FieldName;

class TextReader {
 public:
  TextReader(const mime::Message& message, const Content& content)
      : message_(message), content_(content), written_(written_lines(content)) {}

  void read(TraitList& out, Writing& writing);

 private:
  std::string_view text(const WrittenLine& line) const {
    return std::string_view(content_.new_text).substr(line.begin, line.end - line.begin);
  }
  void find_prose();
  void add(TraitKind kind, std::string_view value, TraitList& out) const {
    out.add(kind, value, where_);
  }
  void add_courtesy(TraitList& out) const;
  void add_signature(std::size_t closing, TraitList& out) const;
  void add_kind(TraitList& out) const;
  void add_quoting(TraitList& out) const;
  void add_habits(const Tokens& tokens, TraitList& out) const;
  void add_line_width(TraitList& out) const;
  void take_words(const Tokens& tokens, Writing& writing) const;
  void take_asks(const Tokens& tokens, Writing& writing) const;

  const mime::Message& message_;
  const Content& content_;
  Written written_;
  std::vector<std::size_t> prose_;  // indexes of prose lines
  ByteRange where_;                 // the body of the part that the author wrote into
};

void TextReader::find_prose() {
  prose_.reserve(written_.lines.size());
  for (std::size_t i = 0; i < written_.lines.size(); ++i) {
    if (written_.lines[i].role == LineRole::prose) prose_.push_back(i);
  }
  const auto entity = content_.new_spans.empty() ? 0 : content_.new_spans.front().entity;
  where_ = message_.entities()[entity].body;
}

// Lines of a block below the closing, as one hash: name, role, telephone, disclaimer.
void TextReader::add_signature(std::size_t closing, TraitList& out) const {
  constexpr std::size_t kFewestLines = 2, kMostLines = 30;
  ShortHash hash;
  std::size_t lines = 0;
  const auto take = [&](std::string_view line) {
    line = trim(line);
    if (line.empty() || lines == kMostLines) return;
    ++lines;
    for (const char c : line) hash.add(to_lower(c));
    hash.add('\n');
  };
  bool git = false;
  for (const WrittenLine& line : written_.lines) {
    if (line.role != LineRole::signature) continue;
    const std::string_view content = text(line);
    if (content == "-- " || content == "--") continue;
    // git-format-patch signs with its version.
    if (lines == 0)
      git = content.find_first_not_of("0123456789.rcgitw- ") == std::string_view::npos;
    take(content);
  }
  if (lines > 0) return add(TraitKind::signature, git ? "git version" : hash.text(), out);
  for (std::size_t i = closing + 1; i < prose_.size(); ++i) take(text(written_.lines[prose_[i]]));
  add(TraitKind::signature, lines >= kFewestLines ? hash.text() : "none", out);
}

void TextReader::add_courtesy(TraitList& out) const {
  constexpr std::size_t kLinesLookedAt = 12;  // last lines: a closing stands above the signature
  if (prose_.empty()) return;
  const std::string greeting = greeting_class(text(written_.lines[prose_.front()]));
  add(TraitKind::greeting, greeting.empty() ? "none" : greeting, out);
  std::string closing;
  std::size_t at = prose_.size() - 1;  // the line of the closing
  const std::size_t first = prose_.size() > kLinesLookedAt ? prose_.size() - kLinesLookedAt : 0;
  for (std::size_t i = prose_.size(); i-- > first && closing.empty();) {
    closing = closing_class(text(written_.lines[prose_[i]]));
    if (!closing.empty()) at = i;
  }
  if (!closing.empty() && at + 1 < prose_.size() &&
      looks_like_name(text(written_.lines[prose_[at + 1]]))) {
    closing += " / NAME";
  } else if (closing.empty() && prose_.size() > 1 &&
             looks_like_name(text(written_.lines[prose_.back()]))) {
    closing = "NAME";
  }
  add(TraitKind::closing, closing.empty() ? "none" : closing, out);
  add_signature(at, out);
}

bool is_automatic(const mime::Message& message) {
  if (const auto* field = message.find(FieldName::auto_submitted)) {
    if (!starts_with_ignore_case(trim(message.octets(field->body)), "no")) return true;
  }
  for (const mime::Entity& entity : message.entities()) {
    if (entity.media == mime::MediaClass::delivery_status ||
        entity.media == mime::MediaClass::disposition_notification) {
      return true;
    }
  }
  // What goes out to many and takes no answers: discussion lists say where to post or subscribe.
  return message.find(FieldName::list_unsubscribe) != nullptr &&
         message.find("List-Post") == nullptr && message.find("List-Subscribe") == nullptr;
}

bool is_patch_subject(std::string_view subject) {
  const std::size_t open = subject.find('[');
  if (open != 0) return false;
  return subject.substr(0, subject.find(']')).find("PATCH") != std::string_view::npos;
}

void TextReader::add_kind(TraitList& out) const {
  const auto* field = message_.find(FieldName::subject);
  const std::string_view subject =
      field == nullptr ? std::string_view() : mime::decode_unstructured(message_, *field);
  const bool reply = message_.find(FieldName::in_reply_to) != nullptr ||
                     message_.find(FieldName::references) != nullptr ||
                     (content_.claims_earlier_message && !content_.claims_forward);
  const bool forward =
      content_.claims_forward ||
      (!reply && std::any_of(content_.quotes.begin(), content_.quotes.end(),
                             [](const Quote& quote) { return quote.kind != Quote::Kind::reply; }));
  std::string_view kind = reply ? "prose reply" : "prose start";
  if (is_automatic(message_)) {
    kind = "automatic";
  } else if (written_.has_diff || is_patch_subject(subject)) {
    kind = reply ? "patch reply" : "patch start";
  } else if (forward) {
    kind = "forward";
  }
  add(TraitKind::message_kind, kind, out);
}

// Where the new text stands beside what it answers.
void TextReader::add_quoting(TraitList& out) const {
  bool above = false, between = false, below = false, quotes = false;
  std::uint32_t last = 0xFFFFFFFF;
  unsigned stretches = 0;
  for (const std::size_t i : prose_) {
    const NewTextSpan& span = content_.new_spans[written_.lines[i].span];
    quotes |= span.after_quote || span.before_quote;
    above |= !span.after_quote;
    between |= span.after_quote && span.before_quote;
    below |= span.after_quote && !span.before_quote;
    if (span.after_quote && written_.lines[i].span != last) ++stretches;
    last = written_.lines[i].span;
  }
  std::string_view value = "none";
  if (quotes && (between || stretches > 1)) {
    value = "inline";
  } else if (quotes && below) {
    value = "bottom";
  } else if (quotes) {
    value = above ? "top" : "none";
  } else if (prose_.empty() && !content_.quotes.empty()) {
    value = "bare";
  }
  add(TraitKind::quoting, value, out);
}

void TextReader::add_habits(const Tokens& tokens, TraitList& out) const {
  constexpr std::uint32_t kFewestLetters = 40;
  if (const auto language = language_of(tokens); !language.empty()) {
    add(TraitKind::language, language, out);
  }
  const Marks& marks = tokens.marks();
  const std::uint32_t letters = marks.lower + marks.upper;
  if (letters >= kFewestLetters) {
    const bool lower = marks.upper == 0, upper = marks.upper * 5 > letters * 3;
    add(TraitKind::letter_case, lower ? "lower" : upper ? "upper" : "usual", out);
  }
  if (prose_.empty()) return;
  add(TraitKind::emoji,
      marks.emoji          ? "emoji"
      : marks.nosed_smiley ? ":-)"
      : marks.smiley       ? ":)"
                           : "none",
      out);
  std::string habits;
  const std::pair<bool, std::string_view> kHabits[] = {{marks.exclamations, "!!"},
                                                       {marks.dots, "..."},
                                                       {marks.ellipsis, "…"},
                                                       {marks.double_hyphen, "--"},
                                                       {marks.dash, "–"}};
  for (const auto& [has, mark] : kHabits) {
    if (has) habits.append(habits.empty() ? "" : " ").append(mark);
  }
  add(TraitKind::punctuation, habits.empty() ? "usual" : habits, out);
}

// The longest line of words tells at which column a program breaks lines.
void TextReader::add_line_width(TraitList& out) const {
  const auto entity = content_.new_spans.empty() ? 0 : content_.new_spans.front().entity;
  if (message_.entities()[entity].media != mime::MediaClass::text_plain) return;
  constexpr std::uint32_t kFull = 56;
  std::uint32_t longest = 0;
  unsigned full = 0;
  for (const std::size_t i : prose_) {
    const std::uint32_t length = written_.lines[i].end - written_.lines[i].begin;
    if (length < kFull || text(written_.lines[i]).find(' ') == std::string_view::npos) continue;
    ++full;
    longest = std::max(longest, length);
  }
  if (longest > 100) return add(TraitKind::line_width, "unwrapped", out);
  if (full < 2) return;
  constexpr std::pair<std::uint32_t, std::string_view> kWidths[] = {
      {66, "66"}, {72, "72"}, {76, "76"}, {80, "80"}, {100, "100"}};
  for (const auto& [width, name] : kWidths) {
    if (longest <= width) return add(TraitKind::line_width, name, out);
  }
}

// The distinct words in a table by their upper bits, each at its place or soon behind: read from
// front to back they are nearly sorted.
class DistinctWords {
 public:
  DistinctWords() { slots_.fill(kFree); }
  std::size_t size() const { return size_; }
  // REQUIRES: size() < kMostWords; `word` has 24 bits.
  void add(std::uint32_t word) {
    std::size_t slot = word >> kShift;
    while (slots_[slot] != word && slots_[slot] != kFree) ++slot;
    size_ += slots_[slot] == kFree ? 1 : 0;
    slots_[slot] = word;
    taken_[slot / 64] |= std::uint64_t{1} << slot % 64;
  }
  std::vector<std::uint32_t> sorted() const {
    std::vector<std::uint32_t> words;
    words.reserve(size_);
    for (std::size_t block = 0; block < taken_.size(); ++block) {
      for (std::uint64_t left = taken_[block]; left != 0; left &= left - 1) {
        words.push_back(slots_[block * 64 + static_cast<std::size_t>(std::countr_zero(left))]);
      }
    }
    for (std::size_t i = 1; i < words.size(); ++i) {
      const std::uint32_t word = words[i];
      std::size_t at = i;
      for (; at > 0 && words[at - 1] > word; --at) words[at] = words[at - 1];
      words[at] = word;
    }
    return words;
  }

 private:
  static constexpr std::uint32_t kFree = 0xFFFFFFFF;
  static constexpr unsigned kShift = 15;
  static constexpr std::size_t kSlots = (1u << (24 - kShift)) + kMostWords;
  std::array<std::uint32_t, kSlots> slots_;
  std::array<std::uint64_t, (kSlots + 63) / 64> taken_{};  // a bit for each slot
  std::size_t size_ = 0;
};

void TextReader::take_words(const Tokens& tokens, Writing& writing) const {
  DistinctWords words;
  for (const Token& token : tokens.all()) {
    if (!token.word) continue;
    ++writing.word_count;
    if (words.size() < kMostWords) words.add(fold_hash(token.hash));
  }
  writing.words = words.sorted();
}

void TextReader::take_asks(const Tokens& tokens, Writing& writing) const {
  for (const FoundAsk& found : find_asks(tokens)) {
    const Token& first = tokens.all()[found.first];
    const Token& last = tokens.all()[found.last];
    const std::uint32_t length = last.begin + last.length - first.begin;
    writing.asks.push_back({found.kind, found.count, place_of_new(content_, first.begin, length)});
  }
}

void TextReader::read(TraitList& out, Writing& writing) {
  find_prose();
  thread_local Tokens tokens;  // its memory serves message after message
  tokens.clear();
  std::size_t before = 0;
  for (const std::size_t i : prose_) {
    if (before + 1 != i) tokens.end_paragraph();
    tokens.add_line(text(written_.lines[i]), written_.lines[i].begin);
    before = i;
  }
  writing.length = written_.length;
  take_words(tokens, writing);
  take_asks(tokens, writing);
  add_habits(tokens, out);
  add_courtesy(out);
  add_kind(out);
  add_quoting(out);
  add_line_width(out);
  if (!content_.html_generator.empty()) {
    add(TraitKind::html_generator, content_.html_generator, out);
  }
  constexpr std::pair<std::uint32_t, std::string_view> kLengths[] = {
      {0, "empty"}, {129, "<130"}, {299, "<300"}, {899, "<900"}, {0xFFFFFFFF, "900+"}};
  for (const auto& [most, name] : kLengths) {
    if (writing.length <= most) return add(TraitKind::text_length, name, out);
  }
}

}  // namespace

void add_text_traits(const mime::Message& message, const Content& content, TraitList& out,
                     Writing& writing) {
  TextReader(message, content).read(out, writing);
}

}  // namespace letterlock::content
