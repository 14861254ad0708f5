"""`./e5b fleet up`, `start`, `status`, `close`, `collect`, `down`: a wave, from its roster to its dossiers."""

from __future__ import annotations

from pathlib import Path

import click

from provisioner import exams, output
from provisioner.adapters.ansible import FleetError
from provisioner.commands.fleet.shared import AS_JSON, INVENTORY, NOTHING, WAVE, fail, failures, say, tell, the_centre


@click.command("up")
@INVENTORY
@click.option("--exam", default=exams.DEFAULT, show_default=True, metavar="ÉPREUVE", help="Épreuve.")
@click.option(
    "--roster", required=True, type=click.Path(path_type=Path), metavar="FICHIER", help="Liste des candidats."
)
@click.option("--wave", default="", metavar="VAGUE", help="Nom de la vague ; sinon l’épreuve et la date.")
@click.option(
    "--ahead", is_flag=True, help="Vague suivante, prête d’avance : ses sites font attendre jusqu’à « fleet start »."
)
@click.option("--no-pdf", is_flag=True, help="Fiches en HTML seulement.")
@AS_JSON
def up(
    inventory: Path,
    exam: str,
    roster: Path,
    wave: str,
    ahead: bool,  # noqa: FBT001
    no_pdf: bool,  # noqa: FBT001
    as_json: bool,  # noqa: FBT001
) -> None:
    """Répartit les candidats sur les postes, commission par commission, et ouvre leurs sites."""
    from provisioner.pipeline.fleet import opening  # noqa: PLC0415

    opened = opening.up(the_centre(inventory), exam, roster, wave, say, pdf=not no_pdf, ahead=ahead)
    known = opened.placement
    tell(
        opened.done,
        as_json,
        lambda name: f"{len(known.on(name))} candidat(s) : {', '.join(known.on(name))}",
        more={"wave": known.wave, "places": [one.model_dump() for one in known.places], "sheets": str(opened.sheets)},
        always=True,
    )
    if not as_json:
        output.results.print(f"Fiches à remettre aux candidats : {output.escape(str(opened.sheets))}")


@click.command("start")
@INVENTORY
@WAVE
@AS_JSON
def start(inventory: Path, wave: str, as_json: bool) -> None:  # noqa: FBT001
    """Fait partir le temps de tous ceux qui attendent, sur tous les postes."""
    from provisioner.pipeline.fleet import closing  # noqa: PLC0415

    centre = the_centre(inventory)
    done = closing.start(centre, centre.only_wave(wave), say)
    tell(done, as_json, lambda name: "l’épreuve a commencé" if name in done.changed else "déjà commencée")


@click.command("status")
@INVENTORY
@click.option("--wave", default="", metavar="VAGUE", help="Seulement cette vague.")
@AS_JSON
def status(inventory: Path, wave: str, as_json: bool) -> None:  # noqa: FBT001
    """Montre tous les candidats de tous les postes : adresse, état, temps restant."""
    from provisioner.pipeline.fleet import look, tables  # noqa: PLC0415

    found = look.status(the_centre(inventory), wave)
    if as_json:
        output.print_json(
            {
                "ok": not found.failures,
                "hosts": found.rows,
                "strays": found.strays,
                "consoles": found.consoles,
                "failures": failures(found.failures),
            }
        )
    else:
        tables.status(found)
    fail(found.failures)


@click.command("close")
@INVENTORY
@WAVE
@AS_JSON
def close(inventory: Path, wave: str, as_json: bool) -> None:  # noqa: FBT001
    """Termine ce qui court encore, puis attend que chaque dossier soit scellé."""
    from provisioner.pipeline.fleet import closing  # noqa: PLC0415

    centre = the_centre(inventory)
    found = closing.close(centre, centre.only_wave(wave), say)
    ended = sum(map(len, found.stopped.values()))
    if as_json:
        told = {"stopped": found.stopped, "waiting": found.waiting, "idle": found.idle, "seconds": round(found.seconds)}
        ok = not found.waiting and not found.failures
        output.print_json({"ok": ok, **told, "failures": failures(found.failures)})
    elif not ended and not found.waiting and not found.failures:
        output.results.print(NOTHING)
    elif not found.waiting:
        output.results.print(f"{ended} épreuve(s) terminée(s) par cet ordre ; dossiers scellés.")
    fail(found.failures)
    if found.waiting:
        told_late = " ; ".join(f"{name} : {', '.join(numbers)}" for name, numbers in found.waiting.items())
        raise FleetError(
            f"Dossiers pas encore scellés : {told_late}.", "« e5b log » sur ce poste dit pourquoi ; relancez."
        )


@click.command("collect")
@INVENTORY
@WAVE
@AS_JSON
def collect(inventory: Path, wave: str, as_json: bool) -> None:  # noqa: FBT001
    """Rapporte ici les dossiers scellés de tous les postes, et les vérifie."""
    from provisioner.pipeline.fleet import closing  # noqa: PLC0415

    centre = the_centre(inventory)
    found = closing.collect(centre, centre.only_wave(wave), say)
    problems = [problem.says for one in found.verified.values() for problem in one.problems]
    count = sum(map(len, found.dossiers.values()))
    if as_json:
        output.print_json(
            {
                "ok": found.ok,
                "dossiers": {name: [str(one) for one in files] for name, files in found.dossiers.items()},
                "new": found.new,
                "problems": problems,
                "missing": list(found.missing),
                "failures": failures(found.failures),
            }
        )
    else:
        output.results.print(f"{count} dossier(s), {found.new} de plus. {NOTHING if not found.new else ''}".strip())
        for says in problems:
            output.results.print(f"[bold red]•[/] {output.escape(says)}")
        if found.ok:
            output.results.print(f"Tous intacts : {output.escape(str(centre.folder / 'dossiers'))}")
    fail(found.failures)
    if found.missing:
        raise FleetError(
            f"Aucun dossier de : {', '.join(found.missing)}.", "« ./e5b fleet close » d’abord, puis relancez."
        )
    if problems:
        raise FleetError(
            f"{len(problems)} anomalie(s) dans les dossiers rapportés.", "Relancez : une copie saine est reprise."
        )


@click.command("down")
@INVENTORY
@WAVE
@click.option("--force", is_flag=True, help="Même si un travail n’a pas été capturé : il sera perdu.")
@AS_JSON
def down(inventory: Path, wave: str, force: bool, as_json: bool) -> None:  # noqa: FBT001
    """Retire les sites de la vague de tous les postes. Les preuves restent."""
    from provisioner.pipeline.fleet import closing  # noqa: PLC0415

    centre = the_centre(inventory)
    done = closing.down(centre, centre.only_wave(wave), say, force=force)
    tell(done, as_json, lambda name: "retiré" if name in done.changed else "rien à retirer")
