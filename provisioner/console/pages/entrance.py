"""Signing in and out, one's own password, and the files of the pages."""

from __future__ import annotations

from starlette.responses import FileResponse, RedirectResponse, Response

from provisioner.console import security, web
from provisioner.console.rendering import STATIC
from provisioner.console.web import HOMES, Call, route
from provisioner.errors import E5BError
from provisioner.steps.console import accounts, sign_ins
from provisioner.steps.console.accounts import ROLES


def home(call: Call) -> Response:
    """Send everybody to their own screen."""
    leads = call.viewer.role == "technicien" and call.request.app.state.following is not None
    return RedirectResponse("/parc" if leads else HOMES[call.viewer.role], 303)


def ask(call: Call) -> Response:
    """Show where one signs in."""
    if call.sign_in:
        return RedirectResponse("/", 303)
    return call.render("connexion.html.j2", suite=call.request.query_params.get("suite", "/"), trouble="", name="")


def sign_in(call: Call) -> Response:
    """Let somebody in, or say that it was not the right name or password, without telling which."""
    name, suite = call.form.get("nom", "").strip(), web.safe_path(call.form.get("suite", "/"))
    try:
        sign_ins.brake(call.database, name, call.address)
    except E5BError as error:
        call.told("Refusé : trop d’essais", name)
        return _again(call, name, suite, f"{error.message} {error.hint}", 429)
    account = accounts.verified(call.database, name, call.form.get("mot", ""))
    if account is None:
        sign_ins.failed(call.database, name, call.address)
        call.told("Refusé : nom ou mot de passe", name)
        return _again(call, name, suite, "Ce nom ou ce mot de passe n’est pas le bon.", 403)
    sign_ins.forgiven(call.database, name)
    token = sign_ins.open_for(call.database, account)
    call.told("Connexion", account.name)
    response = RedirectResponse(suite, 303)
    response.set_cookie(
        security.COOKIE,
        token,
        max_age=sign_ins.LIFE_S,
        httponly=True,
        samesite="strict",
        secure=call.request.url.scheme == "https",
    )
    return response


def sign_out(call: Call) -> Response:
    """Let somebody out."""
    assert call.sign_in  # noqa: S101 the guard has looked
    sign_ins.close(call.database, call.sign_in.key)
    call.told("Déconnexion")
    response = RedirectResponse("/connexion", 303)
    response.delete_cookie(security.COOKIE, httponly=True, samesite="strict")
    return response


def own(call: Call) -> Response:
    """Show one's own account."""
    return call.render("compte.html.j2", trouble="", done=False)


def own_password(call: Call) -> Response:
    """Change one's own password."""
    assert call.sign_in  # noqa: S101 the guard has looked
    if accounts.verified(call.database, call.viewer.name, call.form.get("ancien", "")) is None:
        call.told("Refusé : ancien mot de passe")
        return call.render("compte.html.j2", 403, trouble="Ce n’est pas votre mot de passe actuel.", done=False)
    if call.form.get("nouveau") != call.form.get("encore"):
        return call.render("compte.html.j2", 400, trouble="Les deux nouveaux mots de passe diffèrent.", done=False)
    try:
        accounts.choose(call.database, call.viewer.name, call.form.get("nouveau", ""), call.sign_in.key)
    except E5BError as error:
        return call.render("compte.html.j2", 400, trouble=f"{error.message} {error.hint}", done=False)
    call.told("Mot de passe changé")
    return call.render("compte.html.j2", trouble="", done=True)


def static(call: Call) -> Response:
    """Give a file of the pages: a style, a script."""
    known = {path.name: path for path in STATIC.iterdir()}
    found = known.get(call.path("name"))
    if found is None:
        raise web.NothingError
    return FileResponse(found, headers={"Cache-Control": "max-age=300"})


def icon(_call: Call) -> Response:
    """Answer browsers that ask for an icon by themselves."""
    return Response(status_code=204)


def _again(call: Call, name: str, suite: str, trouble: str, status: int) -> Response:
    return call.render("connexion.html.j2", status, suite=suite, trouble=trouble, name=name)


ROUTES = [
    route("/", home, *ROLES),
    route("/connexion", ask, public=True),
    route("/connexion", sign_in, methods=("POST",), public=True),
    route("/deconnexion", sign_out, *ROLES, methods=("POST",)),
    route("/compte", own, *ROLES),
    route("/compte", own_password, *ROLES, methods=("POST",)),
    route("/statique/{name}", static, public=True),
    route("/favicon.ico", icon, public=True),
]
