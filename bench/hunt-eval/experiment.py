"""One run: splice, ingest, hunt, score; also the other rankings of the same messages."""
import os
import sys

import filters
import learner
import lures
import mail
import product
import rivals
import score
import splice


def run(wanted, archive, seed, count):
    """A dict with the figures of one spliced archive; `rows` and `truth` for reading by eye."""
    name = f"{os.path.basename(archive.name)}-{wanted.side}-{seed}-{count}"
    folder = os.path.join(wanted.work, name)
    os.makedirs(folder, exist_ok=True)
    box, truth_path = os.path.join(folder, "spliced.mbox"), os.path.join(folder, "truth.jsonl")
    drawn = lures.Lures(wanted.corpora, wanted.side, seed, wanted.work)
    with open(box, "wb") as file:
        truth = splice.splice(archive, drawn, seed, count, wanted.changes, file, truth_path)
    rows, took = product.scores(wanted.program, box, folder, wanted.hunt_option)
    known = {t["message_id"]: t for t in truth}
    done = {"base": os.path.basename(archive.name), "side": wanted.side, "seed": seed, "attacks": count,
            "seconds": took, "rows": rows, "truth": known, "unscored": 0}
    rows[:] = unique(rows)
    lost = [i for i, t in known.items() if t["label"] == "attack" and i not in {product.identity(r) for r in rows}]
    if lost:
        print(f"hunt-eval: {len(lost)} attacks are not in the answer, the first {lost[0]}", file=sys.stderr)
    done["lost"] = len(lost)
    values = [r.get("score") for r in rows]
    done["unscored"] = sum(v is None for v in values)
    done["ranking"] = ranking(rows, values, known)
    done["rankings"] = {"sum": score.measure(done["ranking"])}
    done["benign"] = benign(rows, done["ranking"], known)
    if wanted.rivals:
        done["rankings"].update(others(rows, known, box, learnt(wanted, archive.name, done)))
    if wanted.filters:
        done["rankings"].update(filters.rankings(rows, box, lambda values: score.measure(ranking(rows, values, known))))
    if not wanted.keep:
        os.remove(box)
    return done


def unique(rows):
    """The first row of every Message-ID; a message without one is by itself."""
    seen, kept = set(), []
    for row in rows:
        name = product.identity(row)
        if name != "<>" and name in seen:
            continue
        seen.add(name)
        kept.append(row)
    return kept


def ranking(rows, values, known):
    """(score, attack, kind) of all rows; what the program does not score comes last."""
    out = []
    for row, value in zip(rows, values):
        one = known.get(product.identity(row))
        attack = one is not None and one["label"] == "attack"
        out.append((-1e9 if value is None else value, attack, one["kind"] if attack else None))
    return out


def learnt(wanted, base, done, kept={}):
    """What the learner weighs the families with, learnt once a base; `done` gets it for reading."""
    if base not in kept:
        kept[base] = learner.train(wanted, base, 1)
    done["learnt"] = kept[base]
    return kept[base]


def benign(rows, ranked, known):
    """Of the honest changes by kind: how many there are, how many alert within each budget."""
    out = {}
    for budget in score.BUDGETS:
        shown = set(score.alerts(ranked, budget, None))
        for place, row in enumerate(rows):
            one = known.get(product.identity(row))
            if one and one["label"] == "benign":
                cell = out.setdefault(one["kind"], {"messages": 0, **{b: 0 for b in score.BUDGETS}})
                cell["messages"] += budget == score.BUDGETS[0]
                cell[budget] += place in shown
    return out


def others(rows, known, box, weights):
    names = sorted({n for r in rows for n in r["families"]})
    made = {f"without {n}": rivals.without(rows, n) for n in names}
    made["DAS, all families"] = rivals.dominance(rows, names)
    new = rivals.new_link_domain(mail.read_mbox(box))
    made["new link domain"] = [new.get(product.identity(r), 0) for r in rows]
    for n in names:
        made[f"{n} alone"] = [r["families"].get(n, 0.0) for r in rows]
    if weights is not None:
        made["self-supervised, all families"] = learner.scores(rows, weights)
    return {n: score.measure(ranking(rows, v, known)) for n, v in made.items()}


def plain(run_of):
    """What of a run goes into results.json."""
    return {k: v for k, v in run_of.items() if k not in ("rows", "truth", "ranking")}
