"""`./e5b start`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import click

from provisioner import output
from provisioner.adapters.process import account
from provisioner.pipeline.sitting import conduct, keeper, lifecycle
from provisioner.steps.sitting.status import LABELS
from provisioner.steps.sitting.store import Entry


@click.command()
@click.argument("numbers", nargs=-1, metavar="[NUMÉRO]…")
@click.option("--wave", default="", metavar="VAGUE", help="Seulement cette vague.")
@click.option("--all", "everyone", is_flag=True, help="Toutes les vagues.")
@click.option("--no-clock", is_flag=True, help="Rouvre seulement les sites : le temps ne part pas.")
@click.option("--no-keeper", is_flag=True, help="Ne lance pas le gardien : « ./e5b keep » le fera.")
@click.option("--by", default="", metavar="NOM", help="Qui donne l’ordre, pour le journal ; sinon ce compte.")
@click.option("--json", "as_json", is_flag=True, help="Résultat en JSON sur la sortie standard.")
def command(
    numbers: tuple[str, ...],
    wave: str,
    everyone: bool,  # noqa: FBT001
    no_clock: bool,  # noqa: FBT001
    no_keeper: bool,  # noqa: FBT001
    by: str,
    as_json: bool,  # noqa: FBT001
) -> None:
    """Commence l’épreuve : ouvre les sites et fait partir le temps. Sans numéro : toute la vague.

    Un site arrêté est relancé tel que le candidat l’a laissé ; son temps, s’il court déjà, continue.
    """
    chosen, orders = lifecycle.select(wave, numbers, everyone=everyone), {}
    if no_clock:
        lifecycle.start(chosen, _say)
    else:
        lifecycle.wake(chosen, _say)
        orders = _clocks(chosen, account(by), named=bool(numbers))
    _tell(chosen, orders, as_json=as_json)
    # Last: what was started is told, whether or not somebody comes to end it.
    if chosen and not no_clock and not no_keeper and keeper.ensure():
        output.console.print("Le gardien est à l’œuvre : il finira chaque épreuve à son heure et fera les relevés.")


def _tell(chosen: Sequence[Entry], orders: Mapping[tuple[str, str], int], *, as_json: bool) -> None:
    rows = [row for name in sorted({one.wave for one in chosen}) for row in lifecycle.status(name)]
    wanted = {(one.wave, one.number) for one in chosen}
    rows = [row for row in rows if (row.wave, row.number) in wanted]
    if as_json:
        keys = ("wave", "number", "url", "clock", "left_s")
        told = [{key: getattr(row, key) for key in keys} for row in rows]
        output.print_json([{**row, "order": orders.get((row["wave"], row["number"]), 0)} for row in told])
        return
    for row in rows:
        output.results.print(f"{output.escape(row.number)} : {LABELS[row.state]}, {row.url}")
    if not rows:
        output.results.print("Aucun site sur cette machine.")


def _clocks(chosen: Sequence[Entry], who: str, *, named: bool) -> dict[tuple[str, str], int]:
    """Start the clocks that wait; one that is asked for by its number and is over is refused.

    Return by wave and number the order that started them.
    """
    orders: dict[tuple[str, str], int] = {}
    for wave in sorted({one.wave for one in chosen}):
        states = {one.number: one.state for one in conduct.standings(wave)}
        numbers = [one.number for one in chosen if one.wave == wave]
        going = [one for one in numbers if states.get(one) in {"running", "paused"}]
        wanted = [one for one in numbers if one not in going] if named else numbers
        waiting = [one for one in wanted if states.get(one) == "waiting"]
        if (named and wanted) or waiting:
            entry = conduct.start(wave, wanted if named else waiting, who)
            orders |= {(wave, number): entry.id for number in conduct.numbers_of(entry)}
    return orders


def _say(number: str, state: str) -> None:
    output.console.print(f"{number} : {state}")
