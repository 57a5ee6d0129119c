// The program. Joins the command line with the demo's generator, which no room may know.
#include <fmt/format.h>

#include <csignal>
#include <string>
#include <vector>

#include "cli/verbs.h"
#include "demo/demo.h"

namespace {

letterlock::Expected<std::string> write_demo(const letterlock::cli::Options& options) {
  letterlock::demo::DemoOptions demo;
  demo.seed = options.seed;
  demo.messages = options.messages;
  auto summary = letterlock::demo::write_demo(options.output, demo);
  if (!summary) return fail(std::move(summary));
  return fmt::format(
      "{0}: {1} messages in {2} mailboxes ({3} copies), {4} leaked items.\n"
      "README.txt tells the story; ground-truth.json what really happened.\n"
      "Next: letterlock ingest {0}/case {0}/mailboxes/*\n",
      options.output, summary->messages, summary->mailboxes, summary->placements, summary->leaked);
}

}  // namespace

int main(int argc, char** argv) {
  // A closed pipe is an error to be handled where we write, not the end of the process.
  std::signal(SIGPIPE, SIG_IGN);
  const letterlock::SystemClock clock;
  return letterlock::cli::run(std::vector<std::string>(argv, argv + argc), clock, write_demo);
}
