// Words that lures are made of, weighed by how rare they are in this case and from this sender: the
// word "invoice" says nothing in an accounts department and much on a technical list.
//
// The list is written from general knowledge of such mail in several languages; it holds no text
// of any collection.
#pragma once

#include "relations/baseline.h"
#include "store/facts.h"

namespace letterlock::hunt {

// 0 or more; grows with rare words, less and less.
double lure_words(const relations::Baseline& baseline, const relations::Look& look,
                  const store::WritingFact& writing);

}  // namespace letterlock::hunt
