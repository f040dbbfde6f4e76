"""Which column is what: by the words of a header, or by the shape of the content."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from ..rules.finding import Finding
from . import repair, words
from .dates import Habits, Moment, read_moment
from .tabular import Cell, Row, text_of
from .words import fold

HEADER_LINES = 12
SAMPLES = 200
#: A date without a year is a date too; here only its shape is asked.
ANY_YEAR = Habits(near=date(2024, 1, 1))
#: Fields whose several columns are told together.
JOINED = frozenset({"note"})
#: Titles of the moment at which a form was sent: the day of a presence only where no other is told.
SENT = frozenset({"horodateur", "timestamp", "submitted at", "date de reponse", "date d envoi"})


def find_header(rows: Sequence[Row], headers: Mapping[str, str]) -> int | None:
    """Return the index of the row that is a header: the most known words, at least two.

    :param headers: field by folded header, ``{"code postal": "zip"}``

    >>> rows = [Row(1, ("Octobre", "")), Row(2, ("Date", "Nom")), Row(3, ("05/10/2026", "Anna"))]
    >>> find_header(rows, {"date": "date", "nom": "person"})
    1
    """
    best, found = 1, None
    for index, row in enumerate(rows[:HEADER_LINES]):
        known = {headers[key] for cell in row.cells if (key := fold(text_of(cell))) in headers}
        if len(known) > best:
            best, found = len(known), index
    return found


def shape(rows: Iterable[Row], width: int) -> list[str]:
    """Return what each column holds, by its first cells.

    >>> shape([Row(1, ("Le lieu", "9500", "a@b.fr")), Row(2, ("Tau", "31000", ""))], 3)
    ['text', 'zip', 'email']
    """
    samples: list[list[Cell]] = [[] for _ in range(width)]
    for row in rows:
        for place, cell in enumerate(row.cells[:width]):
            if cell != "" and len(samples[place]) < SAMPLES:
                samples[place].append(cell)
    return [_shape_of(cells) for cells in samples]


def _shape_of(cells: list[Cell]) -> str:
    if not cells:
        return "empty"
    counts: dict[str, int] = {}
    for cell in cells:
        kind = shape_of_cell(cell)
        counts[kind] = counts.get(kind, 0) + 1
    kind, count = max(counts.items(), key=lambda item: item[1])
    if kind == "text" or count * 5 < len(cells) * 4:
        # a phone column may hold some numbers of nine digits, and dates some mistakes
        return kind if count * 2 > len(cells) else "text"
    return kind


def shape_of_cell(cell: Cell) -> str:
    """Return what one cell holds.

    >>> [shape_of_cell(cell) for cell in ("468747330", "www.tau.so", "5/10/2026", "9h30", "Nîmes")]
    ['phone', 'url', 'date', 'time', 'text']
    """
    text = text_of(cell)
    if not isinstance(cell, str):
        return _shape_of_value(cell, text)
    if "@" in text:
        return "email" if repair.email(text).level != "doubt" else "text"
    if re.match(r"https?:|www\.", text):
        return "url"
    if re.fullmatch(r"\d{4,5}|\d{2} \d{3}", text):
        return "zip"
    if repair.phone(text).level in ("format", "repair"):
        return "phone"
    if _is_unit(text):
        return "unit"
    try:
        return _shape_of_moment(read_moment(text, ANY_YEAR))
    except ValueError:
        return _shape_of_number(text)


def _shape_of_moment(moment: Moment) -> str:
    if moment.day is None:
        return "time"
    return "date" if moment.clock is None else "moment"


def _shape_of_value(cell: Cell, text: str) -> str:
    if isinstance(cell, bool):
        return "yes"
    if isinstance(cell, (int, float)):
        if isinstance(cell, int) and 1000 <= cell <= 99_999:
            return "zip"
        return "phone" if re.fullmatch(r"[1-9]\d{8}", text) else "number"
    try:
        return _shape_of_moment(read_moment(cell))
    except ValueError:
        return "text"


def _is_unit(text: str) -> bool:
    try:
        words.unit(text)
    except ValueError:
        return False
    return not text.isdigit()


def _shape_of_number(text: str) -> str:
    try:
        value = words.number(text)
    except ValueError:
        return "text"
    return "degrees" if "." in text and abs(value) <= Decimal(90) else "number"


def guess_spaces(shapes: Sequence[str], rows: Sequence[Row]) -> list[str]:
    """Return the field of each column of a directory without a header.

    >>> rows = [Row(1, ("Tau", "18 Place de la Daurade", "31000", "Toulouse", "http://tau.so"))]
    >>> guess_spaces(shape(rows, 5), rows)
    ['name', 'street', 'zip', 'city', 'website']
    """
    by_shape = {"zip": "zip", "email": "email", "url": "website", "phone": "phone"}
    found = _by_shape(shapes, by_shape)
    texts = [place for place, kind in enumerate(shapes) if kind == "text"]
    for place in texts:
        after = found[place - 1] if place else ""
        if "name" not in found:
            found[place] = "name"
        elif after == "zip" and "city" not in found:
            found[place] = "city"
        elif "street" not in found and _share(rows, place, repair.is_street) > 0.3:
            found[place] = "street"
        elif "zip" in found[place + 1 : place + 2] and "street" not in found:
            found[place] = "street"
    return found


def guess_attendance(shapes: Sequence[str], rows: Sequence[Row]) -> list[str]:
    """Return the field of each column of an attendance sheet without a header.

    >>> rows = [Row(1, ("05/10/2026", "Anna Petit", "jour", "1"))]
    >>> guess_attendance(["date", "text", "unit", "number"], rows)
    ['date', 'person', 'unit', 'quantity']
    """
    by_shape = {"email": "email", "unit": "unit", "number": "quantity"}
    found = _by_shape(shapes, by_shape)
    moments = [place for place, kind in enumerate(shapes) if kind == "moment"]
    times = [place for place, kind in enumerate(shapes) if kind == "time"]
    days = [place for place, kind in enumerate(shapes) if kind == "date"]
    if days:
        found[days[0]] = "date"
    for place, field in zip(moments or times, ("start", "stop"), strict=False):
        found[place] = field
    for place, kind in enumerate(shapes):
        if kind == "text" and "person" not in found:
            found[place] = "person"
        elif kind == "text" and "space" not in found:
            found[place] = "space"
    return found


def _by_shape(shapes: Sequence[str], fields: Mapping[str, str]) -> list[str]:
    """The first column of each telling shape gets its field."""
    found = [""] * len(shapes)
    for place, kind in enumerate(shapes):
        field = fields.get(kind, "")
        if field and field not in found:
            found[place] = field
    return found


def _share(rows: Sequence[Row], place: int, test) -> float:
    cells = [text for row in rows if (text := text_of(_cell(row, place)))]
    return sum(map(test, cells)) / len(cells) if cells else 0.0


def _cell(row: Row, place: int) -> Cell:
    return row.cells[place] if place < len(row.cells) else ""


def same_shape(remembered: Sequence[str], seen: Sequence[str]) -> bool:
    """Whether a file without a header looks like one that was mapped before.

    A column that is empty, or plain text, in one of them contradicts nothing; at least one telling
    column has to agree.

    >>> same_shape(["text", "zip", "email"], ["text", "zip", "empty"])
    True
    >>> same_shape(["text", "zip"], ["zip", "text"]), same_shape(["text"], ["text", "zip"])
    (False, False)
    """
    if len(remembered) != len(seen):
        return False
    vague = {"empty", "text"}
    pairs = list(zip(remembered, seen, strict=True))
    if any(one != two and not (one in vague or two in vague) for one, two in pairs):
        return False
    if any({one, two} == {"text", kind} for one, two in pairs for kind in ("zip", "email", "date")):
        return False
    return any(one == two and one not in vague for one, two in pairs)


def by_field(row: Row, places: Mapping[str, Sequence[int]]) -> dict[str, Cell]:
    """Return the cells of a row by field; several columns of one field are joined by a space.

    >>> by_field(Row(3, ("Anna", "Petit", "")), {"person": [0, 1], "email": [2]})
    {'person': 'Anna Petit', 'email': ''}
    """
    found: dict[str, Cell] = {}
    for field, columns in places.items():
        if len(columns) == 1:
            found[field] = _cell(row, columns[0])
        else:
            found[field] = " ".join(filter(None, (text_of(_cell(row, p)) for p in columns)))
    return found


def choose(
    places: Mapping[str, Sequence[int]], titles: Sequence[str], rows: Sequence[Row]
) -> tuple[dict[str, list[int]], list[Finding]]:
    """Return one column for each field, and what was chosen where several say the same.

    The one that is filled most often, then one of e-mail addresses, then the first. Notes are told
    together, and so is a name whose words stand in columns of their own.
    """
    found: dict[str, list[int]] = {}
    chosen: list[Finding] = []
    for field, several in places.items():
        found[field] = list(several)
        if len(several) < 2 or field in JOINED:
            continue
        sample = rows[: 5 * SAMPLES]
        cells = {p: [t for row in sample if (t := text_of(_cell(row, p)))] for p in several}
        if field == "person" and all(map(_is_one_word, cells.values())):
            continue
        best = min(
            several,
            key=lambda p: (
                fold(_title(titles, p)) in SENT,
                -len(cells[p]),
                "@" not in "".join(cells[p][:1]),
                p,
            ),
        )
        found[field] = [best]
        others = [p for p in several if p != best and cells[p]]
        if others:
            named = ", ".join(_title(titles, p) for p in others)
            chosen.append(
                Finding("column_chosen", {"chosen": _title(titles, best), "others": named})
            )
    return found, chosen


def _is_one_word(cells: Sequence[str]) -> bool:
    return not any("@" in cell or "_" in cell for cell in cells) and all(
        len(cell.split()) <= 1 for cell in cells
    )


def _title(titles: Sequence[str], place: int) -> str:
    return (titles[place] if place < len(titles) else "") or str(place + 1)


def named_places(row: Row, names: Mapping[str, Sequence[str]]) -> dict[str, list[int]]:
    """Return the column of each field that a line of titles names, for ``by_field``.

    :param names: the titles of each field, ``{"person": ("personne", "nom")}``

    >>> named_places(Row(1, ("Nom", "Du")), {"person": ("personne", "nom"), "end": ("au",)})
    {'person': [0]}
    """
    titles = [fold(text_of(cell)) for cell in row.cells]
    found = {}
    for field, words_of in names.items():
        folded = [fold(word) for word in words_of]
        if title := next((word for word in folded if word in titles), None):
            found[field] = [titles.index(title)]
    return found


def looks_like_header(rows: Sequence[Row]) -> bool:
    """Whether the first row holds only words above columns of dates, codes or numbers.

    >>> rows = [Row(1, ("Wann", "Wer")), Row(2, ("05/10/2026", "Anna")), Row(3, ("6/10/26", "Léa"))]
    >>> looks_like_header(rows), looks_like_header(rows[1:])
    (True, False)
    """
    if len(rows) < 2:
        return False
    below = shape(rows[1:], len(rows[0].cells))
    pairs = list(zip(map(shape_of_cell, rows[0].cells), below, strict=True))
    telling = [one for one, two in pairs if two not in ("text", "empty")]
    return bool(telling) and all(one == "text" for one in telling)
