import pytest

from provisioner import catalog
from provisioner.schema.image import Extension, Facts
from provisioner.steps.image.verify import compare


def facts(**changes):
    good = {
        "cms_version": "5.8.2",
        "theme": "twentyseventeen",
        "theme_version": "2.8",
        "extensions": (Extension(name="wordpress-seo", version="17.8", active=False),),
        "language": "fr_FR",
        "can_update": False,
        "candidate_login": "candidat",
        "candidate_usable": False,
        "contents": {"articles": 12},
    }
    return Facts.model_validate(good | changes)


def bad(**changes):
    wanted = catalog.load_exam("2022").cms["wordpress"]
    return [finding.what for finding in compare(facts(**changes), wanted) if not finding.ok]


def test_the_exam_as_it_should_be():
    assert bad() == []


def test_an_accepted_theme_is_told_with_its_reservation():
    wanted = catalog.load_exam("2022").cms["wordpress"]
    theme = next(one for one in compare(facts(theme_version="2.4"), wanted) if one.what == "Version du thème")
    assert theme.ok
    assert "2.4 au lieu de 2.8" in theme.expected


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"cms_version": "5.8.3"}, "Version de WordPress"),
        ({"theme": "twentytwentyone"}, "Thème actif"),
        ({"theme_version": "2.9"}, "Version du thème"),
        ({"extensions": ()}, "Extension wordpress-seo"),
        ({"extensions": (Extension(name="wordpress-seo", version="17.8", active=True),)}, "Extension wordpress-seo"),
        ({"extensions": (Extension(name="wordpress-seo", version="18.0", active=False),)}, "Version de wordpress-seo"),
        ({"language": "en_US"}, "Langue"),
        ({"can_update": True}, "Mise à jour possible"),
        ({"pending_updates": ("WordPress 5.8.3",)}, "Mises à jour annoncées"),
        ({"candidate_login": ""}, "Compte du candidat"),
        ({"candidate_usable": True}, "Compte utilisable avant la mise à disposition"),
        ({"contents": {"articles": 0}}, "Contexte"),
        ({"contents": {}}, "Contexte"),
    ],
)
def test_each_deviation_is_told_and_nothing_else(changes, what):
    assert bad(**changes) == [what]
