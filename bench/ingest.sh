#!/usr/bin/env bash
# What an ingest costs beside `mu index` and `notmuch new`, on the same Maildir, one after the other.
#   bench/ingest.sh WORK [1|4|16|varied|million]...      (default: all of them)
# WORK holds phishing-pot/ with *.eml. 4 and 16: as many copies of each message, with a Message-ID of
# their own; varied: 16 copies whose texts differ as well; million: a million short messages.
# CPU is user and system time of all threads. mu reads plain text only, notmuch and Letterlock all.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(readlink -f "${1:?usage: bench/ingest.sh WORK [1|4|16|varied|million]...}")
shift
[ $# -gt 0 ] || set -- 1 4 16 varied million
program=build/bench/bench/ingest_bench
scratch=$(mktemp -d "$work/ingest-XXXXXX")
trap 'rm -rf "$scratch"' EXIT

row() { # WHO MESSAGES CPU WALL RSS-MB
  awk -v who="$1" -v n="$2" -v cpu="$3" -v wall="$4" -v rss="$5" 'BEGIN {
    printf "%-22s %9d %9.2f %9.2f %10.4f %10.0f %9.0f\n", who, n, cpu, wall, cpu * 1000 / n, n / cpu, rss }'
}

ours() { # NAME SOURCE; sets ours_cpu
  local messages placements megabytes wall cpu each rate rss size
  rm -rf "$scratch/case"
  read -r messages placements megabytes wall cpu each rate rss size < <("$program" "$scratch/case" "$2")
  row "$1" "$placements" "$cpu" "$wall" "$rss"
  echo "    $messages distinct, $megabytes MB of mail, $size MB of case, $each ms and $rate a CPU second"
  ours_cpu=$cpu
}

peer() { # NAME MESSAGES COMMAND...; sets peer_cpu
  local name=$1 messages=$2 user system wall rss
  shift 2
  /usr/bin/time -o "$scratch/time" -f '%U %S %e %M' "$@" >/dev/null 2>&1
  read -r user system wall rss <"$scratch/time"
  peer_cpu=$(awk -v a="$user" -v b="$system" 'BEGIN { print a + b }')
  row "$name" "$messages" "$peer_cpu" "$wall" "$(awk -v k="$rss" 'BEGIN { print k / 1024 }')"
}

ratio() { # PEER TIMES-WANTED
  awk -v peer="$peer_cpu" -v ours="$ours_cpu" -v who="$1" -v wanted="$2" 'BEGIN {
    printf "    %.1f times the messages a CPU second of %s (wanted: %s)\n", peer / ours, who, wanted }'
}

make_maildir() { # NAME COPIES [varied]
  [ -e "$work/$1" ] || {
    rm -rf "$work/$1.new"
    bench/make_mail.py maildir "$work/phishing-pot" "$work/$1.new" "${@:2}"
    mv "$work/$1.new" "$work/$1"
  }
  # From memory for all, so that nobody pays for the disk.
  find "$work/$1" -type f -print0 | xargs -0 cat >/dev/null
}

beside_peers() { # COPIES
  local maildir=$work/maildir$1 messages wanted=3
  make_maildir "maildir$1" "$1"
  messages=$(find "$maildir/cur" -type f | wc -l)
  [ "$1" -lt 16 ] || wanted=6
  ours "letterlock ${1}x" "$maildir"
  mu init --muhome="$scratch/mu" --maildir="$maildir" >/dev/null 2>&1
  peer "mu index ${1}x" "$messages" mu index --muhome="$scratch/mu" --quiet
  ratio mu "$wanted"
  printf '[database]\npath=%s\n[new]\ntags=new\n[maildir]\nsynchronize_flags=false\n' "$maildir" >"$scratch/notmuch"
  rm -rf "$maildir/.notmuch"
  peer "notmuch new ${1}x" "$messages" notmuch --config="$scratch/notmuch" new --quiet
  ratio notmuch 10
  rm -rf "$maildir/.notmuch" "$scratch/mu"
}

printf '%-22s %9s %9s %9s %10s %10s %9s\n' what messages 'CPU s' 'wall s' 'ms/message' 'msg/CPU s' 'peak MB'
for what in "$@"; do
  case $what in
    1 | 4 | 16) beside_peers "$what" ;;
    varied)
      make_maildir maildir16-varied 16 varied
      ours "letterlock 16x varied" "$work/maildir16-varied"
      ;;
    million)
      [ -e "$work/million.mbox" ] || {
        bench/make_mail.py small 1000000 >"$work/million.mbox.new"
        mv "$work/million.mbox.new" "$work/million.mbox"
      }
      ours "letterlock, a million" "$work/million.mbox"
      ;;
    *)
      echo "ingest.sh: no measurement $what (1 4 16 varied million)" >&2
      exit 64
      ;;
  esac
done
