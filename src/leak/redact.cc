#include "leak/redact.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <span>

#include "base/ascii.h"
#include "base/printable.h"
#include "content/content.h"
#include "leak/link_tails.h"
#include "leak/masks.h"
#include "mime/address.h"
#include "mime/header_writer.h"
#include "mime/unstructured.h"

namespace letterlock::leak {
namespace {

using mime::FieldName;

constexpr FieldName kFieldsShown[] = {FieldName::from,   FieldName::sender, FieldName::reply_to,
                                      FieldName::to,     FieldName::cc,     FieldName::date,
                                      FieldName::subject};
// How the body is written: of what we write, not of what we read.
constexpr FieldName kWrittenAnew[] = {FieldName::mime_version, FieldName::content_type,
                                      FieldName::content_transfer_encoding};
// A name of fewer octets is masked beside its address only.
constexpr std::size_t kLeastName = 3;
// Parts of masked names that are looked for where they stand alone.
constexpr std::size_t kMostParts = 1000;
// Of a longer header field only so much is shown.
constexpr std::size_t kMostColumns = 2000;

bool names(const std::vector<std::string>& list, std::string_view name) {
  return std::any_of(list.begin(), list.end(),
                     [&](const std::string& one) { return equals_ignore_case(one, name); });
}

bool contains(std::span<const FieldName> list, FieldName id) {
  return std::find(list.begin(), list.end(), id) != list.end();
}

bool is_address_field(FieldName id) {
  return id == FieldName::from || id == FieldName::sender || id == FieldName::reply_to ||
         id == FieldName::to || id == FieldName::cc;
}

std::string normalized_address(const std::string& text) {
  Arena arena;
  const auto mailboxes = mime::parse_addresses(text, arena);
  return mailboxes.size() == 1 ? mime::normalized(mailboxes.front()) : lower_ascii(text);
}

class Redactor {
 public:
  Redactor(const mime::Message& message, const RedactOptions& options)
      : message_(message), options_(options) {
    for (const std::string& address : options.addresses) {
      addresses_.insert(normalized_address(address));
      add_mask(address);
      add_mask(normalized_address(address));
    }
    // Before what the message brings, which may be more than there are masks.
    for (const std::string& words : options.words) add_mask(words);
    gather_names();
  }

  Redaction take() {
    for (const mime::HeaderField& field : message_.header()) write(field);
    write_body();
    tell_what_was_not_found();
    tell_what_was_not_kept();
    warn_of_the_unmasked();
    warn_of_kept_links();
    warn_of_remains();
    return std::move(result_);
  }

 private:
  bool add_mask(std::string_view words) {
    const bool added = masks_.add(words);
    if (!added && !trim(words).empty()) {
      if (unmasked_ == 0) first_unmasked_ = words;
      ++unmasked_;
    }
    return added;
  }

  // The names that stand beside the addresses to be masked.
  void gather_names() {
    for (const mime::HeaderField& field : message_.header()) {
      if (!is_address_field(field.id)) continue;
      for (const mime::MailboxView& mailbox : mime::parse_addresses(message_, field)) {
        if (!addresses_.contains(mime::normalized(mailbox))) continue;
        for (const std::string_view name : {mailbox.display_name, mailbox.comment}) {
          if (trim(name).size() < kLeastName) continue;
          if (add_mask(name)) names_.emplace(name);
        }
      }
    }
  }

  void write(const mime::HeaderField& field) {
    const std::string name(message_.octets(field.name));
    const bool shown = contains(kFieldsShown, field.id);
    const bool kept = names(options_.keep, name);
    const bool black = names(options_.fields, name);
    if (kept) found_to_keep_.insert(lower_ascii(name));
    if (black) found_fields_.insert(lower_ascii(name));  // gone, whether by a bar or whole
    if (contains(kWrittenAnew, field.id)) {
      if (kept) result_.warnings.push_back(name + " is not kept: it is written anew for the text");
      return;
    }
    if (!shown && !kept) {
      if (left_out_.insert(lower_ascii(name)).second) result_.left_out.push_back(name);
      return;
    }
    if (black) {
      ++result_.masked;
      put_field(name, std::string(kMask));
      return;
    }
    if (!shown) warn_of_kept(name);
    const std::string text = is_address_field(field.id)
                                 ? addresses_of(field)
                                 : std::string(mime::decode_unstructured(message_, field));
    put_field(name, blackened(text));
  }

  std::string blackened(std::string_view text) {
    if (names(options_.keep, "links")) return masks_.apply(text);
    const LinksCut cut = cut_links(text);
    result_.links_cut += cut.links;
    masks_.apply(cut.hidden);  // found there, and gone with it
    return masks_.apply(cut.text);
  }

  // As they are understood, not as they are written: comments and odd forms stay behind.
  std::string addresses_of(const mime::HeaderField& field) {
    std::string text;
    for (const mime::MailboxView& mailbox : mime::parse_addresses(message_, field)) {
      text += text.empty() ? "" : ", ";
      if (addresses_.contains(mime::normalized(mailbox))) {
        text += kMask;
        found_addresses_.insert(mime::normalized(mailbox));
        ++result_.masked;
        continue;
      }
      const std::string address = fmt::format("{}@{}", mailbox.local_part, mailbox.domain);
      text += mailbox.display_name.empty() ? address
                                           : fmt::format("{} <{}>", mailbox.display_name, address);
    }
    return text.empty() ? std::string(mime::decode_unstructured(message_, field)) : text;
  }

  // Text that another may read as a field body.
  void put_field(const std::string& name, const std::string& text) {
    const std::string safe = ellipsize(printable(text), kMostColumns);
    auto field = mime::HeaderWriter(name).append(safe).finish();
    if (!field) field = mime::HeaderWriter(name).append(ellipsize(safe, 60)).finish();
    if (field) result_.octets += *field;
  }

  void write_body() {
    result_.octets +=
        "MIME-Version: 1.0\r\n"
        "Content-Type: text/plain; charset=utf-8\r\n"
        "Content-Transfer-Encoding: 8bit\r\n\r\n";
    if (names(options_.fields, "body")) {
      found_fields_.insert("body");
      ++result_.masked;
      result_.octets += std::string(kMask) + "\r\n";
      return;
    }
    const content::Content content = content::extract(message_);
    std::string text = content.text;
    for (const content::Attachment& attachment : content.attachments) {
      text += fmt::format("\n[left out: an attachment, {}{}]",
                          attachment.filename.empty() ? "" : attachment.filename + ", ",
                          attachment.media_type);
    }
    const std::string masked = printable(blackened(text), true);
    for (std::size_t at = 0; at < masked.size();) {
      const std::size_t end = std::min(masked.find('\n', at), masked.size());
      result_.octets.append(masked, at, end - at).append("\r\n");
      at = end + 1;
    }
  }

  void warn_of_the_unmasked() {
    if (unmasked_ == 0) return;
    result_.warnings.push_back(fmt::format(
        "“{}”{} not masked: more than {} masks", ellipsize(first_unmasked_, kMostColumns),
        unmasked_ == 1 ? std::string(" is") : fmt::format(" and {} more are", unmasked_ - 1),
        Masks::kMost));
  }

  void warn_of_kept_links() {
    if (!names(options_.keep, "links")) return;
    result_.warnings.push_back(
        "links are kept whole, as asked: their paths and parameters may name whom they were sent "
        "to in a form that is not blacked out, or that a guess can be tested on.");
  }

  void warn_of_kept(const std::string& name) {
    const bool seals = name.size() > 9 && lower_ascii(name).ends_with("signature");
    if (seals || starts_with_ignore_case(name, "ARC-")) {
      result_.warnings.push_back(fmt::format(
          "{} is kept, as asked: a signature is a test for guesses. Whoever has its key can put a "
          "name in place of a black bar and see whether the signature fits; its hash of the body "
          "confirms a guessed word without any key.",
          name));
    } else {
      result_.warnings.push_back(fmt::format(
          "{} is kept, as asked: by it this message may be matched with another copy, in which "
          "nothing is black.",
          name));
    }
  }

  void tell_what_was_not_found() {
    result_.masked += masks_.times();
    for (const std::string& address : options_.addresses) {
      const std::string form = normalized_address(address);
      const bool found = found_addresses_.contains(form) || masks_.times(form) > 0;
      if (!found && masks_.times(address) == 0) result_.not_found.push_back(address);
    }
    for (const std::string& words : options_.words) {
      if (masks_.times(words) == 0) result_.not_found.push_back(words);
    }
    for (const std::string& field : options_.fields) {
      if (!found_fields_.contains(lower_ascii(field))) result_.not_found.push_back(field);
    }
  }

  void tell_what_was_not_kept() {
    for (const std::string& name : options_.keep) {
      if (!equals_ignore_case(name, "links") && !found_to_keep_.contains(lower_ascii(name))) {
        result_.not_kept.push_back(name);
      }
    }
  }

  // Parts of what was masked, where they stand alone.
  void warn_of_remains() {
    std::set<std::string> parts;
    for (const std::string& address : addresses_)
      parts.insert(address.substr(0, address.find('@')));
    for (const std::string& name : names_) {
      for (std::size_t at = 0; at < name.size();) {
        const std::size_t end = std::min(name.find_first_of(" ,.()", at), name.size());
        parts.insert(name.substr(at, end - at));
        at = end + 1;
      }
    }
    std::erase_if(parts, [](const std::string& part) { return part.size() < kLeastName; });
    if (parts.size() > kMostParts) {
      result_.warnings.push_back(fmt::format(
          "of the {} parts of what was masked, only {} were looked for where they stand alone",
          parts.size(), kMostParts));
    }
    const FoldedText written(result_.octets);
    std::size_t left = kMostParts;
    for (const std::string& part : parts) {
      if (left-- == 0) break;
      const std::uint64_t times = written.count(part);
      if (times == 0) continue;
      result_.warnings.push_back(fmt::format(
          "“{}”, a part of what was masked, still stands {} times: look at them", part, times));
    }
  }

  const mime::Message& message_;
  const RedactOptions& options_;
  Redaction result_;
  Masks masks_;
  std::set<std::string> addresses_, found_addresses_;
  std::set<std::string> names_, left_out_, found_fields_, found_to_keep_;
  std::string first_unmasked_;
  std::size_t unmasked_ = 0;
};

}  // namespace

Redaction redact(const mime::Message& message, const RedactOptions& options) {
  return Redactor(message, options).take();
}

}  // namespace letterlock::leak
