"""What a candidate does in the back office of WordPress 5.6 to 5.8, in French: one module per area."""

from __future__ import annotations

from provisioner.robots.action import Action, actions
from provisioner.robots.wordpress import (
    blocks,
    classic_widgets,
    clumsy,
    comments,
    customizer,
    editor,
    lists,
    media,
    menus,
    session,
    settings,
    structure,
    terms,
    users,
    widgets,
    yoast,
)
from provisioner.robots.wordpress.comments import approve_and_answer_comment
from provisioner.robots.wordpress.editor import write_article
from provisioner.robots.wordpress.media import upload_media
from provisioner.robots.wordpress.menus import add_link_to_menu, add_page_to_menu
from provisioner.robots.wordpress.session import browse, log_in, log_out
from provisioner.robots.wordpress.settings import change_tagline

__all__ = [
    "ACTIONS",
    "add_link_to_menu",
    "add_page_to_menu",
    "approve_and_answer_comment",
    "browse",
    "change_tagline",
    "log_in",
    "log_out",
    "upload_media",
    "write_article",
]

ACTIONS: dict[str, Action] = actions(
    session,
    editor,
    blocks,
    lists,
    terms,
    media,
    menus,
    comments,
    users,
    settings,
    customizer,
    widgets,
    classic_widgets,
    structure,
    yoast,
    clumsy,
)
