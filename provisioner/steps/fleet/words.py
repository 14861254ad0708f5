"""What a failure on a host means, as one French sentence that says what to do."""

from __future__ import annotations

import re
from dataclasses import dataclass

from provisioner.adapters.ansible import Failure


@dataclass(frozen=True)
class Told:
    """A failure in words."""

    message: str
    hint: str
    unreachable: bool = False
    """Nothing was done there: nobody answered."""


_CABLE = "Vérifiez qu’il est allumé, son câble, et l’adresse de l’inventaire ; puis relancez la même commande."
_UNREACHABLE = (
    (
        r"Connection refused",
        "le poste répond, mais pas son serveur SSH",
        "Installez ou démarrez openssh-server sur ce poste.",
    ),
    (r"No route to host|Network is unreachable", "le poste est injoignable", _CABLE),
    (
        r"timed out|Timeout|Connection closed|Broken pipe|closed by remote host|reset by peer",
        "le poste ne répond pas",
        _CABLE,
    ),
    (
        r"Could not resolve|Name or service not known",
        "le nom de ce poste est inconnu",
        "Donnez son adresse dans « ansible_host ».",
    ),
    (
        r"HOST IDENTIFICATION HAS CHANGED|Host key verification failed",
        "ce n’est plus la même machine à cette adresse : sa clé SSH a changé",
        "Réinstallée ? « ssh-keygen -R ADRESSE -f ~/.e5b/fleet/CENTRE/known_hosts ». Sinon, n’allez pas plus loin.",
    ),
    (
        r"Permission denied|Too many authentication failures|no such identity|Load key",
        "la clé SSH est refusée",
        "Copiez votre clé sur ce poste (« ssh-copy-id ») ; vérifiez « ansible_user » et la clé donnée.",
    ),
)
_FAILED = (
    (
        r"No space left on device|disque est plein|Disk quota",
        "le disque du poste est plein",
        "Libérez de la place, puis relancez.",
    ),
    (
        r"python3?: (not found|No such file)|interpreter.*(not found|No such file)",
        "Python n’est pas installé sur ce poste",
        "Installez Debian avec « utilitaires usuels du système », ou le paquet python3.",
    ),
    (
        r"[Mm]issing sudo password|sudo: a password",
        "sudo demande un mot de passe",
        "Autorisez ce compte sans mot de passe, ou prenez root.",
    ),
    (r"Read-only file system", "le disque du poste n’accepte plus rien", "Redémarrez-le et vérifiez son disque."),
    (
        r"e5b: (not found|No such file)|No such file or directory: \S*e5b",
        "le logiciel n’est pas installé",
        "« ./e5b fleet install » d’abord.",
    ),
    (
        r"No such (command|option)|La commande \S+ n’existe pas|L’option \S+ n’existe pas",
        "son logiciel est plus ancien que celui de ce poste-ci",
        "« ./e5b fleet install » avec le kit courant.",
    ),
)
_OURS = re.compile(r"Erreur :\s*(?P<message>.+?)(?:\nQue faire :\s*(?P<hint>.+?))?\s*\Z", re.DOTALL)


def failure(found: Failure) -> Told:
    """Say what went wrong on a host; what the host's own software said in French is passed on as it is."""
    said = f"{found.message}\n{found.output}"
    for pattern, message, hint in _UNREACHABLE if found.unreachable else _FAILED:
        if re.search(pattern, said):
            return Told(f"{message}.", hint, found.unreachable)
    if found.unreachable:
        return Told(f"le poste est injoignable ({_short(found.message)}).", _CABLE, unreachable=True)
    ours = _OURS.search(found.output)
    if ours:
        return Told(_short(ours["message"], 600), _short(ours["hint"] or "", 300) or "Relancez la même commande.")
    if found.message and _french(found.message):
        message, _, hint = found.message.partition("\n")
        return Told(message, hint or "Relancez la même commande.")
    return Told(
        f"« {found.task} » a échoué : {_short(said)}", "Corrigez la cause, puis relancez : ce qui est fait est gardé."
    )


def _french(text: str) -> bool:
    """Tell a sentence of our own playbooks: they end as sentences do, and use French punctuation or accents."""
    return bool(re.search(r"[éèàêçù’«]", text))


def _short(text: str, most: int = 300) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[:most]}…"
