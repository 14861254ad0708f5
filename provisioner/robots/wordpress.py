"""Actions of a candidate in the back office of WordPress 5.7 and 5.8, in French."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from provisioner.adapters.workstation import Page, expect
from provisioner.robots.action import action, actions
from provisioner.robots.candidate import Desk


def log_in(desk: Desk) -> None:
    """Identify oneself on the login page."""
    desk.open("/wp-login.php")
    desk.page.fill("#user_login", desk.login)
    desk.page.fill("#user_pass", desk.password)
    desk.page.click("#wp-submit")
    desk.page.wait_for_selector("#wpadminbar")


def log_out(desk: Desk) -> None:
    """Leave through the link of the admin bar."""
    link = desk.page.locator("#wp-admin-bar-logout a").get_attribute("href")
    desk.page.goto(str(link))


def browse(desk: Desk) -> None:
    """Look at the main lists of the back office without changing anything."""
    for path in ("index.php", "edit.php", "upload.php", "edit-comments.php", "nav-menus.php", "options-general.php"):
        desk.open(f"/wp-admin/{path}")


@action("Rédiger et publier l’article « {title} » dans « {category} »")
def write_article(desk: Desk, title: str, heading: str, paragraphs: tuple[str, ...], category: str) -> None:
    """Write an article in the block editor (a heading, paragraphs), file it under a category, publish it."""
    page = desk.page
    _open_editor(desk, "/wp-admin/post-new.php")
    page.locator(".editor-post-title__input").fill(title)
    for text in (f"## {heading}", *paragraphs):
        _next_block(page)
        page.keyboard.type(text, delay=2)
    _document_panel(page, "Catégories")
    page.get_by_label(category, exact=True).check()
    _publish(page)


def _open_editor(desk: Desk, path: str) -> None:
    desk.open(path)
    desk.page.wait_for_selector(".editor-post-title__input")
    close = desk.page.get_by_role("button", name=re.compile("Fermer la boite|Fermer la boîte|Close dialog"))
    if close.count():
        close.first.click()


def _next_block(page: Page) -> None:
    """Press Enter and wait for the new block: the editor loses what is typed before it is there."""
    blocks = page.locator("[data-block]")
    before = blocks.count()
    page.keyboard.press("Enter")
    expect(blocks).to_have_count(before + 1)


def _document_panel(page: Page, title: str) -> None:
    """Show a panel of the editor's right column, opening the « Article » tab and the panel when they are shut."""
    tab = page.locator(".edit-post-sidebar__panel-tab").first
    if not tab.is_visible():
        page.locator(".edit-post-header__settings button[aria-controls]").first.click()
    tab.click()
    toggle = page.get_by_role("button", name=title, exact=True)
    toggle.scroll_into_view_if_needed()
    if toggle.get_attribute("aria-expanded") == "false":
        toggle.click()


def _publish(page: Page) -> None:
    page.locator(".editor-post-publish-panel__toggle").click()
    page.locator(".editor-post-publish-button").click()
    page.locator(".post-publish-panel__postpublish-header").wait_for()


@action("Téléverser l’image {picture}, puis remplir son texte alternatif et sa légende")
def upload_media(desk: Desk, picture: Path, alternative_text: str, caption: str) -> None:
    """Add a picture to the media library, then fill in its alternative text and caption."""
    page = desk.page
    desk.open("/wp-admin/media-new.php?browser-uploader")
    page.set_input_files("#async-upload", picture)
    page.click("#html-upload")
    page.wait_for_url(re.compile(r"upload\.php"))
    desk.open("/wp-admin/upload.php?mode=list")
    page.locator("#the-list tr").first.locator(".row-title, .title a").first.click()
    page.wait_for_selector("#attachment_alt")
    page.fill("#attachment_alt", alternative_text)
    page.fill("#attachment_caption", caption)
    page.click("#publish")
    page.wait_for_selector("#message")


@action("Ajouter le lien « {text} » au menu « {menu} »")
def add_link_to_menu(desk: Desk, menu: str, text: str, address: str) -> None:
    """Add a custom link at the end of a menu and save the menu."""
    page = desk.page
    _open_menu(desk, menu)
    _open_accordion(page, "#add-custom-links")
    page.fill("#custom-menu-item-url", address)
    page.fill("#custom-menu-item-name", text)
    _add_and_save(page, "#submit-customlinkdiv")


@action("Ajouter la page « {title} » au menu « {menu} »")
def add_page_to_menu(desk: Desk, menu: str, title: str) -> None:
    """Add one of the site's pages at the end of a menu and save the menu."""
    page = desk.page
    _open_menu(desk, menu)
    _open_accordion(page, "#add-post-type-page")
    page.click("#add-post-type-page a[data-type=page-all]")
    page.locator("#page-all label", has_text=title).first.locator("input").check()
    _add_and_save(page, "#submit-posttype-page")


def _open_menu(desk: Desk, menu: str) -> None:
    """Choose the menu to edit: the screen opens on the one edited last."""
    page = desk.page
    desk.open("/wp-admin/nav-menus.php")
    choice = page.locator("#select-menu-to-edit")
    if choice.count():
        choice.select_option(choice.locator("option", has_text=menu).first.get_attribute("value"))
        page.locator(".manage-menus input[type=submit]").click()
    page.wait_for_selector("#menu-to-edit")


def _open_accordion(page: Page, section: str) -> None:
    if "open" not in str(page.locator(section).get_attribute("class")).split():
        page.locator(f"{section} .accordion-section-title").click()


def _add_and_save(page: Page, button: str) -> None:
    items = page.locator("#menu-to-edit > li")
    before = items.count()
    page.click(button)
    expect(items).to_have_count(before + 1)
    page.click("#save_menu_footer")
    page.wait_for_selector("#message.updated")


@action("Répondre au commentaire de « {author} »")
def approve_and_answer_comment(desk: Desk, author: str, answer: str) -> None:
    """Answer the pending comment of a named visitor, which approves it."""
    page = desk.page
    desk.open("/wp-admin/edit-comments.php?comment_status=moderated")
    row = page.locator("#the-comment-list tr", has_text=author).first
    row.hover()
    row.locator("button.vim-r").click()
    page.fill("#replycontent", answer)
    page.click("#replybtn")
    row.wait_for(state="hidden")


@action("Écrire le slogan « {tagline} »")
def change_tagline(desk: Desk, tagline: str) -> None:
    """Write a new slogan in the general settings."""
    desk.open("/wp-admin/options-general.php")
    desk.page.fill("#blogdescription", tagline)
    desk.page.click("#submit")
    desk.page.wait_for_selector("#setting-error-settings_updated")


@action("Cocher la page « {title} » pour le menu « {menu} » sans enregistrer")
def tick_page_without_saving(desk: Desk, menu: str, title: str) -> None:
    """Tick a page beside a menu, and go no further."""
    _open_menu(desk, menu)
    _open_accordion(desk.page, "#add-post-type-page")
    desk.page.click("#add-post-type-page a[data-type=page-all]")
    desk.page.locator("#page-all label", has_text=title).first.locator("input").check()


ACTIONS = actions(sys.modules[__name__])
