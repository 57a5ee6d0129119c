#include "store/sqlite/facts_codec.h"

namespace letterlock::store::sqlite {
namespace {

void put_where(Packer& out, const PartText& where) {
  out.number(where.part);
  out.number(where.offset);
  out.number(where.length);
}

PartText take_where(Unpacker& in) {
  PartText where;
  where.part = in.small();
  where.offset = in.small();
  where.length = in.small();
  return where;
}

void put_texts(Packer& out, const std::vector<std::string>& texts) {
  out.number(texts.size());
  for (const auto& text : texts) out.text(text);
}

std::vector<std::string> take_texts(Unpacker& in) {
  std::vector<std::string> texts;
  for (std::uint64_t left = in.count(); left > 0 && in.ok(); --left) texts.emplace_back(in.text());
  return texts;
}

// Absent: 0; else 1 and the signed number.
void put_time(Packer& out, std::optional<std::int64_t> time) {
  out.number(time ? 1 : 0);
  if (time) out.signed_number(*time);
}

std::optional<std::int64_t> take_time(Unpacker& in) {
  if (in.number() == 0) return std::nullopt;
  return in.signed_number();
}

constexpr std::uint64_t kAttachment = 1, kInlined = 2, kHashed = 4;
constexpr std::uint64_t kQuotedLink = 0x100;

}  // namespace

void pack(const std::vector<AddressFact>& addresses, Wording& words, std::string& blob) {
  if (addresses.empty()) return;
  Packer out(blob);
  out.number(addresses.size());
  for (const auto& fact : addresses) {
    out.number(static_cast<std::uint64_t>(fact.role));
    // Bounces carry an address of their own for each message: no dictionary for these.
    if (fact.role == AddressRole::return_path) {
      out.text(fact.address);
    } else {
      words.address(out, fact.address);
    }
    out.text(fact.display_name);
    out.range(fact.where);
  }
}

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

void pack(const std::vector<FieldFact>& fields, Wording& words, std::string& blob) {
  if (fields.empty()) return;
  Packer out(blob);
  out.number(fields.size());
  std::int64_t end = 0;  // fields follow each other: mostly a distance of 0
  for (const auto& fact : fields) {
    words.name(out, fact.name);
    out.signed_number(static_cast<std::int64_t>(fact.whole.offset) - end);
    out.number(fact.whole.length);
    end = static_cast<std::int64_t>(fact.whole.offset) + fact.whole.length;
  }
}

bool unpack(std::string_view blob, Dictionaries& words, std::vector<FieldFact>& fields) {
  if (blob.empty()) return true;
  Unpacker in(blob);
  std::uint64_t end = 0;
  for (std::uint64_t left = in.count(); left > 0 && in.ok(); --left) {
    FieldFact fact;
    fact.name = words.names.text(static_cast<std::int64_t>(in.number()));
    fact.whole.offset =
        static_cast<std::uint32_t>(end + static_cast<std::uint64_t>(in.signed_number()));
    fact.whole.length = in.small();
    end = static_cast<std::uint64_t>(fact.whole.offset) + fact.whole.length;
    fields.push_back(std::move(fact));
  }
  return in.ok();
}

void pack(const std::vector<PartFact>& parts, Wording& words, std::string& blob) {
  if (parts.empty()) return;
  Packer out(blob);
  out.number(parts.size());
  for (const auto& fact : parts) {
    out.number(fact.index);
    out.number(static_cast<std::uint32_t>(fact.parent + 1));  // no parent: 0
    words.name(out, fact.media_type);
    words.name(out, fact.charset);
    words.name(out, fact.encoding);
    out.text(fact.filename);
    out.number((fact.attachment ? kAttachment : 0) | (fact.inlined ? kInlined : 0) |
               (fact.content_hash ? kHashed : 0));
    out.range(fact.body);
    words.name(out, fact.sniffed_type);
    out.number(fact.decoded_size);
    if (fact.content_hash) out.raw(fact.content_hash->view());
  }
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
    fact.attachment = flags & kAttachment;
    fact.inlined = flags & kInlined;
    fact.body = in.range();
    fact.sniffed_type = name();
    fact.decoded_size = in.number();
    if (flags & kHashed) {
      const std::string_view octets = in.raw(32);
      fact.content_hash.emplace();
      octets.copy(reinterpret_cast<char*>(fact.content_hash->octets.data()), 32);
    }
    parts.push_back(std::move(fact));
  }
  return in.ok();
}

void pack(const std::vector<LinkFact>& links, Wording& words, std::string& blob) {
  if (links.empty()) return;
  Packer out(blob);
  out.number(links.size());
  for (const auto& fact : links) {
    out.number(fact.kind | (fact.in_quoted_text ? kQuotedLink : 0));
    out.text(fact.url);
    words.host(out, fact.host);
    words.host(out, fact.domain);
    out.text(fact.visible);
    put_texts(out, fact.carried_urls);
    out.number(fact.carried_domains.size());
    for (const auto& domain : fact.carried_domains) words.host(out, domain);
    put_where(out, fact.where);
  }
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
    fact.in_quoted_text = link.kind & kQuotedLink;
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

void pack(const std::vector<QuoteFact>& quotes, Wording& words, std::string& blob) {
  if (quotes.empty()) return;
  Packer out(blob);
  out.number(quotes.size());
  for (const auto& fact : quotes) {
    out.number(fact.kind);
    out.text(fact.from_name);
    out.text(fact.from_address);
    put_texts(out, fact.to_addresses);
    put_texts(out, fact.to_names);
    out.text(fact.subject);
    out.text(fact.message_id);
    put_time(out, fact.date);
    out.number(fact.date_has_zone ? 1 : 0);
    words.name(out, fact.style);
    put_where(out, fact.where);
    put_where(out, fact.claim);
  }
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

void pack(const std::vector<DefectFact>& defects, Wording& words, std::string& blob) {
  if (defects.empty()) return;
  Packer out(blob);
  out.number(defects.size());
  for (const auto& fact : defects) {
    words.name(out, fact.name);
    out.range(fact.where);
  }
}

bool unpack(std::string_view in, Dictionaries& words, std::vector<DefectFact>& defects) {
  return each_defect(in, [&](std::int64_t name, ByteRange where) {
    defects.push_back({words.names.text(name), where});
  });
}

void pack(const std::vector<TraitFact>& traits, Wording& words, std::string& blob) {
  if (traits.empty()) return;
  Packer out(blob);
  out.number(traits.size());
  ByteRange last;
  for (const auto& fact : traits) {
    // Many rest on the same field or body as the one before.
    const bool same = fact.where == last;
    out.number(std::uint64_t{fact.kind} << 1 | (same ? 1 : 0));
    words.name(out, fact.value);
    if (same) continue;
    out.range(fact.where);
    last = fact.where;
  }
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

void pack(const WritingFact& writing, std::string& blob) {
  if (writing.length == 0 && writing.words.empty() && writing.asks.empty()) return;
  Packer out(blob);
  out.number(writing.length);
  out.number(writing.word_count);
  out.number(writing.words.size());
  std::uint32_t last = 0;  // sorted: the distances are short
  for (const std::uint32_t word : writing.words) {
    out.number(word - last);
    last = word;
  }
  out.number(writing.asks.size());
  for (const auto& ask : writing.asks) {
    out.number(ask.kind);
    out.number(ask.count);
    put_where(out, ask.where);
  }
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

void pack(const std::vector<std::string>& labels, Wording& words, std::string& blob) {
  if (labels.empty()) return;
  Packer out(blob);
  out.number(labels.size());
  for (const auto& label : labels) words.name(out, label);
}

bool unpack(std::string_view blob, Dictionaries& words, std::vector<std::string>& labels) {
  if (blob.empty()) return true;
  Unpacker in(blob);
  for (std::uint64_t left = in.count(); left > 0 && in.ok(); --left) {
    labels.push_back(words.names.text(static_cast<std::int64_t>(in.number())));
  }
  return in.ok();
}

void pack_references(const MessageFacts& facts, std::string& blob) {
  if (facts.in_reply_to.empty() && facts.references.empty() && facts.thread_index.empty()) return;
  Packer out(blob);
  put_texts(out, facts.in_reply_to);
  put_texts(out, facts.references);
  out.text(facts.thread_index);
}

bool unpack_references(std::string_view blob, MessageFacts& facts) {
  if (blob.empty()) return true;
  Unpacker in(blob);
  facts.in_reply_to = take_texts(in);
  facts.references = take_texts(in);
  facts.thread_index = in.text();
  return in.ok();
}

void canonical(const MessageFacts& facts, std::string& blob) {
  InlineWording words;
  Packer out(blob);
  out.raw("message\n");
  out.raw(facts.evidence.view());
  out.number(facts.size);
  out.number((facts.reconstructed ? 1 : 0) | (facts.claims_reply ? 2 : 0) |
             (facts.claims_forward ? 4 : 0));
  put_time(out, facts.date);
  put_time(out, facts.zone_minutes);
  put_time(out, facts.received);
  out.number(facts.new_text_length);
  for (const auto* text : {&facts.message_id, &facts.subject, &facts.base_subject, &facts.zone_text,
                           &facts.mailer, &facts.list_id}) {
    out.text(*text);
  }
  // Each list begins with its count, or with a lone 0 where it is empty.
  const auto list = [&](const auto& facts_of_it) {
    if (facts_of_it.empty()) out.number(0);
    pack(facts_of_it, words, blob);
  };
  list(facts.addresses);
  put_texts(out, facts.in_reply_to);
  put_texts(out, facts.references);
  out.text(facts.thread_index);
  list(facts.fields);
  list(facts.parts);
  list(facts.defects);
  list(facts.links);
  list(facts.quotes);
  list(facts.traits);
  const std::size_t before = blob.size();
  pack(facts.writing, blob);
  if (blob.size() == before) out.number(0);
}

void canonical(const PlacementFact& placement, std::string& blob) {
  Packer out(blob);
  out.raw("placement\n");
  out.raw(placement.evidence.view());
  out.text(placement.mailbox);
  out.text(placement.folder);
  out.text(placement.source);
  out.text(placement.inner);
  out.number(placement.offset);
  out.number(placement.length);
  put_texts(out, placement.labels);
  out.text(placement.flags);
  put_time(out, placement.internal_date);
  out.text(placement.quoting);
}

void canonical(const SourceDefectFact& defect, std::string& blob) {
  Packer out(blob);
  out.raw("source defect\n");
  out.text(defect.source);
  out.text(defect.inner);
  out.number(defect.offset);
  out.text(defect.name);
  out.text(defect.detail);
}

}  // namespace letterlock::store::sqlite
