#!/usr/bin/env python3
"""Asks the shells that are installed what they complete with the scripts of `letterlock completions`.

usage: completions_test.py LETTERLOCK
"""
import pathlib
import shutil
import subprocess
import sys
import tempfile

VALUES = {"never", "deviates", "contradicted"}
ACTS = {"add", "import", "list", "export", "check"}


def output(words, folder):
    return subprocess.run(words, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, timeout=60, check=False).stdout.decode()


def bash(script, words, folder):
    listed = " ".join(f"'{word}'" for word in words)
    return set(output(["bash", "--norc", "-c", f". {script}; COMP_WORDS=({listed}); COMP_CWORD={len(words) - 1}; "
                       "_letterlock; printf '%s\\n' \"${COMPREPLY[@]}\""], folder).split())


def fish(script, words, folder):
    lines = output(["fish", "--no-config", "-c", f"source {script}; complete -C '{' '.join(words)}'"], folder)
    return {line.split("\t")[0] for line in lines.splitlines()}


def main():
    program = str(pathlib.Path(sys.argv[1]).resolve())
    wrong = []

    def same(shell, words, got, want):
        if got != want:
            wrong.append(f"{shell}: {' '.join(words)}: {sorted(got)}, not {sorted(want)}")

    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        (folder / "case-7").mkdir()
        for shell in ("bash", "zsh", "fish"):
            (folder / f"{shell}.txt").write_text(output([program, "completions", shell], folder))
        files = {"case-7", "bash.txt", "zsh.txt", "fish.txt"}
        asked = [(["letterlock", "keys", ""], ACTS),
                 (["letterlock", "investigate", "case-7", "--fail-on", ""], VALUES),
                 (["letterlock", "completions", ""], {"bash", "zsh", "fish"}),
                 (["letterlock", "keys", "check", "case-7", "--j"], {"--json"}),
                 (["letterlock", "verify", "case-7", "--di"], {"--disclose"}),
                 (["letterlock", "custody", "verify", "case-7", "--di"], set())]
        for words, want in asked:
            same("bash", words, bash("bash.txt", words, folder), want)
            if shutil.which("fish"):
                same("fish", words, fish("fish.txt", words, folder), want)
        words = ["letterlock", "show", ""]
        same("bash", words, bash("bash.txt", words, folder), files)
        if shutil.which("zsh"):
            for load in ("source zsh.txt", "eval \"$(<zsh.txt)\""):
                got = output(["zsh", "-f", "-c", f"autoload -Uz compinit; compinit -D -u; {load}; "
                              "print -r -- ${_comps[letterlock]}"], folder)
                same("zsh", [load], set(got.split()), {"_letterlock"})
    print("\n".join(wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
