"""Golden images on a real engine: built once, whole or not at all, always the same, proved from a running copy."""

import json
import secrets
import time
from pathlib import Path

import pytest

from provisioner import catalog, paths
from provisioner.adapters import unix_http
from provisioner.adapters.docker import build as docker
from provisioner.adapters.docker import probe
from provisioner.errors import EngineError
from provisioner.pipeline.prepare import images
from provisioner.steps import image

pytestmark = pytest.mark.docker

TAG = "e5b/test-build:1"
CONTENT = (
    "mariadb-dump wordpress --skip-dump-date --order-by-primary --skip-extended-insert --hex-blob | sha256sum;"
    "cd /var/www/html && find . -type f -printf '%p %m %u\\n' | sort | sha256sum;"
    "find . -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum"
)


def silent(_text):
    pass


@pytest.fixture(scope="session")
def base(engine):  # noqa: ARG001
    return image.ensure_base(silent)


@pytest.fixture(scope="session")
def golden(engine):  # noqa: ARG001
    return images.ensure(catalog.load_exam("decouverte"), "wordpress", silent)


@pytest.fixture
def run():
    import tempfile

    paths.run().mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="t", dir=paths.run(), ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "secrets.json").write_text(json.dumps({"keys": {"AUTH_KEY": secrets.token_hex(32)}}))
        (folder / "site.env").write_text("E5B_URL=http://e5b.invalid\nE5B_HOST=e5b.invalid\n")
        yield folder


def recipe(folder, base, last):
    folder.mkdir(exist_ok=True)
    (folder / "Dockerfile").write_text(f"ARG BASE\nFROM ${{BASE}}\nRUN {last}\n")
    return docker.build(folder, TAG, arguments={"BASE": base}, labels={"e5b.kind": "test"}, say=silent, network="none")


def test_the_base_image_is_made_once(base):
    told = []
    assert image.ensure_base(told.append) == base
    assert told == []


def test_an_image_no_registry_has_is_given_up_in_time(engine):  # noqa: ARG001
    start = time.monotonic()
    assert not docker.pull("registry.invalid/debian:11", "e5b/test-pull:1", deadline_s=8)
    assert time.monotonic() - start < 60


def test_a_failed_build_tells_its_last_lines_and_leaves_the_previous_image(base, tmp_path):
    recipe(tmp_path / "good", base, "true")
    before = docker.find(TAG)
    try:
        with pytest.raises(EngineError) as caught:
            recipe(tmp_path / "bad", base, "echo « il manque la colonne vertébrale » && false")
        assert "il manque la colonne vertébrale" in caught.value.message
        assert "intacte" in caught.value.hint
        assert docker.find(TAG) == before
    finally:
        docker.remove(TAG)


def test_a_full_disk_is_told_as_such(base, tmp_path):
    with pytest.raises(EngineError) as caught:
        recipe(tmp_path / "full", base, "dd if=/dev/zero of=/dev/full bs=1k count=1")
    assert "disque est plein" in caught.value.message


def test_the_golden_step_has_no_network(base, tmp_path):
    recipe(tmp_path / "alone", base, 'test "$(ls /sys/class/net)" = lo')
    docker.remove(TAG)


def test_building_again_changes_nothing(golden):
    told = []
    assert images.ensure(catalog.load_exam("decouverte"), "wordpress", told.append) == golden
    assert not [line for line in told if "étape" in line]


def test_the_image_is_what_the_exam_says(golden):
    findings = image.verify(golden, catalog.load_exam("decouverte"))
    assert [one for one in findings if not one.ok] == []
    assert len(findings) > 12


@pytest.mark.parametrize(
    ("drift", "what"),
    [
        ("sed -i \"s/^.wp_version = .*/\\$wp_version = '5.7.12';/\" wp-includes/version.php", "Version de WordPress"),
        ("chmod -R a+w wp-includes", "Mise à jour possible"),
        ("sed -i '/DISALLOW_FILE_/d' wp-config.php", "Mise à jour possible"),
        (
            "echo '<img src=https://tracker.example/a.png>' >> wp-content/themes/twentytwenty/footer.php",
            "Page / : adresses extérieures",
        ),
    ],
    ids=["another version", "writable code", "updates allowed", "outside address"],
)
def test_a_drift_is_found(golden, tmp_path, drift, what):
    recipe(tmp_path, golden.tag, drift)
    try:
        findings = image.verify(golden.model_copy(update={"tag": TAG}), catalog.load_exam("decouverte"))
        assert what in [one.what for one in findings if not one.ok]
    finally:
        docker.remove(TAG)


def test_committed_work_survives_a_power_cut_and_stale_files(golden, run, engine):
    with probe.site(golden.tag, run, "http://e5b.invalid/") as container:
        sql = "INSERT INTO wordpress.wp_options (option_name, option_value) VALUES ('e5b_test', 'gardé')"
        probe.ask(container, ["mariadb", "-e", sql], user="root")
        engine.api.kill(container, signal="SIGKILL")
        engine.api.wait(container, timeout=30)
        (run / "web.sock").unlink(missing_ok=True)
        engine.api.start(container)
        deadline = time.monotonic() + 30
        while unix_http.page(run / "web.sock", "http://e5b.invalid/").status != 200:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        kept = "SELECT option_value FROM wordpress.wp_options WHERE option_name = 'e5b_test'"
        assert probe.ask(container, ["mariadb", "-NBe", kept], user="root").strip() == "gardé"


def test_the_container_ends_when_its_database_dies(golden, run, engine):
    with probe.site(golden.tag, run, "http://e5b.invalid/") as container:
        probe.ask(container, ["bash", "-c", "kill -9 $(cat /run/mysqld/mysqld.pid)"], user="root")
        assert engine.api.wait(container, timeout=30)["StatusCode"] == 1


def test_the_site_cannot_replace_the_sockets_that_the_host_opens(golden, run):
    with probe.site(golden.tag, run, "http://e5b.invalid/") as container:
        said = probe.ask(
            container, ["bash", "-c", "ln -sf /etc/passwd /run/e5b/web.sock && echo replaced || echo refused"]
        )
        assert said.strip() == "refused"


def test_the_same_inputs_give_the_same_content(golden, run):
    exam = catalog.load_exam("decouverte")

    def content():
        with probe.site(golden.tag, run, "http://e5b.invalid/wp-includes/css/buttons.css") as container:
            return probe.ask(container, ["bash", "-c", CONTENT], user="root").split()

    first = content()
    again = images.ensure(exam, "wordpress", silent, rebuild=True)
    assert again.tag == golden.tag
    assert again.id != golden.id
    assert content() == first
