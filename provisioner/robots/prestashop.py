"""Actions of a candidate in the back office of PrestaShop 1.7.6, in French."""

from __future__ import annotations

import sys
from pathlib import Path
from urllib.parse import urljoin

from provisioner.adapters.workstation import Page, expect
from provisioner.robots.action import action, actions
from provisioner.robots.candidate import Desk


def log_in(desk: Desk) -> None:
    """Identify oneself on the back office's login page."""
    desk.open_back_office()
    desk.page.fill("#email", desk.login)
    desk.page.fill("#passwd", desk.password)
    desk.page.click("#submit_login")
    desk.page.wait_for_selector("#nav-sidebar, .nav-bar")


def log_out(desk: Desk) -> None:
    """Leave through the account menu."""
    follow(desk, str(desk.page.locator("#header_logout").first.get_attribute("href")))


def go_to(desk: Desk, tab: str) -> None:
    """Open a page of the left menu, by the name of its tab (`AdminProducts`)."""
    desk.open_back_office()
    link = desk.page.locator(f"#subtab-{tab} > a").first.get_attribute("href")
    follow(desk, str(link))


def follow(desk: Desk, link: str) -> None:
    """Open a link of the back office, whole, absolute or relative as it may be."""
    desk.page.goto(urljoin(desk.page.url, link), wait_until="load")


def browse(desk: Desk) -> None:
    """Look at the main lists of the back office without changing anything."""
    for tab in ("AdminOrders", "AdminProducts", "AdminCategories", "AdminCustomers", "AdminCustomerThreads"):
        go_to(desk, tab)


@action("Créer et mettre en ligne le produit « {name} »")
def add_product(desk: Desk, name: str, price: str, quantity: int, summary: str, description: str) -> None:
    """Create a product with its texts, price excluding tax and stock, and put it online."""
    page = desk.page
    go_to(desk, "AdminProducts")
    page.click("#page-header-desc-configuration-add")
    page.wait_for_selector("#form_step1_name_1")
    page.fill("#form_step1_name_1", name)
    _rich_text(page, "form_step1_description_short_1", summary)
    page.click("a[href='#description']")
    _rich_text(page, "form_step1_description_1", description)
    # Key by key: the page copies these shortcuts into the form's own fields at each key that goes up.
    for field, value in (("#form_step1_qty_0_shortcut", str(quantity)), ("#form_step1_price_shortcut", price)):
        page.fill(field, "")
        page.locator(field).press_sequentially(value)
    # Putting the product online saves the page by itself; the button then keeps what came after.
    for gesture in (
        page.locator(".product-footer .switch-input").first.click,
        page.locator(".js-btn-save:visible").first.click,
    ):
        with page.expect_response(lambda r: r.request.method == "POST" and "/catalog/products/" in r.url):
            gesture()
        expect(page.locator(".js-btn-save").first).to_be_enabled()


def _rich_text(page: Page, field: str, text: str) -> None:
    """Type a paragraph in the TinyMCE editor of a field."""
    # No click: the editor grows and shrinks while its toolbar loads, and a click waits for it to be still.
    page.frame_locator(f"#{field}_ifr").locator("body").press_sequentially(text)


@action("Créer le code de réduction « {code} »")
def add_cart_rule(desk: Desk, name: str, code: str, percent: str, minimum: str) -> None:
    """Create a discount code: percentage, minimum basket including tax."""
    page = desk.page
    go_to(desk, "AdminParentCartRules")
    page.locator("a[href*='addcart_rule']:visible").first.click()
    page.wait_for_selector("#cart_rule_form")
    page.fill("#name_1", name)
    page.fill("#code", code)
    page.click("#cart_rule_link_conditions")
    page.fill("input[name=minimum_amount]", minimum)
    page.select_option("select[name=minimum_amount_tax]", "1")
    page.click("#cart_rule_link_actions")
    page.check("#apply_discount_percent", force=True)
    page.fill("#reduction_percent", percent)
    page.click("#desc-cart_rule-save")
    page.locator(".alert-success:visible").first.wait_for()


@action("Passer la commande {reference} à l’état « {state} »")
def change_order_state(desk: Desk, reference: str, state: str) -> None:
    """Open an order by its reference and give it another state (French name)."""
    page = desk.page
    go_to(desk, "AdminOrders")
    page.locator("tr", has_text=reference).locator("td").nth(2).click()
    page.wait_for_selector("#id_order_state", state="attached")
    option = page.locator("#id_order_state option", has_text=state).first.get_attribute("value")
    page.select_option("#id_order_state", option, force=True)
    page.locator("#submit_state").click()
    # The page comes back without a word: the new state heads the order's history.
    page.locator(".history-status tr, #status tr").first.filter(has_text=state).wait_for()


def configure_module(desk: Desk, words: str, name: str) -> None:
    """Look for a module by words in the module manager, and open its configuration."""
    page = desk.page
    go_to(desk, "AdminModulesSf")
    page.locator(".pstaggerAddTagInput").fill(words)
    page.keyboard.press("Enter")
    page.locator(".search-button, #module-search-button, .pstaggerWrapper + .btn").first.click()
    link = page.locator(f"a[href*='configure/{name}'], a[href*='configure={name}']").first
    follow(desk, str(link.get_attribute("href")))


@action("Ajouter l’image « {title} » au carrousel")
def add_carousel_slide(desk: Desk, picture: Path, title: str, address: str, text: str) -> None:
    """Add a slide to the home page's carousel, from the configuration page of its module."""
    page = desk.page
    configure_module(desk, "carrousel", "ps_imageslider")
    page.locator("a[href*='addSlide=1']:visible").first.click()
    page.wait_for_selector("#module_form")
    page.set_input_files("input[type=file][name=image_1]", picture)
    page.fill("#title_1", title)
    page.fill("#url_1", address)
    page.fill("#legend_1", title)
    _rich_text(page, "description_1", text)
    # A new slide is off until it is switched on.
    page.locator("label[for=active_slide_on]").click()
    page.locator("button[name=submitSlide], #desc-homeslider_slides-save").locator("visible=true").first.click()
    page.locator(".alert-success:visible, .module_confirmation:visible").first.wait_for()


@action("Choisir l’état « {state} » pour la commande {reference} sans le valider")
def pick_order_state_without_saving(desk: Desk, reference: str, state: str) -> None:
    """Open an order, choose another state in the list, and leave it there."""
    page = desk.page
    go_to(desk, "AdminOrders")
    page.locator("tr", has_text=reference).locator("td").nth(2).click()
    page.wait_for_selector("#id_order_state", state="attached")
    option = page.locator("#id_order_state option", has_text=state).first.get_attribute("value")
    page.select_option("#id_order_state", option, force=True)


ACTIONS = actions(sys.modules[__name__])
