"""The team: profiles, permissions, employees."""

from __future__ import annotations

from provisioner.robots.action import action
from provisioner.robots.candidate import Desk
from provisioner.robots.prestashop._office import follow, go_to, grid_row, save, saved


def _profiles(desk: Desk) -> None:
    go_to(desk, "AdminParentEmployees", "AdminProfiles")


@action("Créer le profil « {name} »")
def add_profile(desk: Desk, *, name: str) -> None:
    """Create a profile, without any permission."""
    _profiles(desk)
    follow(desk, "a[href*='profiles/new'], a[href*='addprofile']")
    desk.page.locator("#profile_name_1, #name_1").first.fill(name)
    save(desk, ".card-footer button.btn-primary, #profile_form_submit_btn")


@action("Commencer le profil « {name} » et partir sans l’enregistrer")
def start_profile_and_leave(desk: Desk, *, name: str) -> None:
    """Type the name of a new profile and leave."""
    _profiles(desk)
    follow(desk, "a[href*='profiles/new'], a[href*='addprofile']")
    desk.page.locator("#profile_name_1, #name_1").first.fill(name)
    _profiles(desk)


@action("Renommer le profil « {profile} » en « {name} »")
def rename_profile(desk: Desk, *, profile: str, name: str) -> None:
    """Change the name of a profile."""
    page = desk.page
    _profiles(desk)
    link = grid_row(page, profile).locator("a[href*='/edit'], a[href*='updateprofile']").first
    page.goto(str(link.evaluate("link => link.href")), wait_until="load")
    page.locator("#profile_name_1, #name_1").first.fill(name)
    save(desk, ".card-footer button.btn-primary, #profile_form_submit_btn")


@action("Supprimer le profil « {profile} »")
def delete_profile(desk: Desk, *, profile: str) -> None:
    """Delete a profile that no employee has, and confirm."""
    page = desk.page
    _profiles(desk)
    row = grid_row(page, profile)
    row.locator(".dropdown-toggle").first.click()
    row.locator(".js-submit-row-action[data-url*=delete]").locator("visible=true").first.click()
    saved(desk)


@action("Donner ou retirer au profil « {profile} » le droit « {right} » sur le menu {tab}")
def switch_permission(desk: Desk, *, profile: str, tab: str, right: str = "view") -> None:
    """Press one box of the permissions (`view`, `add`, `edit`, `delete`) of a profile."""
    page = desk.page
    go_to(desk, "AdminParentEmployees", "AdminAccess")
    page.locator("div.productTabs a", has_text=profile).first.click()
    row = page.locator(".tab-profile tr, tr").filter(has=page.locator("td", has_text=tab)).locator("visible=true").last
    with page.expect_response(lambda r: "action=updateAccess" in r.url):
        row.locator(f"input.ajaxPower.{right}").first.click()
    # The page ticks the menus above as well, each with a request of its own.
    page.wait_for_function("jQuery.active === 0")


@action("Regarder les permissions du profil « {profile} »")
def look_at_permissions(desk: Desk, *, profile: str) -> None:
    """Open the permissions of a profile and change nothing."""
    go_to(desk, "AdminParentEmployees", "AdminAccess")
    desk.page.locator("div.productTabs a", has_text=profile).first.click()


def _edit_employee(desk: Desk, email: str) -> None:
    page = desk.page
    go_to(desk, "AdminParentEmployees", "AdminEmployees")
    link = grid_row(page, email).locator("a[href*='/edit']").first
    page.goto(str(link.evaluate("link => link.href")), wait_until="load")
    page.wait_for_selector("#employee_profile")


@action("Donner à l’employé {email} le profil « {profile} »")
def change_employee_profile(desk: Desk, *, email: str, profile: str) -> None:
    """Give an employee another profile."""
    _edit_employee(desk, email)
    desk.page.select_option("#employee_profile", label=profile)
    save(desk)


@action("Choisir un autre profil pour l’employé {email} sans l’enregistrer")
def pick_profile_and_leave(desk: Desk, *, email: str, profile: str) -> None:
    """Choose another profile for an employee and leave."""
    _edit_employee(desk, email)
    desk.page.select_option("#employee_profile", label=profile)
    go_to(desk, "AdminParentEmployees")


@action("Changer le prénom de l’employé {email}")
def rename_employee(desk: Desk, *, email: str, first_name: str) -> None:
    """Change the first name of an employee, and nothing else."""
    _edit_employee(desk, email)
    desk.page.fill("#employee_firstname", first_name)
    save(desk)


@action("Créer l’employé {first_name} {last_name}, profil « {profile} »")
def add_employee(desk: Desk, *, first_name: str, last_name: str, email: str, profile: str) -> None:
    """Create an employee."""
    page = desk.page
    go_to(desk, "AdminParentEmployees", "AdminEmployees")
    follow(desk, "a[href*='employees/new']")
    page.fill("#employee_firstname", first_name)
    page.fill("#employee_lastname", last_name)
    page.fill("#employee_email", email)
    page.fill("#employee_password", "atelier2022")
    page.select_option("#employee_profile", label=profile)
    save(desk)
