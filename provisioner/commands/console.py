"""`./e5b console`: serves the console, and keeps its accounts."""

from __future__ import annotations

import sys

import click
from pydantic import ValidationError

from provisioner import output
from provisioner.errors import DataError
from provisioner.schema.accounts import AccountsCopy
from provisioner.steps.console import accounts, bringing
from provisioner.steps.console.accounts import ROLE_LABELS, ROLES, Role
from provisioner.steps.console.database import Database


@click.group("console", invoke_without_command=True, subcommand_metavar="[COMMANDE]…")
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADRESSE", help="Adresse à laquelle répondre.")
@click.option("--port", default=7900, show_default=True, type=click.IntRange(1, 65535), help="Port de la console.")
@click.option("--allow", "allowed", multiple=True, metavar="RÉSEAU", help="Ne répond qu’à ce réseau (192.168.1.0/24).")
@click.pass_context
def command(context: click.Context, host: str, port: int, allowed: tuple[str, ...]) -> None:
    """Sert la console des techniciens, des examinateurs et de l’académie, ou en gère les comptes."""
    if context.invoked_subcommand is None:
        from provisioner.console import serve  # noqa: PLC0415 accounts do not wait for the web server

        serve.serve(host, port, allowed)


@command.group("account", subcommand_metavar="COMMANDE [ARGUMENTS]…")
def account() -> None:
    """Gère les comptes de la console."""


@account.command("add")
@click.argument("name", metavar="NOM")
@click.option("--role", required=True, type=click.Choice(ROLES), help="Ce que la personne peut faire.")
@click.option("--commission", default="", metavar="N°", help="Commission d’un examinateur : il ne voit qu’elle.")
@click.option("--second", is_flag=True, help="Seconde correction : ne voit rien de la première.")
def add(name: str, role: Role, commission: str, second: bool) -> None:  # noqa: FBT001
    """Ouvre un compte et montre son premier mot de passe, une seule fois."""
    password = accounts.add(Database(), name, role, commission, marking=2 if second else 1)
    _show(name, password)


@account.command("list")
def list_() -> None:
    """Montre les comptes."""
    known = accounts.everyone(Database())
    for one in known:
        about = f", commission {one.commission}" if one.commission else ""
        about += ", seconde correction" if one.marking == 2 else ""
        output.results.print(output.escape(f"{one.name} : {ROLE_LABELS[one.role].lower()}{about}"))
    if not known:
        output.console.print("Aucun compte : « ./e5b console account add NOM --role technicien » ouvre le premier.")


@account.command("remove")
@click.argument("name", metavar="NOM")
def remove(name: str) -> None:
    """Ferme un compte ; ce qu’il a écrit reste."""
    accounts.remove(Database(), name)
    output.console.print(output.escape(f"Le compte « {name} » est fermé."))


@account.command("receive")
@click.option("--json", "as_json", is_flag=True, help="Résultat en JSON sur la sortie standard.")
def receive(as_json: bool) -> None:  # noqa: FBT001
    """Reprend, sur l’entrée standard, les comptes du poste qui mène le parc (« ./e5b fleet accounts »)."""
    try:
        copy = AccountsCopy.model_validate_json(sys.stdin.read())
    except ValidationError:
        # What was read is not told: it holds what is kept of passwords.
        raise DataError(
            "L’entrée standard ne contient pas les comptes d’un poste.", "« ./e5b fleet accounts » les donne."
        ) from None
    done = bringing.bring(Database(), copy)
    if as_json:
        output.print_json({"changed": list(done.changed), "kept": list(done.kept)})
        return
    for one in done.kept:
        output.console.print(output.escape(one), style="yellow")
    output.results.print(
        output.escape(f"Comptes repris : {', '.join(done.changed)}.") if done.changed else "Rien à changer."
    )


@account.command("password")
@click.argument("name", metavar="NOM")
def password(name: str) -> None:
    """Donne un nouveau mot de passe à un compte ; ses connexions ouvertes se ferment."""
    _show(name, accounts.renew(Database(), name))


def _show(name: str, secret: str) -> None:
    output.console.print(output.escape(f"Mot de passe de « {name} », montré une seule fois :"))
    output.results.print(secret)
