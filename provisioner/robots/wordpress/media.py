"""The media library."""

from __future__ import annotations

import re
from pathlib import Path

from provisioner.adapters.workstation import expect
from provisioner.robots.action import action
from provisioner.robots.candidate import Desk


@action("Téléverser {picture}, texte alternatif « {alternative_text} », légende « {caption} »")
def upload_media(desk: Desk, *, picture: Path, alternative_text: str, caption: str) -> None:
    """Add a picture to the media library, then fill in its alternative text and caption."""
    upload_file(desk, picture=picture)
    page = desk.page
    desk.open("/wp-admin/upload.php?mode=list")
    page.locator("#the-list tr").first.locator(".row-title, .title a").first.click()
    page.wait_for_selector("#attachment_alt")
    page.fill("#attachment_alt", alternative_text)
    page.fill("#attachment_caption", caption)
    _save(desk)


@action("Téléverser {picture} dans la médiathèque")
def upload_file(desk: Desk, *, picture: Path) -> None:
    """Add a file by the plain form."""
    page = desk.page
    desk.open("/wp-admin/media-new.php?browser-uploader")
    page.set_input_files("#async-upload", picture)
    page.click("#html-upload")
    page.wait_for_url(re.compile(r"upload\.php"))


@action("Glisser {picture} sur la médiathèque en grille")
def upload_in_grid(desk: Desk, *, picture: Path) -> None:
    """Add a file from the grid view."""
    page = desk.page
    desk.open("/wp-admin/upload.php?mode=grid")
    tiles = page.locator("li.attachment")
    tiles.first.wait_for()
    newest = str(tiles.first.get_attribute("data-id"))
    page.locator("input[type=file][id^=html5_]").last.set_input_files(picture)
    expect(tiles.first).not_to_have_attribute("data-id", newest)
    expect(page.locator("li.attachment.uploading")).to_have_count(0)


@action("Choisir un fichier à téléverser, puis partir sans l’envoyer")
def upload_given_up(desk: Desk, *, picture: Path) -> None:
    """Choose a file in the form, do not send it."""
    desk.open("/wp-admin/media-new.php?browser-uploader")
    desk.page.set_input_files("#async-upload", picture)
    desk.open("/wp-admin/upload.php?mode=grid")


@action("Renseigner le média « {title} »")
def describe_media(
    desk: Desk,
    *,
    title: str,
    new_title: str = "",
    alternative_text: str = "",
    caption: str = "",
    description: str = "",
) -> None:
    """Open a media from the list, fill in those of its texts that are given, save."""
    open_media(desk, title=title)
    page = desk.page
    for field, text in (
        ("#title", new_title),
        ("#attachment_alt", alternative_text),
        ("#attachment_caption", caption),
        ("#attachment_content", description),
    ):
        if text:
            page.fill(field, text)
    _save(desk)


@action("Ouvrir le média « {title} »")
def open_media(desk: Desk, *, title: str) -> None:
    """Look for a media in the list, open its page."""
    page = desk.page
    desk.open(f"/wp-admin/upload.php?mode=list&s={title}")
    link = page.locator("#the-list .title strong a").filter(has_text=title).first.get_attribute("href")
    page.goto(str(link), wait_until="load")
    page.wait_for_selector("#attachment_alt")


@action("Renommer en « {new_title} » le média « {title} » depuis la grille, sans bouton d’enregistrement")
def retitle_in_grid(desk: Desk, *, title: str, new_title: str) -> None:
    """Click a picture of the grid, type in its panel, which saves when one leaves the field."""
    page = _details(desk, title)
    field = page.locator(".media-modal [data-setting=title] input")
    with page.expect_response(lambda r: "admin-ajax" in r.url and "save-attachment" in str(r.request.post_data)):
        field.fill(new_title)
        field.press("Tab")
    page.locator(".media-modal .settings-save-status .saved").wait_for()


@action("Écrire « {text} » comme texte alternatif du média « {title} » depuis la grille")
def alternative_text_in_grid(desk: Desk, *, title: str, text: str) -> None:
    """Click a picture of the grid, type in its panel, which saves when one leaves the field."""
    page = _details(desk, title)
    field = page.locator(".media-modal [data-setting=alt] input, .media-modal [data-setting=alt] textarea")
    with page.expect_response(lambda r: "admin-ajax" in r.url and "save-attachment" in str(r.request.post_data)):
        field.fill(text)
        field.press("Tab")
    page.locator(".media-modal .settings-save-status .saved").wait_for()


@action("Regarder le média « {title} » dans la grille")
def look_in_grid(desk: Desk, *, title: str) -> None:
    """Click a picture of the grid, look, close."""
    page = _details(desk, title)
    page.locator(".media-modal-close").click()


def _details(desk: Desk, title: str):  # type: ignore[no-untyped-def]  # noqa: ANN202
    page = desk.page
    desk.open("/wp-admin/upload.php?mode=grid")
    page.fill("#media-search-input", title)
    page.locator(f'li.attachment[aria-label="{title}"]').first.click()
    page.locator(".media-modal .attachment-details").wait_for()
    return page


@action("Faire pivoter l’image « {title} » et l’enregistrer")
def rotate_media(desk: Desk, *, title: str) -> None:
    """Open a picture's page, « Modifier l’image », turn it, save."""
    page = desk.page
    open_media(desk, title=title)
    page.locator("input[id^=imgedit-open-btn]").click()
    page.locator(".imgedit-rleft").click()
    page.locator(".imgedit-submit-btn:not([disabled])").click()
    page.locator(
        ".wp_attachment_image .notice, .imgedit-wait:visible, input[id^=imgedit-open-btn]:visible"
    ).first.wait_for()
    page.locator("input[id^=imgedit-open-btn]:visible").wait_for()


@action("Supprimer définitivement le média « {title} »")
def delete_media(desk: Desk, *, title: str) -> None:
    """Open a media's page, delete it; one says yes."""
    open_media(desk, title=title)
    desk.page.locator(".submitdelete").click()
    desk.page.wait_for_selector("#message")


def _save(desk: Desk) -> None:
    desk.page.click("#publish")
    desk.page.wait_for_selector("#message")
