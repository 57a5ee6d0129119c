#include "store/sqlite/copy_finder.h"

#include <algorithm>
#include <set>
#include <utility>

#include "store/sqlite/packed.h"

namespace letterlock::store::sqlite {

std::vector<CopyOf> CopyFinder::fold(Bitmap& found) {
  if (found.count() <= kFewHits) {
    gather_few(found);
  } else {
    gather_many(found);
  }
  end_group();
  Bitmap copies(engine_.last_message_);
  for (const CopyOf& one : copies_) copies.set(static_cast<std::int64_t>(one.copy));
  found.subtract(copies);
  std::sort(copies_.begin(), copies_.end());
  return std::move(copies_);
}

void CopyFinder::gather_few(const Bitmap& found) {
  std::vector<std::pair<std::int64_t, std::int64_t>> named;
  Statement& row = database_.kept("SELECT message_id FROM message WHERE id = ?1");
  found.each([&](std::int64_t id) {
    if (row.bind(1, id).step() && !row.octets(0).empty()) {
      named.emplace_back(static_cast<std::int64_t>(text_hash(row.octets(0))), id);
    }
    row.reset();
  });
  std::sort(named.begin(), named.end());
  for (const auto& [hash, id] : named) gather(hash, id);
}

void CopyFinder::gather_many(const Bitmap& found) {
  Statement& row = database_.kept(
      "SELECT hash, message FROM main.by_message_id UNION ALL "
      "SELECT hash, message FROM temp.by_message_id ORDER BY hash, message");
  while (row.step()) {
    if (found.has(row.integer(1))) gather(row.integer(0), row.integer(1));
  }
  row.reset();
}

void CopyFinder::gather(std::int64_t hash, std::int64_t id) {
  if (hash != hash_) end_group();
  hash_ = hash;
  group_.push_back(id);
}

void CopyFinder::end_group() {
  if (group_.size() > 1) {
    std::vector<Member> members;
    members.reserve(group_.size());
    for (const std::int64_t id : group_) members.push_back(member(id));
    std::sort(members.begin(), members.end(), [](const Member& a, const Member& b) {
      return std::pair(a.look, a.id) < std::pair(b.look, b.id);
    });
    std::vector<Member> alike;
    for (const Member& one : members) {
      if (!alike.empty() && alike.front().look != one.look) compare(alike);
      alike.push_back(one);
    }
    compare(alike);
  }
  group_.clear();
}

// Messages are given one body where it was seen to be the same; not each that is the same was seen.
void CopyFinder::compare(std::vector<Member>& alike) {
  const bool one_body = std::all_of(alike.begin(), alike.end(), [&](const Member& member) {
    return member.body == alike.front().body;
  });
  if (!one_body) {
    for (Member& member : alike) member.said = said(member.body);
    std::sort(alike.begin(), alike.end(), [](const Member& a, const Member& b) {
      return std::pair(a.said, a.id) < std::pair(b.said, b.id);
    });
  }
  std::size_t first = 0;
  for (std::size_t i = 1; i < alike.size(); ++i) {
    if (alike[i].said != alike[first].said) {
      first = i;
    } else {
      copies_.push_back(
          {static_cast<MessageId>(alike[first].id), static_cast<MessageId>(alike[i].id)});
    }
  }
  alike.clear();
}

CopyFinder::Member CopyFinder::member(std::int64_t id) {
  std::string look;
  Packer packer(look);
  Member found;
  found.id = id;
  Statement& row = database_.kept(
      "SELECT message_id, date, subject, addresses, body, new_text_length FROM message "
      "WHERE id = ?1");
  if (row.bind(1, id).step()) {
    packer.text(row.octets(0));
    const auto date = row.maybe_integer(1);
    packer.number(date.has_value());
    packer.signed_number(date.value_or(0));
    packer.text(row.octets(2));
    const bool whole = each_address(row.octets(3), [&](const PackedAddress& one, ByteRange) {
      if (one.role != AddressRole::from && one.role != AddressRole::sender) return;
      packer.number(static_cast<std::uint64_t>(one.role));
      packer.signed_number(one.address);
    });
    if (!whole) engine_.damaged("message", id);
    found.body = row.integer(4);
    // Words are kept without their order, and of a long text not all.
    packer.signed_number(row.integer(5));
  }
  row.reset();
  Statement& attachment =
      database_.kept("SELECT hash FROM attachment WHERE id >= ?1 AND id < ?2 ORDER BY hash");
  attachment.bind(1, id << 16).bind(2, (id + 1) << 16);
  while (attachment.step()) packer.text(attachment.octets(0));
  attachment.reset();
  found.look = sha256(look);
  return found;
}

// Where in the text something stands is left out: HTML says the same in other white space.
Sha256 CopyFinder::said(std::int64_t body) {
  std::vector<LinkFact> links;
  std::vector<QuoteFact> quotes;
  WritingFact writing;
  engine_.read_body(body, &links, &quotes, &writing);
  std::set<std::string> urls;
  for (LinkFact& link : links) urls.insert(std::move(link.url));
  std::string kept;
  Packer packer(kept);
  packer.number(urls.size());
  for (const std::string& url : urls) packer.text(url);
  packer.number(quotes.size());
  for (const QuoteFact& quote : quotes) {
    packer.number(quote.kind);
    for (const auto* text :
         {&quote.from_name, &quote.from_address, &quote.subject, &quote.message_id}) {
      packer.text(*text);
    }
    packer.number(quote.date.has_value());
    packer.signed_number(quote.date.value_or(0));
  }
  packer.number(writing.word_count);
  for (const std::uint32_t word : writing.words) packer.number(word);
  return sha256(kept);
}

}  // namespace letterlock::store::sqlite
