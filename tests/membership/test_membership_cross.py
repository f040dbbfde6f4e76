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

    def test_two_directions_make_a_mutual_membership(self):
        shares = self.make_membership(self.host, date_start=date(2026, 3, 1))
        self.assertFalse(shares.mutual)
        self.assertEqual(self.cell()["state"], "host")
        pair = self.env["cae.membership.pair"].create(
            {"left_id": self.host.id, "right_id": self.org.id}
        )
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
        again = self.env["cae.membership.pair"].create(
            {"left_id": self.host.id, "right_id": self.org.id}
        )
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

    def test_a_membership_never_overlaps_itself(self):
        first = self.make_membership(self.host, kind="dues", date_end=date(2026, 12, 31))
        with self.refused("overlaps itself"):
            self.make_membership(self.host, kind="dues", date_start=date(2026, 12, 31))
        first.action_renew()
        renewed = self.env["cae.membership"].search(
            [("member_id", "=", self.host.id), ("id", "!=", first.id), ("state", "=", "active")]
        )
        self.assertEqual(renewed.date_start, date(2027, 1, 1))
        self.assertEqual(renewed.date_end, date(2027, 12, 31))

    def test_each_organisation_numbers_its_own_register(self):
        first = self.make_membership(self.host, kind="dues")
        other = self.make_membership(self.org, self.host, kind="dues")
        second = self.make_membership(self.make_organisation("Host I"), kind="dues")
        self.assertEqual((first + other + second).mapped("number"), ["0001", "0001", "0002"])

    def test_shares_need_an_admission(self):
        """R14: the body and the day, both stored."""
        membership = self.make_membership(self.host, admission_body=False, active=False)
        with self.refused("which body admitted"):
            membership.action_activate()

    def test_who_holds_shares_is_refunded_before_leaving(self):
        membership = self.make_membership(self.host)
        self.add_shares(membership, 3)
        with self.refused("still holds 3 shares"):
            membership.action_end()

    def test_a_membership_in_force_is_not_deleted(self):
        with self.refused("end it instead"):
            self.make_membership(self.host).unlink()

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

    def test_a_soon_ended_membership_is_reminded_once(self):
        membership = self.make_membership(self.host, kind="dues", date_end=date(2026, 12, 10))
        self.env["cae.membership"]._cron_daily()
        self.env["cae.membership"]._cron_daily()
        self.assertEqual(len(membership.activity_ids), 1)
        with freeze_time("2026-12-11"):
            self.env["cae.membership"]._cron_daily()
        self.assertEqual(membership.state, "ended")

    def test_an_audit_is_reminded_in_time(self):
        """R33: five years after the last one."""
        audit = self.env["cae.cooperative.audit"].create(
            {"organisation_id": self.org.id, "date": date(2022, 3, 1)}
        )
        self.assertEqual(audit.date_due, date(2027, 3, 1))
        self.env["cae.membership"]._cron_daily()
        self.assertEqual(audit.activity_ids.date_deadline, date(2027, 3, 1))
        for year in (2023, 2024, 2025):
            self.env["cae.loss.year"].create(
                {"organisation_id": self.org.id, "date_end": date(year, 12, 31), "amount": 1.0}
            )
        audit.invalidate_recordset()
        self.assertEqual(audit.date_due, date(2025, 12, 31))
