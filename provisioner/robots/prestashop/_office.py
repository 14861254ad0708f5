"""What all gestures in the back office share: moving about, saving, rich texts. No gesture of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urljoin

from provisioner.adapters.workstation import Locator, Page, write
from provisioner.errors import E5BError
from provisioner.robots.candidate import Desk

MENU = "#nav-sidebar, .nav-bar"
"""The left menu, on every page of the back office."""
DONE = ".alert-success:visible, .module_confirmation:visible"
WRONG = ".alert-danger:visible"
SAVE = ".card-footer button.btn-primary, .card-footer input.btn-primary"
"""Save button of the back office's newer pages."""


def go_to(desk: Desk, *tabs: str) -> None:
    """Open a page of the left menu by the name of its tab (`AdminProducts`), then its own tabs."""
    if not desk.page.locator(MENU).count():
        desk.open_back_office()
    for tab in tabs:
        # 1.7.3 gives no name to the tabs within a page.
        follow(desk, f"#subtab-{tab} > a, a#subtab-{tab}, .page-head-tabs a[href*='controller={tab}&']")


def follow(desk: Desk, selector: str) -> None:
    """Open the address of a link, wherever it is on the page: in a closed menu, behind a button."""
    link = desk.page.locator(selector).first.get_attribute("href")
    desk.page.goto(urljoin(desk.page.url, str(link)), wait_until="load")


def save(desk: Desk, selector: str = SAVE) -> None:
    """Press a form's button and wait for the page that says that it went well."""
    desk.page.locator(selector).locator("visible=true").last.click()
    saved(desk)


def saved(desk: Desk) -> None:
    """Wait for the message that it went well. Raises E5BError with the message that it did not."""
    page = desk.page
    page.locator(f"{DONE}, {WRONG}").first.wait_for()
    wrong = page.locator(WRONG)
    if wrong.count():
        raise E5BError(
            f"PrestaShop refuse : {' '.join(wrong.first.inner_text().split())}", "Regardez le formulaire de cette page."
        )


def rich_text(page: Page, field: str, text: str) -> None:
    """Type in the TinyMCE editor of a field, after what is there."""
    # No click: the editor grows and shrinks while its toolbar loads, and a click waits for it to be still.
    body = editor(page, field)
    body.press("Control+End")
    write(page, text)


def rewrite(page: Page, field: str, text: str) -> None:
    """Replace all that the TinyMCE editor of a field holds."""
    body = editor(page, field)
    body.press("Control+a")
    body.press("Delete")
    if text:
        write(page, text)


def editor(page: Page, field: str) -> Locator:
    """Return the editable body of a TinyMCE editor, once it is there."""
    body = page.frame_locator(f"#{field}_ifr").locator("body[contenteditable=true]")
    body.wait_for()
    return body


def press_tool(page: Page, field: str, icon: str) -> None:
    """Press a button of an editor's toolbar, by the name of its icon (`format_list_bulleted`, `link`)."""
    _tools(page, field).locator(f".mce-btn:has(i:text-is('{icon}')) button").first.click()


def press_heading(page: Page, field: str, level: int) -> None:
    """Make the paragraph under the cursor a title, with the list of styles of the toolbar."""
    _tools(page, field).locator(".mce-listbox button").last.click()
    page.locator(".mce-menu-item:visible").filter(
        has_text=re.compile(rf"(Titre|En-tête|Heading) {level}")
    ).first.click()


def _tools(page: Page, field: str) -> Locator:
    return page.locator(".mce-tinymce", has=page.locator(f"#{field}_ifr")).first


def retype(page: Page, selector: str, text: str) -> None:
    """Empty a field and type key by key: the page follows the keyboard."""
    page.fill(selector, "")
    page.locator(selector).press_sequentially(text)


def grid_row(page: Page, text: str) -> Locator:
    """Return the line of a list that holds a cell with this very text."""
    cell = page.locator("td").filter(has_text=re.compile(rf"^\s*{re.escape(text)}\s*$"))
    return page.locator("table tbody tr").filter(has=cell).first


@contextmanager
def second_tab(desk: Desk) -> Iterator[Desk]:
    """Give the same person another tab of the same browser; its dialogs are for whoever asked for it."""
    page = desk.page.context.new_page()
    try:
        yield Desk(page, desk.url, desk.login, desk.password, desk.admin_path)
    finally:
        page.close()
