"""`./e5b undo`."""

from __future__ import annotations

import click

from provisioner import output
from provisioner.adapters.process import account
from provisioner.errors import SittingError
from provisioner.pipeline.sitting import conduct, room
from provisioner.steps.sitting.status import clock


@click.command()
@click.argument("order", type=int, required=False, metavar="[ORDRE]")
@click.option("--wave", default="", metavar="VAGUE", help="Cette vague.")
@click.option("--by", default="", metavar="NOM", help="Qui donne l’ordre, pour le journal ; sinon ce compte.")
@click.option("--json", "as_json", is_flag=True, help="Résultat en JSON sur la sortie standard.")
def command(order: int | None, wave: str, by: str, as_json: bool) -> None:  # noqa: FBT001
    """Annule un début, un temps rendu ou une fin donnés par erreur, dans les deux minutes. Sans numéro : le dernier.

    « ./e5b log » donne le numéro de chaque ordre. Le temps passé sous une fin annulée est rendu.
    """
    name, _ = room.chosen(wave, ())
    if order is None:
        orders = [one.id for one in room.journal_of(name).entries() if one.kind in {"start", "extend", "end"}]
        if not orders:
            raise SittingError("Aucun ordre à annuler.", "« ./e5b log » montre le journal.")
        order = orders[-1]
    entry = conduct.undo(name, order, account(by))
    if as_json:
        output.print_json({"order": entry.id, "numbers": conduct.numbers_of(entry)})
        return
    states = {one.number: one for one in conduct.standings(name)}
    for one in conduct.numbers_of(entry):
        output.results.print(f"{output.escape(one)} : reste {clock(round(states[one].left_s))}.")
