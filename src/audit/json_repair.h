// Makes JSON that was cut readable as far as it goes.
#pragma once

#include <string>
#include <string_view>

namespace letterlock::audit {

// The longest beginning of `cut` that ends behind a whole value, with the brackets that are open
// there closed. "" where nothing of it can be read.
std::string close_json(std::string_view cut);

}  // namespace letterlock::audit
