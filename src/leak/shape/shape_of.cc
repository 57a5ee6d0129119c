#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "dns/registrable_domain.h"
#include "leak/shape.h"
#include "leak/shape/classes.h"
#include "mime/address.h"
#include "mime/unstructured.h"

namespace letterlock::leak {
namespace {

using mime::FieldName;

// Fields that mail programs write into every message, and one letter for each.
struct Written {
  FieldName id;
  char letter;
};
constexpr std::array<Written, 9> kWritten = {{{FieldName::from, 'f'},
                                              {FieldName::to, 't'},
                                              {FieldName::subject, 's'},
                                              {FieldName::date, 'd'},
                                              {FieldName::message_id, 'i'},
                                              {FieldName::mime_version, 'v'},
                                              {FieldName::content_type, 'c'},
                                              {FieldName::x_mailer, 'x'},
                                              {FieldName::user_agent, 'u'}}};
// Fields whose names programs spell differently.
constexpr std::array<FieldName, 6> kSpelt = {
    FieldName::message_id,  FieldName::mime_version, FieldName::cc,
    FieldName::in_reply_to, FieldName::content_type, FieldName::content_transfer_encoding};

class ShapeReader {
 public:
  explicit ShapeReader(const mime::Message& message) : message_(message) {}

  MessageShape run() {
    read_author();
    read_message_id();
    read_boundary();
    read_field_order();
    read_field_case();
    read_text_encoding();
    read_client();
    read_provider();
    return std::move(shape_);
  }

 private:
  Habit& habit(ShapeAspect aspect) { return shape_.habits[static_cast<std::size_t>(aspect)]; }

  void read_author() {
    const mime::HeaderField* from = message_.find(FieldName::from);
    if (from == nullptr) return;
    for (const mime::MailboxView& mailbox : mime::parse_addresses(message_, *from)) {
      author_ = lower_ascii(mailbox.domain);
      return;
    }
  }

  void read_message_id() {
    const mime::HeaderField* field = message_.find(FieldName::message_id);
    if (field == nullptr) return;
    for (const mime::MessageIdView& id : mime::parse_message_ids(message_, *field)) {
      habit(ShapeAspect::message_id) = {message_id_class(id.id, author_), id.where};
      return;
    }
  }

  void read_boundary() {
    const mime::Entity& top = message_.entities()[0];
    if (top.media != mime::MediaClass::multipart) return;
    for (const mime::Parameter& parameter : message_.content_type(top).parameters) {
      if (parameter.name != "boundary" || parameter.value.empty()) continue;
      habit(ShapeAspect::boundary) = {boundary_class(parameter.value), parameter.where};
      return;
    }
  }

  void read_field_order() {
    Habit& order = habit(ShapeAspect::field_order);
    for (const mime::HeaderField& field : message_.header()) {
      const auto* written = std::find_if(kWritten.begin(), kWritten.end(),
                                         [&](const Written& each) { return each.id == field.id; });
      if (written == kWritten.end() || order.value.find(written->letter) != std::string::npos) {
        continue;
      }
      order.value += written->letter;
      order.where = order.where.empty() ? field.whole
                                        : ByteRange::between(order.where.offset, field.whole.end());
    }
  }

  void read_field_case() {
    Habit& spelling = habit(ShapeAspect::field_case);
    for (const FieldName id : kSpelt) {
      const mime::HeaderField* field = message_.find(id);
      if (field == nullptr) continue;
      if (!spelling.value.empty()) spelling.value += ' ';
      spelling.value += message_.octets(field->name);
      if (spelling.where.empty()) spelling.where = field->name;
    }
  }

  void read_text_encoding() {
    for (const mime::Entity& entity : message_.entities()) {
      if (entity.media != mime::MediaClass::text_plain &&
          entity.media != mime::MediaClass::text_html) {
        continue;
      }
      const mime::ContentTypeView& type = message_.content_type(entity);
      const mime::HeaderField* field = message_.find(entity, FieldName::content_type);
      const mime::HeaderField* encoding =
          message_.find(entity, FieldName::content_transfer_encoding);
      std::string value(type.parameter("charset").value_or("none"));
      value.resize(std::min<std::size_t>(value.size(), 30));
      if (type.parameter("format")) value += " flowed";
      if (encoding != nullptr) {
        value += ' ';
        value += trim(message_.octets(encoding->body)).substr(0, 30);
      }
      const mime::HeaderField* shown = field != nullptr ? field : encoding;
      habit(ShapeAspect::text_encoding) = {std::move(value),
                                           shown != nullptr ? shown->whole : ByteRange{}};
      return;
    }
  }

  void read_client() {
    for (const FieldName id : {FieldName::user_agent, FieldName::x_mailer}) {
      const mime::HeaderField* field = message_.find(id);
      if (field == nullptr) continue;
      shape_.client = client_name(mime::decode_unstructured(message_, *field));
      shape_.client_where = field->body;
      if (!shape_.client.empty()) return;
    }
    const Habit& id = habit(ShapeAspect::message_id);
    if (id.value.starts_with("gmail@")) {
      imply("Gmail", id.where);
    } else if (const mime::HeaderField* attach = message_.find("X-MS-Has-Attach")) {
      imply("Microsoft Exchange", attach->whole);
    }
  }
  void imply(std::string_view client, ByteRange where) {
    shape_.client = client;
    shape_.client_where = where;
    shape_.client_implied = true;
  }

  // Who took the message in first.
  void read_provider() {
    const auto header = message_.header();
    for (std::size_t i = header.size(); i-- > 0;) {
      if (header[i].id != FieldName::received) continue;
      const mime::ReceivedView view = mime::parse_received(message_, header[i]);
      if (view.by.find('.') == std::string_view::npos) continue;
      shape_.provider = dns::registrable_domain(lower_ascii(view.by));
      shape_.provider_where = header[i].whole;
      return;
    }
  }

  const mime::Message& message_;
  MessageShape shape_;
  std::string author_;
};

}  // namespace

MessageShape shape_of(const mime::Message& message) { return ShapeReader(message).run(); }

}  // namespace letterlock::leak
