"""The short sitting that `./e5b demo` plays on each CMS, and the official functionalities it is evidence of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from provisioner.robots import prestashop, wordpress
from provisioner.robots.candidate import Desk
from provisioner.schema.exam import Cms


@dataclass(frozen=True)
class Scenario:
    """A scripted sitting."""

    play: Callable[[Desk, Path], None]
    """Does it; the path is a JPEG picture that the candidate brings along."""
    evidenced: frozenset[str]
    """Ids of the official functionalities that a fair report of it finds: these and no other."""


def _wordpress(desk: Desk, picture: Path) -> None:
    wordpress.log_in(desk)
    wordpress.write_article(
        desk,
        title="Le printemps des terrasses",
        heading="Des bancs qui ont déjà vécu",
        paragraphs=[
            "Les premières terrasses rouvrent et l’atelier livre ses bancs en chêne de récupération.",
            "Chaque assise vient d’une poutre sauvée d’un chantier de la région, poncée puis huilée à la main.",
        ],
        category="Actualités",
    )
    wordpress.upload_media(
        desk,
        picture=picture,
        alternative_text="Banc en chêne de récupération",
        caption="Le banc de terrasse, printemps 2022",
    )
    wordpress.add_page_to_menu(desk, menu="Menu principal", title="Questions fréquentes")
    wordpress.approve_and_answer_comment(
        desk,
        author="Amandine Roy",
        answer="Bonjour Amandine, notre bois n’est traité qu’à l’huile de lin. À bientôt à l’atelier !",
    )
    wordpress.log_out(desk)


def _prestashop(desk: Desk, picture: Path) -> None:
    prestashop.log_in(desk)
    prestashop.add_product(
        desk,
        name="Banc de terrasse en chêne",
        price="149.00",
        quantity=6,
        summary="Un banc de terrasse taillé dans des poutres de récupération.",
        description=(
            "Assise en chêne massif poncée et huilée, piètement en acier de réemploi. Longueur 120 cm, deux places."
        ),
    )
    prestashop.add_cart_rule(desk, name="Bienvenue au printemps", code="PRINTEMPS15", percent="15", minimum="60")
    prestashop.change_order_state(desk, reference="XJGPLMSCL", state="En cours de préparation")
    prestashop.add_carousel_slide(
        desk, picture=picture, title="Bancs de terrasse", address=desk.url + "/", text="Les bancs sont arrivés."
    )
    prestashop.log_out(desk)


SCENARIOS: dict[Cms, Scenario] = {
    "wordpress": Scenario(
        _wordpress,
        frozenset(
            {
                "blocks",
                "comments-moderate",
                "create-article-page-category",
                "media-attributes",
                "media-upload",
                "menu-main-social",
                "menus-add-item",
                "menus-edit",
                "page-structure",
                "publish",
                "text-structure",
                "write",
            }
        ),
    ),
    "prestashop": Scenario(
        _prestashop,
        frozenset(
            {
                "create",
                "highlight",
                "home-page",
                "links-insert",
                "modules",
                "order-edit",
                "process",
                "promotions",
                "publish",
                "text-structure",
                "write",
            }
        ),
    ),
}


def _look(desk: Desk, _picture: Path) -> None:
    wordpress.log_in(desk)
    wordpress.browse(desk)
    wordpress.log_out(desk)


def _look_shop(desk: Desk, _picture: Path) -> None:
    prestashop.log_in(desk)
    prestashop.browse(desk)
    prestashop.log_out(desk)


IDLE: dict[Cms, Scenario] = {
    "wordpress": Scenario(_look, frozenset()),
    "prestashop": Scenario(_look_shop, frozenset()),
}
"""Sittings in which nothing is changed: signing in, looking at lists, leaving."""
