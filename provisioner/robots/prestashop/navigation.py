"""Going about the back office and the shop without changing anything."""

from __future__ import annotations

from provisioner.robots.action import action
from provisioner.robots.candidate import Desk
from provisioner.robots.prestashop._office import go_to, second_tab

LISTS = ("AdminOrders", "AdminProducts", "AdminCategories", "AdminCustomers", "AdminCustomerThreads")


@action("Parcourir les listes du back-office")
def browse(desk: Desk) -> None:
    """Look at the main lists of the back office without changing anything."""
    for tab in LISTS:
        go_to(desk, tab)


@action("Ouvrir l’onglet {tab} du back-office")
def open_tab(desk: Desk, *, tab: str) -> None:
    """Open one page of the left menu."""
    go_to(desk, tab)


@action("Voir la boutique dans un autre onglet, à la page {path}")
def look_at_shop(desk: Desk, *, path: str = "/") -> None:
    """Open the shop beside the back office, as its customers see it, and close it."""
    with second_tab(desk) as other:
        other.open(path)
        other.page.wait_for_selector("#header, #main, #content")


@action("Voir la boutique par le lien du back-office")
def view_shop_from_back_office(desk: Desk) -> None:
    """Press « Voir ma boutique », which opens another tab, and close it."""
    desk.open_back_office()
    with desk.page.expect_popup() as opened:
        desk.page.locator("#header_shopname, #header_shop a, a.link[target=_blank]").locator(
            "visible=true"
        ).first.click()
    opened.value.wait_for_selector("#main, #content, footer")
    opened.value.close()


@action("Revenir à la page précédente")
def go_back(desk: Desk) -> None:
    """Press the browser's back button."""
    desk.page.go_back(wait_until="load")


@action("Recharger la page")
def reload(desk: Desk) -> None:
    """Press the browser's reload button."""
    desk.page.reload(wait_until="load")
