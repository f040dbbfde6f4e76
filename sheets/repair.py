"""Repairs of the values of a directory: what is certain is done and told, the rest only told."""

import re
from dataclasses import dataclass

from ..rules.finding import Finding
from .words import fold

# Departments by the first two digits of a postal code: 20 is Corsica, 97 and 98 overseas.
DEPARTMENTS = frozenset(f"{number:02d}" for number in range(1, 96)) | {"97", "98"}
# The towns whose districts make ordinary codes that do not end in zero.
DISTRICTS = re.compile(r"750\d\d|7511\d|6900\d|1300\d|1301\d|20\d\d\d|9[78]\d\d\d")
SMALL_WORDS = frozenset("de du des d la le les l sur sous en et aux au à lès près".split())
OVERSEAS = {
    "262": ("0262", "0692", "0693", "0269", "0639"),
    "590": ("0590", "0690", "0691"),
    "594": ("0594", "0694"),
    "596": ("0596", "0696", "0697"),
}
EMAIL = re.compile(r"[^@\s,;<>()\"]+@[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}", re.IGNORECASE)
HOST = re.compile(r"[^\s/]+\.[a-z]{2,}(:\d+)?([/?#]\S*)?", re.IGNORECASE)
CEDEX = re.compile(r"[\s,-]*\bc[ée]dex\b\s*\d*\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Repaired:
    """A value as it is taken, and what is to be told of it: nothing where it is as found.

    The level of the finding is ``format`` (only written another way), ``repair`` (certain) or
    ``doubt`` (left as found).
    """

    value: str
    finding: Finding | None = None

    @property
    def level(self) -> str:
        """How sure the value is; empty when it is as found."""
        return self.finding.level if self.finding else ""


def _told(value: str, code: str, level: str) -> Repaired:
    return Repaired(value, Finding(code, level=level) if code else None)


def _short(found: Repaired) -> tuple[str, str]:
    """For the examples below: the value and the code of what is told."""
    return found.value, found.finding.code if found.finding else ""


def postal_code(text: str, city: str = "", street: str = "") -> Repaired:
    """Return a French postal code of five digits.

    >>> _short(postal_code("9500"))
    ('09500', 'zip_zero')
    >>> postal_code("31 000").value, postal_code("F-31000").value
    ('31000', '31000')
    >>> _short(postal_code("34935"))
    ('34935', 'zip_cedex')
    >>> _short(postal_code("75011")), postal_code("3100A").level
    (('75011', ''), 'doubt')
    """
    raw = text.strip()
    if not raw:
        return _told("", "zip_missing", "doubt")
    code = re.sub(r"^(FR?|France)[\s-]*", "", raw, flags=re.IGNORECASE)
    code = re.sub(r"[\s.\u00a0]", "", code)
    level, note = ("repair", "zip_cleaned") if code != raw else ("", "")
    if re.fullmatch(r"\d{4}", code) and f"0{code[0]}" in DEPARTMENTS:
        code, level, note = f"0{code}", "repair", "zip_zero"
    if not re.fullmatch(r"\d{5}", code) or code[:2] not in DEPARTMENTS:
        return _told(raw, "zip_unknown", "doubt")
    if is_cedex_code(code) or CEDEX.search(city):
        return _told(code, "zip_cedex", "doubt")
    return _told(code, note, level)


def is_cedex_code(code: str) -> bool:
    """Whether a code of five digits is more likely a company's CEDEX code than a town's.

    Towns end in zero, apart from districts, islands and a few suburbs, hence only a doubt.

    >>> is_cedex_code("30032"), is_cedex_code("31670"), is_cedex_code("69003")
    (True, False, False)
    """
    return not code.endswith("0") and not DISTRICTS.fullmatch(code)


def city(text: str) -> Repaired:
    """Return a town without its CEDEX mention, and not shouted.

    >>> _short(city("TOULOUSE CEDEX 9"))
    ('Toulouse', 'city_cedex')
    >>> city("MUR DE BARREZ").value, city("L'ISLE-JOURDAIN").value, city("Saint Affrique").level
    ('Mur de Barrez', "L'Isle-Jourdain", '')
    """
    found = " ".join(text.split())
    if not found:
        return _told("", "city_missing", "doubt")
    level, code = "", ""
    if CEDEX.search(found):
        found, level, code = CEDEX.sub("", found), "repair", "city_cedex"
    if found.isupper() and len(found) > 2:
        found, level, code = _calm(found), "repair", code or "city_case"
    return _told(found, code, level)


def _calm(text: str) -> str:
    parts = re.split(r"([\s'’-]+)", text.lower())
    calm = [
        part if part in SMALL_WORDS and place else part[:1].upper() + part[1:]
        for place, part in enumerate(parts)
    ]
    return "".join(calm)


def phone(text: str) -> Repaired:
    """Return a French phone number in its international form.

    >>> phone("04.68 .46.31.19").value, _short(phone("468747330"))
    ('+33 4 68 46 31 19', ('+33 4 68 74 73 30', 'phone_zero'))
    >>> _short(phone("04 66 55 84 94"))
    ('+33 4 66 55 84 94', 'phone_format')
    >>> phone("+33 (0)5 61 40 92 16").value, phone("0262 20 20 20").value
    ('+33 5 61 40 92 16', '+262 262 20 20 20')
    >>> _short(phone("05 61 40 92")), phone("05 61 40 92 16 / 06 12 34 56 78").level
    (('05 61 40 92', 'phone_unknown'), 'doubt')
    """
    raw = " ".join(text.split())
    if not raw:
        return Repaired("")
    compact = re.sub(r"\(0\)", "", raw)
    digits = re.sub(r"\D", "", compact)
    international = compact.lstrip(" (").startswith(("+", "00"))
    if international:
        digits = digits.removeprefix("00") if not compact.lstrip(" (").startswith("+") else digits
        if not digits.startswith("33"):
            plausible = 8 <= len(digits) <= 15 and not re.search(r"[^\d\s+().-]", raw)
            return Repaired(raw) if plausible else _told(raw, "phone_unknown", "doubt")
        digits = f"0{digits[2:].removeprefix('0')}"
    code = "phone_format"
    if len(digits) == 9 and digits[0] != "0":
        digits, code = f"0{digits}", "phone_zero"
    if not re.fullmatch(r"0[1-9]\d{8}", digits):
        return _told(raw, "phone_unknown", "doubt")
    if code == "phone_format" and re.search(r"[^\d\s.+()-]|\s\.|\.\s", raw):
        code = "phone_cleaned"
    country = next((c for c, starts in OVERSEAS.items() if digits.startswith(starts)), "33")
    if country == "33":
        pairs = [digits[place : place + 2] for place in range(2, 10, 2)]
        value = " ".join([f"+33 {digits[1]}", *pairs])
    else:
        pairs = [digits[place : place + 2] for place in range(4, 10, 2)]
        value = " ".join([f"+{country} {digits[1:4]}", *pairs])
    if value == raw:
        return Repaired(raw)
    return _told(value, code, "format" if code == "phone_format" else "repair")


def website(text: str) -> Repaired:
    """Return a web address with its scheme.

    >>> _short(website("www.centretarn.fr"))
    ('http://www.centretarn.fr', 'web_scheme')
    >>> website("http:/tau.so").value, website("http://www.tau.so").level, website("bientôt").level
    ('http://tau.so', '', 'doubt')
    """
    raw = text.strip()
    if not raw:
        return Repaired("")
    match = re.match(r"(https?)\s*:?\s*/{1,3}\s*", raw, re.IGNORECASE)
    rest = raw[match.end() :] if match else raw.lstrip("/")
    if not HOST.fullmatch(rest) or "@" in rest.split("/")[0]:
        return _told(raw, "web_unknown", "doubt")
    value = f"{match[1].lower() if match else 'http'}://{rest}"
    return _told(value, "web_scheme", "repair") if value != raw else Repaired(raw)


def email(text: str) -> Repaired:
    """Return an e-mail address trimmed.

    >>> _short(email(" mailto:Contact@TAU.so "))
    ('Contact@tau.so', 'email_cleaned')
    >>> email("contact(at)tau.so").level, email("contact@tau.so").level
    ('doubt', '')
    """
    raw = text.strip()
    if not raw:
        return Repaired("")
    found = re.sub(r"^mailto:", "", raw, flags=re.IGNORECASE).strip(" <>.,;")
    found = re.sub(r"\s*@\s*", "@", found)
    if not EMAIL.fullmatch(found):
        return _told(raw, "email_unknown", "doubt")
    user, _at, domain = found.rpartition("@")
    value = f"{user}@{domain.lower()}"
    return _told(value, "email_cleaned", "repair") if value != raw else Repaired(raw)


def insee_code(text: str) -> Repaired:
    """Return an INSEE code of a town, of five characters.

    >>> insee_code("9194").value, insee_code("2A004").level, insee_code("abc").level
    ('09194', '', 'doubt')
    """
    raw = text.strip().upper()
    if not raw:
        return Repaired("")
    if re.fullmatch(r"[1-9]\d{3}", raw):
        return _told(f"0{raw}", "insee_zero", "repair")
    if re.fullmatch(r"(\d{2}|2A|2B)\d{3}", raw):
        return Repaired(raw)
    return _told(raw, "insee_unknown", "doubt")


def coordinate(text: str, bound: float) -> tuple[float, Repaired]:
    """Return a coordinate in degrees, zero when there is none or when it cannot be one.

    >>> coordinate("44,5", 90)[0], coordinate("6512345.2", 90)[1].finding.code
    (44.5, 'coordinate_unknown')
    """
    raw = text.strip()
    if not raw:
        return 0.0, Repaired("")
    try:
        value = float(raw.replace(",", "."))
    except ValueError:
        return 0.0, _told(raw, "coordinate_unknown", "doubt")
    if not -bound <= value <= bound:
        return 0.0, _told(raw, "coordinate_unknown", "doubt")
    return value, Repaired(raw)


def official_code(text: str) -> tuple[str, Repaired]:
    """Return ``(siret | siren | rna | "", value)`` of an organisation's official number.

    >>> official_code("130 025 265 00013")[0], official_code("W751212517")[0]
    ('siret', 'rna')
    >>> official_code("123")[1].level
    'doubt'
    """
    raw = text.strip()
    code = re.sub(r"[\s.]", "", raw).upper()
    if not code:
        return "", Repaired("")
    if re.fullmatch(r"W[0-9A-Z]{9}", code):
        return "rna", Repaired(code)
    if re.fullmatch(r"\d{9}|\d{14}", code) and _luhn(code):
        return ("siren" if len(code) == 9 else "siret"), Repaired(code)
    return "", _told(raw, "official_unknown", "doubt")


def _luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0 or digits.startswith("356000000")  # La Poste counts its own way


def is_street(text: str) -> bool:
    """Whether a text reads like a street.

    >>> is_street("27 bis Allées Maurice Sarraut"), is_street("La Fabrique")
    (True, False)
    """
    words = fold(text).split()
    kinds = "rue avenue av place bd bld boulevard allee allees chemin route quai impasse cours zone"
    return bool(set(words) & set(kinds.split())) or bool(re.match(r"\d+[\s,]", text))
