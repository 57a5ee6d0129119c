// Containers: what the worker program reads of them, handed on to Reading.
#include <cstdlib>

#include "base/ascii.h"
#include "sources/folder_names.h"
#include "sources/reading.h"
#include "sources/worker_process.h"

namespace letterlock::sources {
namespace {

// Names of defects a worker may report; others would be its invention.
bool is_worker_defect(std::string_view name) {
  for (std::string_view known : {"damaged_container", "encrypted_entry", "entry_limit",
                                 "ratio_limit", "container_too_big", "damaged_item", "item_limit",
                                 "symlink_skipped", "truncated", "not_mail", "message_too_big"}) {
    if (name == known) return true;
  }
  return false;
}

// Where a file in an archive lies: Maildir flags and folders, mailboxes from its path.
void place_by_path(std::string_view path, Provenance& from, bool& trusted) {
  const std::size_t slash = path.rfind('/');
  const std::string_view directory = slash == path.npos ? "" : path.substr(0, slash);
  const std::string_view name = slash == path.npos ? path : path.substr(slash + 1);
  if (std::string hint = mailbox_hint(path); hint.find('@') != hint.npos) {
    from.mailbox_hint = std::move(hint);
  }
  const MaildirName parsed = parse_maildir_name(name);
  from.flags = parsed.flags;
  const bool in_maildir = directory.ends_with("/cur") || directory.ends_with("/new") ||
                          directory == "cur" || directory == "new";
  if (!in_maildir) {
    from.folder = folder_of_path(directory, true);
    return;
  }
  trusted = !name.empty() && name.front() != '.';
  from.internal_date = parsed.delivered;
  const MaildirPlace place = maildir_place(directory.substr(0, directory.size() - 3));
  from.folder = place.folder;
  if (from.mailbox_hint.empty()) from.mailbox_hint = place.mailbox;
}

// The octets of the entry under way, frame by frame.
class EntryStream final : public Stream {
 public:
  EntryStream(WorkerProcess& worker, Reading& reading, const Provenance& entry)
      : worker_(worker), reading_(reading), entry_(entry) {}

  Expected<std::size_t> read(char* into, std::size_t size) override {
    while (rest_.empty()) {
      if (ended_) return std::size_t{0};
      if (auto went = advance(); !went) return fail(std::move(went));
    }
    const std::size_t count = std::min(size, rest_.size());
    std::copy_n(rest_.data(), count, into);
    rest_.remove_prefix(count);
    return count;
  }

  // Goes to the entry's end; false where the worker is gone.
  bool drain() {
    while (!ended_) {
      if (auto went = advance(); !went && !ended_) return false;
    }
    return !worker_gone_;
  }
  const Error& trouble() const { return trouble_; }

 private:
  Expected<void> advance() {
    auto frame = worker_.hear();
    if (!frame) {
      ended_ = worker_gone_ = true;
      trouble_ = frame.error();
      return fail(std::move(frame));
    }
    switch (frame->type) {
      case FrameType::octets:
        rest_ = frame->payload;
        return {};
      case FrameType::progress:
        return {};
      case FrameType::defect:
        if (auto defect = decode_defect(frame->payload); defect && is_worker_defect(defect->name)) {
          reading_.defect(entry_, defect->offset, defect->name, defect->detail);
        }
        return {};
      case FrameType::entry_end:
        ended_ = true;
        if (frame->payload.empty()) return {};
        return fail(ErrorCode::corrupt, "{}", frame->payload);
      default:
        break;
    }
    ended_ = worker_gone_ = true;
    trouble_ = {ErrorCode::corrupt, "the worker program sent a frame out of order"};
    return fail(trouble_);
  }

  WorkerProcess& worker_;
  Reading& reading_;
  const Provenance& entry_;
  std::string_view rest_;
  bool ended_ = false, worker_gone_ = false;
  Error trouble_;
};

std::string inner_path(const std::string& outer, const std::string& path) {
  if (outer.empty()) return path;
  return path.empty() ? outer : fmt::format("{}!/{}", outer, path);
}

// One container and its worker.
class Unpacking {
 public:
  Unpacking(Reading& reading, const Place& place, WorkerProcess worker)
      : reading_(reading), place_(place), worker_(std::move(worker)) {}

  Expected<void> run() {
    for (;;) {
      if (reading_.stop_requested()) return reading_.interrupted();
      auto frame = worker_.hear();
      if (!frame) return gone(frame.error());
      switch (frame->type) {
        case FrameType::end:
          return {};
        case FrameType::progress:
          if (place_.depth == 0) reading_.advance(decode_number(frame->payload).value_or(0));
          break;
        case FrameType::defect:
          if (auto defect = decode_defect(frame->payload)) report(*defect);
          break;
        case FrameType::entry: {
          auto entry = decode_entry(frame->payload);
          if (!entry) return gone({ErrorCode::corrupt, "the worker program sent no entry"});
          bool alive = true;
          auto read = entry->is_message ? item(*entry, alive) : file(*entry, alive);
          if (!read || !alive) return read;
          break;
        }
        default:
          return gone({ErrorCode::corrupt, "the worker program sent a frame out of order"});
      }
    }
  }

 private:
  Expected<void> gone(const Error& error) {
    reading_.defect(place_.provenance, 0, worker_.why(), error.message);
    return {};
  }

  void report(const WorkerDefect& defect) {
    Provenance where = place_.provenance;
    where.inner = inner_path(where.inner, defect.inner);
    if (is_worker_defect(defect.name)) {
      reading_.defect(where, defect.offset, defect.name, defect.detail);
    }
  }

  Expected<void> file(const Entry& entry, bool& alive) {
    Place inside;
    inside.depth = place_.depth + 1;
    inside.provenance = place_.provenance;
    inside.provenance.inner = inner_path(place_.provenance.inner, entry.path);
    inside.mailbox_file = place_.mailbox_file;
    if (!entry.path.empty()) {
      place_by_path(entry.path, inside.provenance, inside.trusted);
      inside.mailbox_file = folder_of_path(entry.path, false);
    }
    EntryStream octets(worker_, reading_, inside.provenance);
    auto read = reading_.stream(octets, inside);
    if (!read) return read;
    alive = octets.drain();
    return alive ? read : gone(octets.trouble());
  }

  Expected<void> item(const Entry& entry, bool& alive) {
    Provenance from = place_.provenance;
    from.inner = inner_path(from.inner, entry.path);
    from.folder = entry.folder;
    from.flags = sorted_flags(entry.flags);
    from.internal_date = entry.date;
    from.reconstructed = true;
    if (!entry.mailbox_hint.empty()) from.mailbox_hint = entry.mailbox_hint;
    EntryStream octets(worker_, reading_, from);
    Collected message = collect(octets, reading_.options().limits.message_size, true);
    alive = octets.drain();
    if (message.too_big) {
      reading_.defect(from, from.offset, "message_too_big", fmt::format("{} octets", message.size));
    } else if (!message.octets.empty()) {
      if (!message.trouble.empty()) {
        reading_.defect(from, from.offset, "truncated", message.trouble);
      }
      if (auto handed = reading_.deliver(message.octets, from); !handed) return handed;
    }
    if (!alive) return gone(octets.trouble());
    return {};
  }

  Reading& reading_;
  const Place& place_;
  WorkerProcess worker_;
};

}  // namespace

Expected<void> Reading::container(const File& file, SourceFormat format, const Place& place) {
  auto worker = WorkerProcess::start(file, format, options_);
  if (!worker) {
    defect(place.provenance, 0, "worker_missing", worker.error().message);
    return {};
  }
  return Unpacking(*this, place, std::move(*worker)).run();
}

// A container inside a container: its parsers want to seek, so it is unpacked to a file first.
Expected<void> Reading::spooled(Stream& stream, SourceFormat format, const Place& place) {
  if (place.depth >= options_.container_depth) {
    defect(place.provenance, 0, "container_too_deep",
           fmt::format("more than {} containers in each other", options_.container_depth));
    return {};
  }
  std::string directory = options_.temporary_directory;
  if (directory.empty()) {
    const char* named = std::getenv("TMPDIR");
    directory = named != nullptr && *named != '\0' ? named : "/tmp";
  }
  auto file = File::temporary(directory);
  if (!file) return fail(std::move(file));
  std::string piece(std::size_t{256} << 10, '\0');
  for (;;) {
    auto got = stream.read(piece.data(), piece.size());
    if (!got) defect(place.provenance, 0, "truncated", got.error().message);
    if (!got || *got == 0) break;
    if (auto put = file->append(std::string_view(piece).substr(0, *got)); !put) return put;
  }
  return container(*file, format, place);
}

}  // namespace letterlock::sources
