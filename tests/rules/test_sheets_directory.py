"""Directories of spaces as they are sent: the kinds of mess of real ones, invented."""

import pytest
from cae_tiers_lieux.sheets.directory import (
    Columns,
    alike_places,
    likely_first,
    rank,
    read_space,
    set_twins_aside,
)
from cae_tiers_lieux.sheets.matching import Index, Known
from cae_tiers_lieux.sheets.tabular import Row
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st


def row(number=2, /, **cells):
    return read_space(number, {"name": "Le Grand Bureau", **cells})


def codes(line):
    return [note.code for note in line.notes]


# The legal person


def test_a_legal_form_and_kinds_are_told_apart_by_what_they_say():
    one = row(host_form="Association loi 1901", kinds="Coworking, Fablab")
    assert (one.data["host_form"][0], one.data["kinds"]) == ("association", ["Coworking", "Fablab"])
    other = row(kinds="SCIC ; Café", host_form="Atelier partagé")
    assert other.data["host_form"][0] == "scic"
    assert other.data["kinds"] == ["Café", "Atelier partagé"]


def test_of_two_columns_of_one_name_the_fuller_is_chosen_and_the_other_named():
    rows = [
        Row(2, ("A", "", "a@x.fr")),
        Row(3, ("B", "b@x.fr", "c@x.fr")),
        Row(4, ("C", "", "c@x")),
    ]
    columns = Columns(rows, {"name": [0], "email": [1, 2]}, ["Nom", "Mail", "Courriel"])
    assert columns.cells_of(rows[0]) == ({"name": "A", "email": "a@x.fr"}, [])
    line = read_space(3, *columns.cells_of(rows[1]))
    assert line.vals["email"] == "c@x.fr"
    (note,) = line.notes
    assert (note.code, note.args) == ("other_column", {"name": "Mail", "value": "b@x.fr"})
    two = Columns([Row(2, ("12", "rue du Port"))], {"street": [0, 1]}, ["N°", "Voie"])
    assert two.cells_of(Row(2, ("12", "rue du Port")))[0] == {"street": "12 rue du Port"}
    same = Columns([Row(2, ("1 rue A", "x"))], {"street": [0, 1]}, ["Adresse", "adresse"])
    assert same.cells_of(Row(2, ("1 rue A", "x"))) == ({"street": "1 rue A"}, [("adresse", "x")])


# Twins

TWIN = {
    "zip": "17000",
    "city": "La Rochelle",
    "email": "contact@port.example",
    "website": "http://port.example",
    "latitude": "46.16",
    "longitude": "-1.15",
}


def twins(*cells, apart=()):
    lines = [row(number, **each) for number, each in enumerate(cells, 2)]
    return lines, [line.number for line in set_twins_aside(lines, apart)]


def test_two_rows_of_one_place_are_proposed_as_one():
    lines, kept = twins(
        TWIN | {"street": "12 Bld du Port", "phone": ""},
        TWIN | {"street": "12, boulevard du port - BP 3", "phone": "05 46 12 34 56"},
    )
    assert kept == [2]
    assert (lines[1].action, lines[1].status, lines[1].data["question"]) == (
        "skip",
        "doubtful",
        "twin",
    )
    (note,) = [note for note in lines[1].notes if note.code == "twin_differs"]
    assert note.args == {"row": 2, "names": "12 Bld du Port / 12, boulevard du port - BP 3"}
    assert lines[0].vals["phone"] == "+33 5 46 12 34 56"
    assert codes(lines[0]) == ["twin_completes"]
    assert rank(lines[1]) == 2


@pytest.mark.parametrize("sign", ["email", "latitude"])
def test_a_sign_of_its_own_makes_twins_whatever_the_street_says(sign):
    pair = ("latitude", "longitude") if sign == "latitude" else (sign,)
    cells = {name: TWIN[name] for name in ("zip", *pair)}
    _lines, kept = twins(cells | {"street": "Gare SNCF"}, cells | {"street": "1 quai du Port"})
    assert kept == [2]


def test_two_places_of_one_name_stay_two():
    _lines, kept = twins(
        {"zip": "17000", "street": "12 rue du Port"},
        {"zip": "31000", "street": "12 rue du Port"},
        {"city": "Lombez"},
    )
    assert kept == [2, 3, 4]
    lines, kept = twins(
        {"zip": "17000", "street": "12 rue du Port"}, {"zip": "17000", "street": "3 rue Verte"}
    )
    assert kept == [2, 3] and "twin_maybe" in codes(lines[1])


def test_rows_that_somebody_keeps_apart_stay_two():
    lines, kept = twins(TWIN, TWIN, apart={3})
    assert kept == [2, 3] and not codes(lines[1])


def test_the_same_row_twice_is_simply_taken_once():
    lines, kept = twins(TWIN, TWIN | {"email": "CONTACT@port.example"})
    assert kept == [2] and lines[1].status == "skipped"


def test_a_thousand_rows_of_one_name_take_no_time():
    lines = [row(n, zip=f"{10000 + n}") for n in range(3000)]
    assert len(set_twins_aside(lines)) > 2900


# Spaces that are known


def test_a_known_space_is_found_though_its_street_is_spelt_otherwise():
    known = {
        1: {"zip": "17000", "street": "3 rue Verte"},
        2: {"zip": "17000", "street": "12 boulevard du Port"},
        3: {"zip": "31000", "street": "12 boulevard du Port"},
    }
    vals = {"name": "Le Nid", "zip": "17000", "street": "12, Bd. du port"}
    assert likely_first(vals, known) == [2, 1]


def test_a_space_of_nearly_the_same_name_and_place_is_proposed():
    known = {
        1: {"name": "Grand Bureau du Port", "zip": "17000", "street": "3 rue Verte"},
        2: {"name": "Le Grand Bureau", "zip": "31000"},
        3: {"name": "Le Grand Burau", "zip": "17000", "street": "12 bd du Port"},
    }
    line = row(zip="17000", street="12 boulevard du Port")
    assert list(alike_places([line], known)) == [[3]]


def test_the_likely_candidate_goes_first():
    index = Index([Known(1, "Lea MARTIN"), Known(2, "Léa Martin"), Known(3, "Anna Petit")])
    assert index.find("Léa Martin").candidates == (2, 1)
    assert index.find("Léa Martn").candidates == (1, 2)
    several = Index([Known(1, "Zoé Roux", ("x@x.fr",)), Known(2, "Paul Petit", ("x@x.fr",))])
    assert several.find("P. Petit", "x@x.fr").candidates == (2, 1)


# Whatever is written: a value or a note, never an exception

CELLS = st.one_of(
    st.text(max_size=30),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.sampled_from(
        [
            "-",
            "12 rue A, 31000 Toulouse",
            "Ã\x89coles",
            "44.1, 3.2",
            "FR",
            "0561",
            "+",
            "POINT(",
            "/",
        ]
    ),
)
FIELDS = st.sampled_from(
    "name street street2 zip city insee_code email phone website contact_name kinds host host_code"
    " host_form address latitude longitude point".split()
)
ROWS = st.lists(st.dictionaries(FIELDS, CELLS), max_size=6)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ROWS)
def test_any_row_gives_values_or_notes(rows):
    lines = [read_space(number, cells) for number, cells in enumerate(rows)]
    good = [line for line in lines if not line.blocking]
    kept = set_twins_aside(good)
    assert len(kept) + sum(line.action == "skip" for line in good) == len(good)
    for line in lines:
        assert rank(line) in range(6) and line.status
        assert all(isinstance(value, (str, float)) for value in line.vals.values())
        assert bool(line.vals.get("latitude")) <= ("longitude" in line.vals)
    known = {line.number: line.vals for line in kept}
    for line, found in zip(kept, alike_places(kept, known), strict=True):
        assert line.number in known and len(found) <= 6
        likely_first(line.vals, known)
