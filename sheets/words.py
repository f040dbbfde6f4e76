"""Words of a file brought to one form: names, units, yes and no."""

import re
import unicodedata
from decimal import Decimal, InvalidOperation
from functools import lru_cache

# letters that Unicode does not take apart, as it does é or ½
LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o"})
NOT_WORD = re.compile(r"[^a-z0-9]+")
LEGAL_FORMS = frozenset(
    "association asso sarl sas sasu scic scop scea sa eurl sci cae coop cooperative ste".split()
)
UNIT_WORDS = {
    "half_day": (
        "demi journee|demie journee|1 2 journee|demi jour|demi j|1 2 jour|1 2 j|0 5 j|dj|matin"
        "|matinee|apres midi|am|pm|half day|halfday|half|demi journees|demi"
    ),
    "day": "jour|journee|jours|journees|j|jour complet|journee complete|day|days|full day|1",
    "hour": "heure|heures|h|hr|hour|hours",
    "month": "mois|mensuel|month|months|monthly",
    "use": "utilisation|passage|usage|use|unite|forfait",
}
UNITS = {word: unit for unit, words in UNIT_WORDS.items() for word in words.split("|")}
YES = frozenset("oui o yes y vrai true x 1 ok paye payee regle reglee sur place on site".split())
YES_PHRASES = frozenset({"sur place", "paye sur place", "regle sur place", "on site", "paid"})
NO = frozenset("non n no faux false 0 releve statement".split()) | {"a facturer", "non regle"}
EXPENSE = frozenset({"note de frais", "frais", "expense", "expense report", "ndf"})


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Return a text without case, accents or punctuation.

    >>> fold("  Télécentre de St-Chély d’Apcher "), fold("Cœur d'Œuvre")
    ('telecentre de st chely d apcher', 'coeur d oeuvre')
    """
    plain = unicodedata.normalize("NFKD", text.casefold().translate(LIGATURES))
    return NOT_WORD.sub(" ", "".join(c for c in plain if not unicodedata.combining(c))).strip()


@lru_cache(maxsize=65536)
def person_key(name: str) -> str:
    """Return a key that ignores the order of first and last names.

    >>> person_key("MARTIN Chloé") == person_key("Chloe Martin")
    True
    """
    return " ".join(sorted(fold(name).split()))


@lru_cache(maxsize=65536)
def organisation_key(name: str) -> str:
    """Return a key that ignores a legal form beside the name.

    >>> organisation_key("Association La Fabrique"), organisation_key("SCIC")
    ('la fabrique', 'scic')
    """
    folded = fold(name).split()
    return " ".join([word for word in folded if word not in LEGAL_FORMS] or folded)


def web_key(address: str) -> str:
    """Return a web address without scheme, www and final slash.

    >>> web_key("http://www.tau.so/") == web_key("https://tau.so")
    True
    """
    return re.sub(r"^[a-z]+://", "", address.strip().lower()).removeprefix("www.").rstrip("/")


def number(text: str) -> Decimal:
    """Return a number written the French or the English way.

    :raises ValueError: when it is none

    >>> number("0,5"), number("1 200.50")
    (Decimal('0.5'), Decimal('1200.50'))
    """
    try:
        found = Decimal(re.sub(r"[\s\u00a0\u202f]", "", text).replace(",", "."))
    except InvalidOperation:
        raise ValueError(text) from None
    if not found.is_finite():
        raise ValueError(text)
    return found


@lru_cache(maxsize=4096)
def unit(text: str) -> tuple[str, Decimal | None]:
    """Return ``(unit, quantity or None)`` of what a sheet writes in its unit column.

    :raises ValueError: when it names no unit

    >>> unit("½ journée"), unit("Jour"), unit("3h")
    (('half_day', None), ('day', None), ('hour', Decimal('3')))
    >>> unit("2 demi-journées")
    ('half_day', Decimal('2'))
    """
    folded = fold(text)
    if folded in UNITS:
        return UNITS[folded], None
    match = re.fullmatch(r"\s*(\d+(?:[.,]\d+)?)\s*(.+)", text)
    if match and fold(match[2]) in UNITS:
        return UNITS[fold(match[2])], number(match[1])
    raise ValueError(text)


def settled(text: str) -> str:
    """Return how a use is settled.

    :raises ValueError: when the text says neither

    >>> settled(""), settled("Oui"), settled("note de frais")
    ('statement', 'on_site', 'expense')
    """
    folded = fold(text)
    if not folded or folded in NO:
        return "statement"
    if folded in EXPENSE:
        return "expense"
    if folded in YES or folded in YES_PHRASES:
        return "on_site"
    raise ValueError(text)
