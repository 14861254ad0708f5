"""The reference context of an exam: `subjects/<exam>/context/`, one model per YAML file.

Texts (pages, articles, descriptions, addresses) may hold placeholders, which the seeders replace:

- `{{media:ID:url}}`: root-relative address of the picture `ID` in the CMS being seeded;
- `{{media:ID:id}}`: its id there (WordPress attachments);
- `{{page:SLUG}}`: root-relative address of a page, article or CMS page of the same CMS;
- `{{category:SLUG}}`: the same for a category, `{{product:REFERENCE}}` for a product;
- `{{shop}}`, `{{site}}`: addresses of the firm's two sites, without a trailing slash.
"""

from __future__ import annotations

from typing import Literal

from provisioner.schema.base import Strict
from provisioner.schema.context.prestashop import PrestaShopContext
from provisioner.schema.context.types import Count, Day, Email, Slug, Text
from provisioner.schema.context.wordpress import WordPressContext


class Person(Strict):
    """Someone who works there."""

    id: Slug
    first_name: Text
    last_name: Text
    job: Text
    avatar: str = ""


class Company(Strict):
    """`company.yml`: the firm both sites belong to."""

    name: Text
    legal_name: Text
    legal_form: Text
    capital: Text
    siren: Text
    siret: Text
    ape: Text
    vat_number: Text
    registry: Text
    founded: Day
    activity: Text
    pitch: Text
    """A paragraph: what it does, for whom."""
    street: Text
    postcode: Text
    city: Text
    department: Text
    region: Text
    latitude: float
    longitude: float
    phone: Text
    email: Email
    opening_hours: tuple[str, ...]
    site_url: Text
    shop_url: Text
    social: dict[str, str]
    host: Text
    """Who hosts the sites, for the legal notice."""
    people: tuple[Person, ...]


class Picture(Strict):
    """A picture drawn for the project, used by one or both sites."""

    id: Slug
    file: Slug
    """Name of the file once uploaded, without its extension."""
    kind: Literal["product", "workshop", "scene", "banner", "logo", "icon", "portrait", "fair", "texture"]
    brief_fr: Text
    brief_en: Text
    width: Count
    height: Count
    format: Literal["jpg", "png"]
    used_by: tuple[Literal["wordpress", "prestashop"], ...]


class Pictures(Strict):
    """`media.yml`."""

    pictures: tuple[Picture, ...]


class Neglect(Strict):
    """Something left undone on purpose, so that there is something to improve."""

    id: Slug
    cms: Literal["wordpress", "prestashop"]
    kind: Literal[
        "post", "page", "attachment", "comment", "category", "product", "brand", "customer", "order", "thread",
        "cms-page", "slide", "seo-page", "site", "shop", "menu", "widget", "home", "employee", "user", "cart-rule",
    ]  # fmt: skip
    target: str
    """Slug, reference or id of the object; empty where there is only one."""
    field: Text
    """Its field."""
    state: Literal["empty", "missing", "stale", "waiting", "poor"]
    evidence: str = ""
    """A text found in the field; for `missing`, a text that is not there."""
    reason: Text
    """French: why it was left so, and what a candidate may be asked."""


class Neglects(Strict):
    """`neglects.yml`."""

    neglects: tuple[Neglect, ...]


class Context(Strict):
    """The whole reference context."""

    format: Literal[1] = 1
    company: Company
    pictures: tuple[Picture, ...]
    wordpress: WordPressContext
    prestashop: PrestaShopContext
    neglects: tuple[Neglect, ...]
