"""Promotions: cart rules, catalogue price rules."""

from __future__ import annotations

from datetime import datetime, timedelta

from provisioner.robots.action import action
from provisioner.robots.candidate import Desk
from provisioner.robots.prestashop._office import follow, go_to, retype, save


def _new(desk: Desk, name: str, code: str) -> None:
    page = desk.page
    go_to(desk, "AdminParentCartRules")
    # The page chooses its first tab once it is complete.
    follow(desk, "a[href*='addcart_rule']")
    page.wait_for_selector("#cart_rule_form")
    page.fill("#name_1", name)
    page.fill("#code", code)


def _keep(desk: Desk) -> None:
    desk.page.click("#desc-cart_rule-save")
    desk.page.locator(".alert-success:visible").first.wait_for()


@action("Créer la règle panier « {name} » : code {code}, {percent} % dès {minimum} €")
def add_cart_rule(
    desk: Desk,
    *,
    name: str,
    code: str,
    percent: str,
    minimum: str = "0",
    highlight: bool = False,
    days: int = 0,
    quantity: int = 0,
) -> None:
    """Create a discount code: percentage, minimum basket including tax, days and number of vouchers when given."""
    page = desk.page
    _new(desk, name, code)
    if highlight:
        page.locator("label[for=highlight_on]").click()
    page.click("#cart_rule_link_conditions")
    page.fill("input[name=minimum_amount]", minimum)
    page.select_option("select[name=minimum_amount_tax]", "1")
    if quantity:
        page.fill("input[name=quantity]", str(quantity))
    if days:
        _last_for(desk, days)
    page.click("#cart_rule_link_actions")
    page.check("#apply_discount_percent", force=True)
    page.fill("#reduction_percent", percent)
    _keep(desk)


def _last_for(desk: Desk, days: int) -> None:
    """Type the last day, counted from the first one that the form proposes: the site's own clock."""
    page = desk.page
    first = datetime.fromisoformat(page.input_value("input[name=date_from]"))
    # Key by key: the calendar that opens follows the keyboard, and writes what it understood when it closes.
    retype(page, "input[name=date_to]", f"{first + timedelta(days=days):%Y-%m-%d %H:%M:%S}")
    page.keyboard.press("Escape")


@action("Créer la règle panier « {name} » sans aucune réduction")
def add_cart_rule_without_reduction(desk: Desk, *, name: str, code: str) -> None:
    """Create a discount code and forget the reduction: PrestaShop refuses it, or it gives nothing."""
    _new(desk, name, code)
    desk.page.click("#desc-cart_rule-save")
    desk.page.locator(".alert-success:visible, .alert-danger:visible").first.wait_for()


@action("Commencer la règle panier « {name} » et partir sans l’enregistrer")
def start_cart_rule_and_leave(desk: Desk, *, name: str, code: str) -> None:
    """Type a new cart rule and leave."""
    _new(desk, name, code)
    go_to(desk, "AdminParentCartRules")


@action("Créer la règle panier « {name} », {percent} %, désactivée")
def add_cart_rule_off(desk: Desk, *, name: str, code: str, percent: str) -> None:
    """Create a discount code that is switched off."""
    page = desk.page
    _new(desk, name, code)
    page.locator("label[for=active_off]").click()
    page.click("#cart_rule_link_actions")
    page.check("#apply_discount_percent", force=True)
    page.fill("#reduction_percent", percent)
    _keep(desk)


@action("Désactiver ou réactiver la règle panier « {name} »")
def toggle_cart_rule(desk: Desk, *, name: str) -> None:
    """Press the tick, or the cross, of a cart rule's line."""
    page = desk.page
    go_to(desk, "AdminParentCartRules")
    row = page.locator("tr", has=page.locator("td", has_text=name)).first
    with page.expect_navigation(wait_until="load"):
        row.locator("a.list-action-enable").first.click()


@action("Supprimer la règle panier « {name} »")
def delete_cart_rule(desk: Desk, *, name: str) -> None:
    """Delete a cart rule from the list and confirm."""
    page = desk.page
    go_to(desk, "AdminParentCartRules")
    row = page.locator("tr", has=page.locator("td", has_text=name)).first
    row.locator("button.dropdown-toggle").click()
    with page.expect_navigation(wait_until="load"):
        row.locator("a.delete").click()
    page.locator(".alert-success:visible").first.wait_for()


@action("Créer la règle de prix catalogue « {name} » : {percent} % de moins")
def add_catalog_rule(desk: Desk, *, name: str, percent: str) -> None:
    """Create a catalogue price rule in percent for all products."""
    page = desk.page
    go_to(desk, "AdminParentCartRules", "AdminSpecificPriceRule")
    follow(desk, "a[href*='addspecific_price_rule']")
    page.fill("#name", name)
    page.select_option("#reduction_type", "percentage")
    page.fill("#reduction", percent)
    save(desk, "#specific_price_rule_form_submit_btn")
