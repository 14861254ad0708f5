"""`./e5b kit`: the offline kit."""

from __future__ import annotations

import time
from datetime import datetime
from pathlib import Path

import click

from provisioner import exams, output
from provisioner.errors import KitError
from provisioner.schema.exam import CMS_LABELS

_FOLDER = click.argument("folder", metavar="DOSSIER", type=click.Path(path_type=Path))
_KEY = click.option("--key", default="", metavar="EMPREINTE", help="Empreinte de la clé de l’académie, comparée.")
_JSON = click.option("--json", "as_json", is_flag=True, help="Résultat en JSON sur la sortie standard.")
_SECRET = click.option(
    "--passphrase-file",
    type=click.Path(path_type=Path),
    default=None,
    metavar="FICHIER",
    help="Fichier dont la première ligne est la phrase des sujets.",
)

_KEY_SECRET = click.option(
    "--passphrase-file",
    type=click.Path(path_type=Path),
    default=None,
    metavar="FICHIER",
    help="Fichier dont la première ligne est la phrase de la clé.",
)


def _say(sentence: str) -> None:
    output.console.print(output.escape(sentence))


@click.group(subcommand_metavar="COMMANDE [ARGUMENTS]…")
def command() -> None:
    """Kit hors ligne : tout ce qu’il faut à un centre sans réseau, signé par l’académie, sujets scellés."""


@command.command("build")
@_FOLDER
@click.option(
    "--exam", "wanted", multiple=True, metavar="ÉPREUVE", help=f"Épreuve ({exams.DEFAULT} sinon) ; répétable."
)
@click.option("--opens", default="", metavar="DATE", help="Quand la phrase sera publiée : « 2027-05-12 08:00 ».")
@_SECRET
@click.option("--clear", is_flag=True, help="Sujets en clair : seulement pour un kit d’entraînement.")
@click.option("--since", type=click.Path(path_type=Path), metavar="KIT", help="Complément de ce kit : le nouveau seul.")
@_JSON
def build(
    folder: Path,
    wanted: tuple[str, ...],
    opens: str,
    passphrase_file: Path | None,
    clear: bool,  # noqa: FBT001
    since: Path | None,
    as_json: bool,  # noqa: FBT001
) -> None:
    """Prépare un kit dans un nouveau DOSSIER, à copier tel quel sur une clé USB (FAT32 convient)."""
    if clear and (passphrase_file or opens):
        raise KitError("--clear ne va pas avec --opens ni --passphrase-file.", "Choisissez l’un ou l’autre.")
    from provisioner.adapters import passphrase  # noqa: PLC0415
    from provisioner.pipeline.kit import build as kit_build  # noqa: PLC0415

    secret = "" if clear else kit_build.checked_secret(_line(passphrase_file)) if passphrase_file else passphrase.new()
    order = kit_build.Order(wanted or (exams.DEFAULT,), folder.absolute(), _moment(opens), secret, since)
    made = kit_build.build(order, _say)
    if as_json:
        shown = {} if passphrase_file or clear else {"passphrase": secret}
        output.print_json(
            {
                "kit": str(folder),
                "bytes": made.size,
                "key": made.fingerprint,
                "manifest": made.digest,
                "parts": {one.name: one.size if one.volumes else 0 for one in made.manifest.parts},
                **shown,
            }
        )
        return
    output.results.print(f"{output.escape(str(folder))} : {_megabytes(made.size)}")
    output.results.print(f"Clé de l’académie : {made.fingerprint}")
    from provisioner.pipeline.kit import key as kit_key  # noqa: PLC0415

    if not kit_key.shown()[1]:
        output.console.print("C’est la clé de ce poste ; « ./e5b kit key create » en fait une à part, à sauvegarder.")
    if not clear and not passphrase_file:
        output.results.print(f"Phrase des sujets : {secret}")
        output.results.print("Notez-la maintenant : elle n’est écrite nulle part. Donnez-la à l’heure dite, pas avant.")


@command.command("verify")
@_FOLDER
@_KEY
@_JSON
def verify(folder: Path, key: str, as_json: bool) -> None:  # noqa: FBT001
    """Vérifie un kit : tel que l’académie l’a signé, complet, et fait pour cette machine."""
    from provisioner.pipeline.kit import verify as kit_verify  # noqa: PLC0415

    found = kit_verify.verify(folder, key)
    if as_json:
        lines = [{"kind": one.kind, "file": one.file, "says": one.says} for one in found.problems]
        output.print_json(
            {
                "ok": not found.problems,
                "key": found.fingerprint,
                "manifest": found.digest,
                "copy_again": found.again,
                "problems": lines,
            }
        )
    elif not found.problems:
        output.results.print(f"Kit intact, signé par la clé {found.fingerprint}.")
    else:
        for one in found.problems:
            output.results.print(f"[bold red]•[/] {output.escape(one.says)}")
    if found.problems:
        count = len(found.problems)
        raise KitError(f"{count} anomalie{'s' if count > 1 else ''} dans ce kit.", kit_verify.remedy(found))


@command.command("copy")
@click.argument("source", metavar="KIT", type=click.Path(path_type=Path))
@click.argument("target", metavar="DOSSIER", type=click.Path(path_type=Path))
def copy(source: Path, target: Path) -> None:
    """Copie un kit ; relancée, la commande ne recopie que ce qui manque ou s’est abîmé."""  # noqa: D401 French
    from provisioner.pipeline.kit import verify as kit_verify  # noqa: PLC0415

    copied = kit_verify.copy(source, target, _say)
    count = f"{len(copied)} fichier{'s' if len(copied) > 1 else ''} copié{'s' if len(copied) > 1 else ''}"
    output.results.print(f"{count}, copie fidèle." if copied else "Déjà copié, et fidèle. Rien à faire.")


@command.command("install")
@_FOLDER
@_KEY
def install(folder: Path, key: str) -> None:
    """Installe un kit sur cette machine, sans aucun réseau ; relancée, la commande ne refait que ce qui manque."""
    from provisioner.pipeline.kit import install as kit_install  # noqa: PLC0415
    from provisioner.steps import service  # noqa: PLC0415
    from provisioner.steps.kit import place  # noqa: PLC0415

    since = time.monotonic()
    record, new = kit_install.install(folder, key, _say)
    seconds = round(time.monotonic() - since)
    done = f"Installé en {seconds} s" if new else "Déjà installé"
    output.results.print(f"{done} dans {record.software} ; la commande est « e5b ».")
    # What runs now may lie in a folder of the installer's own: what starts with the machine is what was installed.
    service.install_or_say(_say, program=place.ROOT / place.CURRENT / "e5b", restart=new)
    if record.sealed:
        output.results.print("Les sujets sont scellés : « e5b kit open » les ouvre, avec la phrase de l’académie.")


@command.command("open")
@_SECRET
def open_subjects(passphrase_file: Path | None) -> None:
    """Ouvre les sujets scellés du kit installé, avec la phrase que l’académie donne le jour venu."""
    from provisioner.pipeline.kit import subjects as kit_subjects  # noqa: PLC0415

    kit_subjects.seal_of()
    secret = _line(passphrase_file) if passphrase_file else click.prompt("Phrase des sujets", hide_input=True, err=True)
    ids = kit_subjects.open_subjects(secret)
    output.results.print(f"{len(ids)} sujets en place : {', '.join(_titles(ids))}.")


def _titles(ids: list[str]) -> list[str]:
    """Return « épreuve 2022, WordPress A B C » for `2022/wordpress-a`, `2022/wordpress-b`, in order."""
    letters: dict[str, list[str]] = {}
    for id_ in ids:
        exam, _, name = id_.partition("/")
        cms, _, letter = name.rpartition("-")
        letters.setdefault(f"épreuve {exam}, {CMS_LABELS.get(cms, cms)}", []).append(letter.upper())
    return [f"{what} {' '.join(found)}" for what, found in letters.items()]


@command.group("key", subcommand_metavar="COMMANDE [ARGUMENTS]…")
def key_() -> None:
    """Clé de l’académie, qui signe les kits : à part de celle du poste, sauvegardée, emportée sur un autre."""


@key_.command("create")
def key_create() -> None:
    """Fait la clé de l’académie ; si elle est déjà là, ne change rien et la montre."""
    from provisioner.pipeline.kit import key as kit_key  # noqa: PLC0415

    mark, new = kit_key.create()
    output.results.print(f"{'Clé de l’académie faite' if new else 'Déjà faite'} : {mark}")
    if new:
        output.console.print(
            "Publiez cette empreinte, et gardez une copie de la clé hors ligne : « ./e5b kit key export »."
        )


@key_.command("show")
@_JSON
def key_show(as_json: bool) -> None:  # noqa: FBT001
    """Montre l’empreinte de la clé qui signe les kits de ce poste."""
    from provisioner.pipeline.kit import key as kit_key  # noqa: PLC0415

    mark, own = kit_key.shown()
    if as_json:
        output.print_json({"key": mark, "academy": own})
        return
    output.results.print(f"{'Clé de l’académie' if own else 'Clé de ce poste (aucune clé d’académie)'} : {mark}")


@key_.command("export")
@click.argument("target", metavar="FICHIER", type=click.Path(path_type=Path, dir_okay=False))
@_KEY_SECRET
def key_export(target: Path, passphrase_file: Path | None) -> None:
    """Écrit la clé de l’académie dans FICHIER, lisible avec une phrase seulement."""
    from provisioner.adapters import passphrase  # noqa: PLC0415
    from provisioner.pipeline.kit import build as kit_build  # noqa: PLC0415
    from provisioner.pipeline.kit import key as kit_key  # noqa: PLC0415

    secret = kit_build.checked_secret(_line(passphrase_file)) if passphrase_file else passphrase.new()
    output.results.print(f"{output.escape(str(target))} : clé {kit_key.export(target, secret)}")
    if not passphrase_file:
        output.results.print(f"Phrase de la clé : {secret}")
        output.results.print("Notez-la maintenant, ailleurs que ce fichier : elle n’est écrite nulle part.")


@key_.command("import")
@click.argument("source", metavar="FICHIER", type=click.Path(path_type=Path, dir_okay=False))
@_KEY_SECRET
def key_import(source: Path, passphrase_file: Path | None) -> None:
    """Prend la clé de l’académie d’un FICHIER exporté ; une autre clé, s’il y en a une, n’est jamais écrasée."""
    from provisioner.pipeline.kit import key as kit_key  # noqa: PLC0415

    secret = _line(passphrase_file) if passphrase_file else click.prompt("Phrase de la clé", hide_input=True, err=True)
    output.results.print(f"Clé de l’académie : {kit_key.take(source, secret)}")


def _line(path: Path) -> str:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        raise KitError(f"{path} ne peut pas être lu.", "Donnez un fichier texte avec la phrase.") from None
    if not lines or not lines[0].strip():
        raise KitError(f"{path} : la première ligne est vide.", "Écrivez-y la phrase.")
    return lines[0].strip()


def _moment(text: str) -> str:
    if not text:
        return ""
    try:
        return datetime.fromisoformat(text).astimezone().isoformat(timespec="minutes")
    except ValueError:
        raise KitError(f"« {text} » n’est pas une date.", "Écrivez-la ainsi : 2027-05-12 08:00.") from None


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.0f} Mo"
