#include "content/attached_page.h"

#include <algorithm>

#include "base/ascii.h"
#include "content/html_tokenizer.h"

namespace letterlock::content {
namespace {

// Pages saved with all that belongs to them reach this; what acts stands at the beginning.
constexpr std::size_t kMostRead = std::size_t{4} << 20;
// Text that long without a space in a script is a file, not a word.
constexpr std::size_t kLongText = 1'000;

// Words of scripts that turn text into octets, and that hand octets to the reader.
constexpr std::string_view kUnpack[] = {
    "atob(",     "fromCharCode", "unescape(",   "Uint8Array(", "decodeURIComponent", "decodeURI(",
    "parseInt(", "charCodeAt",   "TextDecoder", "CryptoJS.",   "crypto.subtle"};
constexpr std::string_view kHandOver[] = {
    "new Blob",       "createObjectURL", "msSaveOrOpenBlob", "msSaveBlob", ".download",
    "document.write", "eval(",           "new Function",     "innerHTML",  "showSaveFilePicker",
    "srcdoc",         "new File("};
constexpr std::string_view kLocation[] = {"location.href", "location.replace", "location.assign",
                                          "location=",     "location =",       "window.open(",
                                          "top.location",  "document.location"};

class Examiner {
 public:
  explicit Examiner(std::string_view page) : page_(page.substr(0, kMostRead)), tokens_(page_) {}

  std::vector<PageSign> run() {
    while (tokens_.next()) {
      const HtmlToken& token = tokens_.token();
      if (token.kind == HtmlToken::Kind::start_tag) {
        start(token);
      } else if (in_script_ &&
                 (token.kind == HtmlToken::Kind::literal || token.kind == HtmlToken::Kind::text)) {
        script(token.where, tokens_.octets(token.where));
      } else if (token.kind == HtmlToken::Kind::end_tag && token.tag == HtmlTag::script) {
        in_script_ = false;
      }
    }
    return std::move(signs_);
  }

 private:
  void add(PageAct act, ByteRange where, std::string detail) {
    const bool known = std::any_of(signs_.begin(), signs_.end(),
                                   [&](const PageSign& sign) { return sign.act == act; });
    if (!known) signs_.push_back({act, where, std::move(detail)});
  }

  void start(const HtmlToken& token) {
    const std::string_view name = tokens_.octets(token.name);
    in_script_ = token.tag == HtmlTag::script && !token.self_closing;
    if (token.tag == HtmlTag::script && !is_only_data()) {
      add(PageAct::script, token.where, "a <script> element");
    }
    if (equals_ignore_case(name, "foreignObject"))
      add(PageAct::foreign, token.where, "HTML inside");
    for (const HtmlAttributeRange& attribute : tokens_.attributes()) each(token, attribute);
  }

  // <script type="application/ld+json"> is never run.
  bool is_only_data() const {
    const auto* type = tokens_.find(HtmlAttribute::type);
    if (type == nullptr || type->value.empty()) return false;
    const std::string value = lower_ascii(trim(tokens_.octets(type->value)));
    return value.find("script") == std::string::npos && value != "module";
  }

  void each(const HtmlToken& token, const HtmlAttributeRange& attribute) {
    const std::string name = lower_ascii(tokens_.octets(attribute.name).substr(0, 32));
    const std::string_view value = trim(tokens_.octets(attribute.value));
    if (name.size() > 3 && name.starts_with("on") && !value.empty()) {
      add(PageAct::script, attribute.name, "an " + name + " attribute");
      script(attribute.value, value);
    } else if (starts_with_ignore_case(value, "javascript:") ||
               starts_with_ignore_case(value, "vbscript:") ||
               starts_with_ignore_case(value, "data:text/html")) {
      add(PageAct::script, attribute.value,
          "a " + lower_ascii(value.substr(0, value.find(':'))) + ": address");
      script(attribute.value, value);
    } else if (name == "type" && token.tag == HtmlTag::input &&
               equals_ignore_case(value, "password")) {
      add(PageAct::password, token.where, "a field for a password");
    } else if (name == "http-equiv" && equals_ignore_case(value, "refresh")) {
      const auto* content = tokens_.find(HtmlAttribute::content);
      // Without an address it only loads itself again.
      if (content != nullptr &&
          lower_ascii(tokens_.octets(content->value)).find("url") != std::string::npos) {
        add(PageAct::redirect, content->value, "a refresh to another address");
      }
    } else if (token.tag != HtmlTag::meta && (name == "src" || name == "data") &&
               starts_with_ignore_case(value, "data:application/")) {
      add(PageAct::smuggles, attribute.value, "a file in a data: address");
    }
  }

  void script(ByteRange where, std::string_view text) {
    std::string unpacks, hands_over;
    std::size_t first = text.size();
    const auto look = [&](std::string_view word, std::string& words) {
      const std::size_t at = text.find(word);
      if (at == std::string_view::npos) return;
      first = std::min(first, at);
      if (!words.empty()) words += ", ";
      words += word.substr(0, word.find_first_of("(="));
    };
    for (const auto word : kUnpack) look(word, unpacks);
    for (const auto word : kHandOver) look(word, hands_over);
    const bool long_text = has_long_text(text);
    if (!hands_over.empty() && (long_text || (!unpacks.empty() && text.size() > kLongText))) {
      add(PageAct::smuggles, piece(where, first),
          (unpacks.empty() ? "" : unpacks + ", ") + hands_over +
              (long_text ? " over a long text without spaces" : ""));
    }
    for (const auto word : kLocation) {
      const std::size_t at = text.find(word);
      if (at == std::string_view::npos) continue;
      // "location ==" compares.
      const std::string_view rest = text.substr(at + word.size());
      if (word.ends_with('=') && rest.starts_with('=')) continue;
      add(PageAct::redirect, piece(where, at), "a script that sets " + std::string(word));
      break;
    }
  }

  static bool has_long_text(std::string_view text) {
    std::size_t run = 0;
    for (const char c : text) {
      const bool packed = is_alnum(c) || c == '+' || c == '/' || c == '=' || c == '%' || c == '\\';
      run = packed ? run + 1 : 0;
      if (run >= kLongText) return true;
    }
    return false;
  }

  // A line of it, from `at`.
  static ByteRange piece(ByteRange where, std::size_t at) {
    constexpr std::size_t kMost = 200;
    const std::size_t length =
        std::min<std::size_t>(where.length - std::min<std::size_t>(at, where.length), kMost);
    return {where.offset + static_cast<std::uint32_t>(std::min<std::size_t>(at, where.length)),
            static_cast<std::uint32_t>(length)};
  }

  std::string_view page_;
  HtmlTokenizer tokens_;
  bool in_script_ = false;
  std::vector<PageSign> signs_;
};

}  // namespace

std::vector<PageSign> page_signs(std::string_view page) { return Examiner(page).run(); }

}  // namespace letterlock::content
