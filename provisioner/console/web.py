"""From a request to a handler: who asks, whether they may, what they sent; and back, a page in French."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from provisioner.console import security
from provisioner.console.rendering import environment
from provisioner.console.security import RefusedError
from provisioner.errors import E5BError
from provisioner.steps.console import audit, sign_ins
from provisioner.steps.console.accounts import Account, Role
from provisioner.steps.console.database import Database
from provisioner.steps.console.sign_ins import SignIn

log = logging.getLogger(__name__)
HOMES: Mapping[Role, str] = {"technicien": "/salle", "examinateur": "/suivi", "academie": "/banque"}


@dataclass
class Call:
    """One request, read and recognised."""

    request: Request
    database: Database
    sign_in: SignIn | None
    form: dict[str, str] = field(default_factory=dict)

    @property
    def viewer(self) -> Account:
        """Who asks. Only for pages of people signed in."""
        assert self.sign_in  # noqa: S101 the guard has looked
        return self.sign_in.account

    @cached_property
    def address(self) -> str:
        """Where the request comes from."""
        return self.request.client.host if self.request.client else ""

    @property
    def partial(self) -> bool:
        """True when htmx asks for a piece of a page."""
        return self.request.headers.get("hx-request") == "true"

    def path(self, name: str) -> str:
        """Return a part of the address."""
        return str(self.request.path_params[name])

    def render(self, template: str, status: int = 200, **values: object) -> Response:
        """Return a page, or a piece of one."""
        known: dict[str, object] = {"viewer": self.sign_in.account if self.sign_in else None, "partial": self.partial}
        known["csrf"] = self.sign_in.csrf if self.sign_in else ""
        known["here"] = self.request.url.path
        known["parc"] = self.request.app.state.following is not None
        text = environment().get_template(template).render({**known, **values})
        return HTMLResponse(text, status)

    def told(self, what: str, about: str = "") -> None:
        """Write down what was refused or done."""
        who = self.sign_in.account.name if self.sign_in else ""
        audit.add(self.database, who, self.address, what, about or f"{self.request.method} {self.request.url.path}")


Handler = Callable[[Call], Response]


class NothingError(E5BError):
    """There is no such page, or not for who asks: both are told alike."""

    def __init__(self, told: str = "") -> None:
        super().__init__(told or "Cette page n’existe pas.", "Revenez à l’accueil.")


def route(
    path: str, handler: Handler, *roles: Role, methods: tuple[str, ...] = ("GET",), public: bool = False
) -> Route:
    """Return a route that only these roles reach; every refusal is written down."""

    async def endpoint(request: Request) -> Response:
        call = Call(request, request.app.state.database, None)
        try:
            return await _answer(call, handler, roles, public=public)
        except RefusedError as refused:
            await run_in_threadpool(call.told, f"Refusé : {refused.told}")
            return call.render("erreur.html.j2", refused.status, message=refused.told, hint="")
        except NothingError as nothing:
            await run_in_threadpool(call.told, f"Refusé : {nothing.message}")
            return call.render("erreur.html.j2", 404, message=nothing.message, hint=nothing.hint)
        except E5BError as error:
            return call.render("erreur.html.j2", 409, message=error.message, hint=error.hint)

    return Route(path, endpoint, methods=list(methods))


async def _answer(call: Call, handler: Handler, roles: tuple[Role, ...], *, public: bool) -> Response:
    request = call.request
    token = request.cookies.get(security.COOKIE, "")
    if token:
        call.sign_in = await run_in_threadpool(sign_ins.find, call.database, token)
    if request.method not in {"GET", "HEAD"}:
        security.check_origin(request)
        call.form = await security.form(request)
        if call.sign_in:
            security.check_token(request, call.form, call.sign_in.csrf)
    if not public:
        if call.sign_in is None:
            if token:
                await run_in_threadpool(call.told, "Refusé : accès inconnu ou échu")
            return to_sign_in(call)
        if call.viewer.role not in roles:
            raise NothingError
    return await run_in_threadpool(handler, call)


def to_sign_in(call: Call) -> Response:
    """Send somebody unknown to the page where one signs in, and then back."""
    if call.partial:
        return Response(status_code=401, headers={"HX-Refresh": "true"})
    back = call.request.url.path if call.request.method == "GET" else "/"
    return RedirectResponse("/connexion" + (f"?suite={quote(back)}" if back != "/" else ""), 303)


def safe_path(told: str) -> str:
    """Return an address of this console, whatever was told."""
    inside = told.startswith("/") and not told.startswith(("//", "/\\"))
    return told if inside and told.isprintable() else "/"


async def guard(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    """Turn away machines that have no business here; add what every answer says to the browser."""
    address = request.client.host if request.client else ""
    refusal = await run_in_threadpool(request.app.state.gate.refusal, address)
    if refusal:
        told = f"{request.method} {request.url.path}"
        await run_in_threadpool(audit.add, request.app.state.database, "", address, f"Refusé : {refusal}", told)
        response: Response = PlainTextResponse(refusal + "\n", 403)
    else:
        response = await call_next(request)
    for name, value in security.HEADERS.items():
        response.headers.setdefault(name, value)
    return response
