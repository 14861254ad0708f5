"""Shop parameters: SEO pages, search aliases, company details, carriers."""

from __future__ import annotations

from provisioner.robots.action import action
from provisioner.robots.candidate import Desk
from provisioner.robots.prestashop._office import follow, go_to, grid_row, save


def _seo_page(desk: Desk, page_name: str) -> None:
    page = desk.page
    go_to(desk, "AdminParentMeta")
    link = grid_row(page, page_name).locator("a[href*='/edit']").first
    page.goto(str(link.evaluate("link => link.href")), wait_until="load")
    page.locator("input[id^=meta_page_title_1]").wait_for()


@action("Trafic et SEO : remplir la page « {page_name} »")
def set_seo_page(desk: Desk, *, page_name: str, title: str = "", description: str = "") -> None:
    """Fill the title and description of a page of « Trafic et SEO »."""
    page = desk.page
    _seo_page(desk, page_name)
    if title:
        page.locator("input[id^=meta_page_title_1]").fill(title)
    if description:
        page.locator("[id^=meta_meta_description_1]").fill(description)
    save(desk)


@action("Trafic et SEO : commencer la page « {page_name} » et partir sans enregistrer")
def type_seo_page_and_leave(desk: Desk, *, page_name: str, title: str) -> None:
    """Type the title of a page of « Trafic et SEO » and leave."""
    _seo_page(desk, page_name)
    desk.page.locator("input[id^=meta_page_title_1]").fill(title)
    go_to(desk, "AdminParentMeta")


@action("Trafic et SEO : enregistrer la page « {page_name} » sans rien changer")
def save_seo_page_unchanged(desk: Desk, *, page_name: str) -> None:
    """Save a page of « Trafic et SEO » as it is."""
    _seo_page(desk, page_name)
    save(desk)


@action("Trafic et SEO : enregistrer les réglages des adresses sans rien changer")
def save_url_settings_unchanged(desk: Desk) -> None:
    """Save the forms of addresses as they are: PrestaShop then writes down all that was understood."""
    go_to(desk, "AdminParentMeta")
    save(desk, "form[action*='options'] button.btn-primary")


@action("Trafic et SEO : redirection vers l’adresse canonique n° {choice}")
def set_canonical_redirect(desk: Desk, *, choice: str) -> None:
    """Choose how other addresses of a page lead to its own (0: not, 1: for now, 2: for good)."""
    go_to(desk, "AdminParentMeta")
    desk.page.locator("select[name*=canonical_url_redirection]").select_option(choice)
    save(desk, "form[action*='options'] button.btn-primary")


@action("Créer les alias {aliases} du mot « {word} »")
def add_aliases(desk: Desk, *, word: str, aliases: list[str]) -> None:
    """Create search aliases of a word, separated by commas."""
    go_to(desk, "AdminParentSearchConf")
    follow(desk, "a[href*='addalias']")
    desk.page.fill("#alias", ", ".join(aliases))
    desk.page.fill("#search", word)
    save(desk, "#alias_form_submit_btn")


@action("Commencer l’alias {alias} et partir sans l’enregistrer")
def start_alias_and_leave(desk: Desk, *, word: str, alias: str) -> None:
    """Type an alias and leave."""
    go_to(desk, "AdminParentSearchConf")
    follow(desk, "a[href*='addalias']")
    desk.page.fill("#alias", alias)
    desk.page.fill("#search", word)
    go_to(desk, "AdminParentSearchConf")


@action("Coordonnées de la boutique, téléphone : {phone}")
def set_shop_phone(desk: Desk, *, phone: str) -> None:
    """Change the telephone number of the shop."""
    go_to(desk, "AdminParentStores", "AdminStores")
    desk.page.fill("input[name=PS_SHOP_PHONE]", phone)
    save(desk, "button[name=submitOptionsstore]")


@action("Coordonnées de la boutique : enregistrer sans rien changer")
def save_shop_details_unchanged(desk: Desk) -> None:
    """Save the shop's details as they are."""
    go_to(desk, "AdminParentStores", "AdminStores")
    save(desk, "button[name=submitOptionsstore]")


@action("Coordonnées de la boutique : taper le téléphone {phone} et partir")
def type_shop_phone_and_leave(desk: Desk, *, phone: str) -> None:
    """Type another telephone number and leave."""
    go_to(desk, "AdminParentStores", "AdminStores")
    desk.page.fill("input[name=PS_SHOP_PHONE]", phone)
    desk.open_back_office()


@action("Fiche du magasin, téléphone : {phone}")
def set_store_phone(desk: Desk, *, phone: str) -> None:
    """Change the telephone number of the first store."""
    go_to(desk, "AdminParentStores", "AdminStores")
    follow(desk, "a[href*='updatestore']")
    desk.page.fill("#phone", phone)
    save(desk, "#store_form_submit_btn")


@action("Créer le transporteur « {name} », gratuit")
def add_carrier(desk: Desk, *, name: str, delay: str) -> None:
    """Create a free carrier with the wizard."""
    page = desk.page
    go_to(desk, "AdminCarriers")
    follow(desk, "a[href*='addcarrier'], a[href*='AdminCarrierWizard']")
    page.fill("#name", name)
    page.fill("#delay_1", delay)
    page.locator(".buttonNext").click()
    page.click("label[for=is_free_on]")
    page.locator(".buttonNext").click()
    page.locator("#max_width").wait_for()
    page.locator(".buttonNext").click()
    page.locator("#step_carrier_summary, #step-4").first.wait_for()
    with page.expect_navigation():
        page.locator(".buttonFinish").click()
    page.locator("body", has_text=name).wait_for()
