"""What makes a product sell: its stock, its combinations, its place in a category."""

from __future__ import annotations

from collections import Counter
from math import prod

from provisioner.adapters.workstation import Locator
from provisioner.errors import E5BError
from provisioner.robots.action import action
from provisioner.robots.candidate import Desk
from provisioner.robots.prestashop._office import go_to, retype
from provisioner.robots.prestashop.products import open_product, save

TREE = "#product_catalog_category_tree_filter"
ROWS = "#accordion_combinations tr.combination"


@action("Saisir le stock du produit « {product} » : {quantity}")
def set_stock(desk: Desk, *, product: str, quantity: int) -> None:
    """Change the quantity of a product that has no combination."""
    open_product(desk, product)
    retype(desk.page, "#form_step1_qty_0_shortcut", str(quantity))
    save(desk)


@action("Créer les déclinaisons du produit « {product} » : {values}, {quantity} en stock chacune")
def add_chosen_combinations(desk: Desk, *, product: str, values: list[str], quantity: int) -> None:
    """Make a combination of each pair of values (« Longueur : 80 cm »), and give each its stock."""
    page = desk.page
    open_product(desk, product)
    page.locator("#show_variations_selector input[value='1']").check(force=True)
    page.click("#tab_step3 a")
    boxes = page.locator(".js-attribute-checkbox")
    labels = [_flat(label) for label in boxes.evaluate_all("all => all.map(a => a.dataset.label)")]
    for value in map(_flat, values):
        if value not in labels:
            raise E5BError(f"PrestaShop ne propose pas « {value} ».", f"Valeurs proposées : {', '.join(labels)}.")
        boxes.nth(labels.index(value)).evaluate("box => box.click()")
    page.click("#create-combinations")
    count = prod(Counter(_flat(value).partition(" : ")[0] for value in values).values())
    page.locator(ROWS).nth(count - 1).wait_for()
    for index in range(count):
        # Key by key: the page copies the list's quantity into the combination's own form.
        field = page.locator(ROWS).nth(index).locator(".attribute-quantity input").first
        field.fill("")
        field.press_sequentially(str(quantity))
    save(desk)


@action("Placer le produit « {product} » en tête de la catégorie n° {category}")
def put_product_first(desk: Desk, *, product: str, category: int = 2) -> None:
    """Drag a product's line up to the first place of a category (2 is the home page's), and save the order."""
    page = desk.page
    go_to(desk, "AdminProducts")
    # PrestaShop refuses to sort a list that another filter shortens.
    page.fill("input[name=filter_column_name]", "")
    with page.expect_navigation(wait_until="load"):
        page.locator(f"{TREE} input[type=radio][value='{category}']").first.evaluate("box => box.click()")
    with page.expect_navigation(wait_until="load"):
        page.click("input[name=products_filter_position_asc]")
    rows = page.locator("tbody.sortable tr[data-product-id]")
    rows.first.wait_for()
    names = rows.all_inner_texts()
    for place in range(next(index for index, name in enumerate(names) if product in name), 0, -1):
        _drag_above(desk, rows.nth(place), rows.nth(place - 1))
    with page.expect_navigation(wait_until="load"):
        page.click("#bulk_edition_save_keep")
    page.locator(".alert-success:visible").first.wait_for()
    # The list would stay on that category, and other products would not be found. The link's own `#` would pass for the
    # navigation that is waited for.
    with page.expect_event("load"):
        page.locator(f"{TREE}_reset").evaluate("link => link.click()")


def _drag_above(desk: Desk, row: Locator, other: Locator) -> None:
    """Take a line by its handle and drop it above another one, as jQuery's sortable lists want it."""
    mouse = desk.page.mouse
    row.scroll_into_view_if_needed()
    handle, goal = row.locator("td.placeholder").bounding_box(), other.locator("td.placeholder").bounding_box()
    if handle is None or goal is None:
        raise E5BError("La liste des produits ne se laisse pas réordonner.", "Regardez cette page.")
    mouse.move(handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2)
    mouse.down()
    mouse.move(goal["x"] + goal["width"] / 2, goal["y"] + 2, steps=12)
    mouse.up()


def _flat(text: str) -> str:
    return " ".join(text.split())
