#!/bin/sh
# Installs E5B Provisioner from this kit on a fresh Debian, with no network: « sh installer.sh --key EMPREINTE ».
# Nothing of the machine changes before everything was verified: the Python that does it runs from a temporary folder.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)

fail() {
    printf 'Erreur : %s\nQue faire : %s\n' "$1" "$2" >&2
    exit 1
}

[ "$(id -u)" = 0 ] || fail "seul l’administrateur (root) peut installer le kit." "Relancez avec « sudo sh installer.sh »."
for tool in dpkg dpkg-deb tar sha256sum; do
    command -v "$tool" >/dev/null || fail "le programme $tool est absent." "Installez Debian @system@, puis relancez."
done
arch=$(dpkg --print-architecture)
[ "$arch" = "@architecture@" ] || fail "ce kit est fait pour une machine @architecture@, celle-ci est $arch." \
    "Demandez à l’académie le kit de cette architecture."
system=$(. /etc/os-release && echo "${ID:-}${VERSION_ID:-}")
[ "$system" = "debian@system@" ] || fail "ce kit s’installe sur Debian @system@ ; cette machine a ${system:-un autre système}." \
    "Installez Debian @system@, ou demandez un autre kit à l’académie."

echo "Contrôle du début du kit…" >&2
bad=$(cd "$here" && sha256sum --check --quiet 2>/dev/null <<'SUMS' | sed 's/: .*//' || true
@sums@
SUMS
)
if [ -n "$bad" ]; then
    fail "fichiers absents, incomplets ou abîmés : $(echo $bad)" "Recopiez ces seuls fichiers, puis relancez."
fi

place=${TMPDIR:-/var/tmp}
# What an installation that was killed left behind: its folder bears the number of a process that is no more.
for old in "$place"/e5b-kit-*-?????? "$place"/e5b-paquets-*-*; do
    number=${old##*/}
    number=${number#e5b-kit-}
    number=${number#e5b-paquets-}
    [ ! -d "$old" ] || kill -0 "${number%%-*}" 2>/dev/null || rm -rf "$old"
done
work=$(mktemp -d "$place/e5b-kit-$$-XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
mkdir "$work/debs" "$work/root" "$work/wheels" "$work/site" "$work/software"
part() {
    (cd "$here" && cat "$@") 2>/dev/null
}
full="Laissez la clé branchée, et 1 Go libre dans ${TMPDIR:-/var/tmp} ; puis relancez."
part @bootstrap@ | tar -xf - -C "$work/debs" 2>/dev/null || fail "le kit n’a pas pu être ouvert." "$full"
part @wheels@ | tar -xf - -C "$work/wheels" 2>/dev/null || fail "le kit n’a pas pu être ouvert." "$full"
part @software@ | tar -xzf - -C "$work/software" 2>/dev/null || fail "le kit n’a pas pu être ouvert." "$full"
for deb in "$work"/debs/*.deb; do
    dpkg-deb -x "$deb" "$work/root" 2>/dev/null || fail "le kit n’a pas pu être ouvert." "$full"
done

python() {
    PYTHONHOME="$work/root/usr" "@loader@" --library-path "$work/root/usr/lib/@triplet@:$work/root/lib/@triplet@" \
        "$work/root/usr/bin/python3.11" -P -B "$@"
}
# The largest libraries serve candidates' sites, not the installation.
python -c '
import pathlib, sys, zipfile
for wheel in pathlib.Path(sys.argv[1]).glob("*.whl"):
    if wheel.stat().st_size < 6 << 20:
        zipfile.ZipFile(wheel).extractall(sys.argv[2])
' "$work/wheels" "$work/site" 2>/dev/null || fail "le kit n’a pas pu être ouvert." "$full"
export E5B_COMMAND=e5b
python -c '
import os, sys
del os.environ["PYTHONHOME"]
sys.path[:0] = [sys.argv.pop(1), sys.argv.pop(1)]
from provisioner.cli import main
main()
' "$work/software" "$work/site" kit install "$@" "$here"
