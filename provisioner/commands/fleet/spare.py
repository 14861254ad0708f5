"""`./e5b fleet move`, `evacuate`: candidates go on at another host."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from provisioner import output
from provisioner.adapters.ansible import FleetError

if TYPE_CHECKING:
    from provisioner.pipeline.fleet.moving import Moved

from provisioner.commands.fleet.shared import AS_JSON, INVENTORY, WAVE, say, the_centre


@click.command("move")
@INVENTORY
@click.argument("numbers", nargs=-1, required=True, metavar="NUMÉRO…")
@click.option("--to", default="", metavar="POSTE", help="Poste qui les reprend : celui de secours, sinon.")
@WAVE
@AS_JSON
def move(inventory: Path, numbers: tuple[str, ...], to: str, wave: str, as_json: bool) -> None:  # noqa: FBT001
    """Fait reprendre des candidats par le poste de secours : même adresse, mêmes codes, temps rendu."""
    from provisioner.pipeline.fleet import moving  # noqa: PLC0415

    centre = the_centre(inventory)
    _moved([moving.move(centre, centre.only_wave(wave), numbers, to, say)], as_json)


@click.command("evacuate")
@INVENTORY
@click.argument("host", metavar="POSTE")
@click.option("--to", default="", metavar="POSTE", help="Poste qui les reprend : celui de secours, sinon.")
@click.option("--wave", default="", metavar="VAGUE", help="Cette vague ; sinon toutes celles qu’il porte.")
@AS_JSON
def evacuate(inventory: Path, host: str, to: str, wave: str, as_json: bool) -> None:  # noqa: FBT001
    """Fait reprendre tous les candidats d’un poste par son poste de secours, avec l’adresse qu’ils tapent."""
    from provisioner.pipeline.fleet import moving  # noqa: PLC0415

    centre = the_centre(inventory)
    if wave:
        done = [moving.evacuate(centre, centre.only_wave(wave), host, to, say)]
    else:
        done = moving.evacuate_all(centre, host, to, say)
    _moved(done, as_json)


def _moved(found: Sequence[Moved], as_json: bool) -> None:  # noqa: FBT001
    if as_json:
        told = [_as_json(one) for one in found]
        output.print_json(told[0] if len(told) == 1 else {"ok": all(one.ok for one in found), "waves": told})
    else:
        for one in found:
            _print(one)
    if not all(one.ok for one in found):
        raise FleetError(
            "Tous n’ont pas été repris.", "Relancez la même commande : ceux qui le sont restent où ils sont."
        )


def _as_json(found: Moved) -> dict[str, object]:
    return {
        "ok": found.ok,
        "wave": found.wave,
        "from": found.source,
        "to": found.target,
        "alive": found.alive,
        "seconds": round(found.seconds, 1),
        "candidates": [dict(one) for one in found.taken],
    }


def _print(found: Moved) -> None:
    for one in found.taken:
        done = f"repris par {found.target}, {one['url']}" if one["ok"] else one["error"]
        output.results.print(output.escape(f"{one['number']} : {done}"))
    if not found.taken:
        output.results.print(output.escape(f"{found.source} a lâché les sites que {found.target} porte désormais."))
