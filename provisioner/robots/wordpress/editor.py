"""The block editor: opening, typing, the right column, saving. Blocks other than text are in `blocks`."""

from __future__ import annotations

import re
from pathlib import Path

from provisioner.adapters.workstation import Locator, Page, expect, write
from provisioner.robots.action import action
from provisioner.robots.candidate import Desk
from provisioner.robots.wordpress import modal
from provisioner.robots.wordpress.lists import row

TITLE = ".editor-post-title__input"
_INSERTER = ".edit-post-header-toolbar__inserter-toggle"
IDS = "all => all.map(one => one.dataset.block)"
_TITLE_HAS_CURSOR = "document.activeElement.matches('.editor-post-title__input')"
_IN_TEXT = 'document.activeElement.matches(\'[data-type="core/paragraph"], [data-type="core/heading"]\')'
_EMPTY = "document.activeElement.textContent.replace(/\\uFEFF/g, '') === ''"
_TEXT_HAS_CURSOR = f"{_IN_TEXT} && !({_EMPTY})"
_TAGS = "wp.data.select('core/editor').getEditedPostAttribute('tags')"
_BOXES_SAVED = "!wp.data.select('core/edit-post').isSavingMetaBoxes()"
_EMPTY_LINE_HAS_CURSOR = f"{_IN_TEXT} && {_EMPTY}"


@action("Rédiger et publier l’article « {title} » dans la catégorie « {category} »")
def write_article(desk: Desk, *, title: str, heading: str, paragraphs: list[str], category: str) -> None:
    """Write an article in the block editor (a heading, paragraphs), file it under a category, publish it."""
    new_article(desk, title=title)
    type_heading(desk, text=heading)
    for text in paragraphs:
        type_paragraph(desk, text=text)
    choose_category(desk, name=category)
    publish(desk)


@action("Ajouter un article intitulé « {title} »")
def new_article(desk: Desk, *, title: str) -> None:
    """Open the editor on a new article and type its title."""
    open_editor(desk, "/wp-admin/post-new.php")
    desk.page.locator(TITLE).fill(title)


@action("Ajouter une page intitulée « {title} »")
def new_page(desk: Desk, *, title: str) -> None:
    """Open the editor on a new page and type its title."""
    open_editor(desk, "/wp-admin/post-new.php?post_type=page")
    desk.page.locator(TITLE).fill(title)


@action("Ouvrir l’article « {title} » dans l’éditeur")
def open_article(desk: Desk, *, title: str) -> None:
    """Look for an article in the list and open it."""
    open_editor(desk, str(row(desk, "post", title).locator(".row-title").get_attribute("href")))


@action("Ouvrir la page « {title} » dans l’éditeur")
def open_page(desk: Desk, *, title: str) -> None:
    """Look for a page in the list and open it."""
    open_editor(desk, str(row(desk, "page", title).locator(".row-title").get_attribute("href")))


def open_editor(desk: Desk, address: str) -> None:
    """Open the editor by its address and wait until one can type."""
    desk.page.goto(address if address.startswith("http") else desk.url + address, wait_until="load")
    wait_until_ready(desk.page)


def wait_until_ready(page: Page) -> None:
    """Wait for the title field, and close the welcome window when it shows."""
    page.wait_for_selector(TITLE)
    close = page.get_by_role("button", name=re.compile("Fermer la bo[iî]te|Close dialog"))
    if close.count():
        close.first.click()


@action("Changer le titre en « {title} »")
def retitle(desk: Desk, *, title: str) -> None:
    """Type another title in the editor."""
    desk.page.locator(TITLE).fill(title)


@action("Écrire un paragraphe")
def type_paragraph(desk: Desk, *, text: str) -> None:
    """Type a paragraph after what is there."""
    next_line(desk.page)
    write(desk.page, text)


@action("Écrire l’intertitre « {text} » (niveau {level})")
def type_heading(desk: Desk, *, text: str, level: int = 2) -> None:
    """Type a heading the quick way: `##`, a space, the text."""
    type_paragraph(desk, text=f"{'#' * level} {text}")


@action("Écrire une liste à puces : {items}")
def type_list(desk: Desk, *, items: list[str]) -> None:
    """Type a list: `-`, a space, each item and Enter; twice Enter leaves the list."""
    page = desk.page
    next_line(page)
    write(page, f"- {items[0]}")
    for item in items[1:]:
        page.keyboard.press("Enter")
        write(page, item)
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")


@action("Ajouter « {text} » à la fin du paragraphe qui contient « {after} »")
def add_to_paragraph(desk: Desk, *, after: str, text: str) -> None:
    """Click into a paragraph that is there, go to its end, type."""
    click_into(desk.page, after)
    desk.page.keyboard.press("Control+End")
    write(desk.page, text)


@action("Remplacer le texte du paragraphe qui contient « {old} »")
def replace_paragraph(desk: Desk, *, old: str, text: str) -> None:
    """Click into a paragraph, select all of its text, type another."""
    click_into(desk.page, old)
    desk.page.keyboard.press("Control+A")
    write(desk.page, text)


@action("Mettre en gras le dernier mot")
def embolden_last_word(desk: Desk) -> None:
    """Select the word before the cursor, press Ctrl+B."""
    desk.page.keyboard.press("Control+Shift+ArrowLeft")
    desk.page.keyboard.press("Control+b")
    desk.page.keyboard.press("ArrowRight")


@action("Lier le dernier mot à l’adresse {address}")
def link_last_word(desk: Desk, *, address: str) -> None:
    """Select the word before the cursor, press Ctrl+K, type the address, validate."""
    page = desk.page
    links = page.locator(".block-editor-writing-flow a[href]")
    before = links.count()
    page.keyboard.press("Control+Shift+ArrowLeft")
    page.keyboard.press("Control+k")
    page.locator(".block-editor-link-control__search-input input").fill(address)
    page.keyboard.press("Enter")
    expect(links).to_have_count(before + 1)
    page.keyboard.press("ArrowRight")


@action("Lier le dernier mot à la page « {title} » du site, proposée par l’éditeur")
def link_last_word_to(desk: Desk, *, title: str) -> None:
    """Select the word before the cursor, press Ctrl+K, look for a page of the site, choose it."""
    page = desk.page
    links = page.locator(".block-editor-writing-flow a[href]")
    before = links.count()
    page.keyboard.press("Control+Shift+ArrowLeft")
    page.keyboard.press("Control+k")
    page.locator(".block-editor-link-control__search-input input").fill(title)
    page.locator(".block-editor-link-control__search-item", has_text=title).first.click()
    expect(links).to_have_count(before + 1)
    page.keyboard.press("ArrowRight")


@action("Classer dans la catégorie « {name} »")
def choose_category(desk: Desk, *, name: str) -> None:
    """Tick a category in the right column."""
    panel(desk.page, "Catégories")
    desk.page.get_by_label(name, exact=True).check()


@action("Créer la catégorie « {name} » depuis l’éditeur")
def add_category_in_editor(desk: Desk, *, name: str) -> None:
    """Add a category from the right column of an article."""
    panel(desk.page, "Catégories")
    desk.page.locator(".editor-post-taxonomies__hierarchical-terms-add").click()
    desk.page.locator(".editor-post-taxonomies__hierarchical-terms-input").fill(name)
    desk.page.locator(".editor-post-taxonomies__hierarchical-terms-submit").click()
    expect(desk.page.get_by_label(name, exact=True)).to_be_checked()


@action("Ajouter les étiquettes {names}")
def add_tags(desk: Desk, *, names: list[str]) -> None:
    """Type tags in the right column, each validated with Enter."""
    panel(desk.page, "Étiquettes")
    # The field of the author, in WordPress 5.6, is of the same make.
    field = desk.page.locator(".components-form-token-field__input-container input").first
    tokens = desk.page.locator(".components-form-token-field__token")
    # Those that the article has already come from the server.
    expect(tokens).to_have_count(desk.page.evaluate(f"{_TAGS}.length"))
    for name in names:
        before = tokens.count()
        field.fill(name)
        field.press("Enter")
        expect(tokens).to_have_count(before + 1)
        # The tag shows before the server knows it: another one typed meanwhile would be lost.
        desk.page.wait_for_function(f"{_TAGS}.length > {before}")
    expect(desk.page.locator(".components-form-token-field__token.is-validating")).to_have_count(0)


@action("Retirer l’étiquette « {name} »")
def remove_tag(desk: Desk, *, name: str) -> None:
    """Take a tag off an article, in the right column."""
    panel(desk.page, "Étiquettes")
    token = desk.page.locator(".components-form-token-field__token", has_text=name)
    token.locator("button").click()
    expect(token).to_have_count(0)


@action("Attribuer à « {name} » dans la colonne de droite")
def choose_author(desk: Desk, *, name: str) -> None:
    """Choose an author in the right column."""
    panel(desk.page, re.compile("^État et visibilité|^Résumé"))
    page = desk.page
    field = page.locator(".editor-post-author select, .post-author-selector select").or_(
        page.get_by_label("Auteur/autrice")
    )
    if field.first.evaluate("field => field.matches('select')"):
        field.first.select_option(label=name)
        return
    # WordPress 5.6 proposes names as one types.
    field.first.fill(name)
    page.locator(".components-form-token-field__suggestion", has_text=name).first.click()
    expect(field.first).to_have_value(name)


@action("Choisir l’image mise en avant « {title} » dans la médiathèque")
def set_featured_image(desk: Desk, *, title: str) -> None:
    """Open the featured image panel, choose a picture of the library."""
    panel(desk.page, "Image mise en avant")
    desk.page.locator(".editor-post-featured-image__toggle").click()
    modal.choose(desk.page, [title])
    modal.confirm(desk.page)
    desk.page.locator(".editor-post-featured-image__preview img").wait_for()


@action("Téléverser {picture} comme image mise en avant")
def upload_featured_image(desk: Desk, *, picture: Path) -> None:
    """Open the featured image panel, send a picture, choose it."""
    panel(desk.page, "Image mise en avant")
    desk.page.locator(".editor-post-featured-image__toggle").click()
    modal.upload(desk.page, picture)
    modal.confirm(desk.page)
    desk.page.locator(".editor-post-featured-image__preview img").wait_for()


@action("Publier")
def publish(desk: Desk) -> None:
    """Publish what is in the editor: the button, then the confirmation."""
    page = desk.page
    page.locator(".editor-post-publish-panel__toggle").click()
    page.locator(".editor-post-publish-panel .editor-post-publish-button").click()
    page.locator(".post-publish-panel__postpublish-header").wait_for()
    _boxes_saved(page)
    page.locator(".editor-post-publish-panel__header button").click()


@action("Mettre à jour")
def update(desk: Desk) -> None:
    """Save what is published already."""
    desk.page.locator(".editor-post-publish-button").click()
    _saved(desk.page)


@action("Enregistrer le brouillon")
def save_draft(desk: Desk) -> None:
    """Save without publishing."""
    desk.page.locator(".editor-post-save-draft").click()
    desk.page.locator(".editor-post-saved-state.is-saved, .components-snackbar").first.wait_for()
    _boxes_saved(desk.page)


def _saved(page: Page) -> None:
    page.locator(".components-snackbar", has_text=re.compile("mise? à jour|publiée?|enregistré")).first.wait_for()
    _boxes_saved(page)


def _boxes_saved(page: Page) -> None:
    """Wait for what extensions add below the text: the editor says that it is done, then sends it on its own."""
    page.wait_for_function(_BOXES_SAVED)


@action("Aperçu dans un nouvel onglet")
def preview(desk: Desk) -> None:
    """Open the preview in another tab, look, close the tab."""
    page = desk.page
    page.locator(".block-editor-post-preview__button-toggle").click()
    with page.context.expect_page() as opened:
        page.locator(".edit-post-header-preview__button-external").click()
    opened.value.wait_for_selector("#masthead")
    opened.value.close()


@action("Annuler la dernière frappe, {times} fois")
def undo(desk: Desk, *, times: int = 1) -> None:
    """Press the editor's undo button."""
    for _ in range(times):
        desk.page.locator(".editor-history__undo").click()


@action("Rétablir, {times} fois")
def redo(desk: Desk, *, times: int = 1) -> None:
    """Press the editor's redo button."""
    for _ in range(times):
        desk.page.locator(".editor-history__redo").click()


@action("Quitter l’éditeur sans enregistrer")
def leave_unsaved(desk: Desk) -> None:
    """Go to the list of articles; the browser asks, one says yes."""
    desk.open("/wp-admin/edit.php")


@action("Mettre à la corbeille depuis l’éditeur")
def trash_from_editor(desk: Desk) -> None:
    """Press the red button of the right column."""
    panel(desk.page, re.compile("^État et visibilité|^Résumé"))
    desk.page.locator(".editor-post-trash").click()
    desk.page.wait_for_selector("#the-list")


def click_into(page: Page, text: str) -> None:
    """Click into the block that holds a text."""
    page.locator("[data-block] [contenteditable=true], [data-block][contenteditable=true]").filter(
        has_text=text
    ).first.click()


def insert(page: Page, slug: str, words: str) -> Locator:
    """Look for a block by words in the « + » panel, click it, close the panel, return the new block."""
    field = page.locator(".block-editor-inserter__search-input")
    if not field.is_visible():
        page.locator(_INSERTER).click()
    field.fill(words)
    blocks = page.locator("[data-block]")
    before = set(blocks.evaluate_all(IDS))
    wanted = page.locator(f".block-editor-inserter__panel-content .editor-block-list-item-{slug}").first
    nothing = page.locator(".block-editor-inserter__no-results")
    expect(wanted.or_(nothing)).to_be_visible()
    if nothing.is_visible():
        # A language pack may leave the names of some blocks in English.
        field.fill(slug)
    wanted.click()
    expect(blocks).not_to_have_count(len(before))
    # WordPress 5.6 closes the panel by itself; later on, the button does so only by taking the focus away from it.
    if not page.locator("body.branch-5-6").count():
        field.click()
        page.locator(_INSERTER).click()
    field.wait_for(state="hidden")
    new = next(one for one in blocks.evaluate_all(IDS) if one not in before)
    return page.locator(f'[data-block="{new}"]')


def next_line(page: Page) -> None:
    """Go to a new, empty paragraph; the editor loses what is typed before it is there."""
    if page.evaluate(_TITLE_HAS_CURSOR) or page.evaluate(_TEXT_HAS_CURSOR):
        blocks = page.locator("[data-block]")
        before = blocks.count()
        page.keyboard.press("Enter")
        expect(blocks).to_have_count(before + 1)
    elif not page.evaluate(_EMPTY_LINE_HAS_CURSOR):
        insert(page, "paragraph", "Paragraphe").click()


def panel(page: Page, title: str | re.Pattern[str]) -> None:
    """Show a panel of the editor's right column, opening the first tab and the panel when they are shut."""
    tab = page.locator(".edit-post-sidebar__panel-tab").first
    if not tab.is_visible():
        page.locator(".edit-post-header__settings .interface-pinned-items button").first.click()
    tab.click()
    toggle = page.locator(".edit-post-sidebar").get_by_role("button", name=title, exact=isinstance(title, str)).first
    toggle.scroll_into_view_if_needed()
    if toggle.get_attribute("aria-expanded") == "false":
        toggle.click()
