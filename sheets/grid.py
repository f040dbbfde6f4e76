"""The paper grid: people in rows, days in columns, turned into rows of one presence each.

The month comes from whole dates, a title above, the name of the sheet or of the file. Totals and
columns that say nothing of a presence are left out and told; a mark that nobody knows stays a mark,
and the row that it becomes says where it stands.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import NamedTuple

from . import words
from .dates import WEEKDAYS, Habits, month_in, read_moment
from .tabular import Cell, Row, text_of
from .words import fold

#: Titles of the columns that a grid becomes; no sheet of people has them.
DAY, MARK, PART, LEFT_OUT = (
    "Jour de la grille",
    "Marque de la grille",
    "Moment de la grille",
    "Laissé de côté de la grille",
)
TITLES = (DAY, MARK, PART, LEFT_OUT)
#: Rows in which the days of the first grid are looked for, and days that make one.
SEARCHED, FEWEST = 15, 5
LETTERS = frozenset("l m j v s d".split())
PART_TITLES = {"morning": "matin", "afternoon": "après-midi", "evening": "soir"}


class Column(NamedTuple):
    """A column of a day: the day, or its number in the month; the half of it when it is told."""

    place: int
    day: date | int
    part: str = ""


@dataclass(slots=True)
class Block:
    """One grid: where its days stand, what the other columns are called, in which month it is."""

    index: int
    columns: list[Column]
    others: dict[int, str] = field(default_factory=dict)
    body: int = 0
    month: tuple[int, int] | None = None

    @property
    def kept(self) -> dict[int, str]:
        """The columns beside the days that say something of a person."""
        return {
            place: title
            for place, title in self.others.items()
            if title and not words.is_total(title)
        }


def unfold(
    rows: Sequence[Row], names: Iterable[str] = (), today: date | None = None
) -> list[Row] | None:
    """Return the rows that a grid says, a line of titles first; None when the table is no grid.

    :param names: of the file and of the sheet, where the month may stand

    >>> week = (2, 3, 4, 5, 6, 9, 10, 11, 12, 13)
    >>> rows = [Row(1, ("Présences novembre 2026",)), Row(2, ("Nom", *week)),
    ...         Row(3, ("Anna Petit", "X", "", "M"))]
    >>> [(row.number, *map(str, row.cells)) for row in unfold(rows)[1:]]
    [(3, '2026-11-02', 'X', '', '', 'Anna Petit'), (3, '2026-11-04', 'M', '', '', 'Anna Petit')]
    >>> unfold([Row(1, ("Date", "Nom")), Row(2, ("2/11/2026", "Anna"))]) is None
    True
    """
    blocks = list(_find_blocks(rows))
    if not blocks:
        return None
    names = list(names)
    titles: list[str] = []
    for place, block in enumerate(blocks):
        before = blocks[place - 1].body if place else 0
        above = [row for row in rows[before : block.index] if place == 0 or _is_title(row)]
        sheet = _sheet_of(rows[block.index])
        block.month = _find_month(block, above, [sheet, *names], today)
        titles += [title for title in block.kept.values() if title not in titles]
    found: list[Row] = []
    for place, block in enumerate(blocks):
        after = blocks[place + 1].index if place + 1 < len(blocks) else len(rows)
        body, header = rows[block.body : after], rows[block.index]
        by_sheet: dict[str, list[Row]] = {}
        for row in body:
            by_sheet.setdefault(_sheet_of(row), []).append(row)
        for sheet, theirs in by_sheet.items():
            own = block
            if sheet != _sheet_of(header):
                # below the days of another sheet: their month is that of its own name, or unknown
                own = replace(block, month=_find_month(block, [], [sheet], today))
            found += _unfold_block(own, theirs, titles, header)
    return [Row(rows[blocks[0].index].number, (*TITLES, *titles)), *found]


def _sheet_of(row: Row) -> str:
    """The sheet of a row: when several are read in one go, its number knows it."""
    return getattr(row.number, "sheet", "")


def likeness(rows: Sequence[Row]) -> int:
    """Return how much the first rows of a sheet look like a grid: its days, 0 when it is none.

    >>> likeness([Row(1, ("Nom", *range(1, 31)))]), likeness([Row(1, ("Date", "Nom"))])
    (30, 0)
    """
    block = next(_find_blocks(rows), None)
    return len({column.day for column in block.columns}) if block else 0


# Where the days stand


def _find_blocks(rows: Sequence[Row]) -> Iterator[Block]:
    found = False
    body = 0
    for index, row in enumerate(rows):
        if index < body:
            continue
        if not found and index >= SEARCHED:
            return
        columns = _day_columns(row)
        if columns is None:
            continue
        found = True
        block = Block(index, columns, body=index + 1)
        _read_second_line(block, rows)
        body = block.body
        _name_others(block, rows)
        yield block


def _day_columns(row: Row) -> list[Column] | None:
    """The days of a line of titles: five dates, or ten numbers of days, one after the other."""
    columns: list[Column] = []
    for place, cell in enumerate(row.cells):
        found = _day_of(cell)
        if found is not None:
            columns.append(Column(place, *found))
    days = [column.day for column in columns]
    if len(set(days)) < FEWEST:
        return None
    if all(isinstance(day, int) for day in days):
        plain = [row.cells[c.place] for c in columns if _is_number(row.cells[c.place])]
        if len(plain) == len(columns) and len(set(days)) < 2 * FEWEST:
            return None  # five growing numbers are found in any table
        rising = all(0 <= later - day <= 8 for day, later in zip(days, days[1:], strict=False))
    elif all(isinstance(day, date) for day in days):
        rising = all(
            0 <= (later - day).days <= 8 for day, later in zip(days, days[1:], strict=False)
        )
    else:
        return None
    if not rising or max(Counter(days).values()) > 3:
        return None
    return columns


def _is_number(cell: Cell) -> bool:
    return not isinstance(cell, str) or cell.strip().isdigit()


def _day_of(cell: Cell) -> tuple[date | int, str] | None:
    """The day, or its number, of a title such as 2, L 2, lun. 2, 2/11, 2 nov. 2026, 2 matin."""
    if isinstance(cell, bool) or cell == "":
        return None
    if isinstance(cell, datetime):
        return cell.date(), ""
    if isinstance(cell, date):
        return cell, ""
    if isinstance(cell, (int, float)):
        if 1 <= cell <= 31 and cell == int(cell):
            return int(cell), ""
        return _date_of(cell)
    if not isinstance(cell, str) or not any(letter.isdigit() for letter in cell):
        return None
    text, part = cell.strip(), ""
    told = [word for word in text.replace("\n", " ").split() if words.mark_part(word)]
    if len(told) == 1 and len(text.split()) > 1 and fold(told[0]) != "m":
        part = words.mark_part(told[0])
        text = " ".join(word for word in text.split() if word != told[0])
    pieces = fold(text).split()
    numbers = [piece for piece in pieces if piece.isdigit()]
    others = [piece for piece in pieces if not piece.isdigit()]
    if len(numbers) == 1 and 1 <= int(numbers[0]) <= 31 and len(numbers[0]) <= 2:
        if all(one in WEEKDAYS or one in LETTERS or one in ("jour", "j", "day") for one in others):
            return int(numbers[0]), part
    found = _date_of(text)
    return (found[0], part) if found else None


def _date_of(cell: Cell) -> tuple[date | int, str] | None:
    try:
        moment = read_moment(cell, Habits(near=date(2024, 1, 1)))
    except ValueError:
        return None
    if moment.day is None or moment.clock is not None:
        return None
    if moment.year_guessed:
        # 2/11: the year comes with the month of the sheet, or by itself
        return moment.day.replace(year=1904), ""
    return moment.day, ""


def _read_second_line(block: Block, rows: Sequence[Row]) -> None:
    """Read the line below the days: halves of the day, or the letters of the week."""
    if block.body >= len(rows):
        return
    below = rows[block.body].cells
    first, last = block.columns[0].place, max(block.columns[-1].place, len(below) - 1)
    labels = {
        place: fold(text_of(below[place]))
        for place in range(first, min(last + 1, len(below)))
        if text_of(below[place])
    }
    if not labels:
        return
    left = [text_of(cell) for cell in below[:first]]
    days = {column.place for column in block.columns}
    letters = [label for label in labels.values() if label in LETTERS or label in WEEKDAYS]
    halves = [label for label in labels.values() if words.mark_part(label)]
    if len(halves) * 5 >= len(labels) * 4 and len(set(halves)) > 1 and len(labels) > len(days):
        block.columns = _split(block.columns, labels)
        block.body += 1
    elif len(letters) * 5 >= len(labels) * 4 and not any(left) and len(set(letters)) > 2:
        block.body += 1


def _split(columns: list[Column], labels: dict[int, str]) -> list[Column]:
    """Each day over its halves; the title of a day is merged over the columns that follow it."""
    afternoons = _am_is_afternoon(labels.values())
    by_place = {column.place: column.day for column in columns}
    found, day = [], columns[0].day
    for place in range(columns[0].place, max(labels) + 1):
        day = by_place.get(place, day)
        label = labels.get(place, "")
        part = words.mark_part(label)
        if part or place in by_place:
            found.append(Column(place, day, "afternoon" if label == "am" and afternoons else part))
    return found


def _am_is_afternoon(marks: Iterable[str]) -> bool:
    """Whether AM is short for après-midi: beside M, and no PM."""
    known = {fold(mark) for mark in marks}
    return bool(known & {"m", "matin"}) and not known & {"pm", "ap", "apm", "apres midi"}


def _name_others(block: Block, rows: Sequence[Row]) -> None:
    """Name the columns that are no days by their titles; the first one without is the person."""
    header = rows[block.index].cells
    second = rows[block.body - 1].cells if block.body > block.index + 1 else ()
    days = {column.place for column in block.columns}
    width = max(len(row.cells) for row in rows[block.index : block.index + 200])
    first = min(days)
    named = False
    for place in range(width):
        if place in days:
            continue
        title = _text_at(header, place) or (_text_at(second, place) if place < first else "")
        filled = [row for row in rows[block.body :] if _text_at(row.cells, place)]
        if not title and not filled:
            continue
        if not title and place < first and not named and not _are_numbers(filled, place):
            title = "Nom"
        named = named or (place < first and fold(title) not in ("n", "no", "num", "numero"))
        block.others[place] = title


def _are_numbers(rows: Sequence[Row], place: int) -> bool:
    return all(_is_number(row.cells[place]) for row in rows)


def _text_at(cells: Sequence[Cell], place: int) -> str:
    return text_of(cells[place]) if place < len(cells) else ""


# In which month


def _find_month(
    block: Block, above: Sequence[Row], names: Sequence[str], today: date | None
) -> tuple[int, int] | None:
    """The year and the month of a block: its own dates, the nearest title above, then the names."""
    for column in block.columns:
        if isinstance(column.day, date) and column.day.year != 1904:
            return column.day.year, column.day.month
    told = [cell for row in reversed(above) for cell in row.cells if cell != ""]
    for cell in [*told, *names]:
        found = (cell.year, cell.month) if isinstance(cell, date) else month_in(text_of(cell))
        if found and found[0]:
            return found[0], found[1]
        if found:
            year = _year_beside([*told, *names]) or _latest_year(found[1], today)
            return (year, found[1]) if year else None
    return None


def _year_beside(cells: Iterable[Cell]) -> int | None:
    years = {
        int(piece)
        for cell in cells
        for piece in fold(text_of(cell)).split()
        if piece.isdigit() and len(piece) == 4 and 2000 <= int(piece) < 2100
    }
    return years.pop() if len(years) == 1 else None


def _latest_year(month: int, today: date | None) -> int | None:
    if today is None:
        return None
    return today.year if month <= today.month else today.year - 1


def _is_title(row: Row) -> bool:
    """Whether a line between two grids is the title of the next: one cell, with a month."""
    filled = [cell for cell in row.cells if cell != ""]
    return len(filled) <= 2 and any(
        isinstance(cell, date) or month_in(text_of(cell)) for cell in filled
    )


def _date_cell(block: Block, column: Column) -> Cell:
    """The day of a column as a cell: a date, or what is known of it, which will be told."""
    day = column.day
    if isinstance(day, date) and day.year != 1904:
        return day
    if isinstance(day, date):
        year = block.month[0] if block.month else None
        written, month = day.day, day.month
    else:
        year, month = block.month or (None, 0)
        written = day
    if year is None:
        return f"{written}/{month}" if month else str(written)
    try:
        return date(year, month, written)
    except ValueError:
        return f"{written}/{month:02}/{year}"


# What stands below


def _unfold_block(
    block: Block, body: Sequence[Row], titles: Sequence[str], header: Row
) -> Iterator[Row]:
    """The presences of a grid, and what of it is left out."""
    kept = block.kept
    ignored = [place for place in block.others if place not in kept]
    filled = [p for p in ignored if any(_text_at(row.cells, p) for row in body)]
    places = [next((p for p, t in kept.items() if t == title), None) for title in titles]
    if filled:
        named = ", ".join(block.others[place] or _letter(place) for place in filled)
        yield _left_out(header.number, "total_column", titles, named)
    marks = [_text_at(row.cells, column.place) for row in body for column in block.columns]
    afternoons = _am_is_afternoon(marks)
    last = max((n for n, row in enumerate(body) if _who(row, kept)), default=-1)
    for place, row in enumerate(body):
        who = _who(row, kept)
        others = tuple("" if p is None else _cell_at(row.cells, p) for p in places)
        present = list(_presences(block, row, afternoons))
        if words.is_total(who) or (not who and _is_sum(row, block, place > last)):
            yield Row(row.number, ("", "", "", "total_row", *others))
        elif not present and (who or not _is_blank(row)) and not _is_title(row):
            yield Row(row.number, ("", "", "", "no_mark", *others))
        for day, mark, part in present if not (words.is_total(who)) else ():
            if who or not _is_sum(row, block, place > last):
                yield Row(row.number, (day, mark, part, "", *others))


def _left_out(number: int, code: str, titles: Sequence[str], said: str) -> Row:
    """A line that tells what is left out, in the place of a name."""
    cells: list[Cell] = [""] * len(titles)
    if cells:
        cells[titles.index("Nom") if "Nom" in titles else 0] = said
    return Row(number, ("", "", "", code, *cells))


def _letter(place: int) -> str:
    """The name of a column as a spreadsheet shows it.

    >>> _letter(0), _letter(27)
    ('A', 'AB')
    """
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(65 + rest) + name
    return name


def _who(row: Row, kept: dict[int, str]) -> str:
    """The first words that stand beside the days."""
    for place in kept:
        text = _text_at(row.cells, place)
        if text and not text.replace(".", "").isdigit():
            return text
    return ""


def _is_sum(row: Row, block: Block, is_after: bool) -> bool:
    """Whether a line without a name is one of totals: numbers alone, below the people."""
    cells = [row.cells[c.place] for c in block.columns if _text_at(row.cells, c.place)]
    return is_after and bool(cells) and all(_is_count(cell) for cell in cells)


def _is_count(cell: Cell) -> bool:
    try:
        words.number(text_of(cell))
    except ValueError:
        return False
    return True


def _is_blank(row: Row) -> bool:
    return all(cell == "" for cell in row.cells)


def _cell_at(cells: Sequence[Cell], place: int) -> Cell:
    return cells[place] if place < len(cells) else ""


def _presences(block: Block, row: Row, afternoons: bool) -> Iterator[tuple[Cell, str, str]]:
    """The day, the mark and the half of each box of a line that holds something."""
    halves: dict[Cell, list[tuple[str, str]]] = {}
    for column in block.columns:
        mark = _text_at(row.cells, column.place)
        if not mark or set(mark) <= words.NO_TICK_SIGNS or fold(mark) in words.NO_TICKS - {""}:
            continue
        if afternoons and fold(mark) == "am" and not column.part:
            mark = "après-midi"
        day = _date_cell(block, column)
        halves.setdefault(day, []).append((mark, column.part))
    for day, marks in halves.items():
        parts = {part for mark, part in marks if words.is_ticked(mark)}
        if len(marks) == 2 and parts == {"morning", "afternoon"}:
            yield day, marks[0][0], ""
            continue
        for mark, part in marks:
            yield day, mark, PART_TITLES.get(part, "")
