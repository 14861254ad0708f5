"""The widgets' screen up to WordPress 5.7: areas on the right, widgets with a form of their own."""

from __future__ import annotations

from provisioner.adapters.workstation import Locator, expect
from provisioner.robots.action import action
from provisioner.robots.candidate import Desk
from provisioner.robots.wordpress.widgets import AREAS


@action("Ajouter le widget « {kind} » ({area}), titre « {title} »")
def add_classic_widget(desk: Desk, *, area: str, kind: str, title: str = "") -> None:
    """Click a widget among those available, choose an area, give it a title, save it."""
    widget = _add(desk, area, kind)
    if title:
        _title(widget).fill(title)
        _save(widget)


@action("Ajouter le widget « Texte » ({area}) : « {title} », « {text} »")
def add_classic_text_widget(desk: Desk, *, area: str, title: str, text: str) -> None:
    """Add a text widget to an area, write in its visual editor, save it."""
    widget = _add(desk, area, "Texte")
    _title(widget).fill(title)
    body = desk.page.frame_locator(f"#{widget.get_attribute('id')} iframe").locator("body[contenteditable=true]")
    body.press_sequentially(text)
    _save(widget)


@action("Ajouter le widget « Menu de navigation » ({area}) avec le menu « {menu} »")
def add_classic_menu_widget(desk: Desk, *, area: str, menu: str) -> None:
    """Add a menu widget to an area, choose its menu, save it."""
    widget = _add(desk, area, "Menu de navigation")
    widget.locator("select").select_option(label=menu)
    _save(widget)


@action("Donner le titre « {new} » au widget « {title} » ({area})")
def retitle_classic_widget(desk: Desk, *, area: str, title: str, new: str) -> None:
    """Open a widget, type another title, save it."""
    widget = _open(desk, area, title)
    _title(widget).fill(new)
    _save(widget)


@action("Donner un autre titre au widget « {title} » ({area}), sans enregistrer")
def retitle_classic_widget_given_up(desk: Desk, *, area: str, title: str, new: str) -> None:
    """Open a widget, type another title, leave; the browser asks, one says yes."""
    _title(_open(desk, area, title)).fill(new)
    desk.open("/wp-admin/index.php")


@action("Supprimer le widget « {title} » ({area})")
def remove_classic_widget(desk: Desk, *, area: str, title: str) -> None:
    """Open a widget, delete it."""
    widget = _open(desk, area, title)
    id_ = widget.get_attribute("id")
    with desk.page.expect_response(lambda r: "admin-ajax.php" in r.url):
        widget.locator(".widget-control-remove").click()
    desk.page.locator(f"#{id_}").wait_for(state="detached")


@action("Regarder l’écran des widgets, ouvrir un widget et le refermer")
def look_at_classic_widgets(desk: Desk) -> None:
    """Open the screen and a widget, close it without changing anything."""
    widget = _open(desk, "colonne latérale", "")
    widget.locator(".widget-control-close").click()


def _screen(desk: Desk) -> None:
    desk.open("/wp-admin/widgets.php")
    desk.page.wait_for_selector("#widgets-right")


def _area(desk: Desk, area: str) -> Locator:
    """Return an area, unfolded."""
    found = desk.page.locator(f"#{AREAS[area]}")
    holder = found.locator("xpath=ancestor::div[contains(@class, 'widgets-holder-wrap')]")
    if "closed" in str(holder.get_attribute("class")).split():
        holder.locator(".sidebar-name").click()
    return found


def _add(desk: Desk, area: str, kind: str) -> Locator:
    page = desk.page
    _screen(desk)
    widgets = _area(desk, area).locator(".widget")
    before = widgets.count()
    page.locator("#available-widgets .widget", has=page.get_by_text(kind, exact=True)).first.locator(
        ".widget-top"
    ).click()
    page.locator(f".widgets-chooser li:nth-child({list(AREAS).index(area) + 1}) button").click()
    with page.expect_response(lambda r: "admin-ajax.php" in r.url):
        page.locator(".widgets-chooser-add").click()
    widget = widgets.nth(before)
    widget.locator(".widget-control-save").wait_for()
    return widget


def _open(desk: Desk, area: str, title: str) -> Locator:
    _screen(desk)
    place = _area(desk, area)
    widget = place.locator(".widget", has_text=title).first if title else place.locator(".widget").first
    widget.locator(".widget-top").first.click()
    widget.locator(".widget-control-close").wait_for()
    return widget


def _title(widget: Locator) -> Locator:
    return widget.locator("input[id$='-title'], input.title").locator("visible=true").first


def _save(widget: Locator) -> None:
    button = widget.locator(".widget-control-save")
    expect(button).to_be_enabled()
    button.click()
    expect(button).to_be_disabled()
    expect(button).to_have_value("Enregistré")
