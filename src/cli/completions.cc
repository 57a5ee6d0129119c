#include "cli/completions.h"

#include <fmt/format.h>

#include <string_view>
#include <vector>

#include "cli/command_line.h"

namespace letterlock::cli {
namespace {

constexpr const char* kShells = "bash zsh fish";

// A verb of the first level with the second level's names and all their flags.
struct Verb {
  VerbDescription top;
  std::vector<VerbDescription> inner;
};

std::vector<Verb> top_verbs() {
  std::vector<Verb> verbs;
  for (VerbDescription& verb : describe_verbs()) {
    const auto space = verb.name.find(' ');
    if (space == std::string::npos) {
      verbs.push_back({std::move(verb), {}});
    } else {
      verb.name.erase(0, space + 1);
      verbs.back().inner.push_back(std::move(verb));
    }
  }
  return verbs;
}

// What may stand as the first word after the verb, if that is from a fixed list.
std::string words_after(const Verb& verb) {
  if (verb.top.name == "completions") return kShells;
  std::string words;
  for (const VerbDescription& inner : verb.inner) words += (words.empty() ? "" : " ") + inner.name;
  return words;
}

std::vector<FlagDescription> flags_of(const Verb& verb) {
  std::vector<FlagDescription> flags = verb.top.flags;
  for (const VerbDescription& inner : verb.inner) {
    for (const FlagDescription& flag : inner.flags) {
      bool there = false;
      for (const FlagDescription& known : flags) there = there || known.name == flag.name;
      if (!there) flags.push_back(flag);
    }
  }
  return flags;
}

// A text inside single quotes of a POSIX shell.
std::string posix_quoted(std::string_view text) {
  std::string quoted;
  for (const char c : text) {
    if (c == '\'') {
      quoted += "'\\''";
    } else {
      quoted += c;
    }
  }
  return quoted;
}

std::string fish_quoted(std::string_view text) {
  std::string quoted;
  for (const char c : text) {
    if (c == '\'' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted;
}

std::string zsh_escaped(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '[' || c == ']' || c == ':' || c == '\\') escaped += '\\';
    escaped += c;
  }
  return posix_quoted(escaped);
}

std::string bash_script() {
  std::string top;
  std::string cases;
  for (const Verb& verb : top_verbs()) {
    top += verb.top.name + " ";
    std::string words = words_after(verb);
    for (const FlagDescription& flag : flags_of(verb)) words += " --" + flag.name;
    cases += fmt::format("    {}) words='{}' ;;\n", verb.top.name, words);
  }
  return fmt::format(
      "# bash completion for letterlock\n"
      "_letterlock() {{\n"
      "  local current=${{COMP_WORDS[COMP_CWORD]}} words=''\n"
      "  if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
      "    mapfile -t COMPREPLY < <(compgen -W '{}--help --version' -- \"$current\")\n"
      "    return\n"
      "  fi\n"
      "  case ${{COMP_WORDS[1]}} in\n"
      "{}"
      "  esac\n"
      "  mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$current\"; compgen -f -- "
      "\"$current\")\n"
      "}}\n"
      "complete -o filenames -F _letterlock letterlock\n",
      top, cases);
}

std::string zsh_script() {
  std::string verbs;
  std::string cases;
  for (const Verb& verb : top_verbs()) {
    verbs += fmt::format("    '{}:{}'\n", verb.top.name, zsh_escaped(verb.top.what));
    std::string arguments;
    for (const FlagDescription& flag : flags_of(verb)) {
      arguments += fmt::format(" '--{}[{}]{}'", flag.name, zsh_escaped(flag.what),
                               flag.takes_value ? ":value:" : "");
    }
    if (const std::string words = words_after(verb); !words.empty()) {
      arguments += fmt::format(" '1: :({})'", words);
    }
    cases += fmt::format("    {}) _arguments{} '*:file:_files' ;;\n", verb.top.name, arguments);
  }
  return fmt::format(
      "#compdef letterlock\n"
      "_letterlock() {{\n"
      "  local -a verbs\n"
      "  verbs=(\n{}  )\n"
      "  if (( CURRENT == 2 )); then\n"
      "    _describe 'verb' verbs\n"
      "    return\n"
      "  fi\n"
      "  local verb=$words[2]\n"
      "  shift words\n"
      "  (( CURRENT-- ))\n"
      "  case $verb in\n{}  esac\n"
      "}}\n"
      "_letterlock \"$@\"\n",
      verbs, cases);
}

std::string fish_script() {
  std::string script = "# fish completion for letterlock\n";
  for (const Verb& verb : top_verbs()) {
    script += fmt::format("complete -c letterlock -n __fish_use_subcommand -a {} -d '{}'\n",
                          verb.top.name, fish_quoted(verb.top.what));
    const std::string seen =
        fmt::format("complete -c letterlock -n '__fish_seen_subcommand_from {}'", verb.top.name);
    if (const std::string words = words_after(verb); !words.empty()) {
      script += fmt::format("{} -a '{}'\n", seen, words);
    }
    for (const FlagDescription& flag : flags_of(verb)) {
      script += fmt::format("{} -l {}{} -d '{}'\n", seen, flag.name, flag.takes_value ? " -r" : "",
                            fish_quoted(flag.what));
    }
  }
  return script;
}

}  // namespace

std::string completion_script(const std::string& shell) {
  if (shell == "bash") return bash_script();
  if (shell == "zsh") return zsh_script();
  return fish_script();
}

}  // namespace letterlock::cli
