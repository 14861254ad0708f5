"""Screens of PrestaShop 1.7.3 that 1.7.6 rewrote: categories, customers, brands, pages, « Trafic et SEO », the team."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from provisioner.adapters.workstation import Locator
from provisioner.robots.action import action
from provisioner.robots.candidate import Desk
from provisioner.robots.prestashop._office import follow, go_to, rewrite, rich_text, save, saved

TYPED = "atelier2021"
"""What candidates type where a password is asked for."""


def _new(desk: Desk, table: str, *tabs: str) -> None:
    """Open the empty form of a list."""
    go_to(desk, *tabs)
    follow(desk, f"a[href*='add{table}&'], a[href$='add{table}']")


def _edit(desk: Desk, table: str, text: str, *tabs: str) -> None:
    """Open the form of a line of a list."""
    go_to(desk, *tabs)
    link = _line(desk, text).locator(f"a.edit, a[href*='update{table}']").first.get_attribute("href")
    desk.page.goto(urljoin(desk.page.url, str(link)), wait_until="load")


def _line(desk: Desk, text: str) -> Locator:
    return desk.page.locator("table tbody tr").filter(has=desk.page.locator("td", has_text=text)).first


def _save(desk: Desk, table: str) -> None:
    save(desk, f"#{table}_form_submit_btn")


def _delete(desk: Desk, text: str, *tabs: str) -> None:
    """Ask for the deletion of a line; the browser asks, one says yes."""
    go_to(desk, *tabs)
    line = _line(desk, text)
    line.locator(".dropdown-toggle").click()
    with desk.page.expect_navigation(wait_until="load"):
        line.locator("a.delete").click()


def _confirm(desk: Desk, mode: str) -> None:
    """Choose what becomes of the rest, in the page that asks for it."""
    form = desk.page.locator("form:has(input[name=deleteMode])")
    form.locator(f"#deleteMode_{mode}").check()
    form.locator("[type=submit]").last.click()
    saved(desk)


def _fill(desk: Desk, **values: str) -> None:
    for field, value in values.items():
        if value:
            desk.page.fill(f"#{field}", value)


@action("Créer la catégorie « {name} » sous « {parent} » (ancien formulaire)")
def add_old_category(desk: Desk, *, name: str, parent: str = "", description: str = "", title: str = "") -> None:
    """Create a category, below the home page's or another."""
    page = desk.page
    _new(desk, "category", "AdminCategories")
    _fill(desk, name_1=name, meta_title_1=title)
    if parent:
        page.locator("#expand-all-categories-tree").click()
        # Its name only folds and unfolds the tree.
        name_ = page.locator("label").filter(has_text=re.compile(rf"^\s*{re.escape(parent)}\s*$"))
        page.locator("#categories-tree span").filter(has=name_).locator("input[type=radio]").check()
    if description:
        rich_text(page, "description_1", description)
    _save(desk, "category")


@action("Commencer la catégorie « {name} » et partir sans l’enregistrer (ancien formulaire)")
def start_old_category_and_leave(desk: Desk, *, name: str) -> None:
    """Type the name of a new category, then leave."""
    _new(desk, "category", "AdminCategories")
    _fill(desk, name_1=name)
    go_to(desk, "AdminCategories")


@action("Réécrire la description de la catégorie « {category} » (ancien formulaire)")
def write_old_category(desk: Desk, *, category: str, description: str) -> None:
    """Replace the text of a category."""
    _edit(desk, "category", category, "AdminCategories")
    rewrite(desk.page, "description_1", description)
    _save(desk, "category")


@action("Supprimer la catégorie « {category} » (ancien écran)")
def delete_old_category(desk: Desk, *, category: str) -> None:
    """Delete a category; its products go to the one above."""
    _delete(desk, category, "AdminCategories")
    _confirm(desk, "link")


@action("Basculer l’affichage de la catégorie « {category} » (ancien écran)")
def toggle_old_category(desk: Desk, *, category: str) -> None:
    """Press the tick, or the cross, of a category's line."""
    go_to(desk, "AdminCategories")
    with desk.page.expect_response(lambda r: "statuscategory" in r.url):
        _line(desk, category).locator("a.list-action-enable").click()
    desk.page.locator(".growl:visible").first.wait_for()


@action("Supprimer le client {email} (ancien écran)")
def delete_old_customer(desk: Desk, *, email: str) -> None:
    """Delete a customer, who may come back with the same address."""
    _delete(desk, email, "AdminCustomers")
    _confirm(desk, "real")


@action("Désactiver ou réactiver le client {email} (ancien écran)")
def toggle_old_customer(desk: Desk, *, email: str) -> None:
    """Press the tick of a customer's line."""
    go_to(desk, "AdminCustomers")
    # The line itself leads to the customer's sheet: the page starts for there, then follows the tick.
    _line(desk, email).locator("a.list-action-enable[href*=statuscustomer]").click()
    saved(desk)


@action("Supprimer la page « {title} » (ancien écran)")
def delete_old_page(desk: Desk, *, title: str) -> None:
    """Delete a page of content and confirm."""
    _delete(desk, title, "AdminCmsContent")
    saved(desk)


@action("Créer le client {first_name} {last_name} (ancien formulaire)")
def add_old_customer(desk: Desk, *, first_name: str, last_name: str, email: str) -> None:
    """Create a customer."""
    _new(desk, "customer", "AdminCustomers")
    _fill(desk, firstname=first_name, lastname=last_name, email=email, passwd=TYPED)
    _save(desk, "customer")


@action("Commencer la fiche du client {first_name} {last_name} et revenir en arrière (ancien formulaire)")
def start_old_customer_and_go_back(desk: Desk, *, first_name: str, last_name: str) -> None:
    """Type the name of a new customer, then press the browser's back button."""
    _new(desk, "customer", "AdminCustomers")
    _fill(desk, firstname=first_name, lastname=last_name)
    desk.page.go_back(wait_until="load")


@action("Créer la marque « {name} » (ancien formulaire)")
def add_old_brand(desk: Desk, *, name: str, description: str = "") -> None:
    """Create a brand."""
    _new(desk, "manufacturer", "AdminParentManufacturers")
    _fill(desk, name=name)
    if description:
        rich_text(desk.page, "description_1", description)
    _save(desk, "manufacturer")


@action("Créer la page « {title} » (ancien formulaire)")
def add_old_page(desk: Desk, *, title: str, content: str, online: bool = False) -> None:
    """Create a page of content; it is born off line unless asked otherwise."""
    _new(desk, "cms", "AdminCmsContent")
    _fill(desk, name_1=title)
    rich_text(desk.page, "content_1", content)
    if online:
        desk.page.locator("label[for=active_on]").click()
    _save(desk, "cms")


@action("Réécrire la page « {title} » (ancien formulaire)")
def write_old_page(desk: Desk, *, title: str, content: str) -> None:
    """Replace the content of a page."""
    _edit(desk, "cms", title, "AdminCmsContent")
    rewrite(desk.page, "content_1", content)
    _save(desk, "cms")


@action("Trafic et SEO : remplir la page « {page_name} » (ancien formulaire)")
def set_old_seo_page(desk: Desk, *, page_name: str, title: str = "", description: str = "") -> None:
    """Fill the title and description of a page of « Trafic et SEO »."""
    _edit(desk, "meta", page_name, "AdminParentMeta")
    _fill(desk, title_1=title, description_1=description)
    _save(desk, "meta")


@action("Trafic et SEO : commencer la page « {page_name} » et partir sans enregistrer (ancien formulaire)")
def type_old_seo_page_and_leave(desk: Desk, *, page_name: str, title: str) -> None:
    """Type the title of a page of « Trafic et SEO » and leave."""
    _edit(desk, "meta", page_name, "AdminParentMeta")
    _fill(desk, title_1=title)
    go_to(desk, "AdminParentMeta")


@action("Créer le profil « {name} » (ancien formulaire)")
def add_old_profile(desk: Desk, *, name: str) -> None:
    """Create a profile, without any permission."""
    _new(desk, "profile", "AdminParentEmployees", "AdminProfiles")
    _fill(desk, name_1=name)
    _save(desk, "profile")


@action("Commencer le profil « {name} » et partir sans l’enregistrer (ancien formulaire)")
def start_old_profile_and_leave(desk: Desk, *, name: str) -> None:
    """Type the name of a new profile and leave."""
    _new(desk, "profile", "AdminParentEmployees", "AdminProfiles")
    _fill(desk, name_1=name)
    go_to(desk, "AdminParentEmployees", "AdminProfiles")


@action("Renommer le profil « {profile} » en « {name} » (ancien formulaire)")
def rename_old_profile(desk: Desk, *, profile: str, name: str) -> None:
    """Change the name of a profile."""
    _edit(desk, "profile", profile, "AdminParentEmployees", "AdminProfiles")
    _fill(desk, name_1=name)
    _save(desk, "profile")


@action("Donner à l’employé {email} le profil « {profile} » (ancien formulaire)")
def change_old_employee_profile(desk: Desk, *, email: str, profile: str) -> None:
    """Give an employee another profile."""
    _edit(desk, "employee", email, "AdminParentEmployees", "AdminEmployees")
    desk.page.select_option("#id_profile", label=profile)
    _save(desk, "employee")


@action("Choisir un autre profil pour l’employé {email} sans l’enregistrer (ancien formulaire)")
def pick_old_profile_and_leave(desk: Desk, *, email: str, profile: str) -> None:
    """Choose another profile for an employee and leave."""
    _edit(desk, "employee", email, "AdminParentEmployees", "AdminEmployees")
    desk.page.select_option("#id_profile", label=profile)
    go_to(desk, "AdminParentEmployees")


@action("Changer le prénom de l’employé {email} (ancien formulaire)")
def rename_old_employee(desk: Desk, *, email: str, first_name: str) -> None:
    """Change the first name of an employee, and nothing else."""
    _edit(desk, "employee", email, "AdminParentEmployees", "AdminEmployees")
    _fill(desk, firstname=first_name)
    _save(desk, "employee")
