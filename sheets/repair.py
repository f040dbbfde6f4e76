"""Repairs of the values of a directory: what is certain is done and told, the rest only told."""

import re
from dataclasses import dataclass
from typing import Any

import ftfy
import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberType
from stdnum.exceptions import ValidationError
from stdnum.fr import siren, siret, tva

from ..rules.finding import Finding
from .towns import codes_of, serves, towns_of
from .words import fold

# Departments by the first two digits of a postal code: 20 is Corsica, 97 and 98 overseas.
DEPARTMENTS = frozenset(f"{number:02d}" for number in range(1, 96)) | {"97", "98"}
SMALL_WORDS = frozenset("de du des d la le les l sur sous en et aux au à lès près".split())
# Their numbers are dialled from all of France as ordinary ones, so they are tried first.
OVERSEAS = ("RE", "GP", "GF", "MQ")
ORDINARY = frozenset((PhoneNumberType.FIXED_LINE, PhoneNumberType.MOBILE))
# Where a space can be: south, north, west, east.
TERRITORIES = (
    (41.2, 51.3, -5.3, 9.8),  # metropolitan France
    (14.3, 18.2, -63.2, -60.7),  # Antilles
    (2.0, 6.0, -54.7, -51.5),  # Guyane
    (-21.5, -20.8, 55.1, 55.9),  # La Réunion
    (-13.1, -12.5, 44.9, 45.4),  # Mayotte
    (46.7, 47.2, -56.5, -56.1),  # Saint-Pierre-et-Miquelon
    (-23.0, -17.9, 158.0, 172.2),  # Nouvelle-Calédonie
    (-28.0, -7.8, -155.0, -134.0),  # Polynésie
    (-14.5, -13.1, -178.3, -176.0),  # Wallis-et-Futuna
)
EMAIL = re.compile(r"[^@\s,;<>()\"]+@[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}", re.IGNORECASE)
HOST = re.compile(r"[^\s/]+\.[a-z]{2,}(:\d+)?([/?#]\S*)?", re.IGNORECASE)
CEDEX = re.compile(r"[\s,-]*\bc[ée]dex\b\s*\d*\s*$", re.IGNORECASE)
# What people write in a cell when they have nothing to write.
NOTHING = frozenset(
    "na|n a|nc|n c|nr|n r|nd|n d|neant|aucun|aucune|non|sans|vide|x|xx|xxx|null|none|nan"
    "|undefined|inconnu|inconnue|non renseigne|non renseignee|non communique|non communiquee"
    "|pas de site|pas de telephone|a completer|a venir|en cours".split("|")
)
# Only what was decoded twice is repaired: quotes and the like stay as people wrote them.
FTFY = ftfy.TextFixerConfig(
    unescape_html=False,
    remove_terminal_escapes=False,
    fix_latin_ligatures=False,
    fix_character_width=False,
    uncurl_quotes=False,
    fix_line_breaks=False,
    fix_surrogates=False,
    remove_control_chars=False,
    normalization=None,
    explain=False,
)


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


def _told(value: str, code: str, level: str, **args: Any) -> Repaired:
    return Repaired(value, Finding(code, args, level=level) if code else None)


def _short(found: Repaired) -> tuple[str, str]:
    """For the examples below: the value and the code of what is told."""
    return found.value, found.finding.code if found.finding else ""


def readable(text: str) -> Repaired:
    """Return a text without what a wrong decoding made of it, where that is sure.

    >>> _short(readable("\u00c3\x89coles d\u00e2\x80\x99Albi"))
    ('Écoles d’Albi', 'mojibake')
    >>> readable("L’Étincelle « Ça »").level, readable("Caf\ufffd").level
    ('', 'doubt')
    """
    found = ftfy.fix_text(text, FTFY) if not text.isascii() else text
    if "\ufffd" in found:
        return _told(found, "text_lost", "doubt")
    return _told(found, "mojibake", "repair") if found != text else Repaired(text)


def says_nothing(text: str) -> bool:
    """Whether a cell only says that there is nothing to say.

    >>> [says_nothing(text) for text in ("-", "Néant", "N/A", "?", "", "La Ruche")]
    [True, True, True, True, False, False]
    """
    return bool(text.strip()) and (fold(text) or "na") in NOTHING


def postal_code(text: str, city: str = "") -> Repaired:
    """Return a French postal code of five digits.

    >>> _short(postal_code("9500"))
    ('09500', 'zip_zero')
    >>> postal_code("31 000").value, postal_code("F-31000").value
    ('31000', '31000')
    >>> _short(postal_code("34935")), _short(postal_code("31676", "Labège"))
    (('34935', 'zip_cedex'), ('31676', 'zip_cedex_own'))
    >>> _short(postal_code("75011")), postal_code("3100A").level
    (('75011', ''), 'doubt')
    """
    raw = text.strip()
    if not raw:
        return _told("", "zip_missing", "doubt")
    code = re.sub(r"^(FR?|France)[\s-]*", "", raw, flags=re.IGNORECASE)
    code = re.sub(r"[\s.\u00a0]", "", code)
    level, note = ("repair", "zip_cleaned") if code != raw else ("", "")
    if re.fullmatch(r"[0-9]{4}", code) and f"0{code[0]}" in DEPARTMENTS:
        code, level, note = f"0{code}", "repair", "zip_zero"
    if not re.fullmatch(r"[0-9]{5}", code) or code[:2] not in DEPARTMENTS:
        return _told(raw, "zip_unknown", "doubt")
    if CEDEX.search(city) or not (towns_of(code) or code[:2] in ("97", "98")):
        own = codes_of(CEDEX.sub("", city), code[:2])
        if own:
            return _told(code, "zip_cedex_own", "doubt", names=", ".join(own[:4]))
        return _told(code, "zip_cedex", "doubt")
    return _told(code, note, level)


def town_of_code(code: str, town: str) -> Finding | None:
    """Return what is to be told of a town that its postal code does not serve.

    >>> found = town_of_code("32000", "Lombez")
    >>> found.code, found.level, found.args["names"], found.args["codes"]
    ('city_zip', 'doubt', 'Auch', '32220')
    >>> town_of_code("12400", "Saint Affrique"), town_of_code("31676", "Labège")
    (None, None)
    >>> town_of_code("12400", "Le Hameau").code
    'city_other'
    """
    towns = towns_of(code)
    if not town or not towns or serves(code, town):
        return None
    codes = codes_of(town, code[:2]) or codes_of(town)
    names = ", ".join(towns[:3]) + ("…" if len(towns) > 3 else "")
    args = {"value": town, "zip": code, "names": names}
    if codes:
        return Finding("city_zip", args | {"codes": ", ".join(codes[:4])}, level="doubt")
    return Finding("city_other", args)


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
    compact = raw.replace("(0)", "")
    digits = re.sub(r"\D", "", compact)
    abroad = compact.lstrip(" (").startswith(("+", "00"))
    number = _number(f"+{digits.removeprefix('00')}" if abroad else digits)
    if number is None or (number.country_code != 33 and re.search(r"[^\d\s+().-]", raw)):
        return _told(raw, "phone_unknown", "doubt")
    value = phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)
    if not phonenumbers.is_valid_number(number):
        return _told(value, "phone_unassigned", "doubt")
    if value == raw:
        return Repaired(raw)
    if not abroad and len(digits) == 9:
        return _told(value, "phone_zero", "repair")
    if re.search(r"[^\d\s.+()-]|\s\.|\.\s", raw):
        return _told(value, "phone_cleaned", "repair")
    return _told(value, "phone_format", "format")


def _number(digits: str) -> PhoneNumber | None:
    """The number that a French phone dials by these digits, None when it cannot be one."""
    try:
        number = phonenumbers.parse(digits, "FR")
    except phonenumbers.NumberParseException:
        return None
    if number.country_code != 33:
        return number if phonenumbers.is_possible_number(number) else None
    if not 10**8 <= number.national_number < 10**9:
        return None
    for region in OVERSEAS if number.national_number < 8 * 10**8 else ():
        code = phonenumbers.country_code_for_region(region)
        other = PhoneNumber(country_code=code, national_number=number.national_number)
        if phonenumbers.number_type(other) in ORDINARY:
            return other
    return number


def website(text: str) -> Repaired:
    """Return a web address with its scheme.

    >>> _short(website("www.centretarn.fr"))
    ('http://www.centretarn.fr', 'web_scheme')
    >>> website("http:/tau.so").value, website("http://www.tau.so").level, website("bientôt").level
    ('http://tau.so', '', 'doubt')
    >>> _short(website("/working_places"))
    ('', 'web_path')
    """
    raw = text.strip()
    if not raw:
        return Repaired("")
    if re.fullmatch(r"/+[^./\s]*(/[^./\s]*)*", raw):
        return _told("", "web_path", "repair")
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


def point(latitude: str, longitude: str, both: str = "") -> tuple[float, float, Finding | None]:
    """Return the point of a place: both numbers, or zeros when one of them is missing or wrong.

    :param both: a cell that holds the two, latitude first, or ``POINT (longitude latitude)``

    >>> point("44,5", "3.2"), point("", "", "44.1, 3.2")
    ((44.5, 3.2, None), (44.1, 3.2, None))
    >>> point("44.5", "")[2].code, point("6512345.2", "3")[2].code, point("50.1", "14.4")[2].code
    ('point_half', 'point_unknown', 'point_outside')
    >>> point("3.2", "44.1")[:2], point("3.2", "44.1")[2].code, point("0", "0")
    ((44.1, 3.2), 'point_swapped', (0.0, 0.0, None))
    """
    texts = [latitude.strip(), longitude.strip()]
    if both.strip() and not any(texts):
        texts = re.findall(r"-?\d+(?:[.,]\d+)?", both)
        if fold(both).startswith("point"):
            texts.reverse()
        if len(texts) != 2:
            return 0.0, 0.0, Finding("point_unknown", {"value": both.strip()}, level="doubt")
    said = ", ".join(filter(None, texts))
    if not all(texts):
        return 0.0, 0.0, Finding("point_half", {"value": said}, level="doubt") if said else None
    try:
        north, east = (float(text.replace(",", ".")) for text in texts)
    except ValueError:
        north = east = 999.0
    if not (-90 <= north <= 90 and -180 <= east <= 180):
        return 0.0, 0.0, Finding("point_unknown", {"value": said}, level="doubt")
    if not (north or east) or _in_france(north, east):
        return north, east, None
    if _in_france(east, north):
        return east, north, Finding("point_swapped", {"value": said}, level="doubt")
    return north, east, Finding("point_outside", {"value": said}, level="doubt")


def _in_france(north: float, east: float) -> bool:
    return any(s <= north <= n and w <= east <= e for s, n, w, e in TERRITORIES)


def official_code(text: str) -> tuple[str, Repaired]:
    """Return ``(siret | siren | rna | "", value)`` of an organisation's official number.

    A VAT number tells the SIREN that it is made of.

    >>> official_code("130 025 265 00013")[0], official_code("W751212517")[0]
    ('siret', 'rna')
    >>> official_code("FR 40 303 265 045")[1].value, official_code("123")[1].level
    ('303265045', 'doubt')
    """
    code = re.sub(r"[\s.\u00a0-]", "", text).upper()
    if not code:
        return "", Repaired("")
    if re.fullmatch(r"W[0-9A-Z]{9}", code):
        return "rna", Repaired(code)
    for kind, number in (("siret", siret), ("siren", siren)):
        if code.isascii() and number.is_valid(code):
            return kind, Repaired(number.compact(code))
    try:
        return "siren", _told(tva.to_siren(tva.validate(code)), "official_vat", "repair")
    except ValidationError:
        return "", _told(text.strip(), "official_unknown", "doubt")


# By what directories call them; the first word that a text holds wins.
LEGAL_FORMS = {
    "scic": "scic",
    "scop sas": "scop_sas",
    "scop sa": "scop_sa",
    "scop": "scop_sarl",
    "association": "association",
    "loi 1901": "association",
    "asso": "association",
    "sarl": "company",
    "eurl": "company",
    "sasu": "company",
    "sas": "company",
    "societe": "company",
    "entreprise": "company",
    "collectivite": "public",
    "commune": "public",
    "communaute de communes": "public",
    "communaute d agglomeration": "public",
    "mairie": "public",
    "epci": "public",
    "etablissement public": "public",
    "public": "public",
}


def legal_form(text: str) -> str:
    """Return the code of the legal form that a directory names, empty when it names none.

    >>> legal_form("Association loi 1901"), legal_form("SCIC SARL"), legal_form("Coworking")
    ('association', 'scic', '')
    """
    words = f" {fold(text)} "
    return next((code for word, code in LEGAL_FORMS.items() if f" {word} " in words), "")


def is_street(text: str) -> bool:
    """Whether a text reads like a street.

    >>> is_street("27 bis Allées Maurice Sarraut"), is_street("La Fabrique")
    (True, False)
    """
    words = fold(text).split()
    kinds = "rue avenue av place bd bld boulevard allee allees chemin route quai impasse cours zone"
    return bool(set(words) & set(kinds.split())) or bool(re.match(r"\d+[\s,]", text))
