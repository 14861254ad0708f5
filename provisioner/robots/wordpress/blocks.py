"""Blocks of the editor, put in by the « + » button: the same in articles, pages and, on its screen, widgets."""

from __future__ import annotations

import re
from pathlib import Path

from provisioner.adapters.workstation import Locator, Page, expect, write
from provisioner.robots.action import action
from provisioner.robots.candidate import Desk
from provisioner.robots.wordpress import modal
from provisioner.robots.wordpress.editor import click_into, insert

_ALIGN = re.compile("^(Alignement|Modifier l’alignement|Aligner)$")


def open_library(block: Locator) -> None:
    """Press « Médiathèque » in a block that waits for a media."""
    block.get_by_role("button", name="Médiathèque").click()


@action("Insérer un bloc « {words} » ({slug}) sans rien y mettre")
def insert_empty_block(desk: Desk, *, slug: str, words: str) -> None:
    """Put a block in and leave it as it comes."""
    insert(desk.page, slug, words)


@action("Insérer l’image « {title} » de la médiathèque")
def insert_image(desk: Desk, *, title: str) -> None:
    """Put an image block in, open the library, choose a picture."""
    block = insert(desk.page, "image", "Image")
    open_library(block)
    modal.choose(desk.page, [title])
    modal.confirm(desk.page)
    block.locator("img").wait_for()


@action("Téléverser {picture} dans un bloc image")
def upload_image(desk: Desk, *, picture: Path) -> None:
    """Put an image block in and send a picture to it."""
    block = insert(desk.page, "image", "Image")
    block.locator("input[type=file]").set_input_files(picture)
    block.locator("img[src^=http]").wait_for()
    expect(block.locator(".components-spinner")).to_have_count(0)


@action("Écrire « {text} » comme texte alternatif de l’image choisie")
def set_alternative_text(desk: Desk, *, text: str) -> None:
    """Type the alternative text of the selected image, in the right column."""
    _block_tab(desk.page)
    desk.page.locator(".block-editor-block-inspector .components-textarea-control__input").first.fill(text)


@action("Écrire « {text} » sous l’image choisie")
def set_caption(desk: Desk, *, text: str) -> None:
    """Type the caption under the selected image."""
    caption = desk.page.locator("[data-block].is-selected figcaption").first
    caption.click()
    write(desk.page, text)


@action("Aligner l’image choisie : {choice}")
def align_image(desk: Desk, *, choice: str) -> None:
    """Choose an alignment in the block's toolbar, by its French name."""
    page = desk.page
    page.locator(".block-editor-block-toolbar").get_by_role("button", name=_ALIGN).first.click()
    page.get_by_role("menuitemradio", name=choice).or_(page.get_by_role("menuitem", name=choice)).first.click()


@action("Réduire l’image choisie à {percent} %")
def resize_image(desk: Desk, *, percent: int) -> None:
    """Press one of the buttons of sizes, in the right column."""
    _block_tab(desk.page)
    desk.page.locator(".block-editor-image-size-control").get_by_role("button", name=f"{percent}%").or_(
        desk.page.locator(".block-editor-image-size-control").get_by_role("button", name=f"{percent} %")
    ).first.click()


@action("Insérer une galerie : {titles}")
def insert_gallery(desk: Desk, *, titles: list[str]) -> None:
    """Put a gallery in, choose its pictures in the library."""
    block = insert(desk.page, "gallery", "Galerie")
    open_library(block)
    modal.choose(desk.page, titles)
    modal.confirm(desk.page)
    modal.confirm(desk.page)
    expect(block.locator("img")).to_have_count(len(titles))


@action("Passer la galerie à {number} colonnes")
def set_gallery_columns(desk: Desk, *, number: int) -> None:
    """Click on the gallery that is there, choose its number of columns."""
    page = desk.page
    page.locator('[data-type="core/gallery"]').first.click(position={"x": 3, "y": 3})
    _block_tab(page)
    field = page.locator(".block-editor-block-inspector input[type=number]").first
    field.fill(str(number))
    field.press("Enter")


@action("Insérer une bannière avec « {title} » et le texte « {text} »")
def insert_cover(desk: Desk, *, title: str, text: str) -> None:
    """Put a cover in, choose its picture in the library, type over it."""
    block = insert(desk.page, "cover", "Bannière")
    open_library(block)
    modal.choose(desk.page, [title])
    modal.confirm(desk.page)
    block.locator("[contenteditable=true]").first.click()
    write(desk.page, text)


@action("Insérer « {title} » à côté du texte « {text} »")
def insert_media_and_text(desk: Desk, *, title: str, text: str) -> None:
    """Put a media and text block in."""
    block = insert(desk.page, "media-text", "Média et texte")
    open_library(block)
    modal.choose(desk.page, [title])
    modal.confirm(desk.page)
    block.locator("img").wait_for()
    block.locator("[contenteditable=true]").last.click()
    write(desk.page, text)


@action("Insérer le bouton « {text} » vers {address}")
def insert_button(desk: Desk, *, text: str, address: str) -> None:
    """Put a button in, type its text, link it."""
    page = desk.page
    block = insert(page, "buttons", "Bouton")
    block.locator("[contenteditable=true]").first.click()
    write(page, text)
    page.keyboard.press("Control+k")
    page.locator(".block-editor-link-control__search-input input").fill(address)
    page.keyboard.press("Enter")
    page.locator(".block-editor-link-control__search-item.is-current").wait_for()
    page.keyboard.press("Escape")


@action("Insérer un bouton « {text} » sans lien")
def insert_button_without_link(desk: Desk, *, text: str) -> None:
    """Put a button in and only type its text."""
    block = insert(desk.page, "buttons", "Bouton")
    block.locator("[contenteditable=true]").first.click()
    write(desk.page, text)


@action("Insérer deux colonnes : « {left} », « {right} »")
def insert_columns(desk: Desk, *, left: str, right: str) -> None:
    """Put two equal columns in, type in each."""
    page = desk.page
    block = insert(page, "columns", "Colonnes")
    block.locator(
        ".block-editor-block-variation-picker__variation, .block-editor-block-variation-picker__variations button"
    ).nth(1).click()
    columns = block.locator('[data-type="core/column"]')
    expect(columns).to_have_count(2)
    for index, text in enumerate((left, right)):
        columns.nth(index).locator(".block-editor-button-block-appender, .block-list-appender button").first.click()
        page.locator(".block-editor-inserter__quick-inserter .editor-block-list-item-paragraph").first.click()
        write(page, text)


@action("Insérer un séparateur")
def insert_separator(desk: Desk) -> None:
    """Put a separator in."""
    insert(desk.page, "separator", "Séparateur")


@action("Insérer la citation « {text} »")
def insert_quote(desk: Desk, *, text: str) -> None:
    """Put a quotation in."""
    block = insert(desk.page, "quote", "Citation")
    block.locator("[contenteditable=true]").first.click()
    write(desk.page, text)


@action("Insérer le code HTML {code}")
def insert_html(desk: Desk, *, code: str) -> None:
    """Put a custom HTML block in and paste a code."""
    block = insert(desk.page, "html", "HTML personnalisé")
    block.locator("textarea").fill(code)


@action("Insérer la vidéo {address}")
def embed_video(desk: Desk, *, address: str) -> None:
    """Put an embed block in, type the address of a video, validate."""
    block = insert(desk.page, "embed", "Contenu embarqué")
    block.locator("input[type=url]").fill(address)
    block.locator("button[type=submit]").click()
    # The editor puts the provider's own block in its place.
    desk.page.locator('[data-type="core/embed"] iframe').last.wait_for()


@action("Supprimer le bloc qui contient « {text} »")
def remove_block(desk: Desk, *, text: str) -> None:
    """Click into a block, remove it with the keyboard's shortcut."""
    click_into(desk.page, text)
    desk.page.keyboard.press("Alt+Shift+z")
    expect(desk.page.locator(".is-root-container").get_by_text(text)).to_have_count(0)


@action("Monter d’un rang le bloc qui contient « {text} »")
def move_block_up(desk: Desk, *, text: str) -> None:
    """Click into a block, press the arrow of its toolbar."""
    page = desk.page
    click_into(page, text)
    # The toolbar hides while one types, until the mouse moves.
    for place in (300, 320):
        page.mouse.move(place, place)
    page.locator(".block-editor-block-mover-button.is-up-button").click()


def _block_tab(page: Page) -> None:
    """Show the right column's « Bloc » tab."""
    tab = page.locator(".edit-post-sidebar__panel-tab").last
    if not tab.is_visible():
        page.locator(".edit-post-header__settings .interface-pinned-items button").first.click()
    tab.click()
