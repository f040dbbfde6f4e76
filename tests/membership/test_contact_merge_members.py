"""Contacts that are merged bring their memberships, their shares and their votes along."""

from datetime import date

from odoo.tests import tagged

from .common import CaeMembershipCommon


@tagged("cae_merge")
class TestContactMergeMembers(CaeMembershipCommon):
    def setUp(self):
        super().setUp()
        self.anna, self.double = self.env["res.partner"].create(
            [{"name": "Anna"}, {"name": "Anna (double)"}]
        )

    def merge(self):
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.anna | self.double).ids, self.anna)
        self.env.invalidate_all()

    def test_two_memberships_of_one_person_are_one_with_all_its_shares(self):
        first = self.make_membership(self.anna, date_start=date(2025, 1, 1))
        second = self.make_membership(self.double, date_start=date(2026, 1, 1))
        self.add_shares(first, 10, date(2025, 1, 1))
        self.add_shares(second, 5, date(2026, 1, 1))
        number = first.number
        self.merge()
        self.assertFalse(second.exists())
        self.assertRecordValues(first, [{"number": number, "shares": 15, "state": "active"}])
        rows = self.env["cae.membership"]._get_register(self.coop_a, self.org, date(2025, 6, 1))
        self.assertEqual([(row["member"], row["shares"]) for row in rows], [(self.anna, 10)])

    def test_memberships_that_follow_each_other_both_stay(self):
        old = self.make_membership(
            self.double, kind="dues", date_start=date(2024, 1, 1), date_end=date(2024, 12, 31)
        )
        old.action_end()
        new = self.make_membership(self.anna, kind="dues", date_start=date(2026, 1, 1))
        self.merge()
        self.assertEqual((old | new).mapped("state"), ["ended", "active"])
        self.assertEqual((old | new).member_id, self.anna)

    def test_a_draft_beside_one_in_force_is_refused(self):
        running = self.make_membership(self.anna)
        draft = self.make_membership(self.double, active=False)
        self.merge()
        self.assertEqual((running.state, draft.state), ("active", "cancelled"))

    def test_lines_of_the_ledger_move_as_they_are(self):
        membership = self.make_membership(self.double)
        move = self.add_shares(membership, 5)
        self.merge()
        self.assertEqual((move.member_id, move.shares, move.paid), (self.anna, 5, 100.0))

    def test_a_member_of_one_organisation_merged_with_it_is_refused(self):
        self.make_membership(self.double)
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        with self.refused("not a member of itself"), self.env.cr.savepoint():
            wizard._merge((self.org | self.double).ids, self.org)
