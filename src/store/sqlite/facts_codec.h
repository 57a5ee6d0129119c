// The lists of one message, packed and unpacked (docs/case-format.md, "Packed lists").
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "store/facts.h"
#include "store/sqlite/dictionary.h"
#include "store/sqlite/packed.h"

namespace letterlock::store::sqlite {

struct Dictionaries {
  Dictionary names, addresses, hosts;
  explicit Dictionaries(Database& database)
      : names(database, Dictionary::kName),
        addresses(database, Dictionary::kAddress),
        hosts(database, Dictionary::kHost) {}
  void gather() {
    names.gather();
    addresses.gather();
    hosts.gather();
  }
  void write_gathered() {
    names.write_gathered();
    addresses.write_gathered();
    hosts.write_gathered();
  }
  bool want_index() {
    return names.wants_index() || addresses.wants_index() || hosts.wants_index();
  }
  void make_indexes() {
    for (Dictionary* one : {&names, &addresses, &hosts}) {
      if (one->wants_index()) one->make_index();
    }
  }
  void forget() {
    names.forget();
    addresses.forget();
    hosts.forget();
  }
};

// How strings that repeat are written in the store: as numbers of its dictionaries.
class NumberWording {
 public:
  explicit NumberWording(Dictionaries& dictionaries) : dictionaries_(dictionaries) {}
  void name(ListPacker& out, std::string_view text) { put(out, dictionaries_.names, text); }
  void address(ListPacker& out, std::string_view text) { put(out, dictionaries_.addresses, text); }
  void host(ListPacker& out, std::string_view text) { put(out, dictionaries_.hosts, text); }
  // The most octets that one takes.
  static std::size_t most(std::string_view) { return kLongestNumber; }

 private:
  static void put(ListPacker& out, Dictionary& dictionary, std::string_view text) {
    out.number(static_cast<std::uint64_t>(dictionary.id(text)));
  }
  Dictionaries& dictionaries_;
};

// In the flags of a packed part and in the kind of a packed link.
inline constexpr std::uint64_t kPartIsAttachment = 1, kPartIsInlined = 2, kPartIsHashed = 4;
inline constexpr std::uint64_t kLinkIsQuoted = 0x100;

// Each appends to `out`; nothing where the list is empty.
void pack(const std::vector<AddressFact>& addresses, NumberWording& words, std::string& out);
void pack(const FieldList& fields, NumberWording& words, std::string& out);
void pack(const std::vector<PartFact>& parts, NumberWording& words, std::string& out);
void pack(const std::vector<LinkFact>& links, NumberWording& words, std::string& out);
void pack(const std::vector<QuoteFact>& quotes, NumberWording& words, std::string& out);
void pack(const std::vector<DefectFact>& defects, NumberWording& words, std::string& out);
void pack(const std::vector<TraitFact>& traits, NumberWording& words, std::string& out);
void pack(const WritingFact& writing, std::string& out);
void pack(const std::vector<std::string>& labels, NumberWording& words, std::string& out);
// In-Reply-To, References and Thread-Index.
void pack_references(const MessageFacts& facts, std::string& out);

// False where `in` is no such list.
bool unpack(std::string_view in, Dictionaries& words, std::vector<AddressFact>& addresses);
bool unpack(std::string_view in, Dictionaries& words, FieldList& fields);
bool unpack(std::string_view in, Dictionaries& words, std::vector<PartFact>& parts);
bool unpack(std::string_view in, Dictionaries& words, std::vector<LinkFact>& links);
bool unpack(std::string_view in, Dictionaries& words, std::vector<QuoteFact>& quotes);
bool unpack(std::string_view in, Dictionaries& words, std::vector<DefectFact>& defects);
// These two take over what `traits` and `writing` hold already, memory included.
bool unpack(std::string_view in, Dictionaries& words, std::vector<TraitFact>& traits);
bool unpack(std::string_view in, WritingFact& writing);
bool unpack(std::string_view in, Dictionaries& words, std::vector<std::string>& labels);
bool unpack_references(std::string_view in, MessageFacts& facts);

// The same lists, read for the numbers alone. Each returns false where `in` is no such list.
struct PackedAddress {
  AddressRole role = AddressRole::from;
  std::int64_t address = 0;  // 0: none, or a Return-Path
  std::string_view return_path, display_name;
};
template <class Visit>
bool each_address(std::string_view in, Visit visit) {
  if (in.empty()) return true;
  Unpacker list(in);
  for (std::uint64_t left = list.count(); left > 0 && list.ok(); --left) {
    PackedAddress one;
    const std::uint64_t role = list.number();
    if (role > static_cast<std::uint64_t>(AddressRole::return_path)) return false;
    one.role = static_cast<AddressRole>(role);
    if (one.role == AddressRole::return_path) {
      one.return_path = list.text();
    } else {
      one.address = static_cast<std::int64_t>(list.number());
    }
    one.display_name = list.text();
    const ByteRange where = list.range();
    if (list.ok()) visit(one, where);
  }
  return list.ok();
}

struct PackedLink {
  std::uint64_t kind = 0;
  std::string_view url, visible;
  std::int64_t host = 0, domain = 0;
  std::vector<std::string_view> carried_urls;
  std::vector<std::int64_t> carried_domains;
  PartText where;
};
bool each_link(std::string_view in, const std::function<void(const PackedLink&)>& visit);

template <class Visit>
bool each_defect(std::string_view in, Visit visit) {
  if (in.empty()) return true;
  Unpacker list(in);
  for (std::uint64_t left = list.count(); left > 0 && list.ok(); --left) {
    const auto name = static_cast<std::int64_t>(list.number());
    const ByteRange where = list.range();
    if (list.ok()) visit(name, where);
  }
  return list.ok();
}

// What digests are made of: everything that the store keeps of a message but its number and the
// place of its octets in the segments.
void canonical(const MessageFacts& facts, std::string& out);
void canonical(const PlacementFact& placement, std::string& out);
void canonical(const SourceDefectFact& defect, std::string& out);

}  // namespace letterlock::store::sqlite
