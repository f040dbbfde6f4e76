"""The people of a world drawn by lot: files, contracts, suspensions, words of other coops."""

from datetime import date, timedelta

#: The two months of a world.
FIRST, LAST = date(2026, 9, 1), date(2026, 10, 31)


class PeopleDrawn:
    """What a world draws of its people: see ``generated.World``."""

    def draw_cape(self, person):
        start = self.day(date(2026, 6, 1), date(2026, 9, 10))
        self.add_file(person, "a")
        if self.chance.random() < 0.4:
            turn = self.day(date(2026, 9, 15), date(2026, 10, 15))
            self.add_contract(person, "a", "CAPE", start, turn - timedelta(days=1))
            self.add_contract(person, "a", "CESA", turn, None)
        else:
            self.add_contract(person, "a", "CAPE", start, date(2027, 5, 31))
        if self.has_twin:
            self.add_file(person, "b")
            self.add_contract(person, "b", "CAPE", start, date(2027, 5, 31))

    def draw_cesa(self, person):
        self.add_file(person, "a")
        self.add_contract(person, "a", "CESA", date(2024, 1, 1), None)
        if self.chance.random() < 0.5:
            start = self.day()
            end = start + timedelta(days=self.chance.randint(1, 12))
            self.add_suspension(person, start, end)

    def draw_person(self, person):
        """Somebody that a coop vouches for, that nobody knows, or a visitor."""
        self.visitors = getattr(self, "visitors", {})
        kind = self.chance.choice(["vouched", "vouched", "stranger", "external", "staff"])
        self.visitors[person] = "external" if kind == "external" else None
        if kind in ("vouched", "staff"):
            for start in {date(2026, 1, 1), self.day()}:
                status = "staff" if kind == "staff" else self.chance.choice(["cape", "cesa"])
                self.add_attestation(person, start, status)

    def add_file(self, person, coop):
        name = f"file {person} {coop}"
        company = getattr(self.case, "coop_" + coop)

        def enter(made):
            return self.case.make_entrepreneur(person, company=company, partner_id=made[person].id)

        self.add(name, (), enter)
        if self.chance.random() < 0.85:

            def enter_activity(made):
                return self.case.make_activity(made[name], f"Activity of {person}")

            self.add(f"activity {person} {coop}", (name,), enter_activity)

    def add_contract(self, person, coop, code, start, end):
        file = f"file {person} {coop}"

        def enter(made):
            return self.case.make_contract(made[file], code, start=start, end=end)

        def astray(_made, contract):
            """It was entered as if it began later, then put back to its day."""
            for first in (start + timedelta(days=40), start):
                if not end or first < end:
                    contract._permit("date_start").write({"date_start": first})
            return contract

        self.add(f"contract {person} {coop} {code}", (file,), enter, astray)

    def add_suspension(self, person, start, end):
        contract = f"contract {person} a CESA"

        def enter(made):
            return self.case.env["cae.contract.suspension"].create(
                {"contract_id": made[contract].id, "date_start": start, "date_end": end}
            )

        def astray(made, suspension):
            suspension.unlink()
            suspension = enter(made)
            suspension.date_end = start
            suspension.date_end = end
            return suspension

        self.add(f"suspension {person}", (contract,), enter, astray)

    def add_attestation(self, person, start, status):
        def enter(made):
            return self.case.env["cae.attestation"].create(
                {
                    "company_id": self.case.coop_a.id,
                    "partner_id": made[person].id,
                    "coop_id": self.case.coop_a.partner_id.id,
                    "status": status,
                    "date_start": start,
                }
            )

        def astray(made, attestation):
            attestation.unlink()
            attestation = enter(made)
            attestation.date_start = start + timedelta(days=15)
            attestation.date_start = start
            return attestation

        self.add(f"attestation {person} {start}", (), enter, astray)
