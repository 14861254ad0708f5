"""Proves from a running site that a golden image is what the exam says, and that it asks nothing of the internet."""

from __future__ import annotations

import json
import secrets
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from provisioner import paths, php
from provisioner.adapters import unix_http
from provisioner.adapters.docker import probe
from provisioner.datafiles import load_yaml, parse
from provisioner.names import DEBIAN_PHP
from provisioner.schema.exam import CmsOfExam, Exam, MediaPin
from provisioner.schema.image import Extension, Facts, Finding, ImageRecord
from provisioner.schema.stack import Repair, Stack
from provisioner.steps.image.inputs import recipe_files
from provisioner.steps.image.outside import loads

PLACEHOLDER = "http://e5b.invalid"
"""Address of the site in a golden image."""


def verify(image: ImageRecord, exam: Exam) -> list[Finding]:
    """Start a throwaway copy of `image` and return what was checked, good or bad. Raises EngineError, DataError."""
    folder = paths.STACKS / image.cms
    stack = load_yaml(folder / "stack.yml", Stack)
    paths.run().mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="v", dir=paths.run(), ignore_cleanup_errors=True) as name:
        run = Path(name)
        _prepare(run, stack)
        with probe.site(image.tag, run, PLACEHOLDER + stack.ready_path) as container:
            facts = parse(json.loads(probe.ask(container, stack.facts)), Facts, folder / stack.facts[-1])
            return [
                *compare(facts, exam.cms[image.cms], image.php),
                *_repairs(facts, folder, stack, exam.cms[image.cms].version, image.php),
                *(
                    finding
                    for page in stack.pages
                    for finding in _page(run / "web.sock", page.path, page.contains, facts)
                ),
            ]


def _prepare(run: Path, stack: Stack) -> None:
    run.chmod(0o755)
    keys = {name: secrets.token_hex(32) for name in stack.secrets}
    (run / "secrets.json").write_text(json.dumps({"keys": keys}), encoding="utf-8")
    (run / "site.env").write_text(f"E5B_URL={PLACEHOLDER}\nE5B_HOST={urlsplit(PLACEHOLDER).netloc}\n", encoding="utf-8")


def compare(facts: Facts, wanted: CmsOfExam, on: str = DEBIAN_PHP) -> list[Finding]:
    """Compare what a site says of itself with what the exam asks for, and the image was made on (`on`, a PHP)."""
    theme = next((pin for pin in wanted.media if pin.kind == "theme" and pin.name == wanted.theme), None)
    return [
        _same(f"Version de {wanted.label}", facts.cms_version, wanted.version),
        _same("Thème actif", facts.theme, wanted.theme),
        *([_version("Version du thème", facts.theme_version, theme)] if theme else []),
        *_extensions(facts.extensions, wanted),
        Finding(what="Langue", ok=facts.language.lower().startswith("fr"), seen=facts.language, expected="français"),
        _same("Mise à jour possible", "oui" if facts.can_update else "non", "non"),
        _same("Mises à jour annoncées", ", ".join(facts.pending_updates) or "aucune", "aucune"),
        Finding(what="Compte du candidat", ok=facts.candidate_login != "", seen=facts.candidate_login or "absent"),
        _same("Compte utilisable avant la mise à disposition", "oui" if facts.candidate_usable else "non", "non"),
        Finding(
            what="Contexte",
            ok=bool(facts.contents) and all(facts.contents.values()),
            seen=", ".join(f"{count} {name}" for name, count in facts.contents.items()) or "vide",
            expected="rien de vide",
        ),
        *_php(facts.php, on),
    ]


def _same(what: str, seen: str, expected: str) -> Finding:
    return Finding(what=what, ok=seen == expected, seen=seen, expected=expected)


def _version(what: str, seen: str, pin: MediaPin) -> Finding:
    """Accept the pinned version, or a substitute that the exam names (with its reservation)."""
    reservation = pin.accepted.get(seen, "")
    expected = f"{pin.version} ({reservation})" if reservation else pin.version
    return Finding(what=what, ok=seen == pin.version or bool(reservation), seen=seen, expected=expected)


def _php(seen: str, name: str) -> Iterator[Finding]:
    """Tell what the site runs on: the base image's PHP, or the one that was compiled for it."""
    if name != DEBIAN_PHP:
        yield _version("Version de PHP", seen, php.load(name).medium)
    elif seen:
        expected = f"{name}, des paquets Debian"
        yield Finding(what="Version de PHP", ok=seen.startswith(f"{name}."), seen=seen, expected=expected)


def _extensions(found: tuple[Extension, ...], wanted: CmsOfExam) -> Iterator[Finding]:
    """Extensions that must be there and not active."""
    by_name = {one.name: one for one in found}
    for name in wanted.inactive_plugins:
        one = by_name.get(name)
        if one is None:
            yield Finding(what=f"Extension {name}", ok=False, seen="absente", expected="présente, non activée")
            continue
        yield _same(f"Extension {name}", "activée" if one.active else "présente, non activée", "présente, non activée")
        pin = next((pin for pin in wanted.media if pin.kind == "plugin" and pin.name == name), None)
        if pin:
            yield _version(f"Version de {name}", one.version, pin)


def _repairs(facts: Facts, folder: Path, stack: Stack, version: str, on: str) -> Iterator[Finding]:
    """Every repair of the stack for this version was applied; those that a release needed are told too."""
    without = php.load_on(on, stack.cms).without
    named = [(name, path) for name, path in recipe_files(folder, version) if name not in without]
    files = [path for name, path in named if stack.repairs and _is_repair(name, stack)]
    reasons = {load_yaml(path, Repair).reason: path.stem for path in sorted(files, key=lambda path: path.name)}
    for reason, name in reasons.items():
        done = reason in facts.repairs
        yield Finding(what=f"Réparation {name}", ok=done, seen="appliquée" if done else "absente", expected=reason)
    for reason in facts.repairs:
        if reason not in reasons:
            yield Finding(what="Réparation", ok=True, seen="appliquée", expected=reason)


def _is_repair(name: str, stack: Stack) -> bool:
    return name.startswith(f"{stack.repairs}/") and name.endswith(".yml")


def _page(socket: Path, path: str, contains: tuple[str, ...], facts: Facts) -> Iterator[Finding]:
    """Open a page: whole, French, and asking nothing of another host."""
    answer = unix_http.page(socket, PLACEHOLDER + path)
    html = answer.body.decode(errors="replace")
    seen = f"réponse {answer.status}" if answer.status else answer.trouble
    yield Finding(what=f"Page {path}", ok=answer.status == 200, seen=seen, expected="réponse 200")
    if answer.status != 200:
        return
    missing = [text for text in (part.replace("{theme}", facts.theme) for part in contains) if text not in html]
    if contains:
        seen = f"absent : {' ; '.join(missing)}" if missing else "présent"
        yield Finding(what=f"Page {path} : textes attendus", ok=not missing, seen=seen, expected="présent")
    outside = loads(html, urlsplit(PLACEHOLDER).netloc)
    seen = ", ".join(dict.fromkeys(outside)) or "aucune"
    yield Finding(what=f"Page {path} : adresses extérieures", ok=not outside, seen=seen, expected="aucune")
