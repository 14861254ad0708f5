"""The access log: what a candidate opened, nothing secret, nothing that the browser or the CMS asked by itself."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provisioner import predicates
from provisioner.errors import DataError
from provisioner.predicates._trace import NotRecorded
from provisioner.schema import requests
from provisioner.schema.changes import Diff, Visit
from provisioner.schema.checks import CheckFile, Functionality
from provisioner.schema.requests import Request
from provisioner.steps import checks
from provisioner.steps.capture.requests import parse, redacted
from provisioner.steps.checks.load import BoundRule, Check
from provisioner.steps.diff import load_model
from provisioner.steps.diff.visits import visits

visited = predicates.load("visits")


WINDOW = {"Accept": ["text/html,application/xhtml+xml,*/*;q=0.8"], "Upgrade-Insecure-Requests": ["1"]}
SCRIPT = {"Accept": ["*/*"]}


def line(path, method="GET", status=200, at="09:05:01.123", headers=WINDOW):
    """One line of the front door's log."""
    request = {"remote_ip": "10.0.0.7", "method": method, "host": "x", "uri": path, "headers": headers}
    return json.dumps({"ts": f"2022-05-12T{at}+0200", "request": request, "status": status, "duration": 0.1}) + "\n"


def opened(cms, *lines):
    return visits(parse(lines), load_model(cms).requests)


def test_broken_lines_are_left_out():
    broken = ["", "{", "[]", '{"ts": "2022-05-12"}', line("/")[:90], line("/").replace("2022-05", "hier"), "null"]
    assert [request.path for request in parse([*broken, line("/")])] == ["/"]


def test_files_are_no_requests_of_pages():
    files = ("/wp-content/a.css?ver=1", "/img/p/1.JPG", "/fonts/x.woff2", "/js/a.min.js")
    assert list(parse(map(line, files))) == []
    assert [request.path for request in parse([line("/12-table.html")])] == ["/12-table.html"]


@pytest.mark.parametrize(
    "headers",
    [
        SCRIPT,
        {},
        {"Accept": ["text/html, */*; q=0.01"], "X-Requested-With": ["XMLHttpRequest"]},
        {**WINDOW, "Sec-Fetch-Dest": ["iframe"]},
        {"Accept": ["image/avif,image/webp,*/*"]},
    ],
)
def test_what_a_page_asks_by_itself_is_no_visit(headers):
    assert opened("wordpress", line("/wp-admin/edit.php", headers=headers)) == ()
    assert opened("wordpress", line("/wp-admin/edit.php", headers={**WINDOW, "Sec-Fetch-Dest": ["document"]}))


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/gestion/index.php?controller=AdminProducts&token=0a1b", "/gestion/index.php?controller=AdminProducts"),
        (
            "/gestion/index.php/sell/catalog/products?_token=x&limit=20",
            "/gestion/index.php/sell/catalog/products?limit=20",
        ),
        ("/wp-admin/post.php?post=1&action=trash&_wpnonce=f00", "/wp-admin/post.php?post=1&action=trash"),
        ("/wp-login.php?action=rp&key=abc&login=candidat-7", "/wp-login.php?action=rp"),
        ("/wp-login.php?redirect_to=http%3A%2F%2Fx%2F%3F_wpnonce%3Dabc&reauth=1", "/wp-login.php?reauth=1"),
        ("/x?password=secret", "/x"),
        ("/x?user%5Bpass%5D=secret&%5Ftoken=1&secure_key=2", "/x"),
        ("/?s=bois&contact=a%40b.fr", "/?s=bois"),
        ("/?keyword=bois&monkey=1", "/?keyword=bois&monkey=1"),
    ],
)
def test_secrets_are_left_out(path, kept):
    assert redacted(path) == kept


@given(
    st.text(st.characters(codec="utf-8", exclude_characters="&#"), max_size=20),
    st.sampled_from(["token", "_wpnonce", "key"]),
)
def test_no_secret_survives(value, name):
    secret = f"{value}s3cr3t"
    assert "s3cr3t" not in redacted(f"/a?x=1&{name}={secret}&y=2")


def test_long_paths_are_cut():
    assert len(redacted("/" + "a" * 5000)) < 400


def test_a_record_reads_as_written(tmp_path):
    made = list(parse([line("/")] * 3))
    requests.write(tmp_path / "r", made)
    assert requests.read(tmp_path / "r") == made
    assert made[0] == Request(at="2022-05-12T09:05:01.123+02:00", method="GET", status=200, path="/", page=True)


def test_pages_count_once_each_with_their_times():
    found = opened("wordpress", line("/"), line("/?p=3", at="09:06:00.000"), line("/", at="09:07:00.000"))
    assert [(visit.path, visit.count) for visit in found] == [("/", 2), ("/?p=3", 1)]
    assert (found[0].at[11:16], found[0].last[11:16]) == ("09:05", "09:07")


def test_signing_in_and_where_it_leads_are_no_visit():
    sign_in = [
        line("/wp-login.php"),
        line("/wp-login.php", "POST", 302),
        line("/wp-admin/"),
    ]
    assert opened("wordpress", *sign_in) == ()
    assert [visit.path for visit in opened("wordpress", *sign_in, line("/wp-admin/"))] == ["/wp-admin/"]
    shop = [
        line("/gestion/index.php?controller=AdminLogin&token=1"),
        line("/gestion/index.php?rand=1795244123547", "POST", headers=SCRIPT),
        line("/gestion/index.php?controller=AdminDashboard&token=1"),
    ]
    assert opened("prestashop", *shop) == ()


@pytest.mark.parametrize(
    ("cms", "path", "method"),
    [
        ("wordpress", "/wp-admin/admin-ajax.php", "POST"),
        ("wordpress", "/wp-cron.php?doing_wp_cron=1", "POST"),
        ("wordpress", "/wp-json/wp/v2/posts/3", "POST"),
        ("wordpress", "/favicon.ico", "GET"),
        ("prestashop", "/gestion/index.php?controller=AdminDashboard&ajax=1&action=refreshDashboard", "POST"),
        ("prestashop", "/gestion/index.php/common/notifications", "POST"),
        ("prestashop", "/gestion/ajax.php?rand=1", "POST"),
        ("prestashop", "/gestion/index.php?controller=AdminAjaxFaviconBO", "GET"),
        ("prestashop", "/module/ps_shoppingcart/ajax", "GET"),
    ],
)
def test_automatic_requests_are_no_visit(cms, path, method):
    assert opened(cms, line(path, method)) == ()


@pytest.mark.parametrize(
    ("cms", "path"),
    [
        ("wordpress", "/"),
        ("wordpress", "/wp-admin/edit.php?post_type=page"),
        ("wordpress", "/wp-admin/post.php?post=12&action=edit"),
        ("wordpress", "/l-atelier/"),
        ("prestashop", "/"),
        ("prestashop", "/12-table-basse.html"),
        ("prestashop", "/gestion/index.php?controller=AdminOrders"),
        ("prestashop", "/gestion/index.php/sell/catalog/products/4"),
    ],
)
def test_pages_that_a_person_opens_are_visits(cms, path):
    assert [visit.path for visit in opened(cms, line(path))] == [path]


@pytest.mark.parametrize("status", [301, 302, 403, 404, 500])
def test_a_page_that_was_refused_was_not_opened(status):
    assert opened("wordpress", line("/wp-admin/edit.php", status=status)) == ()


def made(*paths, method="GET"):
    at = "2022-05-12T09:05:01+02:00"
    seen = [Visit(method=method, path=path, status=200, at=at) for path in paths]
    return Diff(cms="wordpress", changes=(), others=(), visits=tuple(seen))


def traces(diff, **arguments):
    return list(visited.find(diff, visited.arguments.model_validate(arguments)))


BOTH = (("^/wp-admin/",), ("^/$", r"^/\?p="))


def test_every_group_must_have_been_opened():
    assert traces(made("/wp-admin/edit.php"), groups=BOTH) == []
    found = traces(made("/wp-admin/edit.php", "/", "/?p=3"), groups=BOTH)
    assert [trace.detail for trace in found] == ["1 page : « /wp-admin/edit.php »", "2 pages : « / », « /?p=3 »"]
    assert "/wp-admin/edit.php" in found[0].evidence("").sentence


def test_enough_different_pages_are_asked():
    assert traces(made("/wp-admin/edit.php", "/"), groups=BOTH, at_least=2) == []
    assert len(traces(made("/wp-admin/edit.php", "/wp-admin/upload.php"), paths=("^/wp-admin/",), at_least=2)) == 1
    assert traces(made("/wp-admin/edit.php", method="POST"), paths=("^/wp-admin/",)) == []
    assert len(traces(made("/wp-admin/edit.php", method="POST"), paths=("^/wp-admin/",), methods=("POST",))) == 1


@pytest.mark.parametrize(
    "arguments", [{}, {"paths": ["("]}, {"groups": [["^/"], []]}, {"paths": ["/"], "groups": [["/"]]}]
)
def test_arguments_that_mean_nothing_are_errors(arguments):
    from pathlib import Path

    from provisioner.datafiles import parse as checked

    with pytest.raises(DataError):
        checked(arguments, visited.arguments, Path("checks/x.yml"))


def check(*rules):
    data = CheckFile.model_validate(
        {
            "format": 1,
            "id": "x",
            "sentences": {"found": "Oui.", "not_found": "Non.", "undetermined": "?"},
            "why": "",
            "for_examiner": "",
            "rules": [{"predicate": "visits"}],
        }
    )
    return Check(data, Functionality(id="x", group="g", label="l"), rules)


def test_without_an_access_log_nothing_can_be_said():
    rule = BoundRule(visited, visited.arguments.model_validate({"paths": ["^/"]}), "found", "")
    nothing = Diff(cms="wordpress", changes=(), others=())
    with pytest.raises(NotRecorded):
        rule.evidence(nothing)
    result = checks.run_check(check(rule), nothing)
    assert result.verdict == "undetermined"
    assert "n’ont pas été enregistrées" in result.sentence
    assert checks.run_check(check(rule), made()).verdict == "not_found"
    assert checks.run_check(check(rule), made("/")).verdict == "found"
