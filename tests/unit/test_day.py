"""A centre's calendar: each clash in a plan is told in a sentence, and a plan without any seats everyone once."""

from __future__ import annotations

import json
import re
from collections import Counter

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from provisioner import exams
from provisioner.commands import day as command
from provisioner.errors import DataError
from provisioner.pipeline.prepare import day
from provisioner.schema.day import DayPlan
from provisioner.schema.sitting import RosterLine
from provisioner.steps import roster
from provisioner.steps.day import clashes, hosts, seats
from provisioner.steps.day.model import Machine

HEADER = "numéro;nom;prénom;commission;CMS;sujet;tiers-temps\n"
INVENTORY = """
all:
  children:
    e5b_hosts:
      hosts:
        un: {ansible_host: 192.0.2.1, e5b_capacity: 4, e5b_room: A}
        deux: {ansible_host: 192.0.2.2, e5b_capacity: 3, e5b_room: A}
        trois: {ansible_host: 192.0.2.3, e5b_capacity: 9, e5b_room: B}
        secours: {ansible_host: 192.0.2.4, e5b_capacity: 9, e5b_role: spare}
"""


def listed(*lines):
    """Candidates `number commission [T]`."""
    cut = [line.split() for line in lines]
    return HEADER + "".join(f"{n};NOM;Prénom;{c};WordPress;A;{'oui' if t else 'non'}\n" for n, c, *t in cut)


def plan_of(tmp_path, waves, people, *, day_="2027-05-12", **more):
    """Write a plan of one day and its list; return its file."""
    (tmp_path / "liste.csv").write_text(listed(*people), encoding="utf-8")
    (tmp_path / "parc.yml").write_text(INVENTORY, encoding="utf-8")
    rooms = {"A": {"workstations": 6}, "B": {"workstations": 6}}
    told = {"format": 1, "exam": "2022", "roster": "liste.csv", "rooms": rooms}
    told |= {"days": [{"date": day_, "waves": waves}]} | more
    path = tmp_path / "plan.yml"
    path.write_text(yaml.safe_dump(told, allow_unicode=True).replace(f"'{day_}'", day_), encoding="utf-8")
    return path


def wave(start, **rooms):
    return {"start": start, "rooms": {room: list(found) for room, found in rooms.items()}}


def work(tmp_path, *args, inventory=True, **more):
    return day.plan(plan_of(tmp_path, *args, **more), tmp_path / "parc.yml" if inventory else None)


def kinds(planned):
    return [one.kind for one in planned.conflicts]


def test_everyone_is_seated_where_their_commission_sits(tmp_path):
    people = [*(f"{n} 12" for n in range(1, 6)), *(f"{n} 13" for n in range(6, 9))]
    planned = work(tmp_path, [wave("08:00", A=["12"], B=["13"]), wave("9 h 00", A=["12"])], people)
    assert planned.conflicts == ()
    assert [(s.wave, s.room, [one.who.number for one in s.seats]) for s in planned.slots] == [
        ("2027-05-12-0800", "A", ["1", "2", "3"]),
        ("2027-05-12-0800", "B", ["6", "7", "8"]),
        ("2027-05-12-0900", "A", ["4", "5"]),
    ]
    # The commission together, on the host of its room that is the emptiest.
    assert {one.host for one in planned.slots[0].seats} == {"un"}
    assert planned.slots[0].ends.strftime("%H:%M:%S") == "08:40:00"


def test_extra_time_goes_where_nobody_comes_after(tmp_path):
    waves = [wave("08:00", A=["12"]), wave("08:50", A=["12"])]
    planned = work(tmp_path, waves, ["1 12 T", "2 12", "3 12"])
    assert planned.conflicts == ()
    assert [[one.who.number for one in slot.seats] for slot in planned.slots] == [["2", "3"], ["1"]]
    assert f"{planned.slots[1].ends:%H:%M:%S}" == "09:43:20"


CLASHES = {
    "extra-time": (
        [wave("08:00", A=["12"]) | {"candidates": ["1"]}, wave("08:50", A=["12"])],
        ["1 12 T", "2 12"],
        {"together": 1},
        "elle commence à 8 h 50, alors que le candidat 1 (tiers-temps) de la vague « 2027-05-12-0800 » travaille dans",
        "Commencez-la à 9 h 05 au plus tôt",
    ),
    "turnaround": (
        [wave("08:00", A=["12"]), wave("08:45", A=["12"])],
        ["1 12", "2 12"],
        {"together": 1},
        "elle commence à 8 h 45, 5 min après la fin de la vague « 2027-05-12-0800 » (8 h 40) ; le plan demande 10 min.",
        "à 8 h 50 au plus tôt, ou réduisez « turnaround_min »",
    ),
    "room": (
        [wave("08:00", A=["12"]), wave("08:20", A=["13"])],
        ["1 12", "2 13"],
        {},
        "elle commence à 8 h 20, alors que la vague « 2027-05-12-0800 » occupe la salle jusqu’à 8 h 40.",
        "prenez une autre salle",
    ),
    "workstations": (
        [wave("08:00", A=["12", "13"])],
        ["1 12", "2 12", "3 13"],
        {"rooms": {"A": {"workstations": 2}}},
        "Commission 13 : 1 candidat sans place (3) : ses 1 passages sont complets",
        "une salle plus grande",
    ),
    "commission-twice": (
        [wave("08:00", A=["12"], B=["12"])],
        ["1 12", "2 12", "3 12", "4 12"],
        {},
        "la commission 12 y siège à 8 h 00, alors qu’elle est salle A jusqu’à 8 h 40",
        "Ne la gardez que dans l’une des deux",
    ),
    "examiner": (
        [wave("08:00", A=["12"], B=["13"])],
        ["1 12", "2 13"],
        {"commissions": {"12": {"examiners": ["Mme X"]}, "13": {"examiners": ["M. Y", "Mme X"]}}},
        "Mme X siège à la fois dans les commissions 12 et 13 (vague « 2027-05-12-0800 », salle A).",
        "Remplacez cette personne",
    ),
    "seatless": (
        [wave("08:00", A=["12"])],
        ["1 12", "2 99"],
        {},
        "Commission 99 : 1 candidat sans place (2) : elle ne siège dans aucune vague.",
        "Ajoutez-la à une salle",
    ),
    "unknown": (
        [wave("08:00", A=["12"]) | {"candidates": ["777"]}],
        ["1 12"],
        {},
        "Vague « 2027-05-12-0800 » : le candidat 777 n’est pas dans la liste des candidats.",
        "Corrigez ce numéro",
    ),
    "commission": (
        [wave("08:00", A=["12"]) | {"candidates": ["2"]}, wave("10:00", A=["13"])],
        ["1 12", "2 13"],
        {},
        "la commission 13 du candidat 2 (ligne 3 de la liste) n’y siège dans aucune salle.",
        "convoquez ce candidat ailleurs",
    ),
    "twice": (
        [wave("08:00", A=["12"]) | {"candidates": ["1"]}, wave("10:00", A=["12"]) | {"candidates": ["1"]}],
        ["1 12"],
        {},
        "Le candidat 1 est convoqué 2 fois : le 12/05/2027 à 8 h 00 salle A et le 12/05/2027 à 10 h 00 salle A.",
        "Gardez une seule",
    ),
    "together": (
        [wave("08:00", A=["12"]) | {"candidates": ["1", "2", "3"]}],
        ["1 12", "2 12", "3 12"],
        {"together": 2},
        "la commission 12 y verrait 3 candidats à la fois (1, 2, 3), 2 au plus.",
        "Convoquez 1 de ces candidats",
    ),
}


@pytest.mark.parametrize("kind", CLASHES)
def test_each_clash_is_a_sentence_that_names_it_and_what_to_do(tmp_path, kind):
    waves, people, more, says, mend = CLASHES[kind]
    found = [one for one in work(tmp_path, waves, people, **more).conflicts if one.blocking]
    assert len(found) == 1, [one.says for one in found]
    assert found[0].kind == {"workstations": "seatless"}.get(kind, kind)
    assert says in found[0].says
    assert mend in found[0].mend


def test_lists_of_waves_can_ask_for_more_than_rooms_and_hosts_bear(tmp_path):
    for name, people in {"m.csv": ["1 12", "2 12", "3 12", "4 13", "5 13"], "s.csv": ["6 12", "1 12", "7 14"]}.items():
        (tmp_path / name).write_text(listed(*people), encoding="utf-8")
    waves = [
        wave("08:00", A=["12", "13"]) | {"roster": "m.csv"},
        wave("10:00", A=["12"]) | {"roster": "s.csv", "name": "seconde"},
    ]
    rooms = {"A": {"workstations": 4, "hosts": ["un"]}, "B": {"workstations": 6}}
    planned = work(tmp_path, waves, [], roster="", rooms=rooms)
    said = {one.kind: one.says for one in planned.conflicts}
    assert set(said) == {"twice", "commission", "capacity", "workstations"}
    assert "5 candidats à 8 h 00 pour 4 postes" in said["workstations"]
    assert "5 sites à ouvrir à 8 h 00, mais un n’en porte que 4 de plus" in said["capacity"]
    assert "Vague « seconde »" in said["commission"]


def test_two_rooms_on_one_host_share_what_it_bears(tmp_path):
    rooms = {"A": {"workstations": 6, "hosts": ["un"]}, "B": {"workstations": 6, "hosts": ["un"]}}
    people = ["1 12", "2 12", "3 12", "4 13", "5 13"]
    planned = work(tmp_path, [wave("08:00", A=["12"], B=["13"])], people, rooms=rooms)
    assert kinds(planned) == ["capacity"]
    assert "2 sites à ouvrir à 8 h 00, mais un n’en porte que 1 de plus à ce moment" in planned.conflicts[0].says
    # Two hours later it is free again.
    later = work(tmp_path, [wave("08:00", A=["12"]), wave("10:00", B=["13"])], people, rooms=rooms)
    assert later.conflicts == ()


def test_a_shared_room_takes_waves_that_overlap_as_long_as_there_are_seats(tmp_path):
    waves = [wave("08:00", A=["12"]), wave("08:20", A=["13"])]
    rooms = {"A": {"workstations": 5, "shared": True}, "B": {"workstations": 1}}
    assert work(tmp_path, waves, ["1 12", "2 12", "3 12", "4 13", "5 13"], rooms=rooms).conflicts == ()
    full = work(tmp_path, waves, ["1 12", "2 12", "3 12", "4 13", "5 13", "6 13"], rooms=rooms)
    assert kinds(full) == ["workstations"]
    assert "6 candidats à 8 h 20 pour 5 postes" in full.conflicts[0].says


def test_a_room_without_a_host_is_told_and_so_are_hosts_that_carry_nobody(tmp_path):
    rooms = {"C": {"workstations": 5}}
    found = work(tmp_path, [wave("08:00", C=["12"])], ["1 12"], rooms=rooms).conflicts
    assert [one.kind for one in found] == ["hosts"]
    assert "aucune machine ne porte les sites de cette salle" in found[0].says
    assert "« e5b_room: C »" in found[0].mend
    rooms = {"C": {"workstations": 5, "hosts": ["secours"]}}
    with pytest.raises(DataError, match="« secours » ne porte pas de candidats") as caught:
        work(tmp_path, [wave("08:00", C=["12"])], ["1 12"], rooms=rooms)
    assert "un, deux, trois" in caught.value.hint


def test_what_can_wait_ready_beside_the_wave_at_work(tmp_path):
    people = [f"{n} {12 + n // 3}" for n in range(9)]
    waves = [wave("08:00", B=["12", "13"]), wave("09:00", B=["14"])]
    planned = work(tmp_path, waves, people)
    assert [(one.host, one.sites, one.ahead, one.first) for one in planned.loads] == [
        ("trois", 6, True, True),
        ("trois", 3, True, False),
    ]
    rooms = {"B": {"workstations": 6, "hosts": ["un", "deux"]}}
    tight = work(tmp_path, waves, people, rooms=rooms)
    assert [(one.host, one.sites, one.ahead) for one in tight.loads if not one.first] == [("un", 3, False)]
    blind = work(tmp_path, waves, people, inventory=False)
    assert {one.ahead for one in blind.loads} == {None}


def test_a_host_without_room_for_two_waves_needs_the_time_to_close_one(tmp_path):
    people = [f"{n} {12 + n // 3}" for n in range(18)]
    rooms = {"B": {"workstations": 9}}
    first, second = wave("08:00", B=["12", "13", "14"]), wave("08:41", B=["15", "16", "17"])
    found = work(tmp_path, [first, second], people, rooms=rooms, turnaround_min=1).conflicts
    assert [one.kind for one in found] == ["closing"]
    assert (
        "trois ne porte pas deux vagues à la fois, et n’a que 1 min pour relever 9 sites et en ouvrir 9"
        in found[0].says
    )
    assert "il en faut environ 2." in found[0].says
    later = wave("08:45", B=["15", "16", "17"])
    assert work(tmp_path, [first, later], people, rooms=rooms, turnaround_min=1).conflicts == ()


REFUSED = {
    "salles": ({"salles": {}}, "clé « salles » : clé inconnue"),
    "start": ({"days": [{"date": "2027-05-12", "waves": [wave(8, A=["12"])]}]}, "« 8 » n’est pas une heure"),
    "late": ({"days": [{"date": "2027-05-12", "waves": [wave("25:00", A=["12"])]}]}, "n’est pas une heure"),
    "date": ({"days": [{"date": "12/05/2027", "waves": [wave("08:00", A=["12"])]}]}, "une date est attendue"),
    "number": ({"days": [{"date": "2027-05-12", "waves": [wave("08:00", A=[12])]}]}, "entre guillemets"),
    "room": ({"days": [{"date": "2027-05-12", "waves": [wave("08:00", Z=["1"])]}]}, "la salle « Z » n’est pas décrite"),
    "same": (
        {"days": [{"date": "2027-05-12", "waves": [wave("08:00", A=["1"]), wave("08:00", B=["2"])]}]},
        "une autre vague s’appelle déjà « 2027-05-12-0800 »",
    ),
    "name": (
        {"days": [{"date": "2027-05-12", "waves": [wave("08:00", A=["1"]) | {"name": "é/"}]}]},
        "ne peut pas nommer une vague",
    ),
    "together": ({"together": 4}, "un nombre d’au plus 3"),
    "lists": ({"roster": ""}, "chaque vague doit avoir la sienne"),
    "absent": ({"roster": "ailleurs.csv"}, "ailleurs.csv n’existe pas"),
    "exam": ({"exam": "1999"}, "L’épreuve « 1999 » n’existe pas"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_plan_that_does_not_say_what_it_should_is_refused_with_its_key(tmp_path, case):
    more, says = REFUSED[case]
    with pytest.raises(DataError, match=re.escape(says)) as caught:
        work(tmp_path, [wave("08:00", A=["12"])], ["1 12"], **more)
    assert caught.value.hint


def test_an_hour_without_quotes_is_read_as_it_was_meant(tmp_path):
    path = plan_of(tmp_path, [wave("X", A=["12"])], ["1 12"])
    path.write_text(path.read_text().replace("start: X", "start: 10:30"), encoding="utf-8")
    assert day.plan(path, None).slots[0].wave == "2027-05-12-1030"


def test_the_template_is_a_plan_that_works(tmp_path):
    (tmp_path / "plan.yml").write_text(day.template(), encoding="utf-8")
    (tmp_path / "candidats.csv").write_text(listed("1 12", "2 13", "3 14 T"), encoding="utf-8")
    planned = day.plan(tmp_path / "plan.yml", None)
    assert not planned.blocking
    assert sum(len(slot.seats) for slot in planned.slots) == 3


def test_the_written_lists_are_those_that_up_takes_and_a_new_plan_replaces_the_old_one(tmp_path):
    people = ["1 12", "2 12", "3 13", "4 13", "5 13"]
    folder = tmp_path / "plan"
    first = work(tmp_path, [wave("08:00", A=["12", "13"])], people)
    assert day.write(first, folder, pdf=False) is None
    lines = {host: roster.read(folder / f"listes/2027-05-12-0800/{host}.csv") for host in ("un", "deux")}
    assert {host: [one.number for one in found] for host, found in lines.items()} == {
        "un": ["3", "4", "5"],
        "deux": ["1", "2"],
    }
    assert len(roster.read(folder / "listes/2027-05-12-0800.csv")) == 5
    told = json.loads((folder / "plan.json").read_text())
    assert "NOM" not in json.dumps(told)
    page = (folder / "plan.html").read_text()
    assert "mercredi 12 mai 2027" in page
    assert "NOM Prénom" in page
    assert oct((folder / "listes/2027-05-12-0800/un.csv").stat().st_mode)[-3:] == "600"

    second = work(tmp_path, [wave("14:00", A=["12", "13"])], people)
    day.write(second, folder, pdf=False)
    assert [path.name for path in sorted((folder / "listes").iterdir())] == ["2027-05-12-1400", "2027-05-12-1400.csv"]
    (tmp_path / "autre").mkdir()
    (tmp_path / "autre" / "photo.jpg").touch()
    with pytest.raises(DataError, match="autre chose qu’un plan"):
        day.write(second, tmp_path / "autre", pdf=False)
    assert [path.name for path in (tmp_path / "autre").iterdir()] == ["photo.jpg"]


def test_the_command_writes_nothing_while_something_clashes(tmp_path):
    waves = [wave("08:00", A=["12"]), wave("08:20", A=["13"])]
    path = plan_of(tmp_path, waves, ["1 12", "2 13"])
    order = ["plan", str(path), "-i", str(tmp_path / "parc.yml"), "-o", str(tmp_path / "o"), "--json", "--no-pdf"]
    done = CliRunner().invoke(command.command, order)
    assert isinstance(done.exception, DataError)
    assert "1 conflit. Rien n’a été écrit." in done.exception.message
    assert json.loads(done.stdout)["conflicts"][0]["kind"] == "room"
    assert not (tmp_path / "o").exists()


def test_the_template_is_never_written_over(tmp_path):
    path = tmp_path / "plan.yml"
    path.write_text("précieux", encoding="utf-8")
    done = CliRunner().invoke(command.command, ["template", str(path)])
    assert isinstance(done.exception, DataError)
    assert path.read_text(encoding="utf-8") == "précieux"
    assert CliRunner().invoke(command.command, ["template"]).stdout == day.template()


@given(
    st.lists(st.tuples(st.sampled_from(["1", "2", "3"]), st.booleans()), max_size=40),
    st.lists(st.integers(min_value=0, max_value=12), min_size=1, max_size=6, unique=True),
    st.integers(min_value=1, max_value=9),
)
def test_nobody_is_lost_and_nobody_sits_twice(people, starts, capacity):
    plan = DayPlan.model_validate(
        {
            "format": 1,
            "exam": "2022",
            "roster": "x",
            "rooms": {"A": {"workstations": 8}},
            "days": [
                {
                    "date": "2027-05-12",
                    "waves": [{"start": f"{8 + s // 2}:{s % 2 * 30:02}", "rooms": {"A": ["1", "2"]}} for s in starts],
                }
            ],
        }
    )
    exam = exams.load_exam("2022")
    everyone = [
        RosterLine(
            number=str(index),
            surname="N",
            first_name="P",
            commission=commission,
            cms="wordpress",
            subject="A",
            extra_time=extra,
            line=index + 2,
        )
        for index, (commission, extra) in enumerate(people)
    ]
    slots, wrong = seats.shared_out(plan, exam, everyone, {"A": min(8, capacity)})
    slots, full = hosts.placed(slots, {"A": [Machine("h", capacity)]})
    seated = Counter(one.who.number for slot in slots for one in slot.seats)
    told = Counter(number for one in wrong for number in one.candidates)
    assert seated + told == Counter(one.number for one in everyone)
    assert all(one.host == "h" for slot in slots for one in slot.seats)
    for slot in slots:
        assert len(slot.seats) <= min(8, capacity)
    # What a host bears is only passed where waves overlap, and then it is told.
    busiest = max(sum(len(o.seats) for o in slots if o.begins <= slot.begins < o.ends) for slot in slots)
    assert bool(full) == (busiest > capacity)
    clashes.found(plan, slots)


@pytest.mark.browser
def test_a_full_day_of_a_room_is_one_page(tmp_path):
    people = [f"0214587{n:04d} {n % 5 + 1}" + (" T" if n < 4 else "") for n in range(120)]
    waves = [wave(f"{8 + 65 * k // 60:02}:{65 * k % 60:02}", A=list("12345")) for k in range(8)]
    rooms = {"A": {"workstations": 24}}
    planned = work(tmp_path, waves, people, rooms=rooms, inventory=False)
    assert not planned.blocking
    assert day.write(planned, tmp_path / "plan") is None
    printed = (tmp_path / "plan" / "plan.pdf").read_bytes()
    # The day's course, and the room.
    assert len(re.findall(rb"/Type /Page\b", printed)) == 2
