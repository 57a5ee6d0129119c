#include "cli/completions.h"

#include <fmt/format.h>

#include <string_view>
#include <vector>

#include "cli/command_line.h"

namespace letterlock::cli {
namespace {

constexpr const char* kShells = "bash zsh fish";

// A verb of the first level with those of the second.
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

std::string joined(const std::vector<std::string>& words) {
  std::string line;
  for (const std::string& word : words) line += (line.empty() ? "" : " ") + word;
  return line;
}

std::string options_of(const VerbDescription& verb) {
  std::string words;
  for (const FlagDescription& flag : verb.flags) words += " --" + flag.name;
  return words.substr(words.empty() ? 0 : 1);
}

void add_bash_values(const std::string& verb, const VerbDescription& of, std::string& cases) {
  for (const FlagDescription& flag : of.flags) {
    if (flag.values.empty()) continue;
    cases += fmt::format("    '{} --{}') words='{}' ;;\n", verb, flag.name, joined(flag.values));
  }
}

// First what an option takes, then what may stand in this place; files where anything may.
std::string bash_script() {
  std::string top, first, options, values;
  for (const Verb& verb : top_verbs()) {
    top += verb.top.name + " ";
    if (const std::string words = words_after(verb); !words.empty()) {
      first += fmt::format("      {}) words='{}' ;;\n", verb.top.name, words);
    }
    options += fmt::format("      '{} '*) words='{}' ;;\n", verb.top.name, options_of(verb.top));
    add_bash_values(verb.top.name, verb.top, values);
    for (const VerbDescription& inner : verb.inner) {
      const std::string both = verb.top.name + " " + inner.name;
      options.insert(0, fmt::format("      '{}') words='{}' ;;\n", both, options_of(inner)));
      add_bash_values(verb.top.name, inner, values);
    }
  }
  return fmt::format(
      "# bash completion for letterlock\n"
      "_letterlock() {{\n"
      "  local current=${{COMP_WORDS[COMP_CWORD]}} verb=${{COMP_WORDS[1]}} words=''\n"
      "  case \"$verb ${{COMP_WORDS[COMP_CWORD-1]}}\" in\n{}  esac\n"
      "  if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
      "    words='{}--help --version'\n"
      "  elif [ -z \"$words\" ] && [ \"$COMP_CWORD\" -eq 2 ]; then\n"
      "    case $verb in\n{}    esac\n"
      "  fi\n"
      "  if [ -z \"$words\" ] && [ \"${{current:0:1}}\" = - ]; then\n"
      "    case \"$verb ${{COMP_WORDS[2]}}\" in\n{}    esac\n"
      "  fi\n"
      "  if [ -n \"$words\" ]; then\n"
      "    mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$current\")\n"
      "  else\n"
      "    mapfile -t COMPREPLY < <(compgen -f -- \"$current\")\n"
      "  fi\n"
      "}}\n"
      "complete -o filenames -F _letterlock letterlock\n",
      values, top, first, options);
}

std::string zsh_arguments(const VerbDescription& verb, const std::string& first) {
  std::string arguments = "_arguments";
  for (const FlagDescription& flag : verb.flags) {
    arguments += fmt::format(" '*--{}[{}]", flag.name, zsh_escaped(flag.what));
    if (flag.takes_value) {
      arguments +=
          flag.values.empty() ? ":value:_files" : fmt::format(":value:({})", joined(flag.values));
    }
    arguments += '\'';
  }
  return arguments + (first.empty() ? " '*:file:_files'" : fmt::format(" '1: :({})'", first));
}

std::string zsh_inner(const Verb& verb) {
  std::string acts;
  std::string cases;
  for (const VerbDescription& inner : verb.inner) {
    acts += fmt::format(" '{}:{}'", inner.name, zsh_escaped(inner.what));
    cases += fmt::format("          {}) {} ;;\n", inner.name, zsh_arguments(inner, ""));
  }
  return fmt::format(
      "\n"
      "      if (( CURRENT == 2 )); then\n"
      "        local -a acts\n"
      "        acts=({} )\n"
      "        _describe 'act' acts\n"
      "      else\n"
      "        shift words\n"
      "        (( CURRENT-- ))\n"
      "        case $words[1] in\n{}        esac\n"
      "      fi ;;\n",
      acts, cases);
}

// Works as a file of $fpath, where its first line registers it, and when it is sourced.
std::string zsh_script() {
  std::string verbs;
  std::string cases;
  for (const Verb& verb : top_verbs()) {
    verbs += fmt::format("    '{}:{}'\n", verb.top.name, zsh_escaped(verb.top.what));
    cases += fmt::format("    {})", verb.top.name);
    cases += verb.inner.empty() ? " " + zsh_arguments(verb.top, words_after(verb)) + " ;;\n"
                                : zsh_inner(verb);
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
      "if [[ $funcstack[1] == _letterlock ]]; then\n"
      "  _letterlock \"$@\"\n"
      "else\n"
      "  compdef _letterlock letterlock\n"
      "fi\n",
      verbs, cases);
}

// `where`: the words before the cursor, after the program's name.
void add_fish_options(const std::string& where, const VerbDescription& verb, std::string& script) {
  for (const FlagDescription& flag : verb.flags) {
    script += fmt::format("complete -c letterlock -n '__letterlock_in {}' -l {}", where, flag.name);
    if (!flag.values.empty()) {
      script += fmt::format(" -x -a '{}'", joined(flag.values));
    } else if (flag.takes_value) {
      script += " -r";
    }
    script += fmt::format(" -d '{}'\n", fish_quoted(flag.what));
  }
}

constexpr const char* kFishHead =
    "# fish completion for letterlock\n"
    "function __letterlock_in\n"
    "  set -l words (commandline -opc)\n"
    "  set -e words[1]\n"
    "  test (count $words) -ge (count $argv); or return 1\n"
    "  for i in (seq (count $argv))\n"
    "    test \"$words[$i]\" = \"$argv[$i]\"; or return 1\n"
    "  end\n"
    "end\n"
    "function __letterlock_at\n"
    "  set -l words (commandline -opc)\n"
    "  test (count $words) -eq (math (count $argv) + 1); and __letterlock_in $argv\n"
    "end\n";

std::string fish_script() {
  std::string script = kFishHead;
  for (const Verb& verb : top_verbs()) {
    script += fmt::format("complete -c letterlock -n __letterlock_at -f -a {} -d '{}'\n",
                          verb.top.name, fish_quoted(verb.top.what));
    const std::string at =
        fmt::format("complete -c letterlock -n '__letterlock_at {}' -f -a", verb.top.name);
    for (const VerbDescription& inner : verb.inner) {
      script += fmt::format("{} {} -d '{}'\n", at, inner.name, fish_quoted(inner.what));
      add_fish_options(verb.top.name + " " + inner.name, inner, script);
    }
    const std::string words = words_after(verb);
    if (verb.inner.empty() && !words.empty()) script += fmt::format("{} '{}'\n", at, words);
    add_fish_options(verb.top.name, verb.top, script);
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
