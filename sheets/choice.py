"""Which sheets of a workbook are the table, and what of the file is not read, to be said."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from ..rules.finding import Finding
from . import columns
from .cells import Place, Row, Sheet, name_column, text_of
from .dates import MONTHS
from .words import fold

#: Rows by which a sheet is judged.
JUDGED = 60
#: How much of two lists of titles is the same when the sheets are of one make.
ALIKE = 0.6
#: Columns by which two grids of a month may differ: 28 days or 31, in halves, and a total.
MONTH_WIDTHS = 8
TELLING = frozenset("zip email phone url date time moment unit degrees".split())
#: Names, cells and rows that one sentence names before it counts.
NAMED = 12


@dataclass(slots=True)
class Choice:
    """The sheets that are read, in the order of the file, and those that are not."""

    taken: list[Sheet] = field(default_factory=list)
    left: list[Sheet] = field(default_factory=list)
    hidden: list[Sheet] = field(default_factory=list)


@dataclass(slots=True)
class _Look:
    """What a sheet looks like: where its header is, the fields it names, its titles, its shape."""

    sheet: Sheet
    header: int | None
    fields: frozenset[str]
    titles: frozenset[str]
    shapes: list[str]
    likeness: int

    @property
    def rank(self) -> tuple[int, int, int]:
        telling = sum(shape in TELLING for shape in self.shapes)
        return len(self.fields) + self.likeness, telling, len(self.sheet.rows)


def find_header_row(rows: Sequence[Row], headers: Mapping[str, str]) -> int | None:
    """Return the index of the header of a sheet, by its known words, else by what is below it."""
    index = columns.find_header(rows, headers)
    if index is None and columns.looks_like_header(rows[:JUDGED]):
        return 0
    return index


def choose_sheets(
    sheets: Sequence[Sheet],
    headers: Mapping[str, str],
    many: bool = False,
    likeness: Callable[[Sheet], int] | None = None,
) -> Choice:
    """Return the sheet that most looks like a table of what is asked, not the first one.

    A sheet is judged by the known titles of its best row, then by its columns of dates, e-mails,
    codes, then by its length; hidden sheets are never taken.

    :param headers: field by folded title, ``{"code postal": "zip"}``
    :param many: take all the sheets of the same make, a month each
    :param likeness: how many more titles a sheet is worth for a reason of the caller (a grid);
        sheets that it likes are of the same make

    >>> help_ = Sheet("Aide", [Row(1, ("Nom du champ", "ID")), Row(2, ("Code postal", "zip"))])
    >>> data = Sheet("Lieux", [Row(1, ("Nom", "Code postal")), Row(2, ("Tau", "31000"))])
    >>> choice = choose_sheets([help_, data], {"nom": "name", "code postal": "zip"})
    >>> [sheet.name for sheet in choice.taken], [sheet.name for sheet in choice.left]
    (['Lieux'], ['Aide'])
    """
    choice = Choice(hidden=[sheet for sheet in sheets if sheet.hidden and sheet.rows])
    looks = [
        _look(sheet, headers, likeness(sheet) if likeness else 0)
        for sheet in sheets
        if sheet.rows and not sheet.hidden
    ]
    if not looks:
        return choice
    best = max(looks, key=lambda look: look.rank)
    for look in looks:
        taken = look is best or (many and _alike(look, best))
        (choice.taken if taken else choice.left).append(look.sheet)
    return choice


def _look(sheet: Sheet, headers: Mapping[str, str], likeness: int) -> _Look:
    rows = sheet.rows[:JUDGED]
    index = find_header_row(rows, headers)
    titles = [] if index is None else [fold(text_of(cell)) for cell in rows[index].cells]
    below = rows if index is None else rows[index + 1 :]
    # a title that nothing stands below is no table of it
    fields = {headers[title] for title in titles if title in headers} if below else set()
    width = max(len(row.cells) for row in rows)
    return _Look(
        sheet,
        index,
        frozenset(fields),
        frozenset(title for title in titles if title and not re.search(r"\d", title)),
        columns.shape(below, width),
        likeness,
    )


def _alike(one: _Look, two: _Look) -> bool:
    """Whether two sheets are of the same make: by their titles, else by their months."""
    if one.likeness and two.likeness:
        return True
    if one.titles and two.titles:
        shared = len(one.titles & two.titles) / len(one.titles | two.titles)
        # an empty month has its titles and nothing else
        return shared >= ALIKE
    if names_month(one.sheet.name) and names_month(two.sheet.name):
        return abs(len(one.shapes) - len(two.shapes)) <= MONTH_WIDTHS
    if one.titles or two.titles:
        return False
    return columns.same_shape(one.shapes, two.shapes)


def names_month(name: str) -> bool:
    """Whether the name of a sheet is that of a month.

    >>> [names_month(name) for name in ("Nov. 26", "2026-11", "octobre", "11-2026", "Aide")]
    [True, True, True, True, False]
    """
    if re.search(r"\b20\d\d[-_. ]?(0?[1-9]|1[0-2])\b|\b(0?[1-9]|1[0-2])[-_. ]20\d\d\b", name):
        return True
    return any(word in MONTHS for word in re.findall(r"[^\W\d_]+", fold(name)))


def stack(sheets: Sequence[Sheet], headers: Mapping[str, str]) -> list[Row]:
    """Return the rows of several sheets of one make as those of one.

    The columns are those of the first sheet; a column that only another one has stands after
    them. A number of a row knows its sheet when there are several.

    >>> one = Sheet("Oct", [Row(1, ("Date", "Nom")), Row(2, ("05/10/2026", "Anna"))])
    >>> two = Sheet("Nov", [Row(1, ("Nom", "Date", "Lieu")), Row(2, ("Léa", "02/11/2026", "Tau"))])
    >>> rows = stack([one, two], {"date": "date", "nom": "person"})
    >>> [row.cells for row in rows]
    [('Date', 'Nom', 'Lieu'), ('05/10/2026', 'Anna', ''), ('02/11/2026', 'Léa', 'Tau')]
    >>> str(rows[2].number)
    '2 (Nov)'
    """
    first, *others = sheets
    if not others:
        return first.rows
    index = find_header_row(first.rows, headers)
    rows = [_placed(row, first) for row in first.rows]
    if index is None:
        return rows + [_placed(row, sheet) for sheet in others for row in sheet.rows]
    titles = [text_of(cell) for cell in rows[index].cells]
    titles += [""] * (max(len(row.cells) for row in rows) - len(titles))
    for sheet in others:
        below = find_header_row(sheet.rows, headers)
        if below is None:
            rows += [_placed(row, sheet) for row in sheet.rows]
            continue
        places = _find_places(titles, sheet.rows, below)
        rows += [_placed(row, sheet, places) for row in sheet.rows[below + 1 :]]
    header = Row(rows[index].number, tuple(titles))
    width = len(titles)
    return [
        Row(row.number, row.cells + ("",) * (width - len(row.cells)))
        for row in (*rows[:index], header, *rows[index + 1 :])
    ]


def _find_places(titles: list[str], rows: Sequence[Row], header: int) -> list[int]:
    """Return where each column of a sheet goes; ``titles`` grows by those it does not know.

    Of two columns of one title the first goes to the first.
    """
    own = [text_of(cell) for cell in rows[header].cells]
    own += [""] * (max(len(row.cells) for row in rows) - len(own))
    free: dict[str, list[int]] = {}
    for place, title in enumerate(titles):
        free.setdefault(fold(title), []).append(place)
    places = []
    for place, title in enumerate(own):
        known = free.get(fold(title))
        if not title and place < len(titles) and not titles[place]:
            known = [place]
        elif not title:
            known = None
        if known:
            places.append(known.pop(0))
        else:
            places.append(len(titles))
            titles.append(title)
    return places


def _placed(row: Row, sheet: Sheet, places: Sequence[int] | None = None) -> Row:
    cells = row.cells
    if places is not None and list(places[: len(cells)]) != list(range(len(cells))):
        moved = [""] * (max(places, default=-1) + 1)
        for place, cell in zip(places, cells, strict=False):
            moved[place] = cell
        cells = tuple(moved)
    return Row(Place.of(row.number, sheet.name), cells)


def find_left_out(
    choice: Choice,
    rows: Sequence[Row],
    header: int | None,
    headers: Mapping[str, str],
    used: Collection[int],
) -> list[Finding]:
    """Return what of the file is not read: sheets, rows above the titles, columns, errors.

    :param rows: those of the sheets that are taken, stacked
    :param header: the index of the header among ``rows``
    :param used: the places of the columns that some field takes
    """
    found = []
    if len(choice.taken) > 1:
        found.append(_name("sheets_read", [sheet.name for sheet in choice.taken]))
    elif choice.left or choice.hidden:
        found.append(Finding("sheet_read", {"name": choice.taken[0].name}))
    if choice.left:
        found.append(_name("sheets_left", [sheet.name for sheet in choice.left]))
    if choice.hidden:
        found.append(_name("sheets_hidden", [sheet.name for sheet in choice.hidden]))
    if above := _find_above(choice, rows, header, headers):
        found.append(_name("rows_above", above))
    if beside := _find_unused(rows, header, used):
        found.append(_name("columns_left", beside))
    errors = [
        f"{name_column(column)}{_told(number, sheet, choice)}"
        for sheet in choice.taken
        for number, column in sheet.errors
    ]
    if errors:
        found.append(_name("cells_in_error", errors))
    return found


def _told(number: int, sheet: Sheet, choice: Choice) -> str:
    return str(Place.of(number, sheet.name) if len(choice.taken) > 1 else number)


def _find_above(
    choice: Choice, rows: Sequence[Row], header: int | None, headers: Mapping[str, str]
) -> list[str]:
    """The rows above the titles, each with its first words."""
    above = list(rows[: header or 0])
    if header is not None:
        for sheet in choice.taken[1:]:
            index = find_header_row(sheet.rows, headers) or 0
            above += [_placed(row, sheet) for row in sheet.rows[:index]]
    told = []
    for row in above:
        words = next(filter(None, map(text_of, row.cells)), "")
        told.append(f"{row.number}: {words[:40]}")
    return told


def _find_unused(rows: Sequence[Row], header: int | None, used: Collection[int]) -> list[str]:
    """The columns that hold something and that no field takes, by their titles."""
    body = rows if header is None else rows[header + 1 :]
    width = max((len(row.cells) for row in rows), default=0)
    unused = set(range(width)) - set(used)
    held = set()
    for row in body:
        if unused <= held:
            break
        held |= {place for place in unused - held if text_of(_cell(row, place))}
    titles = rows[header] if header is not None else Row(0, ())
    return [text_of(_cell(titles, place)) or name_column(place) for place in sorted(held)]


def _cell(row: Row, place: int):
    return row.cells[place] if place < len(row.cells) else ""


def _name(code: str, names: Sequence[str]) -> Finding:
    """A finding that names the first of many, and counts the others."""
    shown = list(names[:NAMED])
    return Finding(code, {"names": shown, "count": len(names), "more": len(names) - len(shown)})
