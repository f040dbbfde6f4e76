"""Bookings, totals and people in the sheets of a month: what is left out, and who is one person."""

from datetime import date

import pytest
from cae_tiers_lieux.sheets import columns, together, words
from cae_tiers_lieux.sheets.attendance import read_entry
from cae_tiers_lieux.sheets.dates import Habits
from cae_tiers_lieux.sheets.tabular import Row

TODAY = date(2026, 11, 23)
NOVEMBER = Habits(near=date(2026, 11, 15), today=TODAY)


def entry(habits=NOVEMBER, **cells):
    return read_entry(2, cells, TODAY, habits)


def codes(one):
    return [note.code for note in one.notes]


@pytest.mark.parametrize(
    ("status", "code"),
    [
        ("Cancelled", "booking_cancelled"),
        ("Annulée", "booking_cancelled"),
        ("No-show", "booking_no_show"),
        ("refusé", "booking_refused"),
        ("Pending", "booking_pending"),
        ("En attente", "booking_pending"),
        ("In cart", "booking_pending"),
        ("Not confirmed", "booking_pending"),
    ],
)
def test_a_booking_that_was_not_kept_is_left_out_and_stops_nothing(status, code):
    one = entry(date="soon", person="Anna", status=status)
    assert (one.left_out.code, one.notes) == (code, ())


def test_a_booking_that_was_kept_or_that_nobody_understands_stays():
    assert entry(date="2/11/2026", status="Confirmed").left_out is None
    odd = entry(date="2/11/2026", status="???")
    assert (odd.left_out, codes(odd)) == (None, ["status_unknown"])
    assert entry(date="2/11/2026", cancelled="False").left_out is None
    assert entry(date="2/11/2026", cancelled="2026-11-01").left_out.code == "booking_cancelled"


def test_the_bookings_left_out_are_counted():
    said = ["Annulé", "annulé", "no show", "Confirmé"]
    rows = [entry(date="2/11/2026", status=word) for word in said]
    assert together.left_out_of(rows) == [("Annulé", 2), ("no show", 1)]


def test_of_two_columns_that_say_the_same_one_is_chosen():
    rows = [Row(2, ("anna@x.fr", "Petit SARL")), Row(3, ("", "Roux SARL"))]
    titles = ["user", "party_name"]
    places, found = columns.choose({"person": [0, 1]}, titles, rows)
    assert places == {"person": [1]}, "the one that is filled"
    assert (found[0].code, found[0].args) == (
        "column_chosen",
        {"chosen": "party_name", "others": "user"},
    )
    places, _found = columns.choose({"person": [0, 1]}, titles, rows[:1])
    assert places == {"person": [0]}, "an address before a name"
    names = [Row(2, ("Petit", "Anna"))]
    assert columns.choose({"person": [0, 1]}, ["", ""], names) == ({"person": [0, 1]}, [])
    assert columns.choose({"note": [0, 1]}, ["Note", "Note"], names) == ({"note": [0, 1]}, [])


def test_totals_below_a_list_are_left_out():
    assert entry(date="", person="Total", quantity="12").left_out.code == "total_row"


# People


@pytest.mark.parametrize(
    "written",
    [
        "Claire DELMAS",
        "M. Claire DELMAS",
        "Mme Claire DELMAS",
        "DELMAS Claire",
        "Claire (Clairou) DELMAS",
        "Claire DELMAS « Clairou »",
        "Claire DELMAS <claire@x.example>",
    ],
)
def test_a_name_is_the_same_with_and_without_its_trimmings(written):
    assert words.person_key(words.person(written).name) == "claire delmas"


def test_an_address_beside_the_name_is_an_address():
    one = entry(date="2/11/2026", person="Claire Delmas <claire@x.example>")
    assert (one.person, one.email) == ("Claire Delmas", "claire@x.example")
    assert entry(date="2/11/2026", person="claire@x.example").person == "claire@x.example"


def test_one_person_with_and_without_an_address_is_one():
    rows = [
        entry(person="Zoé Durand", email="zoe@x.example"),
        entry(person="DURAND Zoé"),
        entry(person="Zoé Marie Durand"),
        entry(person="Léa Martin", email="lea@x.example"),
        entry(person="Léa Martin", email="martin@x.example"),
        entry(person="Léa Martin"),
    ]
    assert together.emails_of_names(rows) == {"durand zoe": "zoe@x.example"}, (
        "a name of two addresses is nobody's"
    )
    assert together.longer_names(rows) == {"durand marie zoe": "durand zoe"}


def test_a_day_merged_over_several_rows_is_the_one_above():
    rows = [
        {"date": "2/11/2026", "person": "A"},
        {"date": "", "person": "B"},
        {"date": "", "person": "Total"},
        {"date": "3/11/2026", "person": "A"},
    ]
    together.carry_days(rows)
    assert [row["date"] for row in rows] == ["2/11/2026", "2/11/2026", "", "3/11/2026"]
    one = read_entry(3, rows[1], TODAY)
    assert [(note.code, note.level) for note in one.notes] == [("date_above", "repair")]
    few = [{"date": "2/11/2026", "person": "A"} for _ in range(9)] + [{"date": "", "person": "B"}]
    together.carry_days(few)
    assert few[-1]["carried"] == "doubt"
