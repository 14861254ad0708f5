"""`./e5b log`."""

from __future__ import annotations

import click

from provisioner import output
from provisioner.adapters.process import account
from provisioner.pipeline.sitting import conduct, room
from provisioner.schema.journal import Entry

_WORDS = {
    "start": "début",
    "pause": "pause",
    "resume": "reprise",
    "extend": "temps rendu",
    "end": "fin",
    "undo": "annulation",
    "reset": "site neuf",
    "move": "changement de poste",
    "left": "site confié à une autre machine",
    "taken": "site repris d’une autre machine",
    "boot": "redémarrage du poste",
    "grace": "délai des envois",
    "closing": "clôture commencée",
    "captured": "travail relevé",
    "reported": "dossier écrit",
    "closed": "clôture faite",
    "sealed": "dossier scellé",
    "failed": "échec",
    "note": "remarque",
    "refused": "ordre refusé",
}


@click.command()
@click.argument("number", required=False, metavar="[NUMÉRO]")
@click.option("--wave", default="", metavar="VAGUE", help="Cette vague.")
@click.option("--note", default="", metavar="TEXTE", help="Écrit cette remarque, d’un candidat ou de la salle.")
@click.option("--by", default="", metavar="NOM", help="Qui donne l’ordre, pour le journal ; sinon ce compte.")
@click.option("--json", "as_json", is_flag=True, help="Résultat en JSON sur la sortie standard.")
def command(number: str | None, wave: str, note: str, by: str, as_json: bool) -> None:  # noqa: FBT001
    """Montre le journal d’une vague : chaque ordre, son heure, son auteur ; et ce que la machine a fait."""
    if note:
        name, _ = room.chosen(wave, [number] if number else ())
        written = conduct.note(name, number or "", note, account(by))
        if as_json:
            output.print_json({"order": written.id, "numbers": conduct.numbers_of(written)})
        else:
            output.results.print("La remarque est au journal.")
        return
    entries = room.journal_of(room.written(wave)).entries(number)
    if as_json:
        output.print_json([one.model_dump(mode="json") for one in entries])
        return
    for one in entries:
        output.results.print(output.escape(_line(one)))
    if not entries:
        output.results.print("Rien n’est encore écrit.")


def _line(one: Entry) -> str:
    about = ", ".join(conduct.numbers_of(one)) or "la salle"
    return f"{one.id:>4}  {one.at.astimezone():%H:%M:%S}  {_WORDS[one.kind]} : {about}  ({one.who}){_more(one)}"


def _more(one: Entry) -> str:
    detail = one.detail
    if one.kind == "extend":
        return f"  {detail['minutes']:g} min, {detail['reason']}"
    if one.kind == "end":
        return "  à l’heure" if detail.get("why") == "time" else "  sur ordre"
    if one.kind == "taken":
        return f"  venu de {detail.get('host', '')} ; temps d’arrêt non compté"
    if one.kind == "left":
        return f"  {detail.get('to', '')}"
    if one.kind == "undo":
        return f"  de l’ordre n° {detail['entry']}"
    return "  " + str(detail.get("error") or detail.get("why") or detail.get("text") or detail.get("reason") or "")
