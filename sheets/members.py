"""What one row of a list of members says: which organisation, which side, from when, its choice."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from . import repair
from .dates import read_moment
from .tabular import Cell, text_of
from .words import fold, number

#: Titles of the columns, as networks write them; the first one is that of the model file.
COLUMNS = {
    "name": (
        "Structure|organisme|organisation|nom|raison sociale|dénomination|membre|adhérent"
        "|partenaire|nom de la structure|nom de l'organisme|nom de l'organisation|nom du membre"
        "|structure gestionnaire|structure porteuse|structure membre|nom du tiers-lieu|nom du lieu"
        "|tiers-lieu|lieu|espace|name"
    ),
    "side": (
        "Côté|type|type de structure|type de membre|type d'organisme|catégorie|nature|rôle|qualité"
        "|collège|profil|CAE ou tiers-lieu|CAE / tiers-lieu|side"
    ),
    "code": (
        "SIREN ou SIRET|SIREN|SIRET|SIREN/SIRET|SIRET/SIREN|N° SIREN|N° SIRET|Nº SIREN|Nº SIRET"
        "|numéro SIREN|numéro SIRET|N° SIREN/SIRET|SIRET ou RNA|SIREN ou RNA|RNA|immatriculation"
    ),
    "email": (
        "E-mail|email|mail|courriel|adresse e-mail|adresse email|adresse mail|adresse électronique"
        "|e-mail de contact|mail de contact|contact e-mail"
    ),
    "start": (
        "Entrée|depuis|date d'entrée|entrée le|du|début|date de début|membre depuis|adhésion"
        "|date d'adhésion|date adhésion|depuis le|à partir du|arrivée|date d'arrivée|since|from"
    ),
    "end": (
        "Sortie|date de sortie|sortie le|au|fin|date de fin|jusqu'au|jusqu'à|départ"
        "|date de départ|dernier jour|until|to"
    ),
    "choice": (
        "Choix|choix du lieu|choix tarifaire|choix de formule|choix CESA|formule choisie|formule"
        "|option|tarif|tarif choisi|choice"
    ),
    "value": (
        "Réduction|remise|réduction (%)|réduction %|réduction en %|remise (%)|remise %"
        "|taux de réduction|taux de remise|% de réduction|% réduction|discount"
    ),
    "signed": (
        "Signé le|date de signature|signature|bulletin signé le|bulletin signé"
        "|signature du bulletin|date signature|signed on"
    ),
}
NAMES = {name: titles.split("|") for name, titles in COLUMNS.items()}
#: Field by folded title, to find the line that holds them.
TITLES = {fold(title): name for name, titles in NAMES.items() for title in titles}
#: What tells one side from the other, in the singular.
SIDES = {
    "coop": "cae|cooperative|coop",
    "host": "tiers lieu|espace|lieu|coworking|gestionnaire|hote|host|fablab|structure d accueil",
}
CHOICES = {
    "formula": "formule|comme la formule|la formule|formule minimale|selon la formule|standard",
    "free": "gratuit|gratuite|gratuitement|offert|free",
    "case_by_case": "cas par cas|au cas par cas|a voir au cas par cas|case by case",
    "discount": "reduit|reduite|reduction|remise|prix reduit|tarif reduit|reduced",
}
CHOSEN = {words: choice for choice, many in CHOICES.items() for words in many.split("|")}
#: What people write where they have nothing to say.
NOTHING = frozenset(
    {"", "n a", "na", "neant", "aucun", "aucune", "sans objet", "so", "non concerne"}
)
#: What the model file shows; the name of the space is in no directory, so it is never taken.
EXAMPLES = (
    {"name": "CAE (exemple à remplacer)", "side": "CAE", "start": date(2026, 1, 1)},
    {
        "name": "Tiers-lieu (exemple à remplacer)",
        "side": "Tiers-lieu",
        "email": "contact@tiers-lieu.example",
        "start": date(2026, 1, 1),
        "choice": "réduit",
        "value": "50 %",
        "signed": date(2026, 1, 15),
    },
)


@dataclass(slots=True)
class Member:
    """One row, as it was read; ``unread`` holds the text of each cell that says nothing known."""

    number: int
    name: str = ""
    side: str = ""
    code: str = ""
    email: str = ""
    start: date | None = None
    end: date | None = None
    choice: str = ""
    value: Decimal | None = None
    signed: date | None = None
    unread: dict[str, str] = field(default_factory=dict)


def read_member(row_number: int, cells: Mapping[str, Cell]) -> Member:
    """Return one row of a list of members.

    >>> read_member(2, {"name": "Nord", "side": "CAE (SCOP)", "start": "1er mars 2026"}).start
    datetime.date(2026, 3, 1)
    >>> member = read_member(3, {"name": "Le Nid", "side": "Tiers-lieux", "choice": "réduit 50 %"})
    >>> member.side, member.choice, member.value
    ('host', 'discount', Decimal('50'))
    >>> read_member(4, {"name": "Le Nid", "side": "?", "end": "bientôt"}).unread
    {'side': '?', 'end': 'bientôt'}
    """
    said = {name: text_of(cell) for name, cell in cells.items()}
    member = Member(row_number, name=said.get("name", ""), side=side_of(said.get("side", "")))
    if not member.side:
        member.unread["side"] = said.get("side", "")
    if fold(said.get("code", "")) not in NOTHING:
        kind, found = repair.official_code(said["code"])
        member.code = found.value if kind else ""
        if not kind:
            member.unread["code"] = said["code"]
    if fold(said.get("email", "")) not in NOTHING:
        found = repair.email(said["email"])
        member.email = found.value if found.level != "doubt" else ""
        if not member.email:
            member.unread["email"] = said["email"]
    for name in ("start", "end", "signed"):
        if fold(said.get(name, "")) not in NOTHING:
            setattr(member, name, _day_of(cells[name]))
            if not getattr(member, name):
                member.unread[name] = said[name]
    _read_choice(member, said, cells.get("value", ""))
    return member


def _day_of(cell: Cell) -> date | None:
    try:
        return read_moment(cell).day
    except ValueError:
        return None


def _read_choice(member: Member, said: Mapping[str, str], cell: Cell) -> None:
    """Read what a space chose, in one column or two: « réduit 50 % », or « réduit » and « 50 »."""
    text = said.get("choice", "")
    if fold(text) not in NOTHING:
        member.choice, member.value = choice_of(text)
        if not member.choice:
            member.unread["choice"] = text
    if fold(said.get("value", "")) not in NOTHING:
        try:
            told = percent_of(cell)
        except ValueError:
            member.unread["value"] = said["value"]
            return
        if told or member.choice == "discount":
            member.value = told
            if not member.choice and "choice" not in member.unread:
                member.choice = "discount"


def side_of(text: str) -> str:
    """Return ``coop``, ``host``, or "" when a text names neither or both.

    >>> side_of("Coopératives"), side_of("Tiers-lieu rural"), side_of("Commune")
    ('coop', 'host', '')
    """
    words = " ".join(w.rstrip("sx") if len(w) > 3 else w for w in fold(text).split())
    padded = f" {words.replace('tier lieu', 'tiers lieu')} "
    found = [
        side
        for side, many in SIDES.items()
        if any(f" {words_of} " in padded for words_of in many.split("|"))
    ]
    return found[0] if len(found) == 1 else ""


def choice_of(text: str) -> tuple[str, Decimal | None]:
    """Return what a space chose and by how much, ("", None) when the text says none.

    >>> choice_of("Gratuit"), choice_of("-20 %"), choice_of("sur devis")
    (('free', None), ('discount', Decimal('20')), ('', None))
    """
    words = fold(text)
    if words in CHOSEN:
        return CHOSEN[words], None
    start = next((place for place, letter in enumerate(text) if letter.isdigit()), None)
    if start is None:
        return "", None
    before = fold(text[:start]).removesuffix(" de").removesuffix(" a")
    if before and CHOSEN.get(before) != "discount":
        return "", None
    try:
        return "discount", percent_of(text[start:].rstrip(") "))
    except ValueError:
        return "", None


def percent_of(cell: Cell) -> Decimal:
    """Return a reduction in percent; a spreadsheet holds 50 % as 0.5.

    :raises ValueError: when it is none, or may be 1 % as well as 100 %

    >>> percent_of("50 %"), percent_of(0.5), percent_of("12,5")
    (Decimal('50'), Decimal('50.0'), Decimal('12.5'))
    """
    text = text_of(cell).strip().lstrip("-−– ")
    bare = text.rstrip("% ")
    found = number(bare)
    if bare == text and found == 1:
        raise ValueError(text)
    if bare == text and 0 < found < 1:
        found *= 100
    if not 0 <= found <= 100:
        raise ValueError(text)
    return found
