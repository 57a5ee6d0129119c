// Parts of which a mailbox (PST, .msg) kept the contents but not the fields, written the way mail
// programs write theirs. All parts at once: one by one none would show.
#include <algorithm>
#include <array>
#include <optional>
#include <span>

#include "base/ascii.h"
#include "base/utf8.h"
#include "leak/repair/body_search.h"
#include "leak/repair/recode.h"
#include "mime/charset_writer.h"

namespace letterlock::leak {
namespace {

constexpr std::size_t kMostProgramParts = 16;
constexpr unsigned kMostTries = 400;

struct Part {
  ByteRange fields, body;  // `fields` with the blank line after them
  std::string type;        // "text/x-patch"
  std::string name, id;    // "" where it has none
  bool file = false;
  bool base64 = false;  // as found, in lines of 76
  std::string content;  // decoded
};

using Charsets = std::span<const std::string_view>;
constexpr std::string_view kGmailTexts[] = {"UTF-8", "ISO-8859-1"};
constexpr std::string_view kGmailFiles[] = {"US-ASCII", "UTF-8"};
constexpr std::string_view kMuttTexts[] = {"us-ascii", "utf-8", "iso-8859-1"};
constexpr std::string_view kMuttFiles[] = {"us-ascii", "utf-8", ""};
constexpr std::string_view kMozillaTexts[] = {"UTF-8", "utf-8", "windows-1252"};
constexpr std::string_view kMozillaFiles[] = {"UTF-8", "us-ascii", ""};
constexpr std::string_view kPythonTexts[] = {"us-ascii", "utf-8"};
constexpr Encoding kBase64Only[] = {Encoding::base64};
constexpr Encoding kEitherWay[] = {Encoding::identity, Encoding::base64};

// How a program writes parts.
struct Style {
  Charsets texts, files;             // "": not said
  std::span<const Encoding> attach;  // of files that are text; others are in base64
  std::string_view start;            // before the first delimiter; "\n" is a line end
  bool quoted = false;               // charset in quotes
  bool names_twice = true;           // a file's name stands in Content-Type too
  bool ids = false;                  // Content-ID and X-Attachment-Id
  bool folds_long = false;           // a parameter that goes beyond the line may stand on its own
  bool folds = false;                // a name always does
  bool encoding_last = true;         // Content-Transfer-Encoding behind Content-Disposition
  bool says_seven_bit = false;       // Content-Transfer-Encoding where nothing is encoded, too
  bool says_inline = false;          // Content-Disposition of texts
  bool says_version = false;         // MIME-Version in parts
  std::string_view tail = std::string_view();  // of a text's Content-Type
  std::size_t width = 76;                      // of base64
};

constexpr std::string_view kPreamble = "This is a multi-part message in MIME format.\n";

std::array<Style, 7> make_styles() {
  Style gmail{.texts = kGmailTexts, .files = kGmailFiles, .attach = kBase64Only, .start = {}};
  gmail.quoted = gmail.ids = gmail.folds_long = true;
  Style mutt{.texts = kMuttTexts, .files = kMuttFiles, .attach = kEitherWay, .start = "\n"};
  mutt.names_twice = false;
  mutt.says_inline = true;
  Style python{.texts = kPythonTexts, .files = kMuttFiles, .attach = kBase64Only, .start = {}};
  python.quoted = python.says_version = python.says_seven_bit = true;
  Style later{
      .texts = kMozillaTexts, .files = kMozillaFiles, .attach = kEitherWay, .start = kPreamble};
  later.folds = later.says_seven_bit = true;
  later.width = 72;
  Style earlier = later;
  earlier.encoding_last = false;
  Style later_flowed = later, earlier_flowed = earlier;
  later_flowed.tail = earlier_flowed.tail = "; format=flowed";
  return {gmail, mutt, later, later_flowed, earlier, earlier_flowed, python};
}

struct Choice {
  std::string_view text_charset, file_charset;
  Encoding text = Encoding::identity, file = Encoding::base64;
  bool fold_type = false, fold_place = false;  // of what is long
};

constexpr std::array kTextEncodings = {Encoding::identity, Encoding::quoted_printable,
                                       Encoding::base64};

bool is_plain_name(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return c >= ' ' && c < 0x7F && c != '"' && c != '\\'; });
}

// A part as one is written that was rebuilt: encoded, its text in UTF-8 and quotes.
bool looks_rebuilt(const mime::Message& message, const mime::Entity& entity) {
  const bool encoded = entity.encoding == mime::TransferEncoding::base64 ||
                       entity.encoding == mime::TransferEncoding::quoted_printable;
  const auto* type = message.find(entity, mime::FieldName::content_type);
  return encoded && type != nullptr && entity.first_child == mime::kNoEntity;
}

// Empty where the message is not one multipart of such parts.
std::vector<Part> parts_of(const mime::Message& message, ByteRange body) {
  std::vector<Part> parts;
  const auto entities = message.entities();
  if (entities[0].media != mime::MediaClass::multipart || entities.size() > kMostProgramParts + 1) {
    return {};
  }
  for (const mime::Entity& entity : entities.subspan(1)) {
    if (entity.depth != 1 || !body.contains(entity.whole) || !looks_rebuilt(message, entity)) {
      return {};
    }
    Part part;
    part.fields = entity.header;
    part.body = entity.body;
    const mime::ContentTypeView& type = message.content_type(entity);
    part.type = std::string(type.type) + "/" + std::string(type.subtype);
    part.name = message.filename(entity).value_or("");
    part.file = !part.name.empty() || entity.disposition != mime::Disposition::none;
    part.base64 = entity.encoding == mime::TransferEncoding::base64;
    if (const auto* id = message.find(entity, mime::FieldName::content_id)) {
      part.id = trim(message.octets(id->body));
      if (part.id.starts_with('<') && part.id.ends_with('>')) {
        part.id = part.id.substr(1, part.id.size() - 2);
      }
    }
    const bool utf8 = equals_ignore_case(type.parameter("charset").value_or(""), "utf-8");
    if (!is_plain_name(part.name) || (!part.file && !utf8)) return {};
    part.content = message.decoded(entity);
    parts.push_back(std::move(part));
  }
  return parts;
}

std::string with_lf(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\r' || i + 1 == text.size() || text[i + 1] != '\n') out += text[i];
  }
  return out;
}

Encoding encoding_of(const Part& part, const Choice& choice) {
  if (!part.file) return choice.text;
  return part.type.starts_with("text/") ? choice.file : Encoding::base64;
}

// `field` with a file's name as parameter, on a line of its own where the style or `fold` says.
std::string with_name(std::string field, std::string_view parameter, const Part& part,
                      const Style& style, bool fold) {
  constexpr std::size_t kLong = 76;
  if (part.name.empty()) return field;
  const bool bare = style.ids && std::all_of(part.name.begin(), part.name.end(), is_alnum);
  const std::string quote = bare ? "" : "\"";
  const std::string named = std::string(parameter) + "=" + quote + part.name + quote;
  const bool breaks = style.folds || (fold && field.size() + 2 + named.size() > kLong);
  return field + (style.folds ? ";\n " : breaks ? "; \n\t" : "; ") + named;
}

// Lines that each end in "\n", and a blank one.
std::string fields_of(const Part& part, const Style& style, const Choice& choice) {
  const std::string_view charset = part.file ? choice.file_charset : choice.text_charset;
  std::string type = "Content-Type: " + part.type;
  if (part.type.starts_with("text/") && !charset.empty()) {
    const std::string quote = style.quoted ? "\"" : "";
    type += "; charset=" + quote + std::string(charset) + quote;
  }
  if (!part.file) type += style.tail;
  if (part.file && style.names_twice) type = with_name(type, "name", part, style, choice.fold_type);
  const Encoding encoding = encoding_of(part, choice);
  std::string word;
  if (encoding == Encoding::base64) word = "base64";
  if (encoding == Encoding::quoted_printable) word = "quoted-printable";
  if (encoding == Encoding::identity && style.says_seven_bit) word = "7bit";
  if (encoding == Encoding::identity && !is_ascii_text(part.content)) word = "8bit";
  if (!word.empty()) word = "Content-Transfer-Encoding: " + word + "\n";
  std::string place;
  if (part.file) {
    place =
        with_name("Content-Disposition: attachment", "filename", part, style, choice.fold_place) +
        "\n";
  } else if (style.says_inline) {
    place = "Content-Disposition: inline\n";
  }
  std::string fields = type + "\n";
  if (style.says_version) fields += "MIME-Version: 1.0\n";
  fields += style.encoding_last ? place + word : word + place;
  if (style.ids && part.file && !part.id.empty()) {
    fields += "Content-ID: <" + part.id + ">\nX-Attachment-Id: " + part.id + "\n";
  }
  return fields + "\n";
}

std::string with_ends(std::string_view text, std::string_view line_end) {
  return encoded(text, Layout{}, line_end);
}

// nullopt where the text's charset lacks one of its characters.
std::optional<Step> written(const std::vector<Part>& parts, ByteRange body, std::size_t first,
                            const Style& style, const Choice& choice, std::string_view line_end) {
  Step step{Change::parts_rewritten, {}};
  step.splices.push_back({0, first, with_ends(style.start, line_end)});
  for (const Part& part : parts) {
    step.splices.push_back({part.fields.offset - body.offset, part.fields.length,
                            with_ends(fields_of(part, style, choice), line_end)});
    const Encoding encoding = encoding_of(part, choice);
    Layout layout{.encoding = encoding, .width = style.width};
    if (encoding == Encoding::quoted_printable) layout.width = 76;
    std::string content = part.content;
    if (!part.file) {
      auto octets = mime::in_charset(content, choice.text_charset);
      if (!octets) return std::nullopt;
      content = std::move(*octets);
    }
    if (encoding == Encoding::base64) {
      if (part.base64 && style.width == 76) continue;
      layout.crlf = false;  // octets as they are
    } else {
      content = with_lf(content);
    }
    std::string text = encoded(content, layout, line_end);
    if (encoding == Encoding::base64)
      text.resize(text.size() - std::min(text.size(), line_end.size()));
    step.splices.push_back({part.body.offset - body.offset, part.body.length, std::move(text)});
  }
  return step;
}

}  // namespace

void try_part_programs(const mime::Message& message, ByteRange body, BodyTrial& trial) {
  const std::vector<Part> parts = parts_of(message, body);
  if (parts.empty()) return;
  const std::string_view text = message.octets(body);
  const auto boundary = message.content_type(message.entities()[0]).parameter("boundary");
  const std::size_t first = text.find("--" + std::string(boundary.value_or("")));
  if (first == text.npos || body.offset + first > parts[0].fields.offset) return;
  const auto some = [&](auto is) { return std::any_of(parts.begin(), parts.end(), is); };
  const bool text_files =
      some([](const Part& part) { return part.file && part.type.starts_with("text/"); });
  const bool long_names = some([](const Part& part) { return part.name.size() > 12; });
  unsigned tries = 0;
  const auto attempt = [&](const Style& style, Choice choice) {
    for (const unsigned folds : {0U, 2U, 3U, 1U}) {
      if (trial.over() || ++tries > kMostTries) return;
      choice.fold_type = (folds & 1) != 0;
      choice.fold_place = (folds & 2) != 0;
      auto step = written(parts, body, first, style, choice, trial.line_end());
      if (step) trial.attempt_step(text, {}, std::move(*step));
      if (!style.folds_long || !long_names) return;
    }
  };
  for (const Style& style : make_styles()) {
    for (const std::string_view text_charset : style.texts) {
      for (const Encoding encoding : kTextEncodings) {
        for (const std::string_view file_charset : style.files) {
          for (const Encoding file : style.attach) {
            attempt(style, {.text_charset = text_charset,
                            .file_charset = file_charset,
                            .text = encoding,
                            .file = file});
            if (!text_files) break;
          }
          if (!text_files) break;
        }
      }
    }
  }
}

}  // namespace letterlock::leak
