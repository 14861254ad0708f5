"""The shop's look: main menu, carousel, banner, featured products, social networks, link blocks, modules."""

from __future__ import annotations

from pathlib import Path

from provisioner.adapters.workstation import expect
from provisioner.robots.action import action
from provisioner.robots.candidate import Desk
from provisioner.robots.prestashop._office import follow, go_to, rich_text, save, second_tab

MENU_SAVE = "button[name=submitBlocktopmenu]"


def _look_for(desk: Desk, words: str) -> None:
    """Look for modules by words in the module manager."""
    page = desk.page
    go_to(desk, "AdminModulesSf")
    # 1.7.3 opens on the vendor's own choice.
    installed = page.locator(".page-head-tabs a[href*='module/manage']")
    if installed.count() and "current" not in str(installed.first.get_attribute("class")).split():
        follow(desk, ".page-head-tabs a[href*='module/manage']")
    page.locator(".pstaggerAddTagInput").fill(words)
    page.keyboard.press("Enter")
    page.locator(".search-button, #module-search-button, .pstaggerWrapper + .btn").first.click()


def configure(desk: Desk, words: str, name: str) -> None:
    """Look for a module by words in the module manager, and open its configuration."""
    page = desk.page
    _look_for(desk, words)
    link = f"a[href*='configure/{name}'], a[href*='configure={name}']"
    # A button in 1.7.3.
    button = page.locator(f"form[action*='{name}'] button.module_action_menu_configure")
    page.locator(link).or_(button).first.wait_for(state="attached")
    if button.count():
        with page.expect_navigation(wait_until="load"):
            button.locator("visible=true").first.click()
    else:
        follow(desk, link)


def _menu(desk: Desk) -> None:
    configure(desk, "menu", "ps_mainmenu")
    desk.page.wait_for_selector("#availableItems")


def _pick(desk: Desk, label: str) -> None:
    """Choose an entry among those that the menu may show, and add it."""
    page = desk.page
    option = page.locator("#availableItems option", has_text=label).first
    page.select_option("#availableItems", str(option.get_attribute("value")))
    page.click("#addItem")
    page.locator("#items option", has_text=label).first.wait_for(state="attached")


@action("Ajouter « {label} » au menu principal")
def add_to_menu(desk: Desk, *, label: str) -> None:
    """Add a category, page or brand to the main menu and save."""
    _menu(desk)
    _pick(desk, label)
    save(desk, MENU_SAVE)


@action("Ajouter « {label} » au menu principal sans enregistrer")
def pick_in_menu_and_leave(desk: Desk, *, label: str) -> None:
    """Add an entry to the list of the main menu and leave without saving."""
    _menu(desk)
    _pick(desk, label)
    desk.open_back_office()


@action("Ajouter « {label} » au menu, se raviser, puis enregistrer le menu comme il était")
def add_to_menu_and_undo(desk: Desk, *, label: str) -> None:
    """Add an entry, save, take it off, save again."""
    _menu(desk)
    _pick(desk, label)
    save(desk, MENU_SAVE)
    _remove(desk, label)
    save(desk, MENU_SAVE)


@action("Retirer « {label} » du menu principal")
def remove_from_menu(desk: Desk, *, label: str) -> None:
    """Take an entry off the main menu and save."""
    _menu(desk)
    _remove(desk, label)
    save(desk, MENU_SAVE)


def _remove(desk: Desk, label: str) -> None:
    page = desk.page
    option = page.locator("#items option", has_text=label).first
    page.select_option("#items", str(option.get_attribute("value")))
    page.click("#removeItem")


@action("Faire monter « {label} » d’un rang dans le menu principal")
def move_up_in_menu(desk: Desk, *, label: str) -> None:
    """Move an entry of the main menu up and save."""
    page = desk.page
    _menu(desk)
    option = page.locator("#items option", has_text=label).first
    page.select_option("#items", str(option.get_attribute("value")))
    page.click("#menuOrderUp")
    save(desk, MENU_SAVE)


@action("Enregistrer le menu principal sans rien changer")
def save_menu_unchanged(desk: Desk) -> None:
    """Save the main menu as it is."""
    _menu(desk)
    save(desk, MENU_SAVE)


@action("Ajouter au menu principal le produit n° {product}")
def add_product_to_menu(desk: Desk, *, product: int) -> None:
    """Choose the entry for products, type the product's number in the window that asks for it, and save."""
    with second_tab(desk) as other:
        page = other.page
        page.on("dialog", lambda dialog: dialog.accept(str(product)))
        _menu(other)
        page.select_option("#availableItems", "PRODUCT")
        page.click("#addItem")
        page.locator(f"#items option[value='PRD{product}']").wait_for(state="attached")
        save(other, MENU_SAVE)


@action("Créer le lien de menu « {label} » vers {address}")
def add_menu_link(desk: Desk, *, label: str, address: str) -> None:
    """Create a link for the main menu; it is not in the menu yet."""
    page = desk.page
    _menu(desk)
    page.fill("#label_1", label)
    page.fill("#link_1", address)
    save(desk, "button[name=submitBlocktopmenuLinks]")


@action("Ajouter au carrousel la diapositive « {title} »")
def add_carousel_slide(
    desk: Desk, *, picture: Path, title: str, address: str = "", text: str = "", online: bool = True
) -> None:
    """Add a slide to the home page's carousel, from the configuration page of its module."""
    page = desk.page
    configure(desk, "carrousel", "ps_imageslider")
    page.locator("a[href*='addSlide=1']:visible").first.click()
    page.wait_for_selector("#module_form")
    page.set_input_files("input[type=file][name=image_1]", picture)
    page.fill("#title_1", title)
    page.fill("#url_1", address or desk.url + "/")
    page.fill("#legend_1", title)
    rich_text(page, "description_1", text)
    # A new slide is off until it is switched on.
    if online:
        page.locator("label[for=active_slide_on]").click()
    page.locator("button[name=submitSlide], #desc-homeslider_slides-save").locator("visible=true").first.click()
    page.locator(".alert-success:visible, .module_confirmation:visible").first.wait_for()


@action("Changer le titre de la diapositive {number} du carrousel : « {title} »")
def retitle_slide(desk: Desk, *, number: int, title: str) -> None:
    """Change the title of a slide."""
    page = desk.page
    configure(desk, "carrousel", "ps_imageslider")
    page.locator("#slides a[href*='&id_slide=']:has(.icon-edit)").nth(number - 1).click()
    page.wait_for_selector("#title_1")
    page.fill("#title_1", title)
    page.locator("button[name=submitSlide]").locator("visible=true").first.click()
    page.locator(".alert-success:visible, .module_confirmation:visible").first.wait_for()


@action("Régler la vitesse du carrousel : {speed} ms")
def set_carousel_speed(desk: Desk, *, speed: str) -> None:
    """Change the speed of the carousel."""
    configure(desk, "carrousel", "ps_imageslider")
    desk.page.fill("#HOMESLIDER_SPEED", speed)
    save(desk, "button[name=submitSlider]")


@action("Enregistrer les réglages du carrousel sans rien changer")
def save_carousel_unchanged(desk: Desk) -> None:
    """Save the carousel's settings as they are."""
    configure(desk, "carrousel", "ps_imageslider")
    save(desk, "button[name=submitSlider]")


@action("Changer l’image de la bannière")
def change_banner(desk: Desk, *, picture: Path) -> None:
    """Give the banner of the home page another picture."""
    configure(desk, "bannière", "ps_banner")
    desk.page.set_input_files("input[type=file][name^=BANNER_IMG]", picture)
    save(desk, "button[name=submitStoreConf]")


@action("Faire mener la bannière à {address}")
def set_banner_link(desk: Desk, *, address: str) -> None:
    """Give the banner a link."""
    configure(desk, "bannière", "ps_banner")
    desk.page.fill("#BANNER_LINK_1", address)
    save(desk, "button[name=submitStoreConf]")


@action("Ouvrir les réglages de la bannière et partir")
def look_at_banner(desk: Desk) -> None:
    """Open the configuration of the banner and change nothing."""
    configure(desk, "bannière", "ps_banner")
    desk.open_back_office()


@action("Afficher {count} produits phares")
def set_featured_count(desk: Desk, *, count: str) -> None:
    """Change how many featured products the home page shows."""
    configure(desk, "phares", "ps_featuredproducts")
    desk.page.fill("#HOME_FEATURED_NBR", count)
    save(desk, "button[name=submitHomeFeatured]")


@action("Renseigner l’adresse {network} : {address}")
def set_social(desk: Desk, *, network: str, address: str) -> None:
    """Fill the address of a social network (`facebook`, `instagram`…)."""
    configure(desk, "réseaux sociaux", "ps_socialfollow")
    desk.page.fill(f"#blocksocial_{network}", address)
    save(desk, "button[name=submitModule]")


@action("Taper l’adresse {network} et partir sans enregistrer")
def type_social_and_leave(desk: Desk, *, network: str, address: str) -> None:
    """Type the address of a social network and leave."""
    configure(desk, "réseaux sociaux", "ps_socialfollow")
    desk.page.fill(f"#blocksocial_{network}", address)
    desk.open_back_office()


@action("Désactiver le bouton de partage {network}")
def disable_share_button(desk: Desk, *, network: str) -> None:
    """Switch a share button of the products' pages off."""
    configure(desk, "partage", "ps_sharebuttons")
    desk.page.locator(f"label[for=PS_SC_{network.upper()}_off]").click()
    save(desk, "button[name=submitSocialSharing]")


@action("Désactiver la mise à jour immédiate du panier")
def disable_cart_ajax(desk: Desk) -> None:
    """Switch off « Panier Ajax » in the module of the basket."""
    configure(desk, "panier", "ps_shoppingcart")
    desk.page.locator("label[for=PS_BLOCK_CART_AJAX_off]").click()
    # This module says nothing: the page comes back as it was left.
    with desk.page.expect_navigation(wait_until="load"):
        desk.page.locator("button[name=submitBlockCart]").click()
    expect(desk.page.locator("#PS_BLOCK_CART_AJAX_off")).to_be_checked()


@action("{verb} le module « {words} »")
def switch_module(desk: Desk, *, words: str, name: str, verb: str = "Désactiver") -> None:
    """Disable or enable a module in the module manager (`verb`: Désactiver, Activer) and confirm."""
    page = desk.page
    kind = {"Désactiver": "disable", "Activer": "enable"}[verb]
    _look_for(desk, words)
    button = page.locator(f".module_action_menu_{kind}[data-confirm_modal='module-modal-confirm-{name}-{kind}']").first
    with page.expect_response(lambda r: r.request.method == "POST" and f"/{kind}/{name}" in r.url):
        button.evaluate("button => button.click()")
        if kind == "disable":
            page.locator(f"#module-modal-confirm-{name}-{kind} .module_action_modal_{kind}").click()
    page.locator(".growl:visible, .alert-success:visible").first.wait_for()


@action("Ajouter au pied de page le bloc de liens « {name} »")
def add_link_block(desk: Desk, *, name: str, pages: list[str], hook: str = "displayFooter") -> None:
    """Create a block of links to pages of content (their titles), shown in the footer."""
    page = desk.page
    configure(desk, "liens", "ps_linklist")
    follow(desk, "a[href*='link-widget/create'], a[href*='link_widget/create'], a[id*=add][href*=create]")
    page.fill("#form_link_block_block_name_1", name)
    page.select_option("#form_link_block_id_hook", label=hook)
    for title in pages:
        page.locator("label", has_text=title).locator("input[type=checkbox]").first.evaluate("box => box.click()")
    save(desk)


@action("Commencer un bloc de liens « {name} » et partir sans l’enregistrer")
def start_link_block_and_leave(desk: Desk, *, name: str) -> None:
    """Type the name of a new block of links and leave."""
    configure(desk, "liens", "ps_linklist")
    follow(desk, "a[href*='link-widget/create'], a[href*='link_widget/create'], a[id*=add][href*=create]")
    desk.page.fill("#form_link_block_block_name_1", name)
    desk.open_back_office()
