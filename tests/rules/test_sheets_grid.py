"""The grids that spaces fill in on paper: people in rows, days in columns."""

from datetime import date, datetime

import pytest
from cae_tiers_lieux.sheets import columns, grid
from cae_tiers_lieux.sheets.attendance import read_entry
from cae_tiers_lieux.sheets.tabular import Row
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

TODAY = date(2026, 11, 23)
MONTH = tuple(range(1, 31))
FIELDS = {
    "jour de la grille": "date",
    "marque de la grille": "mark",
    "moment de la grille": "part",
    "laisse de cote de la grille": "left_out",
    "nom": "person",
    "prenom": "first_name",
    "cae": "coop",
    "e mail": "email",
}


def table(*rows):
    return [Row(number, tuple(cells)) for number, cells in enumerate(rows, 1) if any(cells)]


def entries(rows, *names):
    """Read a grid as the import does: its rows, by the titles that it was given."""
    unfolded = grid.unfold(rows, names, TODAY)
    header, *body = unfolded
    places = {}
    for place, title in enumerate(header.cells):
        if field := FIELDS.get(columns.fold(title)):
            places.setdefault(field, []).append(place)
    return [read_entry(row.number, columns.by_field(row, places), TODAY) for row in body]


def told(rows, *names):
    """What a grid says, as short as possible."""
    return [
        (one.number, one.day and one.day.day, one.person, one.unit, one.part)
        for one in entries(rows, *names)
        if not one.left_out
    ]


def left(rows, *names):
    return [(one.number, one.left_out.code) for one in entries(rows, *names) if one.left_out]


def marks(**by_day):
    return tuple(by_day.get(f"d{day}", "") for day in MONTH)


def test_numbers_of_days_below_a_title_with_the_month():
    rows = table(
        ("Présences – novembre 2026",),
        ("Nom", *MONTH, "Total"),
        ("Anna Petit", *marks(d2="X", d3="½", d4=1, d5=0.5, d6="x"), 4),
        ("Bruno Roux", *marks(d2="M", d3="PM", d4="matin", d5="J", d6="D", d9="P"), 6),
        ("Total", *marks(d2=2), 10),
    )
    assert told(rows) == [
        (3, 2, "Anna Petit", "day", ""),
        (3, 3, "Anna Petit", "half_day", ""),
        (3, 4, "Anna Petit", "day", ""),
        (3, 5, "Anna Petit", "half_day", ""),
        (3, 6, "Anna Petit", "day", ""),
        (4, 2, "Bruno Roux", "half_day", "morning"),
        (4, 3, "Bruno Roux", "half_day", "afternoon"),
        (4, 4, "Bruno Roux", "half_day", "morning"),
        (4, 5, "Bruno Roux", "day", ""),
        (4, 6, "Bruno Roux", "day", ""),
        (4, 9, "Bruno Roux", "day", ""),
    ]
    assert left(rows) == [(2, "total_column"), (5, "total_row")]
    assert {one.day.month for one in entries(rows) if one.day} == {11}


@pytest.mark.parametrize(
    "title",
    [("Nom", *(f"L {day}" for day in MONTH)), ("Nom", *(f"lun. {day}" for day in MONTH))],
)
def test_days_with_their_letter(title):
    rows = table(("NOVEMBRE 2026",), title, ("Anna Petit", *marks(d2="X")))
    assert told(rows) == [(3, 2, "Anna Petit", "day", "")]


def test_whole_dates_as_titles():
    days = [datetime(2026, 10, day) for day in range(1, 32)]
    rows = table(("Nom", *days), ("Anna Petit", "", "X"))
    assert [one.day for one in entries(rows)] == [date(2026, 10, 2)]
    week = ("02/11/2026", "03/11/2026", "04/11/2026", "05/11/2026", "06/11/2026")
    assert [one.day for one in entries(table(("Nom", *week), ("Anna", "", "X")))] == [
        date(2026, 11, 3)
    ]
    short = ("Nom", "2/11", "3/11", "4/11", "5/11", "6/11")
    year = entries(table(("Présences 2025", "novembre 2025"), short, ("Anna", "", "X")))
    assert [one.day for one in year] == [date(2025, 11, 3)]


@pytest.mark.parametrize(
    "names", [("Novembre 2026",), ("presences_2026-11.xlsx",), ("Feuil1", "grille novembre.csv")]
)
def test_the_month_of_the_sheet_or_of_the_file(names):
    rows = table(("Nom", *MONTH), ("Anna Petit", *marks(d2="X")))
    assert [one.day for one in entries(rows, *names)] == [date(2026, 11, 2)]


def test_the_month_of_a_cell_that_holds_a_date_or_of_two_titles():
    line = ("Anna Petit", *marks(d2="X"))
    rows = table((datetime(2026, 11, 1),), ("Nom", *MONTH), line)
    assert [one.day for one in entries(rows)] == [date(2026, 11, 2)]
    rows = table(("Mois : octobre", "Année : 2025"), ("Nom", *MONTH), line)
    assert [one.day for one in entries(rows)] == [date(2025, 10, 2)]


def test_without_a_month_nothing_is_guessed():
    rows = table(("Nom", *MONTH), ("Anna Petit", *marks(d2="X")))
    (one,) = entries(rows)
    assert [(note.code, note.args["day"]) for note in one.notes] == [("month_unknown", "2")]


def test_a_day_that_the_month_has_not_is_told():
    rows = table(("novembre 2026",), ("Nom", *MONTH, 31), ("Anna Petit", *marks(), "X"))
    (one,) = entries(rows)
    assert [(note.code, note.args["value"]) for note in one.notes] == [
        ("date_unknown", "31/11/2026")
    ]


def test_the_letters_of_the_week_above_or_below_the_numbers():
    letters = ("", *("LMMJVSD"[day % 7] for day in MONTH))
    line = ("Anna Petit", *marks(d2="X"))
    above = table(("novembre 2026",), letters, ("Nom", *MONTH), line)
    below = table(("novembre 2026",), ("Nom", *MONTH), letters, line)
    assert told(above) == [(4, 2, "Anna Petit", "day", "")]
    assert told(below) == [(4, 2, "Anna Petit", "day", "")]


@pytest.mark.parametrize("labels", [("AM", "PM"), ("M", "AM"), ("matin", "après-midi")])
def test_days_in_two_columns(labels):
    days = [title for day in range(1, 11) for title in (day, "")]
    rows = table(
        ("novembre 2026",),
        ("Nom", *days),
        ("", *(labels * 10)),
        ("Anna Petit", "X", "", "", "X", "X", "X"),
    )
    assert told(rows) == [
        (4, 1, "Anna Petit", "half_day", "morning"),
        (4, 2, "Anna Petit", "half_day", "afternoon"),
        (4, 3, "Anna Petit", "day", ""),
    ]


def test_am_beside_m_is_the_afternoon():
    rows = table(
        ("novembre 2026",), ("Nom", *MONTH), ("Anna Petit", *marks(d2="M", d3="AM", d4="M + AM"))
    )
    assert [row[3:] for row in told(rows)[:2]] == [
        ("half_day", "morning"),
        ("half_day", "afternoon"),
    ]
    english = table(("nov. 2026",), ("Nom", *MONTH), ("Anna", *marks(d2="AM", d3="PM")))
    assert [row[4] for row in told(english)] == ["morning", "afternoon"]


def test_a_mark_that_nobody_knows_is_named_where_it_stands():
    rows = table(("novembre 2026",), ("Nom", *MONTH), ("Anna Petit", *marks(d2="X", d12="?")))
    odd = entries(rows)[1]
    assert (odd.number, odd.notes[0].code, odd.notes[0].level) == (3, "mark_unknown", "error")
    assert odd.notes[0].args == {"value": "?", "day": 12}


def test_hours_in_a_box_are_a_stay():
    rows = table(
        ("novembre 2026",), ("Nom", *MONTH), ("Anna Petit", *marks(d2="9h-12h30", d3="4h"))
    )
    stay, hours = entries(rows)
    assert (stay.start.clock.hour, stay.stop.clock.minute, stay.notes) == (9, 30, ())
    assert (hours.unit, hours.quantity) == ("hour", 4)


def test_boxes_left_empty_on_purpose_are_nothing():
    rows = table(("novembre 2026",), ("Nom", *MONTH), ("Anna", *marks(d2="-", d3=0, d4="abs")))
    assert told(rows) == []
    assert left(rows) == [(3, "no_mark")], "somebody who never came is told"


def test_sums_without_a_name_and_columns_without_a_title_are_told():
    rows = table(
        ("novembre 2026",),
        ("Nom", *MONTH),
        ("Anna Petit", *marks(d2="X", d3="X"), 2),
        ("Bruno Roux", *marks(d2="X"), 1),
        ("", *marks(d2=2, d3=1), 3),
    )
    assert len(told(rows)) == 3
    assert left(rows) == [(2, "total_column"), (5, "total_row")]
    assert entries(rows)[0].person == "AF"


def test_marks_without_a_name_are_not_lost():
    rows = table(
        ("novembre 2026",), ("Nom", *MONTH), ("", *marks(d2="X")), ("Anna", *marks(d2="X"))
    )
    assert told(rows) == [(3, 2, "", "day", ""), (4, 2, "Anna", "day", "")]


def test_the_other_columns_keep_their_titles():
    rows = table(
        ("novembre 2026",),
        ("Nom", "Prénom", "CAE", "E-mail", *MONTH, "Nb jours"),
        ("Petit", "Anna", "Coop B", "anna@x.example", *marks(d2="X"), 1),
    )
    one = next(one for one in entries(rows) if not one.left_out)
    assert (one.person, one.coop, one.email) == ("Anna Petit", "Coop B", "anna@x.example")


def test_one_grid_a_month_below_the_other():
    rows = table(
        ("octobre 2026",),
        ("Nom", *MONTH),
        ("Anna Petit", *marks(d2="X")),
        ("novembre 2026",),
        ("Nom", *MONTH),
        ("Anna Petit", *marks(d3="X")),
    )
    assert [one.day for one in entries(rows)] == [date(2026, 10, 2), date(2026, 11, 3)]


class Place(int):
    """The number of a row that knows its sheet, as several sheets in one table have."""

    def __new__(cls, number, sheet):
        place = super().__new__(cls, number)
        place.sheet = sheet
        return place


def test_sheets_below_one_line_of_days_keep_their_own_month():
    line = ("Anna Petit", *marks(d2="X"))
    rows = [
        Row(Place(1, "octobre 2026"), ("Nom", *MONTH)),
        Row(Place(2, "octobre 2026"), line),
        Row(Place(2, "novembre 2026"), line),
        Row(Place(2, "Feuil3"), line),
    ]
    found = entries(rows, "présences septembre 2026.xlsx")
    assert [one.day for one in found] == [date(2026, 10, 2), date(2026, 11, 2), None]
    assert found[2].notes[0].code == "month_unknown"


def test_a_list_is_no_grid():
    lists = table(("Date", "Nom", "Unité"), *(("02/11/2026", "Anna", "jour") for _ in range(20)))
    assert grid.unfold(lists, ["novembre 2026"], TODAY) is None
    figures = table(("A", "B"), (1, 2, 3, 4, 5, 6), (7, 8, 9, 10, 11, 12))
    assert grid.unfold(figures, [], TODAY) is None


CELLS = st.one_of(
    st.sampled_from(
        ["", "X", "½", "AM", "M", "?", "novembre 2026", "Total", "31", "L 3", "lun. 4"]
    ),
    st.text(max_size=6),
    st.integers(-5, 40),
    st.floats(),
    st.dates(),
    st.datetimes(),
    st.booleans(),
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(CELLS, max_size=14), max_size=5), st.integers(0, 3), st.text(max_size=12))
def test_any_table_is_a_grid_whose_marks_are_all_told_or_none(rows, place, name):
    header = ["Nom", *range(1, 15)]
    numbered = [
        Row(n, tuple(cells)) for n, cells in enumerate([*rows[:place], header, *rows[place:]])
    ]
    grid.unfold([row for row in numbered if row.cells != tuple(header)], [name], TODAY)
    found = grid.unfold(numbered, [name], TODAY)
    assert found is not None
    for one in found[1:]:
        cells = dict(zip(("date", "mark", "part", "left_out", "person"), one.cells, strict=False))
        entry = read_entry(one.number, cells, TODAY)
        assert entry.day or entry.left_out or entry.notes
