"""The French guides of a kit: pages that any browser opens from a stick, with their pictures."""

from __future__ import annotations

import html
import re
from pathlib import Path

from markdown_it import MarkdownIt

from provisioner.errors import DataError

FOLDER = "documentation"
GUIDES = (
    *("kit", "guide-technicien", "guide-examinateur", "journee", "postes", "parc", "secours", "repetition", "rgpd"),
    "guide-auteur",
)
"""In the order of the list of guides; each leads to these alone."""
_LINK = re.compile(r'href="([a-z-]+)\.md(#[^"]*)?"')
_HEADING = re.compile(r"<h([1-6])>(.*?)</h\1>")
_PICTURE = re.compile(r'src="pictures/([a-z0-9-]+\.(?:png|jpg))"')


def pages(docs: Path, template: str) -> dict[str, str | bytes]:
    """Return the guides as pages, their list and their pictures, by path in the kit. `template` has @title@ and @body@.

    Where a kit is installed the command is `e5b`: that is what these pages tell people to type.
    Raises DataError when a guide leads to what the kit does not hold.
    """
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    found: dict[str, str | bytes] = {}
    titles = {}
    for name in GUIDES:
        path = docs / f"{name}.md"
        text = path.read_text(encoding="utf-8")
        titles[name] = text.partition("\n")[0].removeprefix("# ")
        body = _HEADING.sub(_anchored, markdown.render(text.replace("./e5b", "e5b")))
        stray = {target for target, _ in _LINK.findall(body)} - set(GUIDES)
        if stray:
            raise DataError(f"{path} mène à « {min(stray)}.md », hors du kit.", "Ajoutez ce guide à ceux du kit.")
        found |= {f"{FOLDER}/{one}": (docs / "pictures" / one).read_bytes() for one in _PICTURE.findall(body)}
        body = _PICTURE.sub(r'src="\1"', _LINK.sub(r'href="\1.html\2"', body))
        found[f"{FOLDER}/{name}.html"] = _page(template, titles[name], body)
    listed = "".join(f'<li><a href="{name}.html">{html.escape(titles[name])}</a></li>\n' for name in GUIDES)
    found[f"{FOLDER}/index.html"] = _page(template, "Les guides", f"<h1>Les guides</h1>\n<ul>\n{listed}</ul>")
    return found


def _anchored(heading: re.Match[str]) -> str:
    """Name a heading as the project's own pages do: its words in small letters, joined by hyphens."""
    words = re.sub(r"<[^>]*>|&[a-z]+;", "", heading[2]).lower()
    name = re.sub(r"[^\w-]", "", words.strip().replace(" ", "-"))
    return f'<h{heading[1]} id="{name}">{heading[2]}</h{heading[1]}>'


def _page(template: str, title: str, body: str) -> str:
    return template.replace("@title@", html.escape(title)).replace("@body@", body)
