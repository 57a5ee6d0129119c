// Signs of attached files: what one shows by its name, form and content alone. Each is weak by
// itself (docs/detection.md has the rates); hunt/ tells them, and relations/ counts who sends such
// files every week.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "content/content.h"

namespace letterlock::content {

// Kept in cases by name.
enum class AttachmentSignKind : std::uint8_t {
  html_script,       // a page that runs a script
  html_smuggling,    // a page that puts a file together on the reader's machine
  html_password,     // a page that asks for a password
  html_redirect,     // a page that leads on by itself
  svg_script,        // a drawing that runs a script or holds HTML
  double_extension,  // "invoice.pdf.html"
  name_reversed,     // direction marks in the name: "invoice[RLO]fdp.exe"
  program,           // something that opening runs: programs, shortcuts, disk images
  archive_program,   // an archive with such a file in it
  archive_locked,    // an archive that needs a password
  archive_password,  // and the message tells it
  document_locked,   // a document that needs a password
  document_macros,
  document_remote,  // a document that loads a template or object from elsewhere
  pdf_script,
  pdf_launch,    // starts a program
  type_differs,  // is not what its name or label says
  unread,        // could not be looked at for QR codes
};
inline constexpr std::size_t kAttachmentSignKinds =
    static_cast<std::size_t>(AttachmentSignKind::unread) + 1;
// "html_script".
std::string_view attachment_sign_name(AttachmentSignKind kind);

struct AttachmentSign {
  AttachmentSignKind kind = AttachmentSignKind::program;
  // In Message::text(entity); of length 0 for all of the entity.
  TextRange where;
  std::string filename;
  std::string detail;  // what stands there, for people; "" where the kind says it all
};

// At most one of each kind, the first. REQUIRES: `content` is extract(message).
std::vector<AttachmentSign> attachment_signs(const mime::Message& message, const Content& content);

// The part of a name behind its last dot, small letters; "" where there is none.
std::string extension_of(std::string_view filename);
// Whether opening a file with this ending runs what is in it, or shows it as a drive.
bool is_program_extension(std::string_view extension);

// True for attachments that are read as pages: HTML, and SVG.
bool is_page(const Attachment& attachment);
bool is_drawing(const Attachment& attachment);
// Where the octets of a page come from: its text where it is a text entity, else its octets.
std::string_view page_of(const mime::Message& message, const Attachment& attachment);

}  // namespace letterlock::content
