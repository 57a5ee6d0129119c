#!/usr/bin/env python3
"""Tests of the evaluation: python3 hunt_eval_test.py [CORPORA]; with corpora also that no oddity tells."""
import io
import json
import os
import random
import re
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import archive  # noqa: E402
import learner  # noqa: E402
import lures  # noqa: E402
import made_archive  # noqa: E402
import mail  # noqa: E402
import oddities  # noqa: E402
import phrases_test  # noqa: E402
import phrases_tune  # noqa: E402
import redraw  # noqa: E402
import rivals  # noqa: E402
import score  # noqa: E402
import splice  # noqa: E402
import thread_index  # noqa: E402
import writing  # noqa: E402

CORPORA = sys.argv.pop(1) if len(sys.argv) > 1 and not sys.argv[1].startswith("-") else None


class Templates(lures.Lures):
    """Lures without the pot, which a plain clone does not have."""

    def __init__(self, side="tune", seed=1):
        self.side, self.rng, self.pot, self.next = side, random.Random(seed), [], 0


def spliced(read, drawn, seed, count):
    with tempfile.NamedTemporaryFile() as truth:
        out = io.BytesIO()
        splice.splice(read, drawn, seed, count, 2, out, truth.name)
        with open(truth.name, encoding="utf-8") as file:
            told = [json.loads(line) for line in file]
    with tempfile.NamedTemporaryFile(suffix=".mbox") as box:
        box.write(out.getvalue())
        box.flush()
        return out.getvalue(), told[0], told[1:], list(mail.read_mbox(box.name))


class FiguresTest(unittest.TestCase):
    def test_recall_is_counted_within_the_budget(self):
        ranking = [(9, True, "a"), (8, False, None), (7, True, "b")] + [(0, False, None)] * 997
        found = score.measure(ranking)
        self.assertEqual(found["recall"], {0.2: 0.5, 1.0: 1.0, 2.0: 1.0})
        self.assertEqual(found["kinds"]["b"][0.2], 0.0)
        self.assertAlmostEqual(found["cost"][0.9], 1 / 998 * 10_000)

    def test_an_attack_that_ties_with_everything_is_found_by_chance_only(self):
        self.assertEqual(score.measure([(0, True, "a")] + [(0, False, None)] * 999)["recall"][2.0], 0.0)

    def test_an_interval_needs_two_runs(self):
        self.assertEqual(score.interval([0.5]), (0.5, None))
        mean, half = score.interval([0.4, 0.6])
        self.assertAlmostEqual(mean, 0.5)
        self.assertAlmostEqual(half, 12.71 * 0.1, places=2)

    def test_dominance_counts_those_no_more_suspicious_in_anything(self):
        rows = [{"families": {"x": x, "y": y}} for x, y in ((0, 0), (1, 0), (0, 1), (1, 1))]
        self.assertEqual(rivals.dominance(rows, ["x", "y"]), [0, 1, 1, 3])

    def test_a_link_domain_is_new_once(self):
        def post(n, url):
            return b"", f"Message-ID: <{n}>\n\nsee https://{url}/x\n".encode()
        found = rivals.new_link_domain([post(1, "a.one.example"), post(2, "b.one.example"), post(3, "two.example")])
        self.assertEqual(found, {"<1>": 1, "<2>": 0, "<3>": 1})


class LearnerTest(unittest.TestCase):
    def test_it_weighs_what_sets_grafts_apart_and_nothing_else(self):
        rng = random.Random(1)
        def row(foreign):
            return {"client": rng.gauss(2.0 if foreign else 0.0, 1.0), "link": rng.gauss(0.0, 1.0),
                    "thread": -rng.random() if foreign else rng.random()}
        names = ["client", "link", "thread"]
        weights = learner.fit([row(True) for _ in range(200)], [row(False) for _ in range(400)], names)
        self.assertGreater(weights["client"], 10 * abs(weights["link"]))
        # A family that speaks less of grafts clears nobody.
        self.assertEqual(weights["thread"], 0.0)
        rows = [{"score": 1.0, "families": {"client": 3.0, "unknown": 9.0}}, {"score": None, "families": {}}]
        self.assertEqual(learner.scores(rows, weights), [3.0 * weights["client"], None])

    def test_a_graft_is_anothers_words_and_client_under_the_senders_name(self):
        read = archive.Archive("made", list(made_archive.messages()))
        was = {e.index: (e.sender, e.client, mail.text_of(e.message)) for e in read.entries}
        made = learner.Grafter(read, random.Random(2)).grafts(10)
        self.assertEqual(len(made), 10)
        words = {text.strip() for _, _, text in was.values()}
        for entry in read.entries:
            if entry.message_id in made:
                self.assertEqual(mail.addresses(entry.message, "From")[0][1], was[entry.index][0])
                self.assertNotEqual(mail.text_of(entry.message).strip(), was[entry.index][2].strip())
                self.assertIn(mail.text_of(entry.message).strip(), words)


class RedrawTest(unittest.TestCase):
    def test_dates_move_in_their_own_zone_and_folding(self):
        self.assertEqual(redraw.moved("x;\n\tWed, 31 Dec 2025 23:59:58 -0800 (PST)", 4, 1767254398),
                         "x;\n\tThu, 01 Jan 2026 00:00:02 -0800 (PST)".replace("01 Jan", "1 Jan"))
        self.assertEqual(redraw.moved("Thu,  8 Jan 2026 18:09:37 +0100", 5 * 86400, 1767892177),
                         "Tue, 13 Jan 2026 18:09:37 +0100")
        self.assertEqual(redraw.moved("t=1767891861; 20260108170937.x", 60, 1767891861), "t=1767891921; 20260108171037.x")

    def test_an_identifier_keeps_its_shape_and_what_others_share(self):
        rng = random.Random(1)
        others = ["AOJu0YxAAAA1", "AOJu0YyBBBB2", "AOJu0YzCCCC3"]
        new = redraw.drawn(rng, "AOJu0YwDDDD4", redraw.shared_prefix("AOJu0YwDDDD4", others))
        self.assertRegex(new, r"^AOJu0Y\w{6}$")
        self.assertRegex(redraw.drawn(rng, "F38DEAD0144"), r"^[0-9A-F]{11}$")
        self.assertRegex(redraw.guid(rng, "8d006e61-9523-4004-8e37-4b6ed432bacb"),
                         r"^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")

    def test_a_thread_index_tells_the_time_of_its_message(self):
        for like in ("", "AQHb" + "A" * 26):
            held = thread_index.octets_of(thread_index.made(random.Random(1), 1767891861, like, None, False))
            self.assertEqual(len(held), 22)
            message = mail.Message.of([["Thread-Index", " " + thread_index.made(
                random.Random(1), 1767891861, like, None, False)]], b"")
            self.assertFalse(oddities.index_off(message, 1767891861))


class LuresTest(unittest.TestCase):
    def test_the_halves_share_no_phrase_and_no_word_of_a_host(self):
        def said(half):
            return {p for story in half.LINKED + half.LINKLESS for slot in story["say"][1:] for p in slot
                    if len(p) > 12 and p != "{link}"}
        self.assertFalse(said(phrases_tune) & said(phrases_test))
        for name in ("HOST_WORDS", "HOST_TAILS", "TENANTS", "SHORTENERS", "THINGS"):
            self.assertFalse(set(getattr(phrases_tune, name)) & set(getattr(phrases_test, name)), name)

    def test_lures_are_put_together_anew(self):
        drawn = Templates()
        texts = [drawn.draw(True, "the topic").text for _ in range(60)]
        self.assertGreater(len(set(texts)), 50)
        self.assertTrue(all("{link}" in t and "{thing}" not in t for t in texts))
        self.assertTrue(all(drawn.draw(False, "x").link is None for _ in range(20)))


class SpliceTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.base = list(made_archive.messages())
        cls.octets, cls.head, cls.truth, cls.mails = spliced(archive.Archive("made", cls.base), Templates(), 3, 14)

    def test_the_same_seed_gives_the_same_octets(self):
        again, other = (spliced(archive.Archive("made", self.base), Templates(), s, 14)[0] for s in (3, 4))
        self.assertEqual(self.octets, again)
        self.assertNotEqual(self.octets, other)

    def test_every_attack_is_in_the_archive_in_the_order_of_time(self):
        made = [t for t in self.truth if t["label"] == "attack"]
        self.assertGreaterEqual(len(made), 10)
        held = {}
        for place, (line, octets) in enumerate(self.mails):
            held.setdefault(mail.Message(octets).get("Message-ID"), []).append(place)
        for one in made:
            self.assertEqual(len(held[one["message_id"]]), 1, one)
        arrived = [mail.seconds(mail.Message(o).all("Received")[0].rsplit(";", 1)[-1]) for _, o in self.mails]
        self.assertTrue(all(b >= a - 60 for a, b in zip(arrived, arrived[1:])))

    def test_no_real_message_keeps_a_body_hash(self):
        def hashes(mails):
            return {h for _, o in mails for h in re.findall(rb"\bbh=([^;]+)", o)}
        self.assertFalse(hashes(self.mails) & hashes(self.base))

    def test_an_attack_comes_from_its_victim_and_says_what_the_truth_says(self):
        held = {mail.Message(o).get("Message-ID"): mail.Message(o) for _, o in self.mails}
        for one in (t for t in self.truth if t["label"] == "attack"):
            m = held[one["message_id"]]
            self.assertEqual(mail.addresses(m, "From")[0][1], one["sender"])
            if one["link"]:
                self.assertIn(one["link"], mail.text_of(m).replace("\n", ""))
            self.assertEqual(one["kind"] == "hijack" or one["thread"] == "reply", m.get("In-Reply-To") is not None)


def without_threads(octets):
    """A message as an export without thread fields has it: its quote is a block below, as Outlook writes it."""
    head, _, body = octets.decode().partition("\n\n")
    head = re.sub(r"^(?:In-Reply-To|References): .*\n", "", head, flags=re.M)
    quote = re.match(r"On (.*), (\w+) wrote:\n((?:>.*\n)+)\n", body)
    if quote:
        block = f"-----Original Message-----\nFrom: {quote[2]}\nSent: {quote[1]}\nTo: {made_archive.LIST}\n"
        body = f"{body[quote.end():]}\n{block}\n" + quote[3].replace("> ", "")
    return f"{head}\n\n{body}".encode()


class WithoutThreadsTest(unittest.TestCase):
    def test_an_answer_in_an_archive_without_thread_fields_carries_what_it_answers(self):
        base = [(line, without_threads(octets)) for line, octets in made_archive.messages()]
        _, _, truth, mails = spliced(archive.Archive("made", base), Templates(), 3, 14)
        held = {mail.Message(o).get("Message-ID"): mail.Message(o) for _, o in mails}
        hijacks = [t for t in truth if t["kind"] == "hijack"]
        self.assertEqual(len(hijacks), 2)
        for one in hijacks:
            text, _, below = mail.text_of(held[one["message_id"]]).partition("-----Original Message-----\n")
            parent = held[one["parent"]]
            self.assertIsNone(held[one["message_id"]].get("In-Reply-To"))
            self.assertIn(one["link"], text.replace("\n", ""))
            self.assertIn(mail.text_of(parent).split("\n")[0], below)

    def test_a_signature_block_is_read_in_time_that_grows_with_the_text(self):
        self.assertEqual(writing.signature_of("said\n-- \nAda\nAlder\n"), "-- \nAda\nAlder\n")
        # Told apart line by line this takes no time; where a line can be cut anywhere it never ends.
        self.assertEqual(writing.signature_of("-- \n" + "a name and a long title of some office\n" * 40 + "> x"), "")


# What an intruder's own client, network or place changes against the victim's habit; it need not be
# rare in the population. And the widths of To and Cc, for threads differ in them.
HABIT = {"zone_new_to_sender", "host_new_to_sender", "media_new_to_sender", "from_new_to_sender", "dkim_new_to_sender"}
LOOSE = {"named_share", "cc", "cc_after_to", "to", "subject_length", "fields", "quoted_names"}


@unittest.skipUnless(CORPORA, "without the public corpora")
class SeparationTest(unittest.TestCase):
    def test_no_single_oddity_tells_made_messages_from_real_ones(self):
        read = archive.Archive("ksummit", archive.entries_of("ksummit", CORPORA))
        _, _, truth, mails = spliced(read, Templates(), 1, 105)
        table = oddities.table_of(mails, truth)
        for name, (area, made, ours, real) in oddities.separation(table).items():
            bound = 0.18 if name in HABIT | LOOSE else 0.1
            self.assertLess(abs(area - 0.5), bound, f"{name}: made {ours:.3f}, real {real:.3f}, of {made}")
        for kind in ("same", "hijack", "no-link", "dormant", "other-net"):
            for name, (area, made, ours, real) in oddities.separation(table, [kind]).items():
                if name not in LOOSE:
                    self.assertLess(abs(area - 0.5), 0.27, f"{kind} {name}: made {ours:.3f}, real {real:.3f}, of {made}")


if __name__ == "__main__":
    unittest.main()
