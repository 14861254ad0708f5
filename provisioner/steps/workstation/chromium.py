"""Policies of Chromium, Chrome and Edge: the same names but for a few."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from provisioner.schema.workstation import WorkstationPolicy

_SCRIPTS = ("javascript:*", "data:*", "file:*", "view-source:*", "ftp:*")
"""Ways to a page that is no site."""
_SETTINGS = ("chrome://settings", "chrome://flags", "chrome://extensions", "chrome://net-internals", "chrome://inspect")
_ONLY_CHROME = {
    "IncognitoModeAvailability": 1,
    "MetricsReportingEnabled": False,
    "SafeBrowsingProtectionLevel": 0,
    "AutofillCreditCardEnabled": False,
    "GeminiSettings": 1,
    # Sites of the exam are plain HTTP.
    "HttpsUpgradesEnabled": False,
    "DefaultBrowserSettingEnabled": False,
}
_ONLY_EDGE = {
    "InPrivateModeAvailability": 1,
    "AutomaticHttpsDefault": 0,
    "DiagnosticData": 0,
    "SmartScreenEnabled": False,
    "HubsSidebarEnabled": False,
    "EdgeShoppingAssistantEnabled": False,
    "EdgeCollectionsEnabled": False,
    "ShowMicrosoftRewards": False,
}


def chrome(policy: WorkstationPolicy, sites: Sequence[str], start: str) -> dict[str, Any]:
    """Return the policies of Chromium and Chrome. `sites`: hosts of the exam; `start`: the first page."""
    return _common(policy, sites, start) | _ONLY_CHROME


def edge(policy: WorkstationPolicy, sites: Sequence[str], start: str) -> dict[str, Any]:
    """Return the policies of Edge."""
    return _common(policy, sites, start) | _ONLY_EDGE


def _common(policy: WorkstationPolicy, sites: Sequence[str], start: str) -> dict[str, Any]:
    closed = policy.rule == "closed"
    allowed = [*map(_exact, sites), start] + ([*policy.allowed] if closed else [])
    return {
        "URLBlocklist": ["*"] if closed else [*policy.hosts, *_SCRIPTS, *_SETTINGS],
        "URLAllowlist": list(dict.fromkeys(allowed)),
        "RestoreOnStartup": 4,
        "RestoreOnStartupURLs": [start],
        "HomepageLocation": start,
        "NewTabPageLocation": start,
        # Nothing of one candidate is left to the next.
        "ForceEphemeralProfiles": True,
        "BrowserSignin": 0,
        "SyncDisabled": True,
        "BrowserGuestModeEnabled": False,
        "BrowserAddPersonEnabled": False,
        "PasswordManagerEnabled": False,
        "AutofillAddressEnabled": False,
        "SearchSuggestEnabled": False,
        "TranslateEnabled": False,
        "BackgroundModeEnabled": False,
        "DefaultNotificationsSetting": 2,
        "DefaultGeolocationSetting": 2,
        "VideoCaptureAllowed": False,
        "AudioCaptureAllowed": False,
        "ScreenCaptureAllowed": False,
        # Whoever could look inside the browser could also lift what is blocked.
        "DeveloperToolsAvailability": 2,
        "RemoteDebuggingAllowed": False,
        "ExtensionInstallBlocklist": ["*"],
        "DnsOverHttpsMode": "off",
        # Pictures are uploaded to the site; only the way back is closed.
        "AllowFileSelectionDialogs": True,
        "DownloadRestrictions": 0 if policy.downloads else 3,
        "PrintingEnabled": policy.printing,
        # What a page may read of it by script; the keys of candidates go on working.
        "DefaultClipboardSetting": 3 if policy.clipboard == "shared" else 2,
        "DefaultSearchProviderEnabled": not closed,
    }


def _exact(site: str) -> str:
    """Return the filter of a host alone: a name would else be that of its subdomains too."""
    return site if site.replace(".", "").isdigit() else f".{site}"
