#include "casefile/feed.h"

#include <utility>

namespace letterlock::casefile {
namespace {

// One chunk is one hand-over between threads: large enough that this costs nothing a message,
// small enough that two workers share a small mailbox.
constexpr std::size_t kChunkOctets = 256 << 10;
constexpr std::size_t kChunkItems = 64;

}  // namespace

void Feed::run() {
  Expected<void> outcome;
  for (const PlannedSource& source : plan_) {
    source_ = &source;
    outcome = read_source();
    if (!outcome || signals_.stop) break;
  }
  // What was read before the trouble is kept.
  if (auto flushed = flush(); !flushed && outcome) outcome = std::move(flushed);
  pipeline_.close(std::move(outcome));
}

Expected<void> Feed::read_source() {
  chunk_->defects.insert(chunk_->defects.end(), source_->defects.begin(), source_->defects.end());
  for (const PlannedUnit& planned : source_->units) {
    if (auto done = read_unit(planned); !done) return done;
    if (signals_.stop) return {};
  }
  return {};
}

Expected<void> Feed::read_unit(const PlannedUnit& planned) {
  unit_ = &planned;
  messages_ = 0;
  unit_read_ = {};
  container_.reset();
  listing_ = {};
  sources::ReadOptions options;
  options.limits = options_.limits;
  auto done = sources::read(planned.unit, planned.from, options, *this);
  octets_before_ += planned.unit.bytes;
  signals_.octets = octets_before_;
  if (done) return finish_unit();
  if (done.error().code == ErrorCode::interrupted && signals_.stop) return {};
  if (done.error().code != ErrorCode::not_found) return done;
  // It was there when the sources were listed: the rest of them is still worth reading.
  defect({planned.unit.name, "", 0, "unreadable", done.error().message});
  return {};
}

Expected<void> Feed::finish_unit() {
  leave_container();
  store::SourceProgress& at = progress();
  at.finished = true;
  unit_read_.source = unit_->unit.path;
  unit_read_.messages = messages_;
  unit_read_.from_the_beginning = unit_->from == sources::Position{};
  if (unit_->is_directory) {
    unit_read_.is_listing = true;
    unit_read_.sha256 = listing_.finish();
  }
  if (messages_ > 0) chunk_->units.push_back(std::move(unit_read_));
  // Progress of many empty units must not pile up either.
  return chunk_->progress.size() >= kChunkItems ? flush() : Expected<void>();
}

Expected<void> Feed::message(std::string_view octets, const sources::Provenance& provenance,
                             sources::Position after) {
  const Sha256 hash = sha256(octets);
  enter_container(octets, hash, provenance);
  ++messages_;

  Item item;
  item.offset = chunk_->octets.size();
  item.length = octets.size();
  item.is_new = seen_.insert(hash);
  item.reconstructed = provenance.reconstructed;
  item.placement = placement_of(provenance, hash);
  if (item.is_new) {
    item.tail = bodies_.tail_of(octets, hash);
    if (chunk_->octets.empty()) chunk_->octets.reserve(kChunkOctets + kChunkOctets / 4);
    chunk_->octets += octets;
  } else {
    item.length = 0;
  }
  chunk_->items.push_back(std::move(item));

  store::SourceProgress& at = progress();
  at.item = after.item;
  at.position = after.offset;
  at.messages = unit_->earlier_messages + messages_;
  const bool full = chunk_->octets.size() >= kChunkOctets || chunk_->items.size() >= kChunkItems;
  return full ? flush() : Expected<void>();
}

store::PlacementFact Feed::placement_of(const sources::Provenance& provenance,
                                        const Sha256& evidence) const {
  store::PlacementFact placement;
  placement.evidence = evidence;
  placement.mailbox = !options_.mailbox.empty()          ? options_.mailbox
                      : !provenance.mailbox_hint.empty() ? provenance.mailbox_hint
                                                         : source_->mailbox;
  placement.folder = provenance.folder;
  placement.source = source_->path_of(provenance.container);
  placement.inner = provenance.inner;
  placement.offset = provenance.offset;
  placement.length = provenance.length;
  placement.labels = provenance.labels;
  placement.flags = provenance.flags;
  placement.internal_date = provenance.internal_date;
  placement.quoting = provenance.quoting;
  return placement;
}

void Feed::defect(const sources::SourceDefect& defect) {
  chunk_->defects.push_back(defect_fact(*source_, defect));
}

void Feed::advance(std::uint64_t octets) {
  signals_.octets = octets_before_ + octets;
  // The only file of its unit can be hashed while it is read.
  if (container_ && !unit_->is_directory) container_->hash.follow(octets);
}

// The progress of the unit under way, in the chunk under way.
store::SourceProgress& Feed::progress() {
  auto& all = chunk_->progress;
  const bool there =
      !all.empty() && all.back().source == source_->root && all.back().unit == unit_->unit.name;
  if (!there) {
    store::SourceProgress fresh;
    fresh.source = source_->root;
    fresh.unit = unit_->unit.name;
    fresh.item = unit_->from.item;
    fresh.position = unit_->from.offset;
    fresh.messages = unit_->earlier_messages + messages_;
    fresh.size = unit_->unit.bytes;
    fresh.modified = unit_->modified;
    all.push_back(std::move(fresh));
  }
  return all.back();
}

Expected<void> Feed::flush() {
  if (chunk_->empty()) return {};
  if (!pipeline_.submit(std::exchange(chunk_, pipeline_.empty_chunk()))) {
    return fail(ErrorCode::interrupted, "the writer gave up");
  }
  return {};
}

void Feed::enter_container(std::string_view octets, const Sha256& hash,
                           const sources::Provenance& provenance) {
  if (!container_ || container_->name != provenance.container) {
    leave_container();
    container_.reset(new Container{.name = provenance.container,
                                   .whole = std::nullopt,
                                   .hash = ContainerHash(source_->path_of(provenance.container))});
  }
  if (++container_->messages > 1 || provenance.offset != 0 || !provenance.inner.empty()) return;
  if (provenance.reconstructed || provenance.container_octets != octets.size()) return;
  container_->whole = hash;
  container_->whole_octets = octets.size();
}

void Feed::leave_container() {
  if (!container_) return;
  std::optional<Sha256> hash = container_->messages == 1 ? container_->whole : std::nullopt;
  std::uint64_t octets = container_->whole_octets;
  if (!hash) {
    auto finished = container_->hash.finish();
    octets = container_->hash.octets();
    if (finished) {
      hash = *finished;
    } else {
      defect({container_->name, "", octets, "unreadable", finished.error().message});
    }
  }
  unit_read_.octets += octets;
  unit_read_.sha256 = hash;
  if (unit_->is_directory) {
    listing_.update(fmt::format("{} {} {}\n", hash ? hash->hex() : "-", octets, container_->name));
  }
  container_.reset();
}

}  // namespace letterlock::casefile
