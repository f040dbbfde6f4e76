"""What spaces really send: dates, halves of days, bookings, names; read, or said, never lost."""

from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from cae_tiers_lieux.rules import presence
from cae_tiers_lieux.sheets import columns, dates, together, words
from cae_tiers_lieux.sheets.attendance import Entry, References, read_entry, stay
from cae_tiers_lieux.sheets.dates import Habits, habits_of, read_clock, read_moment, read_span
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

TODAY = date(2026, 11, 23)
PARIS = ZoneInfo("Europe/Paris")
NOVEMBER = Habits(near=date(2026, 11, 15), today=TODAY)


def entry(habits=NOVEMBER, **cells):
    return read_entry(2, cells, TODAY, habits)


def codes(one):
    return [note.code for note in one.notes]


# Dates and times


@pytest.mark.parametrize(
    ("raw", "day", "clock"),
    [
        ("2026/11/02 9:12:33 AM UTC+1", date(2026, 11, 2), time(9, 12, 33)),
        ("2026/11/02 9:12:33 PM GMT", date(2026, 11, 2), time(21, 12, 33)),
        ("lundi 2 novembre", date(2026, 11, 2), None),
        ("Lundi 2 novembre 2026", date(2026, 11, 2), None),
        ("lun. 2/11", date(2026, 11, 2), None),
        ("3/11", date(2026, 11, 3), None),
        ("2 nov.", date(2026, 11, 2), None),
        ("2-nov-26", date(2026, 11, 2), None),
        ("le 2 novembre à 9h30", date(2026, 11, 2), time(9, 30)),
        ("2 nov. 2026 14:00", date(2026, 11, 2), time(14)),
        ("November 2, 2026", date(2026, 11, 2), None),
        ("Monday, November 2nd 2026", date(2026, 11, 2), None),
        ("2026-11-02T09:30:15.123+01:00", date(2026, 11, 2), time(9, 30, 15)),
    ],
)
def test_dates_of_tools_forms_and_hands_are_read(raw, day, clock):
    found = read_moment(raw, NOVEMBER)
    assert (found.day, found.clock) == (day, clock)


def test_a_date_without_a_year_takes_it_from_the_file_its_name_or_the_past():
    among = habits_of(["3/11", "28/10/2025", "5/11/2025", "6/11/2025"], today=TODAY)
    assert read_moment("3/11", among).day == date(2025, 11, 3)
    assert read_moment("2/01", habits_of(["30/12/2025"])).day == date(2026, 1, 2)
    named = habits_of(["3/11"], names=["presences_novembre_2024.xlsx"], today=TODAY)
    assert read_moment("3/11", named).day == date(2024, 11, 3)
    assert read_moment("3/11", Habits(today=TODAY)).day == date(2026, 11, 3)
    assert read_moment("3/12", Habits(today=TODAY)).day == date(2025, 12, 3)
    note = entry(date="3/11", person="Anna").notes[0]
    assert (note.code, note.level, note.args["day"]) == ("date_year", "repair", date(2026, 11, 3))
    with pytest.raises(ValueError):
        read_moment("3/11")


def test_a_weekday_that_is_another_one_is_a_doubt():
    assert codes(entry(date="mardi 2 novembre 2026")) == ["date_weekday"]
    assert codes(entry(date="lundi 2 novembre 2026")) == []


def test_american_dates_are_read_where_the_tool_says_so():
    said = habits_of(["11/02/2026"], "Date (MM/DD/YYYY)")
    assert read_moment("11/02/2026", said).day == date(2026, 11, 2)
    clock = habits_of(["11/02/2026 9:00 AM", "11/25/2026 5:00 PM"])
    assert read_moment("11/02/2026 9:00 AM", clock).day == date(2026, 11, 2)
    assert not habits_of(["10/25/2026", "02/11/2026"]).month_first, "one slip does not turn a file"
    assert not habits_of(["25/10/2026 9:00 AM", "02/11/2026"]).month_first


def test_hours_are_read_as_people_write_them():
    assert read_clock("09.30").clock == time(9, 30)
    assert read_clock(9).clock == time(9)
    for written in ("9h30-17h", "9h30 - 17h", "de 9h30 à 17h", "9:30–17:00", "9.30 - 17h"):
        start, stop = read_span(written)
        assert (start.clock, stop.clock) == (time(9, 30), time(17))
    one = entry(date="2/11/2026", start="9h30-17h")
    assert (one.start.clock, one.stop.clock, one.notes) == (time(9, 30), time(17), ())
    whole = entry(date="2 nov. 9h-12h")
    assert (whole.day, whole.stop.clock) == (date(2026, 11, 2), time(12))
    assert codes(entry(date="2/11/2026", start="9h/12h/14h")) == ["time_unknown"]


def test_a_date_outside_the_month_of_the_file_is_a_doubt():
    rows = [entry(date=f"{day:02}/11/2026", person="Anna") for day in range(2, 8)]
    rows.append(entry(date="03/04/25", person="Anna"))
    assert {place: [f.code for f in found] for place, found in _together(rows).items()} == {
        6: ["date_elsewhere"]
    }
    assert _together(rows)[6][0].args == {"day": date(2025, 4, 3), "month": date(2026, 11, 1)}
    quarter = [
        entry(date=f"{day:02}/{month}/2026", person="Anna")
        for month in (9, 10, 11)
        for day in (1, 2)
    ]
    assert _together(quarter) == {}, "a file of three months has no month"


def _together(rows):
    return together.look_together(rows)


def test_a_person_on_every_day_of_a_month_is_a_doubt():
    rows = [Entry(n, day=date(2026, 10, n), person="Anna") for n in range(1, 32)]
    rows += [Entry(n, day=date(2026, 10, n), person="Bruno") for n in range(1, 28)]
    found = _together(rows)
    assert [(place, f.code, f.args["count"]) for place, fs in found.items() for f in fs] == [
        (0, "person_every_day", 31)
    ]


@pytest.mark.parametrize(
    ("start", "stop", "hours"),
    [
        ("2026-03-29 01:30", "03:30", 1),
        ("2026-03-29 02:30", "03:00", 0.5),
        ("2026-03-29 01:30", "02:30", 1),
        ("2026-10-25 01:30", "03:30", 3),
        ("2026-10-25 02:45", "02:15", 0.5),
        ("2026-10-24 22:00", "06:00", 9),
        ("2026-10-25T02:45:00+02:00", "2026-10-25T02:15:00+01:00", 0.5),
    ],
)
def test_a_stay_over_the_change_of_the_clock_is_read(start, stop, hours):
    one = entry(start=start, stop=stop)
    begin, end = (moment.astimezone(timezone.utc) for moment in stay(one, PARIS))
    assert (end - begin).total_seconds() == hours * 3600
    presence.count_stay(begin, end, "meeting", Decimal(4))


@given(
    st.datetimes(datetime(2026, 3, 28), datetime(2026, 3, 31))
    | st.datetimes(datetime(2026, 10, 24), datetime(2026, 10, 27)),
    st.times(),
)
def test_no_stay_ends_before_it_begins(start, leaves):
    one = Entry(1, day=start.date(), start=dates.Moment(clock=start.time()))
    one = Entry(1, day=one.day, start=one.start, stop=dates.Moment(clock=leaves))
    begin, end = (moment.astimezone(timezone.utc) for moment in stay(one, PARIS))
    assert timedelta(0) < end - begin <= timedelta(hours=25)


# Quantities, units, halves


@pytest.mark.parametrize(
    ("text", "unit", "count", "part"),
    [
        ("1/2", "half_day", None, ""),
        ("½", "half_day", None, ""),
        ("0,5", "half_day", None, ""),
        ("0.5", "half_day", None, ""),
        ("Half Day Pass", "half_day", None, ""),
        ("Half-day pass", "half_day", None, ""),
        ("Demi-journée", "half_day", None, ""),
        ("Pass demi-journée", "half_day", None, ""),
        ("Demi-journée (matin)", "half_day", None, "morning"),
        ("après-midi", "half_day", None, "afternoon"),
        ("Day Pass", "day", None, ""),
        ("Pass journée", "day", None, ""),
        ("1,5", "day", Decimal("1.5"), ""),
        ("10h", "hour", Decimal(10), ""),
        ("Forfait", "use", None, ""),
    ],
)
def test_units_as_tools_sell_them(text, unit, count, part):
    assert words.unit(text) == (unit, count)
    assert words.part(text) == part


def test_quantities_may_be_fractions_or_name_their_unit():
    def counted(text, **cells):
        one = entry(date="2/11/2026", quantity=text, **cells)
        return one.unit, one.quantity, codes(one)

    for half in ("0,5", "1/2", "½", 0.5):
        assert counted(half) == ("", Decimal("0.5"), [])
    assert counted("1,5") == ("", Decimal("1.5"), [])
    assert counted("10h") == ("hour", Decimal(10), [])
    assert counted("10h", unit="jour")[2] == ["quantity_unknown"]


@pytest.mark.parametrize(
    ("morning", "afternoon", "unit", "part"),
    [
        ("X", "", "half_day", "morning"),
        ("", "1", "half_day", "afternoon"),
        ("oui", "non", "half_day", "morning"),
        ("x", "✔", "day", ""),
        (1, 1, "day", ""),
        (True, False, "half_day", "morning"),
    ],
)
def test_two_columns_of_halves(morning, afternoon, unit, part):
    one = entry(date="2/11/2026", person="Anna", morning=morning, afternoon=afternoon)
    assert (one.unit, one.part, one.notes, one.left_out) == (unit, part, (), None)


def test_two_columns_of_halves_that_say_nothing_or_something_else():
    nothing = entry(date="2/11/2026", morning="", afternoon="-")
    assert nothing.left_out.code == "parts_empty"
    assert codes(entry(date="2/11/2026", morning="peut-être", afternoon="")) == ["tick_unknown"]


@pytest.mark.parametrize(
    ("text", "unit", "part"),
    [
        ("Matin", "half_day", "morning"),
        ("Après-midi", "half_day", "afternoon"),
        ("Journée", "day", ""),
        ("matin et après-midi", "day", ""),
        ("soirée", "half_day", "evening"),
    ],
)
def test_a_column_of_the_moment(text, unit, part):
    one = entry(date="2/11/2026", part=text)
    assert (one.unit, one.part, codes(one)) == (unit, part, [])


def test_a_moment_against_its_unit_is_told():
    one = entry(date="2/11/2026", unit="jour", part="matin")
    assert (one.unit, one.part, codes(one)) == ("day", "", ["part_and_unit"])
    assert codes(entry(date="2/11/2026", part="bientôt")) == ["part_unknown"]
    hours = entry(date="2/11/2026", part="9h-12h")
    assert (hours.start.clock, codes(hours)) == (time(9), [])


MORNING = {"date": "2/11/2026", "person": "Anna", "unit": "matin"}


def test_a_morning_and_an_afternoon_are_two_rows_for_the_next_file():
    morning = entry(**MORNING)
    later = entry(date="2/11/2026", person="Anna", unit="après-midi")
    half = entry(date="2/11/2026", person="Anna", unit="demi-journée")
    files = (morning, later, half)
    assert len({References().of(one, 1) for one in files}) == 3
    assert References().of(morning, 1) == References().of(entry(**MORNING), 1)


# Whatever stands in a cell

CELLS = (
    st.text(max_size=30)
    | st.from_regex(r"[0-9hH:/.\- ,apmAPM+UTC]{0,16}", fullmatch=True)
    | st.integers()
    | st.floats()
    | st.booleans()
    | st.dates()
    | st.datetimes()
    | st.times()
)
FIELDS = (
    "date person first_name email reference space resource unit quantity part morning afternoon"
    " mark start stop activity coop settled status cancelled note left_out carried"
).split()

# the first example pays for the tables of Unicode
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@PATIENT
@given(st.dictionaries(st.sampled_from(FIELDS), CELLS), st.sampled_from([NOVEMBER, Habits()]))
def test_any_row_is_an_entry_or_a_note(cells, habits):
    one = read_entry(2, cells, TODAY, habits)
    assert one.label is not None and one.person_key is not None
    if one.day is None:
        assert one.left_out or any(note.level == "error" for note in one.notes)
    if not any(note.level == "error" for note in one.notes):
        stay(one, PARIS)
        References().of(one, 1)
    together.look_together([one])
    together.emails_of_names([one]), together.longer_names([one])
    together.left_out_of([one])


@PATIENT
@given(st.lists(CELLS, max_size=6), st.text(max_size=20), st.text(max_size=20))
def test_the_habits_of_any_column_are_told(cells, title, name):
    habits_of(cells, title, [name], TODAY)
    for cell in cells:
        columns.shape_of_cell(cell)
        for read in (read_moment, read_clock):
            try:
                read(cell, NOVEMBER)
            except ValueError:
                pass


@PATIENT
@given(st.text(max_size=30))
def test_any_word_is_understood_or_refused(text):
    words.part(text), words.booking(text), words.person(text), words.fold(text)
    for read in (words.unit, words.mark, words.tick, words.number, words.settled):
        try:
            read(text)
        except ValueError:
            pass
