"""Customers and their groups."""

from __future__ import annotations

from provisioner.robots.action import action
from provisioner.robots.candidate import Desk
from provisioner.robots.prestashop._office import follow, go_to, save, saved

TYPED = "atelier2022"
"""What candidates type where a customer's password is asked for."""


def _row(desk: Desk, email: str) -> str:
    """Return a selector for a customer's line in the list."""
    go_to(desk, "AdminCustomers")
    return f"tr:has(td:text-is('{email}'))"


@action("Créer le client {first_name} {last_name}")
def add_customer(desk: Desk, *, first_name: str, last_name: str, email: str) -> None:
    """Create a customer."""
    page = desk.page
    go_to(desk, "AdminCustomers")
    follow(desk, "#page-header-desc-configuration-add")
    page.fill("#customer_first_name", first_name)
    page.fill("#customer_last_name", last_name)
    page.fill("#customer_email", email)
    page.fill("#customer_password", TYPED)
    save(desk)


@action("Commencer la fiche du client {first_name} {last_name} et revenir en arrière")
def start_customer_and_go_back(desk: Desk, *, first_name: str, last_name: str) -> None:
    """Type the name of a new customer, then press the browser's back button."""
    page = desk.page
    go_to(desk, "AdminCustomers")
    follow(desk, "#page-header-desc-configuration-add")
    page.fill("#customer_first_name", first_name)
    page.fill("#customer_last_name", last_name)
    page.go_back(wait_until="load")


@action("Enregistrer un client sans adresse e-mail, puis la corriger : {email}")
def add_customer_at_second_try(desk: Desk, *, first_name: str, last_name: str, email: str) -> None:
    """Type a wrong e-mail first: PrestaShop refuses; correct it and save."""
    page = desk.page
    go_to(desk, "AdminCustomers")
    follow(desk, "#page-header-desc-configuration-add")
    page.fill("#customer_first_name", first_name)
    page.fill("#customer_last_name", last_name)
    page.fill("#customer_email", email.replace("@", "@@"))
    page.fill("#customer_password", TYPED)
    page.locator("form[name=customer]").evaluate("form => { form.noValidate = true }")
    page.locator(".card-footer button.btn-primary").click()
    page.locator(".invalid-feedback, .alert-danger, .text-danger").locator("visible=true").first.wait_for()
    page.fill("#customer_email", email)
    page.fill("#customer_password", TYPED)
    save(desk)


@action("Supprimer le client {email}")
def delete_customer(desk: Desk, *, email: str) -> None:
    """Delete a customer, who may come back with the same address."""
    page = desk.page
    row = page.locator(_row(desk, email)).first
    row.locator(".dropdown-toggle").first.click()
    row.locator(".js-delete-customer-row-action").locator("visible=true").first.click()
    page.locator(".js-submit-delete-customers").locator("visible=true").click()
    saved(desk)


@action("Désactiver ou réactiver le client {email}")
def toggle_customer(desk: Desk, *, email: str) -> None:
    """Press the tick of a customer's line."""
    page = desk.page
    row = page.locator(_row(desk, email)).first
    with page.expect_navigation(wait_until="load"):
        row.locator(".ps-togglable-row").first.click()
    saved(desk)


@action("Passer le client {email} dans le groupe « {group} »")
def change_customer_group(desk: Desk, *, email: str, group: str) -> None:
    """Give a customer another group by default, and tick it."""
    page = desk.page
    row = page.locator(_row(desk, email)).first
    page.goto(str(row.locator("a[href*='/edit']").first.evaluate("link => link.href")), wait_until="load")
    box = page.locator(".form-check, .md-checkbox, label", has_text=group).locator("input[type=checkbox]").first
    # The box itself is hidden below a drawn one.
    box.evaluate("box => box.checked || box.click()")
    page.select_option("#customer_default_group_id", label=group)
    save(desk)


@action("Créer le groupe de clients « {name} », remise de {discount} %")
def add_group(desk: Desk, *, name: str, discount: str = "0") -> None:
    """Create a group of customers."""
    page = desk.page
    go_to(desk, "AdminParentCustomerPreferences", "AdminGroups")
    follow(desk, "#page-header-desc-group-new_group, a[href*='addgroup']")
    page.fill("#name_1", name)
    page.fill("#reduction", discount)
    save(desk, "#group_form_submit_btn")
