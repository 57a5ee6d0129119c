#include "leak/decoded.h"

#include <algorithm>

namespace letterlock::leak {
namespace {

// Where octets of the decoded message stand in the one found. What lies inside a decoded value is
// the whole value there.
class Found {
 public:
  explicit Found(std::vector<Edit> edits) : edits_(std::move(edits)) {
    std::sort(edits_.begin(), edits_.end(),
              [](const Edit& a, const Edit& b) { return a.where.offset < b.where.offset; });
  }

  ByteRange range(ByteRange decoded) const {
    return ByteRange::between(offset(decoded.offset, false), offset(decoded.end(), true));
  }

 private:
  std::uint32_t offset(std::uint32_t decoded, bool is_end) const {
    std::int64_t shift = 0;  // found minus decoded, so far
    for (const Edit& edit : edits_) {
      const std::int64_t begin = std::int64_t{edit.where.offset} - shift;
      const std::int64_t end = begin + static_cast<std::int64_t>(edit.after.size());
      if (decoded < begin || (is_end && decoded == begin)) break;
      if (decoded < end) return is_end ? edit.where.end() : edit.where.offset;
      shift = std::int64_t{edit.where.end()} - end;
    }
    return static_cast<std::uint32_t>(decoded + shift);
  }

  std::vector<Edit> edits_;
};

void move(std::vector<SignedField>& fields, const Found& found) {
  for (SignedField& field : fields) {
    if (field.where) field.where = found.range(*field.where);
  }
}

}  // namespace

void tell_as_found(const DecodedFields& decoded, MessageVerdict& verdict) {
  const Found found(decoded.edits);
  for (SignatureVerdict& signature : verdict.signatures) {
    move(signature.fields, found);
    signature.body_covered = found.range(signature.body_covered);
    signature.body_not_covered = found.range(signature.body_not_covered);
    signature.check.signature.where = found.range(signature.check.signature.where);
    signature.check.signature.b_value = found.range(signature.check.signature.b_value);
    signature.check.body_covered = found.range(signature.check.body_covered);
    if (!signature.repair) {
      signature.repair.emplace();
      signature.repair->header = HeaderRepair::restored;
      signature.repair->body = BodyRepair::intact;
    }
    for (Edit& edit : signature.repair->edits) edit.where = found.range(edit.where);
    signature.repair->edits.insert(signature.repair->edits.begin(), decoded.edits.begin(),
                                   decoded.edits.end());
    if (signature.verdict == Verdict::verified) {
      signature.verdict = Verdict::verified_after_repair;
      signature.why = "repaired";
    }
  }
  move(verdict.not_signed, found);
  if (verdict.verdict == Verdict::verified) verdict.verdict = Verdict::verified_after_repair;
}

}  // namespace letterlock::leak
