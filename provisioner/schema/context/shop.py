"""The catalogue of the shop: `categories`, `brands`, `suppliers`, `features`, `attributes` and `products/*.yml`."""

from __future__ import annotations

from typing import Literal

from provisioner.schema.base import Strict
from provisioner.schema.context.types import Amount, Count, Moment, Slug, TaxRate, Text

Reference = str
"""Product or combination reference: `SV-TAB-001`."""


class Category(Strict):
    """A category; `parent` empty: directly below « Accueil »."""

    slug: Slug
    name: Text
    parent: str = ""
    description: str = ""
    picture: str = ""
    meta_title: str = ""
    meta_description: str = ""
    active: bool = True


class Categories(Strict):
    """`categories.yml`, parents before children, in the order shown."""

    categories: tuple[Category, ...]


class Brand(Strict):
    """A brand (« marque »)."""

    slug: Slug
    name: Text
    summary: str = ""
    description: str = ""
    picture: str = ""
    meta_title: str = ""
    meta_description: str = ""
    active: bool = True


class Brands(Strict):
    """`brands.yml`."""

    brands: tuple[Brand, ...]


class Supplier(Strict):
    """A supplier (« fournisseur ») with the address that PrestaShop asks for."""

    slug: Slug
    name: Text
    description: str = ""
    street: Text
    postcode: Text
    city: Text
    phone: str = ""
    picture: str = ""
    active: bool = True


class Suppliers(Strict):
    """`suppliers.yml`."""

    suppliers: tuple[Supplier, ...]


class Choice(Strict):
    """A value of a feature or of an attribute."""

    slug: Slug
    name: Text
    color: str = ""
    """`#rrggbb`, for attributes of kind `color`."""


class Feature(Strict):
    """A feature (« caractéristique »)."""

    slug: Slug
    name: Text
    values: tuple[Choice, ...]


class Features(Strict):
    """`features.yml`."""

    features: tuple[Feature, ...]


class Attribute(Strict):
    """A group of attributes: what combinations (« déclinaisons ») are made of."""

    slug: Slug
    name: Text
    public_name: Text
    kind: Literal["select", "radio", "color"]
    values: tuple[Choice, ...]


class Attributes(Strict):
    """`attributes.yml`."""

    attributes: tuple[Attribute, ...]


class ProductImage(Strict):
    """A picture of a product, in order; one is the cover."""

    picture: Slug
    caption: str = ""
    cover: bool = False


class ProductFeature(Strict):
    """A feature of a product: a listed `value` (slug) or a `custom` text."""

    feature: Slug
    value: str = ""
    custom: str = ""


class Combination(Strict):
    """A combination of a product."""

    reference: Reference
    attributes: dict[Slug, Slug]
    """Attribute slug to value slug."""
    price_impact: float = 0
    """Excluding tax, may be negative."""
    weight_impact: float = 0
    quantity: Count
    default: bool = False
    picture: str = ""


class Product(Strict):
    """A product; prices exclude tax, weights are in kg, sizes in cm."""

    reference: Reference
    slug: Slug
    name: Text
    summary: str = ""
    """« Récapitulatif », HTML."""
    description: str = ""
    """HTML."""
    price: Amount
    wholesale_price: Amount = 0
    tax: TaxRate = "20"
    """VAT rate."""
    category: Slug
    """Default category; its ancestors are added by the seeder."""
    categories: tuple[Slug, ...] = ()
    """Other categories."""
    brand: str = ""
    suppliers: tuple[Slug, ...] = ()
    weight: Amount = 0
    width: Amount = 0
    height: Amount = 0
    depth: Amount = 0
    condition: Literal["new", "used", "refurbished"] = "new"
    show_condition: bool = False
    quantity: Count = 0
    """Ignored when there are combinations (each has its own)."""
    low_stock: Count = 0
    """Alert threshold; 0: none."""
    out_of_stock: Literal["deny", "allow", "default"] = "default"
    available_now: str = ""
    available_later: str = ""
    minimal_quantity: Count = 1
    additional_shipping: Amount = 0
    carriers: tuple[Slug, ...] = ()
    """Empty: all carriers."""
    images: tuple[ProductImage, ...]
    combinations: tuple[Combination, ...] = ()
    features: tuple[ProductFeature, ...] = ()
    related: tuple[Reference, ...] = ()
    tags: tuple[str, ...] = ()
    meta_title: str = ""
    meta_description: str = ""
    active: bool = True
    visibility: Literal["both", "catalog", "search", "none"] = "both"
    on_sale: bool = False
    date: Moment


class Products(Strict):
    """`products/*.yml`: some products."""

    products: tuple[Product, ...]
