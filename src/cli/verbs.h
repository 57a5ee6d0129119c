// The verbs. Each prints its answer to standard output, remarks to standard error, and returns the
// exit code.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/expected.h"
#include "base/json_writer.h"
#include "casefile/case.h"
#include "cli/command_line.h"

namespace letterlock::cli {

// What every verb gets besides its options.
struct Surroundings {
  std::vector<std::string> arguments;  // the exact command line
  const Clock& clock;
  // Writes the demo incident; the demo is no part of this library (src/main.cc joins them).
  std::function<Expected<std::string>(const Options&)> write_demo;
};

int run_ingest(const Options& options, const Surroundings& surroundings);
int run_stats(const Options& options, const Surroundings& surroundings);
int run_search(const Options& options, const Surroundings& surroundings);
int run_show(const Options& options, const Surroundings& surroundings);
int run_thread(const Options& options, const Surroundings& surroundings);
int run_logs(const Options& options, const Surroundings& surroundings);
int run_events(const Options& options, const Surroundings& surroundings);
int run_custody(const Options& options, const Surroundings& surroundings);
int run_keys(const Options& options, const Surroundings& surroundings);
int run_verify(const Options& options, const Surroundings& surroundings);
int run_redact(const Options& options, const Surroundings& surroundings);
int run_exposure(const Options& options, const Surroundings& surroundings);
int run_investigate(const Options& options, const Surroundings& surroundings);
int run_hunt(const Options& options, const Surroundings& surroundings);
int run_scan(const Options& options, const Surroundings& surroundings);
int run_people(const Options& options, const Surroundings& surroundings);

// Parses and runs; what main() returns.
int run(const std::vector<std::string>& arguments, const Clock& clock,
        std::function<Expected<std::string>(const Options&)> write_demo);

// ---- what the verbs share --------------------------------------------------------------------

// Says what went wrong on standard error; the exit code for it.
int report(const Error& error);
Expected<casefile::Case> open_case(const Options& options, const Surroundings& surroundings,
                                   casefile::Access access);
// The custody log records every act; but a case that is read-only or busy can be looked at too:
// `recorded` is then false, and standard error says why.
Expected<casefile::Case> open_to_record(const std::string& directory, const Options& options,
                                        const Surroundings& surroundings, bool& recorded);
casefile::Actor actor(const Options& options, const Surroundings& surroundings);
// Writes to standard output; a closed pipe ends quietly.
void print_out(std::string_view text);
// One message as search and thread print it with --json, with the numbers of its copies, or of the
// message that it is a copy of: members of an object that is open.
void write_message(JsonWriter& json, const store::MessageSummary& message,
                   std::span<const store::MessageId> copies, store::MessageId copy_of);
// "  (+2 copies)"; "" where there is none.
std::string copies_note(std::size_t copies);
// What could not be read, of which container, at which octet, and why.
std::string source_defect_text(const store::SourceDefectFact& defect);
// "2024-08-10 13:05" in UTC, or "no date".
std::string short_date(const std::optional<UnixTime>& date);

}  // namespace letterlock::cli
