"""How the site is built: permalinks, its e-mail address, pages and categories below others, pinned articles."""

from __future__ import annotations

from provisioner.adapters.workstation import expect
from provisioner.robots.action import action
from provisioner.robots.candidate import Desk
from provisioner.robots.wordpress.lists import row

_SAVED = "#setting-error-settings_updated, #message.updated"


@action("Régler les permaliens : {structure}")
def set_permalinks(desk: Desk, *, structure: str) -> None:
    """Choose a structure by its own text (« /%year%/… »), or the plain one when empty, and save."""
    page = desk.page
    desk.open("/wp-admin/options-permalink.php")
    choice = page.locator(f'input[type=radio][name=selection][value="{structure}"]')
    if choice.count():
        choice.check()
    else:
        page.check("#custom_selection")
        page.fill("#permalink_structure", structure)
    page.click("#submit")
    page.wait_for_selector(_SAVED)


@action("Choisir des permaliens {structure} sans enregistrer")
def choose_permalinks_given_up(desk: Desk, *, structure: str) -> None:
    """Choose a structure, leave."""
    desk.open("/wp-admin/options-permalink.php")
    desk.page.locator(f'input[type=radio][name=selection][value="{structure}"]').check()
    desk.open("/wp-admin/index.php")


@action("Donner au site l’adresse e-mail {email}")
def change_site_email(desk: Desk, *, email: str) -> None:
    """Write another address in the general settings: WordPress asks to confirm it by mail."""
    page = desk.page
    desk.open("/wp-admin/options-general.php")
    page.fill("#new_admin_email", email)
    page.click("#submit")
    page.wait_for_selector(_SAVED)


@action("Créer la catégorie « {name} » sous « {parent} »")
def add_category_below(desk: Desk, *, name: str, parent: str) -> None:
    """Fill in the form of the categories' screen, with a parent."""
    page = desk.page
    desk.open("/wp-admin/edit-tags.php?taxonomy=category")
    page.fill("#tag-name", name)
    option = page.locator("#parent option").filter(has_text=parent).first
    page.select_option("#parent", str(option.get_attribute("value")))
    page.click("#submit")
    page.locator("#the-list .row-title", has_text=name).first.wait_for()


@action("Modification rapide de l’article « {title} » : mettre en avant")
def pin_article(desk: Desk, *, title: str) -> None:
    """Tick « Mettre cet article en avant » in the quick edit."""
    page = desk.page
    line = row(desk, "post", title)
    id_ = str(line.get_attribute("id")).removeprefix("post-")
    line.hover()
    line.locator(".editinline").click()
    form = page.locator(f"#edit-{id_}")
    form.locator("input[name=sticky]").check()
    form.locator("button.save").click()
    expect(form).to_have_count(0)


@action("Modification rapide de l’article « {title} » : cocher la mise en avant, puis annuler")
def pin_article_given_up(desk: Desk, *, title: str) -> None:
    """Tick the box, then give up."""
    page = desk.page
    line = row(desk, "post", title)
    id_ = str(line.get_attribute("id")).removeprefix("post-")
    line.hover()
    line.locator(".editinline").click()
    form = page.locator(f"#edit-{id_}")
    form.locator("input[name=sticky]").check()
    form.locator("button.cancel").click()
    expect(form).to_have_count(0)
