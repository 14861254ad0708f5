#!/bin/sh
# The address that candidates type: taken by a host, or given up. It is never written to the host's configuration: a
# host that comes back from the dead comes back without it.
# address.sh take ADDRESS BESIDE | drop ADDRESS BESIDE      (BESIDE: the host's own address, to find its network card)
set -eu
order=$1 address=$2
card=$(ip -o addr show to "$3" | awk 'NR == 1 { sub(/@.*/, "", $2); print $2 }')
length=$(ip -o -4 addr show to "$3" | awk 'NR == 1 { sub(/.*\//, "", $4); print $4 }')
if [ -z "$card" ]; then
    echo "Ce poste n’a pas l’adresse $3 de l’inventaire." >&2
    exit 1
fi
here=$(ip -o addr show to "$address")
case $order in
take)
    if [ -n "$here" ]; then
        echo "déjà là"
        exit 0
    fi
    # Somebody answers to it: two machines with one address would cut candidates off at random.
    if command -v arping >/dev/null && ! arping -q -D -c 2 -w 2 -I "$card" "$address"; then
        echo "L’adresse $address des candidats est déjà prise par une autre machine." >&2
        exit 1
    fi
    ip addr add "$address/$length" dev "$card"
    # Neighbours that knew its former owner are told at once.
    command -v arping >/dev/null && arping -q -U -c 3 -w 2 -I "$card" "$address" || true
    echo "prise"
    ;;
drop)
    [ -n "$here" ] || { echo "déjà absente"; exit 0; }
    ip addr del "$address/$length" dev "$card"
    echo "rendue"
    ;;
esac
