#include "mime/parameter.h"

#include <algorithm>
#include <string>

#include "base/ascii.h"
#include "base/npos.h"
#include "mime/encoded_word.h"
#include "mime/field_input.h"
#include "mime/parameter_segments.h"

namespace letterlock::mime {
namespace {

// What ends a word outside quotes. Other tspecials of RFC 2045 occur unquoted in real values.
bool ends_word(char c) { return is_space(c) || c == ';' || c == '(' || c == '"'; }

class ParameterParser {
 public:
  explicit ParameterParser(const FieldInput& input)
      : input_(input), text_(input.text()), lexer_(input) {}

  ContentTypeView content_type() {
    ContentTypeView view;
    view.type = media_word("/;,");
    at_ = lexer_.skip_cfws(at_);
    if (at_ < text_.size() && text_[at_] == '/') {
      ++at_;
      view.subtype = media_word(";,");
    }
    if (view.type.empty() || view.subtype.empty()) {
      input_.defect(DefectKind::content_type_malformed, 0, text_.size());
    }
    view.parameters = parameters();
    return view;
  }

  ContentTypeView disposition() {
    ContentTypeView view;
    view.type = media_word(";,=");
    if (at_ < text_.size() && text_[at_] == '=') {  // "filename=..." without its word
      at_ = 0;
      view.type = {};
    }
    if (view.type.empty()) input_.defect(DefectKind::disposition_malformed, 0, text_.size());
    view.parameters = parameters();
    return view;
  }

 private:
  // One word of the value, lower case, up to any of `stops`; quotes around it are ignored.
  std::string_view media_word(std::string_view stops) {
    at_ = lexer_.skip_cfws(at_);
    while (at_ < text_.size() && (text_[at_] == '"' || text_[at_] == '\'')) ++at_;
    const std::size_t begin = at_;
    while (at_ < text_.size() && !ends_word(text_[at_]) && stops.find(text_[at_]) == npos) ++at_;
    const std::string_view word = lowered(input_.text(begin, at_));
    while (at_ < text_.size() && text_[at_] == '"') ++at_;
    return word;
  }

  std::string_view lowered(std::string_view word) {
    if (std::none_of(word.begin(), word.end(), [](char c) { return to_lower(c) != c; })) {
      return word;
    }
    return input_.arena().copy(lower_ascii(word));
  }

  std::vector<Parameter> parameters() {
    std::vector<ParameterSegment> segments;
    for (;;) {
      skip_separators();
      if (at_ >= text_.size()) break;
      if (segments.size() == input_.limits().parameters) {
        input_.defect(DefectKind::too_many_parameters, at_, text_.size());
        break;
      }
      const std::size_t begin = at_;
      if (auto segment = one_segment()) {
        segments.push_back(*segment);
      } else if (at_ > begin) {
        input_.defect(DefectKind::parameter_malformed, begin, at_);
      }
    }
    return join_segments(segments, input_);
  }

  void skip_separators() {
    for (;;) {
      at_ = lexer_.skip_cfws(at_);
      if (at_ >= text_.size() || (text_[at_] != ';' && text_[at_] != ',')) return;
      ++at_;
    }
  }

  // nullopt where no parameter begins here; whatever there is has been skipped.
  std::optional<ParameterSegment> one_segment() {
    const std::size_t begin = at_;
    // White space may stand in the name: "title * 0 * = ...", "charset = ...".
    std::size_t name_end = npos;
    while (at_ < text_.size() && text_[at_] != '=' && text_[at_] != ';') {
      const std::size_t comment = text_[at_] == '(' ? lexer_.comment_end(at_) : npos;
      if (comment != npos) name_end = std::min(name_end, at_);
      at_ = comment == npos ? at_ + 1 : comment;
    }
    name_end = std::min(name_end, at_);
    if (at_ >= text_.size() || text_[at_] == ';') return std::nullopt;
    ++at_;
    const std::string_view name = trim(input_.text(begin, name_end));
    ParameterSegment segment;
    segment.name = lowered(last_word(name));
    read_value(segment);
    segment.where = input_.range(begin, at_);
    if (segment.name.empty() || (segment.value.empty() && !segment.quoted)) return std::nullopt;
    return segment;
  }

  // The name itself, where words that are no parameter stand before it.
  static std::string_view last_word(std::string_view name) {
    std::size_t begin = name.size();
    while (begin > 0) {
      if (!is_space(name[begin - 1])) {
        --begin;
        continue;
      }
      std::size_t before = begin;
      while (before > 0 && is_space(name[before - 1])) --before;
      const bool star_near = name[begin] == '*' || (before > 0 && name[before - 1] == '*');
      if (!star_near) break;
      begin = before;
    }
    return name.substr(begin);
  }

  void read_value(ParameterSegment& segment) {
    const std::size_t equals = at_;
    at_ = lexer_.skip_cfws(at_);
    if (at_ < text_.size() && text_[at_] == '"') {
      read_quoted(segment);
    } else {
      // "name=(1).pdf": a comment that touches text is text.
      if (at_ < text_.size() && !ends_value(at_) && text_[at_ - 1] == ')') {
        at_ = lexer_.skip_fws(equals);
      }
      read_unquoted(segment);
    }
  }

  void read_quoted(ParameterSegment& segment) {
    const std::size_t begin = at_ + 1;
    std::size_t quote = at_;
    std::size_t end = 0;
    // A quote that neither separator nor parameter follows stands inside the value.
    std::size_t next = lexer_.quoted_end(quote);
    while (next != npos && !ends_value(next)) {
      quote = next - 1;
      next = lexer_.quoted_end(quote);
    }
    if (next != npos) {
      end = next - 1;
      at_ = next;
    } else if (quote > at_) {
      // Nothing closes it; the last quote inside ends the value.
      input_.defect(DefectKind::parameter_malformed, at_, quote + 1);
      end = quote;
      at_ = quote + 1;
    } else {
      end = at_ = text_.size();
    }
    std::string value;
    const std::string_view inside = input_.text(begin, end);
    if (is_windows_path(inside)) {
      append_unfolded(inside, value);
    } else {
      append_unquoted(inside, value);
    }
    segment.value = input_.keep(value, begin);
    segment.quoted = true;
  }

  static bool is_windows_path(std::string_view value) {
    return value.size() > 3 && is_alpha(value[0]) && value[1] == ':' && value[2] == '\\' &&
           value[3] != '\\' && value[3] != '"';
  }

  // True where a value that ended before `at` is followed by what may follow a value.
  bool ends_value(std::size_t at) {
    if (at <= value_goes_on_at_) return false;
    at = lexer_.skip_cfws(at);
    if (at >= text_.size() || text_[at] == ';') return true;
    const std::size_t begin = at;
    while (at < text_.size() && !ends_word(text_[at]) && text_[at] != '=') ++at;
    const std::size_t name_end = at;
    at = lexer_.skip_fws(at);
    const bool ends = name_end > begin && at < text_.size() && text_[at] == '=';
    if (!ends) value_goes_on_at_ = begin;
    return ends;
  }

  void read_unquoted(ParameterSegment& segment) {
    const std::size_t begin = at_;
    std::size_t end = at_;
    while (at_ < text_.size() && text_[at_] != ';') {
      if (!is_space(text_[at_]) && text_[at_] != '(') {
        end = ++at_;
        continue;
      }
      if (ends_value(at_)) break;
      // Spaces or parentheses in a value that should have been quoted.
      const std::size_t comment = text_[at_] == '(' ? lexer_.comment_end(at_) : npos;
      end = at_ = comment == npos ? at_ + 1 : comment;
    }
    while (end > begin && is_space(text_[end - 1])) --end;
    std::string value;
    append_unfolded(input_.text(begin, end), value);
    segment.value = input_.keep(value, begin);
  }

  const FieldInput& input_;
  std::string_view text_;
  Lexer lexer_;
  std::size_t at_ = 0;
  // Where the last look ahead found that a value goes on; from before there it need not look again.
  std::size_t value_goes_on_at_ = 0;
};

}  // namespace

ContentTypeView parse_content_type(const Message& message, ByteRange body) {
  const FieldInput input(message, body);
  return ParameterParser(input).content_type();
}

ContentTypeView parse_disposition(const Message& message, ByteRange body) {
  const FieldInput input(message, body);
  return ParameterParser(input).disposition();
}

ContentTypeView parse_content_type(std::string_view text, Arena& arena, const Limits& limits) {
  const FieldInput input(text, arena, limits);
  return ParameterParser(input).content_type();
}

ContentTypeView parse_disposition(std::string_view text, Arena& arena, const Limits& limits) {
  const FieldInput input(text, arena, limits);
  return ParameterParser(input).disposition();
}

}  // namespace letterlock::mime
