"""Read a map's JSON, GeoJSON or GoGoCarto's, as the rows of a table below a line of titles."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from .tabular import Cell, Row, WrongFile

MAX_BYTES = 30 * 1024 * 1024
MAX_PLACES = 50_000
MAX_COLUMNS = 300
MAX_DEPTH = 4
MAX_CELL = 5_000
POINT = ("latitude", "longitude")
#: Where a file keeps its list: GoGoCarto's, and what other tools call theirs.
LISTS = ("data", "elements", "results", "records", "items")


def read(data: bytes, limit: int | None = None) -> list[Row]:
    """Return the titles, then a row for each place of a map.

    Nested values become columns of their last name, lists one text; the point of a GeoJSON
    feature the columns latitude and longitude.

    :param limit: stop after that many places
    :raises WrongFile: when it is no map, or a bigger one than is read at once

    >>> places = b'{"data": [{"name": "Tau", "address": {"postalCode": "31000"}}]}'
    >>> [row.cells for row in read(places)]
    [('name', 'postalCode'), ('Tau', '31000')]
    >>> feature = b'{"type": "Feature", "properties": {"nom": "Tau"}, "geometry": {"type": "Point",'
    >>> feature += b'"coordinates": [1.44, 43.6]}}'
    >>> [row.cells for row in read(b'{"type": "FeatureCollection", "features": [%s]}' % feature)]
    [('nom', 'latitude', 'longitude'), ('Tau', 43.6, 1.44)]
    >>> read(b'{"type": "Topology"}')
    Traceback (most recent call last):
    cae_tiers_lieux.sheets.cells.WrongFile: json
    """
    if len(data) > MAX_BYTES:
        raise WrongFile("json_big")
    try:
        found = json.loads(_decode(data), parse_constant=str)
    except (ValueError, RecursionError) as error:
        raise WrongFile("json_broken") from error
    titles: dict[str, int] = {}
    rows: list[dict[str, Cell]] = []
    for place in _places(found):
        if len(rows) >= MAX_PLACES:
            raise WrongFile("json_big")
        if limit is not None and len(rows) >= limit:
            break
        rows.append(place)
        for title in place:
            titles.setdefault(title, len(titles))
    if len(titles) > MAX_COLUMNS:
        raise WrongFile("json_big")
    table = [tuple(titles)] + [tuple(row.get(title, "") for title in titles) for row in rows]
    filled = [
        Row(number, cells) for number, cells in enumerate(table, 1) if any(c != "" for c in cells)
    ]
    if len(filled) < 2 or filled[0].number > 1:
        raise WrongFile("json")
    return filled


def _decode(data: bytes) -> str:
    encoding = json.detect_encoding(data)
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _places(found: Any) -> Iterator[dict[str, Cell]]:
    """The places of a file, each as its columns."""
    mapping = found.get("mapping") if isinstance(found, dict) else None
    for one in _list_of(found):
        if isinstance(one, list):
            yield _compact(one, mapping)
        elif not isinstance(one, dict):
            continue
        elif one.get("type") == "Feature" and isinstance(one.get("properties"), (dict, type(None))):
            yield _columns(one.get("properties") or {}) | _point(one.get("geometry"))
        else:
            yield _columns(one)


def _list_of(found: Any) -> list:
    if isinstance(found, dict):
        if isinstance(found.get("features"), list):
            return found["features"]
        if found.get("type") == "Feature":
            return [found]
        found = next((found[name] for name in LISTS if isinstance(found.get(name), list)), None)
    return found if isinstance(found, list) else []


def _columns(values: Mapping[str, Any]) -> dict[str, Cell]:
    """One place as columns; of two of one name, the inner one is called by its whole path."""
    columns: dict[str, Cell] = {}

    def add(values: Mapping[str, Any], depth: int, path: str) -> None:
        inner = {}
        for name, value in values.items():
            if isinstance(value, Mapping) and depth < MAX_DEPTH:
                inner[name] = value
            else:
                columns[_text(name if name not in columns else f"{path}{name}")] = _cell(value)
        for name, value in inner.items():
            add(value, depth + 1, f"{path}{name}.")

    add(values, 0, "")
    return columns


def _compact(values: list, mapping: Any) -> dict[str, Cell]:
    """One place of GoGoCarto's short form: values in the order that ``mapping`` names.

    >>> _compact(["4Z", ["Tau"], 43.6, 1.44], ["id", ["name"], "latitude", "longitude"])
    {'id': '4Z', 'name': 'Tau', 'latitude': 43.6, 'longitude': 1.44}
    """
    if not isinstance(mapping, list):
        mapping = ["id", ["name"], *POINT]
    columns: dict[str, Cell] = {}
    for name, value in zip(mapping, values, strict=False):
        names, theirs = (name, value) if isinstance(name, list) else ([name], [value])
        if not isinstance(theirs, list):
            theirs = [theirs]
        for one, each in zip(names, theirs, strict=False):
            columns[_text(str(one))] = _cell(each)
    return columns


def _point(geometry: Any) -> dict[str, Cell]:
    """The point of a feature; the name of a shape that is none, so that it is told."""
    if not isinstance(geometry, dict):
        return {}
    numbers = geometry.get("coordinates")
    if geometry.get("type") == "Point" and isinstance(numbers, list) and len(numbers) >= 2:
        return dict(zip(POINT, (_cell(numbers[1]), _cell(numbers[0])), strict=True))
    return dict.fromkeys(POINT, _cell(geometry.get("type")))


def _cell(value: Any, depth: int = 0) -> Cell:
    if value is None:
        return ""
    if isinstance(value, bool) or isinstance(value, (int, float)) and abs(value) < 1e15:
        return int(value) if isinstance(value, float) and value.is_integer() else value
    if isinstance(value, Mapping):
        # of a category or a link with its own properties, its name
        value = next((value[name] for name in ("name", "label", "value") if name in value), "…")
        return _cell(value, depth + 1) if depth < MAX_DEPTH else "…"
    if isinstance(value, list):
        cells = (str(_cell(one, depth + 1)) for one in value[:50]) if depth < MAX_DEPTH else ()
        return ", ".join(filter(None, cells))[:MAX_CELL]
    return _text(str(value))


def _text(text: str) -> str:
    """A text that a database takes: no zero character, no half of a pair."""
    return text[:MAX_CELL].replace("\0", "").encode("utf-8", "replace").decode().strip()
