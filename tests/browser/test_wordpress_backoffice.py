"""The whole WordPress back office as a candidate sees it, on a closed network: nothing asked outside, nothing slow."""

import shutil
import statistics
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from provisioner import catalog
from provisioner.adapters import ports
from provisioner.pipeline.prepare import images
from provisioner.pipeline.sitting import lifecycle, opening
from provisioner.robots.candidate import Desk
from provisioner.robots.wordpress.session import log_in
from provisioner.steps.sitting import store

pytestmark = [pytest.mark.docker, pytest.mark.browser]

ROSTER = "numéro;nom;prénom;commission;CMS;sujet;tiers-temps\n1;NOM;Prénom;1;WordPress;A;\n"
FRENCH = ("Tableau de bord", "Articles", "Médias", "Apparence", "Extensions", "Réglages")


@contextmanager
def opened(exam):
    """A candidate's site of `exam`, and the candidate's own credentials."""
    images.ensure(catalog.load_exam(exam), "wordpress", lambda _: None)
    folder = Path(tempfile.mkdtemp(prefix="e5b-", dir="/tmp"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("E5B_HOME", str(folder / "h"))
        (folder / "candidats.csv").write_text(ROSTER, encoding="utf-8")
        taken = ports.listening()
        base = next(port for port in range(21_000, 30_000, 100) if not any(port + i in taken for i in range(100)))
        try:
            result = opening.up(exam, folder / "candidats.csv", wave=f"bo-{exam}", host="127.0.0.1", port_base=base)
            assert not result.failed
            yield result.started[0].url, store.read_wave(f"bo-{exam}").candidates[0].access
        finally:
            lifecycle.down(lifecycle.select(everyone=True), force=True, door=True)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def discovery(engine):  # noqa: ARG001
    with opened("decouverte") as site:
        yield site


@pytest.fixture(scope="module")
def exam_2022(engine, media_2022):  # noqa: ARG001
    with opened("2022") as site:
        yield site


@contextmanager
def signed_in(site, chromium):
    """A page of Chromium signed in as the candidate, and the addresses of other hosts that it asked for."""
    from playwright.sync_api import sync_playwright

    url, access = site
    outside = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(locale="fr-FR", viewport={"width": 1280, "height": 900})
        host = urlsplit(url).netloc
        page.on("request", lambda r: outside.append(r.url) if urlsplit(r.url).netloc not in {"", host} else None)
        log_in(Desk(page, url, access.login, access.password, "/wp-admin/"))
        yield page, url, outside
        browser.close()


def menu(page):
    addresses = page.eval_on_selector_all("#adminmenu a", "all => all.map(a => a.href.split('#')[0])")
    return list(dict.fromkeys(addresses))


def check_every_menu_page(site, chromium):
    with signed_in(site, chromium) as (page, _, outside):
        shown = page.locator("#adminmenu").inner_text()
        assert [word for word in FRENCH if word not in shown] == []
        times = {}
        for address in menu(page):
            start = time.monotonic()
            answer = page.goto(address, wait_until="load")
            times[address] = time.monotonic() - start
            assert answer.status == 200, address
            assert not page.locator("#error-page, .wp-die-message").count(), address
        assert len(times) > 25
        assert outside == []
        # A page that waits for the closed network takes many times what the usual one takes in this run.
        usual = statistics.median(times.values())
        assert {address: spent for address, spent in times.items() if spent > 10 * usual} == {}


def check_the_editor_is_ready_to_type(site, chromium):
    with signed_in(site, chromium) as (page, url, outside):
        page.goto(f"{url}/wp-admin/post-new.php")
        page.locator(".editor-post-title__input").fill("Essai")
        assert page.locator(".components-modal__frame").count() == 0
        assert page.get_by_role("button", name="Publier").first.is_visible()
        page.evaluate("""() => wp.data.dispatch('core/block-editor').insertBlocks(wp.blocks.createBlock('core/embed',
            {url: 'https://www.youtube.com/watch?v=x', providerNameSlug: 'youtube', type: 'video'}))""")
        page.frame_locator(".wp-block-embed iframe").frame_locator("iframe").get_by_text("Vidéo YouTube").wait_for()
        assert outside == []


def test_every_menu_page_of_the_discovery_exam(discovery, chromium):
    check_every_menu_page(discovery, chromium)


def test_editor_of_the_discovery_exam(discovery, chromium):
    check_the_editor_is_ready_to_type(discovery, chromium)


@pytest.mark.media
def test_every_menu_page_of_2022(exam_2022, chromium):
    check_every_menu_page(exam_2022, chromium)


@pytest.mark.media
def test_editor_of_2022(exam_2022, chromium):
    check_the_editor_is_ready_to_type(exam_2022, chromium)


@pytest.mark.media
def test_widgets_screen_of_2022_opens_on_the_widgets(exam_2022, chromium):
    with signed_in(exam_2022, chromium) as (page, url, outside):
        page.goto(f"{url}/wp-admin/widgets.php")
        page.get_by_text("Colonne latérale du blog").first.wait_for()
        assert page.locator(".components-modal__frame").count() == 0
        assert outside == []


@pytest.mark.media
def test_yoast_of_2022_can_be_activated_and_works(exam_2022, chromium):
    with signed_in(exam_2022, chromium) as (page, url, outside):
        page.goto(f"{url}/wp-admin/plugins.php")
        page.locator("tr[data-plugin^=wordpress-seo] .activate a").click()
        page.locator("tr[data-plugin^=wordpress-seo] .deactivate").wait_for()
        for path in ("admin.php?page=wpseo_dashboard", "admin.php?page=wpseo_titles", "index.php", "edit.php"):
            assert page.goto(f"{url}/wp-admin/{path}", wait_until="load").status == 200
        page.goto(f"{url}/wp-admin/edit.php")
        page.locator("#the-list .row-title").first.click()
        page.get_by_text("Requête cible").first.wait_for()
        page.wait_for_load_state("networkidle")
        assert outside == []
