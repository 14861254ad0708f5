"""Turns drawings (SVG) into photographs' formats, with Chromium."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.sync_api import Error, sync_playwright

from provisioner.adapters.browser import ARGUMENTS, BrowserError, executable

_QUALITY = 84


@dataclass(frozen=True)
class Drawing:
    """One drawing and the picture wanted of it."""

    source: Path
    target: Path
    width: int
    height: int
    format: Literal["jpg", "png"]


def render(drawings: Iterable[Drawing]) -> None:
    """Write each picture. Raises BrowserError."""
    page_html = (
        "<!doctype html><style>html,body{margin:0;background:transparent}"
        "svg{display:block;width:100vw;height:100vh}</style>"
    )
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=executable(), args=list(ARGUMENTS))
            page = browser.new_page(java_script_enabled=False)
            page.route("http*://**", lambda route: route.abort())
            for one in drawings:
                page.set_viewport_size({"width": one.width, "height": one.height})
                page.set_content(page_html + one.source.read_text(encoding="utf-8"))
                if one.format == "jpg":
                    page.screenshot(path=one.target, type="jpeg", quality=_QUALITY)
                else:
                    page.screenshot(path=one.target, type="png", omit_background=True)
            browser.close()
    except Error as error:
        raise BrowserError(
            f"Chromium n’a pas pu dessiner les images du contexte : {str(error).splitlines()[0]}",
            "Relancez ; si cela recommence, « ./e5b doctor ».",
        ) from error
