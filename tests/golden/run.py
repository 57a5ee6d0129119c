#!/usr/bin/env python3
"""Runs each command of commands.txt on a case made of mail.mbox and compares with NAME.golden.

usage: run.py LETTERLOCK [--update]
A golden file holds the exit code, what came on standard output and, after a line of dashes, what
came on standard error. Paths are made the same everywhere.
"""
import json
import os
import pathlib
import shlex
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent


def run(program, words, folder):
    words = [{"CASE": "case", "NOWHERE": "nowhere"}.get(word, word) for word in words]
    done = subprocess.run([program, *words], cwd=folder, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120, check=False)
    text = (f"exit {done.returncode}\n".encode() + done.stdout + b"-----\n" + done.stderr)
    return text.replace(str(folder).encode(), b"FOLDER")


def commands():
    for line in (HERE / "commands.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            name, rest = line.split(" ", 1)
            yield name, shlex.split(rest)


def nobody_reads(program, folder):
    """How it ends where nobody reads the errors, and where the answer cannot be written: what is not as it should be."""
    wrong = []
    reader, writer = os.pipe()
    os.close(reader)
    for words, wanted in ((["stats", "nowhere"], 66), (["search", "case", "from:nobody"], 1)):
        done = subprocess.run([program, *words], cwd=folder, stdout=subprocess.DEVNULL, stderr=writer, check=False)
        if done.returncode != wanted:
            wrong.append(f"{words} with closed standard error: {done.returncode} instead of {wanted}")
    os.close(writer)
    with open("/dev/full", "wb") as full:
        for words in (["--help"], ["stats", "case"]):
            done = subprocess.run([program, *words], cwd=folder, stdout=full, stderr=subprocess.PIPE, check=False)
            if done.returncode != 74 or b"writing the answer failed" not in done.stderr:
                wrong.append(f"{words} to a full device: {done.returncode}, {done.stderr!r}")
    return wrong


def unlike_others(words, got):
    """What of an answer with --json does not begin as docs/json.md says."""
    if "--json" not in words or words[:2] == ["custody", "log"]:
        return []
    answer = got.split(b"\n", 1)[1].rsplit(b"-----\n", 1)[0]
    wrong = []
    for line in answer.splitlines():
        members = list(json.loads(line))
        if members[:2] != ["schema", "type"] or len(members) != len(set(members)):
            wrong.append(f"{' '.join(words)}: a line begins with {members[:3]}")
    return wrong


def main():
    program = str(pathlib.Path(sys.argv[1]).resolve())
    update = "--update" in sys.argv
    failed = 0
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary).resolve()
        for given in ("mail.mbox", "keys.zone"):
            (folder / given).write_bytes((HERE / given).read_bytes())
        made = subprocess.run([program, "ingest", "case", "mail.mbox", "--mailbox", "ada", "--quiet", "--json"],
                              cwd=folder, stdout=subprocess.PIPE, check=True).stdout
        if b'"new_messages":3' not in made:
            print(f"ingest: {made!r}")
            return 1
        for name, words in commands():
            got = run(program, words, folder)
            for line in unlike_others(words, got):
                failed += 1
                print(line)
            golden = HERE / f"{name}.golden"
            if update:
                golden.write_bytes(got)
            elif not golden.exists() or golden.read_bytes() != got:
                failed += 1
                print(f"--- {name}: {' '.join(words)}")
                subprocess.run(["diff", "-u", str(golden), "-"], input=got, check=False)
        for path in [folder / "case", *(folder / "case").rglob("*")]:
            # What people wrote is for the owner of the case alone, whatever the umask.
            if path.name != "evidence" and path.stat().st_mode & 0o077:
                failed += 1
                print(f"{path.relative_to(folder)} can be read by others")
        for line in nobody_reads(program, folder):
            failed += 1
            print(line)
    known = {name for name, _ in commands()}
    for golden in HERE.glob("*.golden"):
        if golden.stem not in known:
            failed += 1
            print(f"{golden.name}: no command of that name")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
