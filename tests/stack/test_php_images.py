"""Images on several PHPs side by side, on a real engine; and one that was compiled here, when there is one.

Compiling takes minutes: no test does it. `./e5b media add php-7.2.34.tar.xz`, `php: "7.2"` in an exam and
`./e5b image build` make what the last tests look at.
"""

import io
import json
import tarfile
from datetime import UTC, datetime, timedelta

import pytest

from provisioner import exams, php
from provisioner.adapters.docker import build as docker
from provisioner.adapters.docker import containers
from provisioner.names import DEBIAN_PHP
from provisioner.steps import image
from provisioner.steps.image import base
from provisioner.steps.image import golden as golden_images

pytestmark = pytest.mark.docker

EXAM = "essai-php"
REPOSITORY = "e5b/essai-php-test"
NOW = datetime.now(UTC)


def make(name, on, age_min):
    """A golden image of nothing: what is tried are its labels."""
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w") as bundle:
        bundle.addfile(tarfile.TarInfo(name))
    labels = {"e5b.kind": "golden", "e5b.exam": EXAM, "e5b.cms": "prestashop", "e5b.version": "1.7.6.5"}
    labels["e5b.reservations"] = json.dumps(json.dumps([f"Réserve {name}."]))[1:-1]  # as a Dockerfile quotes it
    labels["e5b.built"] = (NOW - timedelta(minutes=age_min)).isoformat(timespec="seconds")
    containers.import_image(
        f"{REPOSITORY}:{name}", content.getvalue(), labels | ({} if on == DEBIAN_PHP else {"e5b.php": on})
    )


@pytest.fixture
def side_by_side(engine):
    """One image on the base image's PHP, older than two on another."""
    make("usual", DEBIAN_PHP, 30)
    make("first", "7.2", 20)
    make("second", "7.2", 10)
    yield
    for one in docker.labelled(f"e5b.exam={EXAM}"):
        engine.images.remove(one.tag, force=True)


def here():
    return [one.tag.partition(":")[2] for one in image.listing() if one.exam == EXAM]


@pytest.mark.usefixtures("side_by_side")
def test_the_images_of_an_exam_are_found_by_php():
    found = containers.goldens(EXAM)
    assert {on for _, on in found} == {DEBIAN_PHP, "7.2"}
    usual = containers.chosen(found, EXAM, "prestashop")
    assert (usual.tag, usual.reservations) == (f"{REPOSITORY}:usual", ("Réserve usual.",))
    assert containers.chosen(found, EXAM, "prestashop", "7.2").tag in {f"{REPOSITORY}:first", f"{REPOSITORY}:second"}


@pytest.mark.usefixtures("side_by_side")
def test_a_new_image_takes_the_place_of_those_on_its_own_php_only():
    second = next(one for one in image.listing() if one.tag == f"{REPOSITORY}:second")
    golden_images.tidy(second, None)
    assert here() == ["second", "usual"]
    golden_images.tidy(next(one for one in image.listing() if one.tag == f"{REPOSITORY}:usual"), None)
    assert here() == ["second", "usual"]


def test_what_no_golden_image_stands_on_any_more_is_given_back(engine):
    tags = [f"{REPOSITORY}:{name}" for name in ("sol", "vieux", "posee")]
    for tag in tags[:2]:
        content = io.BytesIO()
        with tarfile.open(fileobj=content, mode="w") as bundle:
            bundle.addfile(tarfile.TarInfo(tag.rpartition(":")[2]))
        containers.import_image(tag, content.getvalue(), {"e5b.kind": "base"})
    recipe = f"FROM {tags[0]}\nLABEL e5b.kind=essai\nCOPY --from={tags[1]} vieux posee\n"
    engine.images.build(fileobj=io.BytesIO(recipe.encode()), tag=tags[2], rm=True)
    try:
        base.give_back([*(one.tag for one in image.listing()), tags[2]])
        assert [docker.find(tag) is not None for tag in tags] == [True, False, True]
    finally:
        for tag in (tags[2], *tags[:2]):
            docker.forget(tag)


@pytest.fixture(scope="module")
def compiled(engine):  # noqa: ARG001
    """A golden image of this machine on a PHP that was compiled, and its exam."""
    known = {name: exams.load_exam(name) for name in exams.list_exams()}
    found = [one for one in image.listing() if one.php in php.compiled() and one.exam in known]
    if not found:
        pytest.skip("no image on a compiled PHP here: PHP's sources in the media cache, then ./e5b image build")
    return found[0], known[found[0].exam]


@pytest.mark.media
def test_the_site_runs_on_the_php_that_was_compiled(compiled):
    record, exam = compiled
    findings = image.verify(record, exam)
    assert [one for one in findings if not one.ok] == []
    (told,) = (one for one in findings if one.what == "Version de PHP")
    assert told.seen == record.php_version
    assert told.seen.startswith(f"{record.php}.")


@pytest.mark.media
def test_no_compiler_and_no_other_php_stay_in_the_image(compiled, engine):
    listed = "ls /usr/bin /usr/lib/apache2/modules; dpkg-query -W -f '${Package}\\n'"
    script = f"{listed}; php -r 'echo json_encode(get_loaded_extensions()), PHP_EOL;'"
    said = engine.containers.run(compiled[0].tag, ["bash", "-c", script], remove=True, network_disabled=True).decode()
    lines = said.splitlines()
    assert not {"gcc", "cc", "g++", "make", "apxs"} & set(lines)
    assert not [line for line in lines if line.startswith(("php7", "libphp7.4", "libapache2-mod-php"))]
    assert "libphp7.so" in lines
    assert {"curl", "gd", "intl", "mbstring", "mysqli", "pdo_mysql", "zip", "fileinfo", "Zend OPcache"} <= set(
        json.loads(lines[-1])
    )
