"""A list of members as networks write it: titles, sides, choices in many words."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from cae_tiers_lieux.sheets.columns import by_field, find_header, named_places
from cae_tiers_lieux.sheets.members import (
    EXAMPLES,
    NAMES,
    TITLES,
    choice_of,
    percent_of,
    read_member,
    side_of,
)
from cae_tiers_lieux.sheets.tabular import Row, read
from cae_tiers_lieux.sheets.words import fold

MESSY = """\
Passerelles – membres au 31/10;;;;;;
;;;;;;
Nom de la structure;TYPE DE STRUCTURE;N° SIRET;Date d’adhésion;Jusqu’au;Formule choisie;Remise (%)
L’Étincelle;Coopératives;;01/01/2026;;;
Bâtir à Nîmes;tiers-lieux;130 025 265 00013;1er mars 2026;30/06/2026;Réduit;12,5 %
"""


def read_all(data):
    rows = read(data)
    top = find_header(rows, TITLES)
    places = named_places(rows[top], NAMES)
    return [read_member(row.number, by_field(row, places)) for row in rows[top + 1 :]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_messy_list_is_read_under_its_title(encoding):
    coop, host = read_all(MESSY.encode(encoding))
    assert (coop.number, coop.name, coop.side) == (4, "L’Étincelle", "coop")
    assert (coop.start, coop.end, coop.choice, coop.unread) == (date(2026, 1, 1), None, "", {})
    assert (host.code, host.start, host.end) == (
        "13002526500013",
        date(2026, 3, 1),
        date(2026, 6, 30),
    )
    assert (host.choice, host.value) == ("discount", Decimal("12.5"))


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("CAE", "coop"),
        ("Coopérative d’activité et d’emploi", "coop"),
        ("coopératives", "coop"),
        ("Tiers-lieu", "host"),
        ("TIERS LIEUX", "host"),
        ("Espaces de coworking", "host"),
        ("Structure gestionnaire", "host"),
        ("Hôte", "host"),
        ("CAE et tiers-lieu", ""),
        ("Association", ""),
        ("Espacement", ""),
        ("", ""),
    ],
)
def test_a_side_in_the_words_that_people_use(text, side):
    assert side_of(text) == side


@pytest.mark.parametrize(
    ("text", "choice", "value"),
    [
        ("Comme la formule", "formula", None),
        ("gratuité", "free", None),
        ("Au cas par cas", "case_by_case", None),
        ("réduit", "discount", None),
        ("réduit 50 %", "discount", Decimal(50)),
        ("Réduction de 30%", "discount", Decimal(30)),
        ("−20 %", "discount", Decimal(20)),
        ("tarif réduit (25 %)", "discount", Decimal(25)),
        ("sur devis", "", None),
        ("gratuit 3 mois", "", None),
        ("réduit 150 %", "", None),
    ],
)
def test_a_choice_in_the_words_that_people_use(text, choice, value):
    assert choice_of(text) == (choice, value)


def test_a_percentage_of_a_spreadsheet_is_a_part_of_one():
    assert percent_of(0.5) == 50
    assert percent_of("1 %") == 1
    assert percent_of(12) == 12
    for neither in (1, "101", "-", "moitié", True):
        with pytest.raises(ValueError):
            percent_of(neither)


def test_a_reduction_alone_is_a_choice_and_none_is_no_choice():
    cells = {"name": "Le Nid", "side": "Tiers-lieu"}
    assert read_member(2, cells | {"value": 0.5}).choice == "discount"
    assert read_member(2, cells | {"value": "0"}).choice == ""
    assert read_member(2, cells | {"choice": "-", "value": "—"}).choice == ""
    assert read_member(2, cells | {"choice": "réduit", "value": "40"}).value == 40


def test_what_says_nothing_known_is_kept_to_be_told():
    member = read_member(
        9,
        {
            "name": "Le Nid",
            "side": "mairie",
            "code": "123",
            "email": "contact(at)nid",
            "start": "bientôt",
            "end": "31/02/2026",
            "signed": "oui",
            "choice": "à voir",
            "value": "moitié",
        },
    )
    assert set(member.unread) == {
        "side",
        "code",
        "email",
        "start",
        "end",
        "signed",
        "choice",
        "value",
    }
    assert member.unread["end"] == "31/02/2026"


def test_a_day_of_a_spreadsheet_is_a_day():
    member = read_member(2, {"name": "Le Nid", "side": "lieu", "start": datetime(2026, 1, 5)})
    assert member.start == date(2026, 1, 5)


def test_the_titles_and_examples_of_the_model_file_are_read():
    titles = Row(1, tuple(words[0] for words in NAMES.values()))
    places = named_places(titles, NAMES)
    assert list(places) == list(NAMES)
    assert [places[name] for name in NAMES] == [[place] for place in range(len(NAMES))]
    for example in EXAMPLES:
        row = Row(2, tuple(example.get(name, "") for name in NAMES))
        assert read_member(2, by_field(row, places)).unread == {}


def test_no_title_means_two_columns():
    for title, field in TITLES.items():
        others = {name for name, titles in NAMES.items() if title in map(fold, titles)}
        assert others == {field}
