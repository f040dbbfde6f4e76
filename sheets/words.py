"""Words of a file brought to one form: names, units, yes and no."""

import re
import unicodedata
from dataclasses import dataclass
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
        "|matinee|apres midi|am|pm|half day|halfday|half|demi journees|demi|1 2|0 5|soir|soiree"
        "|morning|afternoon|evening|aprem|half days|0 5 jour|0 5 journee|demi jours"
    ),
    "day": "jour|journee|jours|journees|j|jour complet|journee complete|day|days|full day|1"
    "|journee entiere|whole day|fullday|all day",
    "hour": "heure|heures|h|hr|hrs|hour|hours",
    "month": "mois|mensuel|month|months|monthly",
    "use": "utilisation|passage|usage|use|unite|forfait",
}
UNITS = {word: unit for unit, words in UNIT_WORDS.items() for word in words.split("|")}
#: What stands beside the unit in the name of what was sold: "Half Day Pass", "Coworking journée".
BESIDE_UNIT = frozenset(
    "pass passe ticket tickets coworking coworker bureau poste open space acces access entree"
    " nomade flex hot desk desks forfait formule tarif carnet drop in un une de la le du en"
    " par matin matinee apres midi am pm aprem morning afternoon soir soiree evening".split()
)
PART_WORDS = {
    "morning": "matin|matinee|morning|am|a m",
    "afternoon": "apres midi|aprem|apm|ap midi|afternoon|pm|p m|a midi|aprm",
    "evening": "soir|soiree|evening",
}
PARTS = {word: part for part, words in PART_WORDS.items() for word in words.split("|")}
#: What is written in a box that is ticked, or left empty on purpose.
TICKS = frozenset("x xx 1 oui o yes y vrai true v ok p present presente presents".split())
NO_TICKS = frozenset("non n no faux false 0 abs absent absente absents".split()) | {""}
TICK_SIGNS = frozenset("✓✔☑✅☒×●•■")
NO_TICK_SIGNS = frozenset("-–—_./☐□○")
#: What becomes of a booking, by the words of the tools; what stands in none is told.
BOOKING_WORDS = {
    "cancelled": "cancelled|canceled|cancel|annule|annulee|annulation|annules|supprime|deleted"
    "|rembourse|remboursee|refunded",
    "no_show": "no show|noshow|absent|absente|non venu|non venue|pas venu|pas venue|did not attend"
    "|non presente|missed",
    "refused": "refuse|refusee|refused|rejected|rejete|rejetee|declined|denied",
    "pending": "pending|en attente|attente|a confirmer|non confirme|non confirmee|not confirmed"
    "|unconfirmed|tentative|draft|brouillon|in cart|au panier|dans le panier|requested|demande"
    "|demandee|waiting|waitlist|waiting list|liste d attente|provisional|a valider",
    "kept": "confirmed|confirme|confirmee|accepted|accepte|acceptee|approved|approuve|approuvee"
    "|valide|validee|valid|validated|validate|booked|reserve|reservee|paid|paye|payee|done"
    "|completed|complete|termine|terminee|finished|attended|checked in|checkedin|check in|present"
    "|presente|active|actif|ok|scanned|scanne|scannee|used|utilise|utilisee|honoree|honore|venu|venue"
    "|started|ended|checked out|checkedout|submitted|soumis|oui|yes|1|true|vrai",
}
BOOKINGS = {word: state for state, words in BOOKING_WORDS.items() for word in words.split("|")}
CIVILITIES = frozenset(
    "m mr mme mlle mlles mmes mm monsieur madame mademoiselle dr docteur maitre ms mrs miss".split()
)
BRACKETS = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]|\"([^\"]*)\"|«([^«»]*)»|“([^“”]*)”")
EMAIL = re.compile(r"[^\s<>()\[\];,\"«»]+@[^\s<>()\[\];,\"«»]+\.[^\s<>()\[\];,\"«»]+")
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
    """Return a number written the French or the English way, fractions too.

    :raises ValueError: when it is none

    >>> number("0,5"), number("1 200.50"), number("1/2"), number("1½")
    (Decimal('0.5'), Decimal('1200.50'), Decimal('0.5'), Decimal('1.5'))
    """
    plain = re.sub(r"(?<=\d)(?=[¼½¾])", " ", text)
    plain = unicodedata.normalize("NFKC", plain).replace("\u2044", "/").strip()
    if match := re.fullmatch(r"(?:(\d{1,6})\s+)?([1-9])\s*/\s*([1-9])", plain):
        return Decimal(match[1] or 0) + Decimal(match[2]) / Decimal(match[3])
    try:
        whole = Decimal(re.sub(r"[\s\u00a0\u202f]", "", text).replace(",", "."))
    except InvalidOperation:
        raise ValueError(text) from None
    if not whole.is_finite() or abs(whole) > 10**12:
        raise ValueError(text)
    return whole


@lru_cache(maxsize=4096)
def unit(text: str) -> tuple[str, Decimal | None]:
    """Return ``(unit, quantity or None)`` of what a sheet writes in its unit column.

    :raises ValueError: when it names no unit

    >>> unit("½ journée"), unit("Jour"), unit("3h")
    (('half_day', None), ('day', None), ('hour', Decimal('3')))
    >>> unit("2 demi-journées"), unit("1,5")
    (('half_day', Decimal('2')), ('day', Decimal('1.5')))
    >>> unit("Half Day Pass"), unit("Day Pass"), unit("Coworking – demi-journée (matin)")
    (('half_day', None), ('day', None), ('half_day', None))
    """
    folded = fold(text)
    if folded in UNITS:
        return UNITS[folded], None
    match = re.fullmatch(r"\s*(\d+(?:[.,]\d+)?)\s*(.+)", text)
    if match and fold(match[2]) in UNITS:
        return UNITS[fold(match[2])], number(match[1])
    left = [word for word in folded.split() if word not in BESIDE_UNIT]
    if " ".join(left) in UNITS and left:
        return UNITS[" ".join(left)], None
    if not left and part(text):
        return "half_day", None
    if re.fullmatch(r"\s*\d{1,2}[.,]\d{1,2}\s*", text) and number(text) > 0:
        return "day", number(text)  # a number alone counts days
    raise ValueError(text)


@lru_cache(maxsize=4096)
def part(text: str) -> str:
    """Return the part of the day that a text names, empty when it names none, or two.

    >>> part("Matin"), part("Demi-journée (après-midi)"), part("PM"), part("journée")
    ('morning', 'afternoon', 'afternoon', '')
    """
    padded = f" {fold(text)} "
    found = {part for word, part in PARTS.items() if f" {word} " in padded}
    return found.pop() if len(found) == 1 else ""


@lru_cache(maxsize=4096)
def tick(text: str) -> bool:
    """Return whether a box is ticked.

    :raises ValueError: when what stands in it says neither yes nor no

    >>> tick("X"), tick("✔"), tick("½"), tick(""), tick("-")
    (True, True, True, False, False)
    """
    signs = text.strip()
    if not signs or set(signs) <= NO_TICK_SIGNS or fold(text) in NO_TICKS - {""}:
        return False
    if set(signs) <= TICK_SIGNS or fold(text) in TICKS or fold(text) in ("1 2", "0 5"):
        return True
    raise ValueError(text)


def is_ticked(text: str) -> bool:
    """Return whether a box is surely ticked."""
    try:
        return tick(text)
    except ValueError:
        return False


@lru_cache(maxsize=4096)
def mark(text: str) -> tuple[str, Decimal | None, str]:
    """Return the unit, its number and the part of the day of a mark in a grid.

    :raises ValueError: when it means none of them

    >>> mark("X"), mark("½"), mark("M"), mark("PM")
    (('day', None, ''), ('half_day', None, ''), ('half_day', None, 'morning'), \
('half_day', None, 'afternoon'))
    >>> mark("M + AP"), mark("J"), mark("0,5"), mark("matin et après-midi")
    (('day', None, ''), ('day', None, ''), ('half_day', None, ''), ('day', None, ''))
    """
    folded = fold(text)
    if folded == "m":
        return "half_day", None, "morning"
    if folded in ("ap", "apm"):
        return "half_day", None, "afternoon"
    if folded == "d":
        return "day", None, ""
    halves = {mark_part(one) for one in re.split(r"[+/&,;]|\bet\b", text)}
    if halves == {"morning", "afternoon"}:
        return "day", None, ""
    if folded in ("1 2", "0 5"):
        return "half_day", None, ""
    try:
        if tick(text):
            return "day", None, ""
    except ValueError:
        found, counted = unit(text)
        return found, counted, part(text) if found == "half_day" else ""
    raise ValueError(text)


def mark_part(text: str) -> str:
    """Return the half of the day that a short word of a grid names.

    >>> mark_part("M"), mark_part(" AP "), mark_part("lundi")
    ('morning', 'afternoon', '')
    """
    folded = fold(text)
    if folded == "m":
        return "morning"
    return "afternoon" if folded == "ap" else part(text)


@lru_cache(maxsize=4096)
def booking(text: str) -> str:
    """Return what became of a booking: kept, cancelled, no_show, refused, pending; "" unknown.

    >>> booking("Cancelled"), booking("Annulée le 3/11"), booking("No-show"), booking("Confirmé")
    ('cancelled', 'cancelled', 'no_show', 'kept')
    """
    folded = fold(text)
    if folded in BOOKINGS:
        return BOOKINGS[folded]
    padded = f" {folded} "
    for word, state in BOOKINGS.items():
        if state != "kept" and len(word) > 4 and f" {word} " in padded:
            return state
    return ""


@dataclass(frozen=True, slots=True)
class Said:
    """What a cell says of a person: the name without its trimmings, an e-mail, a nickname."""

    name: str
    email: str = ""
    nickname: str = ""


@lru_cache(maxsize=65536)
def person(text: str) -> Said:
    """Return the person of a cell, without title, nickname in brackets, or e-mail beside.

    >>> person("M. Claire DELMAS"), person("Claire (Clairou) DELMAS").name
    (Said(name='Claire DELMAS', email='', nickname=''), 'Claire DELMAS')
    >>> person("Claire Delmas <claire@x.example>").email, person("Mme"), person("M")
    ('claire@x.example', Said(name='Mme', email='', nickname=''), \
Said(name='M', email='', nickname=''))
    """
    plain = " ".join(text.split())
    email = EMAIL.search(plain)
    if email and email[0] == plain:
        return Said(plain)
    if email:
        plain = plain.replace(email[0], " ").replace("<", " ").replace(">", " ")
    bracket = BRACKETS.search(plain)
    nickname = next(filter(None, bracket.groups()), "").strip() if bracket else ""
    name = BRACKETS.sub(" ", plain).split()
    while len(name) > 1 and fold(name[0]) in CIVILITIES and (len(name) > 2 or len(name[1]) > 1):
        name = name[1:]
    cleaned = " ".join(name).strip(" ,;-–")
    return Said(cleaned or " ".join(text.split()), email[0] if email else "", nickname)


@lru_cache(maxsize=65536)
def is_total(title: str) -> bool:
    """Return whether a title announces a total.

    >>> is_total("Total"), is_total("Nb jours"), is_total("Σ"), is_total("Nadia Total")
    (True, True, True, False)
    """
    if title.strip() in ("Σ", "∑", "#"):
        return True
    first, *others = fold(title).split() or [""]
    if first == "sous" and others[:1] == ["total"]:
        return True
    return first in (
        "total",
        "totaux",
        "totals",
        "somme",
        "sum",
        "nb",
        "nbre",
        "nombre",
        "effectif",
    )


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
