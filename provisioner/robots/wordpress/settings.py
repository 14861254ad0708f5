"""Settings: general, reading, privacy, discussion."""

from __future__ import annotations

from provisioner.robots.action import action
from provisioner.robots.candidate import Desk
from provisioner.robots.wordpress.editor import wait_until_ready

_SAVED = "#setting-error-settings_updated"


@action("Écrire le slogan « {tagline} » dans les réglages")
def change_tagline(desk: Desk, *, tagline: str) -> None:
    """Write a new slogan in the general settings."""
    _open(desk, "general")
    desk.page.fill("#blogdescription", tagline)
    _save(desk)


@action("Donner au site le titre « {title} » dans les réglages")
def change_site_title(desk: Desk, *, title: str) -> None:
    """Write a new title in the general settings."""
    _open(desk, "general")
    desk.page.fill("#blogname", title)
    _save(desk)


@action("Écrire le slogan « {tagline} » dans les réglages, sans enregistrer")
def type_tagline_without_saving(desk: Desk, *, tagline: str) -> None:
    """Type a slogan, leave."""
    _open(desk, "general")
    desk.page.fill("#blogdescription", tagline)
    desk.open("/wp-admin/index.php")


@action("Afficher les derniers articles en page d’accueil")
def show_latest_posts(desk: Desk) -> None:
    """Choose « Les derniers articles » in the reading settings."""
    _open(desk, "reading")
    desk.page.check("input[type=radio][name=show_on_front][value=posts]")
    _save(desk)


@action("Afficher la page « {title} » en page d’accueil")
def show_static_page(desk: Desk, *, title: str, posts_page: str = "") -> None:
    """Choose a static page, and the page of the articles when one is given, in the reading settings."""
    page = desk.page
    _open(desk, "reading")
    page.check("input[type=radio][name=show_on_front][value=page]")
    page.select_option("#page_on_front", label=title)
    if posts_page:
        page.select_option("#page_for_posts", label=posts_page)
    _save(desk)


@action("Montrer {number} articles par page")
def change_posts_per_page(desk: Desk, *, number: int) -> None:
    """Type a number in the reading settings."""
    _open(desk, "reading")
    desk.page.fill("#posts_per_page", str(number))
    _save(desk)


@action("Enregistrer les réglages « {name} » sans rien changer")
def save_settings_untouched(desk: Desk, *, name: str) -> None:
    """Open a settings screen (`general`, `writing`, `reading`, `discussion`, `media`), press the button."""
    _open(desk, name)
    _save(desk)


@action("Générer une nouvelle page de politique de confidentialité")
def generate_privacy_page(desk: Desk) -> None:
    """Press « Créer » in the privacy settings: the editor opens on a page that WordPress filled."""
    _open(desk, "privacy")
    desk.page.click("#create-page")
    wait_until_ready(desk.page)


@action("Choisir « {title} » comme page de politique de confidentialité")
def choose_privacy_page(desk: Desk, *, title: str) -> None:
    """Choose a page in the privacy settings."""
    _open(desk, "privacy")
    desk.page.select_option("#page_for_privacy_policy", label=title)
    desk.page.click("#set-page")
    desk.page.wait_for_selector(f"{_SAVED}, .notice-success, #setting-error-page_for_privacy_policy")


@action("Lire le guide de la politique de confidentialité")
def read_privacy_guide(desk: Desk) -> None:
    """Open the guide, read, leave."""
    desk.open("/wp-admin/options-privacy.php?tab=policyguide")
    desk.page.locator(".privacy-settings-body, .privacy-text-section").first.wait_for()


def _open(desk: Desk, name: str) -> None:
    desk.open(f"/wp-admin/options-{name}.php")


def _save(desk: Desk) -> None:
    desk.page.click("#submit")
    desk.page.wait_for_selector(_SAVED)
