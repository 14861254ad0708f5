"""Every page of PrestaShop's back-office menu, on a closed network: nothing asked outside, nothing slow, in French."""

import statistics
import time
from urllib.parse import urljoin

import pytest
from prestashop_office import WAVE, signed_in

from provisioner import names
from provisioner.adapters.docker import probe

pytestmark = [pytest.mark.docker, pytest.mark.browser, pytest.mark.media]

FRENCH = ("Tableau de bord", "Commandes", "Catalogue", "Clients", "Modules", "Apparence", "Livraison")


@pytest.fixture(scope="module")
def office(engine, media_2022, chromium):  # noqa: ARG001
    with signed_in(chromium) as desk:
        yield desk


@pytest.fixture(scope="module")
def times(office):
    """Seconds of every menu page in the browser."""
    seen = {}
    for address in menu(office.page):
        start = time.monotonic()
        answer = office.page.goto(address, wait_until="load")
        seen[address.split("/gestion/")[1].split("token=")[0]] = time.monotonic() - start
        assert answer.status == 200, address
    return seen


def menu(page):
    links = page.eval_on_selector_all("#nav-sidebar a, .nav-bar a", "all => all.map(a => a.getAttribute('href'))")
    kept = [
        urljoin(page.url, link)
        for link in links
        if link and "gestion" in urljoin(page.url, link) and "ogout" not in link
    ]
    return list(dict.fromkeys(address for address in kept if "#" not in address))


def test_no_menu_page_waits_for_a_closed_network(times):
    """Untreated, a page waits 20 s for a name or 5 s for a font: many times what the usual page of this run takes."""
    usual = statistics.median(times.values())
    assert {page: spent for page, spent in times.items() if spent > 10 * usual} == {}
    assert len(times) > 50


def test_no_page_asks_another_host_nor_fails(office, times):
    assert times
    assert office.outside == []
    assert office.failed == []


def test_the_back_office_is_in_french_with_its_icons(office):
    office.page.goto(f"{office.url}/gestion/")
    shown = office.page.locator("#nav-sidebar, .nav-bar").first.inner_text()
    assert [word for word in FRENCH if word not in shown] == []
    assert office.page.evaluate("document.fonts.ready.then(() => document.fonts.check('24px \"Material Icons\"'))")
    icon = office.page.locator("#subtab-AdminParentOrders i.material-icons, i.mi-shopping_basket").first.bounding_box()
    assert icon["width"] < 40


def test_shop_pages_ask_no_other_host(office):
    office.outside.clear()
    for path in ("/", "/nous-contacter", "/nouveaux-produits", "/connexion", "/panier?action=show"):
        assert office.page.goto(office.url + path, wait_until="load").status == 200
    assert office.outside == []


def test_the_page_on_the_installation_touches_no_folder_of_the_shop(office):
    """Untreated, it writes in every folder (repairs/folders-check.yml): their times tell."""
    container = names.container(WAVE, "1")
    office.page.goto(f"{office.url}/gestion/")
    link = office.page.locator("#subtab-AdminInformation > a").first.get_attribute("href")
    probe.ask(container, ["touch", "/tmp/before"])
    assert office.page.goto(urljoin(office.page.url, link)).status == 200
    office.page.get_by_text("Vérifiez votre configuration").first.wait_for()
    touched = probe.ask(
        container, ["find", "/var/www/html/img", "/var/www/html/mails", "-type", "d", "-newer", "/tmp/before"]
    )
    assert touched == ""
