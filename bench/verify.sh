#!/usr/bin/env bash
# What `letterlock verify` finds on archived mail with the public tables of keys: shares of messages
# verified as stored and after the repair search, and what that costs.
#   bench/verify.sh WORK PROGRAM      WORK gets the mailboxes and a key archive; LETTERLOCK_CORPORA
#                                     names the public mail
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(readlink -f "${1:?usage: bench/verify.sh WORK PROGRAM}")
program=$(readlink -f "${2:?usage: bench/verify.sh WORK PROGRAM}")
corpora=${LETTERLOCK_CORPORA:-../shared/corpora}

keys=$work/verify-keys
if [ ! -e "$keys" ]; then
  rm -rf "$keys.new"
  "$program" keys import "$keys.new" "$corpora"/dkim-keys/known-keys.tsv \
    "$corpora"/dkim-keys/recovered-keys.tsv >/dev/null
  mv "$keys.new" "$keys"
fi

counts() { # SUMMARY-LINE: the numbers of a row
  python3 -c '
import json, sys
s = json.loads(sys.stdin.read())["summary"]
v = s["verdicts"]
print(s["messages"], v["verified"], v["verified_after_repair"], v["header_only"], v["same_key"],
      v["contradicted"], v["unsigned"], v["cannot_tell"])'
}

row() { # NAME MAILBOX
  local mode cpu messages verified repaired header same contradicted unsigned unknown
  for mode in --no-repair ''; do
    # shellcheck disable=SC2086
    /usr/bin/time -o "$work/verify.time" -f '%U %S' \
      "$program" verify "$2" --keys "$keys" --json --quiet $mode >"$work/verify.json" 2>/dev/null || [ $? -eq 1 ]
    cpu=$(tail -n 1 "$work/verify.time" | awk '{ print $1 + $2 }') # before it: the exit status
    read -r messages verified repaired header same contradicted unsigned unknown \
      < <(tail -n 1 "$work/verify.json" | counts)
    awk -v name="$1" -v mode="${mode:-with repair}" -v n="$messages" -v v="$verified" -v r="$repaired" \
      -v h="$header" -v s="$same" -v c="$contradicted" -v u="$unsigned" -v x="$unknown" -v cpu="$cpu" 'BEGIN {
      printf "%-14s %-12s %8d %9d %9d %6.1f%% %8d %8d %8d %9d %9d %8.1f\n",
        name, mode, n, v, r, 100 * (v + r) / n, h, s, c, u, x, cpu }'
  done
  rm -f "$work/verify.json" "$work/verify.time"
}

printf '%-14s %-12s %8s %9s %9s %7s %8s %8s %8s %9s %9s %8s\n' mailbox search messages verified \
  repaired share header same_key against unsigned unknown CPU-s
for list in "$corpora"/mail-lists/*.mbox.zst; do
  name=$(basename "$list" .mbox.zst)
  [ -e "$work/$name.mbox" ] || zstd -dcq --long=27 "$list" >"$work/$name.mbox"
  row "${name%%.*}" "$work/$name.mbox"
done
row phishing-pot "$work/phishing-pot"
