// JIS X 0208 for the characters that the demo's Japanese mail uses, and no others.
#pragma once

namespace letterlock::demo {

// The two-octet code, or 0 for a character that is not in the table.
unsigned jis_code(char32_t c);

}  // namespace letterlock::demo
