"""What the commands of `./e5b fleet` share: options, and how an answer is told."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from provisioner import output
from provisioner.adapters.ansible import FleetError

if TYPE_CHECKING:
    from provisioner.pipeline.fleet.centre import Centre, Done
    from provisioner.steps.fleet.words import Told

NOTHING = "Rien à changer."

INVENTORY = click.option(
    "-i",
    "--inventory",
    required=True,
    type=click.Path(path_type=Path),
    metavar="INVENTAIRE",
    help="Inventaire du centre : inventories/<centre>.yml.",
)
WAVE = click.option("--wave", default="", metavar="VAGUE", help="Cette vague ; sinon la seule ouverte.")
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Résultat en JSON sur la sortie standard.")


def the_centre(inventory: Path) -> Centre:
    from provisioner.pipeline.fleet import centre  # noqa: PLC0415

    return centre.load(inventory)


def say(host: str, text: str) -> None:
    output.console.print(output.escape(f"{host} : {text}" if host else text), soft_wrap=True)


def failures(failures: Mapping[str, Told]) -> dict[str, dict[str, str]]:
    return {name: {"message": one.message, "hint": one.hint} for name, one in failures.items()}


def tell(
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
        output.print_json({**told, **(more or {}), "failures": failures(done.failures)})
    else:
        if always or not unchanged:
            for name in done.answers:
                output.results.print(output.escape(f"{name} : {words(name)}"))
        if unchanged:
            output.results.print(NOTHING)
    fail(done.failures)


def fail(failures: Mapping[str, Told]) -> None:
    """Raise what every host that failed said, with what to do. Raises FleetError."""
    if not failures:
        return
    lines = "\n".join(f"  • {name} : {one.message}" for name, one in failures.items())
    hints: Collection[str] = dict.fromkeys(one.hint for one in failures.values() if one.hint)
    count = f"{len(failures)} poste{'s' if len(failures) > 1 else ''}"
    raise FleetError(f"{count} en échec.\n{lines}", " ".join(hints))
