"""Counts the records and operations of a log, without our code: what audit_corpora_test compares with.

Prints "records N" and "operation<TAB>N" lines."""
import collections
import csv
import io
import json
import subprocess
import sys

csv.field_size_limit(1 << 30)


def csv_counts(text):
    counts, records = collections.Counter(), 0
    for row in csv.DictReader(io.StringIO(text, newline="")):
        records += 1
        data = json.loads(row["AuditData"]) if row["AuditData"].strip() else {}
        counts[data.get("Operation", row["Operations"])] += 1
    return records, counts


def json_counts(text):
    counts, records = collections.Counter(), 0
    try:
        whole = json.loads(text)
        items = whole["activities"] if isinstance(whole, dict) and "activities" in whole else [whole]
    except json.JSONDecodeError:
        items = []
        for line in text.splitlines():
            try:
                items.append(json.loads(line))
            except json.JSONDecodeError:
                pass
    for item in items:
        records += 1
        for key in ("log", "raw"):
            if key in item:
                item = item[key]
        if isinstance(item, str):
            try:
                item = json.loads(item)
            except json.JSONDecodeError:
                item = {}
        if isinstance(item.get("events"), list):
            for event in item["events"]:
                counts[event["name"]] += 1
        else:
            lower = {key.lower(): value for key, value in item.items()}
            operation = lower.get("operation", lower.get("actiontype"))
            if operation:
                counts[operation] += 1
    return records, counts


def main():
    path = sys.argv[1]
    if path.endswith(".zst"):
        text = subprocess.run(["zstd", "-dcq", path], check=True, capture_output=True).stdout
    else:
        with open(path, "rb") as file:
            text = file.read()
    text = text.lstrip(b"\0").decode("utf-8", "replace")
    records, counts = csv_counts(text) if ".csv" in path else json_counts(text)
    print("records", records)
    for operation, count in sorted(counts.items()):
        print(f"{operation}\t{count}")


if __name__ == "__main__":
    main()
