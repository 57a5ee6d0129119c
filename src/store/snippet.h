// The place in a text that a query's words found, for showing beside a hit.
#pragma once

#include <string>
#include <string_view>

#include "store/query.h"

namespace letterlock::store {

// Whether the query looks for words in the text at all.
bool asks_for_words(const Query& query);

// About `columns` characters of `text` around the first word or phrase of `query` that is in it
// (its beginning where none is), on one line, with an ellipsis where something was cut. Compares as
// the search does (store/tokenizer.h). "" where the query asks for no words. Not escaped.
std::string snippet(std::string_view text, const Query& query, std::size_t columns);

}  // namespace letterlock::store
