#include "leak/repair/field_text.h"

#include <algorithm>

#include "base/arena.h"
#include "base/ascii.h"
#include "base/base64.h"
#include "mime/encoded_word.h"

namespace letterlock::leak {
namespace {

constexpr std::size_t kMostItems = 10'000;

// After the quoted string or comment that begins at `at`; npos where it does not end.
std::size_t after_quoted(std::string_view text, std::size_t at) {
  const char close = text[at] == '"' ? '"' : ')';
  for (std::size_t i = at + 1; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == close) {
      return i + 1;
    }
  }
  return text.npos;
}

// The pieces between commas that stand outside quotes, comments and angle brackets.
std::optional<std::vector<std::string_view>> comma_pieces(std::string_view text) {
  std::vector<std::string_view> pieces;
  std::size_t begin = 0;
  bool angled = false;
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    if (c == '"' || c == '(') {
      i = after_quoted(text, i);
      if (i == text.npos) return std::nullopt;
      continue;
    }
    if (c == '<') angled = true;
    if (c == '>') angled = false;
    if (!angled && (c == ':' || c == ';')) return std::nullopt;
    if (c == ',' && !angled) {
      pieces.push_back(text.substr(begin, i - begin));
      begin = i + 1;
    }
    if (pieces.size() > kMostItems) return std::nullopt;
    ++i;
  }
  pieces.push_back(text.substr(begin));
  return pieces;
}

AddressItem item_of(std::string_view piece) {
  AddressItem item;
  const std::size_t open = piece.rfind('<');
  const std::size_t close = open == piece.npos ? piece.npos : piece.find('>', open);
  if (close != piece.npos) {
    item.angled = true;
    item.name = trim(piece.substr(0, open));
    item.address = trim(piece.substr(open + 1, close - open - 1));
    item.comment = trim(piece.substr(close + 1));
    return item;
  }
  const std::size_t comment = piece.find('(');
  if (comment != piece.npos && comment > 0) {
    item.address = trim(piece.substr(0, comment));
    item.comment = trim(piece.substr(comment));
  } else {
    item.address = piece;
  }
  return item;
}

bool is_atom_text(char c) {
  return is_alnum(c) || !is_ascii(c) ||
         std::string_view("!#$%&'*+-/=?^_`{|}~ ").find(c) != std::string_view::npos;
}

}  // namespace

std::string unfolded(std::string_view body) {
  std::string out;
  for (const char c : body) {
    if (c != '\r' && c != '\n') out += c;
  }
  return out;
}

std::string folded(std::string_view body, std::string_view fold, std::size_t width) {
  std::string out;
  std::size_t column = 0, space = std::string::npos;  // the last white space of this line, in `out`
  for (const char c : body) {
    if (is_wsp(c)) space = out.size();
    out += c;
    if (++column > width && space != std::string::npos && space > 0) {
      const std::size_t tail = out.size() - space - 1;
      out.replace(space, 1, fold);
      column = tail + fold.size() - 2;
      space = std::string::npos;
    }
  }
  return out;
}

std::string folded_at_commas(std::string_view body, std::string_view fold) {
  std::string out;
  for (std::size_t i = 0; i < body.size(); ++i) {
    out += body[i];
    if (body[i] != ',') continue;
    while (i + 1 < body.size() && is_wsp(body[i + 1])) ++i;
    out += fold;
  }
  return out;
}

std::string refolded(std::string_view body, std::string_view fold) {
  std::string out;
  for (std::size_t i = 0; i < body.size(); ++i) {
    if (body[i] == '\r') continue;
    if (body[i] != '\n') {
      out += body[i];
      continue;
    }
    while (i + 1 < body.size() && is_wsp(body[i + 1])) ++i;
    out += fold;
  }
  return out;
}

std::string with_lf(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\r' || i + 1 == text.size() || text[i + 1] != '\n') out += text[i];
  }
  return out;
}

std::optional<std::vector<AddressItem>> address_items(std::string_view body) {
  const std::string flat = unfolded(body);
  const auto pieces = comma_pieces(flat);
  if (!pieces) return std::nullopt;
  std::vector<AddressItem> items;
  for (const std::string_view piece : *pieces) {
    if (!trim(piece).empty()) items.push_back(item_of(trim(piece)));
  }
  return items;
}

bool needs_quotes(std::string_view name) {
  return !std::all_of(name.begin(), name.end(), is_atom_text);
}

std::string without_quotes(std::string_view name) {
  if (name.size() >= 2 && (name.front() == '"' || name.front() == '\'') &&
      name.back() == name.front()) {
    name = name.substr(1, name.size() - 2);
  }
  std::string out;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (name[i] == '\\' && i + 1 < name.size()) ++i;
    out += name[i];
  }
  return out;
}

std::string written(const AddressItem& item, const AddressStyle& style) {
  std::string name = item.name;
  const bool encoded = name.find("=?") != name.npos;
  if (!name.empty() && !encoded && style.quotes != NameQuotes::as_found) {
    const std::string bare = without_quotes(name);
    std::string quoted = "\"";
    for (const char c : bare) {
      if (c == '"' || c == '\\') quoted += '\\';
      quoted += c;
    }
    quoted += '"';
    if (style.quotes == NameQuotes::single) {
      name = "'" + bare + "'";
    } else {
      name = style.quotes == NameQuotes::always || needs_quotes(bare) ? quoted : bare;
    }
  }
  const bool angled = style.angles == Angles::as_found ? item.angled
                      : style.angles == Angles::always ? true
                                                       : !name.empty();
  std::string out = name;
  if (!name.empty()) out += ' ';
  out += angled || !name.empty() ? "<" + item.address + ">" : item.address;
  if (!item.comment.empty()) out += " " + item.comment;
  return out;
}

std::string written(const std::vector<AddressItem>& items, const AddressStyle& style) {
  std::string out;
  for (const AddressItem& item : items) {
    if (!out.empty()) out += style.comma;
    out += written(item, style);
  }
  return out;
}

std::string q_encoded(std::string_view text, std::string_view charset, bool upper) {
  const std::string_view digits = upper ? "0123456789ABCDEF" : "0123456789abcdef";
  std::string out = "=?" + std::string(charset) + "?Q?";
  for (const char c : text) {
    const auto octet = static_cast<unsigned char>(c);
    if (c == ' ') {
      out += '_';
    } else if (octet > 0x20 && octet < 0x7F && c != '=' && c != '?' && c != '_') {
      out += c;
    } else {
      out += '=';
      out += digits[octet >> 4];
      out += digits[octet & 15];
    }
  }
  return out + "?=";
}

std::string b_encoded(std::string_view text, std::string_view charset) {
  return "=?" + std::string(charset) + "?B?" + base64_encode(text) + "?=";
}

std::optional<std::string> words_decoded(std::string_view body) {
  if (body.find("=?") == body.npos) return std::nullopt;
  Arena arena;
  const mime::DecodedText decoded = mime::decode_text(body, arena);
  if (decoded.text == body) return std::nullopt;
  return std::string(decoded.text);
}

}  // namespace letterlock::leak
