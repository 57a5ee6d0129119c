// msg-ids (RFC 5322 section 3.6.4), the obsolete and broken ones too.
#include <algorithm>
#include <string>

#include "base/ascii.h"
#include "base/npos.h"
#include "base/octet_set.h"
#include "mime/charset.h"
#include "mime/field_input.h"
#include "mime/unstructured.h"

namespace letterlock::mime {
namespace {

bool separates_ids(char c) { return is_space(c) || c == ',' || c == ';'; }

class MessageIdParser {
 public:
  explicit MessageIdParser(const FieldInput& input)
      : input_(input), text_(input.text()), lexer_(input) {}

  std::vector<MessageIdView> parse() {
    std::size_t open = text_.find('<');
    if (open == npos) {
      parse_bare();
      return std::move(ids_);
    }
    static constexpr OctetSet kBrackets("<>");
    // What stands outside brackets is an obsolete phrase ("Your message of ...").
    while (open != npos) {
      const std::size_t begin = open + 1;
      std::size_t end = kBrackets.find_in(text_, begin);
      const bool closed = end != npos && text_[end] == '>';
      if (!closed) {
        const std::size_t limit = end == npos ? text_.size() : end;
        end = begin;
        while (end < limit && !separates_ids(text_[end])) ++end;
      }
      add(begin, end, open, closed ? end + 1 : end, closed);
      open = text_.find('<', end);
    }
    return std::move(ids_);
  }

 private:
  static constexpr OctetSet kUnclean{"\"( \t\r\n"};

  // No brackets at all: every word with an at sign, or the only word there is.
  void parse_bare() {
    std::size_t words = 0;
    std::size_t only_begin = 0;
    std::size_t only_end = 0;
    for (std::size_t at = lexer_.skip_cfws(0); at < text_.size(); at = lexer_.skip_cfws(at)) {
      const std::size_t begin = at;
      while (at < text_.size() && !separates_ids(text_[at])) ++at;
      if (at == begin) {
        ++at;
        continue;
      }
      std::size_t end = at;
      while (end > begin && text_[end - 1] == '>') --end;
      if (words++ == 0) {
        only_begin = begin;
        only_end = end;
      }
      if (text_.substr(begin, end - begin).find('@') != npos) add(begin, end, begin, at, false);
    }
    if (ids_.empty() && words == 1) add(only_begin, only_end, only_begin, only_end, false);
  }

  // The id in [begin, end), with [outer_begin, outer_end) the brackets included.
  void add(std::size_t begin, std::size_t end, std::size_t outer_begin, std::size_t outer_end,
           bool bracketed) {
    const std::string_view written = input_.text(begin, end);
    std::string_view cleaned = written;
    if (kUnclean.any_in(written)) {
      std::string text;
      append_cleaned(written, text);
      cleaned = input_.keep(text, begin);
    }
    const std::size_t at_sign = cleaned.find('@');
    const bool well_formed = bracketed && at_sign != npos && at_sign > 0 &&
                             at_sign + 1 < cleaned.size() && cleaned.size() == written.size();
    if (!well_formed) {
      input_.defect(DefectKind::message_id_malformed, outer_begin, outer_end);
    }
    const std::string_view id = to_utf8(cleaned, {}, input_.arena()).text;
    if (!id.empty()) ids_.push_back({id, input_.range(outer_begin, outer_end)});
  }

  // Without white space and closed comments outside quotes. Real ids have no spaces: where some
  // stand in one, folding put them there.
  static void append_cleaned(std::string_view written, std::string& out) {
    bool quoted = false;
    for (std::size_t i = 0; i < written.size(); ++i) {
      const std::size_t plain_end = std::min(kUnclean.find_in(written, i), written.size());
      out += written.substr(i, plain_end - i);
      i = plain_end;
      if (i == written.size()) return;
      const char c = written[i];
      if (c == '"') quoted = !quoted;
      if (!quoted && is_space(c)) continue;
      if (!quoted && c == '(') {
        const std::size_t close = written.find(')', i);
        if (close != npos) {
          i = close;
          continue;
        }
        out += written.substr(i);
        return;
      }
      if (c != '\r' && c != '\n') out += c;
    }
  }

  const FieldInput& input_;
  std::string_view text_;
  Lexer lexer_;
  std::vector<MessageIdView> ids_;
};

}  // namespace

std::vector<MessageIdView> parse_message_ids(const Message& message, const HeaderField& field) {
  const FieldInput input(message, field.body);
  return MessageIdParser(input).parse();
}

}  // namespace letterlock::mime
