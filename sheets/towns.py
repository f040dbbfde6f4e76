"""Which towns a French postal code serves: what tells a wrong town, or a CEDEX code."""

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from rapidfuzz import fuzz

from .words import fold

TABLE = Path(__file__).with_name("postal_codes.txt")
ALIKE = 85
SAINTS = {"st": "saint", "ste": "sainte", "sts": "saints"}
SMALL = frozenset("le la les l de du des d".split())


@lru_cache(maxsize=65536)
def town_key(town: str) -> str:
    """Return a key that ignores articles and what is written short.

    >>> town_key("St-Jean-de-Védas"), town_key("L'Isle-Jourdain")
    ('saint jean vedas', 'isle jourdain')
    """
    words = [SAINTS.get(word, word) for word in fold(town).split()]
    return " ".join([word for word in words if word not in SMALL] or words)


@lru_cache(maxsize=1)
def _table() -> tuple[dict[str, tuple[str, ...]], dict[str, list[str]]]:
    """The towns of each code, and the codes of each town."""
    towns, codes = {}, {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        code, _space, names = line.partition(" ")
        if code != "#":
            towns[code] = tuple(names.split("|"))
            for name in towns[code]:
                codes.setdefault(town_key(name), []).append(code)
    return towns, codes


def towns_of(code: str) -> tuple[str, ...]:
    """Return the towns that a postal code serves; none when it is no town's.

    >>> towns_of("31670"), towns_of("31676")
    (('Labège',), ())
    """
    return _table()[0].get(code, ())


def codes_of(town: str, department: str = "") -> Sequence[str]:
    """Return the postal codes of a town, those of one department when it is given.

    >>> codes_of("Lombez"), codes_of("St Affrique", "12")
    (['32220'], ['12400'])
    """
    codes = _table()[1].get(town_key(town), [])
    return [code for code in codes if code.startswith(department)]


def serves(code: str, town: str) -> bool:
    """Whether a postal code serves a town, however it is written.

    >>> serves("12400", "Vabre l'Abbaye"), serves("32250", "Montréal du Gers")
    (True, True)
    >>> serves("32000", "Lombez")
    False
    """
    key = town_key(town)
    ours = set(key.split())
    for name in map(town_key, towns_of(code)):
        theirs = set(name.split())
        if key and (ours <= theirs or theirs <= ours or fuzz.ratio(key, name) >= ALIKE):
            return True
    return False


def split_address(text: str) -> tuple[str, str, str]:
    """Return the street, the postal code and the town of an address written in one cell.

    >>> split_address("12 bis rue du Port, 17000 La Rochelle, France")
    ('12 bis rue du Port', '17000', 'La Rochelle')
    >>> split_address("La Gare - 46210 LATRONQUIERE"), split_address("3 place du Foirail, Lombez")
    (('La Gare', '46210', 'LATRONQUIERE'), ('3 place du Foirail', '', 'Lombez'))
    >>> split_address("12 rue du Port")
    ('12 rue du Port', '', '')
    """
    whole = re.sub(r"[\s,;-]+(france|fr)\.?\s*$", "", " ".join(text.split()), flags=re.IGNORECASE)
    codes = [
        match
        for match in re.finditer(r"(?<!\d)(?:F-?)?(\d{5}|\d{2} \d{3})(?!\d)", whole)
        if towns_of(match[1].replace(" ", "")) or re.match(r"[\s,]*[^\W\d]", whole[match.end() :])
    ]
    if codes:
        code = codes[-1]
        street, town = whole[: code.start()].strip(" ,;-"), whole[code.end() :].strip(" ,;-")
        if not town and "," in street:  # "street, town, code"
            before, _comma, last = street.rpartition(",")
            if serves(code[1], last):
                street, town = before.strip(" ,;-"), last.strip()
        return street, code[1].replace(" ", ""), town
    street, comma, last = whole.rpartition(",")
    if comma and codes_of(last):
        return street.strip(" ,;-"), "", last.strip()
    return whole, "", ""
