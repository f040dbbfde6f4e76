"""Short constructors and hypothesis strategies shared by the rating tests."""

import random
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from cae_tiers_lieux.rules.periods import Period
from cae_tiers_lieux.rules.rating import (
    Clocks,
    Convention,
    Counters,
    Payer,
    Rule,
    RuleBook,
    Tariff,
    TariffLine,
    Use,
    VatStatus,
    rate_one,
)
from hypothesis import strategies as st

COOP, HOST, SPACE, DESK, ROOM, NETWORK = 1, 2, 3, 4, 5, 6
ANNA, BRUNO, CHLOE = 11, 12, 13
TAXABLE = (VatStatus(HOST, date(2020, 1, 1), "standard"),)
ACTIVITY = (Payer("activity", Decimal(100)),)
HALVES = (Payer("coop", Decimal(50)), Payer("activity", Decimal(50)))

LINES = (
    TariffLine(1, None, None, "half_day", Decimal("8.00")),
    TariffLine(2, None, None, "day", Decimal("15.00")),
    TariffLine(3, "meeting_room", None, "hour", Decimal("12.00")),
)
GRID = Tariff(1, SPACE, date(2026, 1, 1), None, False, Decimal(20), LINES)
CAPE = Rule(
    1,
    statuses=frozenset({"cape"}),
    effect="discount",
    value=Decimal(20),
    first_months=3,
    payers=ACTIVITY,
    label="Découverte",
)
CESA = Rule(2, statuses=frozenset({"cesa"}), effect="discount", value=Decimal(30), payers=HALVES)


def convention(*rules, **changes):
    values = {
        "id": 1,
        "host_id": HOST,
        "coop_ids": frozenset({COOP}),
        "space_ids": frozenset(),
        "start": date(2026, 1, 1),
        "end": None,
        "rules": rules or (CAPE, CESA),
        "network_id": NETWORK,
    }
    return Convention(**{**values, **changes})


def use(use_id=1, day=date(2026, 10, 5), **changes):
    values = {
        "start": None,
        "person_id": ANNA,
        "coop_id": COOP,
        "host_id": HOST,
        "space_id": SPACE,
        "resource_id": DESK,
        "resource_kind": "desk",
        "unit": "day",
        "quantity": Decimal(1),
        "status": "cape",
    }
    return Use(use_id, day, **{**values, **changes})


STATUSES = [
    "cape",
    "cesa",
    "associate",
    "suspended",
    "candidate",
    "exited",
    "staff",
    "organisation",
    "external",
]
EFFECTS = ["public", "free", "discount", "fixed", "cap", "forbidden", "case_by_case"]
PARTS = [
    (),
    (("activity", "100"),),
    (("coop", "50"), ("activity", "50")),
    (("host", "33.33"), ("coop", "66.67")),
    (("host", "25"), ("person", "50"), ("activity", "25")),
    (("funder", "33.33"), ("coop", "33.33"), ("activity", "33.34")),
]


class Generator:
    """Rulebooks and uses of half a year, dense enough for terms, clocks and uses to meet.

    Drawn from one seed: hypothesis prefers small and equal values, which hardly ever meet.
    """

    def __init__(self, seed):
        self.chance = random.Random(seed)

    def mostly(self, usual, *others):
        """The usual value as often as all the others together."""
        return usual if self.chance.random() < 0.5 else self.chance.choice(others)

    def day(self):
        return date(2026, 1, 1) + timedelta(days=self.chance.randrange(181))

    def rule(self, number):
        start = self.mostly(None, self.day())
        effect, first = self.chance.choice(EFFECTS), self.mostly("free", *EFFECTS)
        statuses = self.mostly(
            (), ("cape",), ("cesa", "associate"), (self.chance.choice(STATUSES),)
        )
        return Rule(
            number,
            sequence=self.mostly(10, 20),
            statuses=frozenset(statuses),
            coop_id=self.mostly(None, None, COOP),
            resource_id=self.mostly(None, None, DESK),
            resource_kind=self.mostly(None, None, "desk", "meeting_room"),
            space_id=self.mostly(None, None, SPACE),
            unit="day" if {"fixed", "cap"} & {effect, first} else self.mostly(None, None, "day"),
            day_part=self.mostly(None, None, "morning"),
            date_from=start,
            date_to=self.mostly(None, (start or date(2026, 2, 1)) + timedelta(days=40)),
            effect=effect,
            value=Decimal(self.chance.randrange(4000)) / 100,
            at_most=self.mostly(None, Decimal("4.20")),
            first_effect=first,
            first_value=Decimal(self.chance.randrange(4000)) / 100,
            clock_pauses=self.mostly(False, True),
            monthly_cap=self.mostly(None, None, Decimal("21.50")),
            first_months=self.mostly(0, 1, 2),
            clock_start=self.mostly("first_use", "contract"),
            clock_scope=self.chance.choice(["network", "host", "space"]),
            quota=self.mostly(None, Decimal(0), Decimal(1), Decimal("2.5")),
            beyond=self.mostly("public", "forbidden"),
            payers=tuple(
                Payer(kind, Decimal(percent)) for kind, percent in self.chance.choice(PARTS)
            ),
        )

    def convention(self, number):
        return Convention(
            number,
            HOST,
            self.mostly(frozenset({COOP, 9}), frozenset({COOP})),
            self.mostly(frozenset(), frozenset({SPACE})),
            self.mostly(date(2025, 12, 1), date(2026, 2, 1), date(2026, 3, 15)),
            self.mostly(None, date(2026, 4, 15), date(2026, 5, 31)),
            tuple(self.rule(10 * number + part) for part in range(self.chance.randint(1, 6))),
            self.mostly(NETWORK, None),
            tax_included=self.mostly(False, True),
        )

    def use(self, number):
        return use(
            number,
            self.day(),
            person_id=self.mostly(ANNA, BRUNO),
            coop_id=self.mostly(COOP, COOP, 9, None),
            space_id=self.mostly(SPACE, 33),
            resource_id=self.mostly(DESK, ROOM),
            resource_kind=self.mostly("desk", "meeting_room"),
            unit=self.mostly("day", "half_day", "hour"),
            quantity=self.mostly(Decimal(1), Decimal(2), Decimal("2.5")),
            status=self.mostly("cape", *STATUSES),
            contract_start=self.mostly(None, self.day()),
            settled=self.mostly("statement", "statement", "on_site", "expense"),
            day_part=self.mostly(None, "morning", "afternoon"),
            pauses=self.mostly((), (Period(date(2026, 2, 10), date(2026, 2, 20)),)),
        )

    def case(self):
        """(uses, conventions, tariffs)."""
        conventions = [self.convention(number) for number in range(1, self.chance.randint(2, 4))]
        tariffs = [
            replace(GRID, start=date(2026, 1, 10), end=date(2026, 6, 20)),
            replace(GRID, id=2, space_id=33, tax_included=True),
            replace(GRID, id=3, start=date(2026, 5, 1), lines=LINES[1:], tax_included=True),
        ]
        return [self.use(number) for number in range(1, 31)], conventions, tariffs


def cases():
    return st.integers(0, 2**32).map(lambda seed: Generator(seed).case())


NETWORK_SCOPE = f"network:{NETWORK}"


def rated(one, conventions=None, tariffs=(GRID,), clocks=None, counters=None, vat=TAXABLE):
    conventions = [convention()] if conventions is None else conventions
    book = RuleBook(conventions, tariffs, vat)
    return rate_one(one, book, clocks or Clocks(), counters or Counters())


def by_rule(rule, one=None, **kwargs):
    return rated(one or use(), [convention(rule)], **kwargs)


def codes(result):
    return [reason.code for reason in result.reasons]


def quota_rule(**changes):
    return replace(Rule(1, effect="free", quota=Decimal(3)), **changes)
