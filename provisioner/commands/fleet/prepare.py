"""`./e5b fleet check`, `install`, `open`: the day before."""

from __future__ import annotations

from pathlib import Path

import click

from provisioner import output
from provisioner.adapters.ansible import FleetError
from provisioner.commands.fleet.shared import AS_JSON, INVENTORY, fail, failures, say, tell, the_centre

KIT = click.option(
    "--kit", type=click.Path(path_type=Path), default=None, metavar="KIT", help="Kit que les postes devraient avoir."
)


@click.command("check")
@INVENTORY
@KIT
@AS_JSON
def check(inventory: Path, kit: Path | None, as_json: bool) -> None:  # noqa: FBT001
    """Examine chaque poste : système, mémoire, disque, horloge, moteur, logiciel, réseau. Ne change rien."""
    from provisioner.pipeline.fleet import look  # noqa: PLC0415

    found = look.check(the_centre(inventory), say, kit)
    if as_json:
        told = {name: [one.model_dump() for one in checks] for name, checks in found.checks.items()}
        about = [one.model_dump() for one in found.centre]
        output.print_json({"ok": found.ok, "hosts": told, "centre": about, "failures": failures(found.failures)})
    else:
        from provisioner.pipeline.fleet import tables  # noqa: PLC0415

        tables.checks(found)
    fail(found.failures)
    if not found.ok:
        raise FleetError("Ce parc n’est pas prêt : voyez les points bloquants.", "Corrigez-les, puis relancez.")


@click.command("install")
@INVENTORY
@click.argument("kit", type=click.Path(path_type=Path), metavar="KIT")
@click.option("--key", default="", metavar="EMPREINTE", help="Empreinte de la clé de l’académie, comparée.")
@AS_JSON
def install(inventory: Path, kit: Path, key: str, as_json: bool) -> None:  # noqa: FBT001
    """Envoie le KIT une fois, le fait passer d’un poste à l’autre, et l’installe partout, sans internet."""
    from provisioner.pipeline.fleet import install as installing  # noqa: PLC0415

    done = installing.install(the_centre(inventory), kit, key, say)
    tell(done, as_json, lambda name: "installé" if name in done.changed else "déjà installé")


@click.command("open")
@INVENTORY
@click.option(
    "--passphrase-file",
    type=click.Path(path_type=Path),
    default=None,
    metavar="FICHIER",
    help="Fichier dont la première ligne est la phrase des sujets.",
)
@click.option(
    "--vault-password-file",
    type=click.Path(path_type=Path, exists=True),
    default=None,
    metavar="FICHIER",
    help="Mot de passe du coffre Ansible où l’inventaire tient la phrase.",
)
@AS_JSON
def open_subjects(
    inventory: Path,
    passphrase_file: Path | None,
    vault_password_file: Path | None,
    as_json: bool,  # noqa: FBT001
) -> None:
    """Ouvre les sujets scellés sur tous les postes, avec la phrase que l’académie donne le jour venu."""
    from provisioner.pipeline.fleet import install as installing  # noqa: PLC0415

    secret = ""
    if passphrase_file:
        secret = _first_line(passphrase_file)
    elif not vault_password_file:
        secret = click.prompt("Phrase des sujets", hide_input=True, err=True)
    done = installing.open_subjects(the_centre(inventory), secret, vault_password_file, say)
    tell(done, as_json, lambda _name: "sujets en place", quiet=False)


def _first_line(path: Path) -> str:
    try:
        line = path.read_text(encoding="utf-8").partition("\n")[0].strip()
    except (OSError, UnicodeDecodeError):
        raise FleetError(f"{path} ne peut pas être lu.", "Donnez un fichier texte avec la phrase.") from None
    if not line:
        raise FleetError(f"{path} : la première ligne est vide.", "Écrivez-y la phrase des sujets.")
    return line
