"""Which sheets of a workbook are read, how several become one, and what is said of the rest."""

from cae_tiers_lieux.sheets.cells import Row, Sheet
from cae_tiers_lieux.sheets.choice import (
    choose_sheets,
    find_header_row,
    find_left_out,
    names_month,
    stack,
)
from hypothesis import given
from hypothesis import strategies as st

SPACES = {"nom": "name", "code postal": "zip", "ville": "city", "courriel": "email"}
USES = {"date": "date", "nom": "person", "lieu": "space", "note": "note"}


def sheet(name, *rows, hidden=False, errors=()):
    return Sheet(name, [Row(n, tuple(r)) for n, r in enumerate(rows, 1) if r], hidden, (), errors)


def names(sheets):
    return [one.name for one in sheets]


def told(choice, headers, used):
    rows = stack(choice.taken, headers)
    found = find_left_out(choice, rows, find_header_row(rows, headers), headers, used)
    return {one.code: one.args.get("names") or one.args.get("name") for one in found}


GUIDE = sheet(
    "Documentation",
    ("Nom du champ", "ID", "Description"),
    ("Nom", "nom", "Texte"),
    ("Code postal", "code_postal", "Texte"),
    ("Ville", "nomcom", "Texte"),
    ("Courriel", "mail", "Texte"),
)
DATA = sheet("Export", ("Nom", "Code postal", "Ville"), ("La Ruche", "30000", "Nîmes"))


def test_a_longer_documentation_before_the_data_is_not_taken():
    choice = choose_sheets([GUIDE, DATA], SPACES)
    assert names(choice.taken) == ["Export"]
    assert names(choice.left) == ["Documentation"]


def test_without_a_known_title_the_sheet_of_codes_mails_and_dates_is_taken():
    data = sheet("B", ("La Ruche", "30000", "a@b.example"), ("Le Nid", "31000", "c@d.example"))
    assert names(choose_sheets([GUIDE, data], {}).taken) == ["B"]


def test_titles_with_nothing_below_do_not_win():
    model = sheet("Modèle", ("Nom", "Code postal", "Ville", "Courriel"))
    assert names(choose_sheets([model, DATA], SPACES).taken) == ["Export"]


def test_a_hidden_sheet_is_never_taken_and_is_told_apart():
    hidden = sheet("Secret", ("Nom", "Code postal", "Ville"), ("x", "30000", "y"), hidden=True)
    choice = choose_sheets([hidden, GUIDE, DATA, sheet("Vide")], SPACES)
    assert (names(choice.taken), names(choice.hidden)) == (["Export"], ["Secret"])
    assert names(choice.left) == ["Documentation"]


def month(name, *rows, title=("Date", "Nom", "Lieu")):
    return sheet(name, title, *rows)


def test_of_attendance_the_sheets_of_one_make_are_taken_together():
    october = month("Octobre", ("05/10/2026", "Anna", "Tau"))
    november = month("Novembre", title=("Date", "Nom", "Lieu", "Note"))
    total = sheet("Total", ("Nom", "Jours"), ("Anna", 3))
    choice = choose_sheets([october, november, total], USES, many=True)
    assert names(choice.taken) == ["Octobre", "Novembre"]
    assert names(choice.left) == ["Total"]
    assert names(choose_sheets([october, november], USES).taken) == ["Octobre"]


def test_grids_are_of_one_make_by_the_names_of_their_months():
    grids = [
        sheet(name, ("Présences",), ("", *range(1, days + 1)), ("Anna", *["X"] * days))
        for name, days in (("Janvier", 31), ("Février", 28))
    ]
    guide = sheet("Mode d'emploi", ("Mettez une croix",), ("Merci",))
    choice = choose_sheets([guide, *grids], USES, many=True)
    assert names(choice.taken) == ["Janvier", "Février"]


def test_a_caller_may_say_which_sheets_it_likes():
    one, two = sheet("1", ("a",)), sheet("2", ("b",), ("c",))
    three = sheet("3", ("d",), ("e",), ("f",))

    def likes(sheet_):
        return 5 * (sheet_.name in "12")

    choice = choose_sheets([one, two, three], {}, many=True, likeness=likes)
    assert names(choice.taken) == ["1", "2"]


def test_columns_of_another_order_go_below_their_titles_and_new_ones_after():
    one = month("Oct", ("05/10/2026", "Anna", "Tau"))
    two = month("Nov", ("Léa", "Ok", "02/11/2026"), title=("Nom", "Note", "Date"))
    rows = stack([one, two], USES)
    assert [row.cells for row in rows] == [
        ("Date", "Nom", "Lieu", "Note"),
        ("05/10/2026", "Anna", "Tau", ""),
        ("02/11/2026", "Léa", "", "Ok"),
    ]
    assert [str(row.number) for row in rows] == ["1 (Oct)", "2 (Oct)", "2 (Nov)"]


def test_two_columns_of_one_title_stay_two():
    title = ("Date", "Nom", "Nom")
    one = month("Oct", ("05/10/2026", "Anna", "Petit"), title=title)
    two = month("Nov", ("02/11/2026", "Léa", "Roy"), title=title)
    assert stack([one, two], USES)[2].cells == ("02/11/2026", "Léa", "Roy")


def test_one_sheet_keeps_its_plain_numbers():
    rows = stack([DATA], SPACES)
    assert [type(row.number) for row in rows] == [int, int]


def test_everything_that_is_not_read_is_told():
    data = sheet(
        "Export",
        ("Annuaire 2026",),
        ("Nom", "Code postal", "Chien", "Vide"),
        ("La Ruche", "30000", "Rex", ""),
        ("Le Nid", "31000", "", "", "perdu"),
        errors=((4, 1),),
    )
    secret = sheet("Secret", ("Nom",), hidden=True)
    choice = choose_sheets([GUIDE, data, secret], SPACES)
    assert told(choice, SPACES, {0, 1}) == {
        "sheet_read": "Export",
        "sheets_left": ["Documentation"],
        "sheets_hidden": ["Secret"],
        "rows_above": ["1: Annuaire 2026"],
        "columns_left": ["Chien", "E"],
        "cells_in_error": ["B4"],
    }


def test_what_is_told_of_several_sheets_names_them():
    one = month("Oct", ("05/10/2026", "Anna", "Tau"))
    rows = [Row(1, ("Fréquentation",)), Row(2, ("Date", "Nom", "Lieu")), Row(3, (1, "a", "b"))]
    two = Sheet("Nov", rows, errors=((3, 0),))
    choice = choose_sheets([one, two], USES, many=True)
    assert told(choice, USES, {0, 1, 2}) == {
        "sheets_read": ["Oct", "Nov"],
        "rows_above": ["1 (Nov): Fréquentation"],
        "cells_in_error": ["A3 (Nov)"],
    }


def test_of_a_file_that_is_read_whole_nothing_is_told():
    assert told(choose_sheets([DATA], SPACES), SPACES, {0, 1, 2}) == {}


def test_names_of_months():
    assert all(map(names_month, ("Janv.", "nov 2026", "2026_03", "Présences mars", "03-2026")))
    assert not any(map(names_month, ("Feuil1", "Total 2026", "Aide", "2026")))


cells = st.sampled_from(["", "Nom", "Date", "x", "05/10/2026", "a@b.fr", 3, 30000, True, 0.5])
tables = st.lists(st.lists(cells, max_size=5).map(tuple), max_size=6)


@given(st.lists(st.tuples(tables, st.booleans()), min_size=1, max_size=4), st.booleans())
def test_no_row_of_a_sheet_that_is_taken_is_lost_but_titles(made, many):
    sheets = [
        sheet(f"S{n}", *[row for row in rows if any(c != "" for c in row)], hidden=hidden)
        for n, (rows, hidden) in enumerate(made)
    ]
    choice = choose_sheets(sheets, USES, many=many)
    held = [one for one in sheets if one.rows and not one.hidden]
    assert sorted(names(choice.taken + choice.left)) == sorted(names(held))
    if not choice.taken:
        return
    rows = stack(choice.taken, USES)
    told(choice, USES, {0})
    written = sum(cell != "" for one in choice.taken for row in one.rows for cell in row.cells)
    kept = sum(cell != "" for row in rows for cell in row.cells)
    if len(choice.taken) == 1:
        assert kept == written
    else:
        above = [one.rows[: find_header_row(one.rows, USES) or 0] for one in choice.taken[1:]]
        lost = sum(len(part) for part in above) + len(choice.taken) - 1
        assert len(rows) >= sum(len(one.rows) for one in choice.taken) - lost
