#!/bin/sh
# pk-oath.sh SUBKEY_HEX|@FILE T N LO HI -> ports
set -eu
key=$1 T=$2 n=$3 lo=$4 hi=$5
R=$((hi - lo + 1)) limit=$(( (1000000 / R) * R )) out=
for v in $(oathtool --hotp -d 6 -c $((T * 65536)) -w 63 "$key"); do
  x=$(printf %s "$v" | sed 's/^0*//'); x=${x:-0}
  [ "$x" -lt "$limit" ] || continue
  p=$((lo + x % R))
  case " $out " in *" $p "*) continue;; esac
  out="$out $p" n=$((n - 1)); [ "$n" -gt 0 ] || break
done
[ "$n" -eq 0 ] && echo ${out# }
