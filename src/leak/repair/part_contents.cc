// What may have been done to the text of a part before it was encoded anew.
#include <algorithm>

#include "base/arena.h"
#include "base/ascii.h"
#include "leak/repair/part_text.h"
#include "mime/charset.h"
#include "mime/charset_writer.h"

namespace letterlock::leak {
namespace {

constexpr unsigned kContentFooterLines = 12;

std::string replaced_all(std::string_view text, std::string_view what, std::string_view with) {
  std::string out;
  std::size_t at = 0;
  for (std::size_t found = text.find(what); found != text.npos; found = text.find(what, at)) {
    out.append(text, at, found - at);
    out += with;
    at = found + what.size();
  }
  out.append(text, at, text.size() - at);
  return out;
}

std::size_t find_ignore_case(std::string_view text, std::string_view what, std::size_t from = 0) {
  const auto it =
      std::search(text.begin() + static_cast<std::ptrdiff_t>(from), text.end(), what.begin(),
                  what.end(), [](char a, char b) { return to_lower(a) == to_lower(b); });
  return it == text.end() ? text.npos : static_cast<std::size_t>(it - text.begin());
}

// Outlook.com writes a no-break space as "&nbsp;" where it read the character.
void add_entities(std::vector<ContentVariant>& variants) {
  for (std::size_t i = 0, count = variants.size(); i < count; ++i) {
    const std::string text = variants[i].content;
    std::vector<Change> changes = variants[i].changes;
    changes.push_back(Change::html_edited);
    const std::string spaces = replaced_all(text, "&nbsp;", "\xC2\xA0");
    if (spaces != text) variants.push_back({changes, spaces});
    const std::string latin = replaced_all(text, "&nbsp;", "\xA0");
    if (latin != text) variants.push_back({changes, latin});
  }
}

void add_charsets(const TextPart& part, std::vector<ContentVariant>& variants) {
  Arena arena;
  const mime::Converted utf8 = mime::to_utf8(part.content, part.charset, arena);
  if (utf8.undecodable > 0) return;
  const std::string text(utf8.text);
  for (const std::string_view label : {"utf-8", "iso-8859-1", "windows-1252", "iso-8859-15",
                                       "iso-8859-2", "windows-1251", "koi8-r"}) {
    const auto other = mime::in_charset(text, label);
    if (other && *other != part.content) {
      variants.push_back({{Change::charset_changed}, *other});
    }
  }
}

// Lines appended to what was encoded after that.
void add_cuts(const TextPart& part, std::vector<ContentVariant>& variants) {
  std::string_view content = part.content;
  for (unsigned i = 0; i < kContentFooterLines; ++i) {
    if (content.ends_with('\n')) content.remove_suffix(1);
    const std::size_t newline = content.rfind('\n');
    if (newline == content.npos) return;
    content = content.substr(0, newline + 1);
    variants.push_back({{Change::footer_appended}, std::string(content)});
  }
}

// Marks by which a warning is known, within the first paragraphs or elements.
constexpr std::string_view kWarnings[] = {"external",
                                          "caution",
                                          "originated outside",
                                          "outside of your organization",
                                          "suspicious",
                                          "don't often get email from",
                                          "not often get email",
                                          "zjQcmQRYFpfptBannerStart",
                                          "warning",
                                          "sender is unverified"};

bool warns(std::string_view text) {
  return std::any_of(std::begin(kWarnings), std::end(kWarnings), [&](std::string_view warning) {
    return find_ignore_case(text, warning) != text.npos;
  });
}

std::size_t after_element(std::string_view html, std::size_t open) {
  const std::size_t name_end = html.find_first_of(" >\n\t/", open + 1);
  if (name_end == html.npos) return html.npos;
  const std::string name(html.substr(open + 1, name_end - open - 1));
  int depth = 0;
  for (std::size_t at = open; at < html.size();) {
    const std::size_t next = html.find('<', at);
    if (next == html.npos) return html.npos;
    const std::string_view rest = html.substr(next + 1);
    if (starts_with_ignore_case(rest, name)) ++depth;
    if (rest.starts_with('/') && starts_with_ignore_case(rest.substr(1), name) && --depth == 0) {
      const std::size_t end = html.find('>', next);
      return end == html.npos ? html.npos : end + 1;
    }
    at = next + 1;
  }
  return html.npos;
}

void add_without(std::string_view text, std::size_t begin, std::size_t end,
                 std::vector<ContentVariant>& variants) {
  std::string rest(text);
  rest.erase(begin, end - begin);
  variants.push_back({{Change::banner_inserted}, rest});
  for (const std::string_view gap : {"\n", "<br>", "<br>\n", "<hr>", "\n\n"}) {
    if (std::string_view(rest).substr(begin).starts_with(gap)) {
      std::string shorter(rest);
      shorter.erase(begin, gap.size());
      variants.push_back({{Change::banner_inserted}, std::move(shorter)});
    }
  }
}

}  // namespace

std::vector<ContentVariant> without_meta(std::string_view html) {
  std::vector<ContentVariant> variants;
  const std::size_t begin = find_ignore_case(html, "<meta http-equiv=\"content-type\"");
  const std::size_t close = begin == html.npos ? html.npos : html.find('>', begin);
  if (close == html.npos) return variants;
  const auto add = [&](std::size_t from, std::size_t to) {
    std::string rest(html);
    rest.erase(from, to - from);
    variants.push_back({{Change::meta_tag_inserted}, std::move(rest)});
  };
  const std::size_t end = close + 1;
  const bool line_after = html.substr(end).starts_with('\n');
  const bool line_before = begin > 0 && html[begin - 1] == '\n';
  // With the line end before or after it, that before it, and with a head made for it.
  if (line_before) add(begin - 1, end);
  add(begin, end);
  if (line_after) add(begin, end + 1);
  if (line_before && line_after) add(begin - 1, end + 1);
  for (const std::string_view made : {"<head>\n", "<head>"}) {
    if (begin >= made.size() && html.substr(begin - made.size(), made.size()) == made) {
      for (const std::string_view shut : {"</head>\n", "\n</head>\n", "</head>", "\n</head>"}) {
        if (html.substr(end).starts_with(shut)) add(begin - made.size(), end + shut.size());
      }
    }
  }
  const std::string_view opened = "<html><head>\n";
  const std::string_view body = "</head><body>";
  if (begin >= opened.size() && html.substr(begin - opened.size()).starts_with(opened) &&
      html.substr(end).starts_with(body)) {
    std::string rest(html);
    const std::size_t last = rest.rfind("</body>");
    if (last != rest.npos && last > end) {
      const std::size_t tail = rest.find("</html>", last);
      rest.erase(last, tail == rest.npos ? 7 : tail + 7 - last);
      rest.erase(begin - opened.size(), end + body.size() - (begin - opened.size()));
      variants.push_back({{Change::meta_tag_inserted}, std::move(rest)});
    }
  }
  return variants;
}

std::vector<ContentVariant> without_banner(std::string_view text, bool html) {
  constexpr std::size_t kReach = 16'384;  // banners stand at the top
  std::vector<ContentVariant> variants;
  if (!html) {
    for (std::size_t at = 0, paragraphs = 0; at < text.size() && paragraphs < 3; ++paragraphs) {
      std::size_t end = text.find("\n\n", at);
      if (end == text.npos) break;
      end += 2;
      if (warns(text.substr(at, std::min(end - at, kReach)))) add_without(text, at, end, variants);
      at = end;
    }
    return variants;
  }
  std::size_t tried = 0;
  for (const std::string_view name : {"<div", "<table", "<p", "<span"}) {
    for (std::size_t at = find_ignore_case(text, name); at != text.npos && at < kReach;
         at = find_ignore_case(text, name, at + 1)) {
      if (++tried > 24) return variants;
      const std::size_t end = after_element(text, at);
      if (end == text.npos || end - at > kReach || !warns(text.substr(at, end - at))) continue;
      add_without(text, at, end, variants);
    }
  }
  return variants;
}

std::vector<ContentVariant> content_variants(const TextPart& part) {
  std::vector<ContentVariant> variants{{{}, part.content}};
  const auto add = [&](std::vector<ContentVariant> more) {
    for (ContentVariant& one : more) variants.push_back(std::move(one));
  };
  if (part.html) add(without_meta(part.content));
  for (std::size_t i = 0, count = variants.size(); i < count; ++i) {
    auto links = with_original_links(variants[i].content, part.html);
    if (!links) continue;
    std::vector<Change> changes = variants[i].changes;
    changes.push_back(Change::links_rewritten);
    variants.push_back({std::move(changes), std::move(*links)});
  }
  for (std::size_t i = 0, count = variants.size(); i < count && i < 8; ++i) {
    std::vector<ContentVariant> more = without_banner(variants[i].content, part.html);
    for (ContentVariant& one : more) {
      one.changes.insert(one.changes.begin(), variants[i].changes.begin(),
                         variants[i].changes.end());
    }
    add(std::move(more));
  }
  if (part.html) add_entities(variants);
  add_charsets(part, variants);
  add_cuts(part, variants);
  return variants;
}

}  // namespace letterlock::leak
