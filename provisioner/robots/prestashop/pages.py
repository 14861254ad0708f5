"""Pages of the shop (« Pages », in « Apparence »)."""

from __future__ import annotations

from provisioner.robots.action import action
from provisioner.robots.candidate import Desk
from provisioner.robots.prestashop._office import (
    SAVE,
    editor,
    follow,
    go_to,
    grid_row,
    press_heading,
    press_tool,
    rewrite,
    rich_text,
    save,
    saved,
)

KEEP = f"{SAVE}, #cms_form_submit_btn"
"""Save button of an open page, in 1.7.6 and in 1.7.3."""


def _edit(desk: Desk, title: str) -> None:
    page = desk.page
    go_to(desk, "AdminCmsContent")
    # The second of each: 1.7.3.
    link = grid_row(page, title).locator("a[href*='/edit'], a.edit").first
    page.goto(str(link.evaluate("link => link.href")), wait_until="load")
    page.wait_for_selector("#cms_page_title_1, #name_1")


def _content(desk: Desk) -> str:
    """Return the name of the field of the open page's content."""
    return "cms_page_content_1" if desk.page.locator("#cms_page_title_1").count() else "content_1"


@action("Créer la page « {title} »")
def add_page(desk: Desk, *, title: str, content: str, online: bool = False) -> None:
    """Create a page of content; it is born off line unless asked otherwise."""
    page = desk.page
    go_to(desk, "AdminCmsContent")
    follow(desk, "a[href*='cms-pages/new']")
    page.fill("#cms_page_title_1", title)
    rich_text(page, "cms_page_content_1", content)
    if online:
        page.locator("label[for=cms_page_is_displayed_1], #cms_page_is_displayed_1").first.click(force=True)
    save(desk)


@action("Réécrire la page « {title} »")
def write_page(desk: Desk, *, title: str, content: str) -> None:
    """Replace the content of a page."""
    _edit(desk, title)
    rewrite(desk.page, _content(desk), content)
    save(desk, KEEP)


@action("Ajouter à la page « {title} » un titre et une liste")
def structure_page(desk: Desk, *, title: str, heading: str, items: list[str]) -> None:
    """Write, at the end of a page, a title of level 2 and a bulleted list, with the toolbar."""
    page = desk.page
    _edit(desk, title)
    field = _content(desk)
    body = editor(page, field)
    body.press("Control+End")
    body.press("Enter")
    body.press_sequentially(heading)
    press_heading(page, field, 2)
    body.press("Enter")
    press_tool(page, field, "format_list_bulleted")
    for number, item in enumerate(items):
        if number:
            body.press("Enter")
        body.press_sequentially(item)
    save(desk, KEEP)


@action("Enregistrer la page « {title} » sans rien changer")
def save_page_unchanged(desk: Desk, *, title: str) -> None:
    """Save a page of content as it is."""
    _edit(desk, title)
    save(desk, KEEP)


@action("Supprimer la page « {title} »")
def delete_page(desk: Desk, *, title: str) -> None:
    """Delete a page of content and confirm."""
    page = desk.page
    go_to(desk, "AdminCmsContent")
    row = grid_row(page, title)
    row.locator(".dropdown-toggle").first.click()
    row.locator(".js-submit-row-action[data-url*=delete]").locator("visible=true").first.click()
    saved(desk)
