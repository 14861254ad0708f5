"""Finds the data of an exam and reads it: the exam itself and its reference context, cross-checked."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel

from provisioner import crosscheck
from provisioner.crosscheck import neglects
from provisioner.crosscheck import prestashop as crosscheck_prestashop
from provisioner.crosscheck import wordpress as crosscheck_wordpress
from provisioner.datafiles import load_yaml
from provisioner.errors import DataError
from provisioner.exams import context_folder, list_exams, load_exam
from provisioner.schema.context import Company, Context, Neglects, Picture, Pictures, sales
from provisioner.schema.context import prestashop as ps
from provisioner.schema.context import shop as catalogue
from provisioner.schema.context import wordpress as wp

__all__ = ["context_folder", "context_json", "cross_check", "list_exams", "load_context", "load_exam", "load_pictures"]

M = TypeVar("M", bound=BaseModel)
S = TypeVar("S", wp.Page, wp.Post)


def load_context(folder: Path) -> Context:
    """Read and cross-check the context kept in `folder`. Raises DataError naming the file and the key."""
    context = Context(
        company=load_yaml(folder / "company.yml", Company),
        pictures=load_yaml(folder / "media.yml", Pictures).pictures,
        wordpress=_wordpress(folder / "wordpress"),
        prestashop=_prestashop(folder / "prestashop"),
        neglects=load_yaml(folder / "neglects.yml", Neglects).neglects,
    )
    cross_check(context, folder)
    return context


def load_pictures(folder: Path) -> tuple[Picture, ...]:
    """Read the pictures of the context kept in `folder`, and nothing else of it. Raises DataError."""
    return load_yaml(folder / "media.yml", Pictures).pictures


def cross_check(context: Context, folder: Path) -> None:
    """Raise DataError when something names what does not exist, or exists twice."""
    found = [
        *crosscheck.pictures(context),
        *crosscheck_wordpress.problems(context),
        *crosscheck_prestashop.problems(context),
        *neglects.problems(context),
    ]
    if found:
        first = found[0]
        more = f" (et {len(found) - 1} autre(s) erreur(s))" if len(found) > 1 else ""
        raise DataError(
            f"{folder / first.file}, clé « {first.key} » : {first.text}.{more}",
            "Corrigez ce nom, ou ajoutez ce qui manque.",
        )


def context_json(context: Context) -> dict[str, Any]:
    """Return the context as plain JSON values: what the image step hands to the seeders."""
    return context.model_dump(mode="json")


def _each(folder: Path, model: type[M]) -> tuple[M, ...]:
    """Read every YAML file of `folder`, in the order of their names; anything else there is an error."""
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.suffix != ".yml":
            raise DataError(f"{path} n’a rien à faire dans ce dossier.", "Seuls des fichiers .yml y sont lus.")
    return tuple(load_yaml(path, model) for path in sorted(folder.glob("*.yml")))


def _named(folder: Path, model: type[S]) -> tuple[S, ...]:
    """Read every YAML file of `folder`: each is called after the slug it holds."""
    items = _each(folder, model)
    for path, item in zip(sorted(folder.glob("*.yml")), items, strict=True):
        if item.slug != path.stem:
            raise DataError(f"{path}, clé « slug » : « {item.slug} » n’est pas le nom du fichier.", "Renommez-le.")
    return items


def _wordpress(folder: Path) -> wp.WordPressContext:
    terms = load_yaml(folder / "terms.yml", wp.Terms)
    return wp.WordPressContext(
        site=load_yaml(folder / "site.yml", wp.Site),
        users=load_yaml(folder / "users.yml", wp.Users).users,
        media=load_yaml(folder / "media.yml", wp.Library).media,
        categories=terms.categories,
        tags=terms.tags,
        pages=_named(folder / "pages", wp.Page),
        posts=_named(folder / "posts", wp.Post),
        comments=load_yaml(folder / "comments.yml", wp.Comments).comments,
        menus=load_yaml(folder / "menus.yml", wp.Menus).menus,
        widgets=load_yaml(folder / "widgets.yml", wp.Widgets),
    )


def _prestashop(folder: Path) -> ps.PrestaShopContext:
    people = load_yaml(folder / "customers.yml", sales.Customers)
    orders = load_yaml(folder / "orders.yml", sales.Orders)
    service = load_yaml(folder / "threads.yml", sales.Threads)
    promotions = load_yaml(folder / "promotions.yml", sales.Promotions)
    sheets = _each(folder / "products", catalogue.Products)
    return ps.PrestaShopContext(
        shop=load_yaml(folder / "shop.yml", ps.Shop),
        home=load_yaml(folder / "home.yml", ps.Home),
        menus=load_yaml(folder / "menus.yml", ps.ShopMenus),
        cms=load_yaml(folder / "cms.yml", ps.Cms),
        team=load_yaml(folder / "team.yml", ps.Team),
        seo=load_yaml(folder / "seo.yml", ps.Seo),
        categories=load_yaml(folder / "categories.yml", catalogue.Categories).categories,
        brands=load_yaml(folder / "brands.yml", catalogue.Brands).brands,
        suppliers=load_yaml(folder / "suppliers.yml", catalogue.Suppliers).suppliers,
        features=load_yaml(folder / "features.yml", catalogue.Features).features,
        attributes=load_yaml(folder / "attributes.yml", catalogue.Attributes).attributes,
        products=tuple(product for sheet in sheets for product in sheet.products),
        carriers=load_yaml(folder / "carriers.yml", sales.Carriers),
        groups=people.groups,
        customers=people.customers,
        orders=orders.orders,
        returns=orders.returns,
        contacts=service.contacts,
        threads=service.threads,
        cart_rules=promotions.cart_rules,
        specific_prices=promotions.specific_prices,
    )
