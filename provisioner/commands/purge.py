"""`./e5b purge`."""

from __future__ import annotations

from datetime import date, datetime

import click

from provisioner import output
from provisioner.errors import DossierError
from provisioner.pipeline.records import purges
from provisioner.pipeline.records.purges import Plan
from provisioner.schema.seal import Purge
from provisioner.steps.seal import words

_WHAT = {
    "roster": "liste des candidats (noms, mots de passe, clés)",
    "fiche": "fiches remises aux candidats",
    "access log": "journaux d’accès (adresses, sessions)",
    "journal": "journal de la vague (ses faits sont dans les dossiers scellés)",
    "console": "ce que la console garde de la vague (sans --evidence : les seuls noms qui y ont été tapés)",
    "leftover": "restes des sites et du suivi",
    "evidence": "preuves",
    "report": "relevés",
    "dossier": "dossiers scellés",
}


class Day(click.ParamType[date]):
    """A day, as people or programs write it."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day, or say how to write one."""
        text = str(value)
        form = "%d/%m/%Y" if "/" in text else "%Y-%m-%d"
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 a day has no zone
        except ValueError:
            return self.fail(f"« {value} » n’est pas une date : écrivez 31/12/2022.", param, ctx)


@click.command("purge")
@click.option(
    "--wave", default="", metavar="VAGUE", help="Vague à purger ; sinon toutes celles dont le délai est passé."
)
@click.option(
    "--before", type=Day(), default=None, metavar="DATE", help="Passe outre au délai : vagues d’avant ce jour."
)
@click.option("--evidence", is_flag=True, help="Détruit aussi les preuves, les relevés et les dossiers scellés.")
@click.option("--force", is_flag=True, help="Même si des dossiers n’ont pas été scellés.")
@click.option("--yes", is_flag=True, help="Confirme : sans cette option, rien n’est détruit.")
@click.option("--json", "as_json", is_flag=True, help="Résultat en JSON sur la sortie standard.")
def command(
    wave: str,
    before: date | None,
    evidence: bool,  # noqa: FBT001
    force: bool,  # noqa: FBT001
    yes: bool,  # noqa: FBT001
    as_json: bool,  # noqa: FBT001
) -> None:
    """Détruit ce qui nomme les candidats d’une vague, et le prouve par un procès-verbal signé, sans nom.

    Les preuves, connues par le seul numéro, restent, sauf avec --evidence.
    """
    waves = [wave] if wave else purges.due(before)
    plans = {name: purges.plan(name, before, evidence=evidence, force=force) for name in waves}
    todo = {name: plan for name, plan in plans.items() if plan}
    if todo and not yes:
        for name, plan in todo.items():
            _announce(name, plan)
        raise DossierError("Rien n’a été détruit : il faut confirmer.", "Relancez la même commande avec --yes.")
    done = [(plan, purges.carry_out(plan)) for plan in todo.values()]
    if as_json:
        output.print_json([_as_json(plan, told) for plan, told in done])
        return
    for plan, told in done:
        output.results.print(output.escape(words.purge(told)))
        output.results.print(f"  {output.escape(str(plan.path))}")
    if not done:
        output.results.print("Rien à détruire : déjà fait, ou aucun délai n’est passé.")


def _announce(wave: str, plan: Plan) -> None:
    output.results.print(f"Vague {output.escape(wave)} : seraient détruits")
    for what, count in plan.counts.items():
        output.results.print(f"  {count:5d}  {_WHAT[what]}")


def _as_json(plan: Plan, told: Purge) -> dict[str, object]:
    return {**told.model_dump(mode="json", exclude={"files"}), "files": len(told.files), "statement": str(plan.path)}
