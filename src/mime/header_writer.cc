#include "mime/header_writer.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/printable.h"

namespace letterlock::mime {
namespace {

// RFC 5322 section 2.1.1: should and must.
constexpr std::size_t kWantedLine = 78;
constexpr std::size_t kLongestLine = 998;

bool is_fold_point(std::string_view body, std::size_t at) {
  return body[at] == ' ' && at > 0 && at + 1 < body.size() && !is_wsp(body[at - 1]) &&
         !is_wsp(body[at + 1]);
}

std::string escaped(std::string_view text, char open, char close, std::string_view special) {
  std::string out(1, open);
  for (const char c : text) {
    if (special.find(c) != special.npos) out += '\\';
    out += c;
  }
  out += close;
  return out;
}

}  // namespace

std::string quoted_string(std::string_view text) { return escaped(text, '"', '"', "\"\\"); }
std::string comment(std::string_view text) { return escaped(text, '(', ')', "()\\"); }

Expected<std::string> HeaderWriter::finish() const {
  const bool named = !name_.empty() && std::all_of(name_.begin(), name_.end(), [](char c) {
    return is_ascii(c) && !is_control(c) && c != ' ' && c != ':';
  });
  if (!named) return fail(ErrorCode::internal, "no field name: \"{}\"", printable(name_));
  const auto bad =
      std::find_if(body_.begin(), body_.end(), [](char c) { return is_control(c) && c != '\t'; });
  if (bad != body_.end()) {
    return fail(ErrorCode::corrupt, "{}: octet {} cannot stand in a header field", name_,
                static_cast<unsigned>(static_cast<unsigned char>(*bad)));
  }
  std::string out = name_ + ":";
  const std::string body = " " + body_;
  std::size_t line = out.size();  // octets of the line so far
  for (std::size_t at = 0; at < body.size();) {
    std::size_t end = at + 1;
    while (end < body.size() && !is_fold_point(body, end)) ++end;
    const bool folds = at > 0 && line + (end - at) > kWantedLine;
    if (folds) out += "\r\n";
    line = (folds ? 0 : line) + (end - at);
    if (line > kLongestLine) return fail(ErrorCode::limit, "{}: a line is too long", name_);
    out.append(body, at, end - at);
    at = end;
  }
  return out + "\r\n";
}

}  // namespace letterlock::mime
