"""What a candidate does in the back office of PrestaShop 1.7.3 and 1.7.6, in French: one module per area."""

from __future__ import annotations

from provisioner.robots.action import Action, actions
from provisioner.robots.prestashop import (
    appearance,
    catalog,
    customers,
    images,
    legacy,
    merchandising,
    navigation,
    orders,
    pages,
    products,
    promotions,
    service,
    session,
    shop,
    team,
)
from provisioner.robots.prestashop.appearance import add_carousel_slide
from provisioner.robots.prestashop.navigation import browse
from provisioner.robots.prestashop.orders import change_order_state
from provisioner.robots.prestashop.products import add_product
from provisioner.robots.prestashop.promotions import add_cart_rule
from provisioner.robots.prestashop.session import log_in, log_out

__all__ = [
    "ACTIONS",
    "add_carousel_slide",
    "add_cart_rule",
    "add_product",
    "browse",
    "change_order_state",
    "log_in",
    "log_out",
]

ACTIONS: dict[str, Action] = actions(
    session,
    navigation,
    products,
    images,
    merchandising,
    catalog,
    customers,
    orders,
    service,
    promotions,
    team,
    shop,
    pages,
    appearance,
    legacy,
)
