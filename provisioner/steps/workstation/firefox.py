"""Policies of Firefox (`policies.json`). It cannot refuse downloads as such: it is told so to whoever installs them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from provisioner.schema.workstation import WorkstationPolicy


def firefox(policy: WorkstationPolicy, sites: Sequence[str], start: str) -> dict[str, Any]:
    """Return `policies.json`. `sites`: hosts of the exam; `start`: the first page."""
    closed = policy.rule == "closed"
    allowed = [f"*://{site}/*" for site in sites]
    allowed += [f"*://*.{site}/*" for site in policy.allowed] if closed else []
    blocked = ["<all_urls>"] if closed else [f"*://*.{host}/*" for host in policy.hosts]
    return {
        "policies": {
            "WebsiteFilter": {
                "Block": blocked,
                "Exceptions": [*allowed, *([start] if start.startswith("file:") else [])],
            },
            "Homepage": {"URL": start, "Locked": True, "StartPage": "homepage-locked"},
            "OverrideFirstRunPage": "",
            "OverridePostUpdatePage": "",
            "DontCheckDefaultBrowser": True,
            "NoDefaultBookmarks": True,
            # Nothing of one candidate is left to the next.
            "SanitizeOnShutdown": True,
            "DisablePrivateBrowsing": True,
            "DisableProfileImport": True,
            "DisableFirefoxAccounts": True,
            "DisableFormHistory": True,
            "OfferToSaveLogins": False,
            "PasswordManagerEnabled": False,
            "DisableDeveloperTools": True,
            "BlockAboutConfig": True,
            "BlockAboutProfiles": True,
            "BlockAboutAddons": True,
            "ExtensionSettings": {"*": {"installation_mode": "blocked"}},
            "DisableTelemetry": True,
            "DisableFirefoxStudies": True,
            "DisablePocket": True,
            "DNSOverHTTPS": {"Enabled": False, "Locked": True},
            "SearchSuggestEnabled": False,
            "PrintingEnabled": policy.printing,
        }
    }
