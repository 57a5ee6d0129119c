#include "mime/address.h"

#include <algorithm>

#include "base/ascii.h"
#include "mime/addr_spec.h"
#include "mime/address_token.h"
#include "mime/encoded_word.h"
#include "mime/field_input.h"

namespace letterlock::mime {
namespace {

using Kind = AddressToken::Kind;
using Tokens = std::vector<AddressToken>;

// "Doe, John, Ph.D., MBA <j@b.example>": how many commas a name without quotes may have.
constexpr std::size_t kMostNameCommas = 4;
constexpr std::size_t kUsualTokens = 8;  // of one element

class AddressParser {
 public:
  AddressParser(const FieldInput& input, bool as_uri)
      : input_(input), text_(input.text()), lexer_(input), as_uri_(as_uri) {
    tokens_.reserve(kUsualTokens);
  }

  std::vector<MailboxView> parse() {
    for (;;) {
      const AddressToken token = lexer_.next();
      switch (token.kind) {
        case Kind::comment:
          comments_.push_back(input_.range(token.begin, token.end));
          break;
        case Kind::comma:
          at_comma(token);
          break;
        case Kind::colon:
          at_colon(token);
          break;
        case Kind::semicolon:
          at_semicolon(token);
          break;
        case Kind::end:
          at_end();
          return std::move(mailboxes_);
        default:
          has_address_ |= token.kind == Kind::at || token.kind == Kind::angle;
          tokens_.push_back(token);
      }
      if (full_) return std::move(mailboxes_);
    }
  }

 private:
  std::size_t commas() const {
    return static_cast<std::size_t>(std::count_if(
        tokens_.begin(), tokens_.end(), [](const auto& t) { return t.kind == Kind::comma; }));
  }

  // A comma after words without an address may be one in a name: "Doe, John <j@b.example>".
  void at_comma(const AddressToken& token) {
    if (has_address_ || tokens_.empty() || tokens_.back().kind == Kind::comma ||
        commas() >= kMostNameCommas) {
      finish_element();
    } else {
      tokens_.push_back(token);
    }
  }

  // Ends a group; elsewhere it is Outlook's comma.
  void at_semicolon(const AddressToken& token) {
    if (!in_group_) {
      outlook_list_ = true;
      input_.defect(DefectKind::address_malformed, token.begin, token.end);
    }
    finish_element();
    in_group_ = false;
    group_ = {};
  }

  void at_end() {
    if (in_group_) input_.defect(DefectKind::address_malformed, text_.size(), text_.size());
    finish_element();
  }

  void at_colon(const AddressToken& token) {
    if (has_address_ || tokens_.empty()) {  // no place for a group's name
      AddressToken word = token;
      word.kind = Kind::word;
      if (!tokens_.empty()) tokens_.push_back(word);
      return;
    }
    const AddressToken& last = tokens_.back();
    if (!as_uri_ && equals_ignore_case(input_.text(last.begin, last.end), "mailto")) {
      tokens_.pop_back();
      return;
    }
    if (as_uri_) {
      AddressToken word = token;
      word.kind = Kind::word;
      tokens_.push_back(word);
      return;
    }
    const std::size_t name = after_last_comma(tokens_.size());
    if (name > 0) emit_bare_list(0, name - 1);
    group_ = phrase(name, tokens_.size());
    in_group_ = true;
    start_element();
  }

  std::size_t after_last_comma(std::size_t end) const {
    std::size_t at = end;
    while (at > 0 && tokens_[at - 1].kind != Kind::comma) --at;
    return at;
  }

  void start_element() {
    tokens_.clear();
    comments_.clear();
    has_address_ = false;
  }

  void finish_element() {
    const auto is_angle = [](const AddressToken& t) { return t.kind == Kind::angle; };
    const auto first = std::find_if(tokens_.begin(), tokens_.end(), is_angle);
    if (outlook_list_ && !in_group_ && !has_address_ && commas() > 0) {
      emit_name_only(0, tokens_.size());  // "Doe, John; Roe, Richard"
    } else if (first == tokens_.end()) {
      emit_bare_list(0, tokens_.size());
    } else {
      std::size_t angle = static_cast<std::size_t>(first - tokens_.begin());
      std::size_t name = 0;
      if (commas() > 0) {  // in a name that has no quotes
        input_.defect(DefectKind::address_malformed, tokens_[0].begin, tokens_[angle].end);
      }
      while (angle < tokens_.size()) {
        std::size_t next = angle + 1;
        while (next < tokens_.size() && !is_angle(tokens_[next])) ++next;
        const bool last = next == tokens_.size();
        if (!last) {  // no comma before the next one
          input_.defect(DefectKind::address_malformed, tokens_[angle].end, tokens_[next].end);
        }
        emit_angle(name, angle, last ? next : angle + 1);
        name = angle + 1;
        angle = next;
      }
    }
    start_element();
  }

  // The mailbox whose angle-addr is token `angle`, its name before it. What follows up to `end` is
  // its name where none stands before, or another address without its comma.
  void emit_angle(std::size_t name, std::size_t angle, std::size_t end) {
    const AddressToken& token = tokens_[angle];
    std::size_t inside = token.begin + 1;
    std::size_t close = token.end;
    while (inside < close && text_[inside] == '<') ++inside;
    while (token.closed && close > inside && text_[close - 1] == '>') --close;
    // "Sales, <a@b.example>": a name all the same; mail with local-parts alone is long gone.
    std::size_t name_end = angle;
    while (name_end > name && tokens_[name_end - 1].kind == Kind::comma) --name_end;
    std::string_view display = phrase(name, name_end);
    const bool address_follows =
        std::any_of(tokens_.begin() + static_cast<std::ptrdiff_t>(angle),
                    tokens_.begin() + static_cast<std::ptrdiff_t>(end),
                    [](const AddressToken& t) { return t.kind == Kind::at; });
    const std::size_t begin = name < angle ? tokens_[name].begin : token.begin;
    std::size_t finish = token.end;
    if (!address_follows && end > angle + 1) {
      finish = tokens_[end - 1].end;
      input_.defect(DefectKind::address_malformed, tokens_[angle + 1].begin, finish);
      if (display.empty()) display = phrase(angle + 1, end);
    }
    if (trim(input_.text(inside, close)).ends_with(":;")) {  // "<Undisclosed-Recipients:;>"
      input_.defect(DefectKind::address_malformed, token.begin, token.end);
      return;
    }
    std::size_t count = 0;
    for (const auto& [from, to] : addresses_between(input_, inside, close)) {
      const bool first = count++ == 0;
      if (!first) input_.defect(DefectKind::address_malformed, from, to);
      emit(true, first ? display : std::string_view(), from, to, first ? begin : from,
           first ? finish : to);
    }
    if (address_follows) emit_bare(angle + 1, end);
  }

  // Tokens without an angle-addr, separated by commas.
  void emit_bare_list(std::size_t begin, std::size_t end) {
    while (begin < end) {
      std::size_t stop = begin;
      while (stop < end && tokens_[stop].kind != Kind::comma) ++stop;
      if (stop > begin) emit_bare(begin, stop);
      begin = stop + 1;
    }
  }

  // Whether token `i` belongs to the address that token `i - 1` is part of.
  bool continues(std::size_t i, std::size_t end) const {
    const AddressToken& before = tokens_[i - 1];
    const AddressToken& here = tokens_[i];
    if (!here.space_before || before.kind == Kind::at || here.kind == Kind::at) return true;
    const std::string_view left = input_.text(before.begin, before.end);
    const std::string_view right = input_.text(here.begin, here.end);
    // Obsolete syntax: white space around the dots of an address.
    return left == "." || right.starts_with('.') ||
           (left.ends_with('.') && i + 1 == end && i >= 2 && tokens_[i - 2].kind == Kind::at);
  }

  // Words without brackets: runs of tokens with an at sign are addresses, others are names.
  void emit_bare(std::size_t begin, std::size_t end) {
    const bool any_at = std::any_of(tokens_.begin() + static_cast<std::ptrdiff_t>(begin),
                                    tokens_.begin() + static_cast<std::ptrdiff_t>(end),
                                    [](const AddressToken& t) { return t.kind == Kind::at; });
    if (!any_at) {
      emit_without_at(begin, end);
      return;
    }
    std::size_t name = begin;
    std::size_t emitted = 0;
    for (std::size_t run = begin; run < end;) {
      std::size_t stop = run + 1;
      bool has_at = tokens_[run].kind == Kind::at;
      while (stop < end && continues(stop, end)) has_at |= tokens_[stop++].kind == Kind::at;
      if (has_at) {
        if (run > name || emitted > 0) {
          input_.defect(DefectKind::address_malformed, tokens_[name].begin, tokens_[stop - 1].end);
        }
        emit(false, phrase(name, run), tokens_[run].begin, tokens_[stop - 1].end,
             tokens_[name].begin, tokens_[stop - 1].end);
        name = stop;
        ++emitted;
      }
      run = stop;
    }
    if (name < end) {
      input_.defect(DefectKind::address_malformed, tokens_[name].begin, tokens_[end - 1].end);
      if (!mailboxes_.empty() && mailboxes_.back().display_name.empty()) {
        mailboxes_.back().display_name = phrase(name, end);
      }
    }
  }

  // One word alone is a local-part ("root"); more are a name without an address.
  void emit_without_at(std::size_t begin, std::size_t end) {
    bool joined = tokens_[begin].kind == Kind::word;
    for (std::size_t i = begin + 1; i < end; ++i) joined = joined && !tokens_[i].space_before;
    const std::string_view word = input_.text(tokens_[begin].begin, tokens_[end - 1].end);
    if (joined && word.find("=?") == std::string_view::npos) {
      emit(false, {}, tokens_[begin].begin, tokens_[end - 1].end, tokens_[begin].begin,
           tokens_[end - 1].end);
    } else {
      emit_name_only(begin, end);
    }
  }

  void emit_name_only(std::size_t begin, std::size_t end) {
    const std::size_t from = tokens_[begin].begin;
    const std::size_t to = tokens_[end - 1].end;
    input_.defect(DefectKind::address_malformed, from, to);
    const std::string_view name = phrase(begin, end);
    if (name.empty()) return;  // an empty pair of quotes
    push({.display_name = name,
          .local_part = {},
          .domain = {},
          .comment = take_comments(),
          .group = group_,
          .where = input_.range(from, to)});
  }

  // The mailbox with the address in [begin, end).
  void emit(bool in_brackets, std::string_view display, std::size_t begin, std::size_t end,
            std::size_t where_begin, std::size_t where_end) {
    std::vector<ByteRange> known;  // outside brackets the lexer has seen the comments
    const AddrSpec spec =
        read_addr_spec(input_, begin, end, as_uri_, in_brackets ? comments_ : known);
    MailboxView mailbox{.display_name = display,
                        .local_part = spec.local_part,
                        .domain = spec.domain,
                        .comment = take_comments(),
                        .group = group_,
                        .where = input_.range(where_begin, where_end)};
    if (spec.local_part.empty() && spec.domain.empty()) {
      if (display.empty()) return;  // "<>", the null reverse-path
      input_.defect(DefectKind::address_malformed, where_begin, where_end);
    } else if (spec.domain.empty()) {
      input_.defect(DefectKind::address_without_domain, where_begin, where_end);
    } else if (!spec.well_formed && !as_uri_) {
      input_.defect(DefectKind::address_malformed, where_begin, where_end);
    }
    push(mailbox);
  }

  void push(const MailboxView& mailbox) {
    if (full_) return;
    if (mailboxes_.size() == input_.limits().addresses) {
      full_ = true;
      input_.defect_at(DefectKind::too_many_addresses, mailbox.where);
      return;
    }
    mailboxes_.push_back(mailbox);
  }

  std::string_view take_comments() {
    if (comments_.empty()) return {};
    std::string joined;
    std::size_t begin = 0;
    const std::size_t base = input_.range(0, 0).offset;
    std::sort(comments_.begin(), comments_.end());
    for (const ByteRange comment : comments_) {
      if (joined.empty()) begin = comment.offset - base + 1;
      if (!joined.empty()) joined += ' ';
      append_unquoted(input_.text(comment.offset - base + 1, comment.end() - base - 1), joined);
    }
    comments_.clear();
    return decoded(joined, begin);
  }

  // What tokens say as a name: quotes undone, white space one space, encoded-words decoded.
  std::string_view phrase(std::size_t begin, std::size_t end) {
    if (begin >= end) return {};
    std::string name;
    for (std::size_t i = begin; i < end; ++i) {
      const AddressToken& token = tokens_[i];
      if (token.space_before && i > begin) name += ' ';
      if (token.kind == Kind::quoted) {
        append_unquoted(input_.text(token.begin + 1, token.end - 1), name);
      } else {
        name += input_.text(token.begin, token.end);
      }
    }
    const AddressToken& first = tokens_[begin];
    return decoded(name, first.begin + (first.kind == Kind::quoted ? 1 : 0));
  }

  // `text`, which may stand at `begin` as it is, in UTF-8 and without encoded-words.
  std::string_view decoded(std::string_view text, std::size_t begin) {
    if (text.empty()) return {};
    const DecodedText result = decode_text(input_.keep(text, begin), input_.arena());
    if (result.malformed) {
      input_.defect(DefectKind::encoded_word_malformed, begin,
                    std::min(begin + text.size(), text_.size()));
    }
    return result.text;
  }

  const FieldInput& input_;
  std::string_view text_;
  AddressLexer lexer_;
  bool as_uri_;
  Tokens tokens_;                    // of the element being read, without comments
  std::vector<ByteRange> comments_;  // of the element being read
  bool has_address_ = false;         // an at sign or angle-addr is among tokens_
  bool in_group_ = false;
  bool outlook_list_ = false;  // semicolons separate
  bool full_ = false;
  std::string_view group_;
  std::vector<MailboxView> mailboxes_;
};

}  // namespace

std::vector<MailboxView> parse_addresses(const Message& message, const HeaderField& field) {
  const FieldInput input(message, field.body);
  // RFC 2369 fields hold URIs in brackets, not addresses.
  const bool as_uri = starts_with_ignore_case(message.octets(field.name), "list-");
  return AddressParser(input, as_uri).parse();
}

std::vector<MailboxView> parse_addresses(std::string_view text, Arena& arena,
                                         const Limits& limits) {
  const FieldInput input(text, arena, limits);
  return AddressParser(input, false).parse();
}

}  // namespace letterlock::mime
