// The last resort of threading: a reply that names no parent is joined to the newest earlier
// message of the same subject among the same people, where the subject is no common one.
#pragma once

#include "base/expected.h"
#include "casefile/thread_forest.h"
#include "casefile/thread_keys.h"
#include "store/fact_store.h"

namespace letterlock::casefile {

Expected<void> link_subjects(store::FactStore& facts, const ThreadKeys& keys, ThreadForest& forest);

}  // namespace letterlock::casefile
