"""Every check against its cases, and the whole set against the official list and the entity models."""

from pathlib import Path

import pytest
import yaml

from provisioner import paths, predicates
from provisioner.datafiles import load_yaml
from provisioner.schema.checks import Case, CheckFile, Official
from provisioner.steps import checks

CASES = Path(__file__).parent.parent / "cases"
EXAM = "2022"
EXAMS = ("2021", "2022")
BOTH = ("wordpress", "prestashop")
NEEDED = {"done", "not_done", "near_miss", "noise"}
ALL_CASES = sorted(path for exam in EXAMS for path in CASES.glob(f"{exam}/*/*/*.yml"))


def _id(path):
    return "/".join(path.relative_to(CASES).with_suffix("").parts)


@pytest.fixture(scope="module")
def loaded():
    return {(exam, cms): checks.load_checks(exam, cms) for exam in EXAMS for cms in BOTH}


@pytest.fixture(scope="module")
def kinds_of():
    return {cms: checks.load_kinds(cms) for cms in BOTH}


@pytest.mark.parametrize("path", ALL_CASES, ids=_id)
def test_case(path, loaded):
    case = load_yaml(path, Case)
    exam, cms, check_id = path.parts[-4:-1]
    assert case.diff.cms == cms
    result = next(r for r in checks.evaluate(case.diff, loaded[exam, cms]).results if r.id == check_id)
    assert result.verdict == case.verdict, result
    assert result.sentence
    for text in case.evidence:
        assert any(text in proof.sentence for proof in result.evidence), result.evidence
    known = {(change.kind, change.id) for change in case.diff.changes}
    known |= {("visit", visit.path) for visit in case.diff.visits or ()}
    assert {(proof.kind, proof.id) for proof in result.evidence} <= known
    assert bool(result.evidence) >= (result.verdict == "found")


@pytest.mark.parametrize("cms", BOTH)
def test_every_functionality_has_a_check_with_four_cases(cms, loaded):
    covered = [check.data.id for check in loaded[EXAM, cms].checks]
    assert covered == [line.id for line in checks.load_official(EXAM).of(cms)]
    assert not loaded[EXAM, cms].uncovered
    for check_id in covered:
        assert {path.stem for path in (CASES / EXAM / cms / check_id).glob("*.yml")} >= NEEDED
    assert {path.name for path in (CASES / EXAM / cms).iterdir()} == set(covered)


@pytest.mark.parametrize("cms", BOTH)
def test_a_list_that_shares_checks_has_one_for_each_of_its_lines(cms, loaded):
    found = loaded["2021", cms]
    assert [check.functionality.id for check in found.checks] == [
        line.id for line in checks.load_official("2021").of(cms)
    ]
    shared = [check for check in found.checks if check.like]
    assert shared
    assert {check.like.split("/")[:2][1] for check in shared} == {cms}


@pytest.mark.parametrize("path", ALL_CASES, ids=_id)
def test_cases_use_the_entity_model(path, kinds_of):
    kinds = kinds_of[path.parts[-3]]
    for change in load_yaml(path, Case).diff.changes:
        assert {field.name for field in change.fields} | set(change.state) <= kinds[change.kind]


def test_labels_are_the_official_ones_and_ids_unique():
    official = load_yaml(paths.CHECKS / EXAM / "official.yml", Official)
    assert (len(official.wordpress), len(official.prestashop)) == (34, 31)
    for cms in BOTH:
        ids = [line.id for line in official.of(cms)]
        assert len(ids) == len(set(ids))


def test_texts_say_how_and_for_whom():
    for path in paths.CHECKS.glob(f"{EXAM}/*/*.yml"):
        check = load_yaml(path, CheckFile)
        gives = {rule.gives for rule in check.rules}
        assert len(check.why) > 60
        assert check.for_examiner
        assert check.sentences.undetermined or ("undetermined" not in gives and check.sentences.not_found), path


def test_the_authors_name_the_candidate_has_in_the_context():
    """`author-change` knows a changed author of a new article by this name."""
    users = yaml.safe_load((paths.SUBJECTS / EXAM / "context/wordpress/users.yml").read_text(encoding="utf-8"))
    name = next(user["display_name"] for user in users["users"] if user["login"] == "candidat")
    assert name in (paths.CHECKS / EXAM / "wordpress/author-change.yml").read_text(encoding="utf-8")


def test_every_predicate_is_used_and_loads():
    used = {
        rule.predicate for path in paths.CHECKS.glob(f"{EXAM}/*/*.yml") for rule in load_yaml(path, CheckFile).rules
    }
    # These two are for the criteria of subjects.
    assert used | {"dates", "expected"} == set(predicates.names())
    for name in predicates.names():
        assert predicates.load(name).name == name
