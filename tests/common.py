"""Factories and one user per role, shared by every suite of the addon."""

from datetime import date

from odoo import Command, fields
from odoo.tests.common import TransactionCase, new_test_user, tagged

#: What a contract that was signed elsewhere is entered with, under a permit.
TAKEN_OVER = ("name", "state", "entrepreneur_id", "type_id", "date_start")
#: One blank page, and a stroke: the least that a reader of such files opens.
PDF = (
    b"JVBERi0xLjMKJeLjz9MKMSAwIG9iago8PAovUHJvZHVjZXIgKHB5cGRmKQo+PgplbmRvYmoKMiAwIG9iago8PAov"
    b"VHlwZSAvUGFnZXMKL0NvdW50IDEKL0tpZHMgWyA0IDAgUiBdCj4+CmVuZG9iagozIDAgb2JqCjw8Ci9UeXBlIC9D"
    b"YXRhbG9nCi9QYWdlcyAyIDAgUgo+PgplbmRvYmoKNCAwIG9iago8PAovVHlwZSAvUGFnZQovUmVzb3VyY2VzIDw8"
    b"Cj4+Ci9NZWRpYUJveCBbIDAuMCAwLjAgMTAwIDEwMCBdCi9QYXJlbnQgMiAwIFIKPj4KZW5kb2JqCnhyZWYKMCA1"
    b"CjAwMDAwMDAwMDAgNjU1MzUgZiAKMDAwMDAwMDAxNSAwMDAwMCBuIAowMDAwMDAwMDU0IDAwMDAwIG4gCjAwMDAw"
    b"MDAxMTMgMDAwMDAgbiAKMDAwMDAwMDE2MiAwMDAwMCBuIAp0cmFpbGVyCjw8Ci9TaXplIDUKL1Jvb3QgMyAwIFIK"
    b"L0luZm8gMSAwIFIKPj4Kc3RhcnR4cmVmCjI1NgolJUVPRgo="
)
SIGNATURE = (
    b"iVBORw0KGgoAAAANSUhEUgAAADwAAAAeCAYAAABwmH1PAAAAhElEQVR42u3YixGAIAwDUOr+O+MIntBPmiYLkCeH"
    b"V1hLURSFIJsV9nyg6eD2Y6dtApgOb5fn2yaAW8M9iraCexeEx0eVgoVHl4GDZ5WAgVcsXoqv/NolcIRzlQpH+oOm"
    b"wFEHhTA8+mTkDu8yA7vBu912ruGdL/VHeIZXDLpXmRO4okzJC1T9FxKN0Gs5AAAAAElFTkSuQmCC"
)


@tagged("post_install", "-at_install")
class CaeCommon(TransactionCase):
    """Two coops, a user per role, people and contracts on demand. No chart of accounts: light.

    Users of coop A: `support`, `accountant`, `manager`, `social`, `network`; of coop B:
    `support_b`; `portal` is the portal user of `portal_partner`.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(
            context=dict(
                cls.env.context,
                tracking_disable=True,
                mail_create_nolog=True,
                mail_create_nosubscribe=True,
                mail_notrack=True,
                no_reset_password=True,
                lang="en_US",
            )
        )
        companies = cls.env["res.company"].create([{"name": "Coop A"}, {"name": "Coop B"}])
        cls.coop_a, cls.coop_b = companies
        cls.env.user.company_ids = [Command.link(company.id) for company in companies]
        cls.env.user.company_id = cls.coop_a
        cls.support = cls.make_user("support", "group_support")
        cls.accountant = cls.make_user("accountant", "group_accountant")
        cls.manager = cls.make_user("manager", "group_manager")
        cls.social = cls.make_user("social", "group_support", "group_social_file")
        cls.network = cls.make_user("network", "group_network")
        cls.support_b = cls.make_user("support_b", "group_support", company=cls.coop_b)
        cls.portal = new_test_user(
            cls.env,
            login="cae_portal",
            groups="base.group_portal",
            company_id=cls.coop_a.id,
            company_ids=[Command.set(cls.coop_a.ids)],
        )
        cls.portal_partner = cls.portal.partner_id
        cls.type_cape = cls.env.ref("cae_tiers_lieux.cae_contract_type_cape")
        cls.type_cesa = cls.env.ref("cae_tiers_lieux.cae_contract_type_cesa")

    @classmethod
    def make_user(cls, login, *groups, company=None, **values):
        """Create an internal user `cae_<login>` of coop A with groups of the addon."""
        company = company or cls.coop_a
        return new_test_user(
            cls.env,
            login=f"cae_{login}",
            groups=",".join(
                group if "." in group else f"cae_tiers_lieux.{group}" for group in groups
            ),
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
            **values,
        )

    @classmethod
    def make_entrepreneur(cls, name="Anna", company=None, **values):
        """Create a person and their file in a coop (A by default)."""
        company = company or cls.coop_a
        if "partner_id" not in values:
            values["partner_id"] = cls.env["res.partner"].create({"name": name}).id
        values.setdefault("adviser_id", False)
        return cls.env["cae.entrepreneur"].create({"company_id": company.id, **values})

    @classmethod
    def make_contract(cls, entrepreneur, code="CAPE", start=None, end=None, state="running", **v):
        """Create a contract in a state; signed on its first day unless the dates are given."""
        start = fields.Date.to_date(start) or date(2026, 1, 1)
        contract_type = cls.env["cae.contract.type"].search([("code", "=", code)], limit=1)
        values = {
            "entrepreneur_id": entrepreneur.id,
            "type_id": contract_type.id,
            "date_start": start,
            "state": state,
        }
        if end is not None:
            values["date_end"] = end
        if state not in ("draft", "cancelled"):
            values.update(
                coop_signature_date=start,
                entrepreneur_signature_date=start,
                signed_file=PDF,
                signed_filename="contract.pdf",
            )
        # as it was taken over: its way there is told by the suites of its life
        values.update(v)
        return cls.env["cae.contract"]._permit_create(*values).create(values)


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
    def make_vat(cls, host, start=date(2020, 1, 1), status="standard"):
        """Note what the sales of a host bear from a day on."""
        return cls.env["cae.vat.status"].create(
            {"partner_id": host.id, "date_start": start, "status": status}
        )

    @classmethod
    def make_convention(cls, host=None, company=None, rules=None, start=date(2026, 1, 1), **values):
        """Create a convention in force; by default the one of the worked month."""
        convention = cls.make_draft_convention(host, company, rules, start, **values)
        convention.action_start()
        return convention

    @classmethod
    def make_draft_convention(
        cls, host=None, company=None, rules=None, start=date(2026, 1, 1), **values
    ):
        """Create a convention that is not signed yet."""
        company = company or cls.coop_a
        host = host or cls.host
        rules = rules if rules is not None else cls.worked_rules()
        return cls.env["cae.convention"].create(
            {
                "company_id": company.id,
                "host_id": host.id,
                "coop_ids": [Command.set((values.pop("coop", None) or company.partner_id).ids)],
                "date_start": start,
                "rule_ids": [Command.create(vals) for vals in rules],
                **values,
            }
        )

    @classmethod
    def worked_rules(cls):
        """CAPE: three free months then −20 %, paid by the activity; CESA −30 %, half and half."""
        return [
            {
                "name": "Découverte",
                "status": "cape",
                "first_months": 3,
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
