"""One side proposes a convention to the other, each in its own books of one database."""

from datetime import date

from freezegun import freeze_time
from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import CaeStreetCommon

PROPOSAL = "cae_tiers_lieux.mail_activity_type_convention_proposal"


class ProposalCommon(CaeStreetCommon):
    """A company that runs spaces, beside two coops; an accountant and a manager on each side."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.house = cls.env["res.company"].create({"name": "La Ruche", "cae_role": "host"})
        cls.env.user.company_ids = [Command.link(cls.house.id)]
        cls.place = cls.make_space("Ruche", cls.house.partner_id, company_id=cls.house.id)
        cls.host_accountant = cls.make_user("host_acc", "group_accountant", company=cls.house)
        cls.host_manager = cls.make_user("host_man", "group_manager", company=cls.house)

    @classmethod
    def make_proposal(cls, coops=None, **values):
        """A draft in the books of the host, not proposed yet."""
        coops = coops or cls.coop_a.partner_id
        return cls.make_draft_convention(
            host=cls.house.partner_id, company=cls.house, coop=coops, **values
        )

    def copies(self, convention):
        """What stands in the books of the others, oldest first."""
        return convention.search([("proposed_from_id", "=", convention.id)], order="id")

    def propose(self, convention, user=None):
        convention.with_user(user or self.host_accountant).action_propose()
        return self.copies(convention)

    def decline(self, copy, reason="Too early", user=None):
        wizard = (
            self.env["cae.convention.decline"]
            .with_user(user or self.accountant)
            .create({"convention_id": copy.id, "reason": reason})
        )
        wizard.action_confirm()

    def said(self, convention):
        return " ".join(convention.message_ids.mapped("body"))


@tagged("post_install", "-at_install", "cae_convention")
@freeze_time("2026-11-10")
class TestConventionProposal(ProposalCommon):
    def test_a_host_proposes_its_terms_in_the_books_of_the_coop(self):
        draft = self.make_proposal(
            space_ids=[Command.set(self.place.ids)],
            date_end=date(2028, 12, 31),
            date_signed=date(2026, 11, 1),
            tax_included=True,
            notice_months=2,
            note="<p>Keys at the desk</p>",
        )
        copy = self.propose(draft)
        self.assertRecordValues(
            copy,
            [
                {
                    "company_id": self.coop_a.id,
                    "state": "draft",
                    "host_id": self.house.partner_id.id,
                    "coop_ids": self.coop_a.partner_id.ids,
                    "space_ids": self.place.ids,
                    "date_start": draft.date_start,
                    "date_end": date(2028, 12, 31),
                    "date_signed": False,
                    "tax_included": True,
                    "notice_months": 2,
                    "proposed_by_id": self.house.partner_id.id,
                    "signature_ids": [],
                }
            ],
        )
        self.assertIn("Keys", copy.note)
        self.assertEqual(copy.rule_ids.mapped("summary"), draft.rule_ids.mapped("summary"))
        self.assertEqual(copy.rule_ids.company_id, self.coop_a)
        self.assertNotEqual(copy.rule_ids, draft.rule_ids)
        self.assertEqual(draft.date_proposed, date(2026, 11, 10))
        self.assertIn("Proposed to Coop A", self.said(draft))
        self.assertIn("Proposed by La Ruche", self.said(copy))

    def test_who_is_reminded_there_is_told(self):
        copy = self.propose(self.make_proposal())
        self.assertRecordValues(
            copy.activity_ids,
            [{"activity_type_id": self.env.ref(PROPOSAL).id, "user_id": self.manager.id}],
        )
        copies = self.propose(self.make_proposal(self.coop_b.partner_id))
        self.assertFalse(copies.activity_ids, "nobody there holds the role")

    def test_each_coop_of_the_database_gets_its_own_and_the_others_the_paper(self):
        away = self.env["res.partner"].create({"name": "CAE du Nord", "is_company": True})
        coops = (self.coop_a | self.coop_b).partner_id | away
        draft = self.make_proposal(coops)
        copies = self.propose(draft)
        self.assertEqual(copies.company_id, self.coop_a | self.coop_b)
        self.assertEqual(copies.coop_ids, coops)
        self.assertIn("CAE du Nord: no books in this database. Print", self.said(draft))

    def test_a_side_without_books_here_is_sent_the_paper(self):
        away = self.env["res.partner"].create({"name": "CAE du Nord", "is_company": True})
        draft = self.make_proposal(away)
        with self.assertRaisesRegex(UserError, "CAE du Nord: no books in this database. Print"):
            self.propose(draft)
        self.assertFalse(draft.date_proposed)
        self.coop_b.cae_role = "none"
        with self.assertRaisesRegex(UserError, "Coop B: no books"):
            self.propose(self.make_proposal(self.coop_b.partner_id))

    def test_a_coop_proposes_to_the_host(self):
        draft = self.make_draft_convention(host=self.house.partner_id)
        copy = self.propose(draft, self.accountant)
        self.assertRecordValues(
            copy,
            [
                {
                    "company_id": self.house.id,
                    "proposed_by_id": self.coop_a.partner_id.id,
                    "coop_ids": self.coop_a.partner_id.ids,
                }
            ],
        )
        self.assertEqual(copy.activity_ids.user_id, self.host_manager)

    def test_proposing_again_changes_the_draft_that_waits(self):
        draft = self.make_proposal()
        copy = self.propose(draft)
        draft.with_user(self.host_accountant).write(
            {
                "date_start": date(2027, 1, 1),
                "rule_ids": [Command.clear(), Command.create({"name": "Libre", "effect": "free"})],
            }
        )
        copy.active = False
        self.assertEqual(self.propose(draft), copy)
        self.assertRecordValues(copy, [{"date_start": date(2027, 1, 1), "active": True}])
        self.assertEqual(copy.rule_ids.mapped("name"), ["Libre"])
        self.assertEqual(len(copy.activity_ids), 1)
        self.assertIn("changed its proposal", self.said(copy))

    def test_terms_that_the_other_side_signs_do_not_change_under_its_pen(self):
        draft = self.make_proposal()
        copy = self.propose(draft)
        copy.with_user(self.accountant).date_signed = date(2026, 11, 9)
        with self.assertRaisesRegex(UserError, "Coop A signed or put in force"):
            self.propose(draft)
        copy.date_signed = False
        self.assertEqual(self.propose(draft), copy, "the control")
        self.env["cae.convention.signature"].with_user(self.accountant).create(
            {"convention_id": copy.id, "partner_id": self.coop_a.partner_id.id}
        )
        draft.date_start = date(2027, 1, 1)
        with self.assertRaisesRegex(UserError, "Coop A signed or put in force"):
            self.propose(draft)
        self.assertNotEqual(copy.date_start, draft.date_start)

    def test_the_other_side_puts_it_in_force_and_the_proposer_reads_it(self):
        draft = self.make_proposal()
        copy = self.propose(draft)
        copy.with_user(self.manager).action_start()
        self.assertEqual((copy.state, draft.state), ("running", "draft"))
        self.assertFalse(copy.activity_ids)
        self.assertIn("Coop A put the proposal in force, from 1 January 2026.", self.said(draft))
        with self.assertRaisesRegex(UserError, "signed or put in force"):
            self.propose(draft)
        draft.with_user(self.host_manager).action_start()
        self.assertEqual(draft.state, "running")

    def test_a_declined_proposal_tells_its_proposer_why(self):
        draft = self.make_proposal()
        copy = self.propose(draft)
        action = copy.with_user(self.accountant).action_decline()
        self.assertEqual(action["res_model"], "cae.convention.decline")
        self.decline(copy, "Too far <b>away</b>")
        self.assertEqual((copy.state, draft.state), ("cancelled", "draft"))
        self.assertFalse(copy.activity_ids)
        self.assertIn("Coop A declined the proposal: Too far &lt;b&gt;away", self.said(draft))
        self.assertIn("Too far", self.said(copy))
        again = self.propose(draft) - copy
        self.assertEqual(again.state, "draft", "another one may be proposed")

    def test_either_side_that_cancels_tells_the_other(self):
        draft = self.make_proposal()
        copy = self.propose(draft)
        copy.with_user(self.accountant).action_cancel()
        self.assertIn("Coop A cancelled the proposal", self.said(draft))
        copy = self.propose(draft) - copy
        draft.with_user(self.host_accountant).action_cancel()
        self.assertEqual(copy.state, "draft", "its keeper answers it")
        self.assertIn("La Ruche withdrew its own copy", self.said(copy))

    def test_a_proposer_that_deletes_its_own_says_so_and_the_copy_stays(self):
        draft = self.make_proposal()
        copy = self.propose(draft)
        draft.with_user(self.host_manager).unlink()
        self.assertIn("La Ruche withdrew its own copy", self.said(copy))
        self.decline(copy)
        self.assertEqual(copy.state, "cancelled")

    def test_a_proposal_that_is_deleted_there_is_cancelled_for_its_proposer(self):
        draft = self.make_proposal()
        self.propose(draft).with_user(self.manager).unlink()
        self.assertIn("Coop A cancelled the proposal", self.said(draft))

    def test_whole_terms_that_cross_over_are_the_same_terms(self):
        rules = [
            {
                **self.worked_rules()[1],
                "coop_id": self.coop_a.partner_id.id,
                "space_id": self.place.id,
                "date_start": date(2026, 2, 1),
                "monthly_cap": 33.33,
                "sequence": 20,
            },
            {**self.worked_rules()[0], "sequence": 5},
        ]
        draft = self.make_proposal(
            coops=self.coop_a.partner_id | self.coop_b.partner_id,
            rules=rules,
            space_ids=[Command.set(self.place.ids)],
            note='<div style="color:red">A & B<br>C</div><script>x</script>',
        )
        copy = self.propose(draft).filtered(lambda c: c.company_id == self.coop_a)
        self.make_space("Other", self.house.partner_id)
        self.place.active = False
        copy.with_user(self.manager).action_start()
        self.assertIn("Coop A put the proposal in force, from 1 January 2026.", self.said(draft))

    def test_a_proposal_put_in_force_with_other_terms_says_so(self):
        draft, other = self.make_proposal(), self.make_proposal(start=date(2027, 1, 1))
        copy = self.propose(draft)
        copy.with_user(self.accountant).rule_ids[0].value = 99
        copy.with_user(self.manager).action_start()
        self.assertIn("from 1 January 2026, with other terms", self.said(draft))
        copy.date_end = date(2026, 12, 31)
        there = self.propose(other)
        other.note = "<p>Said since</p>"
        there.with_user(self.manager).action_start()
        self.assertIn("with other terms", self.said(other))

    def test_what_was_proposed_to_us_is_answered_not_proposed_back(self):
        copy = self.propose(self.make_proposal())
        with self.assertRaisesRegex(UserError, "was proposed by La Ruche"):
            copy.with_user(self.accountant).action_propose()
        with self.assertRaisesRegex(UserError, "proposed by nobody"):
            self.make_draft_convention().with_user(self.accountant).action_decline()

    def test_only_a_party_proposes_a_whole_convention(self):
        network = self.env["res.company"].create({"name": "Net", "cae_role": "network"})
        self.env.user.company_ids = [Command.link(network.id)]
        user = self.make_user("net", "group_accountant", company=network)
        theirs = self.make_draft_convention(
            host=self.house.partner_id, company=network, coop=self.coop_a.partner_id
        )
        with self.assertRaisesRegex(UserError, "Net is no party"):
            self.propose(theirs, user)
        with self.assertRaisesRegex(UserError, "no condition"):
            self.propose(self.make_proposal(rules=[]))
        self.house.partner_id.company_id = self.house
        with self.assertRaisesRegex(UserError, "shown to one company alone"):
            self.propose(self.make_proposal())

    def test_the_next_version_is_proposed_as_the_next_version(self):
        first = self.make_proposal()
        copy = self.propose(first)
        copy.action_start()
        first.action_start()
        second = first.browse(first.with_user(self.host_manager).action_new_version()["res_id"])
        there = self.propose(second)
        self.assertRecordValues(
            there, [{"origin_id": copy.id, "version": 2, "name": copy.name, "state": "draft"}]
        )
        there.with_user(self.manager).action_start()
        self.assertEqual(copy.date_end, date(2026, 11, 30))
        # and the other way: the coop makes the version of what the host proposed
        third = first.browse(there.with_user(self.manager).action_new_version()["res_id"])
        self.assertFalse(third.proposed_by_id)
        second.action_start()
        back = self.propose(third, self.accountant)
        self.assertRecordValues(back, [{"company_id": self.house.id, "origin_id": second.id}])

    def test_the_list_finds_what_waits_for_us(self):
        copy = self.propose(self.make_proposal())
        found = copy.with_user(self.accountant).search(
            [("state", "=", "draft"), ("proposed_by_id", "!=", False)]
        )
        self.assertEqual(found, copy)
        self.assertIn(
            "Proposed to us", copy.with_user(self.accountant).get_view(view_type="search")["arch"]
        )

    def test_support_proposes_and_declines_nothing(self):
        draft = self.make_proposal()
        support = self.make_user("host_sup", "group_support", company=self.house)
        with self.assertRaises(AccessError):
            self.propose(draft, support)
        copy = self.propose(draft)
        with self.assertRaises(AccessError):
            copy.with_user(self.support).action_decline()
