"""An exam is data: no code knows one, but for the default that commands take and the one that stands in for it."""

import ast

import pytest

from provisioner import catalog, exams, paths

MODULES = sorted((paths.PROJECT / "provisioner").rglob("*.py"))
KEEPER = paths.PROJECT / "provisioner" / "exams.py"


def _texts(tree):
    """Yield the texts that the code uses: not its documentation strings."""
    told = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    bare = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told | bare:
            yield node.value


def known():
    """Return the ids of the exams, and the versions that only an exam's data may name."""
    loaded = [catalog.load_exam(name) for name in catalog.list_exams()]
    return {one.id for one in loaded} | {cms.version for one in loaded for cms in one.cms.values()}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(paths.PROJECT).as_posix())
def test_no_module_names_an_exam_nor_a_version(path):
    named = set(_texts(ast.parse(path.read_text(encoding="utf-8")))) & known()
    assert named == ({exams.DEFAULT, exams.FALLBACK} if path == KEEPER else set())


def test_the_default_and_its_stand_in_are_exams_of_the_same_checks():
    default, fallback = catalog.load_exam(exams.DEFAULT), catalog.load_exam(exams.FALLBACK)
    assert default.checks == fallback.checks
    assert default.context == fallback.context


def test_an_added_exam_has_rules_pins_context_and_an_official_list_of_its_own():
    exam = catalog.load_exam("2021")
    assert {name: cms.version for name, cms in exam.cms.items()} == {"wordpress": "5.6", "prestashop": "1.7.3.4"}
    assert exam.context == catalog.load_exam(exams.DEFAULT).context
    for cms in exam.cms.values():
        assert {pin.version for pin in cms.media if pin.kind == cms.label.lower()} == {cms.version}
        assert all(pin.url for pin in cms.media)
    assert (paths.CHECKS / exam.checks / "official.yml").is_file()
