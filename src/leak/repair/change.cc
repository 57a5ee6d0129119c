#include <array>

#include "leak/repair.h"

namespace letterlock::leak {
namespace {

struct Words {
  Change change;
  std::string_view name, sentence;
};

#define WORDS(name, sentence) {Change::name, #name, sentence}
constexpr Words kWords[] = {
    WORDS(footer_appended, "Lines were appended to the body, as mailing lists and gateways do."),
    WORDS(lines_put_before, "Lines were put before the body."),
    WORDS(line_inserted, "A line was inserted into the body."),
    WORDS(blank_line_put_before, "The number of blank lines before the body was changed."),
    WORDS(line_ends_changed, "Line ends were changed."),
    WORDS(blank_lines_doubled, "A blank line was added after each line."),
    WORDS(mbox_quoting_added, "Lines that begin with \"From \" were quoted for an mbox file."),
    WORDS(mbox_quoting_removed, "A \">\" was taken from lines that begin with \">From \"."),
    WORDS(dot_stuffing_added, "Dots at line starts were doubled, as SMTP does on the wire."),
    WORDS(dot_stuffing_removed, "Double dots at line starts were made single."),
    WORDS(leading_dot_lost, "The dot at the start of a line was lost."),
    WORDS(trailing_space_stripped, "Blanks at line ends were taken away."),
    WORDS(trailing_space_added, "Blanks were added at line ends."),
    WORDS(tabs_changed, "Tabs were changed to blanks, or blanks to tabs."),
    WORDS(part_added, "A MIME part was added."),
    WORDS(wrapped_in_multipart, "The body was made one part of a new multipart."),
    WORDS(closing_boundary_removed, "The closing boundary was taken away."),
    WORDS(preamble_changed, "The text before the first part was changed."),
    WORDS(transfer_encoding_changed, "The body was given another transfer encoding."),
    WORDS(parts_rewritten, "The parts of the body were given other fields and encodings."),
    WORDS(charset_changed, "The text was converted to another charset."),
    WORDS(meta_tag_inserted, "A Content-Type meta tag was put into the HTML."),
    WORDS(html_edited, "The HTML was edited by the mail system."),
    WORDS(links_rewritten, "Links were replaced by those of a link-checking service."),
    WORDS(banner_inserted, "A warning banner was put into the text."),
    WORDS(field_added, "A header field was added."),
    WORDS(field_dropped, "A header field was taken away."),
    WORDS(empty_field_dropped, "An empty header field was dropped."),
    WORDS(field_replaced, "A header field was replaced by another of the same name."),
    WORDS(field_instance_added, "A second field of the same name was added."),
    WORDS(field_replaced_copy_kept,
          "A field was replaced and its old body kept under another name."),
    WORDS(list_fields_added, "A mailing list added its fields."),
    WORDS(subject_tagged, "A tag was put into the subject."),
    WORDS(subject_prefixed, "The prefix of the subject was changed."),
    WORDS(field_respaced, "White space or folding of a field was changed."),
    WORDS(field_name_respelled, "The name of a field was spelled in another way."),
    WORDS(addresses_restyled, "Names and addresses were written out in another style."),
    WORDS(address_completed, "A host name was appended to an address."),
    WORDS(address_replaced, "An address was replaced."),
    WORDS(address_added, "An address was added to a field."),
    WORDS(address_list_replaced, "The recipients were replaced by a form that names none."),
    WORDS(sender_replaced, "The Sender field was replaced."),
    WORDS(from_replaced_by_list,
          "Another address stands in From than was signed, as mailing lists put theirs there."),
    WORDS(encoded_words_changed, "Encoded-words of a field were decoded or written anew."),
    WORDS(encoded_words_in_structured_field, "A structured field was written as encoded-words."),
    WORDS(content_type_rewritten, "Content-Type was written in another way."),
    WORDS(transfer_encoding_field_changed, "Content-Transfer-Encoding was changed."),
    WORDS(mime_version_changed, "MIME-Version was changed."),
    WORDS(date_rewritten, "The date was written in another way."),
    WORDS(recipient_masked, "An address was masked wherever it stood."),
};
#undef WORDS

constexpr bool in_order() {
  for (std::size_t i = 0; i < std::size(kWords); ++i) {
    if (static_cast<std::size_t>(kWords[i].change) != i) return false;
  }
  return std::size(kWords) == static_cast<std::size_t>(Change::recipient_masked) + 1;
}
static_assert(in_order());

}  // namespace

std::string_view to_string(Change change) { return kWords[static_cast<std::size_t>(change)].name; }
std::string_view sentence(Change change) {
  return kWords[static_cast<std::size_t>(change)].sentence;
}

std::string_view to_string(BodyRepair repair) {
  constexpr std::string_view kNames[] = {"intact", "restored", "not_restored", "limit_reached"};
  return kNames[static_cast<std::size_t>(repair)];
}

std::string_view to_string(HeaderRepair repair) {
  constexpr std::string_view kNames[] = {"intact",      "restored",  "not_restored",
                                         "key_unknown", "other_key", "limit_reached"};
  return kNames[static_cast<std::size_t>(repair)];
}

}  // namespace letterlock::leak
