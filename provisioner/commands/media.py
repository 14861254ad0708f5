"""`./e5b media`: the releases that exams are made of."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn
from rich.table import Table

from provisioner import output, paths
from provisioner.errors import MediaError
from provisioner.steps import media
from provisioner.steps.media import add as adding
from provisioner.steps.media import fetch as fetching
from provisioner.steps.media import store
from provisioner.steps.media.wanted import Wanted, title, wanted

_OUTCOMES = {
    "added": "ajouté",
    "replaced": "remplacé (le contenu a changé)",
    "present": "déjà là, à l’identique",
    "kept": "déjà là, conforme au fabricant : gardé tel quel",
}


@click.group(subcommand_metavar="COMMANDE [ARGUMENTS]…")
def command() -> None:
    """Médias : archives de WordPress, PrestaShop, thèmes, extensions et traductions."""


@command.command("list")
@click.option("--exam", default="", metavar="ÉPREUVE", help="Une seule épreuve, par exemple 2022.")
@click.option("--json", "as_json", is_flag=True, help="Résultat en JSON.")
def list_media(exam: str, *, as_json: bool) -> None:
    """Montre ce que chaque épreuve demande et ce que le cache contient."""
    lines = [_line(one) for one in wanted(exam)]
    if as_json:
        output.print_json({"cache": str(paths.media_cache()), "media": lines})
        return
    table = Table(title=f"Médias ({paths.media_cache()})", title_justify="left")
    for column in ("Épreuve", "Média", "Version", "État"):
        table.add_column(column, overflow="fold")
    for line in lines:
        table.add_row(*(output.escape(str(line[key])) for key in ("exam", "label", "version", "state_label")))
    output.results.print(table)


def _line(one: Wanted) -> dict[str, object]:
    status = media.status(one.pin)
    record = status.item.record if status.item else None
    labels = {
        "present": "présent",
        "substitute": f"présent en version {record.version if record else ''}, avec réserve",
        "missing": "absent" if one.pin.required else "absent (facultatif)",
        "package": f"paquet Debian {one.pin.debian}",
    }
    state = labels[status.state]
    if record:
        state += " ; archive du fabricant" if record.vendor else " ; origine non vérifiée"
    return {
        "exam": one.exam.id,
        "cms": one.cms,
        "kind": one.pin.kind,
        "name": one.pin.name,
        "label": title(one.pin.kind, one.pin.name),
        "version": one.pin.version,
        "required": one.pin.required,
        "state": status.state,
        "state_label": state,
        "vendor": record.vendor if record else None,
        "found": record.version if record else "",
        "notes": list(record.notes) if record else [],
    }


@command.command("fetch")
@click.option("--exam", default="", metavar="ÉPREUVE", help="Une seule épreuve, par exemple 2022.")
def fetch_media(exam: str) -> None:
    """Télécharge ce qui manque (avec internet), vérifie chaque empreinte."""
    pins = list(fetching.missing(exam))
    if not pins:
        output.results.print("Rien à télécharger : tout ce qui a une adresse est dans le cache.")
        return
    failures: list[MediaError] = []
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    for pin in pins:
        with Progress(*columns, console=output.console, transient=True) as bars:

            def start(label: str, bars: Progress = bars) -> Callable[[int, int], None]:
                task = bars.add_task(output.escape(label), total=None)
                return lambda received, total: bars.update(task, completed=received, total=total or None)

            try:
                _tell(fetching.fetch(pin, start))
            except MediaError as error:
                failures.append(error)
                output.print_error(error.message)
    if failures:
        raise MediaError(f"{len(failures)} média(s) sur {len(pins)} n’ont pas pu être pris.", failures[-1].hint)


@command.command("add")
@click.argument("path", metavar="CHEMIN", type=click.Path(path_type=Path))
@click.option("--exam", default="", metavar="ÉPREUVE", help="Pour cette épreuve seulement.")
@click.option("--version", default="", metavar="V", help="Version d’une traduction, que ses fichiers n’indiquent pas.")
@click.option("--replace", is_flag=True, help="Remplace un contenu différent, gardé sous la même version.")
def add_media(path: Path, exam: str, version: str, *, replace: bool) -> None:
    """Ajoute une archive ou un dossier ; le contenu est reconnu par ses fichiers de version."""
    addition = adding.add(path, exam=exam, version=version, replace=replace)
    for added in addition.added:
        _tell(added)
    if addition.ignored:
        output.console.print(
            f"Laissé de côté, aucune épreuve ne le demande : {output.escape(', '.join(addition.ignored))}."
        )


def _tell(added: adding.Added) -> None:
    record = added.item.record
    origin = (
        "archive du fabricant (empreinte conforme)" if record.vendor else "origine non vérifiée (empreinte enregistrée)"
    )
    label = title(record.kind, record.name, record.version)
    output.results.print(output.escape(f"{label} : {_OUTCOMES[added.outcome]}, {record.files} fichier(s), {origin}."))
    for note in record.notes:
        output.results.print(output.escape(f"  À savoir : {note.rstrip('.')}."))
    if added.left_out:
        output.results.print(output.escape(f"  Écarté : {', '.join(added.left_out)}."))


@command.command("verify")
def verify_media() -> None:
    """Relit tous les fichiers du cache et vérifie leurs empreintes."""
    wrong = 0
    for item in store.items():
        problems = item.problems()
        wrong += bool(problems)
        label = title(item.record.kind, item.record.name, item.record.version)
        output.results.print(output.escape(f"{label} : " + ("intact." if not problems else "ALTÉRÉ.")))
        for problem in problems[:5]:
            output.results.print(output.escape(f"  {problem}"))
        if len(problems) > 5:
            output.results.print(f"  … et {len(problems) - 5} autre(s)")
    strays = store.strays()
    for path in strays:
        output.results.print(output.escape(f"Élément inconnu du cache : {path}"))
    if wrong or strays:
        raise MediaError(
            f"Le cache des médias n’est pas intact : {wrong} média(s) altéré(s), {len(strays)} élément(s) inconnu(s).",
            "Supprimez le dossier en cause, puis « ./e5b media fetch » ou « ./e5b media add ».",
        )
