"""A candidate without a browser: writes on their site through HTTP and remembers what the site said it had kept."""

from __future__ import annotations

import http.client
import secrets
import string
import xmlrpc.client
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit
from xml.parsers.expat import ExpatError

from provisioner.schema.exam import Cms

TIMEOUT_S = 60.0
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass
class LightCandidate:
    """One candidate's site, and what came of each writing."""

    cms: Cms
    url: str
    """Without a trailing slash."""
    login: str
    password: str
    told: list[str] = field(default_factory=list)
    """Marks of what the site acknowledged."""
    refused: int = 0
    """Writings without an acknowledgement: nobody may say whether they were kept."""

    def write(self) -> str:
        """Write once; return the mark of what was acknowledged, empty when nothing was."""
        mark = "".join(secrets.choice(string.ascii_lowercase) for _ in range(16))
        try:
            kept = self._article(mark) if self.cms == "wordpress" else self._customer(mark)
        except (OSError, http.client.HTTPException, xmlrpc.client.Error, ExpatError, ValueError):
            # Killed, frozen, or an answer cut in the middle: no acknowledgement.
            kept = False
        if not kept:
            self.refused += 1
            return ""
        self.told.append(mark)
        return mark

    def _article(self, mark: str) -> bool:
        article = {"post_title": f"Brouillon {mark}", "post_status": "draft"}
        order = xmlrpc.client.dumps((0, self.login, self.password, article), "wp.newPost", encoding="utf-8")
        status, body, _ = self._post("/xmlrpc.php", order.encode(), {"Content-Type": "text/xml"})
        if status != 200:
            return False
        (found,), _ = xmlrpc.client.loads(body)
        return str(found).isdigit()

    def _customer(self, mark: str) -> bool:
        fields = {"id_gender": "1", "firstname": "Essai", "lastname": mark.capitalize()}
        fields |= {"email": f"{mark}@essai.example", "password": secrets.token_hex(8), "submitCreate": "1"}
        fields |= {"psgdpr": "1", "customer_privacy": "1"}
        path = "/index.php?controller=authentication&create_account=1"
        status, _, place = self._post(path, urlencode(fields).encode(), _FORM)
        # What was wrong with the form would be told on the same page, without leaving it.
        return status == 302 and "authentication" not in place

    def _post(self, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, bytes, str]:
        to = urlsplit(self.url)
        asked = http.client.HTTPConnection(to.hostname or "", to.port, timeout=TIMEOUT_S)
        try:
            asked.request("POST", path, body, headers)
            answer = asked.getresponse()
            return answer.status, answer.read(), answer.getheader("Location", "")
        finally:
            asked.close()


def status(url: str) -> int:
    """Return the status that an address answers with; 0: no answer."""
    to = urlsplit(url)
    asked = http.client.HTTPConnection(to.hostname or "", to.port, timeout=TIMEOUT_S)
    try:
        asked.request("GET", (to.path or "/") + (f"?{to.query}" if to.query else ""))
        answer = asked.getresponse()
        answer.read()
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        asked.close()
    return answer.status
