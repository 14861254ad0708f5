"""How an exam's sittings are conducted: data, checked."""

from __future__ import annotations

import pytest

from provisioner import catalog, paths
from provisioner.datafiles import load_yaml
from provisioner.errors import DataError
from provisioner.schema.exam import Exam, SittingRules


@pytest.mark.parametrize("exam", catalog.list_exams())
def test_every_exam_says_how(exam):
    assert catalog.load_exam(exam).sitting == SittingRules()


@pytest.mark.parametrize(
    ("told", "key", "said"),
    [
        ("grace_s: 200", "sitting.grace_s", "un nombre d’au plus 120 est attendu"),
        ("grace_s: -1", "sitting.grace_s", "un nombre d’au moins 0 est attendu"),
        ("grace_s: dix", "sitting.grace_s", "un nombre entier est attendu"),
        ("before_start: ouvert", "sitting.before_start", "l’une de ces valeurs est attendue : open ou closed"),
        ("warnings_min: [-10]", "sitting.warnings_min.0", "un nombre d’au moins 1 est attendu"),
        ("warning_min: [10]", "sitting.warning_min", "clé inconnue"),
    ],
)
def test_a_wrong_rule_is_named(tmp_path, told, key, said):
    text = (paths.SUBJECTS / "2022" / "exam.yml").read_text(encoding="utf-8")
    head, _, rest = text.partition("\nsitting:\n")
    path = tmp_path / "exam.yml"
    path.write_text(f"{head}\nsitting: {{{told}}}\ncms:{rest.partition('cms:')[2]}", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        load_yaml(path, Exam)
    assert f"{path}, clé « {key} » : {said}" in caught.value.message
