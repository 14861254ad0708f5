"""Finds, in a page's HTML, what the browser would ask of another host than the site's own."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

_LOADED = {
    "script": ("src",),
    "img": ("src", "srcset"),
    "source": ("src", "srcset"),
    "iframe": ("src",),
    "embed": ("src",),
    "object": ("data",),
    "video": ("src", "poster"),
    "audio": ("src",),
    "track": ("src",),
    "input": ("src",),
    "image": ("href", "xlink:href"),
    "use": ("href", "xlink:href"),
}
_LINKS = {
    "stylesheet",
    "icon",
    "preload",
    "prefetch",
    "dns-prefetch",
    "preconnect",
    "modulepreload",
    "apple-touch-icon",
}
_URL = re.compile(r"""url\(\s*['"]?([^'")]+)|@import\s+['"]([^'"]+)""")


class _Loads(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self._in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the addresses that this element loads."""
        values = {name: value or "" for name, value in attrs}
        self._in_style = tag == "style"
        for name in _LOADED.get(tag, ()):
            if name == "srcset":
                self.addresses += [part.split()[0] for part in values.get(name, "").split(",") if part.strip()]
            elif values.get(name):
                self.addresses.append(values[name])
        if tag == "link" and set(values.get("rel", "").lower().split()) & _LINKS:
            self.addresses.append(values.get("href", ""))
        self._css(values.get("style", ""))

    def handle_endtag(self, tag: str) -> None:
        """Leave a style sheet."""
        if tag == "style":
            self._in_style = False

    def handle_data(self, data: str) -> None:
        """Look for addresses in style sheets."""
        if self._in_style:
            self._css(data)

    def _css(self, text: str) -> None:
        self.addresses += [first or second for first, second in _URL.findall(text)]


def loads(html: str, host: str) -> list[str]:
    """Return the addresses that a browser would ask of another host than `host`, in the order of the page."""
    parser = _Loads()
    parser.feed(html)
    parser.close()
    return [one for one in parser.addresses if urlsplit(one.strip()).netloc not in {"", host}]
