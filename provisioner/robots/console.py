"""What people do in the console, in a real browser: a technician in the room, examiners at their screen and after."""

from __future__ import annotations

import base64
import re
import time
from pathlib import Path

from provisioner.adapters.workstation import Page, expect

_FETCH = """async url => {
  const answer = await fetch(url);
  if (!answer.ok) return '';
  const bytes = new Uint8Array(await answer.arrayBuffer());
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}"""
"""Asks from within the page, as a click on the link does: with its account, and nowhere else."""


def sign_in(page: Page, console: str, name: str, password: str) -> None:
    """Sign in and come to one's own screen."""
    page.goto(f"{console}/connexion")
    page.get_by_label("Nom du compte").fill(name)
    page.get_by_label("Mot de passe").fill(password)
    page.get_by_role("button", name="Entrer").click()
    page.wait_for_url(lambda url: "/connexion" not in url)


def picture(page: Page, path: Path) -> None:
    """Keep what the screen shows as a picture."""
    page.screenshot(path=path)


def states(page: Page) -> dict[str, str]:
    """Return what the room says of each candidate: the state of their clock."""
    told = page.eval_on_selector_all(".card", "cards => cards.map(c => [c.id.slice(2), c.dataset.state])")
    return {str(number): str(state) for number, state in told}


def sealed(page: Page) -> int:
    """Return how many cards say that the dossier is sealed."""
    return page.locator(".card .state", has_text="Dossier scellé").count()


def start_room(page: Page) -> None:
    """Start all the clocks: two gestures."""
    page.get_by_role("button", name="Démarrer la salle").click()
    page.get_by_role("button", name=re.compile("^Oui, démarrer")).click()
    expect(page.locator(".card[data-state=waiting]")).to_have_count(0)


def give_back(page: Page, number: str, minutes: float, why: str) -> None:
    """Give minutes lost by an incident back to one candidate."""
    page.locator(f"#a-{number}").click()
    page.get_by_label("Minutes à rendre").fill(f"{minutes:g}")
    page.get_by_label("Incident").fill(why)
    page.get_by_role("button", name="Rendre ce temps").click()
    expect(page.locator(f"#c-{number} .about")).to_contain_text("min")


def keep_again(page: Page) -> None:
    """See that the keeper is gone, and call it back."""
    again = page.get_by_role("button", name="Relancer le gardien")
    again.click()
    expect(again).to_have_count(0)


def watch(page: Page, console: str, wave: str, numbers: list[str]) -> None:
    """Look at these candidates side by side."""
    asked = "&".join(f"n={number}" for number in numbers)
    page.goto(f"{console}/suivi/{wave}?{asked}")
    page.locator("article.candidate").first.wait_for()


def seen_after(page: Page, number: str, mark: str, since: float) -> float:
    """Wait until a change shows on the screen of its candidate; return the seconds since `since` (monotonic)."""
    changes = page.locator(f"article[aria-label='Candidat {number}'] .done")
    changes.filter(has_text=re.compile(mark, re.IGNORECASE)).first.wait_for(state="attached")
    return time.monotonic() - since


def tick(page: Page, number: str, level: str) -> None:
    """Tick a level on the first line of the first question."""
    with page.expect_response(lambda answer: answer.url.endswith("/niveau") and answer.ok):
        page.locator(f"label:has(input[name='t-{number}-0-0'][value='{level}'])").click()


def note(page: Page, number: str, text: str) -> None:
    """Type a note on the first question; it is kept by itself."""
    page.locator(f"#n-{number}-0").press_sequentially(text)
    expect(page.locator(f"#g-{number}-0")).to_contain_text("Gardé à")


def others_see(page: Page, number: str, level: str, text: str) -> None:
    """Wait until what another examiner ticked and noted shows here."""
    expect(page.locator(f"#t-{number}-0-0")).to_contain_text(level)
    expect(page.locator(f"#o-{number}-0")).to_contain_text(text)


def mark(page: Page, console: str, wave: str, number: str, given: str, opinion: str) -> None:
    """Write and validate the mark of a candidate beside what they changed."""
    page.goto(f"{console}/relecture/{wave}/{number}")
    page.get_by_label("Appréciation globale de la commission").fill(opinion)
    page.get_by_label("Note sur 20").fill(given)
    page.get_by_role("button", name="Valider la note").click()
    page.get_by_text(re.compile("^Validée par")).wait_for()


def paper(page: Page, console: str, wave: str, number: str, kind: str) -> bytes:
    """Return the fiche or the grid of a candidate, a PDF; nothing when the console gave none."""
    told: str = page.evaluate(_FETCH, f"{console}/relecture/{wave}/{number}/{kind}.pdf")
    return base64.b64decode(told)
