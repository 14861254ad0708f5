"""Orders that are refused before any host is asked, with what to do; what is kept here stays as it was."""

import json

import pytest

from provisioner import paths
from provisioner.errors import E5BError
from provisioner.pipeline.fleet import centre as centres
from provisioner.pipeline.fleet import closing, moving, opening
from provisioner.schema.fleet import Place, Placement

EXAMPLE = paths.PROJECT / "inventories" / "example.yml"
HEADER = "numéro,nom,prénom,commission,CMS,sujet,tiers-temps\n"


@pytest.fixture
def centre(e5b_home):  # noqa: ARG001 an empty state folder
    made = centres.load(EXAMPLE)
    seats = {"1": ("salle-a", "salle-a"), "2": ("salle-b", "salle-b"), "3": ("salle-a", "secours")}
    places = tuple(Place(number=n, commission="12", home=home, host=host) for n, (home, host) in seats.items())
    made.keep(Placement(centre="example", wave="matin", exam="2022", places=places))
    return made


def refused(order, *arguments, **named):
    with pytest.raises(E5BError) as caught:
        order(*arguments, **named)
    assert caught.value.hint
    return caught.value.message


def test_moves_that_make_no_sense(centre):
    assert "pas de la vague matin" in refused(moving.move, centre, "matin", ["9"])
    assert "sur 2 postes" in refused(moving.move, centre, "matin", ["1", "2"])
    assert "n’a pas la copie" in refused(moving.move, centre, "matin", ["1"], "salle-b")
    assert "déjà sur « salle-a »" in refused(moving.move, centre, "matin", ["1"], "salle-a")
    assert "n’a pas de poste de secours" in refused(moving.move, centre, "matin", ["3"])
    assert "n’est pas ouverte" in refused(moving.move, centre, "soir", ["1"])
    assert "l’hôte « nulle-part » n’y est pas" in refused(moving.evacuate, centre, "matin", "nulle-part")
    assert "ne porte aucun candidat" in refused(moving.evacuate, centre, "matin", "technicien")


def test_the_only_wave_need_not_be_named(centre):
    assert centre.only_wave("") == "matin"
    centre.keep(centre.settled("matin").model_copy(update={"wave": "soir"}))
    assert "Plusieurs vagues" in refused(centre.only_wave, "")
    assert "n’est pas ouverte" in refused(centre.only_wave, "nuit")


def test_a_wave_that_is_over_need_not_be_ruled_out(centre):
    known = centre.settled("matin")
    centre.keep(known.model_copy(update={"wave": "soir", "ahead": True}))
    assert [one.wave for one in centre.going()] == ["matin", "soir"]
    centre.keep(known.model_copy(update={"over": True}))
    assert centre.only_wave("") == "soir"
    assert centre.only_wave("matin") == "matin"
    centre.keep(centre.settled("soir").model_copy(update={"over": True}))
    assert "Plusieurs vagues" in refused(centre.only_wave, "")


def test_two_waves_on_a_host_are_counted_together(centre, tmp_path):
    path = tmp_path / "liste.csv"
    path.write_text(HEADER + "".join(f"{n},A,B,1,WordPress,A,non\n" for n in range(100, 110)), encoding="utf-8")
    many = tuple(Place(number=str(n), commission="12", home="salle-a", host="salle-a") for n in range(95))
    centre.keep(centre.settled("matin").model_copy(update={"places": many}))
    assert "porterait 105 candidats, des vagues matin et soir" in refused(opening.up, centre, "2022", path, "soir")
    assert centre.waves() == ["matin"]


def test_a_host_is_evacuated_of_all_its_waves(centre, monkeypatch):
    centre.keep(centre.settled("matin").model_copy(update={"wave": "soir", "ahead": True}))
    gone = []
    monkeypatch.setattr(moving, "evacuate", lambda _c, wave, name, *_a, **_n: gone.append((wave, name)))
    moving.evacuate_all(centre, "salle-b")
    assert gone == [("matin", "salle-b"), ("soir", "salle-b")]
    assert "ne porte aucun candidat" in refused(moving.evacuate_all, centre, "technicien")
    assert "n’y est pas" in refused(moving.evacuate_all, centre, "nulle-part")


def test_no_wave_at_all(e5b_home):  # noqa: ARG001 same
    assert "Aucune vague" in refused(centres.load(EXAMPLE).only_wave, "")


def test_a_placement_that_was_damaged_is_told(centre):
    path = centre.folder / "matin" / "placement.json"
    path.write_text("{", encoding="utf-8")
    assert "abîmé" in refused(centre.settled, "matin")
    path.write_text(json.dumps({"format": 1, "centre": "x"}), encoding="utf-8")
    assert "placement.json" in refused(centre.settled, "matin")


def test_more_candidates_than_seats(centre, tmp_path):
    path = tmp_path / "liste.csv"
    path.write_text(HEADER + "".join(f"{n},A,B,1,WordPress,A,non\n" for n in range(100, 131)), encoding="utf-8")
    assert "31 candidats pour 30 places" in refused(opening.up, centre, "2022", path, "soir")
    assert centre.waves() == ["matin"]


def test_a_list_that_loses_somebody(centre, tmp_path):
    path = tmp_path / "liste.csv"
    path.write_text(HEADER + "1,A,B,12,WordPress,A,non\n3,A,B,12,WordPress,A,non\n", encoding="utf-8")
    before = centre.settled("matin")
    assert "ne contient plus 2, de la vague matin" in refused(opening.up, centre, "2022", path, "matin")
    assert centre.settled("matin") == before


def test_a_host_that_left_the_inventory_with_candidates(centre):
    known = centre.settled("matin")
    gone = known.places[0].model_copy(update={"host": "parti"})
    centre.keep(known.model_copy(update={"places": (gone, *known.places[1:])}))
    assert "parti : porte des candidats" in refused(closing.collect, centre, "matin")
