#!/usr/bin/env python3
"""Makes the mailboxes that bench/ingest.sh measures on; the same octets every time.

  make_mail.py maildir EMLDIR OUT COPIES [varied]
      a Maildir with COPIES of every message below EMLDIR, LF line ends. Copies get another
      Message-ID, so that no indexer takes them for one; with "varied" every text part also begins
      with words of its own, so that no text is the same as another.
  make_mail.py small COUNT [PEOPLE]
      COUNT short messages of a made-up organisation as an mbox on standard output, between PEOPLE
      addresses (5,000 unless told).
"""
import base64
import os
import random
import re
import sys

MESSAGE_ID = re.compile(rb"^message-id[ \t]*:[^\n]*\n(?:[ \t][^\n]*\n)*", re.I | re.M)
TEXT_PART = re.compile(rb"^content-type:[ \t]*text/", re.I | re.M)
BASE64 = re.compile(rb"^content-transfer-encoding:[ \t]*base64", re.I | re.M)
SYLLABLES = "ka ro mi ten sol var ne du pra lin os tu fe gar wo hel bri ca nor ez".split()


def word(source):
    return "".join(source.choice(SYLLABLES) for _ in range(source.randint(2, 4)))


def with_new_id(raw, copy, number):
    """`raw` with its Message-ID replaced, or one put first."""
    end = raw.find(b"\n\n")
    head, rest = (raw, b"") if end < 0 else (raw[:end + 1], raw[end + 1:])
    line = b"Message-ID: <bench.%d.%d@copy.invalid>\n" % (copy, number)
    if MESSAGE_ID.search(head):
        head = MESSAGE_ID.sub(lambda _: line, head, count=1)
    else:
        head = line + head
    return head + rest


def with_new_words(raw, copy, number):
    """`raw` with a line of words before the text of every text part."""
    source = random.Random(copy * 1_000_003 + number)
    words = f"copy{copy} message{number} " + " ".join(word(source) for _ in range(24))
    line = words.encode()
    line = line[:len(line) // 3 * 3] + b" \n\n"  # whole quanta, also as base64
    places = [raw.find(b"\n\n", found.end()) + 2 for found in TEXT_PART.finditer(raw)]
    if not TEXT_PART.search(raw):
        places = [raw.find(b"\n\n") + 2]
    for place in sorted((p for p in set(places) if p >= 2), reverse=True):
        header = raw[raw.rfind(b"\n\n", 0, place - 2) + 1:place]
        put = base64.b64encode(line) + b"\n" if BASE64.search(header) else line
        raw = raw[:place] + put + raw[place:]
    return raw


def maildir(source, out, copies, varied):
    for name in ("cur", "new", "tmp"):
        os.makedirs(os.path.join(out, name))
    names = sorted(n for n in os.listdir(source) if n.endswith(".eml"))
    for number, name in enumerate(names):
        with open(os.path.join(source, name), "rb") as file:
            raw = file.read().replace(b"\r\n", b"\n")
        if not raw.strip():
            continue
        for copy in range(copies):
            text = with_new_id(raw, copy, number) if copy else raw
            if varied and copy:
                text = with_new_words(text, copy, number)
            leaf = f"17{copy:03}{number:05}.{number}.bench:2,S"
            with open(os.path.join(out, "cur", leaf), "wb") as file:
                file.write(text)


def small(count, addresses):
    source = random.Random(1)
    vocabulary = [word(source) for _ in range(30_000)]
    people = [f"{word(source)}.{word(source)}@{word(source)}.example" for _ in range(addresses)]
    write = sys.stdout.buffer.write
    for number in range(count):
        sender, recipient = source.choice(people), source.choice(people)
        answered = number - source.randint(1, 400) if number > 400 and number % 3 else None
        subject = " ".join(source.choices(vocabulary, k=4))
        head = [f"From {sender} Mon Jun 10 08:00:00 2024",
                f"Received: from a.example by b.example with ESMTP id {number:x}; "
                "Mon, 10 Jun 2024 08:00:00 +0000",
                f"From: {sender.split('@')[0]} <{sender}>", f"To: {recipient}",
                f"Subject: {'Re: ' if answered else ''}{subject}",
                f"Date: Mon, 10 Jun 2024 {number // 3600 % 24:02}:{number // 60 % 60:02}:"
                f"{number % 60:02} +0000",
                f"Message-ID: <{number}.bench@small.example>"]
        if answered is not None:
            head += [f"In-Reply-To: <{answered}.bench@small.example>",
                     f"References: <{answered - 1}.bench@small.example> "
                     f"<{answered}.bench@small.example>"]
        body = "\n".join(" ".join(source.choices(vocabulary, k=10)) for _ in range(8))
        link = f"https://{source.choice(vocabulary)}.example/{number}"
        write(("\n".join(head) + f"\n\n{body}\n{link}\n\n").encode())


def main():
    if sys.argv[1:2] == ["maildir"] and len(sys.argv) in (5, 6):
        maildir(sys.argv[2], sys.argv[3], int(sys.argv[4]), sys.argv[5:] == ["varied"])
    elif sys.argv[1:2] == ["small"] and len(sys.argv) in (3, 4):
        small(int(sys.argv[2]), int(sys.argv[3]) if sys.argv[3:] else 5_000)
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main()
