"""Runs the program under test on a spliced archive, through its command line only."""
import json
import os
import shutil
import subprocess
import sys
import time


def command(program, *words, out=None):
    done = subprocess.run([program, *words], stdout=out or subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    if done.returncode not in (0, 1):
        sys.exit(f"hunt-eval: {' '.join(words[:2])} ended with {done.returncode}: {done.stderr.decode()[-400:]}")
    return done


def scores(program, mbox, folder, options=()):
    """Ingests `mbox` into a fresh case below `folder`, hunts, and returns (rows, seconds of both).

    A row is a message's JSON object with `families` (name -> its part of the score) made of its terms.
    """
    case = os.path.join(folder, "case")
    shutil.rmtree(case, ignore_errors=True)
    begun = time.monotonic()
    command(program, "ingest", case, mbox, "--quiet")
    ingested = time.monotonic()
    kept = os.path.join(folder, "hunt.jsonl")
    with open(kept, "wb") as file:
        command(program, "hunt", case, "--all", "--json", "--quiet", *options, out=file)
    hunted = time.monotonic()
    shutil.rmtree(case, ignore_errors=True)
    rows = []
    with open(kept, encoding="utf-8", errors="replace") as file:
        for line in file:
            row = json.loads(line)
            if row.get("type", "message") == "message":
                row["families"] = families(row)
                rows.append(row)
    return rows, (ingested - begun, hunted - ingested)


def families(row):
    """The parts of a score by family, whichever way they are written."""
    found = {}
    terms = row.get("families") or row.get("terms") or {}
    if isinstance(terms, dict):
        return {k: v["value"] if isinstance(v, dict) else v for k, v in terms.items()}
    for term in terms:
        found[term["family"]] = found.get(term["family"], 0.0) + (term.get("value") or 0.0)
    return found


def identity(row):
    """The Message-ID of a row, in angle brackets."""
    bare = (row.get("message_id") or "").strip().strip("<>")
    return f"<{bare}>"
