"""Organisations as users: a meeting of the CAE, a resident's office, an association's hall."""

from datetime import date

from freezegun import freeze_time
from odoo import Command
from odoo.tests import tagged

from ..common import CaeStreetCommon


@tagged("cae_prices")
@freeze_time("2026-11-10")
class TestOrganisations(CaeStreetCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tariff.line_ids = [
            Command.create({"resource_kind": "meeting", "unit": "hour", "price": 12.0}),
            Command.create({"resource_kind": "office", "unit": "month", "price": 300.0}),
        ]
        room = {"space_id": cls.space.id, "name": "Salle", "kind": "meeting"}
        cls.room = cls.env["cae.space.resource"].create(room)
        cls.coop = cls.coop_a.partner_id
        cls.association = cls.env["res.partner"].create(
            {"name": "Les Amis du Préau", "is_company": True}
        )

    def use_room(self, who, day=date(2026, 10, 5), **values):
        values = {"resource_id": self.room.id, "unit": "hour", **values}
        return self.make_uses(who, [day], **values)

    def give_role(self, who, role="association", **values):
        return self.env["cae.space.role"].create(
            {
                "space_id": self.space.id,
                "partner_id": who.id,
                "role": role,
                "date_start": "2026-01-01",
                **values,
            }
        )

    def test_a_meeting_of_the_cae_is_paid_by_the_cae(self):
        self.make_convention(rules=[{"name": "Tous"}])
        use = self.use_room(self.coop)
        self.assertRecordValues(
            use,
            [
                {
                    "visitor": "organisation",
                    "status": "organisation",
                    "coop_id": self.coop.id,
                    "settled_by": "statement",
                    "state": "rated",
                    "billed_amount": 12.0,
                }
            ],
        )
        self.assertEqual(use.share_ids.mapped("payer"), ["coop"])
        self.assertEqual(
            use.share_ids.analytic_account_id, self.coop_a.cae_shared_account_id, "no activity"
        )

    def test_a_condition_may_name_organisations(self):
        rules = [
            {"name": "Réunions", "status": "organisation", "effect": "discount", "value": 50},
            {"name": "Tous"},
        ]
        self.make_convention(rules=rules)
        bruno = self.make_person("Bruno", "CESA", date(2024, 1, 1))
        self.assertEqual(self.use_room(self.coop).billed_amount, 6.0)
        self.assertEqual(self.use_room(bruno).billed_amount, 12.0)

    def test_without_a_condition_the_cae_pays_the_public_price(self):
        self.make_convention(rules=[{"name": "Découverte", "status": "cape"}])
        self.assertEqual(self.use_room(self.coop).billed_amount, 12.0)

    def test_an_association_at_home_in_a_space_pays_there(self):
        self.make_convention(rules=[{"name": "Tous"}])
        self.give_role(self.association)
        use = self.use_room(self.association)
        self.assertRecordValues(
            use,
            [
                {
                    "visitor": "organisation",
                    "coop_id": False,
                    "settled_by": "on_site",
                    "state": "rated",
                    "public_amount": 12.0,
                    "billed_amount": 0.0,
                }
            ],
        )

    def test_what_is_agreed_for_anybody_of_a_cae_is_not_for_an_association(self):
        self.make_convention(rules=[{"name": "Tous", "effect": "free"}])
        self.give_role(self.association)
        use = self.use_room(self.association, settled_by="statement")
        self.assertEqual((use.problem_code, use.billed_amount), ("no_rule", 0.0))

    def test_an_association_on_the_statement_meets_its_condition_and_pays_for_itself(self):
        rule = {"name": "Associations", "status": "organisation", "effect": "discount", "value": 25}
        self.make_convention(rules=[rule])
        self.give_role(self.association)
        use = self.use_room(self.association, settled_by="statement")
        self.assertEqual((use.state, use.billed_amount), ("rated", 9.0))
        self.assertEqual(use.share_ids.mapped("payer"), ["person"])

    def test_an_organisation_without_a_role_is_a_stranger_until_its_role_is_noted(self):
        self.make_convention(rules=[{"name": "Tous"}])
        use = self.use_room(self.association)
        self.assertEqual((use.visitor, use.problem_code), (False, "unknown_organisation"))
        role = self.give_role(self.association)
        self.assertEqual((use.visitor, use.settled_by), ("organisation", "on_site"))
        role.date_start = "2026-10-06"
        self.assertEqual(use.problem_code, "unknown_organisation")
        use.with_user(self.support).action_organisation()
        self.assertEqual(
            (use.visitor, use.settled_by, use.state), ("organisation", "on_site", "rated")
        )

    def test_the_meeting_of_another_cae_is_its_own(self):
        """The books of a CAE hold its own uses."""
        self.coop_b.cae_role = "coop"
        self.make_convention(rules=[{"name": "Tous"}])
        use = self.use_room(self.coop_b.partner_id)
        self.assertEqual((use.visitor, use.problem_code), ("organisation", "other_coop"))

    def test_the_antenna_of_a_cae_is_a_monthly_plan_of_the_cae(self):
        office = self.env["cae.space.resource"].create(
            {"space_id": self.space.id, "name": "Bureau 3", "kind": "office", "exclusive": True}
        )
        self.make_convention(rules=[{"name": "Tous"}])
        plan = self.env["cae.plan"].create(
            {
                "partner_id": self.coop.id,
                "space_id": self.space.id,
                "resource_id": office.id,
                "kind": "antenna",
                "date_start": date(2026, 10, 1),
            }
        )
        plan.with_user(self.accountant).action_start()
        october = plan.usage_ids.sorted("date")[0]
        self.assertEqual((october.visitor, october.billed_amount), ("organisation", 300.0))
        self.assertEqual(october.share_ids.mapped("payer"), ["coop"])

    def test_who_turns_out_to_be_a_person_is_rated_again(self):
        self.make_convention(rules=[{"name": "Tous"}])
        self.give_role(self.association)
        use = self.use_room(self.association)
        self.association.is_company = False
        self.assertEqual(use.problem_code, "unknown_person")

    # In whatever order

    def elsewhere(self, **values):
        """A convention that the association signs as a coop, with another host."""
        host = self.env["res.partner"].create({"name": "Host I", "is_company": True})
        self.make_space("Space T", host)
        return self.make_draft_convention(host=host, coop=self.association, **values)

    def test_a_draft_that_names_an_organisation_makes_no_cae_of_it(self):
        draft = self.elsewhere()
        use = self.use_room(self.association)
        self.assertEqual(use.problem_code, "unknown_organisation")
        draft.action_cancel()
        self.assertEqual(use.problem_code, "unknown_organisation")

    def test_a_convention_put_in_force_later_is_followed_wherever_its_cae_met(self):
        before = self.use_room(self.association)
        convention = self.elsewhere()
        convention.action_start()
        after = self.use_room(self.association, date(2026, 10, 6))
        uses = before | after
        self.assertEqual(set(uses.mapped("visitor")), {"organisation"})
        self.assertEqual(uses.coop_id, self.association)
        convention.action_end()
        convention.active = False
        uses._follow_facts()
        self.assertEqual(uses.coop_id, self.association, "archived since, it was in force")

    def test_the_role_of_a_company_is_followed_in_the_books_of_others(self):
        net = self.env["res.company"].create({"name": "Net", "cae_role": "network"})
        meeting = self.use_room(self.coop_b.partner_id, company=net)
        bruno = self.make_person("Bruno", "CESA", date(2024, 1, 1), company=self.coop_b)
        visit = self.use_room(bruno, company=net)
        self.assertEqual((meeting.visitor, visit.visitor), ("organisation", "entrepreneur"))
        self.coop_b.cae_role = "none"
        self.assertEqual((meeting.visitor, visit.visitor), (False, False))
        self.coop_b.cae_role = "coop"
        self.assertEqual((meeting.visitor, visit.visitor), ("organisation", "entrepreneur"))

    def test_a_company_that_is_archived_stays_the_cae_that_met(self):
        net = self.env["res.company"].create({"name": "Net", "cae_role": "network"})
        use = self.use_room(self.coop_b.partner_id, company=net)
        self.env["res.users"].search([("company_id", "=", self.coop_b.id)]).write(
            {"company_ids": [Command.link(self.coop_a.id)], "company_id": self.coop_a.id}
        )
        self.coop_b.active = False
        use._follow_facts()
        self.assertEqual((use.visitor, use.coop_id), ("organisation", self.coop_b.partner_id))

    def test_a_role_that_goes_with_its_space_is_followed(self):
        hall = self.make_space("Hall", self.host)
        self.give_role(self.association, space_id=hall.id)
        use = self.use_room(self.association)
        self.assertEqual(use.visitor, "organisation")
        hall.unlink()
        self.assertEqual(use.problem_code, "unknown_organisation")
