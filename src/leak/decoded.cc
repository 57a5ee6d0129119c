#include "leak/decoded.h"

namespace letterlock::leak {
namespace {

// Where octets of the decoded message stand in the one found: field by field, of which both have as
// many. What lies inside a decoded value is the whole field there.
class Found {
 public:
  Found(const mime::Message& message, const mime::Message& again)
      : message_(message), again_(again) {}

  ByteRange range(ByteRange decoded) const {
    const ByteRange body = auth::body_of(again_);
    if (decoded.offset >= body.offset) {
      return {auth::body_of(message_).offset + (decoded.offset - body.offset), decoded.length};
    }
    const auto there = again_.header();
    const auto here = message_.header();
    for (std::size_t i = 0; i < there.size() && i < here.size(); ++i) {
      if (!there[i].whole.contains(decoded)) continue;
      if (there[i].whole.length != here[i].whole.length) return here[i].whole;
      return {here[i].whole.offset + (decoded.offset - there[i].whole.offset), decoded.length};
    }
    return {0, 0};
  }

 private:
  const mime::Message& message_;
  const mime::Message& again_;
};

void move(std::vector<SignedField>& fields, const Found& found) {
  for (SignedField& field : fields) {
    if (field.where) field.where = found.range(*field.where);
  }
}

}  // namespace

void tell_as_found(const mime::Message& message, const DecodedFields& decoded,
                   const mime::Message& again, MessageVerdict& verdict) {
  const Found found(message, again);
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
