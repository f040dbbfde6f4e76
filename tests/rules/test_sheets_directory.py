"""Directories of spaces as they are sent: the kinds of mess of real ones, invented."""

import json

import pytest
from cae_tiers_lieux.sheets import geo, repair, towns
from cae_tiers_lieux.sheets.directory import (
    Columns,
    alike_places,
    likely_first,
    rank,
    read_space,
    set_twins_aside,
)
from cae_tiers_lieux.sheets.matching import Index, Known
from cae_tiers_lieux.sheets.tabular import Row, WrongFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st


def row(number=2, /, **cells):
    return read_space(number, {"name": "Le Grand Bureau", **cells})


def codes(line):
    return [note.code for note in line.notes]


# Text decoded twice


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("Ã\x89coles", "Écoles"),
        ("lâ\x80\x99Atelier", "l’Atelier"),
        ("Ã‰coles", "Écoles"),
        ("NÃ®mes", "Nîmes"),
        ("Pays dâ€™Olmes", "Pays d’Olmes"),
    ],
)
def test_a_text_decoded_twice_is_repaired_and_shown(raw, value):
    line = read_space(2, {"name": raw})
    assert line.vals["name"] == value
    (note,) = line.notes
    assert (note.code, note.level, note.args["after"]) == ("mojibake", "repair", value)
    assert note.args["before"]


@pytest.mark.parametrize(
    "text",
    ["L’Étincelle", "L'Étincelle", "« Ça »", "Œuvre … ﬁn", "A&amp;B", "Ｗide", "Cœur d'Îlot — 2"],
)
def test_what_is_only_unusual_is_left_as_it_is_written(text):
    assert repair.readable(text) == repair.Repaired(text)


def test_a_character_that_was_lost_is_a_doubt():
    assert codes(read_space(2, {"name": "Caf\ufffd"})) == ["text_lost"]


# Values that are none


@pytest.mark.parametrize("text", ["-", "néant", "N/A", "?", "/", "Non renseigné", "--"])
@pytest.mark.parametrize("field", ["phone", "email", "website", "street"])
def test_a_value_that_is_none_is_empty_and_said(field, text):
    line = row(**{field: text})
    assert line.vals[field] == ""
    assert codes(line)[0] == "says_nothing"
    assert line.status == "repaired"


def test_the_end_of_a_web_address_is_no_site():
    assert codes(row(website="/working_places")) == ["web_path"]
    assert row(website="/working_places").vals["website"] == ""
    assert row(website="//tau.example").vals["website"] == "http://tau.example"


def test_a_name_that_says_nothing_is_no_name():
    assert codes(read_space(2, {"name": "-"})) == ["says_nothing", "name_missing"]


# Phones and official numbers


@pytest.mark.parametrize(
    ("raw", "value", "level"),
    [
        ("0590 12 34 56", "+590 590 12 34 56", "format"),
        ("0594 30 12 34", "+594 594 30 12 34", "format"),
        ("0696 12 34 56", "+596 696 12 34 56", "format"),
        ("0269 61 12 34", "+262 269 61 12 34", "format"),
        ("08 05 12 34 56", "+33 805 12 34 56", "format"),
        ("Tél : 05 65 43 63 63", "+33 5 65 43 63 63", "repair"),
        ("+32 2 555 12 12", "+32 2 555 12 12", ""),
        ("0032 2 555 12 12", "+32 2 555 12 12", "format"),
        ("05 90 12 34 5", "05 90 12 34 5", "doubt"),
        ("07 01 12 34 56", "+33 7 01 12 34 56", "doubt"),
    ],
)
def test_phones_are_read_by_a_library_that_knows_the_numbers(raw, value, level):
    found = repair.phone(raw)
    assert (found.value, found.level) == (value, level)


@pytest.mark.parametrize(
    ("raw", "kind", "value"),
    [
        ("130 025 265 00013", "siret", "13002526500013"),
        ("130025265", "siren", "130025265"),
        ("35600000049837", "siret", "35600000049837"),
        ("FR40303265045", "siren", "303265045"),
        ("W751212517", "rna", "W751212517"),
        ("130 025 266", "", "130 025 266"),
        ("FR41303265045", "", "FR41303265045"),
    ],
)
def test_official_numbers_are_checked(raw, kind, value):
    found = repair.official_code(raw)
    assert (found[0], found[1].value) == (kind, value)


# Towns and addresses


@pytest.mark.parametrize(
    ("code", "town", "told"),
    [
        ("32000", "Lombez", "city_zip"),
        ("12400", "Saint Affrique", ""),
        ("12400", "ST AFFRIQUE", ""),
        ("75011", "Paris", ""),
        ("69003", "Lyon 3e", ""),
        ("32250", "Montréal du Gers", ""),
        ("31000", "Tolouse", ""),
        ("31000", "Le Hameau", "city_other"),
        ("31676", "Labège", ""),
        ("", "Lombez", ""),
    ],
)
def test_a_town_that_its_code_does_not_serve_is_told(code, town, told):
    found = repair.town_of_code(code, town)
    assert (found.code if found else "") == told


def test_a_cedex_code_names_the_codes_of_its_town():
    found = repair.postal_code("31676", "Labège Cedex")
    assert (found.finding.code, found.finding.args["names"]) == ("zip_cedex_own", "31670")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("12 bis rue du Port, 17000 La Rochelle", ("12 bis rue du Port", "17000", "La Rochelle")),
        ("12 rue du Port 17000 LA ROCHELLE", ("12 rue du Port", "17000", "LA ROCHELLE")),
        ("2, rue A - BP 45 - 32110 Nogaro - FRANCE", ("2, rue A - BP 45", "32110", "Nogaro")),
        ("12345 route du Lac, 74000 Annecy", ("12345 route du Lac", "74000", "Annecy")),
        ("3 place du Foirail, Lombez", ("3 place du Foirail", "", "Lombez")),
        ("46210 Latronquière", ("", "46210", "Latronquière")),
        ("Rue du Port, La Rochelle, 17000", ("Rue du Port", "17000", "La Rochelle")),
        ("12 rue du Port", ("12 rue du Port", "", "")),
        ("", ("", "", "")),
    ],
)
def test_a_whole_address_is_taken_apart(text, parts):
    assert towns.split_address(text) == parts


def test_an_address_in_one_cell_is_split_and_said():
    line = row(address="12 rue du Port, 17000 La Rochelle")
    assert codes(line) == ["address_split"] and line.status == "ok"
    assert [line.vals[name] for name in ("street", "zip", "city")] == [
        "12 rue du Port",
        "17000",
        "La Rochelle",
    ]
    beside = row(address="12 rue du Port, 17000 La Rochelle", street="14 rue du Port", zip="17000")
    assert beside.vals["street"] == "14 rue du Port"
    assert row(street="12 rue du Port 17000 La Rochelle", zip="", city="").vals["zip"] == "17000"
    assert codes(row(address="Chez Zoé")) == ["address_whole", "zip_missing", "city_missing"]


def test_doubts_are_ranked_and_an_absent_street_is_none():
    bare = row(street="", zip="32220", city="Lombez")
    assert (codes(bare), bare.status) == (["street_missing"], "ok")
    lines = [
        bare,
        row(zip="31676", city="Labège"),
        row(phone="voir mairie"),
        row(zip="32000", city="Lombez"),
        read_space(9, {"name": ""}),
    ]
    assert [rank(line) for line in lines] == [5, 4, 3, 1, 0]


# Points


@pytest.mark.parametrize(
    ("cells", "point", "told"),
    [
        ({"latitude": "44,5", "longitude": 3.2}, (44.5, 3.2), []),
        ({"latitude": 44.5}, (0, 0), ["point_half"]),
        ({"latitude": "", "longitude": "3.2"}, (0, 0), ["point_half"]),
        ({"point": "44.1, 3.2"}, (44.1, 3.2), []),
        ({"point": "44,1 ; 3,2"}, (44.1, 3.2), []),
        ({"point": "POINT (3.2 44.1)"}, (44.1, 3.2), []),
        ({"point": "44.1"}, (0, 0), ["point_unknown"]),
        ({"point": "44.1, 3.2", "latitude": "44.5", "longitude": "3.3"}, (44.5, 3.3), []),
        ({"latitude": "3.2", "longitude": "44.1"}, (44.1, 3.2), ["point_swapped"]),
        ({"latitude": "-21.1", "longitude": "55.5"}, (-21.1, 55.5), []),
        ({"latitude": "50.1", "longitude": "14.4"}, (50.1, 14.4), ["point_outside"]),
        ({"latitude": "6512345", "longitude": "652381"}, (0, 0), ["point_unknown"]),
        ({"latitude": "abc", "longitude": "3"}, (0, 0), ["point_unknown"]),
        ({"latitude": "0", "longitude": "0"}, (0, 0), []),
        ({"latitude": "", "longitude": ""}, (0, 0), []),
    ],
)
def test_a_point_has_both_its_numbers_or_none(cells, point, told):
    line = row(**cells)
    assert (line.vals["latitude"], line.vals["longitude"]) == point
    assert codes(line) == told


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
    assert columns.read(rows[0]) == ({"name": "A", "email": "a@x.fr"}, [])
    line = read_space(3, *columns.read(rows[1]))
    assert line.vals["email"] == "c@x.fr"
    (note,) = line.notes
    assert (note.code, note.args) == ("other_column", {"name": "Mail", "value": "b@x.fr"})
    two = Columns([Row(2, ("12", "rue du Port"))], {"street": [0, 1]}, ["N°", "Voie"])
    assert two.read(Row(2, ("12", "rue du Port")))[0] == {"street": "12 rue du Port"}
    same = Columns([Row(2, ("1 rue A", "x"))], {"street": [0, 1]}, ["Adresse", "adresse"])
    assert same.read(Row(2, ("1 rue A", "x"))) == ({"street": "1 rue A"}, [("adresse", "x")])


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


# Maps


def texts(data, **options):
    raw = data if isinstance(data, bytes) else json.dumps(data).encode()
    return [row.cells for row in geo.read(raw, **options)]


def test_geojson_is_a_table():
    features = [
        {
            "type": "Feature",
            "properties": {
                "nom": "Tau",
                "adresse": {"cp": "31000"},
                "types": ["Coworking", "Café"],
            },
            "geometry": {"type": "Point", "coordinates": [1.44, 43.6]},
        },
        {"type": "Feature", "properties": {"nom": "Nid"}, "geometry": None},
        {"type": "Feature", "properties": {"nom": "X"}, "geometry": {"type": "Polygon"}},
    ]
    assert texts({"type": "FeatureCollection", "features": features}) == [
        ("nom", "types", "cp", "latitude", "longitude"),
        ("Tau", "Coworking, Café", "31000", 43.6, 1.44),
        ("Nid", "", "", "", ""),
        ("X", "", "", "Polygon", "Polygon"),
    ]
    assert codes(row(latitude="Polygon", longitude="Polygon")) == ["point_unknown"]


def test_gogocarto_is_a_table_in_full_and_in_short():
    full = {
        "id": "4Z",
        "name": "Tau",
        "geo": {"latitude": 43.6, "longitude": 1.44},
        "address": {
            "streetAddress": "1 rue A",
            "addressLocality": "Toulouse",
            "postalCode": "31000",
        },
        "categories": ["Coworking"],
        "categoriesFull": [{"id": 1, "name": "Coworking"}],
        "openHours": {"Mo": "9h"},
    }
    titles, tau = texts({"licence": "x", "ontology": "gogofull", "data": [full]})
    assert dict(zip(titles, tau, strict=True)) == {
        "id": "4Z",
        "name": "Tau",
        "categories": "Coworking",
        "categoriesFull": "Coworking",
        "latitude": 43.6,
        "longitude": 1.44,
        "streetAddress": "1 rue A",
        "addressLocality": "Toulouse",
        "postalCode": "31000",
        "Mo": "9h",
    }
    short = {"mapping": ["id", ["name"], "latitude", "longitude"], "data": [["4Z", ["T"], 43, 1]]}
    assert texts(short) == [("id", "name", "latitude", "longitude"), ("4Z", "T", 43, 1)]


def test_an_inner_value_never_hides_an_outer_one():
    assert texts({"data": [{"address": {"name": "Halle"}, "name": "Tau"}]}) == [
        ("name", "address.name"),
        ("Tau", "Halle"),
    ]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"{}", "json"),
        (b'{"type": "Topology", "arcs": []}', "json"),
        (b'{"data": [', "json_broken"),
        (b"[" * 100_000, "json_broken"),
        (b'{"data": [{"n": ' + b"9" * 10_000 + b"}]}", "json_broken"),
        (b"[" + b"{}," * 50_001 + b"{}]", "json_big"),
        (json.dumps([{f"c{n}": 1 for n in range(400)}]).encode(), "json_big"),
        (b"[" + b" " * (31 << 20) + b"{}]", "json_big"),
    ],
)
def test_what_is_no_map_or_too_big_a_one_is_refused(data, code):
    with pytest.raises(WrongFile) as caught:
        geo.read(data)
    assert caught.value.code == code


def test_a_deep_place_is_cut_and_a_strange_text_is_made_storable():
    deep = {"a": 1}
    for _ in range(50):
        deep = {"n": deep}
    assert len(texts([deep])) == 2
    assert texts(b'[{"name": "a\\u0000\\ud800b", "n": 1e999}]')[1] == ("a?b", "inf")
    assert texts([{"name": "a"}, {"name": "b"}], limit=1) == [("name",), ("a",)]


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


@settings(deadline=None)
@given(st.text(max_size=40), st.text(max_size=10), st.text(max_size=10))
def test_any_text_is_read_by_every_reader(text, one, two):
    for function in (repair.readable, repair.phone, repair.website, repair.email, repair.city):
        function(text)
    repair.official_code(text)
    repair.legal_form(text)
    repair.town_of_code(one, text)
    repair.postal_code(one, text)
    assert len(repair.point(one, two, text)) == 3
    assert len(towns.split_address(text)) == 3
    assert repair.readable(repair.readable(text).value).value == repair.readable(text).value


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                "type features properties geometry coordinates data mapping name geo".split()
            )
            | st.text(max_size=4),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(JSON)
def test_any_json_gives_rows_or_a_reason(found):
    try:
        rows = geo.read(json.dumps(found).encode())
    except WrongFile:
        return
    assert len({len(row.cells) for row in rows}) == 1
    for one in rows:
        for cell in one.cells:
            assert isinstance(cell, (str, int, float))
            assert "\0" not in str(cell)


@given(st.binary(max_size=60))
def test_any_bytes_give_rows_or_a_reason(data):
    try:
        geo.read(b"{" + data)
    except WrongFile:
        pass
