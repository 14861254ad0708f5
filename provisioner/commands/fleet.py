"""`./e5b fleet`: a centre of several hosts."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from provisioner import exams, output
from provisioner.adapters.ansible import FleetError

if TYPE_CHECKING:
    from provisioner.pipeline.fleet.centre import Centre, Done
    from provisioner.pipeline.fleet.moving import Moved
    from provisioner.steps.fleet.words import Told

_COLOURS = {"good": "green", "slow": "yellow", "bad": "red"}
NOTHING = "Rien à changer."

_INVENTORY = click.option(
    "-i",
    "--inventory",
    required=True,
    type=click.Path(path_type=Path),
    metavar="INVENTAIRE",
    help="Inventaire du centre : inventories/<centre>.yml.",
)
_WAVE = click.option("--wave", default="", metavar="VAGUE", help="Cette vague ; sinon la seule ouverte.")
_JSON = click.option("--json", "as_json", is_flag=True, help="Résultat en JSON sur la sortie standard.")
_KIT = click.option(
    "--kit", type=click.Path(path_type=Path), default=None, metavar="KIT", help="Kit que les postes devraient avoir."
)


@click.group(subcommand_metavar="COMMANDE [ARGUMENTS]…")
def command() -> None:
    """Parc : plusieurs postes, menés d’ici par SSH. Relancée, chaque commande ne refait que ce qui manque."""


@command.command("check")
@_INVENTORY
@_KIT
@_JSON
def check(inventory: Path, kit: Path | None, as_json: bool) -> None:  # noqa: FBT001
    """Examine chaque poste : système, mémoire, disque, horloge, moteur, logiciel, réseau. Ne change rien."""
    from provisioner.pipeline.fleet import look  # noqa: PLC0415

    found = look.check(_centre(inventory), _say, kit)
    if as_json:
        told = {name: [one.model_dump() for one in checks] for name, checks in found.checks.items()}
        about = [one.model_dump() for one in found.centre]
        output.print_json({"ok": found.ok, "hosts": told, "centre": about, "failures": _failures(found.failures)})
    else:
        from provisioner.pipeline.fleet import tables  # noqa: PLC0415

        tables.checks(found)
    _fail(found.failures)
    if not found.ok:
        raise FleetError("Ce parc n’est pas prêt : voyez les points bloquants.", "Corrigez-les, puis relancez.")


@command.command("install")
@_INVENTORY
@click.argument("kit", type=click.Path(path_type=Path), metavar="KIT")
@click.option("--key", default="", metavar="EMPREINTE", help="Empreinte de la clé de l’académie, comparée.")
@_JSON
def install(inventory: Path, kit: Path, key: str, as_json: bool) -> None:  # noqa: FBT001
    """Envoie le KIT une fois, le fait passer d’un poste à l’autre, et l’installe partout, sans internet."""
    from provisioner.pipeline.fleet import install as installing  # noqa: PLC0415

    done = installing.install(_centre(inventory), kit, key, _say)
    _tell(done, as_json, lambda name: "installé" if name in done.changed else "déjà installé")


@command.command("open")
@_INVENTORY
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
@_JSON
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
    done = installing.open_subjects(_centre(inventory), secret, vault_password_file, _say)
    _tell(done, as_json, lambda _name: "sujets en place", quiet=False)


@command.command("up")
@_INVENTORY
@click.option("--exam", default=exams.DEFAULT, show_default=True, metavar="ÉPREUVE", help="Épreuve.")
@click.option(
    "--roster", required=True, type=click.Path(path_type=Path), metavar="FICHIER", help="Liste des candidats."
)
@click.option("--wave", default="", metavar="VAGUE", help="Nom de la vague ; sinon l’épreuve et la date.")
@click.option("--no-pdf", is_flag=True, help="Fiches en HTML seulement.")
@_JSON
def up(inventory: Path, exam: str, roster: Path, wave: str, no_pdf: bool, as_json: bool) -> None:  # noqa: FBT001
    """Répartit les candidats sur les postes, commission par commission, et ouvre leurs sites."""
    from provisioner.pipeline.fleet import opening  # noqa: PLC0415

    opened = opening.up(_centre(inventory), exam, roster, wave, _say, pdf=not no_pdf)
    known = opened.placement
    _tell(
        opened.done,
        as_json,
        lambda name: f"{len(known.on(name))} candidat(s) : {', '.join(known.on(name))}",
        more={"wave": known.wave, "places": [one.model_dump() for one in known.places], "sheets": str(opened.sheets)},
        always=True,
    )
    if not as_json:
        output.results.print(f"Fiches à remettre aux candidats : {output.escape(str(opened.sheets))}")


@command.command("start")
@_INVENTORY
@_WAVE
@_JSON
def start(inventory: Path, wave: str, as_json: bool) -> None:  # noqa: FBT001
    """Fait partir le temps de tous ceux qui attendent, sur tous les postes."""
    from provisioner.pipeline.fleet import closing  # noqa: PLC0415

    centre = _centre(inventory)
    done = closing.start(centre, centre.only_wave(wave), _say)
    _tell(done, as_json, lambda name: "l’épreuve a commencé" if name in done.changed else "déjà commencée")


@command.command("status")
@_INVENTORY
@click.option("--wave", default="", metavar="VAGUE", help="Seulement cette vague.")
@_JSON
def status(inventory: Path, wave: str, as_json: bool) -> None:  # noqa: FBT001
    """Montre tous les candidats de tous les postes : adresse, état, temps restant."""
    from provisioner.pipeline.fleet import look, tables  # noqa: PLC0415

    found = look.status(_centre(inventory), wave)
    if as_json:
        output.print_json({"ok": not found.failures, "hosts": found.rows, "failures": _failures(found.failures)})
    else:
        tables.status(found)
    _fail(found.failures)


@command.command("close")
@_INVENTORY
@_WAVE
@_JSON
def close(inventory: Path, wave: str, as_json: bool) -> None:  # noqa: FBT001
    """Termine ce qui court encore, puis attend que chaque dossier soit scellé."""
    from provisioner.pipeline.fleet import closing  # noqa: PLC0415

    centre = _centre(inventory)
    found = closing.close(centre, centre.only_wave(wave), _say)
    ended = sum(map(len, found.stopped.values()))
    if as_json:
        told = {"stopped": found.stopped, "waiting": found.waiting, "idle": found.idle, "seconds": round(found.seconds)}
        ok = not found.waiting and not found.failures
        output.print_json({"ok": ok, **told, "failures": _failures(found.failures)})
    elif not ended and not found.waiting and not found.failures:
        output.results.print(NOTHING)
    elif not found.waiting:
        output.results.print(f"{ended} épreuve(s) terminée(s) par cet ordre ; dossiers scellés.")
    _fail(found.failures)
    if found.waiting:
        told_late = " ; ".join(f"{name} : {', '.join(numbers)}" for name, numbers in found.waiting.items())
        raise FleetError(
            f"Dossiers pas encore scellés : {told_late}.", "« e5b log » sur ce poste dit pourquoi ; relancez."
        )


@command.command("collect")
@_INVENTORY
@_WAVE
@_JSON
def collect(inventory: Path, wave: str, as_json: bool) -> None:  # noqa: FBT001
    """Rapporte ici les dossiers scellés de tous les postes, et les vérifie."""
    from provisioner.pipeline.fleet import closing  # noqa: PLC0415

    centre = _centre(inventory)
    found = closing.collect(centre, centre.only_wave(wave), _say)
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
                "failures": _failures(found.failures),
            }
        )
    else:
        output.results.print(f"{count} dossier(s), {found.new} de plus. {NOTHING if not found.new else ''}".strip())
        for says in problems:
            output.results.print(f"[bold red]•[/] {output.escape(says)}")
        if found.ok:
            output.results.print(f"Tous intacts : {output.escape(str(centre.folder / 'dossiers'))}")
    _fail(found.failures)
    if found.missing:
        raise FleetError(
            f"Aucun dossier de : {', '.join(found.missing)}.", "« ./e5b fleet close » d’abord, puis relancez."
        )
    if problems:
        raise FleetError(
            f"{len(problems)} anomalie(s) dans les dossiers rapportés.", "Relancez : une copie saine est reprise."
        )


@command.command("down")
@_INVENTORY
@_WAVE
@click.option("--force", is_flag=True, help="Même si un travail n’a pas été capturé : il sera perdu.")
@_JSON
def down(inventory: Path, wave: str, force: bool, as_json: bool) -> None:  # noqa: FBT001
    """Retire les sites de la vague de tous les postes. Les preuves restent."""
    from provisioner.pipeline.fleet import closing  # noqa: PLC0415

    centre = _centre(inventory)
    done = closing.down(centre, centre.only_wave(wave), _say, force=force)
    _tell(done, as_json, lambda name: "retiré" if name in done.changed else "rien à retirer")


@command.command("move")
@_INVENTORY
@click.argument("numbers", nargs=-1, required=True, metavar="NUMÉRO…")
@click.option("--to", default="", metavar="POSTE", help="Poste qui les reprend : celui de secours, sinon.")
@_WAVE
@_JSON
def move(inventory: Path, numbers: tuple[str, ...], to: str, wave: str, as_json: bool) -> None:  # noqa: FBT001
    """Fait reprendre des candidats par le poste de secours : même adresse, mêmes codes, temps rendu."""
    from provisioner.pipeline.fleet import moving  # noqa: PLC0415

    centre = _centre(inventory)
    _moved(moving.move(centre, centre.only_wave(wave), numbers, to, _say), as_json)


@command.command("evacuate")
@_INVENTORY
@click.argument("host", metavar="POSTE")
@click.option("--to", default="", metavar="POSTE", help="Poste qui les reprend : celui de secours, sinon.")
@_WAVE
@_JSON
def evacuate(inventory: Path, host: str, to: str, wave: str, as_json: bool) -> None:  # noqa: FBT001
    """Fait reprendre tous les candidats d’un poste par son poste de secours, avec l’adresse qu’ils tapent."""
    from provisioner.pipeline.fleet import moving  # noqa: PLC0415

    centre = _centre(inventory)
    _moved(moving.evacuate(centre, centre.only_wave(wave), host, to, _say), as_json)


@command.command("rehearse")
@click.option("--hosts", default=4, show_default=True, metavar="N", help="Postes, tous sur cette machine.")
@click.option("--candidates", default=40, show_default=True, metavar="N", help="Candidats automatiques.")
@click.option("--exam", default=exams.DEFAULT, show_default=True, metavar="ÉPREUVE", help="Épreuve.")
@click.option(
    "--kit", type=click.Path(path_type=Path), default=None, metavar="KIT", help="Ce kit ; sinon un kit neuf, gardé."
)
@click.option("--seconds", default=60.0, show_default=True, metavar="S", help="Travail avant la coupure, et après.")
@_JSON
def rehearse(hosts: int, candidates: int, exam: str, kit: Path | None, seconds: float, as_json: bool) -> None:  # noqa: FBT001
    """Répète tout un centre sur cette machine : postes nus, kit, vague, un poste coupé, dossiers rapportés.

    Chaque poste est un Debian à part, avec son serveur SSH et son moteur, sans aucune issue vers l’extérieur.
    """
    from provisioner.pipeline.fleet import rehearsal  # noqa: PLC0415

    plan = rehearsal.Plan(hosts, candidates, exam, kit, seconds)
    found = rehearsal.rehearse(plan, lambda line: output.console.print(output.escape(line), soft_wrap=True))
    if as_json:
        output.print_json(
            {
                "ok": found.ok,
                "hosts": found.hosts,
                "candidates": found.candidates,
                "total_s": found.total_s,
                "proofs": [{"id": one.id, "state": one.state, "says": one.says} for one in found.proofs],
                "figures": found.figures,
                "folder": str(found.folder),
            }
        )
    else:
        for one in found.proofs:
            label = rehearsal.bilan.STATE_LABELS[one.state]
            output.results.print(f"[{_COLOURS[one.state]}]{label:<13}[/] {output.escape(one.says)}")
        output.results.print(f"Bilan et figures : {output.escape(str(found.folder))}")
    if not found.ok:
        raise FleetError(
            "La répétition n’a pas tout montré : voyez les lignes « Non constaté ».",
            f"Le bilan est dans {found.folder}.",
        )


def _moved(found: Moved, as_json: bool) -> None:  # noqa: FBT001
    if as_json:
        known = {"wave": found.wave, "from": found.source, "to": found.target, "alive": found.alive}
        output.print_json(
            {
                "ok": found.ok,
                **known,
                "seconds": round(found.seconds, 1),
                "candidates": [dict(one) for one in found.taken],
            }
        )
    else:
        for one in found.taken:
            done = f"repris par {found.target}, {one['url']}" if one["ok"] else one["error"]
            output.results.print(output.escape(f"{one['number']} : {done}"))
        if not found.taken:
            output.results.print(output.escape(f"{found.source} a lâché les sites que {found.target} porte désormais."))
    if not found.ok:
        raise FleetError(
            "Tous n’ont pas été repris.", "Relancez la même commande : ceux qui le sont restent où ils sont."
        )


def _centre(inventory: Path) -> Centre:
    from provisioner.pipeline.fleet import centre  # noqa: PLC0415

    return centre.load(inventory)


def _say(host: str, text: str) -> None:
    output.console.print(output.escape(f"{host} : {text}" if host else text), soft_wrap=True)


def _failures(failures: Mapping[str, Told]) -> dict[str, dict[str, str]]:
    return {name: {"message": one.message, "hint": one.hint} for name, one in failures.items()}


def _tell(
    done: Done,
    as_json: bool,  # noqa: FBT001
    words: Any,
    *,
    more: Mapping[str, Any] | None = None,
    quiet: bool = True,
    always: bool = False,
) -> None:
    """Print what came of an order; when nothing was changed anywhere, say so. Raises FleetError when a host failed."""
    unchanged = quiet and done.ok and not done.changed
    if as_json:
        told = {"ok": done.ok, "changed": sorted(done.changed), "hosts": sorted(done.answers)}
        output.print_json({**told, **(more or {}), "failures": _failures(done.failures)})
    else:
        if always or not unchanged:
            for name in done.answers:
                output.results.print(output.escape(f"{name} : {words(name)}"))
        if unchanged:
            output.results.print(NOTHING)
    _fail(done.failures)


def _fail(failures: Mapping[str, Told]) -> None:
    """Raise what every host that failed said, with what to do. Raises FleetError."""
    if not failures:
        return
    lines = "\n".join(f"  • {name} : {one.message}" for name, one in failures.items())
    hints: Collection[str] = dict.fromkeys(one.hint for one in failures.values() if one.hint)
    count = f"{len(failures)} poste{'s' if len(failures) > 1 else ''}"
    raise FleetError(f"{count} en échec.\n{lines}", " ".join(hints))


def _first_line(path: Path) -> str:
    try:
        line = path.read_text(encoding="utf-8").partition("\n")[0].strip()
    except (OSError, UnicodeDecodeError):
        raise FleetError(f"{path} ne peut pas être lu.", "Donnez un fichier texte avec la phrase.") from None
    if not line:
        raise FleetError(f"{path} : la première ligne est vide.", "Écrivez-y la phrase des sujets.")
    return line
