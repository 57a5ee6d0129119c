#include "content/attached_pdf.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/cursor.h"
#include "base/octet_set.h"
#include "content/inflate.h"

namespace letterlock::content {
namespace {

constexpr std::size_t kMostUris = 200;
constexpr std::size_t kLongestUri = 4'096;
// A document of a thousand pages has 2 MB of objects.
constexpr std::size_t kMostUnpacked = std::size_t{8} << 20;
constexpr std::size_t kLongestDictionary = 512;
constexpr std::size_t kLongestName = 127;  // annex C

// Section 7.2.3, white space as well.
constexpr OctetSet kDelimiters(std::string_view(" \t\r\n\f\0()<>[]{}/%", 16));
bool is_delimiter(char c) { return kDelimiters.has(c); }

// Section 7.3.8.
struct StreamPlace {
  std::string_view dictionary;  // its last octets
  std::size_t begin = 0, end = 0;
};

// `word`: where "stream" stands.
StreamPlace stream_at(std::string_view octets, std::size_t word) {
  StreamPlace place;
  const std::size_t from = word - std::min(word, kLongestDictionary);
  place.dictionary = octets.substr(from, word - from);
  if (const auto object = place.dictionary.rfind(" obj"); object != std::string_view::npos) {
    place.dictionary.remove_prefix(object);
  }
  std::size_t at = word + std::string_view("stream").size();
  if (octets.substr(at, 2) == "\r\n") {
    at += 2;
  } else if (at < octets.size() && is_space(octets[at])) {
    ++at;
  }
  place.begin = at;
  place.end = std::min(octets.find("endstream", at), octets.size());
  return place;
}

class Surveyor {
 public:
  // `unpack`: also looks into the object streams found.
  void read(std::string_view octets, bool unpack);
  PdfSurvey take() { return std::move(found_); }

 private:
  void name(Cursor& at);
  void uri(Cursor& at);
  std::string literal(Cursor& at);
  std::string hexadecimal(Cursor& at);
  std::size_t stream(std::string_view octets, std::size_t word, bool unpack);

  PdfSurvey found_;
  std::size_t unpacked_ = 0;
};

std::string_view behind(std::string_view text, std::string_view word) {
  const std::size_t at = text.find(word);
  return at == std::string_view::npos ? std::string_view{} : text.substr(at + word.size());
}

// "/Width 300" in a dictionary; 0 where it stands elsewhere.
std::uint32_t number_of(std::string_view dictionary, std::string_view key) {
  std::string_view rest = behind(dictionary, key);
  while (!rest.empty() && is_space(rest.front())) rest.remove_prefix(1);
  std::uint32_t value = 0;
  std::size_t digits = 0;
  while (digits < rest.size() && digits < 6 && is_digit(rest[digits])) {
    value = value * 10 + static_cast<std::uint32_t>(rest[digits++] - '0');
  }
  // "12 0 R" names another object.
  return rest.substr(digits).starts_with(" 0 R") ? 0 : value;
}

// A picture that is a code is as wide as high; a large one may show a page with a code on it.
bool picture_may_show_code(std::string_view dictionary) {
  const std::uint32_t width = number_of(dictionary, "/Width");
  const std::uint32_t height = number_of(dictionary, "/Height");
  if (width == 0 || height == 0) return true;
  constexpr std::uint32_t kLeast = 21, kLarge = 400;
  const std::uint32_t least = std::min(width, height), most = std::max(width, height);
  return least >= kLarge || (least >= kLeast && most * 4 <= least * 5);
}

// Section 8.5: a code drawn by hand is some hundred rectangles or closed paths; section 8.9.7: "BI"
// is a picture in place.
bool drawing_may_show_code(std::string_view drawing) {
  constexpr std::size_t kMany = 120;
  std::size_t areas = 0;
  static constexpr OctetSet kFirst("reh");
  for (std::size_t at = kFirst.find_in(drawing); at != std::string_view::npos;
       at = kFirst.find_in(drawing, at + 1)) {
    const std::string_view word = drawing.substr(at, 3);
    const bool begins = at > 0 && is_delimiter(drawing[at - 1]);
    const bool rectangle = word.size() == 3 && word.starts_with("re") && is_delimiter(word[2]);
    const bool closed = word.size() >= 2 && word[0] == 'h' && is_delimiter(word[1]);
    if (begins && (rectangle || closed) && ++areas == kMany) return true;
  }
  return drawing.starts_with("BI ") || drawing.find("\nBI") != std::string_view::npos ||
         drawing.find(" BI") != std::string_view::npos;
}

// Section 7.3.5: "#4A" is a "J".
void Surveyor::name(Cursor& at) {
  at.take();
  std::string name;
  while (!at.at_end() && !is_delimiter(static_cast<char>(at.peek()))) {
    const char c = static_cast<char>(at.take());
    const int high = at.left() >= 2 ? hex_value(static_cast<char>(at.peek())) : -1;
    const int low = at.left() >= 2 ? hex_value(static_cast<char>(at.peek(1))) : -1;
    const bool escaped = c == '#' && high >= 0 && low >= 0;
    if (escaped) at.skip(2);
    if (name.size() < kLongestName) name += escaped ? static_cast<char>(high << 4 | low) : c;
  }
  if (name == "JavaScript" || name == "JS") found_.script = true;
  if (name == "Launch") found_.launch = true;
  if (name == "Encrypt") found_.locked = true;
  if (name == "URI") uri(at);
}

void Surveyor::uri(Cursor& at) {
  while (is_space(static_cast<char>(at.peek()))) at.take();
  std::string text;
  if (at.peek() == '(') {
    text = literal(at);
  } else if (at.peek() == '<' && at.peek(1) != '<') {
    text = hexadecimal(at);
  }
  const bool new_one = !text.empty() && found_.uris.size() < kMostUris &&
                       std::find(found_.uris.begin(), found_.uris.end(), text) == found_.uris.end();
  if (new_one) found_.uris.push_back(std::move(text));
}

// Section 7.3.4.2.
std::string Surveyor::literal(Cursor& at) {
  at.take();
  std::string text;
  for (int depth = 1; !at.at_end() && text.size() < kLongestUri;) {
    char c = static_cast<char>(at.take());
    if (c == '(') ++depth;
    if (c == ')' && --depth == 0) break;
    if (c == '\\') {
      int code = 0, digits = 0;
      while (digits < 3 && at.peek() >= '0' && at.peek() <= '7') {
        code = code * 8 + (at.take() - '0');
        ++digits;
      }
      c = digits > 0 ? static_cast<char>(code & 0xFF) : static_cast<char>(std::max(at.take(), 0));
      if (digits == 0 && (c == '\r' || c == '\n')) continue;  // the line goes on
    }
    text += c;
  }
  return text;
}

// Section 7.3.4.3.
std::string Surveyor::hexadecimal(Cursor& at) {
  at.take();
  const std::string_view digits = at.take_until('>');
  std::string text;
  int high = -1;
  for (const char c : digits.substr(0, 2 * kLongestUri)) {
    const int value = hex_value(c);
    if (value < 0) continue;
    if (high < 0) {
      high = value;
    } else {
      text += static_cast<char>(high << 4 | value);
      high = -1;
    }
  }
  return text;
}

// Where reading goes on.
std::size_t Surveyor::stream(std::string_view octets, std::size_t word, bool unpack) {
  const StreamPlace place = stream_at(octets, word);
  const bool objects = place.dictionary.find("/ObjStm") != std::string_view::npos &&
                       place.dictionary.find("/FlateDecode") != std::string_view::npos;
  if (unpack && objects && unpacked_ < kMostUnpacked) {
    const std::string inside = inflated(octets.substr(place.begin, place.end - place.begin),
                                        Deflated::wrapped, kMostUnpacked - unpacked_);
    unpacked_ += inside.size();
    read(inside, false);
  }
  return place.end;
}

void Surveyor::read(std::string_view octets, bool unpack) {
  static constexpr OctetSet kNameOrStream("/s");
  Cursor at(octets);
  while (!at.at_end()) {
    const std::size_t next = kNameOrStream.find_in(octets, at.position());
    if (next == std::string_view::npos) return;
    at.seek(next);
    if (at.peek() == '/') {
      name(at);
    } else if (at.take("stream") && next >= 2 &&
               !octets.substr(next - std::min<std::size_t>(next, 3), 3).starts_with("end")) {
      at.seek(stream(octets, next, unpack));
      at.take("endstream");
    } else {
      at.skip(1);
    }
  }
}

// What each stream could show, by its dictionary.
class Gallery {
 public:
  // False: looked at enough.
  bool look(std::string_view dictionary, std::string_view content) {
    const auto has = [&](std::string_view word) {
      return dictionary.find(word) != std::string_view::npos;
    };
    if (has("/Image")) return !(shows_ = picture_may_show_code(dictionary));
    // Fonts, colour profiles, metadata, tables of the file itself.
    if (has("/Length1") || has("/Type1C") || has("/CIDFont") || has("/OpenType") || has("/N ") ||
        has("/XML") || has("/XRef") || has("/ObjStm") || has("/Type1")) {
      return true;
    }
    if (!has("/Filter")) return !(shows_ = drawing_may_show_code(content.substr(0, kMostDrawing)));
    if (!has("/FlateDecode") && !has("/Fl ")) return !(shows_ = true);
    if (drawn_ >= kMostUnpacked) return !(shows_ = true);
    const std::string drawing = inflated(content, Deflated::wrapped, kMostDrawing);
    drawn_ += drawing.size();
    return !(shows_ = drawing.empty() || drawing_may_show_code(drawing));
  }
  bool shows() const { return shows_; }

 private:
  static constexpr std::size_t kMostDrawing = std::size_t{1} << 20;
  std::size_t drawn_ = 0;
  bool shows_ = false;
};

}  // namespace

bool pdf_may_show_code(std::string_view octets) {
  Gallery gallery;
  for (std::size_t at = octets.find("stream"); at != std::string_view::npos;) {
    const StreamPlace place = stream_at(octets, at);
    const std::string_view content = octets.substr(place.begin, place.end - place.begin);
    if (!gallery.look(place.dictionary, content)) return gallery.shows();
    at = octets.find("stream", std::min(place.end + 9, octets.size()));
  }
  return gallery.shows();
}

PdfSurvey survey_pdf(std::string_view octets) {
  Surveyor surveyor;
  surveyor.read(octets, true);
  return surveyor.take();
}

}  // namespace letterlock::content
