// The header's part of canonicalization (RFC 6376 sections 3.4.1, 3.4.2, 3.7 and 5.4.2).
#include <algorithm>

#include "auth/canonical.h"
#include "auth/canonical_scan.h"
#include "auth/hasher.h"
#include "base/ascii.h"

namespace letterlock::auth {
namespace {

// How long the line end at the front of `in` is; a CR or LF that is none is content.
std::size_t line_end_at(LineEnds ends, std::string_view in, std::size_t at) {
  if (ends == LineEnds::lf) return at < in.size() && in[at] == '\n' ? 1 : 0;
  return in.substr(at, 2) == "\r\n" ? 2 : 0;
}

std::string_view without_trailing_space(LineEnds ends, std::string_view body) {
  const std::string_view end = ends == LineEnds::lf ? "\n" : "\r\n";
  for (;;) {
    if (!body.empty() && is_wsp(body.back())) {
      body.remove_suffix(1);
    } else if (body.ends_with(end)) {
      body.remove_suffix(end.size());
    } else {
      return body;
    }
  }
}

std::string_view without_leading_space(LineEnds ends, std::string_view body) {
  for (;;) {
    const std::size_t skip = !body.empty() && is_wsp(body.front()) ? 1 : line_end_at(ends, body, 0);
    if (skip == 0) return body;
    body.remove_prefix(skip);
  }
}

// "relaxed": unfolded, white space made one space, none at the ends. `out` may already hold an
// earlier piece of the same value, from `value_begin` on.
void append_relaxed(LineEnds ends, std::string_view body, std::size_t value_begin,
                    std::string& out) {
  for (std::size_t at = 0; at < body.size();) {
    const std::size_t stop = next_stop<ScanStops::every_end>(body, at);
    out.append(body, at, stop - at);
    if (stop == body.size()) return;
    bool space = false;
    for (at = stop; at < body.size();) {
      if (is_wsp(body[at])) {
        space = true;
        ++at;
      } else if (const std::size_t end = line_end_at(ends, body, at); end > 0) {
        at += end;
      } else {
        break;
      }
    }
    if (at == stop) {
      out += body[at++];
    } else if (space && out.size() > value_begin && out.back() != ' ') {
      out += ' ';
    }
  }
}

void append_simple(LineEnds ends, std::string_view octets, std::string& out) {
  if (ends == LineEnds::crlf) {
    out += octets;
    return;
  }
  for (std::size_t at = 0; at < octets.size();) {
    const std::size_t lf = std::min(octets.find('\n', at), octets.size());
    out.append(octets, at, lf - at);
    if (lf < octets.size()) out += "\r\n";
    at = lf + 1;
  }
}

void append_relaxed_name(std::string_view name, std::string& out) {
  for (const char c : trim(name)) out += to_lower(c);
  out += ':';
}

// The field without its line end; white space before the colon and all.
std::string_view unended(const mime::Message& message, const mime::HeaderField& field) {
  return message.octets(ByteRange::between(field.whole.offset, field.body.end()));
}

// Length, ends and middle tell the usual names apart, and cost little.
std::size_t name_hash(std::string_view name) {
  if (name.empty()) return 0;
  const auto at = [&](std::size_t i) {
    return static_cast<std::size_t>(static_cast<unsigned char>(name[i]) | 0x20u);
  };
  return (name.size() * 131 + at(0)) * 31 + at(name.size() / 2) * 7 + at(name.size() - 1);
}

// The names of h= by hash, each with its slots in order: filled from the last field upwards.
class SlotTable {
 public:
  explicit SlotTable(std::span<const std::string> h)
      : h_(h), buckets_(std::bit_ceil(h.size() * 2 + 1), kNone), next_(h.size(), kNone) {
    for (std::size_t slot = h.size(); slot-- > 0;) {
      std::uint32_t& head = bucket(h[slot]);
      next_[slot] = head;
      head = static_cast<std::uint32_t>(slot);
    }
  }
  // Takes the first free slot that `name` has; kNone where there is none.
  std::uint32_t take(std::string_view name) {
    std::uint32_t* link = &bucket(name);
    while (*link != kNone && !equals_ignore_case(h_[*link], name)) link = &next_[*link];
    const std::uint32_t slot = *link;
    if (slot != kNone) *link = next_[slot];
    return slot;
  }

  static constexpr std::uint32_t kNone = 0xFFFFFFFF;

 private:
  std::uint32_t& bucket(std::string_view name) {
    return buckets_[name_hash(name) & (buckets_.size() - 1)];
  }
  std::span<const std::string> h_;
  std::vector<std::uint32_t> buckets_, next_;
};

}  // namespace

LineEnds line_ends_of(std::string_view octets) {
  const std::size_t lf = octets.find('\n');
  if (lf == std::string_view::npos) return LineEnds::crlf;
  return octets.find("\r\n", lf == 0 ? 0 : lf - 1) == std::string_view::npos ? LineEnds::lf
                                                                             : LineEnds::crlf;
}

void append_canonical_field(Canonicalization how, LineEnds ends, std::string_view name,
                            std::string_view body, std::string& out) {
  if (how == Canonicalization::simple) {
    out += name;
    out += ':';
    append_simple(ends, body, out);
  } else {
    append_relaxed_name(name, out);
    append_relaxed(ends, without_leading_space(ends, without_trailing_space(ends, body)),
                   out.size(), out);
  }
  out += "\r\n";
}

std::vector<std::optional<std::uint32_t>> select_fields(const mime::Message& message,
                                                        std::span<const std::string> h,
                                                        std::optional<std::uint32_t> except) {
  std::vector<std::optional<std::uint32_t>> slots(h.size());
  const std::span<const mime::HeaderField> header = message.header();
  SlotTable table(h);
  for (std::size_t field = header.size(); field-- > 0;) {
    if (field == except) continue;
    const std::uint32_t slot = table.take(message.octets(header[field].name));
    if (slot != SlotTable::kNone) slots[slot] = static_cast<std::uint32_t>(field);
  }
  return slots;
}

void append_signature_field(const mime::Message& message, const DkimSignature& signature,
                            LineEnds ends, std::string& out) {
  const mime::HeaderField& field = message.header()[signature.field];
  const std::string_view before = message.octets(ByteRange::between(
      signature.header == Canonicalization::simple ? field.whole.offset : field.body.offset,
      signature.b_value.offset));
  const std::string_view behind =
      message.octets(ByteRange::between(signature.b_value.end(), field.body.end()));
  if (signature.header == Canonicalization::simple) {
    append_simple(ends, before, out);
    append_simple(ends, behind, out);
    return;
  }
  append_relaxed_name(message.octets(field.name), out);
  const std::size_t value_begin = out.size();
  append_relaxed(ends, without_leading_space(ends, before), value_begin, out);
  append_relaxed(ends, without_trailing_space(ends, behind), value_begin, out);
  // Where b= is last, what stood before it may end in white space now.
  while (out.size() > value_begin && out.back() == ' ') out.pop_back();
}

std::string canonical_header(const mime::Message& message, const DkimSignature& signature,
                             std::span<const std::optional<std::uint32_t>> slots, LineEnds ends) {
  std::string out;
  std::size_t size = signature.where.length + 2;
  for (const auto& slot : slots) {
    if (slot) size += message.header()[*slot].whole.length + 2;
  }
  out.reserve(size);
  for (const auto& slot : slots) {
    if (!slot) continue;
    const mime::HeaderField& field = message.header()[*slot];
    if (signature.header == Canonicalization::simple) {
      append_simple(ends, unended(message, field), out);
      out += "\r\n";
    } else {
      append_canonical_field(signature.header, ends, message.octets(field.name),
                             message.octets(field.body), out);
    }
  }
  append_signature_field(message, signature, ends, out);
  return out;
}

Digest hash_octets(HashAlgorithm algorithm, std::string_view octets) {
  Hasher hasher(algorithm);
  hasher.append(octets);
  return hasher.finish();
}

HashAlgorithm hash_of(SignatureAlgorithm algorithm) {
  return algorithm == SignatureAlgorithm::rsa_sha1 ? HashAlgorithm::sha1 : HashAlgorithm::sha256;
}

}  // namespace letterlock::auth
