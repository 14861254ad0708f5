"""References inside the PrestaShop half of a context."""

from __future__ import annotations

from collections.abc import Iterator

from provisioner.crosscheck import Names, Problem, pictures_of, repeated, texts
from provisioner.schema.context import Context
from provisioner.schema.context.prestashop import PrestaShopContext
from provisioner.schema.context.sales import Carrier, Order, OrderLine
from provisioner.schema.context.shop import Attribute, Brand, Category, Feature, Product, Supplier

_FILES = {
    "products": "products/*.yml",
    "groups": "customers.yml",
    "returns": "orders.yml",
    "contacts": "threads.yml",
    "cart_rules": "promotions.yml",
    "specific_prices": "promotions.yml",
}
"""Where the parts of the shop's model are written, when the file has another name."""


def problems(context: Context) -> Iterator[Problem]:
    """Yield all that is wrong in `prestashop/*.yml`."""
    half = context.prestashop
    names = _names(half, pictures_of(context, "prestashop"))
    yield from _unique(half)
    yield from _shop(half, names)
    yield from _catalogue(half, names)
    for product in half.products:
        yield from _product(half, product, names)
    yield from _people(half, names)
    for order in half.orders:
        yield from _order(half, order, names)
    yield from _service(half, names)
    yield from _promotions(half, names)
    for key, text in texts(half.model_dump()):
        first = key.split(".")[0]
        yield from names.unresolved(_FILES.get(first, f"{first}.yml"), key, text)


def _names(half: PrestaShopContext, pictures: frozenset[str]) -> Names:
    return Names(
        "prestashop",
        {
            "picture": pictures,
            "category": frozenset(item.slug for item in half.categories),
            "brand": frozenset(item.slug for item in half.brands),
            "supplier": frozenset(item.slug for item in half.suppliers),
            "product": frozenset(item.reference for item in half.products),
            "combination": frozenset(c.reference for item in half.products for c in item.combinations),
            "carrier": frozenset(item.slug for item in half.carriers.carriers),
            "group": frozenset(item.slug for item in half.groups),
            "customer": frozenset(item.id for item in half.customers),
            "order": frozenset(item.reference for item in half.orders),
            "contact": frozenset(item.slug for item in half.contacts),
            "employee": frozenset(item.email for item in half.team.employees),
            "profile": frozenset(item.slug for item in half.team.profiles),
            "page": frozenset(item.slug for item in half.cms.pages),
            "cms-category": frozenset(item.slug for item in half.cms.categories),
            "code": frozenset(item.code for item in half.cart_rules if item.code),
        },
    )


def _unique(half: PrestaShopContext) -> Iterator[Problem]:
    here = "prestashop/"
    for file, items in (("categories", half.categories), ("brands", half.brands), ("suppliers", half.suppliers)):
        yield from repeated(f"{here}{file}.yml", "slug", (item.slug for item in items))
    combinations = [c.reference for item in half.products for c in item.combinations]
    references = [item.reference for item in half.products]
    yield from repeated(f"{here}products/*.yml", "reference", references + combinations)
    yield from repeated(f"{here}products/*.yml", "slug", (item.slug for item in half.products))
    yield from repeated(f"{here}customers.yml", "customers.id", (item.id for item in half.customers))
    yield from repeated(f"{here}customers.yml", "customers.email", (item.email for item in half.customers))
    yield from repeated(f"{here}customers.yml", "groups.slug", (item.slug for item in half.groups))
    yield from repeated(f"{here}orders.yml", "orders.reference", (item.reference for item in half.orders))
    yield from repeated(f"{here}promotions.yml", "cart_rules.code", (r.code for r in half.cart_rules if r.code))
    yield from repeated(f"{here}team.yml", "employees.email", (item.email for item in half.team.employees))
    yield from repeated(f"{here}cms.yml", "pages.slug", (item.slug for item in half.cms.pages))


def _shop(half: PrestaShopContext, names: Names) -> Iterator[Problem]:
    for key in ("logo", "favicon", "mail_logo", "store_picture"):
        yield from names.missing("picture", "l’image", "shop.yml", key, getattr(half.shop, key))
    slides = [slide.picture for slide in half.home.carousel]
    yield from names.missing("picture", "l’image", "home.yml", "carousel", *slides)
    yield from names.missing("picture", "l’image", "home.yml", "banner", half.home.banner)
    yield from names.missing("product", "le produit", "home.yml", "featured", *half.home.featured)
    kinds = {"category": ("category", "la catégorie"), "cms": ("page", "la page"), "product": ("product", "le produit")}
    for index, item in enumerate(half.menus.main_menu):
        if item.kind in kinds:
            yield from names.missing(*kinds[item.kind], "menus.yml", f"main_menu.{index}", item.target or "(vide)")
        elif item.kind == "brand":
            yield from names.missing("brand", "la marque", "menus.yml", f"main_menu.{index}", item.target or "(vide)")
        elif not (item.label and item.url):
            yield Problem("prestashop/menus.yml", f"main_menu.{index}", "un lien a besoin de « label » et de « url »")
    for block in half.menus.link_blocks:
        yield from names.missing("page", "la page", "menus.yml", block.name, *block.cms)
    for page in half.cms.pages:
        yield from names.missing("cms-category", "la catégorie", "cms.yml", f"{page.slug}.category", page.category)


def _catalogue(half: PrestaShopContext, names: Names) -> Iterator[Problem]:
    seen: set[str] = set()
    for item in half.categories:
        yield from names.missing("category", "la catégorie", "categories.yml", f"{item.slug}.parent", item.parent)
        if item.parent in names.known["category"] and item.parent not in seen:
            text = f"la catégorie parente « {item.parent} » doit venir avant"
            yield Problem("prestashop/categories.yml", f"{item.slug}.parent", text)
        seen.add(item.slug)
    illustrated: tuple[tuple[str, tuple[Category | Brand | Supplier | Carrier, ...]], ...] = (
        ("categories.yml", half.categories),
        ("brands.yml", half.brands),
        ("suppliers.yml", half.suppliers),
        ("carriers.yml", half.carriers.carriers),
    )
    for file, owners in illustrated:
        for owner in owners:
            yield from names.missing("picture", "l’image", file, f"{owner.slug}.picture", owner.picture)
    yield from names.missing("carrier", "le transporteur", "carriers.yml", "default", half.carriers.default)


def _product(half: PrestaShopContext, product: Product, names: Names) -> Iterator[Problem]:
    file, key = "products/*.yml", product.reference
    yield from names.missing("category", "la catégorie", file, f"{key}.category", product.category)
    yield from names.missing("category", "la catégorie", file, f"{key}.categories", *product.categories)
    yield from names.missing("brand", "la marque", file, f"{key}.brand", product.brand)
    yield from names.missing("supplier", "le fournisseur", file, f"{key}.suppliers", *product.suppliers)
    yield from names.missing("carrier", "le transporteur", file, f"{key}.carriers", *product.carriers)
    yield from names.missing("product", "le produit", file, f"{key}.related", *product.related)
    shown = [image.picture for image in product.images]
    yield from names.missing("picture", "l’image", file, f"{key}.images", *shown)
    if sum(image.cover for image in product.images) != 1:
        yield Problem(f"prestashop/{file}", f"{key}.images", "une image, et une seule, doit être la couverture")
    yield from _features(half.features, product)
    yield from _combinations({item.slug: item for item in half.attributes}, product, shown)


def _features(features: tuple[Feature, ...], product: Product) -> Iterator[Problem]:
    values = {feature.slug: {value.slug for value in feature.values} for feature in features}
    for chosen in product.features:
        where = ("prestashop/products/*.yml", f"{product.reference}.features")
        if chosen.feature not in values:
            yield Problem(*where, f"la caractéristique « {chosen.feature} » n’existe pas")
        elif bool(chosen.value) == bool(chosen.custom):
            yield Problem(*where, f"« {chosen.feature} » demande « value » ou « custom », et un seul des deux")
        elif chosen.value and chosen.value not in values[chosen.feature]:
            yield Problem(*where, f"« {chosen.feature} » n’a pas de valeur « {chosen.value} »")


def _combinations(attributes: dict[str, Attribute], product: Product, shown: list[str]) -> Iterator[Problem]:
    where = ("prestashop/products/*.yml", f"{product.reference}.combinations")
    if product.combinations and sum(item.default for item in product.combinations) != 1:
        yield Problem(*where, "une déclinaison, et une seule, doit être celle par défaut")
    for item in product.combinations:
        if item.picture and item.picture not in shown:
            yield Problem(*where, f"{item.reference} : l’image « {item.picture} » n’est pas une image du produit")
        for group, value in item.attributes.items():
            if group not in attributes:
                yield Problem(*where, f"{item.reference} : l’attribut « {group} » n’existe pas")
            elif value not in {choice.slug for choice in attributes[group].values}:
                yield Problem(*where, f"{item.reference} : « {group} » n’a pas de valeur « {value} »")


def _people(half: PrestaShopContext, names: Names) -> Iterator[Problem]:
    for group in half.groups:
        key = f"{group.slug}.category_reductions"
        yield from names.missing("category", "la catégorie", "customers.yml", key, *group.category_reductions)
    for customer in half.customers:
        yield from names.missing("group", "le groupe", "customers.yml", customer.id, customer.group, *customer.groups)
        aliases = (address.alias for address in customer.addresses)
        yield from repeated("prestashop/customers.yml", f"{customer.id}.addresses.alias", aliases)
    for employee in half.team.employees:
        yield from names.missing("profile", "le profil", "team.yml", f"{employee.email}.profile", employee.profile)
        yield from names.missing("picture", "l’image", "team.yml", f"{employee.email}.avatar", employee.avatar)


def _order(half: PrestaShopContext, order: Order, names: Names) -> Iterator[Problem]:
    file, key = "orders.yml", order.reference
    yield from names.missing("customer", "le client", file, f"{key}.customer", order.customer)
    yield from names.missing("carrier", "le transporteur", file, f"{key}.carrier", order.carrier)
    yield from names.missing("code", "le code", file, f"{key}.cart_rule", order.cart_rule)
    for step in order.history:
        yield from names.missing("employee", "l’employé", file, f"{key}.history", step.employee)
    owner = next((customer for customer in half.customers if customer.id == order.customer), None)
    aliases = {address.alias for address in owner.addresses} if owner else set()
    for alias in filter(None, (order.address, order.invoice_address)):
        if owner and alias not in aliases:
            yield Problem(f"prestashop/{file}", key, f"« {order.customer} » n’a pas d’adresse « {alias} »")
    if not order.history or [s.date for s in order.history] != sorted(s.date for s in order.history):
        yield Problem(
            f"prestashop/{file}", f"{key}.history", "les états doivent être donnés, du plus ancien au dernier"
        )
    yield from _lines(half, order.lines, f"{key}.lines")


def _lines(half: PrestaShopContext, lines: tuple[OrderLine, ...], key: str) -> Iterator[Problem]:
    products = {item.reference: {c.reference for c in item.combinations} for item in half.products}
    for line in lines:
        if line.product not in products:
            yield Problem("prestashop/orders.yml", key, f"le produit « {line.product} » n’existe pas")
        elif line.combination not in (products[line.product] or {""}):
            text = f"« {line.product} » n’a pas de déclinaison « {line.combination or '(vide)'} »"
            yield Problem("prestashop/orders.yml", key, text)


def _service(half: PrestaShopContext, names: Names) -> Iterator[Problem]:
    for back in half.returns:
        yield from names.missing("order", "la commande", "orders.yml", "returns", back.order)
        yield from _lines(half, back.lines, f"returns.{back.order}")
    for thread in half.threads:
        key = thread.id
        yield from names.missing("contact", "le contact", "threads.yml", f"{key}.contact", thread.contact)
        yield from names.missing("customer", "le client", "threads.yml", f"{key}.customer", thread.customer)
        yield from names.missing("order", "la commande", "threads.yml", f"{key}.order", thread.order)
        yield from names.missing("product", "le produit", "threads.yml", f"{key}.product", thread.product)
        writers = [message.employee for message in thread.messages]
        yield from names.missing("employee", "l’employé", "threads.yml", f"{key}.messages", *writers)


def _promotions(half: PrestaShopContext, names: Names) -> Iterator[Problem]:
    for rule in half.cart_rules:
        key = rule.slug
        yield from names.missing("customer", "le client", "promotions.yml", f"{key}.customer", rule.customer)
        yield from names.missing("group", "le groupe", "promotions.yml", f"{key}.groups", *rule.groups)
        yield from names.missing("category", "la catégorie", "promotions.yml", f"{key}.categories", *rule.categories)
        if rule.end <= rule.start:
            yield Problem("prestashop/promotions.yml", f"{key}.end", "la fin doit venir après le début")
    for price in half.specific_prices:
        key = f"specific_prices.{price.product}"
        yield from names.missing("product", "le produit", "promotions.yml", key, price.product)
        yield from names.missing("combination", "la déclinaison", "promotions.yml", key, price.combination)
        yield from names.missing("group", "le groupe", "promotions.yml", key, price.group)
