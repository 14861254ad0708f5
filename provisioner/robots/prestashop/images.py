"""Pictures of products: adding, caption, cover."""

from __future__ import annotations

from pathlib import Path

from provisioner.robots.action import action
from provisioner.robots.candidate import Desk
from provisioner.robots.prestashop.products import open_product

ZONE = "#product-images-dropzone"


def _open_image(desk: Desk, number: int) -> None:
    """Press the `number`-th picture of the open product: its settings appear."""
    page = desk.page
    page.locator(f"{ZONE} .dz-preview[data-id]").nth(number - 1).click()
    page.locator("#product-images-form textarea, #product-images-form [name*=legend]").first.wait_for()


def _keep(desk: Desk) -> None:
    page = desk.page
    with page.expect_response(lambda r: r.request.method == "POST" and "/image/form/" in r.url):
        page.locator("#product-images-form .actions .btn-primary").click()


@action("Écrire la légende de l’image {number} du produit « {product} » : « {caption} »")
def set_caption(desk: Desk, *, product: str, caption: str, number: int = 1) -> None:
    """Write the caption of a product's picture and save the picture's settings."""
    open_product(desk, product)
    _open_image(desk, number)
    desk.page.locator("#product-images-form [name*=legend]").locator("visible=true").first.fill(caption)
    _keep(desk)


@action("Écrire une légende à l’image {number} du produit « {product} » sans l’enregistrer")
def type_caption_and_leave(desk: Desk, *, product: str, caption: str, number: int = 1) -> None:
    """Write the caption of a picture and close its settings without keeping them."""
    open_product(desk, product)
    _open_image(desk, number)
    desk.page.locator("#product-images-form [name*=legend]").locator("visible=true").first.fill(caption)
    desk.page.locator("#product-images-form button.close").click()
    desk.open_back_office()


@action("Choisir l’image {number} comme couverture du produit « {product} »")
def choose_cover(desk: Desk, *, product: str, number: int) -> None:
    """Make a picture the product's cover."""
    open_product(desk, product)
    _open_image(desk, number)
    desk.page.locator("#product-images-form input[type=checkbox]").first.check(force=True)
    _keep(desk)


@action("Ajouter une image au produit « {product} »")
def upload_image(desk: Desk, *, product: str, picture: Path) -> None:
    """Add a picture to a product."""
    page = desk.page
    open_product(desk, product)
    with page.expect_response(lambda r: "/image/upload/" in r.url):
        page.set_input_files("input.dz-hidden-input", picture)
    page.locator(f"{ZONE} .dz-preview.dz-success, {ZONE} .dz-preview.dz-complete").last.wait_for()
