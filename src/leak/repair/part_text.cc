#include "leak/repair/part_text.h"

#include <algorithm>

#include "base/arena.h"
#include "base/ascii.h"
#include "mime/charset.h"

namespace letterlock::leak {
namespace {

constexpr std::size_t kMostParts = 8;
constexpr std::size_t kLongestContent = 8u << 20;
constexpr unsigned kFooterLines = 12;

std::string with_lf_ends(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\r' || i + 1 == text.size() || text[i + 1] != '\n') out += text[i];
  }
  return out;
}

Encoding found_encoding(mime::TransferEncoding encoding) {
  if (encoding == mime::TransferEncoding::base64) return Encoding::base64;
  if (encoding == mime::TransferEncoding::quoted_printable) return Encoding::quoted_printable;
  return Encoding::identity;
}

constexpr std::string_view kEncodingWords[] = {"8bit", "quoted-printable", "base64"};

void add_charsets(const TextPart& part, std::vector<ContentVariant>& variants) {
  Arena arena;
  const mime::Converted utf8 = mime::to_utf8(part.content, part.charset, arena);
  if (utf8.undecodable > 0) return;
  const std::string text(utf8.text);
  for (const std::string_view label : {"utf-8", "iso-8859-1", "windows-1252", "iso-8859-15",
                                       "iso-8859-2", "windows-1251", "koi8-r"}) {
    const auto other = in_charset(text, label);
    if (other && *other != part.content) {
      variants.push_back({{Change::charset_changed}, *other});
    }
  }
}

// Lines appended to what was encoded after that.
void add_cuts(const TextPart& part, std::vector<ContentVariant>& variants) {
  std::string_view content = part.content;
  for (unsigned i = 0; i < kFooterLines; ++i) {
    if (content.ends_with('\n')) content.remove_suffix(1);
    const std::size_t newline = content.rfind('\n');
    if (newline == content.npos) return;
    content = content.substr(0, newline + 1);
    variants.push_back({{Change::footer_appended}, std::string(content)});
  }
}

// Replaces parts of the body by what they were written as, all at once.
class PartWriter {
 public:
  PartWriter(const std::vector<TextPart>& parts, ByteRange body, BodyTrial& trial)
      : parts_(parts), body_(body), trial_(trial) {}

  std::vector<Splice> splices(const TextPart& part, std::string_view content, const Layout& layout,
                              std::string_view text) const {
    std::vector<Splice> all;
    if (part.inner && layout.encoding != part.found && !part.encoding.empty()) {
      all.push_back({part.encoding.offset - body_.offset, part.encoding.length,
                     " " + std::string(kEncodingWords[static_cast<int>(layout.encoding)])});
    }
    std::string written = encoded(content, layout, trial_.line_end());
    const std::size_t begin = part.body.offset - body_.offset;
    // A part's last line end belongs to the boundary after it.
    if (part.inner && written.ends_with(trial_.line_end()) &&
        !text.substr(begin, part.body.length).ends_with('\n')) {
      written.resize(written.size() - trial_.line_end().size());
    }
    all.push_back({begin, part.body.length, std::move(written)});
    return all;
  }

  void attempt(std::string_view text, const ContentVariant& variant, const TextPart& part,
               const Layout& layout) {
    Step step{change_of(variant, part, layout), splices(part, variant.content, layout, text)};
    trial_.attempt_step(text, {}, std::move(step));
  }

  static Change change_of(const ContentVariant& variant, const TextPart& part,
                          const Layout& layout) {
    if (!variant.changes.empty()) return variant.changes.front();
    return layout.encoding == part.found ? Change::transfer_encoding_changed
                                         : Change::transfer_encoding_changed;
  }

 private:
  const std::vector<TextPart>& parts_;
  ByteRange body_;
  BodyTrial& trial_;
};

}  // namespace

std::vector<TextPart> text_parts(const mime::Message& message, ByteRange body) {
  std::vector<TextPart> parts;
  for (const mime::Entity& entity : message.entities()) {
    using enum mime::MediaClass;
    if (entity.media != text_plain && entity.media != text_html && entity.media != text_other) {
      continue;
    }
    if (parts.size() >= kMostParts || entity.body.length > kLongestContent) continue;
    if (!body.contains(entity.body)) continue;
    TextPart part;
    part.body = entity.body;
    part.inner = &entity != &message.entities()[0];
    part.html = entity.media == text_html;
    part.found = found_encoding(entity.encoding);
    part.charset = message.content_type(entity).parameter("charset").value_or("");
    part.content = with_lf_ends(message.decoded(entity));
    const mime::HeaderField* field =
        message.find(entity, mime::FieldName::content_transfer_encoding);
    if (part.inner && field != nullptr) part.encoding = field->body;
    parts.push_back(std::move(part));
  }
  return parts;
}

std::vector<ContentVariant> content_variants(const TextPart& part) {
  std::vector<ContentVariant> variants{{{}, part.content}};
  add_charsets(part, variants);
  if (!part.inner) add_cuts(part, variants);
  return variants;
}

void try_text_parts(const mime::Message& message, ByteRange body, BodyTrial& trial) {
  const std::string_view text = message.octets(body);
  const std::vector<TextPart> parts = text_parts(message, body);
  PartWriter writer(parts, body, trial);
  for (const TextPart& part : parts) {
    for (const ContentVariant& variant : content_variants(part)) {
      for (const Layout& layout : known_layouts()) {
        if (trial.over()) return;
        writer.attempt(text, variant, part, layout);
      }
    }
  }
}

}  // namespace letterlock::leak
