"""Members of cooperatives: colleges, votes, structure, cooperative audit (R23-R27, R33)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from .capital import CENT, HUNDRED, ZERO, CapitalRules
from .finding import Finding
from .periods import add_months

# --- R23 to R27: colleges and votes -------------------------------------------------------------


def weight_problems(weights: Mapping[str, Decimal], rules: CapitalRules) -> list[Finding]:
    """Return why the weights of colleges cannot stand: sum and limits (R24).

    >>> rules = CapitalRules(college_min=Decimal(10), college_max=Decimal(50))
    >>> [p.code for p in weight_problems({"a": Decimal(55), "b": Decimal(40)}, rules)]
    ['weights_sum', 'college_max']
    """
    problems = []
    total = sum(weights.values(), ZERO)
    if total != HUNDRED:
        problems.append(Finding("weights_sum", {"total": total}, "R24"))
    for name, weight in weights.items():
        if rules.college_min is not None and weight < rules.college_min:
            values = {"college": name, "weight": weight, "limit": rules.college_min}
            problems.append(Finding("college_min", values, "R24"))
        if rules.college_max is not None and weight > rules.college_max:
            values = {"college": name, "weight": weight, "limit": rules.college_max}
            problems.append(Finding("college_max", values, "R24"))
    return problems


def votes(weights: Mapping[int, Decimal], members: Mapping[int, int]) -> dict[int, Fraction]:
    """Return what one member's vote weighs in each college, in percent (R25).

    One member, one vote inside a college; a college without members weighs nothing and its
    weight goes to the others in proportion, so the votes always sum to the weights.

    >>> votes({1: Decimal(50), 2: Decimal(50)}, {1: 4, 2: 25})
    {1: Fraction(25, 2), 2: Fraction(2, 1)}
    >>> votes({1: Decimal(50), 2: Decimal(50)}, {1: 4, 2: 0})
    {1: Fraction(25, 1)}
    """
    present = {key: weight for key, weight in weights.items() if members.get(key) and weight > 0}
    total, whole = sum(present.values()), sum(weights.values())
    if not total:
        return {}
    scale = Fraction(whole) / Fraction(total)
    return {key: Fraction(weight) * scale / members[key] for key, weight in present.items()}


@dataclass(frozen=True)
class Ballot:
    """The votes of one college on one resolution."""

    college: int
    weight: Decimal
    in_favour: int = 0
    against: int = 0


def tally(ballots: Sequence[Ballot]) -> tuple[Decimal, Decimal]:
    """Return the percentages in favour and against, colleges weighted, abstentions aside.

    >>> tally([Ballot(1, Decimal(50), 3, 1), Ballot(2, Decimal(50), 1, 3)])
    (Decimal('50.00'), Decimal('50.00'))
    """
    cast = {b.college: b.in_favour + b.against for b in ballots}
    shares = votes({b.college: b.weight for b in ballots}, cast)
    if not shares:
        return ZERO, ZERO
    favour = sum(shares[b.college] * b.in_favour for b in ballots if b.college in shares)
    percent = Fraction(favour) * 100 / sum(Fraction(b.weight) for b in ballots)
    rounded = (Decimal(percent.numerator) / Decimal(percent.denominator)).quantize(
        CENT, ROUND_HALF_UP
    )
    return rounded, HUNDRED.quantize(CENT) - rounded


@dataclass(frozen=True)
class Group:
    """The members of one category, seen on one day; one group per category."""

    category: str
    members: int
    capital: Decimal
    votes: Decimal  # percent
    largest: Decimal = ZERO  # capital of the member who holds most


def structure_problems(
    groups: Sequence[Group],
    rules: CapitalRules,
    *,
    required: Iterable[str] = (),
    employee: str = "employee",
    investor: str = "investor",
) -> list[Finding]:
    """Return what R23, R26 and R27 find to say on the members of one day: warnings.

    >>> rules = CapitalRules(employee_capital_min=Decimal(51), member_capital_max=Decimal(50))
    >>> groups = [Group("employee", 3, Decimal(40), Decimal(70), Decimal(20)),
    ...           Group("external", 1, Decimal(60), Decimal(30), Decimal(60))]
    >>> [p.code for p in structure_problems(groups, rules)]
    ['employee_capital', 'member_capital']
    """
    problems = []
    present = {group.category for group in groups if group.members}
    if len(present) < rules.categories_min:
        values = {"count": len(present), "limit": rules.categories_min}
        problems.append(Finding("categories", values, "R23"))
    for category in required:
        if category not in present:
            problems.append(Finding("category_missing", {"category": category}, "R23"))
    capital_of = {g.category: g.capital for g in groups}
    votes_of = {g.category: g.votes for g in groups}
    least, most = [], []
    if capital := sum(capital_of.values()):
        held = capital_of.get(employee, ZERO) * HUNDRED / capital
        largest = max(g.largest for g in groups) * HUNDRED / capital
        least.append(("R26", "employee_capital", held, rules.employee_capital_min))
        most.append(("R26", "member_capital", largest, rules.member_capital_max))
    cast = votes_of.get(employee, ZERO)
    least.append(("R26", "employee_votes", cast, rules.employee_votes_min))
    most.append(("R27", "investor_votes", votes_of.get(investor, ZERO), rules.investor_votes_max))
    wrong = [row for row in least if row[3] is not None and row[2] < row[3]]
    wrong += [row for row in most if row[3] is not None and row[2] > row[3]]
    return problems + [
        Finding(code, {"percent": percent, "limit": limit}, rule)
        for rule, code, percent, limit in wrong
    ]


# --- R33: cooperative audit ---------------------------------------------------------------------


def audit_due(last: date, rules: CapitalRules, losses: Sequence[date] = ()) -> date | None:
    """Return the day by which the next cooperative audit is due (R33), ``None`` without audit.

    ``losses`` are the ends of loss-making financial years; as many in a row, after the last
    audit, as the parameter says make the audit due at the end of the last of them.

    >>> rules = CapitalRules(audit_years=5, audit_loss_years=3)
    >>> audit_due(date(2024, 6, 30), rules)
    datetime.date(2029, 6, 30)
    >>> audit_due(date(2024, 6, 30), rules, [date(y, 12, 31) for y in (2024, 2025, 2026)])
    datetime.date(2026, 12, 31)
    """
    if not rules.audit_years:
        return None
    due = add_months(last, rules.audit_years * 12)
    needed = rules.audit_loss_years
    ends = sorted(end for end in losses if end > last)
    for index in range(len(ends) - needed + 1 if needed else 0):
        run = ends[index : index + needed]
        if all(add_months(run[i], 12) >= run[i + 1] for i in range(needed - 1)):
            return min(due, run[-1])
    return due
