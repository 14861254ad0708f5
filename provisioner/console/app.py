"""The application: its pages put together."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from provisioner.console import web
from provisioner.console.gate import Gate
from provisioner.console.moves import Moves
from provisioner.console.pages import academy, entrance, examiner, park, review, technician
from provisioner.console.rendering import environment
from provisioner.pipeline.fleet.following import Following
from provisioner.steps.console import audit
from provisioner.steps.console.database import Database


def make(
    database: Database | None = None,
    gate: Gate | None = None,
    proxies: Sequence[str] = (),
    following: Following | None = None,
) -> Starlette:
    """Return the console as an ASGI application; `gate` says which machines it answers.

    `proxies` are addresses believed on who asks; `following`, the hosts of the centre that this machine leads.
    """
    app = Starlette(
        routes=[route for page in (entrance, technician, park, examiner, review, academy) for route in page.ROUTES],
        middleware=[
            # First: all that comes after reads the address of who really asks.
            Middleware(ProxyHeadersMiddleware, trusted_hosts=list(proxies)),
            Middleware(BaseHTTPMiddleware, dispatch=web.guard),
        ],
        exception_handlers={404: _nothing, 405: _nothing, 500: _broken},
    )
    app.state.database = database or Database()
    app.state.gate = gate or Gate()
    app.state.following = following
    app.state.moves = Moves()
    return app


def _nothing(request: Request, _error: Exception) -> Response:
    address = request.client.host if request.client else ""
    audit.add(
        request.app.state.database, "", address, "Refusé : adresse inconnue", f"{request.method} {request.url.path}"
    )
    return _error_page(404, "Cette page n’existe pas.", "Revenez à l’accueil.")


def _broken(_request: Request, _error: Exception) -> Response:
    return _error_page(
        500, "La console a rencontré une anomalie.", "Rechargez la page ; le journal de la console dit pourquoi."
    )


def _error_page(status: int, message: str, hint: str) -> Response:
    values = {"viewer": None, "partial": False, "csrf": "", "here": "", "parc": False, "message": message, "hint": hint}
    return HTMLResponse(environment().get_template("erreur.html.j2").render(values), status)
