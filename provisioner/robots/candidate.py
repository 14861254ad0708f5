"""What every scripted candidate has: a browser page, an address, a login."""

from __future__ import annotations

from dataclasses import dataclass

from provisioner.adapters.workstation import Page


@dataclass(frozen=True)
class Desk:
    """One candidate's workstation: their browser and what their *fiche candidat* says."""

    page: Page
    url: str
    """Address of the site, without a trailing slash."""
    login: str
    password: str
    admin_path: str
    """Path of the back office, as `/wp-admin/`."""

    def open(self, path: str) -> None:
        """Type an address of the site and wait for the page."""
        self.page.goto(self.url + path, wait_until="load")

    def open_back_office(self) -> None:
        """Go to the back office's first page."""
        self.open(self.admin_path)
