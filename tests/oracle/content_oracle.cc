// Prints what src/content reads, one JSON value a line, for the oracles beside this file to
// compare.
//
//   content_oracle url < LINES        one line: a JSON array [input] or [input, base]
//   content_oracle tokens FILE        the tokens of an HTML file
#include <fmt/core.h>

#include <fstream>
#include <iostream>
#include <iterator>
#include <set>
#include <string>

#include "base/ascii.h"
#include "base/json_writer.h"
#include "content/html_reference.h"
#include "content/html_tokenizer.h"
#include "content/url.h"

namespace letterlock::content {
namespace {

// Lines are hexadecimal octets, so that any octet can stand in them: INPUT or INPUT,BASE.
std::string from_hex(std::string_view hex) {
  std::string out;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    out += static_cast<char>(hex_value(hex[i]) * 16 + hex_value(hex[i + 1]));
  }
  return out;
}

void print_urls() {
  std::string line;
  while (std::getline(std::cin, line)) {
    const std::size_t comma = line.find(',');
    std::optional<Url> base;
    if (comma != std::string::npos) base = parse_url(from_hex(line.substr(comma + 1)));
    const auto url = parse_url(from_hex(line.substr(0, comma)), base ? &*base : nullptr);
    JsonWriter json;
    json.array();
    if (url) {
      json.value(url->href()).value(url->host.value_or(""));
      const auto again = parse_url(url->href());
      json.value(again && again->href() == url->href());
    }
    json.end();
    fmt::print("{}\n", json.text());
  }
}

void write_tag(const HtmlTokenizer& tokens, JsonWriter& json) {
  json.array().value("start").value(lower_ascii(tokens.octets(tokens.token().name)));
  std::set<std::string> seen;
  json.object();
  for (const auto& attribute : tokens.attributes()) {
    const std::string name = lower_ascii(tokens.octets(attribute.name));
    if (!seen.insert(name).second) continue;
    json.member(name, decode_references(tokens.octets(attribute.value), true));
  }
  json.end().end();
}

void print_tokens(const char* path) {
  std::ifstream file(path, std::ios::binary);
  const std::string html((std::istreambuf_iterator<char>(file)), {});
  HtmlTokenizer tokens(html);
  JsonWriter json;
  json.array();
  std::string text;
  int foreign = 0;
  const auto flush = [&] {
    if (!text.empty()) json.array().value("text").value(text).end();
    text.clear();
  };
  while (tokens.next()) {
    const HtmlToken& token = tokens.token();
    const bool outer = token.tag == HtmlTag::svg || token.tag == HtmlTag::math;
    switch (token.kind) {
      case HtmlToken::Kind::text:
        text += decode_references(tokens.octets(token.where), false);
        break;
      case HtmlToken::Kind::literal:
        text += tokens.octets(token.where);
        break;
      case HtmlToken::Kind::start_tag:
        flush();
        write_tag(tokens, json);
        if (outer && !token.self_closing) tokens.set_foreign(++foreign > 0);
        break;
      case HtmlToken::Kind::end_tag:
        flush();
        json.array().value("end").value(lower_ascii(tokens.octets(token.name))).end();
        if (outer && foreign > 0) tokens.set_foreign(--foreign > 0);
        break;
      default:
        flush();
        break;
    }
  }
  flush();
  fmt::print("{}\n", json.end().text());
}

}  // namespace
}  // namespace letterlock::content

int main(int argc, char** argv) {
  const std::string_view mode = argc > 1 ? argv[1] : "";
  if (mode == "url") {
    letterlock::content::print_urls();
  } else if (mode == "tokens" && argc > 2) {
    for (int i = 2; i < argc; ++i) letterlock::content::print_tokens(argv[i]);
  } else {
    fmt::print(stderr, "usage: content_oracle url | tokens FILE...\n");
    return 64;
  }
  return 0;
}
