"""Repairs that are certain are made, the others left; dates; recognising columns and people."""

from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal

import pytest
from cae_tiers_lieux.sheets import columns, repair, words
from cae_tiers_lieux.sheets.attendance import Entry, References, read_entry, stay
from cae_tiers_lieux.sheets.dates import Moment, read_moment, to_local
from cae_tiers_lieux.sheets.matching import Index, Known
from cae_tiers_lieux.sheets.tabular import Row, read
from hypothesis import given
from hypothesis import strategies as st

TODAY = date(2026, 11, 23)

# the same kinds of mess as a real directory of a network, invented
DIRECTORY = '''\
Le Grand Bureau,31 Bis Cours du Mail,9500,Mirepoix,,contact@grandbureau.example,,
"Espace ""Les Tilleuls""","2, rue d Aval",31190,Auterive,www.tilleuls.example,,,972554612
La Ruche,,12400,SAINT AFFRIQUE,,,,565975392
Le Nid,3 Chemin Vert - CS 67624,31676,Labège,http://nid.example/,,,04.68 .46.31.19
Télécentre,Place du Foirail,46210,Latronquière,http://pays.example,,,04 68 378 660
'''


@pytest.mark.parametrize(
    ("raw", "value", "level"),
    [
        ("9500", "09500", "repair"),
        ("09500", "09500", ""),
        ("31 000", "31000", "repair"),
        ("F-31000", "31000", "repair"),
        ("75011", "75011", ""),
        ("20137", "20137", ""),
        ("97410", "97410", ""),
        ("34935", "34935", "doubt"),
        ("00100", "00100", "doubt"),
        ("96000", "96000", "doubt"),
        ("123", "123", "doubt"),
        ("AB12", "AB12", "doubt"),
    ],
)
def test_postal_codes(raw, value, level):
    found = repair.postal_code(raw)
    assert (found.value, found.level) == (value, level)


@pytest.mark.parametrize(
    ("raw", "value", "level"),
    [
        ("04.68 .46.31.19", "+33 4 68 46 31 19", "repair"),
        ("468747330", "+33 4 68 74 73 30", "repair"),
        ("05 65 43 63 63", "+33 5 65 43 63 63", "format"),
        ("0033 5 65 43 63 63", "+33 5 65 43 63 63", "format"),
        ("+33 5 65 43 63 63", "+33 5 65 43 63 63", ""),
        ("04 68 378 660", "+33 4 68 37 86 60", "format"),
        ("0692 12 34 56", "+262 692 12 34 56", "format"),
        ("+34 932 12 34 56", "+34 932 12 34 56", ""),
        ("3615", "3615", "doubt"),
        ("05 65 43 63 63 poste 2", "05 65 43 63 63 poste 2", "doubt"),
    ],
)
def test_phone_numbers(raw, value, level):
    found = repair.phone(raw)
    assert (found.value, found.level) == (value, level)


@given(st.text(max_size=20))
def test_a_repair_is_stable_and_never_breaks(text):
    for function in (repair.phone, repair.website, repair.email, repair.city, repair.insee_code):
        once = function(text)
        if once.level != "doubt":
            twice = function(once.value)
            assert twice.value == once.value
    code = repair.postal_code(text)
    assert code.level == "doubt" or len(code.value) == 5


@given(st.from_regex(r"0[1-9]\d{8}", fullmatch=True), st.sampled_from(["", " ", ".", "-"]))
def test_a_french_number_survives_any_writing(digits, mark):
    written = mark.join(digits[i : i + 2] for i in range(0, 10, 2))
    assert repair.phone(written).value == repair.phone(digits).value


@pytest.mark.parametrize(
    ("raw", "day", "clock"),
    [
        ("05/10/2026", date(2026, 10, 5), None),
        ("5/10/26", date(2026, 10, 5), None),
        ("05-10-2026", date(2026, 10, 5), None),
        ("05.10.2026", date(2026, 10, 5), None),
        ("2026-10-05", date(2026, 10, 5), None),
        ("20261005", date(2026, 10, 5), None),
        ("1er octobre 2026", date(2026, 10, 1), None),
        ("Lundi 5 oct. 2026", date(2026, 10, 5), None),
        (46300, date(2026, 10, 5), None),
        ("46300", date(2026, 10, 5), None),
        (46300.375, date(2026, 10, 5), time(9)),
        ("05/10/2026 9h30", date(2026, 10, 5), time(9, 30)),
        ("05/10/2026 à 14:00", date(2026, 10, 5), time(14)),
        ("2026-10-05T09:30:15.123Z", date(2026, 10, 5), time(9, 30, 15)),
        ("2026-10-05 02:30 PM", date(2026, 10, 5), time(14, 30)),
        ("9h", None, time(9)),
        ("12:05 AM", None, time(0, 5)),
        (0.5, None, time(12)),
        (datetime(2026, 10, 5), date(2026, 10, 5), None),
        (datetime(2026, 10, 5, 9), date(2026, 10, 5), time(9)),
    ],
)
def test_dates_of_french_sheets(raw, day, clock):
    found = read_moment(raw)
    assert (found.day, found.clock) == (day, clock)


@pytest.mark.parametrize("raw", ["31/02/2026", "10/25/2026", "hier", "25:00", "", "12", True])
def test_what_is_no_date_is_refused(raw):
    with pytest.raises(ValueError):
        read_moment(raw)


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_a_date_is_read_back_from_each_writing(day):
    for written in (day.strftime("%d/%m/%Y"), day.isoformat(), day.strftime("%Y%m%d")):
        assert read_moment(written).day == day
    assert read_moment((day - date(1899, 12, 30)).days).day == day


def test_a_moment_of_another_zone_becomes_local():
    paris = timezone(timedelta(hours=2))
    assert to_local(read_moment("2026-10-31T22:30:00Z"), paris) == datetime(
        2026, 11, 1, 0, 30, tzinfo=paris
    )


def test_units_and_settlements():
    assert words.unit("Demi-journée") == ("half_day", None)
    assert words.unit("après-midi") == ("half_day", None)
    assert words.unit("1,5 h") == ("hour", Decimal("1.5"))
    assert words.settled("sur place") == "on_site"
    assert words.settled("Non") == "statement"
    with pytest.raises(ValueError):
        words.unit("bientôt")
    with pytest.raises(ValueError):
        words.settled("peut-être")


def test_a_directory_without_header_is_recognised_by_its_content():
    rows = read(DIRECTORY.encode())
    shapes = columns.shape(rows, 8)
    assert shapes == ["text", "text", "zip", "text", "url", "email", "empty", "phone"]
    guess = columns.guess_spaces(shapes, rows)
    assert guess == ["name", "street", "zip", "city", "website", "email", "", "phone"]
    assert columns.same_shape(shapes, columns.shape(rows[:2], 8))
    assert not columns.same_shape(shapes, shapes[::-1])


def test_a_header_below_a_title_is_found():
    rows = [Row(1, ("Feuille de présence", "", "")), Row(3, ("Date", "Nom", "Unité"))]
    headers = {"date": "date", "nom": "person", "unite": "unit"}
    assert columns.find_header(rows, headers) == 1
    assert columns.find_header(rows[:1], headers) is None


def test_people_are_found_only_when_it_is_certain():
    index = Index(
        [
            Known(1, "Anna Petit", ("anna@x.example",), ("E001",)),
            Known(2, "Léa Martin"),
            Known(3, "Léa Martin", ("lea@x.example",)),
            Known(4, "Jean-Luc Roux"),
        ]
    )
    assert index.find("petit ANNA").id == 1
    assert index.find("", "ANNA@x.example").id == 1
    assert index.find("anna@x.example").id == 1
    assert index.find(reference="e001").id == 1
    assert index.find("E001").id == 1
    assert index.find("Lea Martin", "lea@x.example").id == 3
    assert index.find("Lea Martin").candidates == (2, 3)
    assert index.find("Jean Luc Rous").candidates == (4,)
    assert index.find("J. Roux").candidates == (4,)
    assert index.find("Martine Dupuis").candidates == ()
    assert index.find("Anna Petit", "other@x.example").note == "other_email"


def entry(**cells):
    return read_entry(2, cells, TODAY)


def test_a_row_is_read_whole_and_what_is_wrong_is_noted():
    good = entry(date="05/10/2026", person="Petit", first_name="Anna", unit="jour", settled="x")
    assert (good.person, good.unit, good.settled, good.notes) == (
        "Anna Petit",
        "day",
        "on_site",
        (),
    )
    bad = entry(date="soon", unit="box", quantity="many", settled="maybe")
    assert [note.code for note in bad.notes] == [
        "date_unknown",
        "unit_unknown",
        "quantity_unknown",
        "settled_unknown",
    ]
    assert [n.code for n in entry(person="Anna").notes] == ["date_missing"]
    assert [n.code for n in entry(date="24/11/2026").notes] == ["date_future"]
    assert [n.code for n in entry(date="24/11/2062").notes] == ["date_far"]
    assert [n.code for n in entry(date="05/10/2026", quantity="0").notes] == ["quantity_zero"]


def test_the_same_row_twice_has_two_references_and_the_same_ones_next_time():
    def refs(*entries):
        references = References()
        return [references.of(one, 1) for one in entries]

    one = entry(date="05/10/2026", person="Anna Petit", unit="jour")
    as_in_excel = entry(date=datetime(2026, 10, 5), person="PETIT Anna", unit="journée")
    assert refs(one, as_in_excel) == refs(as_in_excel, one)
    assert len(set(refs(one, one, one))) == 3


def test_a_stay_over_midnight():
    night = Entry(
        1, day=date(2026, 10, 5), start=Moment(clock=time(22)), stop=Moment(clock=time(1))
    )
    assert stay(night, None) == (datetime(2026, 10, 5, 22), datetime(2026, 10, 6, 1))
    assert stay(Entry(1, day=date(2026, 10, 5)), None) is None
