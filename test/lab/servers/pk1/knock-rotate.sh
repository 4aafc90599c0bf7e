#!/bin/sh
# Recompute the accepted knock sequences and swap them into nftables in one transaction.
# env: KEY (64 hex chars), STEP seconds, SKEW windows each side, LO, HI ; N is 4 (maps p0..p3)
set -eu
: "${STEP:=60}" "${SKEW:=1}" "${LO:=10000}" "${HI:=32767}" "${NOW:=$(date +%s)}"
here=$(dirname "$0"); T0=$((NOW / STEP)); tx= seen0=' ' seen1=' ' seen2=' ' seen3=' '
for m in 0 1 2 3; do tx="${tx}flush map inet knock p$m
"; done
w=0; list=$T0                        # order: current, then -1, +1, -2, +2 ...
while [ $w -lt "$SKEW" ]; do w=$((w + 1)); list="$list $((T0 - w)) $((T0 + w))"; done
for T in $list; do
  i=0
  for p in $("$here/pk.sh" "$KEY" "$T" 4 "$LO" "$HI"); do
    eval "s=\${seen$i}"
    case $s in *" $p "*) ;; *) eval "seen$i=\"\${seen$i}$p \""; tx="${tx}add element inet knock p$i { $p : $((T % 65535 + 1)) }
";; esac
    i=$((i + 1))
  done
done
printf '%s' "$tx" | nft -f -
