"""Who may enter the console, and what each may reach: every refusal is a sentence, and written down."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from conducted import WAVE
from console_room import ORIGIN, Browser, Console, furnish

from provisioner import paths
from provisioner.console import app, gate, security
from provisioner.errors import DataError
from provisioner.steps import frontdoor
from provisioner.steps.console import accounts, audit, passwords, sign_ins

PAGES = {
    "technicien": ["/salle", f"/salle/{WAVE}", f"/salle/{WAVE}/etat", f"/salle/{WAVE}/journal", "/journal"],
    "examinateur": [f"/suivi/{WAVE}", f"/suivi/{WAVE}/direct?n=1", f"/relecture/{WAVE}", f"/relecture/{WAVE}/1"],
    "academie": ["/banque", "/banque/2022/wordpress-a", "/harmonisation"],
}


@pytest.fixture
def console(monkeypatch):
    # Hashing is slow on purpose: not in tests that sign in thirty times.
    monkeypatch.setattr(passwords, "COST", 2)
    furnish()
    return Console()


def refused(console):
    return [line.what for line in audit.latest(console.database) if line.what.startswith("Refusé")]


@pytest.mark.parametrize("role", PAGES)
def test_each_role_reaches_its_pages_and_no_other(console, role):
    name = {"technicien": "nadia", "examinateur": "marie", "academie": "rectorat"}[role]
    browser = console.browser(name)
    for owner, addresses in PAGES.items():
        for address in addresses:
            answer = browser.get(address)
            assert answer.status_code in ({200, 303} if owner == role else {404}), address
    assert refused(console)


def test_a_stranger_reaches_nothing_but_the_entrance(console):
    browser = console.browser()
    for address in ["/", "/compte", *(one for some in PAGES.values() for one in some)]:
        answer = browser.get(address)
        assert (answer.status_code, answer.headers["location"].partition("?")[0]) == (303, "/connexion")
    assert browser.get("/statique/console.css").status_code == 200
    assert browser.get("/statique/..%2f..%2fpaths.py").status_code == 404
    assert browser.get("/nulle-part").status_code == 404


def test_examiners_see_their_commission_only(console):
    marie, zoe = console.browser("marie"), console.browser("zoe")
    assert "Candidat 1" in marie.get(f"/suivi/{WAVE}").text
    assert "Candidat 3" not in marie.get(f"/suivi/{WAVE}").text
    for address in (
        f"/suivi/{WAVE}?n=1",
        f"/suivi/{WAVE}/direct?n=1",
        f"/relecture/{WAVE}/1",
        f"/relecture/{WAVE}/1/rapport/index.html",
    ):
        assert zoe.get(address).status_code == 404
    for path, fields in (
        (f"/suivi/{WAVE}/1/niveau", {"question": "0", "ligne": "0", "niveau": "TS"}),
        (f"/suivi/{WAVE}/1/note", {"question": "0", "note-0": "x"}),
        (f"/relecture/{WAVE}/1/note", {"note": "20", "geste": "valider"}),
        (f"/suivi/{WAVE}/1/image", {}),
    ):
        assert zoe.order(path, **fields).status_code == 404
    assert sum("pas de votre commission" in one for one in refused(console)) >= 6
    # A wave where the commission does not sit is told like one that is not there.
    assert zoe.get("/suivi/inconnue").status_code == zoe.get(f"/suivi/{WAVE}?n=1").status_code == 404


def test_forged_old_and_closed_cookies_open_nothing(console, monkeypatch):
    browser = console.browser("nadia")
    good = browser.cookies[security.COOKIE]
    for forged in ("", "x", good[:-1], good + "a", sign_ins.hashed(good), "' OR 1=1 --"):
        browser.cookies.clear()
        browser.cookies.set(security.COOKIE, forged)
        assert browser.get("/salle").status_code == 303
    assert any("accès inconnu" in one for one in refused(console))
    browser.cookies.clear()
    browser.cookies.set(security.COOKIE, good)
    assert browser.get("/journal").status_code == 200
    real = sign_ins.time.time
    monkeypatch.setattr(sign_ins.time, "time", lambda: real() + sign_ins.IDLE_S + 1)
    assert browser.get("/journal").status_code == 303
    monkeypatch.setattr(sign_ins.time, "time", real)
    assert browser.order("/deconnexion").status_code == 303
    browser.cookies.set(security.COOKIE, good)
    assert browser.get("/journal").status_code == 303


def test_a_closed_account_is_out_at_once(console):
    browser = console.browser("marie")
    accounts.remove(console.database, "marie")
    assert browser.get(f"/suivi/{WAVE}").status_code == 303
    assert console.browser().enter("marie", console.passwords["marie"]).status_code == 403


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"origin": "http://ailleurs.test"}, 403),
        ({"origin": ""}, 403),
        ({"origin": "null"}, 403),
        ({"mark": ""}, 403),
        ({"mark": "faux"}, 403),
    ],
)
def test_an_order_from_elsewhere_is_refused(console, change, status):
    nadia = console.browser("nadia")
    answer = nadia.order(f"/salle/{WAVE}/ordre", **change, ordre="start")
    assert answer.status_code == status
    assert refused(console)
    assert "39:5" not in nadia.get(f"/salle/{WAVE}").text
    assert "Tout le monde" not in nadia.get(f"/salle/{WAVE}/journal").text


def test_the_mark_of_somebody_else_is_refused(console):
    nadia, marie = console.browser("nadia"), console.browser("marie")
    assert nadia.order(f"/salle/{WAVE}/ordre", mark=marie.mark, ordre="start").status_code == 403


def test_other_kinds_of_bodies_are_not_read(console):
    nadia = console.browser("nadia")
    headers = {"origin": ORIGIN, "x-jeton": nadia.mark}
    assert nadia.post(f"/salle/{WAVE}/ordre", json={"ordre": "start"}, headers=headers).status_code == 415
    assert nadia.post(f"/salle/{WAVE}/ordre", files={"f": b"x"}, headers=headers).status_code == 415
    large = {"ordre": "x" * (security.LARGEST + 1)}
    assert nadia.post(f"/salle/{WAVE}/ordre", data=large, headers=headers).status_code == 413
    many = {f"c{n}": "1" for n in range(500)}
    assert nadia.post(f"/salle/{WAVE}/ordre", data=many, headers=headers).status_code == 400


def test_guessing_is_slowed_down_and_says_neither_name_nor_password(console):
    browser = console.browser()
    told = {browser.enter(name, "faux").text for name in ("marie", "personne")}
    assert {re.sub(r'value="[^"]*"', "", one) for one in told} == {re.sub(r'value="[^"]*"', "", told.pop())}
    codes = [browser.enter("marie", f"faux{n}").status_code for n in range(8)]
    assert codes[:4] == [403] * 4
    assert codes[-1] == 429
    # The right password waits as well, then opens; others are not kept waiting.
    assert browser.enter("marie", console.passwords["marie"]).status_code == 429
    assert console.browser().enter("paul", console.passwords["paul"]).status_code == 303


def test_every_answer_carries_the_policy(console):
    browser = console.browser("nadia")
    for address in ("/connexion", "/salle", f"/salle/{WAVE}", "/statique/htmx.min.js", "/nulle-part"):
        answer = browser.get(address)
        assert "script-src 'self'" in answer.headers["content-security-policy"]
        assert "unsafe" not in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
    cookie = console.browser().order("/connexion", nom="nadia", mot=console.passwords["nadia"]).headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie


def test_after_signing_in_one_stays_on_this_site(console):
    for told in ("//ailleurs.test/", "http://ailleurs.test/", "/\\ailleurs.test", "javascript:alert(1)"):
        browser = console.browser()
        answer = browser.order("/connexion", nom="nadia", mot=console.passwords["nadia"], suite=told)
        assert answer.headers["location"] == "/"


def test_pages_hold_no_inline_script_nor_style_nor_address_elsewhere(console):
    for name, addresses in (
        ("nadia", PAGES["technicien"]),
        ("marie", PAGES["examinateur"]),
        ("rectorat", PAGES["academie"]),
    ):
        browser = console.browser(name)
        for address in addresses:
            text = browser.get(address, follow_redirects=True).text
            assert not re.search(r"<script(?![^>]*\ssrc=\"/statique/)|<style|\sstyle=|\son[a-z]+=|hx-on", text), address
            assert not re.search(r"(?:src|action)=\"(?!/)", text), address


def test_ones_own_password_closes_the_other_doors(console):
    one, two = console.browser("marie"), console.browser("marie")
    wrong = one.order("/compte", ancien="faux", nouveau="cheval agrafe pile", encore="cheval agrafe pile")
    assert wrong.status_code == 403
    short = one.order("/compte", ancien=console.passwords["marie"], nouveau="aaaaaaaaaaaaa", encore="aaaaaaaaaaaaa")
    assert short.status_code == 400
    done = one.order(
        "/compte", ancien=console.passwords["marie"], nouveau="cheval agrafe pile", encore="cheval agrafe pile"
    )
    assert done.status_code == 200
    assert one.get("/compte").status_code == 200
    assert two.get("/compte").status_code == 303
    assert console.browser().enter("marie", "cheval agrafe pile").status_code == 303


def test_accounts_say_what_is_wrong(console):
    for arguments, told in (
        (("marie", "examinateur", "1"), "existe déjà"),
        (("MARIE", "examinateur", "1"), "existe déjà"),
        (("lea", "examinateur", ""), "pas de commission"),
        (("lea", "technicien", "1"), "Seul un examinateur"),
        (("<b>", "technicien"), "ne peut pas nommer"),
    ):
        with pytest.raises(DataError, match=told):
            accounts.add(console.database, *arguments)
    accounts.remove(console.database, "marie")
    with pytest.raises(DataError, match="a déjà servi"):
        accounts.add(console.database, "marie", "examinateur", "2")
    accounts.add(console.database, "marie", "examinateur", "1")


def test_first_passwords_are_long_distinct_and_kept_as_hashes():
    drawn = {passwords.draw() for _ in range(500)}
    assert len(drawn) == 500
    assert all(re.fullmatch(r"(?:[a-hjkmnp-z2-9]{4}-){3}[a-hjkmnp-z2-9]{4}", one) for one in drawn)
    kept = passwords.hashed("k7fm-q2xw")
    assert "k7fm" not in kept
    assert passwords.matches("k7fm-q2xw", kept)
    assert not passwords.matches("k7fm-q2xx", kept)
    assert not passwords.matches("", "")


def test_a_candidates_workstation_and_other_networks_are_turned_away(console, monkeypatch):
    bound = frontdoor.route("e5b-essai-1", 9601, paths.home() / "access.log")
    monkeypatch.setattr(frontdoor, "current_routes", lambda: {"e5b-essai-1": replace(bound, clients=("192.168.1.42",))})
    watch = gate.Gate(gate.networks(["192.168.1.0/24", "10.0.0.7"]))
    assert watch.refusal("192.168.1.10") == watch.refusal("10.0.0.7") == watch.refusal("127.0.0.1") == ""
    assert "ne répond pas" in watch.refusal("192.168.2.10")
    assert "celui d’un candidat" in watch.refusal("192.168.1.42")
    guarded = app.make(console.database, watch)
    for address, status in (("192.168.1.10", 200), ("192.168.1.42", 403), ("172.16.0.1", 403)):
        browser = Browser(guarded, client=(address, 5000))
        assert browser.get("/connexion").status_code == status
    assert any("celui d’un candidat" in one for one in refused(console))
    with pytest.raises(DataError, match="n’est pas un réseau"):
        gate.networks(["chez moi"])


def test_a_flood_does_not_fill_the_disk(console):
    browser = console.browser()
    for n in range(audit.MOST + 30):
        assert browser.get(f"/nulle-part/{n}").status_code == 404
    with console.database.read() as connection:
        kept = connection.execute("SELECT what FROM audit ORDER BY id").fetchall()
    assert len(kept) == audit.MOST
    assert "trop de demandes" in kept[-1]["what"]
    audit.add(console.database, "", "10.0.0.8", "Refusé : autre machine")
    assert audit.latest(console.database, 1)[0].address == "10.0.0.8"


def test_failures_elsewhere_keep_nobody_out_for_long(console):
    for _ in range(15):
        sign_ins.failed(console.database, "marie", "10.0.0.66")
    with pytest.raises(sign_ins.TooManyError, match="manqués") as refusal:
        sign_ins.brake(console.database, "marie", "10.0.0.5")
    assert int(re.search(r"\d+", refusal.value.hint)[0]) <= 6
    with pytest.raises(sign_ins.TooManyError) as refusal:
        sign_ins.brake(console.database, "marie", "10.0.0.66")
    assert int(re.search(r"\d+", refusal.value.hint)[0]) > 200
    sign_ins.brake(console.database, "paul", "10.0.0.66")
