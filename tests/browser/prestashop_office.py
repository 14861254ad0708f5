"""A candidate's PrestaShop and its back office in Chromium, for the tests that drive its real forms."""

import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest

from provisioner import catalog
from provisioner.adapters import ports
from provisioner.pipeline.prepare import images
from provisioner.pipeline.sitting import lifecycle, opening
from provisioner.steps.sitting import store

ROSTER = "numéro;nom;prénom;commission;CMS;sujet;tiers-temps\n1;NOM;Prénom;1;PrestaShop;A;\n"
WAVE = "bo-prestashop"


@dataclass
class Office:
    """The back office as one candidate sees it, and what its pages complained of."""

    page: object
    url: str
    outside: list[str] = field(default_factory=list)
    """Addresses of other hosts that the browser asked for."""
    failed: list[str] = field(default_factory=list)
    """Answers 4xx and 5xx."""

    def sign_in(self, email, password):
        self.page.goto(f"{self.url}/gestion/")
        self.page.fill("#email", email)
        self.page.fill("#passwd", password)
        self.page.click("#submit_login")
        self.page.wait_for_selector("#nav-sidebar, .nav-bar")

    def tab(self, *names):
        """Follow the menu, then the tabs of the page: `tab("AdminCatalog", "AdminSuppliers")`."""
        for name in names:
            link = self.page.locator(f"#subtab-{name} > a, a#subtab-{name}").first
            self.page.goto(urljoin(self.page.url, link.get_attribute("href")))

    def follow(self, selector):
        """Open the address of a link, wherever it is on the page."""
        link = self.page.locator(selector).first
        self.page.goto(urljoin(self.page.url, link.get_attribute("href")))

    def module(self, name, words):
        """Look for a module in the module manager and open its configuration."""
        self.tab("AdminModulesSf")
        self.page.locator(".pstaggerAddTagInput").fill(words)
        self.page.keyboard.press("Enter")
        self.page.locator(".search-button, #module-search-button, .pstaggerWrapper + .btn").first.click()
        self.follow(f"a[href*='configure/{name}'], a[href*='configure={name}']")

    def type_in(self, editor, text):
        """Type a paragraph in a TinyMCE editor."""
        self.page.frame_locator(f"#{editor}_ifr").locator("body").press_sequentially(text)

    def save(self, selector):
        """Save a form and wait for the back office to say so."""
        self.page.locator(selector).locator("visible=true").last.click()
        self.saved()

    def saved(self):
        """Check that the page says that it went well."""
        self.page.locator(
            ".alert-success:visible, .module_confirmation:visible, .alert-danger:visible"
        ).first.wait_for()
        wrong = self.page.locator(".alert-danger:visible")
        assert wrong.count() == 0, wrong.first.inner_text()


def watch(page, url):
    """An Office that notes what the page asks for."""
    office = Office(page, url)
    host = urlsplit(url).netloc
    page.set_default_timeout(15_000)
    page.on("dialog", lambda dialog: dialog.accept())
    page.on("request", lambda r: office.outside.append(r.url) if urlsplit(r.url).netloc not in {"", host} else None)
    page.on("response", lambda r: office.failed.append(f"{r.status} {r.url}") if r.status >= 400 else None)
    return office


@contextmanager
def candidate_site():
    """A candidate's site of the exam 2022: its address, and the candidate's own credentials."""
    exam = catalog.load_exam("2022")
    images.ensure(exam, "prestashop", lambda _: None)
    folder = Path(tempfile.mkdtemp(prefix="e5b-", dir="/tmp"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("E5B_HOME", str(folder / "h"))
        (folder / "candidats.csv").write_text(ROSTER, encoding="utf-8")
        taken = ports.listening()
        base = next(port for port in range(21_000, 30_000, 100) if not any(port + i in taken for i in range(100)))
        try:
            result = opening.up("2022", folder / "candidats.csv", wave=WAVE, host="127.0.0.1", port_base=base)
            assert not result.failed
            yield result.started[0].url, store.read_wave(WAVE).candidates[0].access
        finally:
            lifecycle.down(lifecycle.select(everyone=True), force=True, door=True)
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def signed_in(chromium):
    """The candidate's back office in Chromium."""
    from playwright.sync_api import sync_playwright

    with candidate_site() as (url, access), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        office = watch(browser.new_page(locale="fr-FR", viewport={"width": 1300, "height": 900}), url)
        office.sign_in(access.login, access.password)
        yield office
        browser.close()
