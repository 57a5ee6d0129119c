// Trace fields (RFC 5321 section 4.4) as the mail systems of thirty years have written them.
#include <algorithm>
#include <array>
#include <string>

#include "base/ascii.h"
#include "base/npos.h"
#include "base/octet_set.h"
#include "mime/charset.h"
#include "mime/date_reader.h"
#include "mime/field_input.h"
#include "mime/ip_literal.h"
#include "mime/unstructured.h"

namespace letterlock::mime {
namespace {

enum class Clause { none, from, by, via, with, id, for_ };

Clause clause_of(std::string_view word) {
  static constexpr std::array<std::pair<std::string_view, Clause>, 6> kClauses = {
      {{"from", Clause::from},
       {"by", Clause::by},
       {"via", Clause::via},
       {"with", Clause::with},
       {"id", Clause::id},
       {"for", Clause::for_}}};
  constexpr std::size_t kLongest = 4;
  if (word.size() > kLongest || word.size() < 2) return Clause::none;
  for (const auto& [name, clause] : kClauses) {
    if (to_lower(word[0]) == name[0] && equals_ignore_case(word, name)) return clause;
  }
  return Clause::none;
}

std::string_view without_brackets(std::string_view word) {
  while (word.ends_with(',') || word.ends_with(';')) word.remove_suffix(1);
  if (word.starts_with('<')) word.remove_prefix(1);
  if (word.ends_with('>')) word.remove_suffix(1);
  return word;
}

class ReceivedParser {
 public:
  ReceivedParser(const FieldInput& input, std::size_t begin, std::size_t end, ReceivedView& view)
      : input_(input), at_(begin), end_(end), lexer_(input), view_(view) {}

  // Reads clauses until a semicolon that stands outside comments, and stops behind it.
  std::size_t parse() {
    while ((at_ = lexer_.skip_fws(at_)) < end_) {
      const char c = text()[at_];
      if (c == ';') {
        finish_clause();
        return at_ + 1;
      }
      if (c == '(') {
        read_comment();
      } else {
        read_word();
      }
    }
    finish_clause();
    return end_;
  }

 private:
  std::string_view text() const { return input_.text(); }

  void read_comment() {
    const std::size_t begin = at_;
    const std::size_t close = lexer_.comment_end(at_);
    at_ = close == npos || close > end_ ? at_ + 1 : close;
    if (close == npos || close > end_) return;
    const bool first = clause_ == Clause::none && clause_begin_ == npos && view_.from.empty();
    if (first && starts_with_ignore_case(input_.text(begin + 1, at_), "from ")) {
      // "(from localhost [192.0.2.1]) by ...": the whole clause in a comment.
      ReceivedParser(input_, begin + 1, at_ - 1, view_).parse();
      return;
    }
    if (clause_ == Clause::from) {
      if (comment_begin_ == npos) comment_begin_ = begin;
      comment_end_ = at_;
    }
    value_done_ = clause_ == Clause::with ? !value_empty() : true;
  }

  void read_word() {
    const std::size_t begin = at_;
    if (text()[at_] == '[' || text()[at_] == '<') {
      const bool square = text()[at_] == '[';
      const std::size_t close = closing(square ? ']' : '>');
      // "[XMail 1.20 ESMTP Server]" is one word as well; "<a b>" is none.
      const bool spaced =
          close != npos && input_.text(at_, close).find_first_of(" \t\r\n;") != npos;
      if (close != npos && close < end_ && (square || !spaced)) at_ = close + 1;
    }
    at_ = std::min(kWordEnds.find_in(text(), at_), end_);
    const std::string_view word = input_.text(begin, at_);
    if (const Clause clause = clause_of(word); clause != Clause::none && !value_expected()) {
      finish_clause();
      clause_ = clause;
      return;
    }
    add_word(begin);
  }

  // Where a bracket that opens here is closed, not too far away.
  std::size_t closing(char bracket) const {
    constexpr std::size_t kLongestBracketed = 300;
    const std::size_t found = text().substr(at_, kLongestBracketed).find(bracket);
    return found == npos ? npos : at_ + found;
  }

  // Right after "id" or "for", a word is a value whatever it looks like.
  bool value_expected() const {
    return (clause_ == Clause::id || clause_ == Clause::for_) && value_empty();
  }
  bool value_empty() const { return clause_begin_ == npos; }

  void add_word(std::size_t begin) {
    if (clause_ == Clause::from && !value_empty() && text()[begin] == '[') {
      // "host.example [192.0.2.1] by": what belongs in a comment, without its parentheses.
      if (comment_begin_ == npos) comment_begin_ = begin;
      comment_end_ = at_;
      value_done_ = true;
    }
    if (value_done_) return;
    if (value_empty()) clause_begin_ = begin;
    clause_end_ = at_;
    // "from mail pickup service" and "with Microsoft SMTP Server" have several words.
    value_done_ = clause_ != Clause::from && clause_ != Clause::with;
  }

  void finish_clause() {
    if (clause_ != Clause::none && !value_empty()) {
      std::string_view& place = view_of(clause_);
      if (place.empty()) place = kept(without_brackets(input_.text(clause_begin_, clause_end_)));
    }
    if (clause_ == Clause::from && comment_begin_ != npos && view_.from_comment.empty()) {
      const std::string_view comment = input_.text(comment_begin_, comment_end_);
      view_.from_comment = kept(comment);
      view_.from_ip = find_peer_ip(view_.from_comment);
    }
    clause_ = Clause::none;
    clause_begin_ = comment_begin_ = npos;
    value_done_ = false;
  }

  static constexpr OctetSet kLineEnds{"\r\n"};
  static constexpr OctetSet kWordEnds{" \t\r\n(;"};

  // Unfolded, in UTF-8.
  std::string_view kept(std::string_view written) {
    if (!kLineEnds.any_in(written)) {
      return to_utf8(written, {}, input_.arena()).text;
    }
    std::string unfolded;
    append_unfolded(written, unfolded);
    return to_utf8(input_.arena().copy(unfolded), {}, input_.arena()).text;
  }

  std::string_view& view_of(Clause clause) {
    switch (clause) {
      case Clause::by:
        return view_.by;
      case Clause::via:
        return view_.via;
      case Clause::with:
        return view_.with;
      case Clause::id:
        return view_.id;
      case Clause::for_:
        return view_.for_;
      default:
        return view_.from;
    }
  }

  const FieldInput& input_;
  std::size_t at_;
  std::size_t end_;
  Lexer lexer_;
  ReceivedView& view_;
  Clause clause_ = Clause::none;
  std::size_t clause_begin_ = npos;  // of the value; npos while there is none
  std::size_t clause_end_ = 0;
  std::size_t comment_begin_ = npos;
  std::size_t comment_end_ = 0;
  bool value_done_ = false;
};

// Where a date without its semicolon begins: at a weekday, or on the last line with a year.
std::size_t unmarked_date(std::string_view text) {
  for (const std::string_view day : {"Mon,", "Tue,", "Wed,", "Thu,", "Fri,", "Sat,", "Sun,"}) {
    if (const std::size_t found = text.rfind(day); found != npos) return found;
  }
  const std::size_t line = text.rfind('\n');
  if (line == npos) return npos;
  const std::string_view last = trim(text.substr(line));
  return last.starts_with("20") && last.find(':') != npos ? line + 1 : npos;
}

// False for a date with nothing but a comment like "(UTC)" behind it.
bool may_have_clause(std::string_view date) {
  static constexpr OctetSet kSigns{"oO\\"};  // in "for", of quoted-pairs
  std::size_t open = date.find('(');
  if (open != npos && date.find('(', open + 1) != npos) return true;
  if (open != npos && date.find(')', open) == npos) return true;
  for (std::size_t at = kSigns.find_in(date); at != npos; at = kSigns.find_in(date, at + 1)) {
    if (date[at] == '\\') return true;
    if (at > 0 && equals_ignore_case(date.substr(at - 1, 3), "for")) return true;
  }
  return false;
}

}  // namespace

ReceivedView parse_received(const Message& message, const HeaderField& field) {
  const FieldInput input(message, field.body);
  ReceivedView view;
  view.where = field.whole;
  std::size_t date = ReceivedParser(input, 0, input.text().size(), view).parse();
  if (date == input.text().size()) date = unmarked_date(input.text());
  if (date == npos) return view;
  const DateReading reading = read_date(input.text().substr(date));
  view.date = reading.date;
  if (!view.date) {
    input.defect(reading.problem == DateProblem::out_of_range ? DefectKind::date_out_of_range
                                                              : DefectKind::date_malformed,
                 date, input.text().size());
  }
  if (view.for_.empty() &&
      may_have_clause(input.text().substr(date))) {  // "; date for <recipient>"
    ReceivedView after;
    ReceivedParser(input, date, input.text().size(), after).parse();
    view.for_ = after.for_;
  }
  return view;
}

}  // namespace letterlock::mime
