"""`./e5b image`: golden images, built once, copied for each candidate."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import click
from rich.table import Table

from provisioner import catalog, dates, exams, output
from provisioner.errors import E5BError, EngineError
from provisioner.pipeline.kit import here
from provisioner.pipeline.prepare import images
from provisioner.schema.exam import Cms, Exam
from provisioner.schema.image import Finding, ImageRecord
from provisioner.steps import image

_EXAM = click.option("--exam", default=exams.DEFAULT, show_default=True, metavar="ÉPREUVE", help="Épreuve concernée.")
_CMS = click.option("--cms", type=click.Choice(["wordpress", "prestashop"]), help="Un seul CMS ; sinon tous.")


@click.group(subcommand_metavar="COMMANDE [ARGUMENTS]…")
def command() -> None:
    """Images de référence : un site installé et rempli, prêt à être copié pour chaque candidat."""


def _wanted(exam: Exam, cms: Cms | None) -> Iterator[Cms]:
    """CMSs of the exam to handle."""
    if cms and cms not in exam.cms:
        raise E5BError(f"L’épreuve « {exam.id} » n’a pas de {cms}.", f"CMS possibles : {', '.join(sorted(exam.cms))}.")
    yield from [cms] if cms else sorted(exam.cms)


@command.command("build")
@_EXAM
@_CMS
@click.option("--rebuild", is_flag=True, help="Reconstruit même si rien n’a changé.")
@click.option("--json", "as_json", is_flag=True, help="Résultat en JSON.")
def build_images(exam: str, cms: Cms | None, *, rebuild: bool, as_json: bool) -> None:
    """Construit les images d’une épreuve ; ne refait rien si rien n’a changé."""
    wanted = catalog.load_exam(exam)
    built = []
    for one in _wanted(wanted, cms):
        kept = "" if rebuild else here.brought(wanted, one)
        if kept and not as_json:
            # A centre has neither the releases nor a network: what its kit brought is what it needs.
            output.results.print(f"{wanted.cms[one].label} : {kept}, apportée par le kit. Rien à construire.")
            continue
        with output.console.status(f"Image {wanted.cms[one].label}…") as status:
            built.append(
                images.ensure(wanted, one, lambda text: status.update(output.escape(text[:100])), rebuild=rebuild)
            )
        _say_built(wanted, built[-1], quiet=as_json)
    if as_json:
        output.print_json({"images": [record.model_dump(mode="json") for record in built]})


def _say_built(exam: Exam, record: ImageRecord, *, quiet: bool) -> None:
    stream = output.console if quiet else output.results
    stream.print(f"{exam.cms[record.cms].label} {record.cms_version} sur PHP {_php(record)} : {record.tag}")
    for reservation in record.reservations:
        stream.print(f"  Réserve : {output.escape(reservation)}")
    if exam.notice:
        stream.print(f"  {output.escape(exam.notice)}")


def _here(moment: str) -> str:
    return datetime.fromisoformat(moment).astimezone().isoformat()


def _php(record: ImageRecord) -> str:
    return record.php_version or record.php


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="Résultat en JSON.")
def list_images(*, as_json: bool) -> None:
    """Montre les images de cette machine, la plus récente d’abord, et celles que « up » copie."""
    records = image.listing()
    known = {name: exams.load_exam(name) for name in exams.list_exams()}
    copied = {one.tag for exam in known.values() for cms in exam.cms for one in image.chosen(records, exam, cms)[:1]}
    if as_json:
        told = [record.model_dump(mode="json") | {"copied": record.tag in copied} for record in records]
        output.print_json({"images": told})
        return
    table = Table(title="Images de référence", title_justify="left")
    for column in ("", "Épreuve", "CMS", "Version", "PHP", "Image", "Construite le"):
        table.add_column(column, overflow="fold")
    for record in records:
        label = known[record.exam].cms[record.cms].label if record.exam in known else record.cms
        # One that another program labelled like ours does not say.
        moment = dates.moment(_here(record.built_at)) if record.built_at else "—"
        used = "●" if record.tag in copied else ""
        table.add_row(used, record.exam, label, record.cms_version, _php(record), record.tag, moment)
    output.results.print(table)
    output.results.print("● : celle que « up » copie, sur le PHP que l’épreuve demande.")
    for reservation in dict.fromkeys(f"{one.exam}, {one.cms} : {text}" for one in records for text in one.reservations):
        output.results.print(f"Réserve, {output.escape(reservation)}")


@command.command("verify")
@_EXAM
@_CMS
@click.option("--json", "as_json", is_flag=True, help="Résultat en JSON.")
def verify_images(exam: str, cms: Cms | None, *, as_json: bool) -> None:
    """Démarre une copie de chaque image et prouve ses versions, sa langue et son autonomie sans internet."""
    wanted = catalog.load_exam(exam)
    found: dict[str, list[Finding]] = {}
    for one in _wanted(wanted, cms):
        record = image.find(wanted, one)
        if record is None:
            raise EngineError(
                f"L’image {wanted.cms[one].label} (PHP {wanted.cms[one].php}) de l’épreuve « {exam} » n’est pas "
                "construite.",
                f"Lancez « ./e5b image build --exam {exam} ».",
            )
        with output.console.status(f"Vérification de {record.tag}…"):
            found[record.tag] = image.verify(record, wanted)
    if as_json:
        output.print_json({tag: [one.model_dump(mode="json") for one in findings] for tag, findings in found.items()})
    else:
        for tag, findings in found.items():
            _show(tag, findings)
    bad = sum(not one.ok for findings in found.values() for one in findings)
    if bad:
        raise EngineError(
            f"{bad} point(s) de vérification en échec.",
            "Construisez l’image à nouveau : « ./e5b image build --rebuild ».",
        )


def _show(tag: str, findings: list[Finding]) -> None:
    table = Table(title=tag, title_justify="left")
    for column in ("", "Point vérifié", "Constaté", "Attendu"):
        table.add_column(column, overflow="fold")
    for one in findings:
        mark = "[green]✓[/]" if one.ok else "[bold red]✗[/]"
        table.add_row(mark, output.escape(one.what), output.escape(one.seen), output.escape(one.expected))
    output.results.print(table)
