#include "content/attachment_signs.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "base/printable.h"
#include "content/attached_page.h"
#include "content/attached_pdf.h"
#include "content/attached_zip.h"
#include "content/attachments.h"

namespace letterlock::content {
namespace {

using Kind = AttachmentSignKind;
using namespace std::string_view_literals;

// Files of one message that are looked into; a person sends fewer.
constexpr std::size_t kMostLookedAt = 32;

constexpr std::array<std::string_view, kAttachmentSignKinds> kSignNames = {
    "html_script",      "html_smuggling",  "html_password",   "html_redirect",   "svg_script",
    "double_extension", "name_reversed",   "program",         "archive_program", "archive_locked",
    "archive_password", "document_locked", "document_macros", "document_remote", "pdf_script",
    "pdf_launch",       "type_differs",    "unread"};

// What a double click runs or mounts. ".com" ends many a harmless name, ".sh" is shown as text.
constexpr std::string_view kPrograms[] = {
    "ade",  "adp",  "appx", "apk",    "bat", "chm",        "cmd",
    "cpl",  "dll",  "exe",  "gadget", "hta", "img",        "iqy",
    "iso",  "jar",  "jnlp", "js",     "jse", "library-ms", "lnk",
    "msc",  "msi",  "msix", "msp",    "mst", "one",        "pif",
    "ps1",  "psm1", "reg",  "scf",    "scr", "search-ms",  "settingcontent-ms",
    "slk",  "sct",  "url",  "vb",     "vbe", "vbs",        "vhd",
    "vhdx", "wsc",  "wsf",  "wsh",    "xll"};
constexpr std::string_view kDocuments[] = {"pdf", "doc", "docx", "xls", "xlsx", "ppt",  "pptx",
                                           "rtf", "odt", "txt",  "csv", "jpg",  "jpeg", "png",
                                           "gif", "tif", "tiff", "mp3", "wav",  "mp4",  "m4a"};
constexpr std::string_view kProgramTypes[] = {"application/vnd.microsoft.portable-executable",
                                              "application/x-elf",
                                              "application/x-mach-binary",
                                              "application/x-ms-shortcut",
                                              "application/x-iso9660-image",
                                              "application/x-vhd",
                                              "application/x-vhdx",
                                              "application/onenote",
                                              "application/x-msi",
                                              "application/vnd.ms-htmlhelp",
                                              "application/java-archive",
                                              "application/x-msdos-batch",
                                              "application/x-mswinurl",
                                              "application/vnd.android.package-archive"};
// U+202A to U+202E and U+2066 to U+2069.
constexpr std::string_view kDirections[] = {"\xE2\x80\xAA", "\xE2\x80\xAB", "\xE2\x80\xAC",
                                            "\xE2\x80\xAD", "\xE2\x80\xAE", "\xE2\x81\xA6",
                                            "\xE2\x81\xA7", "\xE2\x81\xA8", "\xE2\x81\xA9"};
constexpr std::string_view kPasswordWords[] = {
    "password",     "passcode", "pass code", "passwort", "kennwort",
    "mot de passe", "contrase", "pwd:",      "pin code", "pin:"};

template <std::size_t N>
bool is_in(std::string_view one, const std::string_view (&list)[N]) {
  return std::find(std::begin(list), std::end(list), one) != std::end(list);
}

// UTF-16, as OLE writes its names.
bool has_wide(std::string_view octets, std::string_view name) {
  std::string wide;
  for (const char c : name) (wide += c) += '\0';
  return octets.find(wide) != std::string_view::npos;
}

bool is_ole(std::string_view octets) {
  return octets.starts_with("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv);
}

class Examiner {
 public:
  Examiner(const mime::Message& message, const Content& content)
      : message_(message), content_(content) {}

  std::vector<AttachmentSign> run() {
    std::size_t looked_at = 0;
    for (const Attachment& attachment : content_.attachments) {
      if (++looked_at > kMostLookedAt) break;
      attachment_ = &attachment;
      name();
      if (attachment.unread) add(Kind::unread, {});
      // Of files written out in text only the name and type are known by now.
      if (!is_attachment(message_, message_.entities()[attachment.entity])) continue;
      octets_ = message_.decoded(message_.entities()[attachment.entity]);
      type();
      if (is_page(attachment) || is_drawing(attachment)) page();
      if (attachment.sniffed_type == "application/pdf") pdf();
      if (octets_.starts_with("PK")) zip();
      if (is_ole(octets_)) ole();
    }
    return std::move(signs_);
  }

 private:
  void add(Kind kind, std::string detail, ByteRange where = {}) {
    if (std::any_of(signs_.begin(), signs_.end(),
                    [&](const AttachmentSign& sign) { return sign.kind == kind; })) {
      return;
    }
    signs_.push_back({kind,
                      {attachment_->entity, where.offset, where.length},
                      attachment_->filename,
                      std::move(detail)});
  }

  void name() {
    const std::string_view name = attachment_->filename;
    const std::string last = extension_of(name);
    if (is_program_extension(last)) add(Kind::program, "." + last);
    if (is_in(attachment_->sniffed_type, kProgramTypes)) {
      add(Kind::program, attachment_->sniffed_type);
    }
    if (last.empty()) return;
    const std::string before = extension_of(trim(name.substr(0, name.size() - last.size() - 1)));
    const bool acts = is_program_extension(last) || last == "html" || last == "htm" ||
                      last == "shtml" || last == "xhtml" || last == "svg";
    if (acts && is_in(before, kDocuments)) {
      add(Kind::double_extension, "." + before + "." + last);
    }
    const bool turned = std::any_of(
        std::begin(kDirections), std::end(kDirections),
        [&](std::string_view mark) { return name.find(mark) != std::string_view::npos; });
    if (turned) add(Kind::name_reversed, "its letters end in ." + last);
  }

  // A document or picture by name or label that is something which acts.
  void type() {
    const std::string_view is = attachment_->sniffed_type;
    const std::string last = extension_of(attachment_->filename);
    const bool said = is_in(last, kDocuments) || attachment_->media_type == "application/pdf" ||
                      (attachment_->media_type.starts_with("image/") &&
                       attachment_->media_type != "image/svg+xml");
    // Offices save tables as HTML under the name of a spreadsheet.
    const bool page = is == "text/html" && last != "xls" && last != "doc" && last != "txt";
    const bool acts = page || is == "image/svg+xml" || is_in(is, kProgramTypes) ||
                      is == "application/vnd.rar" || is == "application/x-7z-compressed" ||
                      is == "application/zip";
    const bool by_name = is_program_extension(last) || last == "html" || last == "htm" ||
                         last == "svg" || last == "zip" || last == "rar" || last == "7z";
    if (said && acts && !by_name) {
      add(Kind::type_differs,
          std::string(is) + (last.empty() ? " as " + attachment_->media_type : " as ." + last));
    }
  }

  void page() {
    const bool drawing = is_drawing(*attachment_);
    const std::string_view text = page_of(message_, *attachment_);
    const bool placed = !message_.text(message_.entities()[attachment_->entity]).empty();
    for (const PageSign& sign : page_signs(text)) {
      const ByteRange where = placed ? sign.where : ByteRange{};
      switch (sign.act) {
        case PageAct::script:
          add(drawing ? Kind::svg_script : Kind::html_script, sign.detail, where);
          break;
        case PageAct::smuggles:
          add(Kind::html_smuggling, sign.detail, where);
          break;
        case PageAct::password:
          add(Kind::html_password, sign.detail, where);
          break;
        case PageAct::redirect:
          add(Kind::html_redirect, sign.detail, where);
          break;
        case PageAct::foreign:
          if (drawing) add(Kind::svg_script, sign.detail, where);
          break;
      }
    }
  }

  void pdf() {
    const PdfSurvey survey = survey_pdf(octets_);
    if (survey.script) add(Kind::pdf_script, {});
    if (survey.launch) add(Kind::pdf_launch, {});
    if (survey.locked) add(Kind::document_locked, {});
  }

  void zip() {
    const auto members = zip_members(octets_);
    const bool office = std::any_of(members.begin(), members.end(), [](const ZipMember& member) {
      return member.name == "[Content_Types].xml";
    });
    for (const ZipMember& member : members) {
      const std::string last = extension_of(member.name);
      if (member.locked) add(Kind::archive_locked, std::string(member.name));
      if (office) {
        if (member.name.ends_with("vbaProject.bin")) add(Kind::document_macros, {});
      } else if (is_program_extension(last) || last == "html" || last == "htm" || last == "svg") {
        const bool page = last == "html" || last == "htm" || last == "svg";
        // An archive of nothing but a page is a page that hides; one with many is a web site.
        if (!page || members.size() <= 2) add(Kind::archive_program, std::string(member.name));
      }
    }
    if (std::any_of(members.begin(), members.end(),
                    [](const ZipMember& member) { return member.locked; })) {
      told_password();
    }
    if (!office) return;
    for (const OfficeReference& reference : office_references(octets_)) {
      if (reference.type != "hyperlink" && reference.target.find("://") != std::string::npos &&
          reference.type != "image") {
        add(Kind::document_remote, reference.type + ": " + reference.target);
      }
    }
  }

  void told_password() {
    const std::string text =
        lower_ascii(std::string_view(content_.new_text).substr(0, std::size_t{64} * 1024));
    for (const std::string_view word : kPasswordWords) {
      if (text.find(word) != std::string::npos) {
        add(Kind::archive_password, "the message speaks of a " + std::string(word));
        return;
      }
    }
  }

  void ole() {
    if (has_wide(octets_, "EncryptedPackage")) add(Kind::document_locked, {});
    if (has_wide(octets_, "_VBA_PROJECT") || has_wide(octets_, "Macros")) {
      add(Kind::document_macros, {});
    }
  }

  const mime::Message& message_;
  const Content& content_;
  const Attachment* attachment_ = nullptr;
  std::string_view octets_;
  std::vector<AttachmentSign> signs_;
};

}  // namespace

std::string_view attachment_sign_name(AttachmentSignKind kind) {
  const auto index = static_cast<std::size_t>(kind);
  return index < kSignNames.size() ? kSignNames[index] : "unknown";
}

std::string extension_of(std::string_view filename) {
  const std::size_t dot = filename.rfind('.');
  if (dot == std::string_view::npos || filename.size() - dot > 20) return {};
  return lower_ascii(trim(filename.substr(dot + 1)));
}

bool is_program_extension(std::string_view extension) { return is_in(extension, kPrograms); }

bool is_drawing(const Attachment& attachment) {
  return attachment.sniffed_type == "image/svg+xml" || attachment.media_type == "image/svg+xml" ||
         extension_of(attachment.filename) == "svg";
}

bool is_page(const Attachment& attachment) {
  const std::string last = extension_of(attachment.filename);
  return attachment.sniffed_type == "text/html" || attachment.media_type == "text/html" ||
         attachment.media_type == "application/xhtml+xml" || last == "html" || last == "htm" ||
         last == "shtml" || last == "xhtml" || last == "hta";
}

std::string_view page_of(const mime::Message& message, const Attachment& attachment) {
  const mime::Entity& entity = message.entities()[attachment.entity];
  const std::string_view text = message.text(entity);
  return text.empty() ? message.decoded(entity) : text;
}

std::vector<AttachmentSign> attachment_signs(const mime::Message& message, const Content& content) {
  return Examiner(message, content).run();
}

}  // namespace letterlock::content
