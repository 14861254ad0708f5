"""What people do when they hesitate: two tabs, the browser's back button, work left to autosave."""

from __future__ import annotations

from provisioner.adapters.workstation import expect
from provisioner.robots.action import action
from provisioner.robots.candidate import Desk
from provisioner.robots.wordpress import editor


@action("Écrire « {text} », l’effacer touche par touche")
def type_and_delete(desk: Desk, *, text: str) -> None:
    """Type a paragraph, take it back key by key, with the empty paragraph."""
    editor.type_paragraph(desk, text=text)
    for _ in range(len(text) + 1):
        desk.page.keyboard.press("Backspace")


@action("Rouvrir le même contenu dans un second onglet, le regarder, refermer l’onglet")
def look_in_second_tab(desk: Desk) -> None:
    """Open the same article in another tab of the editor, close it."""
    page = desk.page
    with page.context.expect_page() as opened:
        page.evaluate("window.open(location.href)")
    other = opened.value
    editor.wait_until_ready(other)
    other.close()


@action("Écrire le slogan dans deux onglets : « {first} », puis « {second} »")
def tagline_in_two_tabs(desk: Desk, *, first: str, second: str) -> None:
    """Open the general settings in two tabs, save one, then the other."""
    page = desk.page
    desk.open("/wp-admin/options-general.php")
    with page.context.expect_page() as opened:
        page.evaluate("window.open(location.href)")
    other = opened.value
    other.wait_for_selector("#blogdescription")
    for tab, text in ((page, first), (other, second)):
        tab.fill("#blogdescription", text)
        tab.click("#submit")
        tab.wait_for_selector("#setting-error-settings_updated")
    other.close()


@action("Revenir en arrière avec le navigateur, puis en avant")
def back_and_forward(desk: Desk) -> None:
    """Press the browser's back button, then forward."""
    desk.page.go_back(wait_until="load")
    desk.page.go_forward(wait_until="load")


@action("Attendre l’enregistrement automatique")
def wait_for_autosave(desk: Desk) -> None:
    """Wait for the editor to save by itself, as it does each minute."""
    with desk.page.expect_response(
        lambda r: r.request.method in {"POST", "PUT"} and ("/autosaves" in r.url or "wp%2Fv2%2Fp" in r.url),
        timeout=90_000,
    ):
        pass


@action("Ouvrir l’éditeur sur un nouvel article et repartir")
def open_editor_and_leave(desk: Desk) -> None:
    """Open a new article, type nothing, go back to the list."""
    editor.open_editor(desk, "/wp-admin/post-new.php")
    desk.open("/wp-admin/edit.php")
    expect(desk.page.locator("#the-list")).to_be_visible()
