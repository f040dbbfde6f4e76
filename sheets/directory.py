"""What one row of a directory of spaces says, repaired; which rows tell of one place."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from rapidfuzz import fuzz, process

from . import repair
from .columns import by_field
from .report import Line
from .tabular import Cell, Row, text_of
from .towns import split_address
from .words import fold, organisation_key, web_key

TEXTS = ("street", "street2", "contact_name")
REPAIRS = {
    "email": repair.email,
    "phone": repair.phone,
    "website": repair.website,
    "insee_code": repair.insee_code,
}
#: What two rows of one place may say otherwise, and a row complete of another.
VALUES = ("street", "street2", "zip", "city", "insee_code", "email", "phone", "website")
VALUES += ("contact_name", "latitude", "longitude")
#: Fields of which several columns say more than one: "numéro" and "voie", two lists of kinds.
JOINED = frozenset({"street", "street2", "contact_name", "kinds"})
#: The doubts that come first in the list of what is to be looked at.
RANKS = (
    frozenset({"city_zip"}),
    frozenset({"twin_differs", "twin_maybe", "space_maybe"}),
    frozenset(
        "text_lost zip_unknown phone_unknown web_unknown email_unknown insee_unknown"
        " official_unknown point_unknown point_half point_swapped point_outside".split()
    ),
)
STREET_ALIKE = 84
NAMES_ALIKE = 84
MOST = 6
#: What tells a place from another of its name.
SIGNS = ("street", "zip", "city", "email", "website", "latitude", "longitude")
#: Rows of one name that a further one is compared with.
COMPARED = 50
SHORT = {
    "bd": "boulevard",
    "bld": "boulevard",
    "blvd": "boulevard",
    "boul": "boulevard",
    "av": "avenue",
    "ave": "avenue",
    "pl": "place",
    "rte": "route",
    "routre": "route",
    "ch": "chemin",
    "che": "chemin",
    "imp": "impasse",
    "all": "allee",
    "allees": "allee",
    "sq": "square",
    "fg": "faubourg",
    "fbg": "faubourg",
    "r": "rue",
    "st": "saint",
    "ste": "sainte",
}
#: Seen within 50 metres, two points of one name are one.
NEAR = 0.0005


def rank(line: Line) -> int:
    """How soon a row is to be looked at: 0 what stops, 1 a wrong town, 2 twins, 3 unreadable…

    >>> line = Line(1)
    >>> line.say("zip_cedex", "doubt"); rank(line)
    4
    >>> line.say("city_zip", "doubt"); rank(line)
    1
    """
    if any(note.level == "error" for note in line.notes):
        return 0
    doubts = {note.code for note in line.notes if note.level == "doubt"}
    first = (place for place, codes in enumerate(RANKS, 1) if codes & doubts)
    return next(first, len(RANKS) + 1 if doubts else len(RANKS) + 2)


class Columns:
    """The columns of each field; of two that say the same thing, the fuller is read.

    >>> rows = [Row(2, ("Tau", "a@b.fr", "")), Row(3, ("Nid", "", "c@d.fr"))]
    >>> rows.append(Row(4, ("Halle", "e@f.fr", "")))
    >>> columns = Columns(rows, {"name": [0], "email": [2, 1]}, ["Nom", "Mail", "Mail"])
    >>> columns.cells_of(rows[1])
    ({'name': 'Nid', 'email': 'c@d.fr'}, [])
    >>> columns.cells_of(Row(5, ("Nid", "a@b.fr", "c@d.fr")))
    ({'name': 'Nid', 'email': 'a@b.fr'}, [('Mail', 'c@d.fr')])
    """

    def __init__(
        self,
        rows: Sequence[Row],
        places: Mapping[str, Sequence[int]],
        headers: Sequence[str] = (),
    ):
        self.headers = headers
        self.places, self.chosen = {}, {}
        for field, columns in places.items():
            titles = {fold(self._get_header(place)) or str(place) for place in columns}
            if len(columns) == 1 or (field in JOINED and len(titles) == len(columns)):
                self.places[field] = list(columns)
                continue
            fullness = {
                place: sum(1 for row in rows if text_of(self._get_cell(row, place)))
                for place in columns
            }
            self.chosen[field] = sorted(columns, key=lambda place, f=fullness: -f[place])

    def _get_header(self, place: int) -> str:
        return self.headers[place] if place < len(self.headers) else ""

    def _get_cell(self, row: Row, place: int) -> Cell:
        return row.cells[place] if place < len(row.cells) else ""

    def cells_of(self, row: Row) -> tuple[dict[str, Cell], list[tuple[str, str]]]:
        """Return the cells of a row by field, and what other columns say: ``(title, text)``."""
        cells, others = by_field(row, self.places), []
        for field, columns in self.chosen.items():
            filled = [place for place in columns if text_of(self._get_cell(row, place))]
            cells[field] = self._get_cell(row, filled[0]) if filled else ""
            for place in filled[1:]:
                text = text_of(self._get_cell(row, place))
                if fold(text) != fold(text_of(cells[field])):
                    others.append((self._get_header(place) or str(place + 1), text))
        return cells, others


def read_space(
    number: int, cells: Mapping[str, Cell], others: Iterable[tuple[str, str]] = ()
) -> Line:
    """Read one row into a line of the report: ``vals`` are what the space would hold.

    >>> cells = {"name": "Tau", "street": "1 rue A", "zip": "9500", "city": "MIREPOIX"}
    >>> line = read_space(1, cells)
    >>> line.vals["zip"], line.vals["city"], line.status
    ('09500', 'Mirepoix', 'repaired')
    """
    line = Line(number=number)
    said = {name: _read_text(line, cell) for name, cell in cells.items()}
    line.label = said.get("name", "")
    vals = line.vals = {"name": said.get("name", "")}
    if not organisation_key(vals["name"]):
        line.say("name_missing", "error")
    _split_address(line, said)
    vals |= {name: said[name].strip(" ,") for name in TEXTS if name in said}
    _read_place(line, said)
    for name, function in REPAIRS.items():
        if name in said:
            vals[name] = _tell(line, function(said[name]), said[name])
    _read_host(line, said)
    for title, text in others:
        line.say("other_column", name=title, value=text)
    if vals.get("city"):
        line.label = f"{line.label} · {vals.get('zip', '')} {vals['city']}".replace("·  ", "· ")
    return line


def _read_text(line: Line, cell: Cell) -> str:
    """The text of a cell, decoded aright; empty, and told, when it only says that it is."""
    raw = cell if isinstance(cell, str) else text_of(cell)
    found = repair.readable(raw.replace("\0", ""))
    before, text = text_of(raw), text_of(found.value)
    if found.finding:
        line.say(found.finding.code, found.level, before=before, after=text)
    if repair.says_nothing(text):
        line.say("says_nothing", "repair", value=text)
        return ""
    return text


def _split_address(line: Line, said: dict[str, str]) -> None:
    """Take apart an address that stands in one cell, unless the columns beside it say it."""
    whole = said.pop("address", "")
    bare = not said.get("zip") and not said.get("city")
    if not whole and bare and re.search(r"\d{5}", said.get("street", "")):
        whole = said.pop("street")
    if not whole:
        return
    street, code, city = split_address(whole)
    for name, value in (("street", street), ("zip", code), ("city", city)):
        said[name] = said.get(name) or value
    if code or city:
        line.say("address_split", "format", before=whole, after=f"{street} | {code} {city}")
    elif bare:
        line.say("address_whole", "doubt", value=whole)


def _read_place(line: Line, said: Mapping[str, str]) -> None:
    vals = line.vals
    if "street" in vals and not vals["street"]:
        line.say("street_missing")
    if "zip" in said:
        found = repair.postal_code(said["zip"], said.get("city", ""))
        vals["zip"] = _tell(line, found, said["zip"])
    if "city" in said:
        vals["city"] = _tell(line, repair.city(said["city"]), said["city"])
    if finding := repair.town_of_code(vals.get("zip", ""), vals.get("city", "")):
        line.notes.append(finding)
    texts = [said.get(name, "") for name in ("latitude", "longitude", "point")]
    if {"latitude", "longitude", "point"} & set(said):
        vals["latitude"], vals["longitude"], finding = repair.point(*texts)
        if finding:
            line.notes.append(finding)


def _read_host(line: Line, said: Mapping[str, str]) -> None:
    """The legal person; a list of kinds and a legal form are often in each other's column."""
    kinds = [part for part in re.split(r"\s*[,;/|]\s*", said.get("kinds", "")) if part]
    forms = [said["host_form"]] if said.get("host_form") else []
    line.data["kinds"] = [part for part in kinds if not repair.legal_form(part)]
    forms += [part for part in kinds if repair.legal_form(part)]
    line.data["kinds"] += [form for form in forms if not repair.legal_form(form)]
    named = [(repair.legal_form(form), form) for form in forms if repair.legal_form(form)]
    line.data["host_form"] = named[0] if named else ("", "")
    line.data["host"] = said.get("host", "")
    if said.get("host_code"):
        kind, found = repair.official_code(said["host_code"])
        line.data["host_code"] = (kind, _tell(line, found, said["host_code"]) if kind else "")
        if not kind:
            _tell(line, found, found.value)


def _tell(line: Line, found: repair.Repaired, before: str) -> str:
    if found.finding:
        args = {"before": before, "after": found.value, **found.finding.args}
        line.say(found.finding.code, found.level, **args)
    return found.value


# Two rows, or a row and a space, of one place


def street_key(street: str) -> str:
    """Return a street with what people write short written out.

    >>> street_key("12, Bld Gambetta"), street_key("27 bis Allées M. Sarraut")
    ('12 boulevard gambetta', '27 bis allee m sarraut')
    """
    return " ".join(SHORT.get(word, word) for word in fold(street).split())


def street_likeness(one: str, other: str) -> float:
    """Return how alike two streets are, from 0 to 100; another number is another house.

    >>> street_likeness("12 Bld Gambetta", "12, boulevard Gambetta - BP 45")
    100.0
    >>> street_likeness("12 Bld Gambetta", "14 Bld Gambetta")
    0.0
    """
    keys = street_key(one), street_key(other)
    houses = [re.match(r"\d+", key) for key in keys]
    if all(houses) and houses[0][0] != houses[1][0]:
        return 0.0
    return float(fuzz.token_set_ratio(*keys))


def _signs(vals: Mapping) -> dict[str, object]:
    """What two rows of one place have in common."""
    signs = {
        "zip": vals.get("zip"),
        "city": fold(vals.get("city") or ""),
        "email": (vals.get("email") or "").lower(),
        "website": web_key(vals.get("website") or ""),
    }
    if vals.get("latitude") or vals.get("longitude"):
        signs["point"] = tuple(round(vals[name] / NEAR) for name in ("latitude", "longitude"))
    return {name: sign for name, sign in signs.items() if sign}


def compare(one: Mapping, other: Mapping) -> str:
    """Whether two rows of one name tell of one place: ``same``, ``maybe``, or empty.

    >>> tau = {"street": "18 Pl. de la Daurade", "zip": "31000", "email": "a@tau.so"}
    >>> compare(tau, {"street": "18 place de la daurade", "zip": "31000"})
    'same'
    >>> compare(tau, {"street": "2 rue Cart", "zip": "31000"}), compare(tau, {"zip": "46000"})
    ('maybe', '')
    >>> compare(tau, {"street": "Quai de la Daurade", "zip": "31000", "email": "A@tau.so"})
    'same'
    """
    signs, theirs = _signs(one), _signs(other)
    if not signs or not theirs:
        return "same" if not signs and not theirs else ""
    common = {name for name in signs if signs[name] == theirs.get(name)}
    if {"zip"} & signs.keys() & theirs.keys() - common:
        return "maybe" if {"point", "email"} <= common else ""
    if {"email", "point"} & common:
        return "same"
    streets = [vals.get("street") or "" for vals in (one, other)]
    if not {"zip", "city"} & common:
        return ""
    if not all(streets) or street_likeness(*streets) >= STREET_ALIKE:
        return "same"
    return "maybe"


def set_twins_aside(lines: Sequence[Line], apart: Collection[int] = ()) -> list[Line]:
    """Return the lines to go on with: of the rows that tell of one place, the first one.

    The others are skipped, each with ``data["twin"]``, the row it is the same as, and
    ``data["differs"]``, the values that it says otherwise; what the first row lacks is taken of
    them. ``apart`` are the rows that somebody said are places of their own.

    >>> vals = {"name": "Tau", "zip": "31000", "street": "18 Pl. Daurade", "phone": ""}
    >>> one = Line(1, vals=dict(vals))
    >>> two = Line(2, vals=vals | {"street": "18 place Daurade", "phone": "+33 5 61 00 00 00"})
    >>> [line.number for line in set_twins_aside([one, two])], one.vals["phone"]
    ([1], '+33 5 61 00 00 00')
    >>> two.data["differs"], two.status
    ([('street', '18 Pl. Daurade', '18 place Daurade')], 'doubtful')
    """
    kept: list[Line] = []
    seen: dict[str, list[Line]] = {}
    for line in lines:
        alike = seen.setdefault(organisation_key(line.vals["name"]), [])
        verdicts = {compare(first.vals, line.vals): first for first in reversed(alike[:COMPARED])}
        if "same" in verdicts and line.number not in apart:
            _merge(verdicts["same"], line)
            continue
        if "maybe" in verdicts and line.number not in apart:
            first = verdicts["maybe"]
            names = " / ".join(each.vals.get("street") or "" for each in (first, line))
            line.say("twin_maybe", "doubt", row=first.number, names=names)
        alike.append(line)
        kept.append(line)
    return kept


def _merge(first: Line, line: Line) -> None:
    """Set a row aside for the first of its place, which takes what it lacks."""
    line.action, differs, filled = "skip", [], []
    for name in VALUES:
        ours, theirs = first.vals.get(name) or "", line.vals.get(name) or ""
        if theirs and not ours:
            first.vals[name] = theirs
            filled.append(name)
        elif theirs and _plain(ours) != _plain(theirs):
            differs.append((name, ours, theirs))
    for name in ("host", "host_code"):
        if line.data.get(name) and not first.data.get(name):
            first.data[name] = line.data[name]
    if line.data.get("host_form", ("", ""))[0] and not first.data["host_form"][0]:
        first.data["host_form"] = line.data["host_form"]
    kinds = [*first.data.get("kinds", ()), *line.data.get("kinds", ())]
    first.data["kinds"] = list(dict.fromkeys(kinds))
    line.data |= {"twin": first.number, "differs": differs, "question": "twin"}
    if filled:
        names = ", ".join(str(first.vals[name]) for name in filled)
        first.say("twin_completes", row=line.number, names=names)
    if differs:
        names = "; ".join(f"{ours} / {theirs}" for _name, ours, theirs in differs)
        line.say("twin_differs", "doubt", row=first.number, names=names)
    else:
        line.say("twin", row=first.number)


def _plain(value):
    return fold(value) if isinstance(value, str) else value


def same_place(one: Mapping, other: Mapping) -> bool:
    """Whether two spaces of the same name are one place: postal code, town, e-mail or website.

    >>> same_place({"zip": "31000"}, {"zip": "31000", "city": "Toulouse"})
    True
    >>> same_place({"zip": "31000"}, {"zip": "46120"}), same_place({"zip": "31000"}, {})
    (False, True)
    """
    signs, theirs = _signs(one), _signs(other)
    shared = signs.keys() & theirs.keys()
    return any(signs[name] == theirs[name] for name in shared) or not shared


def likeness(one: Mapping, other: Mapping) -> float:
    """Return how likely two descriptions are of one place: of several, the best goes first.

    >>> tau = {"name": "Tau", "street": "18 Pl. Daurade", "zip": "31000", "email": "a@tau.so"}
    >>> near = likeness(tau, {"name": "TAU", "street": "18 place Daurade"})
    >>> near > likeness(tau, {"name": "Tau", "street": "2 rue Cart"})
    True
    """
    signs, theirs = _signs(one), _signs(other)
    common = sum(signs[name] == theirs[name] for name in signs.keys() & theirs.keys())
    names = [organisation_key(each.get("name") or "") for each in (one, other)]
    streets = [each.get("street") or "" for each in (one, other)]
    near = street_likeness(*streets) / 2 if all(streets) else 0
    return fuzz.token_sort_ratio(*names) + 20 * common + near


def likely_first(vals: Mapping, known: Mapping[int, Mapping]) -> list[int]:
    """Return which places of the same name this may be, the likely one first.

    >>> known = {1: {"zip": "31000", "street": "2 rue Cart"}, 2: {"zip": "31000"}, 3: {"zip": "46"}}
    >>> likely_first({"name": "Tau", "zip": "31000", "street": "2, r. Cart"}, known)
    [1, 2]
    """
    found = [one for one, theirs in known.items() if same_place(vals, theirs)]
    return sorted(found, key=lambda one: (-likeness(vals, known[one]), one))


def alike_places(lines: Iterable[Line], known: Mapping[int, Mapping]) -> Iterator[list[int]]:
    """Return, for each row, the places of nearly its name that share its site, the likely first.

    >>> known = {1: {"name": "Le Grand Buro", "zip": "31000"}, 2: {"name": "Nid", "zip": "31000"}}
    >>> line = Line(1, vals={"name": "Le Grand Bureau", "zip": "31000"})
    >>> list(alike_places([line], known))
    [[1]]
    """
    keys = {one: organisation_key(theirs["name"]) for one, theirs in known.items()}
    for line in lines:
        key = organisation_key(line.vals["name"])
        found = process.extract(
            key, keys, scorer=fuzz.token_sort_ratio, score_cutoff=NAMES_ALIKE, limit=None
        )
        near = {one for _key, _score, one in found if compare(line.vals, known[one]) == "same"}
        yield sorted(near, key=lambda one, v=line.vals: (-likeness(v, known[one]), one))[:MOST]


def merge_value(ours, theirs, base):
    """Return ``(value, code)`` of one field of a space that exists, or ``(None, code)`` to keep it.

    ``ours`` is what the space holds, ``theirs`` what the file says, ``base`` what the last file
    said. A correction made by hand since the last file is kept as long as the file says the same.

    >>> merge_value("", "31000", None), merge_value("31000", "31000", None)
    (('31000', 'filled'), (None, ''))
    >>> merge_value("31000", "31100", "31000"), merge_value("31000", "31100", "31100")
    (('31100', 'changed'), (None, 'kept'))
    >>> merge_value("31000", "31100", None)
    (None, 'differs')
    """
    if not theirs or ours == theirs:
        return None, ""
    if not ours:
        return theirs, "filled"
    if base is not None and ours == base:
        return theirs, "changed"
    return None, "kept" if theirs == base else "differs"
