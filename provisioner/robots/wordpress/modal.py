"""The media window, which most of the back office opens the same way."""

from __future__ import annotations

from pathlib import Path

from provisioner.adapters.workstation import Locator, Page, expect

_CROP_BUTTONS = ".media-button-insert, .media-button-skip"
_CLOSED_OR_CROPPING = f"""() => {{
    const shown = (selector) => [...document.querySelectorAll(selector)].some((one) => one.getClientRects().length);
    return !shown(".media-modal") || shown("{_CROP_BUTTONS}");
}}"""


def shown(page: Page) -> Locator:
    """Return the window that is open."""
    window = page.locator(".media-modal:visible").last
    window.wait_for()
    return window


def choose(page: Page, titles: list[str]) -> None:
    """Look for pictures of the library by their titles and tick them, in this order."""
    window = shown(page)
    window.locator("#menu-item-browse:visible").last.click()
    for index, title in enumerate(titles):
        window.locator("input.search:visible, #media-search-input:visible").last.fill(title)
        found = window.locator(f'li.attachment[aria-label="{title}"]:visible').first
        _tick(found, alone=not index)


def _tick(found: Locator, *, alone: bool) -> None:
    """Tick a picture; the list is drawn anew when the search answers, and a click may fall in between."""
    for seen_s in (2, 5, None):
        found.locator(".attachment-preview").click(modifiers=[] if alone else ["Control"])
        try:
            expect(found).to_have_attribute("aria-checked", "true", timeout=seen_s and seen_s * 1000)
        except AssertionError:
            if seen_s is None:
                raise
        else:
            return


def upload(page: Page, picture: Path) -> None:
    """Send a file from the workstation; it is then the one chosen."""
    window = shown(page)
    window.locator("#menu-item-upload:visible").last.click()
    page.locator("input[type=file][id^=html5_]").last.set_input_files(picture)
    done = window.locator(
        "li.attachment.selected:not(.uploading):visible, .attachment.details.save-ready:visible"
    ).first
    done.wait_for()
    expect(window.locator(".attachment.uploading:visible")).to_have_count(0)


def confirm(page: Page) -> None:
    """Press the blue button of the window."""
    window = shown(page)
    window.locator(".media-toolbar-primary button.button-primary:visible").last.click()


def crop(page: Page) -> None:
    """Keep the frame that is proposed, or the whole picture where the window offers it; some fit as they are."""
    page.wait_for_function(_CLOSED_OR_CROPPING)
    window = page.locator(".media-modal:visible")
    if window.count():
        window.locator(_CROP_BUTTONS).last.click()
        window.wait_for(state="hidden")
