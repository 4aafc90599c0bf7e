#!/bin/sh
# pk.sh SUBKEY_HEX T N LO HI -> ports
set -eu
bin() { h=$1; while [ -n "$h" ]; do r=${h#??}; printf "\\$(printf %03o "0x${h%"$r"}")"; h=$r; done; }
key=$1 T=$2 n=$3 lo=$4 hi=$5
R=$((hi - lo + 1)) limit=$(( 2147483648 / R * R )) j=0 out=
while [ "$n" -gt 0 ]; do
  c=$(printf '%016x' $((T * 65536 + j))) j=$((j + 1))
  m=$(bin "$c" | openssl dgst -sha256 -mac HMAC -macopt hexkey:"$key") m=${m##*= }
  o=$((0x${m#"${m%?}"}))
  x=$(( 0x$(printf %s "$m" | cut -c $((o * 2 + 1))-$((o * 2 + 8))) & 0x7fffffff ))
  [ "$x" -lt "$limit" ] || continue
  p=$((lo + x % R))
  case " $out " in *" $p "*) continue;; esac
  out="$out $p" n=$((n - 1))
done
echo ${out# }
