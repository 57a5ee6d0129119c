#include "casefile/batch_writer.h"

#include <iterator>
#include <utility>

#include "base/json_writer.h"

namespace letterlock::casefile {
namespace {

template <class T>
void move_to_end(std::vector<T>& from, std::vector<T>& to) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

}  // namespace

Expected<BatchWriter> BatchWriter::open(store::FactStore& facts, CustodyLog& custody,
                                        FileOps& files, const std::filesystem::path& evidence,
                                        const IngestOptions& options, IngestSummary& summary) {
  auto committed = facts.segment_lengths();
  if (!committed) return fail(std::move(committed));
  auto tails = find_tails(evidence, *committed);
  if (!tails) return fail(std::move(tails));
  if (auto cut = cut_tails(evidence, *tails, files); !cut) return fail(std::move(cut));
  auto segments = SegmentWriter::open(evidence, *committed, options.segment_octets, files);
  if (!segments) return fail(std::move(segments));
  return BatchWriter(facts, custody, std::move(*segments), options, summary);
}

Expected<void> BatchWriter::take(Chunk& chunk) {
  store::EvidenceLocation base;
  if (!chunk.records.empty()) {
    auto appended = segments_.append(chunk.records);
    if (!appended) return fail(std::move(appended));
    base = *appended;
  }
  for (Item& item : chunk.items) {
    ++summary_.read;
    if (item.is_new) {
      octets_ += item.facts.size;
      summary_.octets += item.facts.size;
      summary_.message_defects += item.facts.defects.size();
      item.facts.location.segment = base.segment;
      item.facts.location.offset += base.offset;
      batch_.messages.push_back(std::move(item.facts));
    }
    batch_.placements.push_back(std::move(item.placement));
  }
  summary_.source_defects += chunk.defects.size();
  for (const store::SourceDefectFact& defect : chunk.defects) {
    if (summary_.told_defects.size() >= kMostToldDefects) break;
    summary_.told_defects.push_back(defect);
  }
  move_to_end(chunk.defects, batch_.source_defects);
  move_to_end(chunk.progress, batch_.progress);
  move_to_end(chunk.units, units_);
  const bool full = octets_ >= options_.batch_octets ||
                    batch_.placements.size() >= options_.batch_messages ||
                    batch_.progress.size() >= options_.batch_messages;
  return full ? commit() : Expected<void>();
}

Expected<void> BatchWriter::commit() {
  auto lengths = segments_.commit();
  if (!lengths) return fail(std::move(lengths));
  batch_.segment_lengths = std::move(*lengths);
  if (auto logged = log_units(); !logged) return logged;
  const bool empty =
      batch_.placements.empty() && batch_.progress.empty() && batch_.source_defects.empty();
  if (empty) return {};
  auto added = facts_.add(batch_);
  if (!added) return fail(std::move(added));
  summary_.new_messages += added->messages;
  summary_.new_placements += added->placements;
  summary_.resumed += batch_.placements.size() - added->placements;
  batch_.messages.clear();  // the memory stays for the next batch
  batch_.placements.clear();
  batch_.source_defects.clear();
  batch_.progress.clear();
  octets_ = 0;
  return {};
}

// Before the facts say that these units are done: a unit read but not logged would never be hashed
// again, one logged twice does no harm.
Expected<void> BatchWriter::log_units() {
  for (const UnitRead& unit : units_) {
    JsonWriter details;
    details.object().member("source", unit.source).member("messages", unit.messages);
    details.member("octets", unit.octets);
    details.key(unit.is_listing ? "listing_sha256" : "sha256");
    if (unit.sha256) {
      details.value(unit.sha256->hex());
    } else {
      details.null();
    }
    details.member("from_the_beginning", unit.from_the_beginning).end();
    if (auto logged = custody_.append("source-read", details.text()); !logged) return logged;
  }
  units_.clear();
  return {};
}

}  // namespace letterlock::casefile
