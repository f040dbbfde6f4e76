"""A proposal writes a draft in the books of the other side, and nothing else, by remote call."""

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..convention.test_convention_proposal import ProposalCommon
from .cells import attempt

QUIET = ("odoo.sql_db", "odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
NAME = "cae.convention"


@tagged("cae_access")
class TestProposals(ProposalCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.draft = cls.make_proposal()
        cls.users_of_house = cls.host_accountant | cls.host_manager
        cls.env.flush_all()

    def call(self, user, method, *args, model=NAME, **context):
        return attempt(self.env, user, model, method, *args, context=context)

    def theirs(self):
        """What the books of the coop hold of conventions, whoever looks."""
        conventions = self.env[NAME].with_context(active_test=False)
        return conventions.search([("company_id", "=", self.coop_a.id)], order="id")

    @mute_logger(*QUIET)
    def test_a_draft_of_others_is_proposed_by_nobody_else(self):
        for user in (self.accountant, self.manager, self.support_b, self.portal, self.network):
            for context in ({}, {"allowed_company_ids": self.house.ids}):
                outcome = self.call(user, "action_propose", self.draft.ids, **context)
                self.assertIsInstance(outcome, AccessError, user.login)
        self.assertFalse(self.theirs())
        self.assertFalse(self.draft.date_proposed)

    @mute_logger(*QUIET)
    def test_nothing_of_the_context_and_of_the_defaults_crosses_over(self):
        partner = self.host_accountant.partner_id
        self.env["ir.default"].set(
            NAME, "date_signed", "2020-01-01", user_id=self.host_accountant.id
        )
        hostile = {
            "default_state": "running",
            "default_date_signed": "2020-01-01",
            "default_active": False,
            "default_company_id": self.coop_b.id,
            "default_signature_ids": [[0, 0, {"partner_id": self.coop_a.partner_id.id}]],
            "default_message_follower_ids": [[0, 0, {"partner_id": partner.id}]],
            "default_effect": "free",
            "default_value": 99,
            "cae_permits": [["state"]],
            "mail_post_autofollow": True,
        }
        outcome = self.call(self.host_accountant, "action_propose", self.draft.ids, **hostile)
        self.assertEqual(outcome, "done")
        copy = self.theirs()
        self.assertRecordValues(
            copy,
            [
                {
                    "state": "draft",
                    "date_signed": False,
                    "active": True,
                    "company_id": self.coop_a.id,
                    "signature_ids": [],
                    "create_uid": self.env.ref("base.user_root").id,
                }
            ],
        )
        self.assertEqual(copy.rule_ids.mapped("value"), self.draft.rule_ids.mapped("value"))
        self.assertNotIn(partner, copy.message_follower_ids.partner_id)

    @mute_logger(*QUIET)
    def test_the_proposer_neither_reads_nor_writes_what_it_made_there(self):
        self.call(self.host_accountant, "action_propose", self.draft.ids)
        copy = self.theirs()
        for user in self.users_of_house:
            for method, *args in (
                ("read", copy.ids, ["name"]),
                ("write", copy.ids, {"note": "x"}),
                ("unlink", copy.ids),
                ("action_start", copy.ids),
                ("action_cancel", copy.ids),
                ("action_decline", copy.ids),
                ("action_propose", copy.ids),
                ("message_post", copy.ids),
            ):
                self.assertIsInstance(self.call(user, method, *args), AccessError, method)
            found = self.draft.with_user(user).search([("proposed_by_id", "!=", False)])
            self.assertFalse(found)
            decline = (
                self.env["cae.convention.decline"]
                .with_user(user)
                .create({"convention_id": copy.id, "reason": "x"})
            )
            outcome = self.call(user, "action_confirm", decline.ids, model=decline._name)
            self.assertIsInstance(outcome, AccessError)
        self.assertEqual((copy.state, copy.exists()), ("draft", copy))

    @mute_logger(*QUIET)
    def test_the_keeper_of_a_proposal_reads_nothing_of_the_proposers_books(self):
        self.call(self.host_accountant, "action_propose", self.draft.ids)
        copy = self.theirs()
        for user in (self.accountant, self.manager):
            for method, *args in (
                ("read", copy.ids, ["proposed_from_id"]),
                ("search_read", [["proposed_from_id.name", "!=", False]], ["id"]),
                ("read", self.draft.ids, ["name"]),
                ("write", copy.ids, {"proposed_from_id": False}),
                ("write", copy.ids, {"proposed_by_id": self.coop_b.partner_id.id}),
            ):
                outcome = self.call(user, method, *args)
                self.assertNotEqual(outcome, "done", f"{method} {args}")

    @mute_logger(*QUIET)
    def test_no_link_that_a_caller_writes_leads_a_proposal_elsewhere(self):
        """Neither at birth nor later: the draft that is changed is the one that was made."""
        victim = self.make_draft_convention(host=self.house.partner_id)
        running = self.make_convention()
        before = (victim.note, victim.date_start, running.date_end)
        for target in (victim, running):
            for vals in (
                {"proposed_from_id": target.id},
                {"origin_id": target.id},
                {"proposed_by_id": target.host_id.id},
            ):
                for user in self.users_of_house:
                    self.assertNotEqual(self.call(user, "write", self.draft.ids, vals), "done")
                    born = {
                        "company_id": self.house.id,
                        "host_id": self.house.partner_id.id,
                        "coop_ids": [[6, 0, self.coop_a.partner_id.ids]],
                        "date_start": "2027-01-01",
                    }
                    self.assertNotEqual(self.call(user, "create", [{**born, **vals}]), "done")
        self.call(self.host_accountant, "action_propose", self.draft.ids)
        made = self.theirs() - victim - running
        self.assertEqual(len(made), 1)
        self.assertEqual(made.coop_ids, self.coop_a.partner_id)
        self.assertEqual((victim.note, victim.date_start, running.date_end), before)

    @mute_logger(*QUIET)
    def test_a_coop_that_is_no_party_any_more_is_not_written_to(self):
        self.call(self.host_accountant, "action_propose", self.draft.ids)
        copy = self.theirs()
        self.draft.coop_ids = [Command.set(self.coop_b.partner_id.ids)]
        self.draft.note = "<p>For B</p>"
        self.assertEqual(self.call(self.host_accountant, "action_propose", self.draft.ids), "done")
        self.assertEqual(copy.coop_ids, self.coop_a.partner_id)
        self.assertNotIn("For B", copy.note or "")

    @mute_logger(*QUIET)
    def test_the_reason_of_a_refusal_reaches_its_proposer_alone(self):
        self.call(self.host_accountant, "action_propose", self.draft.ids)
        copy = self.theirs()
        other = self.make_proposal()
        wizard = (
            self.env["cae.convention.decline"]
            .with_user(self.accountant)
            .create({"convention_id": copy.id, "reason": "<script>no</script>"})
        )
        for forged in (other, self.make_draft_convention()):
            refused = self.env["cae.convention.decline"].with_user(self.accountant)
            refused = refused.create({"convention_id": forged.id, "reason": "x"})
            outcome = self.call(self.accountant, "action_confirm", refused.ids, model=wizard._name)
            self.assertNotEqual(outcome, "done")
        outcome = self.call(self.accountant, "action_confirm", wizard.ids, model=wizard._name)
        self.assertEqual(outcome, "done")
        said = " ".join(self.draft.message_ids.mapped("body"))
        self.assertIn("declined", said)
        self.assertNotIn("<script>", said)
        self.assertNotIn("declined", " ".join(other.message_ids.mapped("body")))
        self.assertNotIn(self.accountant.partner_id, self.draft.message_follower_ids.partner_id)
