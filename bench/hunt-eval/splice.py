"""Splices attacks and benign change into a base and writes the mbox and the truth beside it."""
import json
import random
import re

import archive as archives
import attacks
import benign
import clone
import mail
import redraw

BODY_HASH = re.compile(r"(\bbh[ \t\n]*=)([^;]*)")
SIGNED = ("dkim-signature", "arc-message-signature", "x-google-dkim-signature", "x-sonic-dkim-sign")


def spoil(message, rng):
    """Takes from a message what cannot be kept for a made one, so that neither kind is known by it.

    No signature over a made message can hold, so none over a real one may: every body hash is drawn
    anew (in all fields of a message that name the same one alike). Domain, selector, fields signed and
    the receiver's results stay, for they are habits. What receivers said of the content goes.
    """
    message.drop(*clone.VERDICTS)
    memo = {}

    def drawn(found):
        plain = re.sub(r"\s", "", found.group(2))
        if plain not in memo:
            memo[plain] = redraw.base64_like(rng, plain)
        new = iter(memo[plain])
        return found.group(1) + "".join(c if c.isspace() else next(new, "A") for c in found.group(2))

    for field in message.fields:
        if field[0].lower() in SIGNED:
            field[1] = BODY_HASH.sub(drawn, field[1])


def shares(count):
    """How many attacks of each kind make `count`."""
    return {k: count // len(attacks.KINDS) + (i < count % len(attacks.KINDS)) for i, k in enumerate(attacks.KINDS)}


def splice(archive, lures, seed, count, changes, out, truth_path):
    """Writes the spliced archive to the binary file `out`; returns the truth, one dict a made message."""
    rng = random.Random(f"splice {archive.name} {lures.side} {seed} {count}")
    changer = benign.Changer(archive, rng)
    truth = changer.run(changes)
    attacker = attacks.Attacker(archive, lures, rng)
    made, missing = [], {}
    for kind, wanted in shares(count).items():
        for _ in range(wanted):
            one = attacker.make(kind)
            if one is None:
                missing[kind] = missing.get(kind, 0) + 1
            else:
                made.append(one)
    made.sort(key=lambda m: m[1])
    truth += [m[2] for m in made]
    waiting = list(made)
    spoiler = random.Random(f"spoil {archive.name} {seed}")

    def write(line, octets):
        message = mail.Message(octets)
        spoil(message, spoiler)
        mail.write_message(out, line, message.octets())

    for entry, clock in zip(archive.entries, archive.clock):
        while waiting and waiting[0][1] < clock:
            write(archives.from_line(waiting[0][1]), waiting.pop(0)[0])
        if not entry.removed:
            write(entry.line, entry.message.octets())
    for octets, when, _ in waiting:
        write(archives.from_line(when), octets)
    with open(truth_path, "w", encoding="utf-8") as file:
        head = {"base": archive.name, "seed": seed, "side": lures.side, "asked": count, "missing": missing,
                "messages": sum(not e.removed for e in archive.entries) + len(made)}
        for one in [head] + truth:
            file.write(json.dumps(one, ensure_ascii=False, sort_keys=True) + "\n")
    return truth
