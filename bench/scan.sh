#!/usr/bin/env bash
# One message against what is usual in a case, beside rspamd on the same messages: CPU a message.
#   bench/scan.sh LETTERLOCK MESSAGES-DIRECTORY CASE [COUNT]
# CASE is a case to hold them against. The load of the Baseline is measured apart (a run with one
# message) and taken off. rspamd, where it is installed, scans with its stock rules, no Redis and no
# DNS; its worker's CPU alone is counted.
set -euo pipefail
program=$1 messages=$2 case=$3 count=${4:-500}
work=$(mktemp -d)
rspamd_pid=
finish() {
  [ -z "$rspamd_pid" ] || kill "$rspamd_pid" 2>/dev/null || true
  rm -rf "$work"
}
trap finish EXIT

find "$messages" -type f -size +0 | LC_ALL=C sort | sed -n "1,${count}p" >"$work/list"
count=$(wc -l <"$work/list")
mapfile -t files <"$work/list"

# Prints the CPU seconds of a command.
cpu_of() {
  { TIMEFORMAT='%U %S'; time "$@" >/dev/null 2>"$work/remarks"; } 2>"$work/time" || {
    cat "$work/remarks" >&2
    exit 1
  }
  awk '{ print $1 + $2 }' "$work/time"
}

load=$(cpu_of "$program" scan --quiet --json --case "$case" "${files[0]}")
all=$(cpu_of "$program" scan --quiet --json --case "$case" "${files[@]}")
awk -v load="$load" -v all="$all" -v n="$count" 'BEGIN {
  each = (all - load) / (n - 1)
  printf "letterlock scan   %d messages  load %.2f s CPU  %.3f ms CPU a message  %.0f a CPU second\n", n, load, 1000 * each, 1 / each
}'

command -v rspamd >/dev/null || {
  echo "rspamd is not installed: nothing to compare with"
  exit 0
}
mkdir -p "$work/db" "$work/run" "$work/local/override.d"
printf 'dns { nameserver = ["127.0.0.1:5398"]; timeout = 1s; retransmits = 1; }\ndisable_monitoring = true;\n' \
  >"$work/local/override.d/options.inc"
cat >"$work/rspamd.conf" <<CONF
.include "\$CONFDIR/common.conf"
options {
  pidfile = "$work/run/rspamd.pid";
  .include "\$CONFDIR/options.inc"
  .include(try=true; priority=10) "\$LOCAL_CONFDIR/override.d/options.inc"
}
logging {
  type = "file";
  filename = "$work/rspamd.log";
  .include "\$CONFDIR/logging.inc"
}
worker "normal" {
  bind_socket = "127.0.0.1:11933";
  count = 1;
  .include "\$CONFDIR/worker-normal.inc"
}
CONF
rspamd -i -f -c "$work/rspamd.conf" --var=DBDIR="$work/db" --var=RUNDIR="$work/run" \
  --var=LOCAL_CONFDIR="$work/local" >"$work/rspamd.out" 2>&1 &
rspamd_pid=$!
for _ in $(seq 40); do
  grep -qs 'full hyperscan database\|hyperscan is not supported' "$work/rspamd.log" && break
  sleep 1
done
worker=
read -ra children <"/proc/$rspamd_pid/task/$rspamd_pid/children" || true
for child in "${children[@]}"; do
  if tr '\0' ' ' <"/proc/$child/cmdline" | grep -q normal; then worker=$child; fi
done
[ -n "$worker" ] || {
  echo "rspamd did not start:" >&2
  tail -n 5 "$work/rspamd.log" >&2 || true
  tail -n 5 "$work/rspamd.out" >&2
  exit 1
}
ticks() { awk '{ print $14 + $15 }' "/proc/$worker/stat"; }
before=$(ticks)
scanned=0
for file in "${files[@]}"; do
  if curl -s -m 30 --data-binary "@$file" http://127.0.0.1:11933/checkv2 | grep -q '"action"'; then
    scanned=$((scanned + 1))
  fi
done
after=$(ticks)
awk -v t="$((after - before))" -v hz="$(getconf CLK_TCK)" -v n="$scanned" 'BEGIN {
  each = t / hz / n
  printf "rspamd            %d messages  %.3f ms CPU a message  %.0f a CPU second\n", n, 1000 * each, 1 / each
}'
