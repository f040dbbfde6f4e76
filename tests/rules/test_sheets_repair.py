"""Values of a directory repaired: text, phones, numbers, towns, addresses, points."""

import pytest
from cae_tiers_lieux.sheets import repair, towns
from cae_tiers_lieux.sheets.directory import rank, read_space
from hypothesis import given, settings
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
