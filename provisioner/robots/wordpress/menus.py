"""Menus, on their own screen."""

from __future__ import annotations

from provisioner.adapters.workstation import Locator, Page, expect
from provisioner.robots.action import action
from provisioner.robots.candidate import Desk

PLACES = {"principal": "top", "réseaux sociaux": "social"}
"""French name of a place of Twenty Seventeen -> its id."""


@action("Ajouter au menu « {menu} » le lien « {text} » vers {address}")
def add_link_to_menu(desk: Desk, *, menu: str, text: str, address: str) -> None:
    """Add a custom link at the end of a menu and save the menu."""
    open_menu(desk, menu)
    _fill_link(desk.page, text, address)
    _save(desk.page)


@action("Ajouter la page « {title} » au menu « {menu} »")
def add_page_to_menu(desk: Desk, *, menu: str, title: str) -> None:
    """Add one of the site's pages at the end of a menu and save the menu."""
    open_menu(desk, menu)
    _tick(desk.page, "post-type-page", "page", title)
    _add(desk.page, "#submit-posttype-page")
    _save(desk.page)


@action("Ajouter la catégorie « {name} » au menu « {menu} »")
def add_category_to_menu(desk: Desk, *, menu: str, name: str) -> None:
    """Add a category at the end of a menu and save the menu."""
    open_menu(desk, menu)
    _tick(desk.page, "category", "tabs-panel-category", name)
    _add(desk.page, "#submit-taxonomy-category")
    _save(desk.page)


@action("Ajouter l’article « {title} » au menu « {menu} »")
def add_article_to_menu(desk: Desk, *, menu: str, title: str) -> None:
    """Add an article at the end of a menu and save the menu."""
    open_menu(desk, menu)
    _tick(desk.page, "post-type-post", "post", title)
    _add(desk.page, "#submit-posttype-post")
    _save(desk.page)


@action("Cocher la page « {title} » dans l’écran du menu « {menu} », sans l’ajouter ni enregistrer")
def tick_page_without_adding(desk: Desk, *, menu: str, title: str) -> None:
    """Tick a page, forget the button, leave."""
    open_menu(desk, menu)
    _tick(desk.page, "post-type-page", "page", title)
    desk.open("/wp-admin/index.php")


@action("Ajouter la page « {title} » au menu « {menu} » sans enregistrer le menu")
def add_page_without_saving(desk: Desk, *, menu: str, title: str) -> None:
    """Add a page to a menu, leave without saving; the browser asks, one says yes."""
    open_menu(desk, menu)
    _tick(desk.page, "post-type-page", "page", title)
    _add(desk.page, "#submit-posttype-page")
    desk.open("/wp-admin/index.php")


@action("Ajouter la page « {title} » au menu « {menu} » deux fois, retirer la seconde, enregistrer")
def add_page_twice_remove_one(desk: Desk, *, menu: str, title: str) -> None:
    """Add a page twice by mistake, remove one, save."""
    page = desk.page
    open_menu(desk, menu)
    for _ in range(2):
        _tick(page, "post-type-page", "page", title)
        _add(page, "#submit-posttype-page")
    _remove(page, title)
    _save(page)


@action("Créer le menu « {name} »")
def create_menu(desk: Desk, *, name: str, place: str = "") -> None:
    """Create an empty menu, at a place of the theme when one is given (`principal`, `réseaux sociaux`)."""
    page = desk.page
    desk.open("/wp-admin/nav-menus.php?action=edit&menu=0")
    page.fill("#menu-name", name)
    if place:
        page.check(f"#locations-{PLACES[place]}")
    page.click("#save_menu_footer")
    # The new menu comes without a word: what it can be is deleted.
    page.wait_for_selector(".menu-delete")


@action("Renommer le menu « {menu} » en « {name} »")
def rename_menu(desk: Desk, *, menu: str, name: str) -> None:
    """Type another name, save the menu."""
    open_menu(desk, menu)
    desk.page.fill("#menu-name", name)
    _save(desk.page)


@action("Supprimer le menu « {menu} »")
def delete_menu(desk: Desk, *, menu: str) -> None:
    """Press « Supprimer le menu »; one says yes."""
    open_menu(desk, menu)
    desk.page.locator(".menu-delete").click()
    desk.page.wait_for_selector("#message")


@action("Placer le menu « {menu} » à l’emplacement {place}")
def place_menu(desk: Desk, *, menu: str, place: str) -> None:
    """Tick a place of the theme (`principal`, `réseaux sociaux`), save the menu."""
    open_menu(desk, menu)
    desk.page.check(f"#locations-{PLACES[place]}")
    _save(desk.page)


@action("Donner le libellé « {label} » à l’élément « {item} » du menu « {menu} »")
def relabel_item(desk: Desk, *, menu: str, item: str, label: str) -> None:
    """Open an item's settings, type another label, save the menu."""
    open_menu(desk, menu)
    _settings(desk.page, item).locator(".edit-menu-item-title").fill(label)
    _save(desk.page)


@action("Placer l’élément « {item} » du menu « {menu} » en sous-élément du précédent")
def indent_item(desk: Desk, *, menu: str, item: str) -> None:
    """Open an item's settings, press « Sous … », save the menu."""
    open_menu(desk, menu)
    _settings(desk.page, item).locator(".menus-move-right").click()
    _save(desk.page)


@action("Monter d’un rang l’élément « {item} » du menu « {menu} »")
def move_item_up(desk: Desk, *, menu: str, item: str) -> None:
    """Open an item's settings, press « Monter d’un », save the menu."""
    open_menu(desk, menu)
    _settings(desk.page, item).locator(".menus-move-up").click()
    _save(desk.page)


@action("Retirer l’élément « {item} » du menu « {menu} »")
def remove_item(desk: Desk, *, menu: str, item: str) -> None:
    """Open an item's settings, press « Retirer », save the menu."""
    open_menu(desk, menu)
    _remove(desk.page, item)
    _save(desk.page)


@action("Enregistrer le menu « {menu} » sans rien y changer")
def save_menu_untouched(desk: Desk, *, menu: str) -> None:
    """Open a menu, press « Enregistrer le menu »."""
    open_menu(desk, menu)
    _save(desk.page)


def open_menu(desk: Desk, menu: str) -> None:
    """Choose the menu to edit: the screen opens on the one edited last."""
    page = desk.page
    desk.open("/wp-admin/nav-menus.php")
    choice = page.locator("#select-menu-to-edit")
    if choice.count():
        choice.select_option(choice.locator("option", has_text=menu).first.get_attribute("value"))
        # The page that was there has the same boxes: what is opened in it would be closed in the next.
        with page.expect_navigation(wait_until="load"):
            page.locator(".manage-menus input[type=submit]").click()
    page.wait_for_selector("#save_menu_footer")


def _tick(page: Page, section: str, name: str, words: str) -> None:
    box = f"#add-{section}"
    if "open" not in str(page.locator(box).get_attribute("class")).split():
        page.locator(f"{box} .accordion-section-title").click()
    page.click(f"{box} a[data-type={name}-all]")
    page.locator(f"#{name}-all label", has_text=words).first.locator("input").check()


def _fill_link(page: Page, text: str, address: str) -> None:
    if "open" not in str(page.locator("#add-custom-links").get_attribute("class")).split():
        page.locator("#add-custom-links .accordion-section-title").click()
    page.fill("#custom-menu-item-url", address)
    page.fill("#custom-menu-item-name", text)
    _add(page, "#submit-customlinkdiv")


def _add(page: Page, button: str) -> None:
    items = page.locator("#menu-to-edit > li")
    before = items.count()
    page.click(button)
    expect(items).to_have_count(before + 1)
    # Below the new item all moves down, the button to save too.
    expect(page.locator(".add-to-menu .spinner.is-active")).to_have_count(0)
    page.wait_for_load_state("networkidle")


def _settings(page: Page, item: str) -> Locator:
    """Open the settings of the last item of that name."""
    entry = page.locator("#menu-to-edit > li").filter(has=page.locator(".menu-item-title", has_text=item)).last
    if "menu-item-edit-active" not in str(entry.get_attribute("class")):
        entry.locator(".item-edit").click()
    entry.locator(".menu-item-settings").wait_for()
    return entry


def _remove(page: Page, item: str) -> None:
    items = page.locator("#menu-to-edit > li:not(.deleting)")
    before = items.count()
    _settings(page, item).locator(".item-delete").click()
    expect(items).to_have_count(before - 1)


def _save(page: Page) -> None:
    # By the keyboard: while the screen still settles, the button slips away from under the mouse.
    page.locator("#save_menu_footer").press("Enter")
    page.wait_for_selector("#message.updated")
