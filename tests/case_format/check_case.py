#!/usr/bin/env python3
"""Checks a case by docs/case-format.md alone: usage: check_case.py CASE

Custody chain, every record of every segment, and the messages and placements of facts.sqlite. Needs
Python's standard library and the `zstd` command. What these cannot compute (XXH3-64, AES-256-CTR) is
left to `letterlock custody verify`; a changed octet shows here by its SHA-256 all the same.
"""
import hashlib
import os
import sqlite3
import struct
import subprocess
import sys
import tempfile

HEADER = struct.Struct("<4sBBHIIQQQQQ")
LISTED = {2: struct.Struct("<32sQ"), 3: struct.Struct("<32sQ32sQQ")}


class DoesNotFit(Exception):
    pass


def fits(condition, *words):
    if not condition:
        raise DoesNotFit(" ".join(str(word) for word in words))


def check_custody(case):
    path = os.path.join(case, "custody.log")
    with open(path, "rb") as log:
        *lines, torn = log.read().split(b"\n")
    previous, sequence, offset = "0" * 64, 0, 0
    for line in lines:
        sequence += 1
        where = f"{path}: line {sequence}, offset {offset}:"
        body, found, rest = line.rpartition(b',"hash":"')
        fits(found, where, "no hash")
        fits(rest == hashlib.sha256(body).hexdigest().encode() + b'"}', where, "hash of the line")
        fits(body.startswith(b'{"sequence":%d,' % sequence), where, "sequence")
        fits(body.endswith(b',"previous":"%s"' % previous.encode()), where, "previous")
        previous = hashlib.sha256(line).hexdigest()
        offset += len(line) + 1
    with open(os.path.join(case, "custody.head")) as head:
        fits(head.read() == f"{sequence} {previous}\n", "custody.head is not about the last entry")
    fits(not torn, path, "ends in a torn entry")
    return sequence


def records(path, length):
    """(offset, list, compressed, stored octets) of each record; they follow without gaps. The list has
    (sha256, size, holder, where in the holder the rest begins, octets of the rest) for each message."""
    with open(path, "rb") as segment:
        data = segment.read()
    fits(len(data) == length, f"{path}: {len(data)} octets, {length} are committed")
    offset = 0
    while offset < length:
        where = f"{path}: record at offset {offset}:"
        fits(length - offset >= HEADER.size, where, "header cut off")
        magic, version, flags, header, messages, zero, size, stored, _, _, _ = HEADER.unpack_from(
            data, offset)
        fits((magic, header, zero) == (b"LLEV", HEADER.size, 0), where, "no record")
        fits(version in LISTED, where, "version", version)
        fits(messages >= 1, where, "no messages")
        begin = offset + header
        end = begin + messages * LISTED[version].size
        fits(end + stored <= length, where, "octets missing")
        listed = [(each + (b"", 0, 0))[:5] if version == 2 else each
                  for each in LISTED[version].iter_unpack(data[begin:end])]
        fits(sum(each[1] - each[4] for each in listed) == size, where, "lengths")
        begin = end
        yield offset, listed, bool(flags & 1), data[begin:begin + stored]
        offset = begin + stored


def unpacked(frames):
    """All frames, one behind the other, through one zstd process."""
    with tempfile.TemporaryFile() as packed:
        packed.write(b"".join(frames))
        packed.seek(0)
        done = subprocess.run(["zstd", "-dcq"], stdin=packed, capture_output=True)
    fits(done.returncode == 0, "zstd:", done.stderr.decode().strip())
    return done.stdout


def check_evidence(case, facts):
    found, whole_messages = [], {}
    for number, length in facts.execute("SELECT segment, length FROM segment ORDER BY segment"):
        path = os.path.join(case, "evidence", f"{number:06}.seg")
        all_records = list(records(path, length))
        octets = unpacked([stored for *_, compressed, stored in all_records if compressed])
        at = 0
        for offset, listed, compressed, stored in all_records:
            where = f"{path}: record at offset {offset}:"
            whole = sum(size - rest for _, size, _, _, rest in listed)
            raw = octets[at:at + whole] if compressed else stored
            at += whole if compressed else 0
            fits(len(raw) == whole, where, "size")
            begin = 0
            for digest, size, holder, rest_at, rest in listed:
                message = raw[begin:begin + size - rest]
                begin += size - rest
                if rest:
                    fits(holder in whole_messages, where, "holder")
                    message += whole_messages[holder][rest_at:]
                    fits(len(message) == size, where, "rest")
                else:
                    whole_messages[digest] = message
                fits(hashlib.sha256(message).digest() == digest, where, "SHA-256")
                found.append((digest, size, number, offset))
        fits(at == len(octets), path, "frames hold more than the headers say")
    return found


def check_facts(facts, evidence):
    listed = facts.execute("SELECT hash, size, segment, offset FROM message ORDER BY id").fetchall()
    fits(len(listed) == len(evidence), len(listed), "messages,", len(evidence), "in the evidence")
    for number, (message, kept) in enumerate(zip(listed, evidence), 1):
        fits(message == kept, f"message {number} is not where the facts say")
    lost = facts.execute("SELECT count(*) FROM placement WHERE message NOT IN (SELECT id FROM message)")
    fits(lost.fetchone()[0] == 0, "placements of unknown messages")


def main():
    case = sys.argv[1]
    try:
        entries = check_custody(case)
        facts = sqlite3.connect(f"file:{os.path.join(case, 'facts.sqlite')}?mode=ro", uri=True)
        facts.text_factory = bytes
        evidence = check_evidence(case, facts)
        check_facts(facts, evidence)
    except DoesNotFit as what:
        print(what)
        return 1
    print(f"{entries} entries, {len(evidence)} messages: all fit")
    return 0


if __name__ == "__main__":
    sys.exit(main())
