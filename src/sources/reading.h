// One run over one unit: where it stands, what it has delivered, what a file in it turned out to
// be.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "sources/glimpse.h"
#include "sources/source.h"
#include "sources/stream.h"

namespace letterlock::sources {

// What is known of a file's messages from where the file lies, before it is read.
struct Place {
  Provenance
      provenance;  // container, inner, folder, mailbox_hint and what a name or container says
  std::string mailbox_file;  // the folder, should the file be one: "Inbox.mbox" -> "Inbox"
  bool trusted = false;      // a file of a Maildir or MH folder: mail, whatever it looks like
  unsigned depth = 0;        // containers around it
};

class Reading {
 public:
  Reading(const Unit& unit, Position from, const ReadOptions& options, Sink& sink);
  Expected<void> run();

  // Reads a file inside a container that hands it out as a stream.
  Expected<void> stream(Stream& stream, Place place);
  // Hands a message to the sink, unless it was handed over in an earlier run. Counts it.
  Expected<void> deliver(std::string_view octets, const Provenance& provenance);
  void defect(const Provenance& where, std::uint64_t offset, std::string_view name,
              std::string detail);
  // `read` of the file's `size` octets were read.
  void advance(std::uint64_t read);

  const ReadOptions& options() const { return options_; }
  bool stop_requested() const { return sink_.stop_requested(); }
  Expected<void> interrupted() const;

 private:
  Expected<void> directory();
  Expected<void> file(const std::string& path, Place place);
  Expected<std::string_view> beginning(const File& file);
  Expected<void> dispatch(const File& file, std::string_view read, Place place);
  Expected<void> mbox_file(const File& file, Place place);
  Expected<void> mbox(Stream& stream, std::uint64_t start, int dialect, const Place& place);
  Expected<void> container(const File& file, SourceFormat format, const Place& place);
  Expected<void> spooled(Stream& stream, SourceFormat format, const Place& place);
  Expected<void> whole(std::string_view octets, SourceFormat format, Place place);
  Expected<void> outlook_item(std::string_view octets, Place place);
  Expected<void> one(std::string_view message, Place place, bool labelled);
  Expected<void> put(std::string_view octets, const Provenance& provenance, Position after);

  const Unit& unit_;
  const Position from_;
  const ReadOptions& options_;
  Sink& sink_;

  std::uint64_t item_ = 0;       // file under way
  std::uint64_t resume_at_ = 0;  // offset in it to go on from
  bool counting_ = false;        // inside a container: positions count messages
  std::uint64_t delivered_ = 0;  // messages of the file, also those skipped
  std::uint64_t bytes_before_ = 0;
  // The file under way: its beginning, or all of it where it is not large.
  std::unique_ptr<char[]> beginning_;
  std::string octets_;  // all of it where it is a large message
};

}  // namespace letterlock::sources
