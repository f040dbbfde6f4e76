"""What one row of a directory of spaces says, repaired."""

import re
from collections.abc import Mapping

from . import repair
from .report import Line
from .tabular import Cell, text_of
from .words import fold, organisation_key, web_key

TEXTS = ("street", "street2", "contact_name")
REPAIRS = {
    "email": repair.email,
    "phone": repair.phone,
    "website": repair.website,
    "insee_code": repair.insee_code,
}


def read_space(number: int, cells: Mapping[str, Cell]) -> Line:
    """Read one row into a line of the report: ``vals`` are what the space would hold.

    >>> cells = {"name": "Tau", "street": "1 rue A", "zip": "9500", "city": "MIREPOIX"}
    >>> line = read_space(1, cells)
    >>> line.vals["zip"], line.vals["city"], line.status
    ('09500', 'Mirepoix', 'repaired')
    """
    said = {name: text_of(cell) for name, cell in cells.items()}
    line = Line(number=number, label=said.get("name", ""))
    vals = line.vals = {"name": said.get("name", "")}
    if not organisation_key(vals["name"]):
        line.say("name_missing", "error")
    vals |= {name: said[name].strip(" ,") for name in TEXTS if name in said}
    _read_place(line, said)
    for name, function in REPAIRS.items():
        if name in said:
            vals[name] = _tell(line, function(said[name]), said[name])
    line.data["kinds"] = [part for part in re.split(r"\s*[,;/|]\s*", said.get("kinds", "")) if part]
    line.data["host"] = said.get("host", "")
    if said.get("host_code"):
        kind, found = repair.official_code(said["host_code"])
        line.data["host_code"] = (kind, _tell(line, found, said["host_code"]) if kind else "")
        if not kind:
            _tell(line, found, found.value)
    if vals.get("city"):
        line.label = f"{line.label} · {vals.get('zip', '')} {vals['city']}".replace("·  ", "· ")
    return line


def _read_place(line: Line, said: Mapping[str, str]) -> None:
    vals = line.vals
    if "street" in vals and not vals["street"]:
        line.say("street_missing", "doubt")
    if "zip" in said:
        found = repair.postal_code(said["zip"], said.get("city", ""), said.get("street", ""))
        vals["zip"] = _tell(line, found, said["zip"])
    if "city" in said:
        vals["city"] = _tell(line, repair.city(said["city"]), said["city"])
    for name, bound in (("latitude", 90.0), ("longitude", 180.0)):
        if name in said:
            vals[name], found = repair.coordinate(said[name], bound)
            _tell(line, found, said[name])


def _tell(line: Line, found: repair.Repaired, before: str) -> str:
    if found.finding:
        line.say(found.finding.code, found.level, before=before, after=found.value)
    return found.value


def same_place(one: Mapping, other: Mapping) -> bool:
    """Whether two spaces of the same name are one place: postal code, town, e-mail or website.

    >>> same_place({"zip": "31000"}, {"zip": "31000", "city": "Toulouse"})
    True
    >>> same_place({"zip": "31000"}, {"zip": "46120"}), same_place({"zip": "31000"}, {})
    (False, True)
    """
    keys = {"zip": str, "city": fold, "email": str.lower, "website": web_key}
    pairs = [
        (key(one[name]), key(other[name]))
        for name, key in keys.items()
        if one.get(name) and other.get(name)
    ]
    return any(a == b for a, b in pairs) or not pairs


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
