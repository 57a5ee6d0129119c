"""A learner that has seen no attack: what separates mail in another's hand from the archive's own.

Self-supervised: messages of the archive get the header, client and words of another correspondent, under
their own sender, recipients and thread ("grafts"); logistic regression over the parts of the score learns to tell
them from all other messages, and its weights take the place of the sum. No attack and no lure is seen.
"""
import math
import os
import random

import archive as archives
import benign
import elsewhere
import mail
import product

ROUNDS, STEP, SHRINK = 300, 0.5, 1e-3
HONEST = 4000   # messages that are no grafts, drawn for learning


class Grafter(benign.Changer):
    def graft(self):
        who, before, run = self.run_of(most=1)
        entry = run[0]
        others = [e for e in self.customers(entry.provider, entry.date) if e.sender != who]
        donor = self.donor(others, entry.date, within=400, other_person=True)
        words = mail.text_of(donor.message)
        self.rewrite(entry, self.as_person(donor, who, before, entry.date), donor, words)
        self.touched.add(entry.index)
        return entry.message_id

    def grafts(self, wanted):
        """The Message-IDs of up to `wanted` messages that were changed in place."""
        made = set()
        for _ in range(wanted * 12):
            if len(made) >= wanted or not self.people:
                break
            try:
                made.add(self.graft())
            except elsewhere.Impossible:
                continue
        return made


def fit(positive, negative, names):
    """Weights by name, of families as they are written (no scaling is left to apply); classes count alike."""
    rows = [([r.get(n, 0.0) for n in names], 1.0, 0.5 / len(positive)) for r in positive] + \
        [([r.get(n, 0.0) for n in names], 0.0, 0.5 / len(negative)) for r in negative]
    spread = [max(1e-9, math.sqrt(sum(w * x[i] ** 2 for x, _, w in rows))) for i in range(len(names))]
    rows = [([v / s for v, s in zip(x, spread)], y, w) for x, y, w in rows]
    weights, bias = [0.0] * len(names), 0.0
    for _ in range(ROUNDS):
        steps, shift = [SHRINK * w for w in weights], 0.0
        for x, y, w in rows:
            z = bias + sum(a * b for a, b in zip(weights, x))
            wrong = w * (1 / (1 + math.exp(-max(-30.0, min(30.0, z)))) - y)
            shift += wrong
            for i, v in enumerate(x):
                steps[i] += wrong * v
        bias -= STEP * shift
        # A family that grafts never touch must not learn that its suspicion clears somebody.
        weights = [max(0.0, a - STEP * b) for a, b in zip(weights, steps)]
    return {n: w / s for n, w, s in zip(names, weights, spread)}


def train(wanted, base, seed):
    """Weights learnt on the base itself, from a graft in every fiftieth message; None where none can be made."""
    rng = random.Random(f"grafts {os.path.basename(base)} {seed}")
    read = archives.Archive(base, archives.entries_of(base, wanted.corpora, wanted.program))
    made = Grafter(read, rng).grafts(max(40, min(400, len(read.entries) // 50)))
    if not made:
        return None
    folder = os.path.join(wanted.work, f"{os.path.basename(base)}-grafts")
    os.makedirs(folder, exist_ok=True)
    box = os.path.join(folder, "grafted.mbox")
    with open(box, "wb") as file:
        for entry in read.entries:
            mail.write_message(file, entry.line, entry.message.octets())
    rows, _ = product.scores(wanted.program, box, folder, wanted.hunt_option)
    os.remove(box)
    rows = [r for r in rows if r.get("score") is not None]
    positive = [r["families"] for r in rows if product.identity(r) in made]
    honest = [r["families"] for r in rows if product.identity(r) not in made]
    if not positive or not honest:
        return None
    names = sorted({n for r in rows for n in r["families"]})
    return fit(positive, rng.sample(honest, min(HONEST, len(honest))), names)


def scores(rows, weights):
    return [None if r.get("score") is None else sum(weights.get(n, 0.0) * v for n, v in r["families"].items())
            for r in rows]
