"""The Customizer: identity, header, menus' places, home page. Nothing counts before « Publier »."""

from __future__ import annotations

from pathlib import Path

from provisioner.adapters.workstation import Locator, Page, expect
from provisioner.robots.action import action
from provisioner.robots.candidate import Desk
from provisioner.robots.wordpress import modal


@action("Écrire le slogan « {tagline} » dans la personnalisation et publier")
def customize_tagline(desk: Desk, *, tagline: str) -> None:
    """Type a slogan in the site's identity, publish."""
    _section(desk, "title_tagline").locator("#_customize-input-blogdescription").fill(tagline)
    _publish(desk.page)


@action("Écrire le slogan « {tagline} » dans la personnalisation, puis quitter sans publier")
def customize_tagline_without_publishing(desk: Desk, *, tagline: str) -> None:
    """Type a slogan, see it in the preview, leave; the browser asks, one says yes."""
    _section(desk, "title_tagline").locator("#_customize-input-blogdescription").fill(tagline)
    _preview(desk.page).get_by_text(tagline).first.wait_for(state="attached")
    desk.open("/wp-admin/index.php")


@action("Choisir « {title} » comme logo")
def customize_logo(desk: Desk, *, title: str) -> None:
    """Change the logo for a picture of the library, keep the frame proposed, publish."""
    _choose_picture(desk, "custom_logo", title)


@action("Retirer le logo")
def remove_logo(desk: Desk) -> None:
    """Press « Retirer » under the logo, publish."""
    _section(desk, "title_tagline").locator("#customize-control-custom_logo .remove-button").click()
    _publish(desk.page)


@action("Choisir « {title} » comme icône du site")
def customize_icon(desk: Desk, *, title: str) -> None:
    """Choose the site's icon in the library, publish."""
    _choose_picture(desk, "site_icon", title)


@action("Masquer le titre et le slogan dans l’en-tête")
def hide_header_text(desk: Desk) -> None:
    """Untick « Afficher le titre et le slogan du site », publish."""
    _section(desk, "title_tagline").locator("#customize-control-display_header_text input").uncheck()
    _publish(desk.page)


@action("Choisir la couleur {colour} pour le texte d’en-tête")
def colour_header_text(desk: Desk, *, colour: str) -> None:
    """Type a colour in the colours' section, publish."""
    control = _section(desk, "colors").locator("#customize-control-header_textcolor")
    control.locator("button.wp-color-result").click()
    control.locator(".wp-color-picker").fill(colour)
    control.locator(".wp-color-picker").press("Enter")
    _publish(desk.page)


@action("Téléverser {picture} comme image d’en-tête")
def upload_header(desk: Desk, *, picture: Path) -> None:
    """Send a picture for the header, keep the frame proposed, publish."""
    page = desk.page
    _section(desk, "header_image").locator("#customize-control-header_image .button.new").click()
    modal.upload(page, picture)
    modal.confirm(page)
    modal.crop(page)
    _publish(page)


@action("Choisir « {title} » comme image d’en-tête")
def customize_header(desk: Desk, *, title: str) -> None:
    """Choose the header's picture in the library, publish."""
    page = desk.page
    _section(desk, "header_image").locator("#customize-control-header_image .button.new").click()
    modal.choose(page, [title])
    modal.confirm(page)
    modal.crop(page)
    _publish(page)


@action("Retirer l’image d’en-tête")
def hide_header_image(desk: Desk) -> None:
    """Press « Masquer l’image », publish."""
    _section(desk, "header_image").locator("#customize-control-header_image .button.remove").click()
    _publish(desk.page)


@action("Donner à l’en-tête la vidéo {address}")
def header_video(desk: Desk, *, address: str) -> None:
    """Type the address of a YouTube video in the header's section, publish."""
    field = _section(desk, "header_image").locator("#customize-control-external_header_video input")
    field.fill(address)
    field.press("Tab")
    _publish(desk.page)


@action("Placer le menu « {menu} » à l’emplacement des réseaux sociaux, dans la personnalisation")
def customize_social_place(desk: Desk, *, menu: str) -> None:
    """Open Menus, then the places, choose a menu for social links, publish."""
    page = desk.page
    _open(desk)
    page.locator("#accordion-panel-nav_menus > h3").click()
    page.locator("#accordion-section-menu_locations > h3").click()
    select = page.locator("#customize-control-nav_menu_locations-social select")
    select.select_option(label=menu)
    _publish(page)


@action("Afficher les derniers articles en page d’accueil, dans la personnalisation")
def customize_latest_posts(desk: Desk) -> None:
    """Choose « Vos derniers articles » in the home page's section, publish."""
    section = _section(desk, "static_front_page")
    section.locator("input[name=_customize-radio-show_on_front][value=posts]").check()
    _publish(desk.page)


@action("Choisir la page « {title} » pour la section {number} de la page d’accueil")
def customize_panel(desk: Desk, *, title: str, number: int = 3) -> None:
    """Choose the page of one of the theme's sections, publish."""
    section = _section(desk, "theme_options")
    section.locator(f"#customize-control-panel_{number} select").select_option(label=title)
    _publish(desk.page)


@action("Ouvrir la personnalisation, regarder, fermer")
def look_at_customizer(desk: Desk) -> None:
    """Open the Customizer and its identity section, close it."""
    _section(desk, "title_tagline")
    desk.page.locator(".customize-controls-close").click()
    desk.page.wait_for_selector("#wpadminbar")


def _open(desk: Desk) -> None:
    desk.open("/wp-admin/customize.php")
    desk.page.wait_for_selector("body.ready")
    _preview(desk.page).locator("#masthead").wait_for(state="attached")


def _section(desk: Desk, name: str) -> Locator:
    _open(desk)
    section = desk.page.locator(f"#sub-accordion-section-{name}")
    desk.page.locator(f"#accordion-section-{name} > h3").click()
    expect(section).to_be_visible()
    return section


def _preview(page: Page):  # type: ignore[no-untyped-def]  # noqa: ANN202
    return page.frame_locator("#customize-preview iframe").last


def _publish(page: Page) -> None:
    expect(page.locator("#save")).to_be_enabled()
    page.click("#save")
    page.locator("body.saving").wait_for(state="detached")
    expect(page.locator("#save")).to_be_disabled()


def _choose_picture(desk: Desk, control: str, title: str) -> None:
    """Choose a picture of the library for a control of the site's identity, keep the frame proposed, publish."""
    page = desk.page
    _section(desk, "title_tagline").locator(f"#customize-control-{control} .upload-button").click()
    modal.choose(page, [title])
    modal.confirm(page)
    modal.crop(page)
    _publish(page)
