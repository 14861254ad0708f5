"""Two examiners and a technician at the console, each in a real browser: seen at a glance, nothing typed is lost."""

import asyncio
import re
import sys
import threading
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "unit"))
sys.path.insert(0, str(Path(__file__).parent))
from conducted import WAVE
from console_room import Console, furnish
from test_report_browser import CONTRAST

from provisioner.adapters import browser

pytestmark = pytest.mark.browser
PATIENCE_MS = 20_000


class Served:
    """The console at an address of its own, in a thread; it can be cut off and come back."""

    def __init__(self, application):
        self.application = application
        self.port = 0
        self.start()

    def start(self):
        import uvicorn

        self.server = uvicorn.Server(
            uvicorn.Config(self.application, port=self.port, log_level="error", timeout_graceful_shutdown=1)
        )
        self.thread = threading.Thread(target=lambda: asyncio.run(self.server.serve()), daemon=True)
        self.thread.start()
        while not self.server.started:
            assert self.thread.is_alive()
            self.thread.join(0.02)
        self.port = self.server.servers[0].sockets[0].getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"

    def stop(self):
        self.server.should_exit = True
        self.thread.join(10)


@pytest.fixture(scope="module")
def chromium():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=browser.executable(), args=list(browser.ARGUMENTS))
        yield found
        found.close()


@pytest.fixture
def console(e5b_home, monkeypatch):
    from provisioner.pipeline.sitting import keeper

    # The keeper is a process of its own, with tests of its own.
    monkeypatch.setattr(keeper, "ensure", lambda: True)
    monkeypatch.setattr(keeper, "at_work", lambda: True)
    assert not list(e5b_home.iterdir())
    furnish()
    made = Console()
    made.served = Served(made.app)
    yield made
    made.served.stop()


@pytest.fixture
def enter(chromium, console):
    """Let somebody in; fail when their pages complain or ask for anything elsewhere."""
    windows = []

    def enter_(name, width=1400, height=900):
        context = chromium.new_context(
            locale="fr-FR", viewport={"width": width, "height": height}, reduced_motion="reduce"
        )
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        page.said, page.asked = [], []
        page.on("console", lambda message: page.said.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.on("request", lambda request: page.asked.append(request.url))
        page.goto(console.served.address)
        page.get_by_label("Nom du compte").fill(name)
        page.get_by_label("Mot de passe").fill(console.passwords[name])
        page.keyboard.press("Enter")
        page.get_by_role("button", name="Quitter").wait_for()
        windows.append(page)
        return page

    yield enter_
    for page in windows:
        assert page.said == []
        assert all(url.startswith((console.served.address, "data:")) for url in page.asked)
        page.context.close()


def test_a_technician_and_two_examiners(enter):
    nadia, marie, paul = enter("nadia"), enter("marie"), enter("paul", 1024, 768)
    nadia.get_by_role("button", name="Démarrer la salle").click()
    nadia.get_by_role("button", name=re.compile("Oui, démarrer")).click()
    nadia.locator("#c-1[data-state=running]").wait_for()
    # Every screen tells it by itself, and counts by itself.
    marie.locator("#h-1[data-state=running]").wait_for()
    before = marie.locator("#h-1 .left").inner_text()
    marie.wait_for_function("was => document.querySelector('#h-1 .left').textContent !== was", arg=before)
    nadia.locator("#a-2").click()
    nadia.get_by_label("Incident").fill("Poste en panne")
    nadia.get_by_role("button", name="Rendre ce temps").click()
    paul.locator("#h-2", has_text="+5 min").wait_for()
    nadia.get_by_role("button", name="Annuler cet ordre").click()
    paul.wait_for_function("() => !document.querySelector('#h-2').textContent.includes('+5 min')")

    marie.locator("input[name='t-1-0-0'][value=S]").check(force=True)
    marie.locator("#n-1-0").fill("Bon titre, trop court.")
    paul.locator("#o-1-0", has_text="Bon titre, trop court.").wait_for()
    paul.locator("#t-1-0-0", has_text="marie : S").wait_for()
    # What is being typed stays under the hands, whatever the screen brings.
    paul.locator("#n-1-0").press_sequentially("Lien oublié", delay=120)
    assert paul.locator("#n-1-0").input_value() == "Lien oublié"
    assert paul.evaluate("document.activeElement.id") == "n-1-0"
    marie.locator("#o-1-0", has_text="Lien oublié").wait_for()
    marie.reload()
    assert marie.locator("#n-1-0").input_value() == "Bon titre, trop court."
    assert marie.locator("input[name='t-1-0-0'][value=S]").is_checked()


def test_a_note_typed_while_the_console_is_away_is_kept_when_it_is_back(enter, console):
    marie = enter("marie")
    marie.locator("#n-1-0").fill("avant")
    marie.locator("#g-1-0", has_text="Gardé").wait_for()
    console.served.stop()
    marie.locator("#n-1-0").fill("pendant la coupure")
    marie.locator("#coupure:visible").wait_for()
    console.served.start()
    marie.locator("#coupure").wait_for(state="hidden")
    paul = enter("paul")
    paul.locator("#o-1-0", has_text="pendant la coupure").wait_for()
    marie.said.clear()  # the browser says that it could not reach the console: that is what was asked of it


def test_everything_is_reached_with_the_keyboard(enter):
    nadia = enter("nadia")
    nadia.locator("#a-1").focus()
    nadia.keyboard.press("Enter")
    nadia.locator("#barre h2").wait_for()
    nadia.wait_for_function("() => document.activeElement.matches('#barre h2')")
    nadia.keyboard.press("Tab")
    nadia.keyboard.press("Tab")
    assert nadia.evaluate("document.activeElement.textContent.trim()") == "Démarrer"
    nadia.keyboard.press("Enter")
    nadia.wait_for_function("() => document.activeElement.matches('#barre [role=status]')")
    nadia.keyboard.press("Escape")
    nadia.wait_for_function("() => document.activeElement.id === 'a-1'")
    assert not nadia.locator("#barre").inner_text().strip()
    marie = enter("marie")
    marie.locator("input[name='t-1-0-0'][value=TI]").focus()
    marie.keyboard.press("Space")
    marie.keyboard.press("ArrowRight")
    assert marie.locator("input[name='t-1-0-0'][value=I]").is_checked()


SCREENS = {
    "nadia": [f"/salle/{WAVE}", f"/salle/{WAVE}/journal", "/journal", "/compte"],
    "marie": [
        f"/suivi/{WAVE}",
        f"/relecture/{WAVE}",
        f"/relecture/{WAVE}/1",
        f"/relecture/{WAVE}/comparer?sujet=wordpress:A",
    ],
    "rectorat": ["/banque", "/banque/2022/wordpress-a", "/harmonisation"],
}
LABELS = """() => [...document.querySelectorAll('input:not([type=hidden]), textarea, select, button, a')].filter(e =>
  e.getClientRects().length && !(e.labels && e.labels.length && e.labels[0].textContent.trim())
  && !e.textContent.trim() && !e.getAttribute('aria-label')).map(e => e.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("width", [1400, 820])
@pytest.mark.parametrize("name", SCREENS)
def test_contrast_labels_and_width(enter, console, name, width):
    page = enter(name, width, 1100)
    for address in SCREENS[name]:
        page.goto(console.served.address + address)
        assert page.evaluate(CONTRAST) == [], address
        assert page.evaluate(LABELS) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        assert page.locator("h1").count() == 1, address


def test_papers_hold_what_was_written_and_no_name(enter, console):
    marie = enter("marie")
    marie.goto(f"{console.served.address}/relecture/{WAVE}/1")
    marie.locator("input[name='t-1-0-0'][value=S]").check(force=True)
    marie.get_by_label("Appréciation globale").fill("Un travail soigné.")
    marie.get_by_label("Note sur 20").fill("13,5")
    marie.get_by_role("button", name="Valider la note").click()
    marie.get_by_text("Validée par marie").wait_for()
    for kind in ("fiche", "grille"):
        answer = marie.request.get(f"{console.served.address}/relecture/{WAVE}/1/{kind}.pdf")
        assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
        assert answer.body().startswith(b"%PDF")
