"""Signing in and out of the back office."""

from __future__ import annotations

from provisioner.robots.action import action
from provisioner.robots.candidate import Desk
from provisioner.robots.prestashop._office import follow


@action("S’identifier")
def log_in(desk: Desk) -> None:
    """Identify oneself on the back office's login page."""
    desk.open_back_office()
    desk.page.fill("#email", desk.login)
    desk.page.fill("#passwd", desk.password)
    desk.page.click("#submit_login")
    desk.page.wait_for_selector("#nav-sidebar, .nav-bar")


@action("Se déconnecter")
def log_out(desk: Desk) -> None:
    """Leave through the account menu."""
    desk.open_back_office()
    follow(desk, "#header_logout")
    desk.page.wait_for_selector("#submit_login")
