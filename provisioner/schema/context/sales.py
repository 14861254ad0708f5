"""Customers and sales of the shop: `context/prestashop/{carriers,customers,orders,threads,promotions}.yml`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from provisioner.schema.base import Strict
from provisioner.schema.context.types import Amount, Count, Day, Email, Moment, Percent, Slug, TaxRate, Text

OrderState = Literal[
    "cheque_pending", "payment_accepted", "preparing", "shipped", "delivered", "cancelled", "refunded", "payment_error",
    "backorder_paid", "bankwire_pending", "remote_payment_accepted", "backorder_unpaid", "cod_pending",
]  # fmt: skip
"""PrestaShop's own states, in the order of their ids (1 to 13)."""


class ShippingRange(Strict):
    """From `min` (included) to `max` (excluded), in kg or in euros: `price` excluding tax."""

    min: Amount
    max: Amount
    price: Amount


class Carrier(Strict):
    """A carrier; prices apply to the zone of metropolitan France."""

    slug: Slug
    name: Text
    delay: Text
    free: bool = False
    by: Literal["weight", "price"] = "weight"
    tax: TaxRate = "20"
    ranges: tuple[ShippingRange, ...] = ()
    max_weight: Amount = 0
    """0: no limit."""
    picture: str = ""
    tracking_url: str = ""
    """`@` stands for the tracking number."""
    active: bool = True


class Carriers(Strict):
    """`carriers.yml`, in the order shown."""

    carriers: tuple[Carrier, ...]
    default: Slug
    free_from: Amount = 0
    """Free delivery from this amount incl. tax; 0: never."""


class Group(Strict):
    """A customer group; `builtin` renames one of PrestaShop's three."""

    slug: Slug
    name: Text
    builtin: Literal["", "visitor", "guest", "customer"] = ""
    reduction: Percent = 0
    prices: Literal["incl", "excl"] = "incl"
    category_reductions: dict[Slug, Percent] = Field(default_factory=dict)


class Address(Strict):
    """A postal address in France."""

    alias: Text
    company: str = ""
    first_name: Text
    last_name: Text
    street: Text
    more: str = ""
    postcode: Annotated[str, StringConstraints(pattern=r"^\d{5}$")]
    city: Text
    phone: str = ""
    vat_number: str = ""
    other: str = ""


class Customer(Strict):
    """A customer with an account."""

    id: Slug
    gender: Literal["m", "mme"]
    first_name: Text
    last_name: Text
    email: Email
    birthday: Day | None = None
    company: str = ""
    siret: str = ""
    ape: str = ""
    group: Slug
    """Default group."""
    groups: tuple[Slug, ...] = ()
    """Other groups."""
    newsletter: bool = False
    note: str = ""
    """Private note."""
    active: bool = True
    date: Moment
    addresses: tuple[Address, ...] = ()


class Customers(Strict):
    """`customers.yml`: groups and customers."""

    groups: tuple[Group, ...]
    customers: tuple[Customer, ...]


class OrderLine(Strict):
    """Some of a product in an order."""

    product: str
    combination: str = ""
    quantity: Annotated[int, Field(ge=1)]


class OrderStep(Strict):
    """A state that an order reached."""

    state: OrderState
    date: Moment
    employee: str = ""
    """E-mail of the employee; empty: the shop itself."""


class OrderPayment(Strict):
    """Money received; `amount` None: the whole order."""

    date: Moment
    method: Text
    amount: Amount | None = None
    transaction: str = ""


class OrderMessage(Strict):
    """A word left with the order."""

    date: Moment
    text: Text


class Order(Strict):
    """An order; totals are computed from the products, the carrier and the voucher."""

    reference: Annotated[str, StringConstraints(pattern=r"^[A-Z]{9}$")]
    customer: Slug
    address: Text
    """Alias of the delivery address."""
    invoice_address: str = ""
    """Alias; empty: the same."""
    carrier: Slug
    payment: Literal["ps_checkpayment", "ps_wirepayment", "ps_cashondelivery"]
    date: Moment
    lines: tuple[OrderLine, ...]
    cart_rule: str = ""
    history: tuple[OrderStep, ...]
    payments: tuple[OrderPayment, ...] = ()
    tracking: str = ""
    message: OrderMessage | None = None


class OrderReturn(Strict):
    """A return asked for by a customer (« retour produit »)."""

    order: str
    lines: tuple[OrderLine, ...]
    state: Literal["confirmation_pending", "package_pending", "received", "denied", "completed"]
    question: Text
    date: Moment


class Orders(Strict):
    """`orders.yml`."""

    orders: tuple[Order, ...]
    returns: tuple[OrderReturn, ...] = ()


class Contact(Strict):
    """An addressee of the contact form."""

    slug: Slug
    name: Text
    email: Email
    description: str = ""


class ThreadMessage(Strict):
    """A message; `employee` empty: from the customer."""

    date: Moment
    employee: str = ""
    text: Text
    private: bool = False


class Thread(Strict):
    """A conversation of the customer service; `customer` empty: a visitor, by e-mail."""

    id: Slug
    contact: Slug
    customer: str = ""
    email: Email
    order: str = ""
    product: str = ""
    status: Literal["open", "closed", "pending1", "pending2"]
    messages: tuple[ThreadMessage, ...]


class Threads(Strict):
    """`threads.yml`."""

    contacts: tuple[Contact, ...]
    threads: tuple[Thread, ...]


class CartRule(Strict):
    """A voucher or automatic reduction (« règle panier »)."""

    slug: Slug
    name: Text
    code: str = ""
    description: str = ""
    start: Moment
    end: Moment
    quantity: Count
    per_customer: Count = 1
    priority: Count = 1
    minimum: Amount = 0
    minimum_tax_included: bool = True
    percent: Percent = 0
    amount: Amount = 0
    """Incl. tax."""
    free_shipping: bool = False
    exclude_discounted: bool = False
    customer: str = ""
    groups: tuple[Slug, ...] = ()
    categories: tuple[Slug, ...] = ()
    highlight: bool = False
    active: bool = True


class SpecificPrice(Strict):
    """A specific price of a product."""

    product: str
    combination: str = ""
    group: str = ""
    """Empty: everyone."""
    from_quantity: Annotated[int, Field(ge=1)] = 1
    percent: Percent = 0
    amount: Amount = 0
    """Incl. tax."""
    start: Moment | None = None
    end: Moment | None = None


class Promotions(Strict):
    """`promotions.yml`."""

    cart_rules: tuple[CartRule, ...]
    specific_prices: tuple[SpecificPrice, ...] = ()
