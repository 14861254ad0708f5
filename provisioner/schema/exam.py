"""An exam year: `subjects/<exam>/exam.yml`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Final, Literal

from pydantic import Field

from provisioner.names import DEBIAN_PHP
from provisioner.schema.base import Strict

Cms = Literal["wordpress", "prestashop"]
CMS_LABELS: Final[Mapping[str, str]] = {"wordpress": "WordPress", "prestashop": "PrestaShop"}
"""As people write them, in rosters and lists too."""


class MediaPin(Strict):
    """One release the exam is made of."""

    kind: Literal[
        "wordpress",
        "wordpress-language",
        "theme",
        "plugin",
        "plugin-language",
        "prestashop",
        "prestashop-language",
        "php",
    ]
    name: str
    """What it is: `wordpress`, `twentyseventeen`, `wordpress-seo`, `prestashop`.

    Of a translation: `fr_FR` (WordPress), `twentyseventeen-fr_FR`, `wordpress-seo-fr_FR`, `fr-FR` (PrestaShop)."""
    version: str
    url: str = ""
    """Vendor address; empty when there is none (Debian package)."""
    sha256: str = ""
    md5: str = ""
    debian: str = ""
    """Debian package that provides it inside the base image (exam `decouverte`), instead of an archive."""
    accepted: dict[str, str] = Field(default_factory=dict)
    """Other versions that may stand in, each with the reservation (French) shown wherever they are used."""
    required: bool = True


class CmsOfExam(Strict):
    """What one CMS of the exam must be."""

    label: str
    version: str
    theme: str
    php: str = DEBIAN_PHP
    """What the site runs on: the base image's PHP, or one that `stacks/php/` describes."""
    inactive_plugins: tuple[str, ...] = ()
    media: tuple[MediaPin, ...] = ()


class SittingRules(Strict):
    """How a sitting is conducted: told to candidates (fiche, pages of the front door) and examiners (report)."""

    before_start: Literal["open", "closed"] = "open"
    """What the site's address shows before the clock starts: the site, or a page that says to wait."""
    grace_s: int = Field(default=10, ge=0, le=120)
    """Seconds that a save sent before the bell has to be finished; what is sent after the bell is not taken."""
    warnings_min: tuple[Annotated[int, Field(ge=1)], ...] = (10, 2)
    """Minutes left when candidate and room are warned."""
    one_workstation: bool = False
    """A site answers only the workstation that opened it first."""


class Exam(Strict):
    """Rules and versions of an exam."""

    format: Literal[1]
    id: str
    label: str
    notice: str = ""
    """Shown on every screen and report; `decouverte` says there that its versions are not the exam's."""
    duration_min: int
    """Minutes of a sitting."""
    extra_time_ratio: float
    """Part added for candidates with *aménagements*: 1/3."""
    questions: int
    """Of a subject."""
    questions_least: int = 0
    """Where a subject may have fewer of them; 0: never."""
    retention_days: int = Field(default=365, ge=1)
    """Days that what names a wave's candidates is kept after its last sitting, unless `purge` is told otherwise."""
    context: str
    """Folder of the reference context, relative to `subjects/`."""
    checks: str
    """Folder of the checks, relative to `checks/`."""
    cms: dict[Cms, CmsOfExam]
    sitting: SittingRules = SittingRules()
