"""The Yoast extension."""

from __future__ import annotations

import re

from provisioner.adapters.workstation import Page, write
from provisioner.robots.action import action
from provisioner.robots.candidate import Desk

_ROW = "tr[data-plugin^='wordpress-seo']"


@action("Activer l’extension Yoast")
def activate_yoast(desk: Desk) -> None:
    """Press « Activer » in the list of extensions."""
    desk.open("/wp-admin/plugins.php")
    desk.page.locator(f"{_ROW} .activate a").click()
    desk.page.locator(f"{_ROW} .deactivate").wait_for()


@action("Désactiver l’extension Yoast")
def deactivate_yoast(desk: Desk) -> None:
    """Press « Désactiver » in the list of extensions."""
    desk.open("/wp-admin/plugins.php")
    desk.page.locator(f"{_ROW} .deactivate a").click()
    desk.page.locator(f"{_ROW} .activate").wait_for()


@action("Saisir la requête cible « {words} » dans Yoast")
def type_keyphrase(desk: Desk, *, words: str) -> None:
    """Type the key phrase in the box under the editor."""
    desk.page.locator("#focus-keyword-input-metabox").fill(words)


@action("Saisir la méta-description « {text} » dans Yoast")
def type_meta_description(desk: Desk, *, text: str) -> None:
    """Type the meta description in the box under the editor."""
    _type(desk.page, "description", text)


@action("Saisir le titre SEO « {text} » dans Yoast")
def type_seo_title(desk: Desk, *, text: str) -> None:
    """Type the SEO title in the box under the editor."""
    _type(desk.page, "title", text)


def _type(page: Page, name: str, text: str) -> None:
    field = page.locator(f"#yoast-google-preview-{name}-metabox")
    field.click()
    page.keyboard.press("Control+A")
    write(page, text)


@action("Donner à Yoast le nom de l’organisation : « {text} »")
def configure_yoast(desk: Desk, *, text: str) -> None:
    """Type the name of the organisation in Yoast's settings, save."""
    page = desk.page
    desk.open("/wp-admin/admin.php?page=wpseo_titles#top#general")
    page.locator("#company_name, input[name='wpseo_titles[company_name]']").first.fill(text)
    page.locator("#submit").first.click()
    # Yoast hides WordPress's own word.
    page.wait_for_url(re.compile("settings-updated"))
