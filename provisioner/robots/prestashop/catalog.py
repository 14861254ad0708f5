"""What the catalogue is made of besides products: categories, brands, suppliers, attributes, features."""

from __future__ import annotations

from provisioner.robots.action import action
from provisioner.robots.candidate import Desk
from provisioner.robots.prestashop._office import follow, go_to, grid_row, rewrite, rich_text, save, saved

CATEGORY_SAVE = "form[name=category] button.btn-primary, .card-footer button.btn-primary"


def _category_row(desk: Desk, category: str) -> None:
    """Show the line of a category of the first level, or of any level by the list's own filter."""
    go_to(desk, "AdminCategories")
    grid_row(desk.page, category).wait_for()


def _edit_category(desk: Desk, category: str) -> None:
    _category_row(desk, category)
    row = grid_row(desk.page, category)
    link = row.locator("a[href*='/edit']").first
    desk.page.goto(str(link.evaluate("link => link.href")), wait_until="load")
    desk.page.wait_for_selector("#category_name_1")


@action("Créer la catégorie « {name} »")
def add_category(desk: Desk, *, name: str, description: str = "", title: str = "") -> None:
    """Create a category below the home page's, with its text and its meta title."""
    page = desk.page
    go_to(desk, "AdminCategories")
    follow(desk, "#page-header-desc-configuration-add_category, #page-header-desc-configuration-add")
    page.fill("#category_name_1", name)
    if description:
        rich_text(page, "category_description_1", description)
    if title:
        page.fill("#category_meta_title_1", title)
    save(desk, CATEGORY_SAVE)


@action("Commencer la catégorie « {name} » et partir sans l’enregistrer")
def start_category_and_leave(desk: Desk, *, name: str) -> None:
    """Type the name of a new category, then leave."""
    go_to(desk, "AdminCategories")
    follow(desk, "#page-header-desc-configuration-add_category, #page-header-desc-configuration-add")
    desk.page.fill("#category_name_1", name)
    go_to(desk, "AdminCategories")


@action("Réécrire la description de la catégorie « {category} »")
def write_category(desk: Desk, *, category: str, description: str) -> None:
    """Replace the text of a category."""
    _edit_category(desk, category)
    rewrite(desk.page, "category_description_1", description)
    save(desk, CATEGORY_SAVE)


@action("Saisir le référencement de la catégorie « {category} »")
def set_category_seo(desk: Desk, *, category: str, title: str, description: str) -> None:
    """Fill the meta title and description of a category."""
    _edit_category(desk, category)
    desk.page.fill("#category_meta_title_1", title)
    desk.page.fill("#category_meta_description_1", description)
    save(desk, CATEGORY_SAVE)


@action("Ouvrir la catégorie « {category} » et l’enregistrer sans rien changer")
def save_category_unchanged(desk: Desk, *, category: str) -> None:
    """Save a category as it is."""
    _edit_category(desk, category)
    save(desk, CATEGORY_SAVE)


@action("Basculer l’affichage de la catégorie « {category} »")
def toggle_category(desk: Desk, *, category: str) -> None:
    """Press the tick, or the cross, of a category's line."""
    _category_row(desk, category)
    page = desk.page
    with page.expect_response(lambda r: "toggle" in r.url):
        grid_row(page, category).locator(".ps-togglable-row").first.click()
    page.locator(".alert-success:visible, .growl:visible").first.wait_for()


@action("Supprimer la catégorie « {category} »")
def delete_category(desk: Desk, *, category: str) -> None:
    """Delete a category; its products keep their other categories."""
    page = desk.page
    _category_row(desk, category)
    row = grid_row(page, category)
    row.locator(".dropdown-toggle").first.click()
    row.locator(".js-delete-category-row-action").locator("visible=true").first.click()
    page.locator(".js-submit-delete-categories").locator("visible=true").click()
    saved(desk)


@action("Créer la marque « {name} »")
def add_brand(desk: Desk, *, name: str, description: str = "") -> None:
    """Create a brand."""
    page = desk.page
    go_to(desk, "AdminParentManufacturers")
    follow(desk, "#page-header-desc-configuration-add_manufacturer, a[href*='brands/new']")
    page.fill("#manufacturer_name", name)
    if description:
        rich_text(page, "manufacturer_description_1", description)
    save(desk)


@action("Réécrire la description de la marque « {brand} »")
def write_brand(desk: Desk, *, brand: str, description: str) -> None:
    """Replace the text of a brand."""
    page = desk.page
    go_to(desk, "AdminParentManufacturers")
    link = grid_row(page, brand).locator("a[href*='/edit']").first
    page.goto(str(link.evaluate("link => link.href")), wait_until="load")
    rewrite(page, "manufacturer_description_1", description)
    save(desk)


@action("Créer le fournisseur « {name} », {city}")
def add_supplier(desk: Desk, *, name: str, street: str, postcode: str, city: str, enabled: bool = False) -> None:
    """Create a supplier with its address; it is born disabled unless asked otherwise."""
    page = desk.page
    go_to(desk, "AdminParentManufacturers", "AdminSuppliers")
    follow(desk, "a[href*='addsupplier']")
    for field, value in {"name": name, "address": street, "postcode": postcode, "city": city}.items():
        page.fill(f"#{field}", value)
    page.select_option("#id_country", label="France")
    if enabled:
        page.locator("label[for=active_on]").click()
    save(desk, "#supplier_form_submit_btn")


@action("Créer l’attribut « {name} »")
def add_attribute(desk: Desk, *, name: str) -> None:
    """Create an attribute shown as a drop-down list."""
    page = desk.page
    go_to(desk, "AdminParentAttributesGroups")
    follow(desk, "a[href*='addattribute_group']")
    page.fill("#name_1", name)
    page.fill("#public_name_1", name)
    save(desk, "#attribute_group_form_submit_btn")


@action("Créer la valeur « {value} » de l’attribut « {attribute} »")
def add_attribute_value(desk: Desk, *, attribute: str, value: str) -> None:
    """Create a value of an attribute."""
    page = desk.page
    go_to(desk, "AdminParentAttributesGroups")
    follow(desk, "#page-header-desc-attribute_group-new_value, a[href*='addattribute&']")
    page.select_option("#id_attribute_group", label=attribute)
    page.fill("#name_1", value)
    save(desk, "#attribute_form_submit_btn, button[name=submitAddattribute]")


@action("Créer la caractéristique « {name} »")
def add_feature(desk: Desk, *, name: str) -> None:
    """Create a feature."""
    page = desk.page
    go_to(desk, "AdminParentAttributesGroups", "AdminFeatures")
    follow(desk, "a[href*='addfeature&'], #page-header-desc-feature-new_feature")
    page.fill("#name_1", name)
    save(desk, "#feature_form_submit_btn")
