"""What a subject lays over the context: it is on the site, and none of it is taken for the candidate's work."""

import pytest
import yaml

from provisioner import paths
from provisioner.adapters.database import reading
from provisioner.adapters.docker import containers
from provisioner.errors import EngineError
from provisioner.pipeline.bank import draft
from provisioner.pipeline.bench.ready import free_ports
from provisioner.pipeline.evidence import capture
from provisioner.pipeline.sitting import lifecycle, opening
from provisioner.steps.sitting import store

pytestmark = pytest.mark.docker

REAL = paths.SUBJECTS
QUESTION = "L’échelle « ancienne » est-elle à vendre ?"
LUCIE = "lucie@courriel.example"
COMMENT = {"post": "une-porte-un-bureau", "author": "Lucie d’Ô", "email": LUCIE, "date": "2022-05-02 18:30:00"}
MESSAGE = {"email": LUCIE, "subject": "Projets professionnels", "product": "SV-ASS-001"}
SEEDS = {
    "wordpress": [{"kind": "comment", "values": {**COMMENT, "text": QUESTION}}],
    "prestashop": [
        {"kind": "message", "values": {**MESSAGE, "text": QUESTION}},
        {"kind": "product_without_text", "values": {"reference": "SV-ASS-002"}},
    ],
}
FOUND = {"wordpress": ("comments", "comment_content"), "prestashop": ("customer_message", "message")}


@pytest.fixture(params=sorted(SEEDS))
def candidate(request, tmp_path, monkeypatch):
    """The folder of a candidate whose subject lays something over the context."""
    cms = request.param
    try:
        containers.golden("2022", cms)
    except EngineError:
        pytest.skip(f"no golden image of {cms}: ./e5b image build --exam 2022")
    place = tmp_path / "subjects" / "2022"
    place.mkdir(parents=True)
    for name in ("exam.yml", "context"):
        (place / name).symlink_to(REAL / "2022" / name)
    monkeypatch.setattr(paths, "SUBJECTS", tmp_path / "subjects")
    path = draft.new("2022", cms, "S")
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    data["seed"] = SEEDS[cms]
    path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    roster = tmp_path / "candidats.csv"
    roster.write_text(
        f"numero,nom,prenom,commission,cms,sujet,tiers_temps\n7701,Essai,Ajout,1,{cms},S,non\n", encoding="utf-8"
    )
    name = f"s{cms[0]}"
    opened = opening.up("2022", roster, wave=name, host="127.0.0.1", port_base=free_ports(10, 35_000))
    try:
        assert not opened.failed, opened.failed
        yield cms, store.folder(name, "7701")
    finally:
        lifecycle.down(lifecycle.select(name), force=True)


def test_laid_and_not_counted(candidate):
    cms, folder = candidate
    password = capture.capture_password(folder)
    diff = capture.capture(folder, password, pages=False)
    assert [one.sentence for one in diff.changes] == []
    assert diff.others == ()
    assert diff.witness is not None
    assert diff.witness.agrees, diff.witness.disagreements
    stack = opening.stack(cms)
    sitting = store.read_sitting(folder.parent.name, folder.name)
    socket = paths.run() / sitting.container / "db.sock"
    table, text = FOUND[cms]
    rows = reading.snapshot(socket, stack.database, stack.prefix, password).tables[table]
    said = [row[rows.columns.index(text)] for row in rows.rows]
    assert said.count(QUESTION) == 1
