"""How many uses one core rates in a second, without any database.

Run it by `./dev bench rating_pure`.
A plausible network: 13 coops, 60 spaces of 60 hosts, 3 000 people, a convention for every pair.
"""

import random
import sys
import time
from datetime import date, timedelta
from decimal import Decimal

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
    rate_all,
)

FULL, HALF = Decimal(100), Decimal(50)
ACTIVITY = (Payer("activity", FULL),)
BOTH = (Payer("coop", HALF), Payer("activity", HALF))
PRICES = ((None, "half_day", "8.00"), (None, "day", "15.00"), ("meeting_room", "hour", "12.50"))
TERMS = (
    {
        "statuses": {"cape"},
        "effect": "discount",
        "value": 20,
        "first_months": 3,
        "payers": ACTIVITY,
    },
    {"statuses": {"cesa"}, "effect": "discount", "value": 30, "payers": BOTH},
    {"resource_kind": "meeting_room", "effect": "free", "quota": Decimal(4), "payers": ACTIVITY},
)
START = date(2026, 1, 1)


def rulebook() -> tuple[list[Convention], list[Tariff]]:
    conventions: list[Convention] = []
    tariffs: list[Tariff] = []
    for space in range(60):
        lines = tuple(
            TariffLine(3 * space + number, kind, None, unit, Decimal(price))
            for number, (kind, unit, price) in enumerate(PRICES)
        )
        tariffs.append(Tariff(space, space, START, None, space % 2 == 0, Decimal(20), lines))
        for coop in range(13):
            key = space * 13 + coop
            rules = tuple(_rule(4 * key + number, **each) for number, each in enumerate(TERMS))
            parties = (key, space, frozenset({coop}), frozenset())
            conventions.append(Convention(*parties, START, None, rules, 1))
    return conventions, tariffs


def _rule(number, statuses=(), value=0, **terms) -> Rule:
    return Rule(number, statuses=frozenset(statuses), value=Decimal(value), **terms)


def uses(count: int) -> list[Use]:
    chance = random.Random(19)
    people = [
        (person, chance.randrange(13), chance.choice(["cape", "cesa", "associate", "staff"]))
        for person in range(3000)
    ]
    found = []
    for number in range(count):
        person, coop, status = chance.choice(people)
        space = chance.randrange(60)
        room = chance.random() < 0.1
        day = START + timedelta(days=chance.randrange(330))
        kind = "meeting_room" if room else "desk"
        unit = "hour" if room else chance.choice(["day", "half_day"])
        place = (space, space, space * 2 + room, kind, unit)
        since = date(2025, 12, 1)
        found.append(Use(number, day, None, person, coop, *place, Decimal(1), status, since))
    return found


def measure(count: int) -> float:
    batch = uses(count)
    begin = time.perf_counter()
    results = rate_all(batch, RuleBook(*rulebook()), Clocks(), Counters())
    seconds = time.perf_counter() - begin
    problems = sum(result.problem is not None for result in results)
    print(f"{count} uses rated in {seconds:.2f} s: {count / seconds:.0f}/s, {problems} problems")
    return seconds


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    small, big = measure(count), measure(10 * count)
    print(f"10 x the uses took {big / small:.1f} x the time (goal: at most 11)")


if __name__ == "__main__":
    main()
