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


def rulebook() -> tuple[list[Convention], list[Tariff]]:
    hundred, half = Decimal(100), Decimal(50)
    activity = (Payer("activity", hundred),)
    both = (Payer("coop", half), Payer("activity", half))
    conventions: list[Convention] = []
    tariffs: list[Tariff] = []
    for space in range(60):
        lines = (
            TariffLine(3 * space, None, None, "half_day", Decimal("8.00")),
            TariffLine(3 * space + 1, None, None, "day", Decimal("15.00")),
            TariffLine(3 * space + 2, "meeting_room", None, "hour", Decimal("12.50")),
        )
        start = date(2026, 1, 1)
        tariffs.append(Tariff(space, space, start, None, space % 2 == 0, Decimal(20), lines))
        for coop in range(13):
            key = space * 13 + coop
            cape = Rule(
                4 * key,
                statuses=frozenset({"cape"}),
                effect="discount",
                value=Decimal(20),
                free_months=3,
                payers=activity,
            )
            cesa = Rule(
                4 * key + 1,
                statuses=frozenset({"cesa"}),
                effect="discount",
                value=Decimal(30),
                payers=both,
            )
            room = Rule(
                4 * key + 2,
                resource_kind="meeting_room",
                effect="free",
                quota=Decimal(4),
                payers=activity,
            )
            conventions.append(
                Convention(
                    key,
                    space,
                    frozenset({coop}),
                    frozenset(),
                    start,
                    None,
                    (cape, cesa, room),
                    1,
                )
            )
    return conventions, tariffs


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
        found.append(
            Use(
                number,
                date(2026, 1, 1) + timedelta(days=chance.randrange(330)),
                None,
                person,
                coop,
                space,
                space,
                space * 2 + room,
                "meeting_room" if room else "desk",
                "hour" if room else chance.choice(["day", "half_day"]),
                Decimal(1),
                status,
                date(2025, 12, 1),
            )
        )
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
