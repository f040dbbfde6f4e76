"""A plausible street of any size for the benchmarks: people, spaces, conventions, uses.

Everything is made through the ORM on a throw-away database, in the first company, a coop with the
French chart of accounts.
"""

from datetime import date, timedelta

from odoo import Command

START = date(2026, 1, 1)
MONTH = date(2026, 10, 1)


class Street:
    """Makes the records that one benchmark needs."""

    def __init__(self, env):
        self.company = env.ref("base.main_company")
        self.env = env(context={**env.context, "allowed_company_ids": self.company.ids})
        self.company = self.company.with_env(self.env)
        self.company.cae_role = "coop"
        self.company._cae_prepare_company()
        self.numbers = iter(range(10**9))

    def past(self, count=60):
        """Invoices posted and paid last year, then ANALYZE.

        Books in use have payments. Without any, PostgreSQL takes the empty tables for big ones and
        plans ``account.move._compute_reconciled_payment_ids`` so badly that every invoice slows
        down, Odoo's own and ours alike.
        """
        move = self.env["account.move"].create(
            [
                {
                    "move_type": "out_invoice",
                    "partner_id": self.company.partner_id.id,
                    "invoice_date": date(2025, 12, 1),
                    "invoice_line_ids": [Command.create({"name": "Past", "price_unit": 100})],
                }
                for _ in range(count)
            ]
        )
        move.action_post()
        wizard = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=move.ids
        )
        wizard.create({"group_payment": False})._create_payments()
        self.settle()

    def settle(self):
        """Commit what was prepared and refresh PostgreSQL's statistics, as its daemon would."""
        self.env.flush_all()
        self.env.cr.execute("ANALYZE")
        self.env.cr.commit()
        self.env.invalidate_all()

    def people(self, count):
        """Entrepreneurs under a CESA since January 2026, each with an activity."""
        quiet = self.env(context={**self.env.context, "tracking_disable": True})
        partners = quiet["res.partner"].create(
            [{"name": f"Person {next(self.numbers)}"} for _ in range(count)]
        )
        files = quiet["cae.entrepreneur"].create(
            [
                {"partner_id": partner.id, "company_id": self.company.id, "adviser_id": False}
                for partner in partners
            ]
        )
        kind = quiet["cae.contract.type"].search([("code", "=", "CESA")], limit=1)
        signed = {
            "type_id": kind.id,
            "date_start": START,
            "state": "running",
            "coop_signature_date": START,
            "entrepreneur_signature_date": START,
            "signed_file": b"JVBERi0xLjQ=",
        }
        quiet["cae.contract"]._permit_create("entrepreneur_id", *signed).create(
            [{"entrepreneur_id": file.id, **signed} for file in files]
        )
        quiet["cae.activity"].create(
            [
                {
                    "name": f"Activity of {file.partner_id.name}",
                    "company_id": self.company.id,
                    "member_ids": [Command.create({"entrepreneur_id": file.id})],
                }
                for file in files
            ]
        )
        return files.with_env(self.env)

    def conventions(self, count, coop_percent=0):
        """Hosts with one space, public prices and a convention: CESA -30 %."""
        hosts = self.env["res.partner"].create(
            [{"name": f"Host {next(self.numbers)}", "is_company": True} for _ in range(count)]
        )
        spaces = self.env["cae.space"].create(
            [
                {
                    "name": f"Space of {host.name}",
                    "host_id": host.id,
                    "resource_ids": [Command.create({"name": "Desks", "kind": "desk"})],
                }
                for host in hosts
            ]
        )
        prices = (("half_day", 8.0), ("day", 15.0))
        self.env["cae.tariff"].create(
            [
                {
                    "space_id": space.id,
                    "date_start": START,
                    "line_ids": [
                        Command.create({"resource_kind": "desk", "unit": unit, "price": price})
                        for unit, price in prices
                    ],
                }
                for space in spaces
            ]
        )
        rule = {
            "name": "Partenaire",
            "status": "cesa",
            "effect": "discount",
            "value": 30,
            "coop_percent": coop_percent,
            "activity_percent": 100 - coop_percent,
        }
        conventions = self.env["cae.convention"].create(
            [
                {
                    "company_id": self.company.id,
                    "host_id": host.id,
                    "coop_ids": [Command.set(self.company.partner_id.ids)],
                    "date_start": START,
                    "rule_ids": [Command.create(rule)],
                }
                for host in hosts
            ]
        )
        conventions.action_start()
        return conventions

    def use_vals(self, person, space, day, unit="day"):
        """What is typed for one use."""
        return {
            "company_id": self.company.id,
            "space_id": space.id,
            "partner_id": person.partner_id.id,
            "date": day,
            "unit": unit,
        }

    def spread(self, people, conventions, count):
        """``count`` uses of ``people``: one a day and person from January on, over the spaces."""
        spaces = conventions.host_id.cae_space_ids
        return [
            self.use_vals(
                people[number % len(people)],
                spaces[number % len(spaces)],
                START + timedelta(days=number // len(people)),
                "half_day" if number % 3 else "day",
            )
            for number in range(count)
        ]

    def month(self, conventions, lines=10, uses=2):
        """A month to close: per convention ``lines`` people of its own, ``uses`` uses each."""
        people = self.people(lines * len(conventions))
        spaces = conventions.host_id.cae_space_ids
        return self.env["cae.usage"].create(
            [
                self.use_vals(person, spaces[place // lines], MONTH + timedelta(days=day))
                for place, person in enumerate(people)
                for day in range(uses)
            ]
        )
