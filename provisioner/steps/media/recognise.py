"""Tells what a tree *is* from its own version files: releases that a centre re-packed match no checksum."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from provisioner.errors import MediaError
from provisioner.steps.media import archives, mo
from provisioner.steps.media.tree import Entry, walk

_HEAD = 16 * 1024
_DEPTH = 4
_BUNDLED_THEMES = re.compile(r"twenty(?!seventeen$)[a-z]+$")
"""Themes that WordPress releases of these years hold; TwentySeventeen is a medium of its own."""
_BUNDLED_PLUGINS = ("akismet", "hello.php", "index.php")
_WORDPRESS_PARTS = ("wp-settings.php", "wp-admin/install.php", "wp-includes/functions.php", "wp-content")
"""Without these, a tree with a WordPress version file is not a WordPress that can be installed."""
_PRESTASHOP_PRIVATE = (
    "app/config/parameters.php",
    "app/config/parameters.yml",
    "config/settings.inc.php",
    "var/cache/dev",
    "var/cache/prod",
    "var/logs",
    ".htaccess",
    ".git",
)
"""What an installed shop leaves behind: passwords, caches, logs."""
_LOCALE = r"[a-z]{2,3}_[A-Z]{2}"
_WHOLE = {"wordpress", "prestashop", "theme", "plugin"}
"""Kinds whose folder holds nothing else to look for."""
PHP_SOURCES = "php.tar"
"""PHP's sources are kept packed: what is compiled is the archive itself, with its modes and dates."""
PRESTASHOP_PACK = "sf-fr-FR.zip"
"""The name under which PrestaShop's installer looks for its French pack in `translations/`."""


@dataclass(frozen=True)
class Found:
    """One release recognised in what the user gave. `version` is empty when its files do not tell."""

    kind: str
    name: str
    version: str
    entries: tuple[Entry, ...]
    """Its files, placed as they must be copied into the site."""
    revision: str = ""
    """Date of a translation."""
    left_out: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """What to call it in a sentence."""
        return f"{self.kind} {self.name} {self.version}".rstrip()


def recognise(root: Path) -> list[Found]:
    """Return every release found in the folder `root`, at most a few folders deep."""
    found: list[Found] = []
    folders = [root]
    for depth in range(_DEPTH):
        below: list[Path] = []
        for folder in folders:
            here = list(_in_folder(folder))
            found += here
            if not any(item.kind in _WHOLE for item in here) and not (folder / "wp-includes").is_dir():
                below += sorted(path for path in folder.iterdir() if path.is_dir() and not path.is_symlink())
        folders = below if depth < _DEPTH else []
    return found


def _in_folder(folder: Path) -> Iterator[Found]:
    if (folder / "wp-includes" / "version.php").is_file():
        yield from _wordpress(folder)
        yield from _inside_wordpress(folder / "wp-content")
    elif (folder / "app" / "AppKernel.php").is_file() or (folder / "install" / "install_version.php").is_file():
        yield _prestashop(folder)
    elif (theme := _theme(folder)) or (theme := _plugin(folder)):
        yield theme
    else:
        yield from _languages(folder)
        yield from filter(None, map(prestashop_language, sorted(folder.glob("*.zip"))))


def _wordpress(folder: Path) -> Iterator[Found]:
    if any(not (folder / name).exists() for name in _WORDPRESS_PARTS):
        return
    version = _first(folder / "wp-includes" / "version.php", r"^\$wp_version\s*=\s*'([^']+)'")
    content = folder / "wp-content"
    # What a centre added to the tree it re-packed must not slip into an exam: those are media of their own, or nothing.
    others = [
        *_children(content / "themes", keep=lambda name: bool(_BUNDLED_THEMES.match(name)) or name == "index.php"),
        *_children(content / "plugins", keep=lambda name: name in _BUNDLED_PLUGINS),
        *_children(content, keep=lambda name: name in {"index.php", "themes", "plugins"}),
        *(folder / name for name in ("wp-config.php", ".htaccess", ".git", "error_log") if (folder / name).exists()),
    ]
    left_out = tuple(path.relative_to(folder).as_posix() for path in others)
    yield Found("wordpress", "wordpress", version, tuple(walk(folder, skip=left_out)), left_out=left_out)


def _inside_wordpress(content: Path) -> Iterator[Found]:
    """Look for the media a French build or a centre's copy carries along."""
    for folder in _children(content / "themes", keep=lambda name: bool(_BUNDLED_THEMES.match(name))):
        if theme := _theme(folder):
            yield theme
    for folder in _children(content / "plugins", keep=lambda name: name in _BUNDLED_PLUGINS):
        if plugin := _plugin(folder):
            yield plugin
    if (content / "languages").is_dir():
        yield from recognise(content / "languages")


def _prestashop(folder: Path) -> Found:
    kernel, installer = folder / "app" / "AppKernel.php", folder / "install" / "install_version.php"
    version = _first(kernel, r"const VERSION\s*=\s*'([^']+)'") or _first(kernel, r"_PS_VERSION_'?,\s*'([^']+)'")
    installed = _first(installer, r"'_PS_INSTALL_VERSION_',\s*'([^']+)'")
    if version and installed and version != installed:
        raise MediaError(
            f"Arborescence contradictoire : AppKernel.php annonce PrestaShop {version}, l’installateur {installed}.",
            "Donnez une copie d’origine, jamais mise à jour.",
        )
    missing = [name for name in ("install", "admin", "themes/classic", "vendor") if not (folder / name).is_dir()]
    if missing:
        raise MediaError(
            f"PrestaShop {version or installed} est incomplet : il manque {', '.join(missing)}.",
            "Donnez l’archive du fabricant : un site installé ou les sources de développement ne conviennent pas.",
        )
    left_out = tuple(name for name in _PRESTASHOP_PRIVATE if (folder / name).exists())
    return Found(
        "prestashop", "prestashop", installed or version, tuple(walk(folder, skip=left_out)), left_out=left_out
    )


def _theme(folder: Path) -> Found | None:
    style = folder / "style.css"
    if not style.is_file() or not _first(style, r"^[ \t/*#@]*Theme Name:\s*(.+?)\s*$"):
        return None
    name = _first(style, r"^[ \t/*#@]*Text Domain:\s*([a-z0-9_-]+)\s*$") or folder.name
    return Found("theme", name, _first(style, r"^[ \t/*#@]*Version:\s*(\S+)\s*$"), tuple(walk(folder, skip=[".git"])))


def _plugin(folder: Path) -> Found | None:
    for main in sorted(folder.glob("*.php")):
        if _first(main, r"^[ \t/*#@]*Plugin Name:\s*(.+?)\s*$"):
            name = _first(main, r"^[ \t/*#@]*Text Domain:\s*([a-z0-9_-]+)\s*$") or folder.name
            version = _first(main, r"^[ \t/*#@]*Version:\s*(\S+)\s*$")
            return Found("plugin", name, version, tuple(walk(folder, skip=[".git"])))
    return None


def _languages(folder: Path) -> Iterator[Found]:
    """Recognise translations of WordPress, its themes and plugins: `fr_FR.mo`, `<slug>-fr_FR.mo` and their `.json`."""
    for path in sorted(folder.glob("*.mo")):
        match = re.fullmatch(rf"(?:(.+)-)?({_LOCALE})\.mo", path.name)
        if match is None or match[1] in {"admin", "admin-network", "continents-cities"}:
            continue
        slug, locale = match[1], match[2]
        head = mo.header(path)
        project = head.get("Project-Id-Version", "")
        kind = _language_kind(slug, project)
        if kind:
            yield Found(
                kind,
                f"{slug}-{locale}" if slug else locale,
                "" if slug else _first_of(project, r"(\d+(?:\.\d+)+)"),
                tuple(_language_files(folder, kind, slug, locale)),
                revision=head.get("PO-Revision-Date", "")[:10],
            )


def _language_kind(slug: str | None, project: str) -> str:
    if slug is None:
        return "wordpress-language" if project.startswith("WordPress") else ""
    return {"Plugins": "plugin-language", "Themes": "wordpress-language"}.get(project.partition(" ")[0], "")


def _language_files(folder: Path, kind: str, slug: str | None, locale: str) -> Iterator[Entry]:
    """Place the files as below `wp-content/languages/`."""
    prefixes = (slug,) if slug else ("", "admin", "admin-network", "continents-cities")
    subfolder = "plugins/" if kind == "plugin-language" else "themes/" if slug else ""
    for prefix in prefixes:
        stem = f"{prefix}-{locale}" if prefix else locale
        for path in sorted(folder.glob(f"{stem}*")):
            if re.fullmatch(rf"{re.escape(stem)}(\.mo|\.po|-[0-9a-f]{{32}}\.json)", path.name) and path.is_file():
                yield Entry(path, subfolder + path.name)


def prestashop_language(path: Path) -> Found | None:
    """Recognise PrestaShop's French pack: a zip of `fr-FR/*.fr-FR.xlf`, left packed as the installer wants it."""
    inside = archives.listing(path)
    if len(inside) < 50 or not all(re.fullmatch(r"fr-FR/\w+\.fr-FR\.xlf", info.filename) for info in inside):
        return None
    year, month, day = max(info.date_time[:3] for info in inside)
    revision = f"{year:04d}-{month:02d}-{day:02d}"
    return Found("prestashop-language", "fr-FR", "", (Entry(path, PRESTASHOP_PACK),), revision=revision)


def php_sources(path: Path) -> Found | None:
    """Recognise an archive of PHP's sources. Raises MediaError for one that cannot be compiled as it is."""
    if not archives.top_folder(path).startswith("php-"):
        return None
    texts = archives.texts(path, ("main/php_version.h", "configure"))
    version = _first_of(texts.get("main/php_version.h", ""), r'^#define PHP_VERSION "([^"]+)"')
    if not version:
        return None
    if "configure" not in texts:
        raise MediaError(
            f"{path.name} : sources de PHP {version} sans leur programme « configure » (copie d’un dépôt de code).",
            "Donnez l’archive publiée sur php.net.",
        )
    return Found("php", "php", version, (Entry(path, PHP_SOURCES),))


def _children(folder: Path, keep: Callable[[str], bool]) -> list[Path]:
    """Return what is in `folder` and that `keep(name)` does not excuse."""
    return [path for path in sorted(folder.iterdir()) if not keep(path.name)] if folder.is_dir() else []


def _first(path: Path, pattern: str) -> str:
    """Return what `pattern` captures first in the head of a text file; the file is never executed."""
    if not path.is_file():
        return ""
    with path.open("rb") as stream:
        return _first_of(stream.read(_HEAD).decode("utf-8", errors="replace"), pattern)


def _first_of(text: str, pattern: str) -> str:
    match = re.search(pattern, text, re.MULTILINE)
    return match[1].strip() if match else ""
