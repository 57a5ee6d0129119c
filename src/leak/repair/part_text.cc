#include "leak/repair/part_text.h"

#include <algorithm>

#include "base/ascii.h"

namespace letterlock::leak {
namespace {

constexpr std::size_t kMostTextParts = 8;
constexpr std::size_t kLongestContent = 8u << 20;
// Of what is kept to be combined with another part's.
constexpr std::size_t kKeptOctets = 16u << 20;

std::string with_lf_ends(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\r' || i + 1 == text.size() || text[i + 1] != '\n') out += text[i];
  }
  return out;
}

Encoding found_encoding(mime::TransferEncoding encoding) {
  if (encoding == mime::TransferEncoding::base64) return Encoding::base64;
  if (encoding == mime::TransferEncoding::quoted_printable) return Encoding::quoted_printable;
  return Encoding::identity;
}

std::string_view word_for(Encoding encoding, std::string_view content) {
  if (encoding == Encoding::base64) return "base64";
  if (encoding == Encoding::quoted_printable) return "quoted-printable";
  return std::all_of(content.begin(), content.end(), is_ascii) ? "7bit" : "8bit";
}

// What a part may have been: its splices, and the changes that they undo.
struct Candidate {
  std::vector<Change> changes;
  std::vector<Splice> splices;
};

// Writes a part's contents into the body.
class PartWriter {
 public:
  PartWriter(const TextPart& part, ByteRange body, std::string_view text, std::string_view line_end)
      : part_(part), body_(body), text_(text), line_end_(line_end) {}

  // The part with `variant` in `layout`; two where its field may have been absent.
  void add(const ContentVariant& variant, const Layout& layout, std::vector<Candidate>& to) const {
    std::string written = encoded(variant.content, layout, line_end_);
    const std::size_t begin = part_.body.offset - body_.offset;
    // A part's last line end belongs to the boundary after it.
    if (part_.inner && written.ends_with(line_end_) &&
        !text_.substr(begin, part_.body.length).ends_with('\n')) {
      written.resize(written.size() - line_end_.size());
    }
    Candidate candidate{variant.changes, {}};
    if (layout.encoding != part_.found || variant.changes.empty()) {
      candidate.changes.push_back(Change::transfer_encoding_changed);
    }
    const Splice splice{begin, part_.body.length, std::move(written)};
    if (!part_.inner) {
      candidate.splices.push_back(splice);
      to.push_back(std::move(candidate));
      return;
    }
    if (layout.encoding == Encoding::identity && !part_.encoding_field.empty()) {
      Candidate absent = candidate;
      absent.splices = {
          {part_.encoding_field.offset - body_.offset, part_.encoding_field.length, {}}, splice};
      to.push_back(std::move(absent));
    }
    add_field(layout, variant.content, candidate);
    candidate.splices.push_back(splice);
    to.push_back(std::move(candidate));
  }

 private:
  void add_field(const Layout& layout, std::string_view content, Candidate& candidate) const {
    if (layout.encoding == part_.found) return;
    const std::string word(word_for(layout.encoding, content));
    if (!part_.encoding_field.empty()) {
      candidate.splices.push_back(
          {part_.encoding.offset - body_.offset, part_.encoding.length, " " + word});
    } else if (layout.encoding != Encoding::identity) {
      candidate.splices.push_back({part_.fields_end - body_.offset, 0,
                                   "Content-Transfer-Encoding: " + word + std::string(line_end_)});
    }
  }

  const TextPart& part_;
  ByteRange body_;
  std::string_view text_, line_end_;
};

// The first so many layouts are what nearly all mail is written in.
constexpr std::size_t kLikelyLayouts = 9;

// Calls `each` for what the part may have been, the likeliest first, until it says false.
template <class Each>
void each_candidate(const TextPart& part, const PartWriter& writer, Each each) {
  const auto layouts = known_layouts();
  const std::vector<ContentVariant> variants = content_variants(part);
  std::vector<Candidate> made;
  const auto offer = [&](const ContentVariant& variant, const Layout& layout) {
    made.clear();
    writer.add(variant, layout, made);
    return std::all_of(made.begin(), made.end(), each);
  };
  for (const bool same : {true, false}) {
    for (const ContentVariant& variant : variants) {
      for (const Layout& layout : layouts.first(kLikelyLayouts)) {
        if ((layout.encoding == part.found) == same && !offer(variant, layout)) return;
      }
    }
  }
  for (std::size_t i = 0; i < variants.size() && i < 4; ++i) {
    for (const Layout& layout : layouts.subspan(kLikelyLayouts)) {
      if (!offer(variants[i], layout)) return;
    }
  }
}

void attempt(std::string_view text, const std::vector<Step>& before, const Candidate& one,
             const Candidate* other, BodyTrial& trial) {
  std::vector<Change> changes = one.changes;
  std::vector<Splice> splices = one.splices;
  if (other != nullptr) {
    splices.insert(splices.end(), other->splices.begin(), other->splices.end());
    std::sort(splices.begin(), splices.end(),
              [](const Splice& a, const Splice& b) { return a.offset < b.offset; });
    changes.insert(changes.end(), other->changes.begin(), other->changes.end());
  }
  // One place may have seen several changes, of which the octets show only the sum.
  std::vector<Step> steps;
  for (std::size_t i = 1; i < changes.size(); ++i) {
    if (std::find(changes.begin(), changes.begin() + static_cast<std::ptrdiff_t>(i), changes[i]) ==
        changes.begin() + static_cast<std::ptrdiff_t>(i)) {
      steps.push_back({changes[i], {}});
    }
  }
  Step step{changes.front(), std::move(splices)};
  const std::string changed = spliced(text, step.splices);
  steps.insert(steps.begin(), std::move(step));
  steps.insert(steps.begin(), before.begin(), before.end());
  trial.attempt(changed, std::move(steps));
}

}  // namespace

std::vector<TextPart> text_parts(const mime::Message& message, ByteRange body) {
  std::vector<TextPart> parts;
  for (const mime::Entity& entity : message.entities()) {
    using enum mime::MediaClass;
    if (entity.media != text_plain && entity.media != text_html && entity.media != text_other) {
      continue;
    }
    if (parts.size() >= kMostTextParts) break;
    if (entity.body.length > kLongestContent || !body.contains(entity.body)) continue;
    TextPart part;
    part.body = entity.body;
    part.inner = &entity != &message.entities()[0];
    part.html = entity.media == text_html;
    part.found = found_encoding(entity.encoding);
    part.charset = message.content_type(entity).parameter("charset").value_or("");
    part.content = with_lf_ends(message.decoded(entity));
    part.fields_end = entity.header.offset;
    const auto fields = message.fields(entity);
    if (!fields.empty()) part.fields_end = fields.back().whole.end();
    const mime::HeaderField* field =
        message.find(entity, mime::FieldName::content_transfer_encoding);
    if (part.inner && field != nullptr) {
      part.encoding = field->body;
      part.encoding_field = field->whole;
    }
    parts.push_back(std::move(part));
  }
  return parts;
}

void try_text_parts(const mime::Message& message, ByteRange body, const std::vector<Step>& before,
                    std::size_t most, BodyTrial& trial) {
  constexpr std::size_t kOfEach = 40;
  const std::string_view text = message.octets(body);
  const std::vector<TextPart> parts = text_parts(message, body);
  std::vector<std::vector<Candidate>> of_part(parts.size());
  std::size_t kept = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    std::size_t tried = 0;
    const PartWriter writer(parts[i], body, text, trial.line_end());
    each_candidate(parts[i], writer, [&](const Candidate& candidate) {
      attempt(text, before, candidate, nullptr, trial);
      if (of_part[i].size() < kOfEach && kept < kKeptOctets) {
        for (const Splice& splice : candidate.splices) kept += splice.with.size();
        of_part[i].push_back(candidate);
      }
      return !trial.over() && ++tried < most;
    });
  }
  // Two parts at once: plain text and HTML of one message.
  std::size_t tried = 0;
  for (std::size_t i = 0; i < of_part.size(); ++i) {
    for (std::size_t j = i + 1; j < of_part.size(); ++j) {
      for (std::size_t sum = 0; sum < 2 * kOfEach; ++sum) {
        for (std::size_t a = 0; a <= sum && a < of_part[i].size(); ++a) {
          if (trial.over() || tried >= most) return;
          if (sum - a >= of_part[j].size()) continue;
          ++tried;
          attempt(text, before, of_part[i][a], &of_part[j][sum - a], trial);
        }
      }
    }
  }
}

}  // namespace letterlock::leak
