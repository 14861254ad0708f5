"""Accounts and roles."""

from __future__ import annotations

from provisioner.adapters.workstation import Locator
from provisioner.robots.action import action
from provisioner.robots.candidate import Desk


@action("Créer le compte « {login} » avec le rôle {role}")
def add_user(desk: Desk, *, login: str, email: str, role: str = "", first_name: str = "", last_name: str = "") -> None:
    """Fill in the form of a new account; the role stays the one proposed when none is given."""
    page = desk.page
    desk.open("/wp-admin/user-new.php")
    page.fill("#user_login", login)
    page.fill("#email", email)
    page.fill("#first_name", first_name)
    page.fill("#last_name", last_name)
    if role:
        page.select_option("#role", label=role)
    # The page asks the server for a password, without which the browser refuses the form.
    page.wait_for_selector("#pass-strength-result.strong")
    page.click("#createusersub")
    page.wait_for_selector("#message.updated, #message.notice-success")


@action("Remplir le formulaire d’un compte sans l’enregistrer")
def add_user_given_up(desk: Desk, *, login: str, email: str) -> None:
    """Type a new account, leave without validating."""
    desk.open("/wp-admin/user-new.php")
    desk.page.fill("#user_login", login)
    desk.page.fill("#email", email)
    desk.open("/wp-admin/users.php")


@action("Donner le rôle {role} au compte « {login} » depuis sa fiche")
def change_role(desk: Desk, *, login: str, role: str) -> None:
    """Open an account, choose another role, save."""
    _open(desk, login)
    desk.page.select_option("#role", label=role)
    _save(desk)


@action("Donner le rôle {role} au compte « {login} » depuis la liste")
def change_role_in_list(desk: Desk, *, login: str, role: str) -> None:
    """Tick an account of the list, « Changer de rôle pour… », press the button."""
    _row(desk, login).locator("input[type=checkbox]").check()
    desk.page.select_option("#new_role", label=role)
    desk.page.click("#changeit")
    desk.page.wait_for_selector("#message")


@action("Modifier le compte « {login} »")
def edit_user(desk: Desk, *, login: str, email: str = "", first_name: str = "", biography: str = "") -> None:
    """Open an account, fill in what is given, save."""
    _open(desk, login)
    for field, text in (("#email", email), ("#first_name", first_name), ("#description", biography)):
        if text:
            desk.page.fill(field, text)
    _save(desk)


@action("Enregistrer son propre profil sans rien changer")
def save_own_profile(desk: Desk) -> None:
    """Open one's profile, press the button."""
    desk.open("/wp-admin/profile.php")
    _save(desk)


@action("Choisir une autre palette de couleurs d’administration")
def change_admin_colours(desk: Desk) -> None:
    """Choose a colour scheme of the back office in one's profile: comfort, not work."""
    desk.open("/wp-admin/profile.php")
    desk.page.locator("#color-picker .color-option").nth(1).click()
    _save(desk)


@action("Supprimer le compte « {login} »")
def delete_user(desk: Desk, *, login: str, give_to: str = "") -> None:
    """Delete an account; its contents go to another (its displayed name) when one is given."""
    page = desk.page
    line = _row(desk, login)
    line.hover()
    line.locator(".submitdelete").click()
    if give_to:
        page.check("#delete_option1")
        choice = page.locator("#reassign_user")
        choice.select_option(choice.locator("option", has_text=give_to).first.get_attribute("value"))
    elif page.locator("#delete_option0").count():
        page.check("#delete_option0")
    page.click("#submit")
    page.wait_for_selector("#message")


def _row(desk: Desk, login: str) -> Locator:
    desk.open(f"/wp-admin/users.php?s={login}")
    line = desk.page.locator("#the-list tr").filter(has=desk.page.locator("td.username", has_text=login)).first
    line.wait_for()
    return line


def _open(desk: Desk, login: str) -> None:
    link = _row(desk, login).locator("td.username strong a").get_attribute("href")
    desk.page.goto(str(link))
    desk.page.wait_for_selector("#your-profile")


def _save(desk: Desk) -> None:
    desk.page.click("#submit")
    desk.page.wait_for_selector("#message")
