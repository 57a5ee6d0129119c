// The signs that attached files show (content/attachment_signs.h), from what ingest noted of them.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "hunt/sign.h"

namespace letterlock::hunt {

// From the facts alone: which signs, and the part that shows each.
void add_attachment_signs(const store::MessageRecord& message, SignList& out);
bool is_attachment_sign(SignCode code);
// The value of content::TraitKind::attachment_sign that stands behind it: "html_script".
std::string_view attachment_trait(SignCode code);

// Looks at the message again, for the sentences: which file, and what stands in it where.
void describe_attachment_signs(std::string_view octets, std::span<Sign> signs);

}  // namespace letterlock::hunt
