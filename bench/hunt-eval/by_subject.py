"""Answers in archives that keep no thread fields: what is answered stands below, in the client's own block.

Two clients' ways are known: Outlook's "-----Original Message-----" and Lotus Notes' name, date, To, cc, Subject.
"""
import re
import time

import mail

OUTLOOK = re.compile(r"^ ?-----\s*Original Message\s*-----\n+\s*From:", re.M)
NOTES = re.compile(r"^\S[^\n]{2,60}\n\d\d/\d\d/\d{4} \d\d:\d\d [AP]M\n+To: ", re.M)


def style_of(text):
    """("outlook" or "notes", the lines in front of the first block) of a message; None without a block."""
    found = [(m.start(), name) for name, m in (("outlook", OUTLOOK.search(text)), ("notes", NOTES.search(text))) if m]
    if not found:
        return None
    at, name = min(found)
    return name, text[:at]


def block(style, parent, zone):
    """What the client writes below an answer to the message `parent`."""
    m, local = parent.message, time.gmtime(parent.date + 60 * (zone or 0))
    name = parent.name or named(parent)
    to, copied = shown(m.get("X-To") or m.get("To")), shown(m.get("X-cc") or m.get("Cc"))
    said = mail.text_of(m).strip("\n")
    if style == "outlook":
        head = ["-----Original Message-----", f"From: {name}",
                "Sent: " + time.strftime("%A, %B %d, %Y %I:%M %p", local).replace(" 0", " "), f"To: {to}"]
        head += [f"Cc: {copied}"] if copied else []
        return "\n".join(head + [f"Subject: {parent.subject}"]) + f"\n\n\n{said}\n"
    head = [name, time.strftime("%m/%d/%Y %I:%M %p", local), f"To: {to}", f"cc: {copied} ", f"Subject: {parent.subject}"]
    return "\n".join(head) + f"\n\n{said}\n"


def named(entry):
    """The display name that an export keeps apart from the address, without a directory's path behind it."""
    return (entry.message.get("X-From") or entry.sender).partition("<")[0].partition("/")[0].strip(' "')


def shown(value):
    return re.sub(r"\s+", " ", value or "").strip()
