"""Lists of articles and pages: looking for one, quick edit, the bin."""

from __future__ import annotations

import re

from provisioner.adapters.workstation import Locator, expect
from provisioner.robots.action import action
from provisioner.robots.candidate import Desk


def row(desk: Desk, kind: str, title: str) -> Locator:
    """Find the line of an article (`post`) or of a page, by the search field when it is not on the first screen."""
    page = desk.page
    desk.open(f"/wp-admin/edit.php?post_type={kind}")
    line = page.locator("#the-list tr").filter(has=page.locator(".row-title", has_text=title))
    if not line.count():
        page.fill("#post-search-input", title)
        page.click("#search-submit")
    line.first.wait_for()
    return line.first


@action("Mettre l’article « {title} » à la corbeille")
def trash_article(desk: Desk, *, title: str) -> None:
    """Bin an article from the list."""
    _trash(desk, "post", title)


@action("Mettre la page « {title} » à la corbeille")
def trash_page(desk: Desk, *, title: str) -> None:
    """Bin a page from the list."""
    _trash(desk, "page", title)


def _trash(desk: Desk, kind: str, title: str) -> None:
    line = row(desk, kind, title)
    line.hover()
    line.locator(".submitdelete").click()
    desk.page.wait_for_selector("#message")


@action("Annuler la mise à la corbeille")
def undo_trash(desk: Desk) -> None:
    """Press « Annuler » in the message that follows."""
    desk.page.locator("#message a").first.click()
    desk.page.wait_for_url(re.compile("untrashed="))


@action("Restaurer l’article « {title} » de la corbeille")
def restore_article(desk: Desk, *, title: str) -> None:
    """Take an article out of the bin."""
    line = _in_bin(desk, "post", title)
    line.hover()
    line.locator(".untrash a").click()
    desk.page.wait_for_selector("#message")


@action("Supprimer définitivement l’article « {title} » de la corbeille")
def delete_article_for_good(desk: Desk, *, title: str) -> None:
    """Delete an article that is in the bin."""
    line = _in_bin(desk, "post", title)
    line.hover()
    line.locator(".submitdelete").click()
    desk.page.wait_for_selector("#message")


@action("Supprimer définitivement la page « {title} » de la corbeille")
def delete_page_for_good(desk: Desk, *, title: str) -> None:
    """Delete a page that is in the bin."""
    line = _in_bin(desk, "page", title)
    line.hover()
    line.locator(".submitdelete").click()
    desk.page.wait_for_selector("#message")


def _in_bin(desk: Desk, kind: str, title: str) -> Locator:
    desk.open(f"/wp-admin/edit.php?post_status=trash&post_type={kind}")
    return desk.page.locator("#the-list tr", has_text=title).first


@action("Modification rapide de l’article « {title} » : attribuer à « {author} »")
def quick_author(desk: Desk, *, title: str, author: str) -> None:
    """Change an article's author by quick edit."""
    form = _quick(desk, "post", title)
    form.locator("select[name=post_author]").select_option(label=_label(form, "post_author", author))
    _save(form)


@action("Modification rapide de l’article « {title} » : choisir l’auteur « {author} », puis annuler")
def quick_author_given_up(desk: Desk, *, title: str, author: str) -> None:
    """Choose another author by quick edit, then press « Annuler »."""
    form = _quick(desk, "post", title)
    form.locator("select[name=post_author]").select_option(label=_label(form, "post_author", author))
    form.locator(".cancel").click()
    form.wait_for(state="hidden")


@action("Modification rapide de la page « {title} » : attribuer à « {author} »")
def quick_page_author(desk: Desk, *, title: str, author: str) -> None:
    """Change a page's author by quick edit."""
    form = _quick(desk, "page", title)
    form.locator("select[name=post_author]").select_option(label=_label(form, "post_author", author))
    _save(form)


@action("Modification rapide de l’article « {title} » : étiquettes {names}")
def quick_tags(desk: Desk, *, title: str, names: list[str]) -> None:
    """Add tags to an article by quick edit."""
    form = _quick(desk, "post", title)
    field = form.locator("textarea.tax_input_post_tag")
    kept = field.input_value().strip().rstrip(",")
    field.fill(", ".join([*([kept] if kept else []), *names]))
    _save(form)


@action("Modification rapide de l’article « {title} » : état « {status} »")
def quick_status(desk: Desk, *, title: str, status: str) -> None:
    """Change an article's status by quick edit (French name: « Publié »)."""
    form = _quick(desk, "post", title)
    form.locator("select[name=_status]").select_option(label=status)
    _save(form)


@action("Modification rapide de l’article « {title} » : titre « {new} »")
def quick_title(desk: Desk, *, title: str, new: str) -> None:
    """Give an article another title by quick edit."""
    form = _quick(desk, "post", title)
    form.locator("input[name=post_title]").fill(new)
    _save(form)


@action("Modification rapide de la page « {title} » : page parente « {parent} »")
def quick_parent(desk: Desk, *, title: str, parent: str) -> None:
    """Put a page below another by quick edit."""
    form = _quick(desk, "page", title)
    form.locator("select[name=post_parent]").select_option(label=_label(form, "post_parent", parent))
    _save(form)


def _quick(desk: Desk, kind: str, title: str) -> Locator:
    line = row(desk, kind, title)
    line.hover()
    line.locator("button.editinline").click()
    form = desk.page.locator("tr.inline-editor")
    form.wait_for()
    return form


def _label(form: Locator, name: str, words: str) -> str:
    """Return an option's whole label: names come with logins, pages with the dashes of their rank."""
    return form.locator(f"select[name={name}] option", has_text=words).first.inner_text()


def _save(form: Locator) -> None:
    form.locator(".save").click()
    expect(form).to_have_count(0)
