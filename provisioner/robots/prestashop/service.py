"""Customer service: threads and their answers."""

from __future__ import annotations

from provisioner.robots.action import action
from provisioner.robots.candidate import Desk
from provisioner.robots.prestashop._office import go_to


def _open(desk: Desk, email: str) -> None:
    """Open the first thread with a customer."""
    page = desk.page
    go_to(desk, "AdminCustomerThreads")
    row = page.locator("tr", has=page.locator("td", has_text=email)).first
    link = row.locator("a[href*='viewcustomer_thread']").first
    page.goto(str(link.evaluate("link => link.href")), wait_until="load")
    page.wait_for_selector("textarea[name=reply_message]")


@action("Répondre à {email} : « {text} »")
def answer_thread(desk: Desk, *, email: str, text: str) -> None:
    """Answer a customer's message."""
    page = desk.page
    _open(desk, email)
    page.fill("textarea[name=reply_message]", text)
    with page.expect_navigation():
        page.click("button[name=submitReply]")
    page.locator("body", has_text=text[:40]).wait_for()


@action("Lire la discussion avec {email}")
def read_thread(desk: Desk, *, email: str) -> None:
    """Open a thread and only read it."""
    _open(desk, email)


@action("Commencer une réponse à {email} et partir sans l’envoyer")
def start_answer_and_leave(desk: Desk, *, email: str, text: str) -> None:
    """Type an answer and leave."""
    _open(desk, email)
    desk.page.fill("textarea[name=reply_message]", text)
    go_to(desk, "AdminCustomerThreads")


@action("Marquer comme traitée la discussion avec {email}")
def close_thread(desk: Desk, *, email: str) -> None:
    """Press « Marquer comme « traité » »."""
    page = desk.page
    _open(desk, email)
    with page.expect_navigation(wait_until="load"):
        page.locator("button[name=setstatus][value='2']").first.click()
