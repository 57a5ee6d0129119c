#include "cli/command_line.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <sstream>

#include "base/printable.h"
#include "cli/exit_code.h"
#include "cli/verb_options.h"
#include "cli/version.h"

namespace letterlock::cli {
namespace {

using App = std::unique_ptr<CLI::App>;

constexpr const char* kAbout =
    "Letterlock keeps an archive of mail as evidence and answers, with evidence that anybody can\n"
    "check: is it really them, what did an intruder see, is a leak genuine, who says who did it.\n"
    "It works offline and sends nothing anywhere.";

constexpr const char* kFirstSteps =
    "First steps:\n"
    "  letterlock ingest CASE Takeout.zip inbox.mbox archive.pst   make a case of an export\n"
    "  letterlock investigate CASE                                 what does it hold, what stands "
    "out\n"
    "  letterlock search CASE 'from:ada@x.example has:attachment'  find messages\n"
    "  letterlock show CASE 17                                     look at one, with its evidence\n"
    "`letterlock VERB --help` explains a verb; `man letterlock` has it all.";

void add_demo(CLI::App& app, Options& options) {
  CLI::App* verb =
      app.add_subcommand("demo", "write the demo incident of a fictional organisation");
  verb->add_option("DIR", options.output, "where to (a new or empty directory)")->required();
  verb->add_option("--seed", options.seed, "another story with the same plot (default 1)")
      ->type_name("N");
  verb->add_option("--messages", options.messages, "how many messages (default 12000)")
      ->type_name("N")
      ->check(CLI::Range(std::uint64_t{500}, std::uint64_t{1000000}));
}

void add_completions(CLI::App& app, Options& options) {
  CLI::App* verb = app.add_subcommand("completions", "print a completion script for a shell");
  verb->add_option("SHELL", options.shell, "bash, zsh or fish")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh", "fish"}));
}

App make_app(Options& options, unsigned width) {
  auto app = std::make_unique<CLI::App>(kAbout, "letterlock");
  app->require_subcommand(1);
  app->set_version_flag("--version", std::string("letterlock ") + kVersion);
  app->footer(kFirstSteps);
  app->get_formatter()->column_width(std::min(30U, width / 3));
  app->get_formatter()->label("SUBCOMMAND", "VERB");
  app->get_formatter()->label("Subcommands", "Verbs");
  add_ingest(*app, options);
  add_investigate(*app, options);
  add_hunt(*app, options);
  add_scan(*app, options);
  add_people(*app, options);
  add_exposure(*app, options);
  add_stats(*app, options);
  add_search(*app, options);
  add_show(*app, options);
  add_thread(*app, options);
  add_logs(*app, options);
  add_events(*app, options);
  add_custody(*app, options);
  add_verify(*app, options);
  add_redact(*app, options);
  add_keys(*app, options);
  add_demo(*app, options);
  add_completions(*app, options);
  for (CLI::App* verb : app->get_subcommands([](const CLI::App*) { return true; })) {
    for (CLI::Option* option : verb->get_options()) {
      if (option->get_lnames().empty()) option->type_name("");
    }
  }
  return app;
}

// What CLI::IsMember says of itself in the name of an option's type: "SHELL:{bash,zsh,fish}".
std::vector<std::string> values_of(const CLI::Option& option) {
  const std::string type = option.get_type_name();
  const auto open = type.find('{');
  const auto close = type.rfind('}');
  if (open == std::string::npos || close == std::string::npos) return {};
  return CLI::detail::split(type.substr(open + 1, close - open - 1), ',');
}

void describe(const CLI::App& app, const std::string& prefix, std::vector<VerbDescription>& verbs) {
  for (const CLI::App* verb : app.get_subcommands([](const CLI::App*) { return true; })) {
    VerbDescription description{prefix + verb->get_name(), verb->get_description(), {}};
    for (const CLI::Option* option : verb->get_options()) {
      if (option->get_lnames().empty()) continue;
      description.flags.push_back({option->get_lnames().front(), option->get_description(),
                                   option->get_type_size() != 0, values_of(*option)});
    }
    verbs.push_back(std::move(description));
    describe(*verb, prefix + verb->get_name() + " ", verbs);
  }
}

}  // namespace

Parsed parse_command_line(const std::vector<std::string>& arguments, unsigned width) {
  Options options;
  const App app = make_app(options, width);
  if (arguments.empty()) return {std::nullopt, app->help(), kUsage, true};
  const auto named = app->get_subcommands(
      [&](const CLI::App* verb) { return verb->get_name() == arguments.front(); });
  if (!arguments.front().starts_with('-') && named.empty()) {
    return {std::nullopt,
            fmt::format("letterlock: there is no verb '{}'\nTry 'letterlock --help'.\n",
                        printable(arguments.front())),
            kUsage, true};
  }
  std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
  try {
    app->parse(reversed);
  } catch (const CLI::Success& done) {  // --help, --version
    std::ostringstream out;
    std::ostringstream err;
    app->exit(done, out, err);
    return {std::nullopt, out.str(), kDone, false};
  } catch (const CLI::ParseError& error) {
    std::string verb;
    for (const CLI::App* used : app->get_subcommands()) verb = " " + used->get_name();
    return {std::nullopt,
            fmt::format("letterlock: {}\nTry 'letterlock{} --help'.\n", error.what(), verb), kUsage,
            true};
  }
  options.verb = app->get_subcommands().front()->get_name();
  return {std::move(options), "", kDone, false};
}

std::vector<VerbDescription> describe_verbs() {
  Options options;
  std::vector<VerbDescription> verbs;
  describe(*make_app(options, 80), "", verbs);
  return verbs;
}

}  // namespace letterlock::cli
