"""Coming, looking around, leaving."""

from __future__ import annotations

from provisioner.robots.action import action
from provisioner.robots.candidate import Desk


def log_in(desk: Desk) -> None:
    """Identify oneself on the login page."""
    desk.open("/wp-login.php")
    # The page takes the cursor to its first field a moment after it was loaded, even from a password half typed.
    desk.page.wait_for_function("document.activeElement.id === 'user_login'")
    desk.page.fill("#user_login", desk.login)
    desk.page.fill("#user_pass", desk.password)
    desk.page.click("#wp-submit")
    desk.page.wait_for_selector("#wpadminbar")


def log_out(desk: Desk) -> None:
    """Leave through the link of the admin bar."""
    if not desk.page.locator("#wp-admin-bar-logout a").count():
        # The editor in full screen has no admin bar.
        desk.open("/wp-admin/index.php")
    link = desk.page.locator("#wp-admin-bar-logout a").get_attribute("href")
    desk.page.goto(str(link))


@action("Parcourir les listes du tableau de bord sans rien changer")
def browse(desk: Desk) -> None:
    """Look at the main lists of the back office without changing anything."""
    for path in ("index.php", "edit.php", "upload.php", "edit-comments.php", "nav-menus.php", "options-general.php"):
        desk.open(f"/wp-admin/{path}")


@action("Ouvrir la page « {path} » du back-office")
def open_admin_page(desk: Desk, *, path: str) -> None:
    """Open a page of the back office by the end of its address: `edit.php`."""
    desk.open(f"/wp-admin/{path}")
    desk.page.wait_for_selector("#wpadminbar, .edit-post-header, .wp-full-overlay")


@action("Aller sur le site par la barre d’outils")
def visit_site(desk: Desk) -> None:
    """Leave the back office for the site's front page, by the admin bar."""
    desk.open("/wp-admin/index.php")
    _choose(desk, "view-site")
    desk.page.wait_for_selector("body.home")


def _choose(desk: Desk, entry: str) -> None:
    """Choose an entry below the site's name in the admin bar."""
    # The bar's script unfolds the menu, for a mouse that comes in once it runs: it then takes `nojs` away.
    desk.page.wait_for_selector("#wpadminbar:not(.nojs)")
    desk.page.hover("#wp-admin-bar-site-name")
    desk.page.click(f"#wp-admin-bar-{entry} a")


@action("Ouvrir la page « {path} » du site")
def visit_page(desk: Desk, *, path: str) -> None:
    """Look at a page of the site, by its address."""
    desk.open(path)
    desk.page.wait_for_selector("#masthead")


@action("Revenir au tableau de bord depuis le site")
def back_to_office(desk: Desk) -> None:
    """Go from the site to the back office, by the admin bar."""
    _choose(desk, "dashboard")
    desk.page.wait_for_selector("#dashboard-widgets")


@action("Se déconnecter, regarder le site en visiteur, se reconnecter")
def look_as_a_visitor(desk: Desk) -> None:
    """Leave, look at the site's front page, come back."""
    log_out(desk)
    desk.open("/")
    desk.page.wait_for_selector("#masthead")
    log_in(desk)
