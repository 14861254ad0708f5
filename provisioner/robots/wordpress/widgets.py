"""The widgets' screen of WordPress 5.8: areas that hold blocks."""

from __future__ import annotations

from provisioner.adapters.workstation import Locator, Page, expect, write
from provisioner.robots.action import action
from provisioner.robots.candidate import Desk
from provisioner.robots.wordpress import modal
from provisioner.robots.wordpress.blocks import open_library
from provisioner.robots.wordpress.editor import IDS

AREAS = {"colonne latérale": "sidebar-1", "pied de page 1": "sidebar-2", "pied de page 2": "sidebar-3"}
"""French name of an area of Twenty Seventeen -> its id."""
_CHOSEN = """([block, menu]) => {
    const {instance} = wp.data.select('core/block-editor').getBlockAttributes(block);
    return String(instance?.raw?.nav_menu) === menu;
}"""


@action("Ajouter le paragraphe « {text} » aux widgets ({area})")
def add_text_widget(desk: Desk, *, area: str, text: str) -> None:
    """Add a paragraph block to an area, update."""
    insert_widget(desk, area, "paragraph", "Paragraphe")
    write(desk.page, text)
    save(desk.page)


@action("Ajouter le bloc « {words} » ({slug}) aux widgets ({area})")
def add_widget(desk: Desk, *, area: str, slug: str, words: str) -> None:
    """Add a block that needs no text to an area, update."""
    insert_widget(desk, area, slug, words)
    save(desk.page)


@action("Ajouter le bloc « {words} » ({slug}) aux widgets ({area}), sans mettre à jour")
def add_widget_without_saving(desk: Desk, *, area: str, slug: str, words: str) -> None:
    """Add a block to an area, leave; the browser asks, one says yes."""
    insert_widget(desk, area, slug, words)
    desk.open("/wp-admin/index.php")


@action("Ajouter une galerie aux widgets ({area}) : {titles}")
def add_gallery_widget(desk: Desk, *, area: str, titles: list[str]) -> None:
    """Add a gallery block to an area, choose its pictures, update."""
    page = desk.page
    block = insert_widget(desk, area, "gallery", "Galerie")
    open_library(block)
    modal.choose(page, titles)
    modal.confirm(page)
    modal.confirm(page)
    expect(block.locator("img")).to_have_count(len(titles))
    save(page)


@action("Ajouter les icônes de réseaux sociaux {addresses} aux widgets ({area})")
def add_social_widget(desk: Desk, *, area: str, addresses: list[str]) -> None:
    """Add a social icons block: each icon, then its address; update."""
    page = desk.page
    block = insert_widget(desk, area, "social-links", "Icônes de réseaux sociaux")
    for address in addresses:
        network = address.split("//")[1].removeprefix("www.").split(".")[0]
        block.locator(".block-editor-button-block-appender, .block-list-appender button").last.click()
        quick_insert(page, f"social-link-{network}", network, fallback=f"social-link\\/{network}")
        block.locator(".wp-social-link").last.click()
        page.locator(".block-editor-url-input input, .block-editor-url-popover__row input").first.fill(address)
        page.keyboard.press("Enter")
    save(page)


@action("Ajouter le menu « {menu} » aux widgets ({area})")
def add_menu_widget(desk: Desk, *, area: str, menu: str) -> None:
    """Add the « Menu de navigation » widget to an area, choose its menu, update."""
    page = desk.page
    block = insert_widget(desk, area, "legacy-widget\\/nav_menu", "Menu de navigation")
    chosen = block.locator("select").select_option(label=menu)
    # The widget goes to the server and back before it can be saved with its menu.
    page.wait_for_function(_CHOSEN, arg=[block.get_attribute("data-block"), *chosen])
    save(page)


@action("Retirer le widget « {title} » ({area})")
def remove_widget(desk: Desk, *, area: str, title: str) -> None:
    """Click a widget, remove it by the menu of its toolbar, update."""
    page = desk.page
    open_screen(desk)
    block = _area(page, area).locator('[data-type="core/legacy-widget"], [data-block]').filter(has_text=title).last
    block.click(position={"x": 4, "y": 4})
    page.keyboard.press("Alt+Shift+z")
    block.wait_for(state="detached")
    save(page)


@action("Regarder l’écran des widgets")
def look_at_widgets(desk: Desk) -> None:
    """Open the screen, open an area, leave."""
    open_screen(desk)
    _area(desk.page, "pied de page 1")


def open_screen(desk: Desk) -> None:
    """Open the screen and wait for its areas."""
    desk.open("/wp-admin/widgets.php")
    desk.page.locator('[data-type="core/widget-area"]').nth(2).wait_for()


def _area(page: Page, area: str) -> Locator:
    """Return an area, open."""
    found = page.locator('[data-type="core/widget-area"]').nth(list(AREAS).index(area))
    toggle = found.locator(".components-panel__body-toggle").first
    if toggle.get_attribute("aria-expanded") == "false":
        toggle.click()
    expect(toggle).to_have_attribute("aria-expanded", "true")
    return found


def insert_widget(desk: Desk, area: str, slug: str, words: str) -> Locator:
    """Press the « + » at the end of an area, look for a block, click it, return it."""
    page = desk.page
    open_screen(desk)
    place = _area(page, area)
    blocks = place.locator("[data-block]")
    before = set(blocks.evaluate_all(IDS))
    place.locator(".block-editor-button-block-appender").last.click()
    quick_insert(page, slug, words)
    expect(blocks).not_to_have_count(len(before))
    new = next(one for one in blocks.evaluate_all(IDS) if one not in before)
    return page.locator(f'[data-block="{new}"]')


def quick_insert(page: Page, slug: str, words: str, fallback: str = "") -> None:
    """Look for a block in the small window of the « + », click it."""
    window = page.locator(".block-editor-inserter__quick-inserter, .block-editor-inserter__popover").last
    window.locator("input[type=search]").fill(words)
    wanted = [f".editor-block-list-item-{one}" for one in (slug, fallback) if one]
    # Widgets of the old kind grow when their preview comes, and push the small window out of sight, below.
    window.locator(", ".join(wanted)).first.evaluate("block => block.click()")


def save(page: Page) -> None:
    """Press « Mettre à jour »."""
    button = page.locator(".edit-widgets-header__actions .is-primary")
    button.click()
    page.locator(".components-snackbar").first.wait_for()
    expect(button).to_be_disabled()
