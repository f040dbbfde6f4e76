"""Short constructors and hypothesis strategies shared by the rating tests."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from rules.rating import Convention, Payer, Rule, Tariff, TariffLine, Use

COOP, HOST, SPACE, DESK, ROOM, NETWORK = 1, 2, 3, 4, 5, 6
ANNA, BRUNO, CHLOE = 11, 12, 13
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
    free_months=3,
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


STATUSES = ["cape", "cesa", "associate", "suspended", "candidate", "exited", "staff", "external"]
days = st.dates(date(2025, 11, 1), date(2027, 3, 31))


@st.composite
def rules(draw, rule_id):
    effect = draw(
        st.sampled_from(["public", "free", "discount", "fixed", "cap", "forbidden", "case_by_case"])
    )
    kinds = draw(
        st.lists(
            st.sampled_from(["host", "coop", "activity", "person", "funder"]),
            max_size=3,
            unique=True,
        )
    )
    percents = {1: [100], 2: [Decimal("33.33"), Decimal("66.67")], 3: [50, 25, 25]}
    start = draw(st.none() | days)
    return Rule(
        rule_id,
        sequence=draw(st.sampled_from([10, 20])),
        statuses=frozenset(draw(st.sets(st.sampled_from(STATUSES), max_size=2))),
        coop_id=draw(st.sampled_from([None, None, COOP])),
        resource_id=draw(st.sampled_from([None, None, DESK])),
        resource_kind=draw(st.sampled_from([None, None, "desk", "meeting_room"])),
        space_id=draw(st.sampled_from([None, None, SPACE])),
        unit=draw(st.sampled_from([None, None, "day"])),
        date_from=start,
        effect=effect,
        value=draw(st.decimals(0, 100, places=2)),
        free_months=draw(st.sampled_from([0, 0, 1, 3])),
        clock_start=draw(st.sampled_from(["first_use", "contract"])),
        clock_scope=draw(st.sampled_from(["network", "host", "space"])),
        quota=draw(st.none() | st.decimals(0, 6, places=1)),
        beyond=draw(st.sampled_from(["public", "forbidden"])),
        payers=tuple(
            Payer(kind, Decimal(percent))
            for kind, percent in zip(kinds, percents.get(len(kinds), []), strict=True)
        ),
    )


@st.composite
def cases(draw, max_uses=15):
    """(uses, conventions, tariffs): up to three conventions, two spaces, four people."""
    numbers = iter(range(1, 1000))
    conventions = []
    for number in range(draw(st.integers(1, 3))):
        found = [draw(rules(next(numbers))) for _rule in range(draw(st.integers(1, 5)))]
        start = draw(days)
        conventions.append(
            Convention(
                number + 1,
                HOST,
                frozenset(draw(st.sets(st.sampled_from([COOP, 9]), min_size=1))),
                frozenset(draw(st.sets(st.sampled_from([SPACE, 33]), max_size=2))),
                start,
                draw(st.none() | st.dates(start, date(2027, 12, 31))),
                tuple(found),
                draw(st.sampled_from([None, NETWORK])),
            )
        )
    tariffs = [
        replace(GRID, start=date(2026, 2, 1), end=date(2026, 12, 31)),
        replace(GRID, id=2, space_id=33, tax_included=True),
    ]
    uses = [
        use(
            number,
            draw(days),
            person_id=draw(st.sampled_from([11, 12, 13, 14])),
            coop_id=draw(st.sampled_from([COOP, COOP, 9, None])),
            space_id=draw(st.sampled_from([SPACE, 33])),
            resource_id=draw(st.sampled_from([DESK, ROOM])),
            resource_kind=draw(st.sampled_from(["desk", "meeting_room"])),
            unit=draw(st.sampled_from(["day", "half_day", "hour"])),
            quantity=draw(st.sampled_from([Decimal(1), Decimal(2), Decimal("2.5")])),
            status=draw(st.sampled_from(STATUSES)),
            contract_start=draw(st.none() | days),
            settled=draw(st.sampled_from(["statement", "statement", "on_site", "expense"])),
        )
        for number in range(1, draw(st.integers(1, max_uses)) + 1)
    ]
    return uses, conventions, tariffs
