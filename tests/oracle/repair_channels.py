#!/usr/bin/env python3
"""Sends verifying list mail through what mail handling does to it, and lets the repair search loose.

Usage: repair_channels.py PROGRAM CORPORA [--count N] [--minimum]

PROGRAM is tests/oracle/repair_channels. Channels marked * are the real tools (python3's email
package, notmuch where it is installed), the others imitate. --minimum fails below the shares that
docs/repair.md states.
"""
import argparse
import base64
import email
import email.policy
import hashlib
import os
import pathlib
import quopri
import re
import shutil
import subprocess
import sys
import tempfile

import pst_channel

LISTS = ("ksummit.lists.linux.dev", "selinux.vger.kernel.org", "linux-hyperv.vger.kernel.org")
FIELD = re.compile(rb"^([!-9;-~]+):((?:.*\n)(?:[ \t].*\n)*)", re.M)


def unzstd(path):
    return subprocess.run(["zstd", "-dc", "--long=27", str(path)], check=True,
                          stdout=subprocess.PIPE).stdout


def messages(corpora):
    passing = set()
    for line in unzstd(corpora / "dkim-keys/verdicts.tsv.zst").split(b"\n"):
        cells = line.split(b"\t")
        if len(cells) == 7 and cells[6] == b"pass":
            passing.add(cells[1])
    for name in LISTS:
        mbox = unzstd(corpora / "mail-lists" / (name + ".mbox.zst"))
        for raw in re.split(rb"(?:^|\n)From mboxrd@z [^\n]*\n", mbox)[1:]:
            found = re.search(rb"^Message-I[dD]:\s*(\S+)", raw, re.M)
            if found and found.group(1) in passing:
                yield found.group(1), re.sub(rb"^>(>*From )", rb"\1", raw, flags=re.M)


def ranked(corpora):
    """By the hash of the Message-ID: always the same order."""
    return sorted((hashlib.sha256(name).digest(), raw) for name, raw in messages(corpora))


# A message cut up.
def parts(raw):
    header, _, body = raw.partition(b"\n\n")
    return header + b"\n", body


def fields(header):
    return [(m.group(1), m.group(2)) for m in FIELD.finditer(header)]


def joined(all_fields, body):
    return b"".join(name + b":" + value for name, value in all_fields) + b"\n" + body


def value_of(all_fields, name):
    for field, value in all_fields:
        if field.lower() == name:
            return b" ".join(value.split())
    return None


def changed(all_fields, name, change):
    return [(f, change(v) if f.lower() == name else v) for f, v in all_fields]


def is_multipart(all_fields):
    return (value_of(all_fields, b"content-type") or b"").lower().startswith(b"multipart/")


def with_encoding(all_fields, word):
    if value_of(all_fields, b"content-transfer-encoding") is None:
        return all_fields + [(b"Content-Transfer-Encoding", b" " + word + b"\n")]
    return changed(all_fields, b"content-transfer-encoding", lambda _: b" " + word + b"\n")


def decoded(all_fields, body):
    encoding = (value_of(all_fields, b"content-transfer-encoding") or b"").lower()
    if encoding == b"quoted-printable":
        return quopri.decodestring(body)
    if encoding == b"base64":
        return base64.b64decode(body).replace(b"\r\n", b"\n")
    return body


def charset(all_fields):
    found = re.search(rb'charset="?([A-Za-z0-9_-]+)', value_of(all_fields, b"content-type") or b"")
    return found.group(1).lower().decode() if found else "us-ascii"


def as_qp(text):
    return quopri.encodestring(text).replace(b"\r\n", b"\n")


# The channels: None where a message does not fit.
def copy(raw):
    return raw


def crlf(raw):
    return raw.replace(b"\n", b"\r\n")


def tag(raw):
    header, body = parts(raw)
    return joined(changed(fields(header), b"subject", lambda v: b" [announce]" + v), body)


FOOTER = (b"_______________________________________________\nannounce mailing list\n"
          b"announce@lists.example\nhttps://lists.example/listinfo/announce\n")
DISCLAIMER = (b"\n\n---------------------------------------------------------------------\n"
              b"This message and any attachment are confidential and may be privileged.\n"
              b"If you are not the intended recipient, please tell the sender and delete it.\n")


def footer(raw):
    return tag(raw) + FOOTER


def munged(raw):
    header, body = parts(raw)
    all_fields = fields(header)
    author = value_of(all_fields, b"from")
    name = re.sub(rb"\s*<.*", b"", author).strip(b'" ') or b"someone"
    all_fields = changed(all_fields, b"from",
                         lambda _: b" " + name + b" via announce <announce@lists.example>\n")
    all_fields = [f for f in all_fields if f[0].lower() != b"reply-to"]
    all_fields.append((b"Reply-To", b" " + author + b"\n"))
    return tag(joined(all_fields, body)) + FOOTER


def disclaimer(raw):
    return raw + DISCLAIMER


def quoted_mbox(raw):
    header, body = parts(raw)
    return header + b"\n" + re.sub(rb"^From ", b">From ", body, flags=re.M)


def thunderbird(raw):
    return (b"X-Mozilla-Status: 0001\nX-Mozilla-Status2: 00800000\nX-Mozilla-Keys:      \n" +
            quoted_mbox(raw))


def stuffed(raw):
    header, body = parts(raw)
    return header + b"\n" + re.sub(rb"^\.", b"..", body, flags=re.M)


def single(all_fields):
    return not is_multipart(all_fields)


def mta_qp(raw):
    header, body = parts(raw)
    all_fields = fields(header)
    if not single(all_fields) or all(c < 128 for c in body):
        return None
    return joined(with_encoding(all_fields, b"quoted-printable"), as_qp(body))


def all_qp(raw):
    header, body = parts(raw)
    all_fields = fields(header)
    if not single(all_fields):
        return None
    if (value_of(all_fields, b"content-transfer-encoding") or b"").lower() == b"quoted-printable":
        return None
    return joined(with_encoding(all_fields, b"quoted-printable"),
                  as_qp(decoded(all_fields, body)))


def all_base64(raw):
    header, body = parts(raw)
    all_fields = fields(header)
    if not single(all_fields):
        return None
    if (value_of(all_fields, b"content-transfer-encoding") or b"").lower() == b"base64":
        return None
    text = decoded(all_fields, body).replace(b"\n", b"\r\n")
    return joined(with_encoding(all_fields, b"base64"), base64.encodebytes(text))


def to_8bit(raw):
    header, body = parts(raw)
    all_fields = fields(header)
    encoding = (value_of(all_fields, b"content-transfer-encoding") or b"").lower()
    if not single(all_fields) or encoding not in (b"quoted-printable", b"base64"):
        return None
    return joined(with_encoding(all_fields, b"8bit"), decoded(all_fields, body))


def to_latin1(raw):
    header, body = parts(raw)
    all_fields = fields(header)
    if not single(all_fields) or charset(all_fields) != "utf-8" or all(c < 128 for c in body):
        return None
    try:
        text = body.decode("utf-8").encode("latin-1")
    except UnicodeError:
        return None
    return joined(changed(all_fields, b"content-type",
                          lambda v: re.sub(rb'utf-8', b"iso-8859-1", v, flags=re.I)), text)


def stripped(raw):
    header, body = parts(raw)
    return header + b"\n" + re.sub(rb"[ \t]+$", b"", body, flags=re.M)


def expanded(raw):
    header, body = parts(raw)
    return header + b"\n" + body.replace(b"\t", b"        ")


def reordered(raw):
    header, body = parts(raw)
    all_fields = [(n, b" " + b" ".join(v.split()) + b"\n") for n, v in fields(header)]
    seen = {}
    for position, (name, _) in enumerate(all_fields):
        seen.setdefault(name.lower(), position)
    return joined(sorted(all_fields, key=lambda f: (f[0].lower() != b"received", f[0].lower())),
                  body)


def outlook(raw):
    """Names quoted, addresses in angle brackets, the charset quoted, as Outlook writes .msg out."""
    header, body = parts(raw)

    def addresses(value):
        found = []
        for one in re.findall(rb'(?:"[^"]*"|[^",])+', b" ".join(value.split())):
            one = one.strip()
            angled = re.fullmatch(rb'(.*?)\s*<([^<>]*)>', one)
            if angled and angled.group(1):
                name = angled.group(1)
                if not name.startswith(b'"') and b"=?" not in name:
                    name = b'"' + name + b'"'
                found.append(name + b" <" + angled.group(2) + b">")
            elif angled:
                found.append(b"<" + angled.group(2) + b">")
            elif b"(" in one or b":" in one:
                found.append(one)
            else:
                found.append(b"<" + one + b">")
        return b" " + b",\n\t".join(found) + b"\n"

    all_fields = fields(header)
    for name in (b"from", b"to", b"cc", b"reply-to", b"sender"):
        all_fields = changed(all_fields, name, addresses)
    all_fields = changed(all_fields, b"content-type",
                         lambda v: re.sub(rb'charset=([A-Za-z0-9_-]+)', rb'charset="\1"', v))
    return joined(all_fields, body)


def unclosed(raw):
    header, body = parts(raw)
    closed = re.sub(rb"\n--[^\n]+--\n*$", b"\n", body)
    return header + b"\n" + closed if is_multipart(fields(header)) and closed != body else None


def python_policy(policy):
    def channel(raw):
        try:
            return email.message_from_bytes(raw, policy=policy).as_bytes()
        except Exception:  # the package itself fails on some real mail
            return None
    return channel


CHANNELS = [
    ("copy", copy, 1), ("CRLF", crlf, 1), ("mbox quoting left in", quoted_mbox, 1),
    ("Thunderbird mbox export", thunderbird, 1), ("dots doubled", stuffed, 1),
    ("python3 email, compat32 *", python_policy(email.policy.compat32), 1),
    ("python3 email, default *", python_policy(email.policy.default), .9),
    ("python3 email, SMTP *", python_policy(email.policy.SMTP), .9),
    ("fields reordered, unfolded", reordered, 1), ("subject tag", tag, 1),
    ("list footer and tag", footer, 1), ("the same, From replaced", munged, .9),
    ("disclaimer", disclaimer, 1), ("8bit to QP", mta_qp, .9), ("all to QP", all_qp, .9),
    ("all to base64", all_base64, .9), ("QP or base64 to 8bit", to_8bit, .6),
    ("UTF-8 to Latin-1", to_latin1, .9), ("trailing blanks stripped", stripped, 0),
    ("tabs to blanks", expanded, 0), ("closing boundary lost", unclosed, .9),
    ("Outlook-like rewrite", outlook, .9),
]


# Shares of all signatures: what a PST keeps of these is enough. Of alternatives the text is lost.
PST_CHANNELS = {"PST round trip": .9, "PST round trip: header rewritten": .9, "PST round trip: signed entity": 1,
                "PST round trip: HTML only": .8, "PST round trip: attachments": .4}


def notmuch(directory, originals):
    """`notmuch show --format=raw` of each message."""
    if shutil.which("notmuch") is None:
        return False
    mail = directory / "notmuch-mail" / "cur"
    mail.mkdir(parents=True)
    config = directory / "notmuch-config"
    config.write_text(f"[database]\npath={mail.parent}\n[user]\nname=x\n"
                      "primary_email=x@x.example\n[new]\ntags=new\n")
    for number, raw in enumerate(originals):
        (mail / f"{number:04}:2,S").write_bytes(raw)

    def run(*words):
        return subprocess.run(["notmuch", f"--config={config}", *words], check=True,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
    run("new")
    to = directory / "in" / "notmuch raw export *"
    to.mkdir()
    for number, raw in enumerate(originals):
        found = re.search(rb"^Message-I[dD]:\s*<([^>\s]+)>", raw, re.M)
        if found:
            (to / f"{number:04}").write_bytes(
                run("show", "--format=raw", "--entire-thread=false",
                    "id:" + found.group(1).decode()))
    return True


def main():
    words = argparse.ArgumentParser()
    words.add_argument("program")
    words.add_argument("corpora", type=pathlib.Path)
    words.add_argument("--count", type=int, default=300)
    words.add_argument("--minimum", action="store_true")
    words.add_argument("--only", default="", help="channels with this in their name")
    words.add_argument("--keep")
    given = words.parse_args()
    of_lists = ranked(given.corpora)
    originals = [raw for _, raw in of_lists[:given.count]]
    with tempfile.TemporaryDirectory() as name:
        directory = pathlib.Path(given.keep or name)
        (directory / "original").mkdir(parents=True)
        for number, raw in enumerate(originals):
            (directory / "original" / f"{number:04}").write_bytes(raw)
        (directory / "in").mkdir()
        for channel, change, _ in CHANNELS:
            if given.only not in channel:
                continue
            to = directory / "in" / channel
            to.mkdir(parents=True)
            for number, raw in enumerate(originals):
                result = change(raw)
                if result is not None:
                    (to / f"{number:04}").write_bytes(result)
        if given.only in "notmuch raw export *" and not notmuch(directory, originals):
            print("notmuch is not installed: its row is left out")
        pst_channel.write(directory, originals, of_lists, given.corpora, given.count // 3, outlook)
        # The reader of PST lies at the top of the build.
        worker = pathlib.Path(given.program).resolve().parent.parent / "letterlock-extract"
        ran = subprocess.run([given.program, str(given.corpora), str(directory)], check=True,
                             env={"LETTERLOCK_EXTRACT": str(worker), **os.environ},
                             stdout=subprocess.PIPE, text=True).stdout
    print(ran, end="")
    if not given.minimum:
        return 0
    least = {channel: share for channel, _, share in CHANNELS} | PST_CHANNELS
    low = 0
    for line in ran.splitlines()[1:]:
        cells = [cell.strip() for cell in line.split("|")[1:-1]]
        if len(cells) < 5 or cells[0] not in least:
            continue
        broken, fixed = int(cells[3]), int(cells[4])
        if cells[0] in PST_CHANNELS:  # of all: what verifies as it comes out counts
            broken, fixed = int(cells[9]), int(cells[9]) - broken + fixed
        if fixed < least[cells[0]] * broken:
            print(f"{cells[0]}: {fixed} of {broken} is below {least[cells[0]]:.0%}")
            low += 1
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main())
