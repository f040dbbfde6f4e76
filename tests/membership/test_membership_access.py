"""Who may do what with memberships and capital, and what is refused."""

from datetime import date

from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import CaeMembershipCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-11-23")
class TestMembershipAccess(CaeMembershipCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person = cls.env["res.partner"].create({"name": "Anna"})
        cls.membership = cls.make_membership(cls.person)
        cls.move = cls.add_shares(cls.membership, 5)

    def test_support_reads_and_prepares_only(self):
        membership = self.membership.with_user(self.support)
        self.assertEqual(membership.shares, 5)
        draft = membership.copy({"member_id": self.coop_b.partner_id.id})
        self.assertEqual(draft.state, "draft")
        for model in ("cae.college", "cae.share.value", "cae.share.move", "cae.dues.campaign"):
            self.assertFalse(self.env[model].with_user(self.support).has_access("create"), model)
        with self.assertRaises(AccessError):
            self.env["cae.share.refund"].with_user(self.support).create(
                {"membership_id": self.membership.id}
            )

    def test_support_neither_puts_in_force_nor_signs(self):
        """Hiding a button is not a right: the methods refuse too."""
        draft = self.make_membership(
            self.env["res.partner"].create({"name": "Zoé"}), active=False
        ).with_user(self.support)
        for refused in (draft.action_activate, lambda: draft.write({"state": "active"})):
            with self.assertRaises(AccessError):
                refused()
        subscription = self.make_subscription(self.membership, sign=False).with_user(self.support)
        with self.assertRaises(AccessError):
            subscription.action_sign()
        with self.assertRaises(UserError):
            subscription.state = "signed"

    def test_the_accountant_runs_capital_but_not_the_rules(self):
        founder = self.make_membership(self.env["res.partner"].create({"name": "Founder"}))
        self.add_shares(founder, 100)
        transfer = (
            self.env["cae.share.transfer"]
            .with_user(self.accountant)
            .create(
                {
                    "membership_id": self.membership.id,
                    "to_membership_id": founder.id,
                    "shares": 2,
                    "date": date(2026, 6, 1),
                }
            )
        )
        self.assertEqual(transfer.held, 5)
        campaigns = self.env["cae.dues.campaign"].with_user(self.accountant)
        self.assertTrue(campaigns.has_access("create"))
        for model in ("cae.legal.form", "cae.legal.form.version", "cae.share.value"):
            self.assertFalse(self.env[model].with_user(self.accountant).has_access("write"), model)

    def test_the_manager_changes_the_rules(self):
        version = self.org.cae_legal_form_id.version_ids.with_user(self.manager)
        version.refund_years = 3
        self.assertEqual(version.refund_years, 3)
        self.assertFalse(self.move.with_user(self.manager).has_access("unlink"))
        self.assertFalse(self.move.with_user(self.manager).has_access("write"))

    def test_another_company_sees_nothing(self):
        memberships = self.env["cae.membership"].with_user(self.support_b)
        self.assertFalse(memberships.search([("id", "=", self.membership.id)]))
        with self.assertRaises(AccessError):
            self.membership.with_user(self.support_b).read(["state"])
        with self.assertRaises(AccessError):
            self.move.with_user(self.support_b).read(["shares"])

    def test_network_and_portal_read_no_membership(self):
        for user in (self.network, self.portal):
            self.assertFalse(self.membership.with_user(user).has_access("read"), user.login)
            self.assertFalse(self.move.with_user(user).has_access("read"), user.login)
