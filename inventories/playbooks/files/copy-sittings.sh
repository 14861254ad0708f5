#!/bin/sh
# Keeps, on a spare host, a copy of what another host exports of its sittings. One loop per host that is copied.
# copy-sittings.sh FROM_ADDRESS PORT TO_FOLDER EVERY_S [once]
# At each turn « look.json » comes first and is put in its place last: what it vouches for is then always there. Files
# that only grow come by their end alone.
set -u
from=$1 port=$2 to=$3 every=$4 once=${5:-}
mkdir -p -m 0700 "$to"
# One turn at a time: the last one before a move may come while the loop is at work.
exec 9>>"$to.lock"
ssh="ssh -p $port -i /root/.ssh/e5b-copie -o BatchMode=yes -o ConnectTimeout=3 -o ServerAliveInterval=2"
ssh="$ssh -o ServerAliveCountMax=2 -o UserKnownHostsFile=/root/.ssh/e5b-copie-hotes -o ControlMaster=auto"
ssh="$ssh -o ControlPath=/run/e5b-copie-%C -o ControlPersist=10"
bring() { rsync -e "$ssh" "$@" 9>&-; }
turn() {
    bring -a "root@$from:look.json" "$to/.look.json" &&
        bring -a --append --exclude=/look.json --include='*/' --include='log/*' --include=access.log --include=files.jsonl \
            --include=journal.jsonl --include=writings.jsonl --exclude='*' "root@$from:./" "$to/" &&
        bring -a --exclude=/look.json --exclude=/.lock --exclude=log/ --exclude=access.log --exclude=files.jsonl --exclude=journal.jsonl --exclude=writings.jsonl \
            "root@$from:./" "$to/" &&
        mv "$to/.look.json" "$to/look.json"
}
if [ -n "$once" ]; then
    flock -w 10 9 || exit 1
    turn
    exit
fi
while :; do
    flock 9
    turn 2>"$to.error"
    flock -u 9
    sleep "$every" 9>&-
done
