#include <fmt/format.h>
#include <unistd.h>

#include "cli/exit_code.h"
#include "cli/roster_file.h"
#include "cli/terminal.h"
#include "cli/verbs.h"
#include "report/people.h"

namespace letterlock::cli {
namespace {

void print_list(const Options& options, const relations::People& people) {
  if (!options.json) {
    print_out(report::people_text(people, options.limit, use_color(STDOUT_FILENO),
                                  terminal_width(STDOUT_FILENO)));
    return;
  }
  std::uint64_t shown = 0;
  for (const relations::Person& person : people.people()) {
    if (options.limit > 0 && shown++ == options.limit) return;
    print_out(report::person_json(person, people.end()));
  }
}

// What --people names is kept in the case, which takes opening it to write.
Expected<casefile::Case> open_for_people(const Options& options, const Surroundings& surroundings,
                                         bool& writable) {
  writable = !options.people.empty();
  if (writable) return open_to_record(options.case_directory, options, surroundings, writable);
  return open_case(options, surroundings, casefile::Access::read);
}

}  // namespace

int run_people(const Options& options, const Surroundings& surroundings) {
  bool writable = false;
  auto opened = open_for_people(options, surroundings, writable);
  if (!opened) return report(opened.error());
  auto roster = roster_of(*opened, options, writable);
  if (!roster) return report(roster.error());
  TerminalProgress progress(!options.quiet);
  auto people = relations::People::survey(opened->facts(), *roster, progress);
  if (!people) return report(people.error());
  if (options.who.empty()) {
    progress.clear();
    print_list(options, *people);
    return kDone;
  }
  const auto found = people->find(options.who);
  if (found.size() > 1) {
    progress.clear();
    print_err(fmt::format("letterlock: {}", report::choices_text(options.who, found)));
    return kUsage;
  }
  if (found.empty()) {
    return report(
        {ErrorCode::not_found, fmt::format("nobody in {} has \"{}\" in their name or address",
                                           options.case_directory, options.who)});
  }
  auto profile = relations::profile_of(opened->facts(), *found.front(), progress);
  if (!profile) return report(profile.error());
  progress.clear();
  print_out(options.json ? report::profile_json(*profile, people->end())
                         : report::profile_text(*profile, people->end(), use_color(STDOUT_FILENO),
                                                terminal_width(STDOUT_FILENO)));
  return kDone;
}

}  // namespace letterlock::cli
