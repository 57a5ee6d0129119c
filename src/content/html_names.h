// The element and attribute names that reading a mail's HTML needs to tell apart.
#pragma once

#include <cstdint>
#include <string_view>

namespace letterlock::content {

namespace html_flag {
inline constexpr std::uint16_t kBlock = 1;       // starts and ends a line of text
inline constexpr std::uint16_t kParagraph = 2;   // with a blank line around it
inline constexpr std::uint16_t kVoid = 4;        // has no content and no end tag
inline constexpr std::uint16_t kClosesP = 8;     // its start tag ends an open <p>
inline constexpr std::uint16_t kScope = 16;      // end tags inside do not close what is outside
inline constexpr std::uint16_t kRawText = 32;    // content is text up to its end tag, verbatim
inline constexpr std::uint16_t kRcData = 64;     // the same with character references
inline constexpr std::uint16_t kNotShown = 128;  // content is not part of what is read
inline constexpr std::uint16_t kFormatting = 256;
}  // namespace html_flag

// X(enumerator, name, flags)
#define LETTERLOCK_HTML_TAGS(X)                               \
  X(a, "a", kFormatting)                                      \
  X(address, "address", kBlock | kClosesP)                    \
  X(applet, "applet", kScope)                                 \
  X(area, "area", kVoid)                                      \
  X(article, "article", kBlock | kClosesP)                    \
  X(aside, "aside", kBlock | kClosesP)                        \
  X(b, "b", kFormatting)                                      \
  X(base, "base", kVoid)                                      \
  X(basefont, "basefont", kVoid)                              \
  X(bgsound, "bgsound", kVoid)                                \
  X(big, "big", kFormatting)                                  \
  X(blockquote, "blockquote", kBlock | kParagraph | kClosesP) \
  X(body, "body", kBlock)                                     \
  X(br, "br", kVoid)                                          \
  X(caption, "caption", kBlock | kScope)                      \
  X(center, "center", kBlock | kClosesP)                      \
  X(code, "code", kFormatting)                                \
  X(col, "col", kVoid)                                        \
  X(colgroup, "colgroup", 0)                                  \
  X(datalist, "datalist", kNotShown)                          \
  X(dd, "dd", kBlock | kClosesP)                              \
  X(details, "details", kBlock | kClosesP)                    \
  X(dialog, "dialog", kBlock | kClosesP)                      \
  X(dir, "dir", kBlock | kParagraph | kClosesP)               \
  X(div, "div", kBlock | kClosesP)                            \
  X(dl, "dl", kBlock | kParagraph | kClosesP)                 \
  X(dt, "dt", kBlock | kClosesP)                              \
  X(em, "em", kFormatting)                                    \
  X(embed, "embed", kVoid)                                    \
  X(fieldset, "fieldset", kBlock | kClosesP)                  \
  X(figcaption, "figcaption", kBlock | kClosesP)              \
  X(figure, "figure", kBlock | kClosesP)                      \
  X(font, "font", kFormatting)                                \
  X(footer, "footer", kBlock | kClosesP)                      \
  X(form, "form", kBlock | kClosesP)                          \
  X(frame, "frame", kVoid)                                    \
  X(frameset, "frameset", kBlock)                             \
  X(h1, "h1", kBlock | kParagraph | kClosesP)                 \
  X(h2, "h2", kBlock | kParagraph | kClosesP)                 \
  X(h3, "h3", kBlock | kParagraph | kClosesP)                 \
  X(h4, "h4", kBlock | kParagraph | kClosesP)                 \
  X(h5, "h5", kBlock | kParagraph | kClosesP)                 \
  X(h6, "h6", kBlock | kParagraph | kClosesP)                 \
  X(head, "head", 0)                                          \
  X(header, "header", kBlock | kClosesP)                      \
  X(hgroup, "hgroup", kBlock | kClosesP)                      \
  X(hr, "hr", kVoid | kBlock | kClosesP)                      \
  X(html, "html", kScope)                                     \
  X(i, "i", kFormatting)                                      \
  X(iframe, "iframe", kRawText | kNotShown)                   \
  X(image, "image", kVoid)                                    \
  X(img, "img", kVoid)                                        \
  X(input, "input", kVoid)                                    \
  X(keygen, "keygen", kVoid)                                  \
  X(legend, "legend", kBlock)                                 \
  X(li, "li", kBlock | kClosesP)                              \
  X(link, "link", kVoid)                                      \
  X(listing, "listing", kBlock | kParagraph | kClosesP)       \
  X(main, "main", kBlock | kClosesP)                          \
  X(marquee, "marquee", kBlock | kScope)                      \
  X(math, "math", 0)                                          \
  X(menu, "menu", kBlock | kClosesP)                          \
  X(meta, "meta", kVoid)                                      \
  X(nav, "nav", kBlock | kClosesP)                            \
  X(nobr, "nobr", kFormatting)                                \
  X(noembed, "noembed", kRawText | kNotShown)                 \
  X(noframes, "noframes", kRawText | kNotShown)               \
  X(object, "object", kScope)                                 \
  X(ol, "ol", kBlock | kParagraph | kClosesP)                 \
  X(optgroup, "optgroup", kBlock)                             \
  X(option, "option", kBlock)                                 \
  X(p, "p", kBlock | kParagraph | kClosesP)                   \
  X(param, "param", kVoid)                                    \
  X(plaintext, "plaintext", kBlock | kClosesP)                \
  X(pre, "pre", kBlock | kParagraph | kClosesP)               \
  X(s, "s", kFormatting)                                      \
  X(script, "script", kRawText | kNotShown)                   \
  X(search, "search", kBlock | kClosesP)                      \
  X(section, "section", kBlock | kClosesP)                    \
  X(select, "select", 0)                                      \
  X(small, "small", kFormatting)                              \
  X(source, "source", kVoid)                                  \
  X(span, "span", 0)                                          \
  X(strike, "strike", kFormatting)                            \
  X(strong, "strong", kFormatting)                            \
  X(style, "style", kRawText | kNotShown)                     \
  X(summary, "summary", kBlock | kClosesP)                    \
  X(svg, "svg", 0)                                            \
  X(table, "table", kBlock | kScope)                          \
  X(tbody, "tbody", kBlock)                                   \
  X(td, "td", kScope)                                         \
  X(template_, "template", kScope | kNotShown)                \
  X(textarea, "textarea", kRcData)                            \
  X(tfoot, "tfoot", kBlock)                                   \
  X(th, "th", kScope)                                         \
  X(thead, "thead", kBlock)                                   \
  X(title, "title", kRcData | kNotShown)                      \
  X(tr, "tr", kBlock)                                         \
  X(track, "track", kVoid)                                    \
  X(tt, "tt", kFormatting)                                    \
  X(u, "u", kFormatting)                                      \
  X(ul, "ul", kBlock | kParagraph | kClosesP)                 \
  X(wbr, "wbr", kVoid)                                        \
  X(xmp, "xmp", kBlock | kParagraph | kClosesP | kRawText)

enum class HtmlTag : std::uint8_t {
  other,
#define X(tag, name, flags) tag,
  LETTERLOCK_HTML_TAGS(X)
#undef X
      count_
};

#define LETTERLOCK_HTML_ATTRIBUTES(X) \
  X(action, "action")                 \
  X(alt, "alt")                       \
  X(background, "background")         \
  X(bgcolor, "bgcolor")               \
  X(class_, "class")                  \
  X(color, "color")                   \
  X(content, "content")               \
  X(data, "data")                     \
  X(formaction, "formaction")         \
  X(height, "height")                 \
  X(hidden, "hidden")                 \
  X(href, "href")                     \
  X(http_equiv, "http-equiv")         \
  X(id, "id")                         \
  X(poster, "poster")                 \
  X(src, "src")                       \
  X(srcset, "srcset")                 \
  X(style, "style")                   \
  X(text, "text")                     \
  X(type, "type")                     \
  X(value, "value")                   \
  X(width, "width")                   \
  X(xlink_href, "xlink:href")

enum class HtmlAttribute : std::uint8_t {
  other,
#define X(attribute, name) attribute,
  LETTERLOCK_HTML_ATTRIBUTES(X)
#undef X
      count_
};

// Any case.
HtmlTag html_tag(std::string_view name);
HtmlAttribute html_attribute(std::string_view name);

namespace html_flag {
inline constexpr std::uint16_t kOfTag[] = {0,
#define X(tag, name, flags) flags,
                                           LETTERLOCK_HTML_TAGS(X)
#undef X
};
}  // namespace html_flag
inline std::uint16_t html_flags(HtmlTag tag) {
  return html_flag::kOfTag[static_cast<std::size_t>(tag)];
}

// Sets of attributes.
constexpr std::uint32_t html_bit(HtmlAttribute id) {
  return std::uint32_t{1} << static_cast<unsigned>(id);
}

}  // namespace letterlock::content
