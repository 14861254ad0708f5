"""Categories and tags, on their own screens."""

from __future__ import annotations

from provisioner.adapters.workstation import Locator
from provisioner.robots.action import action
from provisioner.robots.candidate import Desk


@action("Créer la catégorie « {name} »")
def add_category(desk: Desk, *, name: str, description: str = "") -> None:
    """Fill in the form of the categories' screen."""
    _add(desk, "category", name, description)


@action("Créer l’étiquette « {name} »")
def add_tag(desk: Desk, *, name: str) -> None:
    """Fill in the form of the tags' screen."""
    _add(desk, "post_tag", name, "")


def _add(desk: Desk, taxonomy: str, name: str, description: str) -> None:
    page = desk.page
    desk.open(f"/wp-admin/edit-tags.php?taxonomy={taxonomy}")
    page.fill("#tag-name", name)
    page.fill("#tag-description", description)
    page.click("#submit")
    page.locator("#the-list .row-title", has_text=name).first.wait_for()


@action("Décrire la catégorie « {name} »")
def describe_category(desk: Desk, *, name: str, description: str) -> None:
    """Open a category, write its description."""
    desk.page.goto(str(_row(desk, "category", name).locator(".row-title").get_attribute("href")))
    desk.page.fill("#description", description)
    desk.page.click("#edittag input[type=submit], .edit-tag-actions input[type=submit]")
    desk.page.wait_for_selector("#message")


@action("Renommer l’étiquette « {name} » en « {new} »")
def rename_tag(desk: Desk, *, name: str, new: str) -> None:
    """Open a tag, type another name."""
    desk.page.goto(str(_row(desk, "post_tag", name).locator(".row-title").get_attribute("href")))
    desk.page.fill("#name", new)
    desk.page.click(".edit-tag-actions input[type=submit]")
    desk.page.wait_for_selector("#message")


@action("Supprimer la catégorie « {name} »")
def delete_category(desk: Desk, *, name: str) -> None:
    """Delete a category from the list; one says yes."""
    _delete(desk, "category", name)


@action("Supprimer l’étiquette « {name} »")
def delete_tag(desk: Desk, *, name: str) -> None:
    """Delete a tag from the list; one says yes."""
    _delete(desk, "post_tag", name)


def _delete(desk: Desk, taxonomy: str, name: str) -> None:
    line = _row(desk, taxonomy, name)
    line.hover()
    line.locator(".delete-tag").click()
    line.wait_for(state="detached")


def _row(desk: Desk, taxonomy: str, name: str) -> Locator:
    page = desk.page
    desk.open(f"/wp-admin/edit-tags.php?taxonomy={taxonomy}&s={name}")
    line = page.locator("#the-list tr").filter(has=page.locator(".row-title", has_text=name)).first
    line.wait_for()
    return line
