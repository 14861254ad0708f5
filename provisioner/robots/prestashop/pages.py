"""Pages of the shop (« Pages », in « Apparence »)."""

from __future__ import annotations

from provisioner.robots.action import action
from provisioner.robots.candidate import Desk
from provisioner.robots.prestashop._office import (
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


def _edit(desk: Desk, title: str) -> None:
    page = desk.page
    go_to(desk, "AdminCmsContent")
    link = grid_row(page, title).locator("a[href*='/edit']").first
    page.goto(str(link.evaluate("link => link.href")), wait_until="load")
    page.wait_for_selector("#cms_page_title_1")


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
    rewrite(desk.page, "cms_page_content_1", content)
    save(desk)


@action("Ajouter à la page « {title} » un titre et une liste")
def structure_page(desk: Desk, *, title: str, heading: str, items: list[str]) -> None:
    """Write, at the end of a page, a title of level 2 and a bulleted list, with the toolbar."""
    page = desk.page
    _edit(desk, title)
    body = editor(page, "cms_page_content_1")
    body.press("Control+End")
    body.press("Enter")
    body.press_sequentially(heading)
    press_heading(page, "cms_page_content_1", 2)
    body.press("Enter")
    press_tool(page, "cms_page_content_1", "format_list_bulleted")
    for number, item in enumerate(items):
        if number:
            body.press("Enter")
        body.press_sequentially(item)
    save(desk)


@action("Enregistrer la page « {title} » sans rien changer")
def save_page_unchanged(desk: Desk, *, title: str) -> None:
    """Save a page of content as it is."""
    _edit(desk, title)
    save(desk)


@action("Supprimer la page « {title} »")
def delete_page(desk: Desk, *, title: str) -> None:
    """Delete a page of content and confirm."""
    page = desk.page
    go_to(desk, "AdminCmsContent")
    row = grid_row(page, title)
    row.locator(".dropdown-toggle").first.click()
    row.locator(".js-submit-row-action[data-url*=delete]").locator("visible=true").first.click()
    saved(desk)
