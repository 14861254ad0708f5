"""Products: creating, texts, prices, options, putting online, deleting."""

from __future__ import annotations

from provisioner.adapters.workstation import Response, expect
from provisioner.errors import E5BError
from provisioner.robots.action import action
from provisioner.robots.candidate import Desk
from provisioner.robots.prestashop._office import (
    editor,
    go_to,
    press_heading,
    press_tool,
    retype,
    rewrite,
    rich_text,
    second_tab,
)

PRODUCT = ("/catalog/products/", "/product/form/")
"""What addresses of the product form hold, in 1.7.6 and in 1.7.3."""
SUMMARY, DESCRIPTION = "form_step1_description_short_1", "form_step1_description_1"


def find(desk: Desk, product: str) -> None:
    """Look for a product by name in the list of products."""
    page = desk.page
    go_to(desk, "AdminProducts")
    page.fill("input[name=filter_column_name]", product)
    # The button of 1.7.3 wakes up when the field is left.
    page.press("input[name=filter_column_name]", "Tab")
    with page.expect_navigation(wait_until="load"):
        page.locator("button[name=products_filter_submit]").click()
    page.locator("tr[data-product-id]", has_text=product).first.wait_for()


def open_product(desk: Desk, product: str) -> None:
    """Open a product's form from the list."""
    find(desk, product)
    with desk.page.expect_navigation(wait_until="load"):
        desk.page.locator("tr[data-product-id] td a", has_text=product).first.click()
    ready(desk)


def ready(desk: Desk) -> None:
    """Wait for the product form to answer."""
    desk.page.wait_for_selector("#form_step1_name_1")
    editor(desk.page, SUMMARY)
    # Combinations come after the page; PrestaShop refuses a form that is saved without them.
    desk.page.wait_for_function("jQuery.active === 0")


def save(desk: Desk) -> None:
    """Save the product form; its word shows for a moment only, the answer to the page says the same."""
    page = desk.page
    with page.expect_response(_is_save) as answer:
        page.locator(".js-btn-save:visible").first.click()
    if not answer.value.ok:
        raise E5BError(
            f"PrestaShop n’a pas enregistré le produit : réponse {answer.value.status}.", "Regardez sa fiche."
        )
    expect(page.locator(".js-btn-save").first).to_be_enabled()


def _is_save(response: Response) -> bool:
    return response.request.method == "POST" and any(part in response.url for part in PRODUCT)


def _switch_online(desk: Desk) -> None:
    """Move the form's switch: the page saves by itself."""
    page = desk.page
    with page.expect_response(_is_save):
        page.locator(".product-footer .switch-input").first.click()
    expect(page.locator(".js-btn-save").first).to_be_enabled()


def _new(desk: Desk, name: str) -> None:
    go_to(desk, "AdminProducts")
    desk.page.click("#page-header-desc-configuration-add")
    desk.page.wait_for_selector("#form_step1_name_1")
    desk.page.fill("#form_step1_name_1", name)


@action("Créer le produit « {name} » à {price} € HT, {quantity} en stock, et le mettre en ligne")
def add_product(desk: Desk, *, name: str, price: str, quantity: int, summary: str, description: str) -> None:
    """Create a product with its texts, price excluding tax and stock, and put it online."""
    page = desk.page
    _new(desk, name)
    rich_text(page, SUMMARY, summary)
    page.click("a[href='#description']")
    rich_text(page, DESCRIPTION, description)
    # Key by key: the page copies these shortcuts into the form's own fields at each key that goes up.
    for field, value in (("#form_step1_qty_0_shortcut", str(quantity)), ("#form_step1_price_shortcut", price)):
        retype(page, field, value)
    # Putting the product online saves the page by itself; the button then keeps what came after.
    _switch_online(desk)
    save(desk)


@action("Créer le produit « {name} » à {price} € HT et le laisser hors ligne")
def add_product_offline(desk: Desk, *, name: str, price: str) -> None:
    """Create a product with its name and price only, offline as PrestaShop makes it."""
    _new(desk, name)
    retype(desk.page, "#form_step1_price_shortcut", price)
    save(desk)


@action("Commencer le produit « {name} » et partir sans l’enregistrer")
def start_product_and_leave(desk: Desk, *, name: str) -> None:
    """Open the form of a new product, type its name, and go back to the list without saving."""
    _new(desk, name)
    desk.page.locator("#form_step1_name_1").press("Tab")
    go_to(desk, "AdminProducts")


@action("Remplacer les textes du produit « {product} »")
def write_product_texts(desk: Desk, *, product: str, summary: str, description: str) -> None:
    """Replace a product's summary and description."""
    open_product(desk, product)
    if summary:
        rewrite(desk.page, SUMMARY, summary)
    if description:
        desk.page.click("a[href='#description']")
        rewrite(desk.page, DESCRIPTION, description)
    save(desk)


@action("Écrire dans le produit « {product} », tout effacer, puis enregistrer comme c’était")
def type_and_delete_product_text(desk: Desk, *, product: str, text: str) -> None:
    """Type after the summary of a product, take each letter back, and save."""
    open_product(desk, product)
    rich_text(desk.page, SUMMARY, text)
    body = editor(desk.page, SUMMARY)
    for _ in text:
        body.press("Backspace")
    save(desk)


@action("Écrire dans le produit « {product} » et partir sans enregistrer")
def write_product_and_leave(desk: Desk, *, product: str, text: str) -> None:
    """Type in the summary of a product and go elsewhere."""
    open_product(desk, product)
    rich_text(desk.page, SUMMARY, text)
    go_to(desk, "AdminOrders")


@action("Ouvrir le produit « {product} » et l’enregistrer sans rien changer")
def save_product_unchanged(desk: Desk, *, product: str) -> None:
    """Open a product and save it as it is."""
    open_product(desk, product)
    save(desk)


@action("Ajouter au produit « {product} » un titre et une liste")
def structure_product(desk: Desk, *, product: str, heading: str, items: list[str]) -> None:
    """Write, at the end of a product's description, a title of level 2 and a bulleted list, with the toolbar."""
    page = desk.page
    open_product(desk, product)
    page.click("a[href='#description']")
    body = editor(page, DESCRIPTION)
    body.press("Control+End")
    body.press("Enter")
    body.press_sequentially(heading)
    press_heading(page, DESCRIPTION, 2)
    body.press("Enter")
    press_tool(page, DESCRIPTION, "format_list_bulleted")
    for number, item in enumerate(items):
        if number:
            body.press("Enter")
        body.press_sequentially(item)
    save(desk)


@action("Mettre en gras la description du produit « {product} »")
def embolden_product(desk: Desk, *, product: str) -> None:
    """Put the whole description of a product in bold type."""
    page = desk.page
    open_product(desk, product)
    page.click("a[href='#description']")
    body = editor(page, DESCRIPTION)
    body.press("Control+a")
    body.press("Control+b")
    save(desk)


@action("Insérer dans le produit « {product} » un lien « {words} » vers {address}")
def link_in_product(desk: Desk, *, product: str, words: str, address: str) -> None:
    """Add a link at the end of a product's description, with the editor's link button."""
    page = desk.page
    open_product(desk, product)
    page.click("a[href='#description']")
    body = editor(page, DESCRIPTION)
    body.press("Control+End")
    body.press("Enter")
    press_tool(page, DESCRIPTION, "link")
    window = page.locator(".mce-window").last
    fields = window.locator("input.mce-textbox")
    fields.nth(0).fill(address)
    fields.nth(1).fill(words)
    window.locator(".mce-primary button, .mce-primary").first.click()
    window.wait_for(state="detached")
    save(desk)


@action("Souligner la description du produit « {product} »")
def underline_product(desk: Desk, *, product: str) -> None:
    """Underline the whole description of a product: it looks like a link and is none."""
    page = desk.page
    open_product(desk, product)
    page.click("a[href='#description']")
    body = editor(page, DESCRIPTION)
    body.press("Control+a")
    body.press("Control+u")
    save(desk)


@action("Saisir le référencement du produit « {product} »")
def set_product_seo(desk: Desk, *, product: str, title: str, description: str) -> None:
    """Fill the meta title and description of a product."""
    page = desk.page
    open_product(desk, product)
    page.click("#tab_step5 a")
    page.fill("#form_step5_meta_title_1", title)
    page.fill("#form_step5_meta_description_1", description)
    save(desk)


@action("Changer l’adresse simplifiée du produit « {product} » en {slug}")
def set_product_slug(desk: Desk, *, product: str, slug: str) -> None:
    """Change the friendly address of a product."""
    page = desk.page
    open_product(desk, product)
    page.click("#tab_step5 a")
    page.fill("#form_step5_link_rewrite_1", slug)
    save(desk)


@action("Ajouter au produit « {product} » les mots-clés {tags}")
def add_product_tags(desk: Desk, *, product: str, tags: list[str]) -> None:
    """Add tags in the options of a product."""
    page = desk.page
    open_product(desk, product)
    page.click("#tab_step6 a")
    # What is typed in the form's own field, which the page pushes out of sight, would run into the tags that are there.
    field, tokens = page.locator("#form_step6_tags_1-tokenfield"), page.locator("#form_step6_tags .token:visible")
    for tag in tags:
        before = tokens.count()
        field.press_sequentially(tag)
        field.press("Enter")
        expect(tokens).to_have_count(before + 1)
    save(desk)


@action("Changer le prix du produit « {product} » : {price} € HT")
def change_price(desk: Desk, *, product: str, price: str) -> None:
    """Change the price of a product, excluding tax."""
    open_product(desk, product)
    retype(desk.page, "#form_step1_price_shortcut", price)
    save(desk)


@action("Afficher « Promo ! » sur le produit « {product} »")
def show_on_sale(desk: Desk, *, product: str) -> None:
    """Tick « Afficher la mention Promo ! » in the prices of a product."""
    page = desk.page
    open_product(desk, product)
    page.click("#tab_step2 a")
    page.locator("#form_step2_on_sale").check(force=True)
    save(desk)


@action("Ajouter au produit « {product} » un prix spécifique : {percent} % de moins")
def add_specific_price(desk: Desk, *, product: str, percent: str) -> None:
    """Add a reduction in percent to a product, for everybody."""
    page = desk.page
    open_product(desk, product)
    page.click("#tab_step2 a")
    # The second: 1.7.3.
    page.locator("#js-open-create-specific-price-form, a[href='#specific_price_form']").first.click()
    page.locator("#form_step2_specific_price_sp_reduction").wait_for()
    page.fill("#form_step2_specific_price_sp_reduction", percent)
    page.select_option("#form_step2_specific_price_sp_reduction_type", "percentage")
    with page.expect_response(lambda r: r.request.method == "POST" and "specific-price" in r.url):
        page.click("#form_step2_specific_price_save")
    page.locator("#js-specific-price-list tbody tr").first.wait_for()


@action("Ranger le produit « {product} » aussi dans la catégorie n° {category}")
def add_product_to_category(desk: Desk, *, product: str, category: int = 2) -> None:
    """Tick one more category of a product (2 is the home page's)."""
    page = desk.page
    open_product(desk, product)
    page.locator(f"#form_step1_categories input[type=checkbox][value='{category}']").first.evaluate(
        "box => box.click()"
    )
    save(desk)


@action("Créer des déclinaisons du produit « {product} »")
def add_combinations(desk: Desk, *, product: str) -> None:
    """Give a product the first two values of the first attribute as combinations."""
    page = desk.page
    open_product(desk, product)
    page.locator("#show_variations_selector input[value='1']").check(force=True)
    page.click("#tab_step3 a")
    boxes = page.locator(".js-attribute-checkbox")
    groups = boxes.evaluate_all("all => all.map(a => a.dataset.groupId)")
    for index in [i for i, group in enumerate(groups) if group == groups[0]][:2]:
        boxes.nth(index).evaluate("box => box.click()")
    page.click("#create-combinations")
    page.locator("#accordion_combinations tr.combination").nth(1).wait_for()
    save(desk)


@action("Mettre le produit « {product} » en ligne depuis la liste")
def put_product_online(desk: Desk, *, product: str) -> None:
    """Press the cross of a product's line: it becomes a tick."""
    _toggle(desk, product, "disabled", "enabled")


@action("Mettre le produit « {product} » hors ligne depuis la liste")
def put_product_offline(desk: Desk, *, product: str) -> None:
    """Press the tick of a product's line: it becomes a cross."""
    _toggle(desk, product, "enabled", "disabled")


def _toggle(desk: Desk, product: str, before: str, after: str) -> None:
    find(desk, product)
    row = desk.page.locator("tr[data-product-id]", has_text=product).first
    with desk.page.expect_navigation(wait_until="load"):
        row.locator(f".action-{before}").click()
    row.locator(f".action-{after}").wait_for()


@action("Mettre le produit « {product} » en ligne depuis sa fiche")
def switch_product_online(desk: Desk, *, product: str) -> None:
    """Move the switch at the bottom of a product's form, then save."""
    open_product(desk, product)
    _switch_online(desk)
    save(desk)


@action("Supprimer le produit « {product} »")
def delete_product(desk: Desk, *, product: str) -> None:
    """Delete a product from the list and confirm."""
    page = desk.page
    _ask_deletion(desk, product)
    with page.expect_navigation(wait_until="load"):
        page.locator("#catalog_deletion_modal button[value=confirm]").locator("visible=true").last.click()
    page.locator(".alert-success:visible").first.wait_for()


@action("Demander la suppression du produit « {product} », puis renoncer")
def cancel_product_deletion(desk: Desk, *, product: str) -> None:
    """Ask for a product's deletion and close the window that asks for confirmation."""
    page = desk.page
    _ask_deletion(desk, product)
    page.locator("#catalog_deletion_modal [data-dismiss=modal]").locator("visible=true").first.click()
    page.locator("#catalog_deletion_modal").wait_for(state="hidden")


def _ask_deletion(desk: Desk, product: str) -> None:
    page = desk.page
    find(desk, product)
    row = page.locator("tr[data-product-id]", has_text=product).first
    row.locator(".dropdown-toggle").click()
    row.locator("[onclick*=\"'delete'\"]").click()
    page.locator("#catalog_deletion_modal").locator("visible=true").wait_for()
    # The window is deaf while it slides in.
    page.wait_for_function("!document.querySelector('#catalog_deletion_modal .modal-dialog').getAnimations().length")


@action("Modifier le produit « {product} » dans deux onglets")
def edit_product_in_two_tabs(desk: Desk, *, product: str, first: str, second: str) -> None:
    """Open a product twice, save a summary in one tab, then another in the other tab: the last one stays."""
    open_product(desk, product)
    with second_tab(desk) as other:
        open_product(other, product)
        rewrite(other.page, SUMMARY, first)
        save(other)
    rewrite(desk.page, SUMMARY, second)
    save(desk)
