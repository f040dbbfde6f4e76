"""A CAE and a space become members of each other: pair, table, convention."""

from datetime import date

from freezegun import freeze_time
from odoo.tests import tagged

from .common import CaeMembershipCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-11-23")
class TestMembershipCross(CaeMembershipCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.host = cls.make_organisation("Host H")

    def cell(self, day=None):
        table = self.env["cae.membership"].get_matrix(day)
        row = next(row for row in table["rows"] if row["id"] == self.host.id)
        return next(cell for cell in row["cells"] if cell["coop_id"] == self.org.id)

    def make_pair(self):
        return self.env["cae.membership.pair"].create(
            {"left_id": self.host.id, "right_id": self.org.id}
        )

    def test_two_directions_make_a_mutual_membership(self):
        shares = self.make_membership(self.host, date_start=date(2026, 3, 1))
        self.assertFalse(shares.mutual)
        self.assertEqual(self.cell()["state"], "host")
        pair = self.make_pair()
        self.assertIn("Coop A must become a member of Host H", pair.missing)
        action = pair.action_start_right()
        self.assertEqual(action["context"]["default_kind"], "dues")
        self.assertEqual(action["context"]["default_member_id"], self.org.id)
        dues = self.make_membership(self.org, self.host, kind="dues", date_start=date(2026, 5, 1))
        shares.invalidate_recordset()
        self.assertTrue(shares.mutual and dues.mutual)
        self.assertEqual(shares.date_mutual, date(2026, 5, 1))
        self.assertEqual(self.cell()["state"], "mutual")
        self.assertEqual(self.cell("2026-04-30")["state"], "host")
        self.assertEqual(self.cell("2026-02-01")["state"], "none")
        again = self.make_pair()
        self.assertTrue(again.mutual)
        self.assertFalse(again.missing)
        found = self.env["cae.membership"].search([("mutual", "=", True)])
        self.assertEqual(found, shares | dues)

    def test_the_table_costs_the_same_for_ten_times_the_spaces(self):
        self.env["cae.membership"].get_matrix()
        counts = []
        for number in (3, 30):
            for index in range(number):
                host = self.make_organisation(f"Host {number}-{index}")
                self.make_membership(host, kind="dues")
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["cae.membership"].get_matrix()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])

    def test_a_convention_counts_the_memberships_of_its_parties(self):
        self.env["cae.space"].create({"name": "Space S", "host_id": self.host.id})
        convention = self.env["cae.convention"].create(
            {
                "host_id": self.host.id,
                "coop_ids": [(6, 0, (self.org | self.coop_b.partner_id).ids)],
                "date_start": date(2026, 1, 1),
            }
        )
        self.make_membership(self.host)
        self.make_membership(self.org, self.host, kind="dues")
        self.make_membership(self.host, self.coop_b.partner_id, kind="dues")
        convention.invalidate_recordset()
        self.assertEqual((convention.mutual_count, convention.one_way_count), (1, 1))
        action = convention.action_view_memberships()
        between = self.env["cae.membership"].search(action["domain"])
        self.assertEqual(len(between), 3)
        convention.coop_ids = self.org
        pair = convention.action_view_memberships()
        self.assertEqual(pair["res_model"], "cae.membership.pair")

    def test_the_page_of_two_parties_shows_what_is_in_force_else_what_is_prepared(self):
        memberships = self.env["cae.membership"]

        def shown():
            return memberships._get_shown_membership(self.coop_a, self.host, self.org)

        self.assertFalse(shown())
        refused = self.make_membership(self.host, active=False)
        refused.action_refuse()
        self.assertFalse(shown())
        old = self.make_membership(
            self.host, kind="dues", date_start=date(2025, 1, 1), date_end=date(2025, 12, 31)
        )
        old.action_end()
        self.assertEqual(shown(), old)
        draft = self.make_membership(self.host, kind="dues", active=False)
        self.assertEqual(shown(), draft)
        draft.action_activate()
        later = self.make_membership(self.host, date_start=date(2027, 1, 1))
        self.assertEqual(shown(), draft, "the one in force today, not the one to come")
        self.assertEqual(later.state, "active")

    def test_the_page_of_two_parties_says_what_each_brings(self):
        pair = self.make_pair()
        self.assertEqual((pair.left_summary, pair.right_summary), ("Not a member",) * 2)
        self.assertIn("Neither is a member", pair.missing)
        self.assertFalse(pair.mutual or pair.date_mutual)
        self.add_shares(self.make_membership(self.host), 3)
        dues = self.make_membership(self.org, self.host, kind="dues")
        pair = self.make_pair()
        self.assertRegex(pair.left_summary, r"3 shares, .*60\.00.* paid of .*60\.00")
        self.assertEqual(pair.right_summary, "Dues, none asked for yet")
        campaign = self.env["cae.dues.campaign"].create(
            {
                "name": "Dues 2026",
                "direction": "out",
                "date_start": date(2026, 1, 1),
                "date_end": date(2026, 12, 31),
                "tariff_id": self.env["cae.dues.tariff"].create({"name": "T", "amount": 80.0}).id,
            }
        )
        campaign.action_preview()
        pair = self.make_pair()
        self.assertRegex(pair.right_summary, r"Dues of .*80\.00.*, Dues 2026")
        self.assertEqual(pair.action_open_right()["res_id"], dues.id)
        self.assertEqual(dues.action_open_pair()["res_model"], "cae.membership.pair")

    def test_a_search_finds_the_pairs_of_today_only(self):
        """Neither a membership that is not answered, nor one whose answer has ended."""
        memberships = self.env["cae.membership"]
        self.make_membership(self.make_organisation("Host I"), kind="dues")
        one = self.make_membership(self.host)
        other = self.make_membership(self.org, self.host, kind="dues")
        elsewhere = self.make_membership(
            self.org, self.host, kind="shares", company_id=self.coop_b.id
        )
        mutual = memberships.search([("mutual", "=", True)])
        self.assertEqual(mutual, one | other)
        self.assertEqual(mutual, memberships.search([]).filtered("mutual"))
        other._do_end(date(2026, 11, 22))
        memberships.invalidate_model()
        self.assertFalse(memberships.search([("mutual", "=", True)]))
        self.assertIn(elsewhere, memberships.search([("mutual", "=", False)]))
