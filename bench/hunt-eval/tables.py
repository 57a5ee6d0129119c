"""Figures as Markdown, and the worst of a run for reading by eye."""
import product
import score


def share(cell):
    mean, half = cell
    return f"{100 * mean:.0f}" if half is None else f"{100 * mean:.0f} ±{100 * half:.0f}"


def cost(cell):
    mean, half = cell
    shown = f"{mean:.1f}" if mean < 10 else f"{mean:,.0f}"
    return shown if half is None else shown + (f" ±{half:.1f}" if half < 10 else f" ±{half:,.0f}")


def one_line(run):
    m = run["rankings"]["sum"]
    if m is None:
        return f"{run['base']} seed {run['seed']} attacks {run['attacks']}: no attack could be made"
    kinds = " ".join(f"{k} {100 * v[1.0]:.0f}" for k, v in m["kinds"].items())
    return (f"{run['base']} {run['side']} seed {run['seed']} attacks {m['attacks']}: "
            f"@0.2 {100 * m['recall'][0.2]:.0f} @1 {100 * m['recall'][1.0]:.0f} @2 {100 * m['recall'][2.0]:.0f} "
            f"cost50 {m['cost'][0.5]:.1f} cost80 {m['cost'][0.8]:.1f} | {kinds} | ingest {run['seconds'][0]:.0f} s, "
            f"hunt {run['seconds'][1]:.0f} s")


def rows_of(label, merged):
    recall, spent = merged["recall"], merged["cost"]
    return (f"| {label} | " + " | ".join(share(recall[b]) for b in score.BUDGETS) + " | " +
            " | ".join(cost(spent[q]) for q in score.RECALLS) + " |")


def markdown(runs):
    out = []
    sizes = sorted({r["attacks"] for r in runs})
    bases = list(dict.fromkeys(r["base"] for r in runs))
    head = ("| {} | found at 0.2 | at 1 | at 2 | false alerts per 10,000 at 50 % found | at 80 % | at 90 % |\n"
            "|---|---:|---:|---:|---:|---:|---:|")
    for size in sizes:
        out.append(f"\n{size} attacks an archive; share of attacks found (%) with so many false alerts per 1,000 "
                   "messages, means and 95 % intervals over runs\n")
        out.append(head.format("ranking, base"))
        for name in dict.fromkeys(n for r in runs if r["attacks"] == size for n in r["rankings"]):
            for base in (bases if name == "sum" else []) + ([None] if len(bases) > 1 or name != "sum" else []):
                chosen = [r["rankings"].get(name) for r in runs if r["attacks"] == size and base in (None, r["base"])]
                merged = score.over_runs(chosen)
                if merged:
                    out.append(rows_of(f"{name}, {base or 'all'}", merged))
        out.append("\n| kind | found at 0.2 | at 1 | at 2 |\n|---|---:|---:|---:|")
        merged = score.over_runs([r["rankings"]["sum"] for r in runs if r["attacks"] == size])
        for kind, cells in (merged or {"kinds": {}})["kinds"].items():
            out.append(f"| {kind} | " + " | ".join(share(cells[b]) for b in score.BUDGETS) + " |")
    out.append("\n| honest change | messages | alert at 0.2 | at 1 | at 2 |\n|---|---:|---:|---:|---:|")
    for kind in sorted({k for r in runs for k in r["benign"]}):
        cells = [r["benign"][kind] for r in runs if kind in r["benign"]]
        total = sum(c["messages"] for c in cells)
        out.append(f"| {kind} | {total} | " + " | ".join(str(sum(c[b] for c in cells)) for b in score.BUDGETS) + " |")
    return "\n".join(out)


def terms(row):
    return " ".join(f"{k} {v:+.1f}" for k, v in row["families"].items() if abs(v) >= 0.05)


def worst(run, most=10):
    """The attacks that cost most false alerts, and the honest messages that score highest."""
    out = [f"\nWorst misses, {run['base']} seed {run['seed']} ({run['attacks']} attacks)\n"]
    places = sorted(range(len(run["rows"])), key=lambda i: (-run["ranking"][i][0], i))
    wrong, before = 0, {}
    for i in places:
        before[i] = wrong
        wrong += not run["ranking"][i][1]
    missed = [i for i in places if run["ranking"][i][1]][-most:]
    for i in reversed(missed):
        one = run["truth"][product.identity(run["rows"][i])]
        out.append(f"- {one['kind']} ({one['lure']}, {one.get('thread')}) behind {before[i]} false alerts, score "
                   f"{run['ranking'][i][0]:.2f}: {terms(run['rows'][i])}; {one['message_id']} {one['subject']!r} {one['link']}")
    out.append("\nWorst false alarms\n")
    for i in [i for i in places if not run["ranking"][i][1]][:most]:
        row = run["rows"][i]
        one = run["truth"].get(product.identity(row))
        out.append(f"- score {run['ranking'][i][0]:.2f}{' (honest change: ' + one['kind'] + ')' if one else ''}: "
                   f"{terms(row)}; {product.identity(row)}")
    return "\n".join(out)
