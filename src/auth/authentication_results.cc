#include "auth/authentication_results.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/cursor.h"

namespace letterlock::auth {
namespace {

// Of one field: providers write a dozen results; ARC and lists of signatures some fifty.
constexpr std::size_t kMostResults = 1'000;
constexpr std::size_t kMostProperties = 200;
constexpr std::size_t kMostComments = 200;
constexpr std::size_t kMostProblems = 100;

bool ends_word(char c) { return is_space(c) || c == ';' || c == '(' || c == ')' || c == '"'; }
bool ends_name(char c) { return ends_word(c) || c == '='; }
bool ends_keyword(char c) { return ends_name(c) || c == '.' || c == '/'; }

class Reader {
 public:
  Reader(std::string_view body, std::uint32_t base) : in_(body, base) {}

  AuthenticationResults read(AuthField field) {
    if (field == AuthField::arc_authentication_results) read_instance();
    read_authserv_id();
    while (!in_.at_end()) read_result();
    if (out_.results.empty() && !none_) problem(AuthProblemKind::result_missing, in_.position());
    return std::move(out_);
  }

 private:
  void problem(AuthProblemKind kind, std::size_t begin) {
    if (out_.problems.size() < kMostProblems) {
      out_.problems.push_back({kind, in_.range_from(begin)});
    }
  }

  // At "(": its text without the outer parentheses, quoted-pairs and folding undone.
  std::string take_comment() {
    const std::size_t begin = in_.position();
    std::string text;
    int depth = 0;
    for (;;) {
      const int c = in_.take();
      if (c < 0) {
        problem(AuthProblemKind::comment_unclosed, begin);
        return text;
      }
      if (c == '(' && depth++ == 0) continue;
      if (c == ')' && --depth == 0) return text;
      append(c, text);
    }
  }

  // Quotes undone; without its closing quote all that is left.
  std::string take_quoted() {
    const std::size_t begin = in_.position();
    std::string text;
    in_.take();
    for (;;) {
      const int c = in_.take();
      if (c == '"') return text;
      if (c < 0) {
        problem(AuthProblemKind::quote_unclosed, begin);
        return text;
      }
      append(c, text);
    }
  }

  void append(int c, std::string& text) {
    if (c == '\\' && in_.peek() >= 0) c = in_.take();
    if (c != '\r' && c != '\n') text += static_cast<char>(c);
  }

  void skip(std::vector<std::string>& comments) {
    for (;;) {
      in_.take_while(is_space);
      if (in_.peek() != '(') return;
      const std::size_t begin = in_.position();
      std::string text = take_comment();
      if (comments.size() < kMostComments) {
        comments.push_back(std::move(text));
      } else {
        problem(AuthProblemKind::too_many, begin);
      }
    }
  }

  // A value: quoted, or up to white space, a semicolon or a comment; `"a b"@letter.example` too.
  std::string take_value() {
    std::string value;
    while (!in_.at_end()) {
      if (in_.peek() == '"') {
        value += take_quoted();
        continue;
      }
      const std::string_view word = in_.take_while([](char c) { return !ends_word(c); });
      if (word.empty()) break;
      value += word;
    }
    return value;
  }

  std::optional<std::uint32_t> take_number() {
    const std::size_t begin = in_.position();
    const std::string_view digits = in_.take_while(is_digit);
    if (!digits.empty() && digits.size() <= 9) {
      return static_cast<std::uint32_t>(std::stoul(std::string(digits)));
    }
    in_.seek(begin);
    return std::nullopt;
  }

  void read_instance() {
    skip(out_.comments);
    const std::size_t begin = in_.position();
    if (in_.take('i') || in_.take('I')) {
      skip(out_.comments);
      if (in_.take('=')) {
        skip(out_.comments);
        out_.instance = take_number();
        skip(out_.comments);
        if (out_.instance && in_.take(';')) return;
      }
    }
    out_.instance.reset();
    in_.seek(begin);
    problem(AuthProblemKind::instance_missing, begin);
  }

  void read_authserv_id() {
    skip(out_.comments);
    const std::size_t begin = in_.position();
    out_.authserv_id = in_.peek() == '"'
                           ? take_quoted()
                           : std::string(in_.take_while([](char c) { return !ends_name(c); }));
    skip(out_.comments);
    // "spf=pass ...": the field begins with a result.
    if (in_.peek() == '=' || out_.authserv_id.empty()) {
      out_.authserv_id.clear();
      in_.seek(begin);
      problem(AuthProblemKind::authserv_id_missing, begin);
      return;
    }
    read_version();
    if (in_.at_end() || in_.take(';')) return;
    problem(AuthProblemKind::semicolon_missing, in_.position());
  }

  void read_version() {
    const std::size_t begin = in_.position();
    const std::size_t comments = out_.comments.size();
    out_.version = take_number();
    if (!out_.version) return;
    skip(out_.comments);
    if (in_.at_end() || in_.peek() == ';') return;
    out_.version.reset();
    out_.comments.resize(comments);
    in_.seek(begin);
  }

  // From behind one semicolon to behind the next.
  void read_result() {
    AuthResult result;
    skip(result.comments);
    const std::size_t begin = in_.position();
    if (in_.at_end() || in_.take(';')) {  // nothing between two of them, or behind the last
      keep_comments(std::move(result.comments));
      return;
    }
    result.method = lower_ascii(in_.take_while([](char c) { return !ends_keyword(c); }));
    skip(result.comments);
    if (result.method == "none" && (in_.at_end() || in_.peek() == ';')) {
      none_ = true;
      keep_comments(std::move(result.comments));
      in_.take(';');
      return;
    }
    if (in_.take('/')) {
      skip(result.comments);
      result.method_version = take_number();
      skip(result.comments);
    }
    if (result.method.empty() || !in_.take('=')) {
      skip_to_semicolon();
      problem(AuthProblemKind::method_unreadable, begin);
      return;
    }
    skip(result.comments);
    result.result = lower_ascii(in_.take_while([](char c) { return !ends_word(c); }));
    read_details(result);
    result.where = in_.range_from(begin);
    in_.take(';');
    if (out_.results.size() < kMostResults) {
      out_.results.push_back(std::move(result));
    } else {
      problem(AuthProblemKind::too_many, begin);
    }
  }

  void keep_comments(std::vector<std::string> comments) {
    for (std::string& comment : comments) {
      if (out_.comments.size() < kMostComments) out_.comments.push_back(std::move(comment));
    }
  }

  void skip_to_semicolon() {
    std::vector<std::string> dropped;
    for (;;) {
      skip(dropped);
      dropped.clear();
      if (in_.at_end() || in_.take(';')) return;
      if (in_.peek() == '"') {
        take_quoted();
      } else if (in_.take_while([](char c) { return !ends_word(c); }).empty()) {
        in_.take();  // a closing parenthesis
      }
    }
  }

  void read_details(AuthResult& result) {
    for (;;) {
      skip(result.comments);
      if (in_.at_end() || in_.peek() == ';') return;
      const std::size_t begin = in_.position();
      AuthProperty property;
      property.property = lower_ascii(in_.take_while([](char c) { return !ends_keyword(c); }));
      skip(result.comments);
      if (in_.take('.')) {
        property.ptype = std::move(property.property);
        skip(result.comments);
        property.property = lower_ascii(in_.take_while([](char c) { return !ends_name(c); }));
        skip(result.comments);
      }
      if (property.property.empty() || !in_.take('=')) {
        if (in_.position() == begin) in_.take();  // whatever it is, go on
        problem(AuthProblemKind::word_unreadable, begin);
        continue;
      }
      skip(result.comments);
      property.value = take_value();
      property.where = in_.range_from(begin);
      keep(std::move(property), result, begin);
    }
  }

  void keep(AuthProperty property, AuthResult& result, std::size_t begin) {
    if (property.ptype.empty() && property.property == "reason" && !result.reason) {
      result.reason = std::move(property.value);
      return;
    }
    if (property.ptype.empty()) problem(AuthProblemKind::ptype_missing, begin);
    if (result.properties.size() < kMostProperties) {
      result.properties.push_back(std::move(property));
    } else {
      problem(AuthProblemKind::too_many, begin);
    }
  }

  Cursor in_;
  AuthenticationResults out_;
  bool none_ = false;
};

bool same(const AuthResult& a, const AuthResult& b) {
  return a.method == b.method && a.method_version == b.method_version && a.result == b.result &&
         a.reason == b.reason && a.comments == b.comments &&
         std::equal(a.properties.begin(), a.properties.end(), b.properties.begin(),
                    b.properties.end(), [](const AuthProperty& x, const AuthProperty& y) {
                      return x.ptype == y.ptype && x.property == y.property && x.value == y.value;
                    });
}

}  // namespace

const AuthProperty* AuthResult::find(std::string_view ptype, std::string_view property) const {
  const auto found = std::find_if(
      properties.begin(), properties.end(),
      [&](const AuthProperty& one) { return one.ptype == ptype && one.property == property; });
  return found == properties.end() ? nullptr : &*found;
}

bool same_content(const AuthenticationResults& a, const AuthenticationResults& b) {
  return a.instance == b.instance && a.authserv_id == b.authserv_id && a.version == b.version &&
         a.comments == b.comments &&
         std::equal(a.results.begin(), a.results.end(), b.results.begin(), b.results.end(), same);
}

AuthenticationResults parse_authentication_results(std::string_view body, std::uint32_t base,
                                                   AuthField field) {
  return Reader(body, base).read(field);
}

std::string_view to_string(AuthProblemKind kind) {
  switch (kind) {
    case AuthProblemKind::authserv_id_missing:
      return "authserv_id_missing";
    case AuthProblemKind::instance_missing:
      return "instance_missing";
    case AuthProblemKind::semicolon_missing:
      return "semicolon_missing";
    case AuthProblemKind::result_missing:
      return "result_missing";
    case AuthProblemKind::method_unreadable:
      return "method_unreadable";
    case AuthProblemKind::word_unreadable:
      return "word_unreadable";
    case AuthProblemKind::ptype_missing:
      return "ptype_missing";
    case AuthProblemKind::comment_unclosed:
      return "comment_unclosed";
    case AuthProblemKind::quote_unclosed:
      return "quote_unclosed";
    case AuthProblemKind::too_many:
      return "too_many";
  }
  return "";
}

}  // namespace letterlock::auth
