"""Makes the machine ready: Debian packages, Docker Engine. Doing it twice changes nothing and takes no time."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from provisioner import paths
from provisioner.adapters import system
from provisioner.adapters.docker import daemon
from provisioner.adapters.system import SetupError
from provisioner.errors import reason

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Need:
    """One thing the machine must have, and the Debian package that brings it."""

    package: str
    label: str
    commands: tuple[str, ...] = ()
    """Any of these is enough, wherever it came from; without commands, the package itself is looked for."""


NEEDS = (
    Need("docker.io", "Docker Engine", ("dockerd",)),
    Need("debootstrap", "debootstrap (image de base)", ("debootstrap",)),
    Need("caddy", "Caddy (porte d’entrée des candidats)", ("caddy",)),
    Need("chromium", "Chromium (pages et preuves)", ("chromium", "chromium-browser", "google-chrome")),
    Need("libatomic1", "libatomic (pilotage de Chromium)"),
    Need("openssh-client", "client SSH (parc de plusieurs postes)", ("ssh",)),
    Need("rsync", "rsync (parc de plusieurs postes)", ("rsync",)),
    Need("iproute2", "iproute2 (adresses du poste)", ("ip",)),
    Need("iputils-arping", "arping (adresse reprise par un autre poste)", ("arping",)),
    Need("hunspell", "hunspell (indications d’orthographe)", ("hunspell",)),
    Need("hunspell-fr", "dictionnaire français d’hunspell"),
    Need("fonts-dejavu-core", "polices DejaVu"),
    Need("fonts-liberation", "polices Liberation"),
    Need("fonts-noto-color-emoji", "police des émojis"),
)
_SEARCH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


def missing() -> list[Need]:
    """Return what this machine lacks; the engine's own state is another matter."""
    absent = [need for need in NEEDS if need.commands and not _has_any(need.commands)]
    packages = [need for need in NEEDS if not need.commands]
    installed = system.installed_packages([need.package for need in packages]) if packages else set()
    if not system.has_apt():
        return absent  # fonts come from elsewhere there: pictures of pages are only less pretty without them
    return absent + [need for need in packages if need.package not in installed]


def ensure(tell: Tell = lambda _: None) -> None:
    """Install what is missing and start the engine; `tell` hears a French sentence before each long step.

    Raises SetupError, naming all that is missing and the command to give, when this user may not do it.
    """
    absent = missing()
    state = daemon.ping()
    if not absent and state == "ok":
        return
    _check_allowed(absent, state)
    with _alone():
        absent = missing()
        if absent:
            tell(f"Installation de {', '.join(need.label for need in absent)}…")
            system.install_packages([need.package for need in absent], paths.home() / "installation.log")
            still = missing()
            if still:
                raise SetupError(
                    f"Toujours absent après installation : {', '.join(need.label for need in still)}.",
                    f"Le journal est {paths.home() / 'installation.log'}.",
                )
        if daemon.ping() != "ok":
            tell("Démarrage du moteur Docker…")
            daemon.start(paths.home() / "dockerd.log")


def _check_allowed(absent: list[Need], state: daemon.Ping) -> None:
    if absent and not system.has_apt():
        raise SetupError(
            f"Il manque : {', '.join(need.label for need in absent)}.",
            "Cette machine n’a pas apt-get : installez-les avec son gestionnaire de paquets, puis relancez.",
        )
    if system.is_root():
        return
    if absent:
        raise SetupError(
            f"Il manque : {', '.join(need.label for need in absent)}.",
            f"« sudo apt-get install {' '.join(need.package for need in absent)} », ou « sudo ./e5b setup ».",
        )
    if state == "denied":
        raise SetupError(
            "Le moteur Docker refuse cet utilisateur.",
            "« sudo usermod -aG docker $USER », puis fermez et rouvrez la session ; ou lancez ./e5b avec sudo.",
        )
    raise SetupError("Le moteur Docker est arrêté.", "« sudo systemctl start docker », ou « sudo ./e5b setup ».")


def _has_any(commands: tuple[str, ...]) -> bool:
    # A plain user's PATH has no /usr/sbin, where debootstrap and dockerd are.
    return any(shutil.which(command) or shutil.which(command, path=_SEARCH) for command in commands)


@contextmanager
def _alone() -> Iterator[None]:
    """Let one set-up run at a time: a second one waits, then finds everything done."""
    try:
        paths.home().mkdir(parents=True, exist_ok=True)
        lock = (paths.home() / "setup.lock").open("w")
    except OSError as error:
        raise SetupError(
            f"{paths.home()} : {reason(error)}.", "Choisissez un autre dossier avec la variable E5B_HOME."
        ) from None
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
