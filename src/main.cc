// The program. Joins the command line with the demo's generator, which no room may know.
#include <fmt/format.h>

#include <csignal>
#include <string>
#include <vector>

#include "base/printable.h"
#include "cli/verbs.h"
#include "demo/demo.h"
#include "report/wording.h"

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
      "Next: letterlock ingest {5}/case {5}/mailboxes/*\n"
      "      letterlock investigate {5}/case --logs {5}/logs --people {5}/people.toml --keys "
      "{5}/keys\n"
      "      letterlock verify {5}/leak --keys {5}/keys\n",
      letterlock::printable(options.output), summary->messages, summary->mailboxes,
      summary->placements, summary->leaked,
      letterlock::printable(letterlock::report::shell_word(options.output)));
}

}  // namespace

int main(int argc, char** argv) {
  // A closed pipe is an error to be handled where we write, not the end of the process.
  std::signal(SIGPIPE, SIG_IGN);
  const letterlock::SystemClock clock;
  return letterlock::cli::run(std::vector<std::string>(argv, argv + argc), clock, write_demo);
}
