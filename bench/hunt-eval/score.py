"""Figures of a ranking: recall under a budget of false alerts, alerts that a recall costs.

A ranking is a list of (score, label, kind), label True for an attack. Ties are broken against the
attacks by half: an attack that ties with k others stands in their middle.
"""
import bisect
import math

BUDGETS = (0.2, 1.0, 2.0)   # false alerts per 1,000 messages
RECALLS = (0.5, 0.8, 0.9)
# Student's t for a two-sided interval of 95 %, by degrees of freedom.
STUDENT = (0, 12.71, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131)


def ranks(ranking):
    """For every attack (false alerts ranked before it, kind); half of the ties count."""
    honest = sorted(-s for s, attack, _ in ranking if not attack)
    out = []
    for s, attack, kind in ranking:
        if attack:
            low, high = bisect.bisect_left(honest, -s), bisect.bisect_right(honest, -s)
            out.append(((low + high) / 2, kind))
    return out, len(honest)


def measure(ranking):
    """{"recall": {budget: share}, "kinds": {kind: {budget: share}}, "cost": {recall: false alerts per 10,000}}"""
    found, honest = ranks(ranking)
    if not found:
        return None
    allowed = {b: b * len(ranking) / 1000 for b in BUDGETS}
    kinds = {}
    for kind in sorted({k for _, k in found}):
        own = [r for r, k in found if k == kind]
        kinds[kind] = {b: sum(r <= allowed[b] for r in own) / len(own) for b in BUDGETS}
    order = sorted(r for r, _ in found)
    cost = {q: order[min(len(order) - 1, math.ceil(q * len(order)) - 1)] / max(1, honest) * 10_000 for q in RECALLS}
    return {"recall": {b: sum(r <= allowed[b] for r, _ in found) / len(found) for b in BUDGETS},
            "kinds": kinds, "cost": cost, "attacks": len(found), "messages": len(ranking)}


def interval(values):
    """(mean, half the width of its 95 % interval over runs; None for fewer than two)."""
    mean = sum(values) / len(values)
    if len(values) < 2:
        return mean, None
    spread = math.sqrt(sum((v - mean) ** 2 for v in values) / (len(values) - 1))
    t = STUDENT[min(len(values) - 1, len(STUDENT) - 1)]
    return mean, t * spread / math.sqrt(len(values))


def over_runs(measured):
    """Means and intervals over runs of what measure() says."""
    measured = [m for m in measured if m]
    if not measured:
        return None
    kinds = sorted({k for m in measured for k in m["kinds"]})
    return {"recall": {b: interval([m["recall"][b] for m in measured]) for b in BUDGETS},
            "kinds": {k: {b: interval([m["kinds"][k][b] for m in measured if k in m["kinds"]]) for b in BUDGETS}
                      for k in kinds},
            "cost": {q: interval([m["cost"][q] for m in measured]) for q in RECALLS},
            "runs": len(measured)}


def alerts(ranking, budget, identify):
    """The positions that alert when `budget` false alerts per 1,000 are allowed, best score first."""
    allowed, shown, wrong = budget * len(ranking) / 1000, [], 0
    for place in sorted(range(len(ranking)), key=lambda i: (-ranking[i][0], ranking[i][1], i)):
        if not ranking[place][1]:
            wrong += 1
            if wrong > allowed:
                break
        shown.append(place)
    return shown
