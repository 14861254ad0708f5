"""The shop itself and its pages, and the whole of `context/prestashop/`."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from provisioner.schema.base import Strict
from provisioner.schema.context.sales import (
    Carriers,
    CartRule,
    Contact,
    Customer,
    Group,
    Order,
    OrderReturn,
    SpecificPrice,
    Thread,
)
from provisioner.schema.context.shop import Attribute, Brand, Category, Feature, Product, Reference, Supplier
from provisioner.schema.context.types import Count, Email, Slug, Text


class Shop(Strict):
    """`shop.yml`: shop details and settings."""

    name: Text
    email: Email
    logo: str
    """Picture ids, here and below."""
    favicon: str
    mail_logo: str = ""
    phone: str
    fax: str = ""
    street: Text
    postcode: Text
    city: Text
    details: str = ""
    """« Détails » (registration numbers)."""
    opening_hours: tuple[str, ...] = ()
    """Of the shop's one store, Monday first."""
    store_picture: str = ""
    returns_enabled: bool = True
    return_days: Count = 14
    products_per_page: Count = 12
    new_days: Count = 20
    label_in_stock: str
    label_out_of_stock: str
    label_backorder: str = ""
    catalog_mode: bool = False


class Slide(Strict):
    """A slide of the carousel."""

    picture: Slug
    title: str = ""
    caption: str = ""
    description: str = ""
    """HTML."""
    url: str = ""
    active: bool = True


class Home(Strict):
    """`home.yml`: what the home page shows."""

    carousel: tuple[Slide, ...]
    carousel_speed: Count = 5000
    banner: str
    """Picture id."""
    banner_url: str = ""
    banner_description: str = ""
    text: str
    """HTML of the « bloc de texte »."""
    featured: tuple[Reference, ...]
    """Popular products, in order."""
    featured_count: Count = 8
    reassurance: tuple[str, ...] = ()
    social: dict[Literal["facebook", "twitter", "rss", "youtube", "pinterest", "vimeo", "instagram"], str]
    """Addresses; empty: not shown."""


class ShopMenuItem(Strict):
    """An entry of the main menu."""

    kind: Literal["category", "cms", "product", "brand", "custom"]
    target: str = ""
    label: str = ""
    """For `custom`."""
    url: str = ""


class CustomLink(Strict):
    """A link typed by hand."""

    title: Text
    url: Text


class LinkBlock(Strict):
    """A block of links of the footer."""

    name: Text
    hook: Literal["displayFooter", "displayLeftColumn"] = "displayFooter"
    cms: tuple[Slug, ...] = ()
    static: tuple[str, ...] = ()
    """PrestaShop's page names: `contact`, `sitemap`, `prices-drop`…"""
    custom: tuple[CustomLink, ...] = ()


class ShopMenus(Strict):
    """`menus.yml`."""

    main_menu: tuple[ShopMenuItem, ...]
    link_blocks: tuple[LinkBlock, ...]


class CmsCategory(Strict):
    """A category of CMS pages, below « Accueil »."""

    slug: Slug
    name: Text
    description: str = ""


class CmsPage(Strict):
    """A CMS page."""

    slug: Slug
    title: Text
    category: str = ""
    meta_title: str = ""
    meta_description: str = ""
    content: str
    """HTML."""
    active: bool = True
    indexed: bool = True


class Cms(Strict):
    """`cms.yml`."""

    categories: tuple[CmsCategory, ...] = ()
    pages: tuple[CmsPage, ...]


class Profile(Strict):
    """A profile of the back office: permissions by tab (`AdminOrders`…)."""

    slug: Slug
    name: Text
    superadmin: bool = False
    permissions: dict[str, tuple[Literal["view", "add", "edit", "delete"], ...]] = Field(default_factory=dict)


class Employee(Strict):
    """An employee account."""

    email: Email
    first_name: Text
    last_name: Text
    profile: Slug
    avatar: str = ""
    active: bool = True


class Team(Strict):
    """`team.yml`."""

    profiles: tuple[Profile, ...]
    employees: tuple[Employee, ...]


class Alias(Strict):
    """Words typed by customers, and the word searched instead."""

    search: Text
    aliases: tuple[Text, ...]


class SeoPage(Strict):
    """Referencing of one of the shop's own pages (« Trafic et SEO »)."""

    page: Text
    """`index`, `contact`, `new-products`…"""
    title: str = ""
    description: str = ""
    url: str = ""


class Seo(Strict):
    """`seo.yml`."""

    aliases: tuple[Alias, ...]
    pages: tuple[SeoPage, ...]


class PrestaShopContext(Strict):
    """All of `context/prestashop/`."""

    shop: Shop
    home: Home
    menus: ShopMenus
    cms: Cms
    team: Team
    seo: Seo
    categories: tuple[Category, ...]
    brands: tuple[Brand, ...]
    suppliers: tuple[Supplier, ...]
    features: tuple[Feature, ...]
    attributes: tuple[Attribute, ...]
    products: tuple[Product, ...]
    carriers: Carriers
    groups: tuple[Group, ...]
    customers: tuple[Customer, ...]
    orders: tuple[Order, ...]
    returns: tuple[OrderReturn, ...]
    contacts: tuple[Contact, ...]
    threads: tuple[Thread, ...]
    cart_rules: tuple[CartRule, ...]
    specific_prices: tuple[SpecificPrice, ...]
