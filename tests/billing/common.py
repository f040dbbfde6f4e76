"""A month to bill: companies with the French chart, spaces, prices, conventions, uses."""

from datetime import date

from odoo import Command

from ..common import CaeCommon


class CaeStreetCommon(CaeCommon):
    """Factories of the street: spaces, public prices, conventions, uses. No chart needed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        (cls.coop_a | cls.coop_b).cae_role = "coop"
        cls.host = cls.env["res.partner"].create({"name": "Host H", "is_company": True})
        cls.space = cls.make_space("Space S", cls.host)
        cls.tariff = cls.make_tariff(cls.space)

    @classmethod
    def make_space(cls, name, host, **values):
        """Create a space with one pool of desks."""
        return cls.env["cae.space"].create(
            {
                "name": name,
                "host_id": host.id,
                "resource_ids": [Command.create({"name": "Desks", "kind": "desk"})],
                **values,
            }
        )

    @classmethod
    def make_tariff(cls, space, start=date(2026, 1, 1), half_day=8.0, day=15.0, **values):
        """Create public prices of desks, by half-day and day."""
        return cls.env["cae.tariff"].create(
            {
                "space_id": space.id,
                "date_start": start,
                "line_ids": [
                    Command.create(
                        {"resource_kind": "desk", "unit": "half_day", "price": half_day}
                    ),
                    Command.create({"resource_kind": "desk", "unit": "day", "price": day}),
                ],
                **values,
            }
        )

    @classmethod
    def make_convention(cls, host=None, company=None, rules=None, start=date(2026, 1, 1), **values):
        """Create a convention in force; by default the one of the worked month."""
        company = company or cls.coop_a
        host = host or cls.host
        rules = rules if rules is not None else cls.worked_rules()
        convention = cls.env["cae.convention"].create(
            {
                "company_id": company.id,
                "host_id": host.id,
                "coop_ids": [Command.set((values.pop("coop", None) or company.partner_id).ids)],
                "date_start": start,
                "rule_ids": [Command.create(vals) for vals in rules],
                **values,
            }
        )
        convention.action_start()
        return convention

    @classmethod
    def worked_rules(cls):
        """CAPE: three free months then −20 %, paid by the activity; CESA −30 %, half and half."""
        return [
            {
                "name": "Découverte",
                "status": "cape",
                "free_months": 3,
                "effect": "discount",
                "value": 20,
            },
            {
                "name": "Partenaire",
                "status": "cesa",
                "effect": "discount",
                "value": 30,
                "coop_percent": 50,
                "activity_percent": 50,
            },
        ]

    @classmethod
    def make_activity(cls, entrepreneur, name=None):
        """Open an activity for a person."""
        return cls.env["cae.activity"].create(
            {
                "name": name or f"Activity of {entrepreneur.name}",
                "company_id": entrepreneur.company_id.id,
                "member_ids": [Command.create({"entrepreneur_id": entrepreneur.id})],
            }
        )

    @classmethod
    def make_person(cls, name, code, start, company=None):
        """Create a person with a contract and an activity."""
        entrepreneur = cls.make_entrepreneur(name, company=company)
        cls.make_contract(entrepreneur, code, start=start)
        cls.make_activity(entrepreneur)
        return entrepreneur

    @classmethod
    def make_uses(cls, person, days, unit="day", space=None, company=None, **values):
        """Record uses of a desk on some days."""
        company = company or cls.coop_a
        partner = person if person._name == "res.partner" else person.partner_id
        return cls.env["cae.usage"].create(
            [
                {
                    "company_id": company.id,
                    "space_id": (space or cls.space).id,
                    "partner_id": partner.id,
                    "date": day,
                    "unit": unit,
                    **values,
                }
                for day in days
            ]
        )


class CaeMonthCommon(CaeStreetCommon):
    """The worked month of October 2026, with the French chart of accounts."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.load_chart(cls.coop_a)
        cls.convention = cls.make_convention()

    @classmethod
    def load_chart(cls, *companies):
        """Load the French chart: 2.8 seconds a company."""
        for company in companies:
            company.country_id = cls.env.ref("base.fr")
            cls.env["account.chart.template"].try_loading("fr", company=company, install_demo=False)
        cls.env["res.company"].browse([c.id for c in companies])._cae_prepare_company()

    @classmethod
    def make_worked_people(cls):
        """Anna, CAPE in her free months; Bruno, CESA; Chloé, CAPE whose free months are over."""
        cls.anna = cls.make_person("Anna", "CAPE", date(2026, 9, 1))
        cls.bruno = cls.make_person("Bruno", "CESA", date(2024, 1, 1))
        cls.chloe = cls.make_person("Chloé", "CAPE", date(2026, 6, 1))

    @classmethod
    def make_worked_uses(cls, **values):
        """October 2026, after the first uses that start the free clocks."""
        anna, bruno, chloe = cls.anna, cls.bruno, cls.chloe
        october = [date(2026, 10, day) for day in range(1, 31)]
        uses = cls.make_uses(anna, [date(2026, 9, 2)], **values)
        uses |= cls.make_uses(chloe, [date(2026, 6, 15)], **values)
        uses |= cls.make_uses(anna, october[0:4], **values)
        uses |= cls.make_uses(anna, october[4:5], unit="half_day", **values)
        uses |= cls.make_uses(bruno, october[0:6], **values)
        uses |= cls.make_uses(bruno, october[6:8], unit="half_day", **values)
        uses |= cls.make_uses(chloe, october[0:2], **values)
        return uses
