// Sealing (RFC 8617 section 5.1).
#include <algorithm>

#include "auth/arc.h"
#include "auth/arc_sets.h"
#include "auth/canonical.h"
#include "auth/field_text.h"
#include "auth/sign_field.h"
#include "base/ascii.h"
#include "base/base64.h"

namespace letterlock::auth {
namespace {

// b= on one line, as far as RFC 5322 section 2.1.1 lets lines grow, and tags in the order of their
// names: so the public suite's signer writes what ARC-Seal then signs.
constexpr std::size_t kSignatureLine = 900;

std::string_view line_end_of(LineEnds ends) { return ends == LineEnds::lf ? "\n" : "\r\n"; }

Expected<std::string> message_signature(std::string_view rest, const SigningKey& key,
                                        const ArcSealing& options, const std::string& instance,
                                        const std::string& bh, LineEnds ends) {
  FieldText field("ARC-Message-Signature", line_end_of(ends), kSignatureLine);
  field.add("a", to_string(key.algorithm()));
  field.add_signature();
  field.add("bh", bh);
  field.add("c", "relaxed/relaxed");
  field.add("d", options.d);
  field.add_list("h", options.h);
  field.add("i", instance);
  field.add("s", options.s);
  field.add("t", fmt::format("{}", options.t));
  return sign_field(field, rest, key, parse_arc_message_signature,
                    [ends](const mime::Message& whole, const DkimSignature& signature) {
                      return canonical_header(whole, signature,
                                              select_fields(whole, signature.h, signature.field),
                                              ends);
                    });
}

Expected<std::string> seal(std::string_view rest, const SigningKey& key, const ArcSealing& options,
                           std::uint32_t instance, ChainValidation cv, LineEnds ends) {
  FieldText field("ARC-Seal", line_end_of(ends), kSignatureLine);
  field.add("a", to_string(key.algorithm()));
  field.add_signature();
  field.add("cv", to_string(cv));
  field.add("d", options.d);
  field.add("i", fmt::format("{}", instance));
  field.add("s", options.s);
  field.add("t", fmt::format("{}", options.t));
  return sign_field(field, rest, key, parse_arc_seal,
                    [&](const mime::Message& whole, const DkimSignature&) {
                      const ArcStructure structure = arc_structure(whole);
                      return structure.sets.contains(instance)
                                 ? sealed_text(whole, structure.sets, instance, ends)
                                 : std::string();
                    });
}

bool is_printable(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char c) { return is_control(c); });
}

// A comment in parentheses at the front of `text`, taken off; RFC 5322 section 3.2.2.
std::string_view without_comments(std::string_view text) {
  for (text = trim(text); text.starts_with("("); text = trim(text)) {
    std::size_t at = 0;
    int depth = 0;
    for (; at < text.size(); ++at) {
      if (text[at] == '\\') {
        ++at;
      } else if (text[at] == '(') {
        ++depth;
      } else if (text[at] == ')' && --depth == 0) {
        break;
      }
    }
    text = text.substr(std::min(at + 1, text.size()));
  }
  return text;
}

// One line, as results are written anew.
std::string unfolded(std::string_view text) {
  std::string out;
  append_canonical_field(Canonicalization::relaxed, line_ends_of(text), "", text, out);
  return out.substr(1, out.size() - 3);
}

}  // namespace

std::string merged_results(const mime::Message& message, std::string_view authserv_id) {
  std::string merged;
  for (const mime::HeaderField& field : message.header()) {
    if (field.id != mime::FieldName::authentication_results) continue;
    std::string_view body = without_comments(message.octets(field.body));
    if (!starts_with_ignore_case(body, authserv_id)) continue;
    body = without_comments(body.substr(authserv_id.size()));
    if (!body.starts_with(";")) continue;
    if (!merged.empty()) merged += "; ";
    merged += unfolded(body.substr(1));
    if (merged.ends_with(";")) merged.pop_back();
  }
  return merged;
}

Expected<std::string> seal_arc(const mime::Message& message, const SigningKey& key,
                               const ArcSealing& options, const ArcChain& chain) {
  if (chain.result == ArcResult::unknown) {
    return fail(ErrorCode::busy, "the chain could not be verified: no key for set {}",
                chain.instance);
  }
  if (!is_printable(options.results) || !is_printable(options.authserv_id) ||
      options.authserv_id.find(';') != std::string::npos) {
    return fail(ErrorCode::usage, "control characters or ';' in what is to be sealed");
  }
  const ArcStructure structure = arc_structure(message);
  const std::uint32_t last = structure.sets.empty() ? 0 : structure.sets.rbegin()->first;
  if (chain.reason == ArcReason::sealed_as_failed) return std::string();
  if (last >= ArcChain::kMaxInstance) {
    return fail(ErrorCode::limit, "the message has {} ARC Sets, the most there can be", last);
  }
  const ChainValidation cv = chain.result == ArcResult::fail   ? ChainValidation::fail
                             : chain.result == ArcResult::pass ? ChainValidation::pass
                                                               : ChainValidation::none;
  const LineEnds ends = line_ends_of(message.octets());
  const std::string instance = fmt::format("{}", last + 1);
  const BodyHash body = hash_body(Canonicalization::relaxed, ends, HashAlgorithm::sha256,
                                  message.octets(body_of(message)), std::nullopt);
  std::string fields =
      fmt::format("ARC-Authentication-Results: i={}; {}; {}{}", instance, options.authserv_id,
                  options.results, ends == LineEnds::lf ? "\n" : "\r\n");
  const auto ams = message_signature(fields + std::string(message.octets()), key, options, instance,
                                     base64_encode(body.digest->view()), ends);
  if (!ams) return fail(ams.error());
  fields = *ams + fields;
  const auto as = seal(fields + std::string(message.octets()), key, options, last + 1, cv, ends);
  if (!as) return fail(as.error());
  return *as + fields;
}

}  // namespace letterlock::auth
