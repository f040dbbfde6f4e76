"""Small worlds drawn by lot: hosts, prices, conventions, people and their uses of two months.

A world is a list of facts; everything of it is drawn before anything is entered, so that the same
world is entered again in another order.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import pytz
from odoo import Command

from .generated_people import FIRST, LAST, PeopleDrawn

PARIS = pytz.timezone("Europe/Paris")
#: Who bears what, in percent: space, CAE, activity, funder.
PAYERS = [
    (0, 0, 100, 0),
    (0, 100, 0, 0),
    (0, 50, 50, 0),
    (20, 30, 50, 0),
    (33.33, 33.33, 33.34, 0),
    (0, 33.34, 0, 66.66),
    (12.5, 25, 37.5, 25),
    (100, 0, 0, 0),
]
PRICES = {"half_day": [8.0, 8.35, 9.99], "day": [15.0, 15.1, 18.5, 13.33], "hour": [12.45, 45.3]}
#: A first effect and its value, or an effect and its value.
EFFECTS = [
    ("public", 0),
    ("free", 0),
    ("discount", 30),
    ("discount", 33.33),
    ("fixed", 7.77),
    ("cap", 11.1),
    ("forbidden", 0),
    ("case_by_case", 0),
]


@dataclass
class Fact:
    """Something that is entered: its name, what must be there before, how, and how it goes astray.

    ``astray``: takes the fact away once it stands, enters it wrong and puts it right.
    """

    name: str
    needs: tuple[str, ...]
    enter: Callable
    astray: Callable | None = None


@dataclass
class World(PeopleDrawn):
    """What was drawn by a seed. ``case`` has the factories of ``CaeStreetCommon``."""

    case: object
    chance: object
    facts: list = field(default_factory=list)

    def __post_init__(self):
        self.has_program = self.chance.random() < 0.7
        self.has_twin = self.chance.random() < 0.5
        self.hosts = [f"Host {letter}" for letter in "HI"[: self.chance.randint(1, 2)]]
        for host in self.hosts:
            self.draw_host(host)
        self.people = ["Anna", "Bruno", "Chloé", "Vera", "Sami"][: self.chance.randint(3, 5)]
        for person in self.people:
            getattr(self, "draw_" + {"Anna": "cape", "Bruno": "cesa"}.get(person, "person"))(person)
        self.draw_uses()

    def add(self, name, needs, enter, astray=None):
        self.facts.append(Fact(name, tuple(needs), enter, astray))

    def day(self, first=FIRST, last=LAST):
        return first + timedelta(days=self.chance.randint(0, (last - first).days))

    # What stands before anything is entered

    def begin(self):
        """Make the names that the facts are about, and return them by name."""
        env, made = self.case.env, {}
        if self.has_program:
            made["program"] = env["cae.program"].create({"name": "Région"})
        for host in self.hosts:
            made[host] = env["res.partner"].create({"name": host, "is_company": True})
            made["space " + host] = env["cae.space"].create(
                {
                    "name": "Space of " + host,
                    "host_id": made[host].id,
                    "resource_ids": [
                        Command.create({"name": name, "kind": kind})
                        for name, kind in (
                            ("Desks", "desk"),
                            ("Quiet desks", "desk"),
                            ("Room", "meeting"),
                        )
                    ],
                }
            )
        for person in self.people:
            made[person] = env["res.partner"].create({"name": person})
        return made

    def order(self, chance):
        """Return the facts in an order drawn by lot in which each stands after what it needs."""
        left, done = list(self.facts), []
        names = set()
        while left:
            fact = chance.choice([fact for fact in left if names.issuperset(fact.needs)])
            left.remove(fact)
            names.add(fact.name)
            done.append(fact)
        return done

    # Hosts: VAT, prices, conventions

    def draw_host(self, host):
        chance = self.chance
        status = chance.choice(["standard", "standard", "franchise", None])
        if status:
            self.add_vat(host, date(2020, 1, 1), status)
        if chance.random() < 0.7:
            other = "franchise" if status == "standard" else "standard"
            self.add_vat(host, self.day(date(2026, 9, 10), date(2026, 10, 20)), other)
        self.add_tariff(host, date(2026, 1, 1))
        if chance.random() < 0.4:
            self.add_tariff(host, self.day(date(2026, 9, 5), date(2026, 10, 25)))
        self.add_convention(host, "a", date(2026, 1, 1))
        if self.has_twin:
            self.add_convention(host, "b", date(2026, 1, 1))

    def add_vat(self, host, start, status):
        def enter(made):
            return self.case.make_vat(made[host], start, status)

        def astray(made, vat):
            vat.unlink()
            vat = self.case.make_vat(made[host], start + timedelta(days=9), "exempt")
            vat.date_start = start
            vat.status = status
            return vat

        self.add(f"vat {host} {start}", (), enter, astray)

    def add_tariff(self, host, start):
        chance = self.chance
        prices = {unit: chance.choice(found) for unit, found in PRICES.items()}
        if chance.random() < 0.2:
            del prices["hour"]
        lines = [
            ("meeting" if unit == "hour" else "desk", unit, price, None)
            for unit, price in prices.items()
        ]
        if chance.random() < 0.5:
            lines.append(("desk", "day", 21.9, "Quiet desks"))
        included = chance.random() < 0.5

        def enter(made):
            space = made["space " + host]
            rooms = {room.name: room.id for room in space.resource_ids}
            return self.case.env["cae.tariff"].create(
                {
                    "space_id": space.id,
                    "date_start": start,
                    "tax_included": included,
                    "line_ids": [
                        Command.create(
                            {
                                "resource_kind": kind,
                                "unit": unit,
                                "price": price,
                                "resource_id": rooms.get(room),
                            }
                        )
                        for kind, unit, price, room in lines
                    ],
                }
            )

        def astray(made, tariff):
            tariff.unlink()
            tariff = enter(made)
            dearest = max(tariff.line_ids, key=lambda line: line.price)
            for change in (1, -1):
                tariff.tax_included = not tariff.tax_included
                dearest.price = round(dearest.price + change, 2)
            return tariff

        self.add(f"tariff {host} {start}", (), enter, astray)

    def draw_rules(self):
        """Two to four conditions, which few uses meet and most uses meet."""
        chance = self.chance
        rules = []
        for number in range(chance.randint(2, 4)):
            effect, value = chance.choice(EFFECTS[: 8 if chance.random() < 0.3 else 6])
            first, first_value = chance.choice(EFFECTS[1:6])
            host, coop, activity, funder = chance.choice(PAYERS)
            status = chance.choice(["cape", "cesa", "staff", False]) if number else False
            if status == "staff":
                coop, activity = coop + activity, 0
            months = chance.choice([0, 0, 1])
            priced = {"fixed", "cap"} & {effect, months and first}
            rules.append(
                {
                    "name": f"Formule {number}",
                    "sequence": chance.choice([10, 20]),
                    "status": status,
                    "unit": chance.choice(["day", "hour"] if priced else ["day", False, False]),
                    "effect": effect,
                    "value": value,
                    "at_most": chance.choice([0, 0, 9.5]),
                    "first_months": months,
                    "first_effect": first,
                    "first_value": first_value,
                    "clock_start": chance.choice(["first_use", "first_use", "contract"]),
                    "clock_scope": chance.choice(["network", "host", "space"]),
                    "clock_pauses": chance.random() < 0.3,
                    "quota": chance.choice([0, 0, 2, 3.5]),
                    "beyond": chance.choice(["public", "public", "forbidden"]),
                    "monthly_cap": chance.choice([0, 0, 20, 33.33]),
                    "host_percent": host,
                    "coop_percent": coop,
                    "activity_percent": activity,
                    "funder_percent": funder,
                }
            )
        return rules

    def add_convention(self, host, coop, start):
        chance = self.chance
        rules = self.draw_rules()
        included = chance.random() < 0.5
        name = f"convention {host} {coop}"

        def enter(made):
            return self.case.make_convention(
                host=made[host],
                company=getattr(self.case, "coop_" + coop),
                rules=rules,
                start=start,
                tax_included=included,
                program_id=made["program"].id if self.has_program else False,
            )

        self.add(name, (), enter)
        if chance.random() < 0.6:
            later = self.day(date(2026, 9, 8), date(2026, 10, 20))
            others = self.draw_rules()

            def enter_version(made):
                version = made[name]._do_new_version()
                version.rule_ids.unlink()
                version.write(
                    {
                        "date_start": later,
                        "rule_ids": [Command.create(rule) for rule in others],
                    }
                )
                version.action_start()
                return version

            self.add(f"version {host} {coop}", (name,), enter_version)

    # Uses

    def draw_uses(self):
        """Twenty to forty uses, a few told twice, in parts of a day, late in the evening."""
        chance = self.chance
        drawn = []
        for number in range(chance.randint(20, 40)):
            person, host = chance.choice(self.people), chance.choice(self.hosts)
            day = chance.choice([self.day(), self.day(), date(2026, 9, 30), LAST])
            values = {"date": day, "quantity": 1.0}
            unit = chance.choice(["day", "day", "day", "half_day", "hour"])
            halves = [use for use in drawn if use[1:3] == (person, host) and use[5]["date"] == day]
            if unit == "half_day" and sum(use[5]["unit"] == unit for use in halves) == 2:
                unit = "day"  # of three halves, which two are the day is nobody's to say
            values["unit"] = unit
            room = "Room" if unit == "hour" else chance.choice(["Desks", "Desks", "Quiet desks"])
            if unit == "half_day":
                values["day_part"] = chance.choice(["morning", "afternoon", "evening", False])
            if unit == "hour":
                values["quantity"] = chance.choice([0.25, 0.33, 1.0, 2.5])
                hour = chance.choice([0, 9, 14, 23])
                start = PARIS.localize(datetime(day.year, day.month, day.day, hour, 30))
                values["start"] = start.astimezone(pytz.utc).replace(tzinfo=None)
            coop = "b" if self.has_twin and person == "Anna" and chance.random() < 0.4 else "a"
            drawn.append((number, person, host, room, coop, values))
        seen = [(person, host, values["date"]) for _n, person, host, _r, _c, values in drawn]
        for use, presence in zip(drawn, seen, strict=True):
            self.add_use(*use, is_alone=seen.count(presence) == 1)

    def add_use(self, number, person, host, room, coop, values, is_alone):
        visitor = getattr(self, "visitors", {}).get(person)

        def enter(made):
            space = made["space " + host]
            rooms = {each.name: each.id for each in space.resource_ids}
            return self.case.make_uses(
                made[person],
                [values["date"]],
                company=getattr(self.case, "coop_" + coop),
                space=space,
                resource_id=rooms[room],
                **({"visitor": visitor} if visitor else {}),
                **{name: value for name, value in values.items() if name != "date"},
            )

        def astray(made, use):
            """It was deleted and entered again, cancelled and entered again."""
            use.unlink()
            use = enter(made)
            use.action_cancel()
            return enter(made)

        # of a presence told twice one use may have become another
        self.add(f"use {number}", (), enter, astray if is_alone else None)
