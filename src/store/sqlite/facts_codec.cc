#include "store/sqlite/facts_codec.h"

namespace letterlock::store::sqlite {
namespace {

PartText take_where(Unpacker& in) {
  PartText where;
  where.part = in.small();
  where.offset = in.small();
  where.length = in.small();
  return where;
}

std::vector<std::string> take_texts(Unpacker& in) {
  std::vector<std::string> texts;
  for (std::uint64_t left = in.count(); left > 0 && in.ok(); --left) texts.emplace_back(in.text());
  return texts;
}

std::optional<std::int64_t> take_time(Unpacker& in) {
  if (in.number() == 0) return std::nullopt;
  return in.signed_number();
}

}  // namespace

bool unpack(std::string_view in, Dictionaries& words, std::vector<AddressFact>& addresses) {
  return each_address(in, [&](const PackedAddress& one, ByteRange where) {
    AddressFact fact;
    fact.role = one.role;
    fact.address = one.role == AddressRole::return_path ? std::string(one.return_path)
                                                        : words.addresses.text(one.address);
    fact.display_name = one.display_name;
    fact.where = where;
    addresses.push_back(std::move(fact));
  });
}

bool unpack(std::string_view blob, Dictionaries& words, FieldList& fields) {
  if (blob.empty()) return true;
  Unpacker in(blob);
  std::uint64_t end = 0;
  for (std::uint64_t left = in.count(); left > 0 && in.ok(); --left) {
    FieldFact fact;
    const std::string name = words.names.text(static_cast<std::int64_t>(in.number()));
    fact.name = name;
    fact.whole.offset =
        static_cast<std::uint32_t>(end + static_cast<std::uint64_t>(in.signed_number()));
    fact.whole.length = in.small();
    end = static_cast<std::uint64_t>(fact.whole.offset) + fact.whole.length;
    fields.push_back(fact);
  }
  return in.ok();
}

bool unpack(std::string_view blob, Dictionaries& words, std::vector<PartFact>& parts) {
  if (blob.empty()) return true;
  Unpacker in(blob);
  const auto name = [&] { return words.names.text(static_cast<std::int64_t>(in.number())); };
  for (std::uint64_t left = in.count(); left > 0 && in.ok(); --left) {
    PartFact fact;
    fact.index = in.small();
    fact.parent = in.small() - 1;
    fact.media_type = name();
    fact.charset = name();
    fact.encoding = name();
    fact.filename = in.text();
    const std::uint64_t flags = in.number();
    fact.attachment = flags & kPartIsAttachment;
    fact.inlined = flags & kPartIsInlined;
    fact.body = in.range();
    fact.sniffed_type = name();
    fact.decoded_size = in.number();
    if (flags & kPartIsHashed) {
      const std::string_view octets = in.raw(32);
      fact.content_hash.emplace();
      octets.copy(reinterpret_cast<char*>(fact.content_hash->octets.data()), 32);
    }
    parts.push_back(std::move(fact));
  }
  return in.ok();
}

bool each_link(std::string_view blob, const std::function<void(const PackedLink&)>& visit) {
  if (blob.empty()) return true;
  Unpacker in(blob);
  PackedLink link;
  for (std::uint64_t left = in.count(); left > 0 && in.ok(); --left) {
    link.kind = in.number();
    link.url = in.text();
    link.host = static_cast<std::int64_t>(in.number());
    link.domain = static_cast<std::int64_t>(in.number());
    link.visible = in.text();
    link.carried_urls.clear();
    for (std::uint64_t n = in.count(); n > 0 && in.ok(); --n) {
      link.carried_urls.push_back(in.text());
    }
    link.carried_domains.clear();
    for (std::uint64_t n = in.count(); n > 0 && in.ok(); --n) {
      link.carried_domains.push_back(static_cast<std::int64_t>(in.number()));
    }
    link.where = take_where(in);
    if (in.ok()) visit(link);
  }
  return in.ok();
}

bool unpack(std::string_view in, Dictionaries& words, std::vector<LinkFact>& links) {
  return each_link(in, [&](const PackedLink& link) {
    LinkFact fact;
    fact.kind = static_cast<std::uint8_t>(link.kind & 0xFF);
    fact.in_quoted_text = link.kind & kLinkIsQuoted;
    fact.url = link.url;
    fact.host = words.hosts.text(link.host);
    fact.domain = words.hosts.text(link.domain);
    fact.visible = link.visible;
    for (const auto url : link.carried_urls) fact.carried_urls.emplace_back(url);
    for (const auto domain : link.carried_domains) {
      fact.carried_domains.push_back(words.hosts.text(domain));
    }
    fact.where = link.where;
    links.push_back(std::move(fact));
  });
}

bool unpack(std::string_view blob, Dictionaries& words, std::vector<QuoteFact>& quotes) {
  if (blob.empty()) return true;
  Unpacker in(blob);
  for (std::uint64_t left = in.count(); left > 0 && in.ok(); --left) {
    QuoteFact fact;
    fact.kind = static_cast<std::uint8_t>(in.number());
    fact.from_name = in.text();
    fact.from_address = in.text();
    fact.to_addresses = take_texts(in);
    fact.to_names = take_texts(in);
    fact.subject = in.text();
    fact.message_id = in.text();
    fact.date = take_time(in);
    fact.date_has_zone = in.number() != 0;
    fact.style = words.names.text(static_cast<std::int64_t>(in.number()));
    fact.where = take_where(in);
    fact.claim = take_where(in);
    quotes.push_back(std::move(fact));
  }
  return in.ok();
}

bool unpack(std::string_view in, Dictionaries& words, std::vector<DefectFact>& defects) {
  return each_defect(in, [&](std::int64_t name, ByteRange where) {
    defects.push_back({words.names.text(name), where});
  });
}

bool unpack(std::string_view blob, Dictionaries& words, std::vector<TraitFact>& traits) {
  std::size_t kept = 0;
  ByteRange last;
  Unpacker in(blob);
  for (std::uint64_t left = blob.empty() ? 0 : in.count(); left > 0 && in.ok(); --left) {
    if (kept == traits.size()) traits.emplace_back();
    TraitFact& fact = traits[kept++];
    const std::uint64_t kind = in.number();
    fact.kind = static_cast<std::uint8_t>(kind >> 1);
    fact.value = words.names.text(static_cast<std::int64_t>(in.number()));
    if ((kind & 1) == 0) last = in.range();
    fact.where = last;
  }
  traits.resize(kept);
  return in.ok();
}

bool unpack(std::string_view blob, WritingFact& writing) {
  writing.words.clear();
  writing.asks.clear();
  writing.length = writing.word_count = 0;
  if (blob.empty()) return true;
  Unpacker in(blob);
  writing.length = in.small();
  writing.word_count = in.small();
  std::uint32_t last = 0;
  for (std::uint64_t left = in.count(); left > 0 && in.ok(); --left) {
    last += in.small();
    writing.words.push_back(last);
  }
  for (std::uint64_t left = in.count(); left > 0 && in.ok(); --left) {
    AskFact ask;
    ask.kind = static_cast<std::uint8_t>(in.number());
    ask.count = in.small();
    ask.where = take_where(in);
    writing.asks.push_back(ask);
  }
  return in.ok();
}

bool unpack(std::string_view blob, Dictionaries& words, std::vector<std::string>& labels) {
  if (blob.empty()) return true;
  Unpacker in(blob);
  for (std::uint64_t left = in.count(); left > 0 && in.ok(); --left) {
    labels.push_back(words.names.text(static_cast<std::int64_t>(in.number())));
  }
  return in.ok();
}

bool unpack_references(std::string_view blob, MessageFacts& facts) {
  if (blob.empty()) return true;
  Unpacker in(blob);
  facts.in_reply_to = take_texts(in);
  facts.references = take_texts(in);
  facts.thread_index = in.text();
  return in.ok();
}

}  // namespace letterlock::store::sqlite
