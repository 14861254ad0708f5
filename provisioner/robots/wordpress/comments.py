"""Comments."""

from __future__ import annotations

from provisioner.adapters.workstation import Locator
from provisioner.robots.action import action
from provisioner.robots.candidate import Desk


@action("Répondre au commentaire en attente de {author}, ce qui l’approuve")
def approve_and_answer_comment(desk: Desk, *, author: str, answer: str) -> None:
    """Answer the pending comment of a named visitor, which approves it."""
    row = _row(desk, author, "?comment_status=moderated")
    row.hover()
    row.locator("button.vim-r").click()
    desk.page.fill("#replycontent", answer)
    desk.page.click("#replybtn")
    row.wait_for(state="hidden")


@action("Approuver le commentaire de {author}")
def approve_comment(desk: Desk, *, author: str) -> None:
    """Press « Approuver » under a pending comment."""
    _judge(desk, _row(desk, author, "?comment_status=moderated"), ".vim-a")


@action("Approuver le commentaire de {author}, puis le désapprouver")
def approve_then_unapprove(desk: Desk, *, author: str) -> None:
    """Press « Approuver », then « Désapprouver », in the whole list."""
    row = _row(desk, author, "")
    row.hover()
    row.locator(".vim-a").click()
    row.locator(".vim-u").wait_for(state="attached")
    row.hover()
    row.locator(".vim-u").click()
    row.locator(".vim-a").wait_for(state="attached")


@action("Marquer comme indésirable le commentaire de {author}")
def spam_comment(desk: Desk, *, author: str) -> None:
    """Press « Indésirable » under a comment."""
    _judge(desk, _row(desk, author, ""), ".vim-s")


@action("Mettre à la corbeille le commentaire de {author}")
def trash_comment(desk: Desk, *, author: str) -> None:
    """Press « Corbeille » under a comment."""
    _judge(desk, _row(desk, author, ""), ".vim-d")


@action("Répondre au commentaire de {author}")
def answer_comment(desk: Desk, *, author: str, answer: str) -> None:
    """Answer a comment that is approved already."""
    page = desk.page
    row = _row(desk, author, "?comment_status=approved")
    row.hover()
    row.locator("button.vim-r").click()
    page.fill("#replycontent", answer)
    page.click("#replybtn")
    page.locator("#the-comment-list tr", has_text=answer[:40]).first.wait_for()


@action("Commencer une réponse au commentaire de {author}, puis annuler")
def answer_given_up(desk: Desk, *, author: str, answer: str) -> None:
    """Type an answer, press « Annuler »."""
    row = _row(desk, author, "?comment_status=moderated")
    row.hover()
    row.locator("button.vim-r").click()
    desk.page.fill("#replycontent", answer)
    desk.page.locator("#replyrow .cancel").click()
    desk.page.locator("#replyrow").wait_for(state="hidden")


@action("Retoucher le texte du commentaire de {author}")
def edit_comment(desk: Desk, *, author: str, text: str) -> None:
    """Open a comment, change its text, save; its status stays."""
    page = desk.page
    row = _row(desk, author, "")
    desk.open(f"/wp-admin/{row.locator('a[href*=editcomment]').first.get_attribute('href')}")
    page.fill("#content", text)
    page.click("#save")
    page.wait_for_selector("#the-comment-list")


def _judge(desk: Desk, row: Locator, button: str) -> None:
    """Press a button under a comment: its line goes at once, the server hears of it a little later."""
    row.hover()
    with desk.page.expect_response(lambda r: "admin-ajax.php" in r.url and "-comment" in str(r.request.post_data)):
        row.locator(button).click()
    row.wait_for(state="hidden")


def _row(desk: Desk, author: str, query: str) -> Locator:
    desk.open(f"/wp-admin/edit-comments.php{query}")
    line = desk.page.locator("#the-comment-list tr").filter(has=desk.page.locator("td.author", has_text=author)).first
    if not line.count():
        desk.page.fill("#comment-search-input", author)
        desk.page.click("#search-submit")
    line.wait_for()
    return line
