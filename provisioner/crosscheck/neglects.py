"""Are the neglects that a context announces really there? A corrected text must leave the list."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from pydantic import BaseModel

from provisioner.crosscheck import Problem, repeated
from provisioner.schema.context import Context, Neglect

Found = Callable[[Context, str], BaseModel | None]


def problems(context: Context) -> Iterator[Problem]:
    """Yield a problem for each neglect whose object, field or state is not there."""
    yield from repeated("neglects.yml", "neglects.id", (item.id for item in context.neglects))
    for item in context.neglects:
        reason = broken(context, item)
        if reason:
            yield Problem("neglects.yml", item.id, reason)


def broken(context: Context, neglect: Neglect) -> str:
    """Return why this neglect does not hold, or an empty string."""
    find = _FINDERS[neglect.cms].get(neglect.kind)
    owner = find(context, neglect.target) if find else None
    if owner is None:
        return f"{neglect.kind} « {neglect.target} » n’existe pas"
    if neglect.field not in type(owner).model_fields:
        return f"le champ « {neglect.field} » n’existe pas"
    value = owner.model_dump(mode="json")[neglect.field]
    if neglect.state == "empty":
        return "le champ n’est pas vide" if value else ""
    if not neglect.evidence:
        return "« evidence » est obligatoire pour cet état"
    present = neglect.evidence in str(value)
    if neglect.state == "missing":
        return "le texte cherché est dans le champ" if present else ""
    return "" if present else f"« {neglect.evidence} » n’est pas dans le champ"


def _by(items: Callable[[Context], Any], key: str) -> Found:
    """Find in a collection by one key."""
    return lambda context, name: next((item for item in items(context) if getattr(item, key) == name), None)


_FINDERS: dict[str, dict[str, Found]] = {
    "wordpress": {
        "site": lambda context, _name: context.wordpress.site,
        "widget": lambda context, _name: context.wordpress.widgets,
        "post": _by(lambda context: context.wordpress.posts, "slug"),
        "page": _by(lambda context: context.wordpress.pages, "slug"),
        "attachment": _by(lambda context: context.wordpress.media, "picture"),
        "comment": _by(lambda context: context.wordpress.comments, "id"),
        "category": _by(lambda context: context.wordpress.categories, "slug"),
        "menu": _by(lambda context: context.wordpress.menus, "slug"),
        "user": _by(lambda context: context.wordpress.users, "login"),
    },
    "prestashop": {
        "shop": lambda context, _name: context.prestashop.shop,
        "home": lambda context, _name: context.prestashop.home,
        "menu": lambda context, _name: context.prestashop.menus,
        "product": _by(lambda context: context.prestashop.products, "reference"),
        "category": _by(lambda context: context.prestashop.categories, "slug"),
        "brand": _by(lambda context: context.prestashop.brands, "slug"),
        "customer": _by(lambda context: context.prestashop.customers, "id"),
        "order": _by(lambda context: context.prestashop.orders, "reference"),
        "thread": _by(lambda context: context.prestashop.threads, "id"),
        "cms-page": _by(lambda context: context.prestashop.cms.pages, "slug"),
        "slide": _by(lambda context: context.prestashop.home.carousel, "picture"),
        "seo-page": _by(lambda context: context.prestashop.seo.pages, "page"),
        "employee": _by(lambda context: context.prestashop.team.employees, "email"),
        "cart-rule": _by(lambda context: context.prestashop.cart_rules, "slug"),
    },
}
