"""A small archive of a fictional list for the tests: a dozen people, three clients, two years."""
import random
import time

PEOPLE = [f"{n}@{d}.example" for n, d in zip(
    "ada bela cyd dora emil finn gero hedy ivor jana kolja lena".split(),
    "alder birch cedar alder birch cedar alder birch cedar alder birch cedar".split())]
WORDS = "the parser reads a label and the table keeps what we found in the second pass of it when nobody looks".split()
LIST = "talk@list.example"


def day(at, offset=0):
    return time.strftime("%a, %d %b %Y %H:%M:%S", time.gmtime(at + offset * 3600)) + f" {offset:+03}00"


def sentence(rng):
    return " ".join(rng.choice(WORDS) for _ in range(rng.randint(6, 11))).capitalize() + "."


def token(rng, size, letters="0123456789ABCDEF"):
    return "".join(rng.choice(letters) for _ in range(size))


def messages(count=600, seed=5):
    """(From line, octets) in order of arrival."""
    rng, at, sent = random.Random(seed), 1_600_000_000, []
    for number in range(count):
        at += rng.choice((600, 3600, 20_000, 200_000, 400_000))
        who = rng.choice(PEOPLE)
        name, number_of = who.split("@")[0].capitalize(), PEOPLE.index(who)
        zone = number_of % 3 - 1
        parent = rng.choice(sent[-20:]) if sent and rng.random() < 0.7 else None
        sent.append(one(rng, at, who, name, number_of % 3, zone, parent))
        yield (f"From mboxrd@z {time.strftime('%a %b %d %H:%M:%S %Y', time.gmtime(at + 9))}\n".encode(),
               sent[-1]["text"].encode())


def one(rng, at, who, name, client, zone, parent):
    domain = who.split("@")[1]
    left = (f"CA{token(rng, 6, 'abcdefgh')}{token(rng, 40, 'abcdefghABCDEFGH01234567')}@mail.gmail.com",
            f"{token(rng, 8).lower()}-1f2e-4{token(rng, 3).lower()}-a{token(rng, 3).lower()}-{token(rng, 12).lower()}@{domain}",
            f"{time.strftime('%Y%m%d%H%M%S', time.gmtime(at))}.G{token(rng, 6, '0123456789')}@host.{domain}")[client]
    subject = ("Re: " + parent["subject"] if not parent["subject"].startswith("Re:") else parent["subject"]) if parent \
        else sentence(rng)[:-1]
    chain = (parent["chain"] + [parent["id"]]) if parent else []
    reply = f"In-Reply-To: <{chain[-1]}>\nReferences: {' '.join('<' + c + '>' for c in chain[-6:])}\n" if chain else ""
    said = "\n".join(sentence(rng) for _ in range(rng.randint(2, 6)))
    quote = f"On {time.strftime('%Y-%m-%d %H:%M', time.gmtime(parent['at']))}, {parent['name']} wrote:\n" + \
        "\n".join("> " + l for l in parent["said"].split("\n")) + "\n\n" if parent else ""
    hop = f"with ESMTPS id {token(rng, 11)}\n\tfor <{LIST}>; {day(at + 3)}"
    head = (f"Received: from mx.list.example (mx.list.example [198.18.0.1])\n\tby mail.list.example (Postfix) {hop}\n"
            f"Received: from mail.shared.example (mail.shared.example [198.18.7.{client + 1}])\n"
            f"\tby mx.list.example (Postfix) {hop}\n"
            f"Received: from [{10 + client}.{zone + 40}.3.{len(name)}] (line{zone}.isp.example [198.19.{PEOPLE.index(who)}.9])\n"
            f"\tby mail.shared.example (Postfix) with ESMTPSA id {token(rng, 11)};\n\t{day(at + 1)}\n"
            f"DKIM-Signature: v=1; a=rsa-sha256; d={domain}; s=s1;\n\th=from:to:subject; "
            f"bh={token(rng, 42)}A=;\n\tb={token(rng, 60)}\n")
    agent = ("", "User-Agent: Mozilla Thunderbird\n", "User-Agent: Mutt/2.0.5 (2021-01-21)\n")[client]
    core = (f"From: {name} Person <{who}>\nTo: {LIST}\n" + (f"Cc: {parent['who']}\n" if parent else "") +
            f"Subject: {subject}\nDate: {day(at, zone)}\nMessage-ID: <{left}>\n{reply}{agent}MIME-Version: 1.0\n"
            "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n"
            "List-Id: <talk.list.example>\n")
    return {"id": left, "chain": chain, "subject": subject, "said": said, "name": name, "at": at, "who": who,
            "text": f"{head}{core}\n{quote}{said}\n"}
