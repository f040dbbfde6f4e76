"""The register of members on any past day (R32)."""

import base64
import io
from datetime import date

from freezegun import freeze_time
from odoo.exceptions import AccessError
from odoo.tests import tagged
from openpyxl import load_workbook

from .common import CaeMembershipCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-11-23")
class TestMembershipRegister(CaeMembershipCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        people = cls.env["res.partner"].create([{"name": name} for name in ("Anna", "Bruno")])
        cls.anna, cls.bruno = people
        cls.first = cls.make_membership(cls.anna, date_start=date(2025, 1, 1))
        cls.second = cls.make_membership(cls.bruno, date_start=date(2026, 2, 1))
        cls.add_shares(cls.first, 100, date(2025, 1, 1))
        cls.add_shares(cls.second, 10, date(2026, 2, 1))
        cls.add_shares(cls.second, 5, date(2026, 6, 1))
        cls.add_shares(cls.first, -40, date(2026, 9, 1), kind="refund")

    def register(self, day, with_left=True):
        rows = self.env["cae.membership"]._get_register(self.coop_a, self.org, day, with_left)
        return {row["member"].name: row["shares"] for row in rows}

    def test_the_register_of_any_day_is_right(self):
        self.assertEqual(self.register(date(2024, 12, 31)), {})
        self.assertEqual(self.register(date(2025, 1, 1)), {"Anna": 100})
        self.assertEqual(self.register(date(2026, 1, 31)), {"Anna": 100})
        self.assertEqual(self.register(date(2026, 2, 1)), {"Anna": 100, "Bruno": 10})
        self.assertEqual(self.register(date(2026, 6, 1)), {"Anna": 100, "Bruno": 15})
        self.assertEqual(self.register(date(2026, 8, 31)), {"Anna": 100, "Bruno": 15})
        self.assertEqual(self.register(date(2026, 9, 1)), {"Anna": 60, "Bruno": 15})

    def test_those_who_left_stay_with_their_exit(self):
        self.add_shares(self.second, -15, date(2026, 10, 1), kind="transfer_out")
        self.second._do_end(date(2026, 9, 30))
        self.assertEqual(self.register(date(2026, 10, 1)), {"Anna": 60, "Bruno": 0})
        self.assertEqual(self.register(date(2026, 10, 1), with_left=False), {"Anna": 60})
        rows = self.env["cae.membership"]._get_register(self.coop_a, self.org, date(2026, 9, 30))
        self.assertEqual([row["date_end"] for row in rows], [False, False])

    def test_the_spreadsheet_holds_the_rows_and_the_totals(self):
        wizard = self.env["cae.membership.register"].create(
            {"organisation_id": self.org.id, "date": date(2026, 6, 1)}
        )
        wizard.action_export()
        sheet = load_workbook(io.BytesIO(base64.b64decode(wizard.file))).active
        rows = list(sheet.iter_rows(values_only=True))
        self.assertEqual([row[1] for row in rows[3:5]], ["Anna", "Bruno"])
        self.assertEqual(rows[-1][10:13], (115, 2300, 2300))

    def test_a_member_without_shares_is_a_zero_in_the_spreadsheet(self):
        self.add_shares(self.second, -15, date(2026, 10, 1), kind="transfer_out")
        wizard = self.env["cae.membership.register"].create({"date": date(2026, 10, 1)})
        wizard.action_export()
        sheet = load_workbook(io.BytesIO(base64.b64decode(wizard.file))).active
        bruno = list(sheet.iter_rows(values_only=True))[4]
        self.assertEqual(bruno[1:2] + bruno[10:13], ("Bruno", 0, 0, 0))
        self.assertEqual(wizard.file_name, "registre-2026-10-01.xlsx")

    def test_the_printed_register_names_the_organisation_and_the_members(self):
        wizard = self.env["cae.membership.register"].create(
            {"organisation_id": self.org.id, "date": date(2026, 6, 1)}
        )
        html = (
            self.env["ir.actions.report"]
            ._render_qweb_html("cae_tiers_lieux.cae_membership_register_report", wizard.ids)[0]
            .decode()
        )
        for text in ("Coop A", "Anna", "Bruno", "115", "06/01/2026"):
            self.assertIn(text, html)

    def test_a_row_says_what_the_register_shows(self):
        self.first._permit("number").write({"category": "employee", "number": "0007"})
        day = date(2026, 12, 31)
        row = self.env["cae.membership"]._get_register(self.coop_a, self.org, day)[0]
        self.assertEqual(row["number"], "0007")
        self.assertEqual(
            (row["kind"], row["category"], row["admission_body"], row["college"]),
            ("Shares", "Employees", "General assembly", ""),
        )
        self.assertEqual((row["subscribed"], row["paid"]), (1200.0, 1200.0))

    def test_a_refused_membership_never_stood_in_the_register(self):
        draft = self.make_membership(self.make_organisation("Host"), active=False)
        draft.action_refuse()
        self.assertEqual(set(self.register(date(2026, 11, 1))), {"Anna", "Bruno"})

    def test_the_register_costs_the_same_for_ten_times_the_members(self):
        self.register(date(2026, 11, 1))
        counts = []
        for number in (5, 50):
            people = self.env["res.partner"].create(
                [{"name": f"Member {number}-{index}"} for index in range(number)]
            )
            for person in people:
                self.add_shares(self.make_membership(person), 2)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            rows = self.env["cae.membership"]._get_register(
                self.coop_a, self.org, date(2026, 11, 1)
            )
            self.assertTrue([row["member"].name for row in rows])
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])

    def test_the_register_of_a_past_day_keeps_the_college_of_that_day(self):
        users, partners = self.env["cae.college"].create(
            [{"organisation_id": self.org.id, "name": name} for name in ("Users", "Partners")]
        )
        with freeze_time("2026-05-04"):
            member = self.make_membership(self.make_organisation("Host"), college_id=users.id)
        with freeze_time("2026-11-02"):
            member.with_user(self.accountant).college_id = partners

        def college(day):
            rows = self.env["cae.membership"]._get_register(self.coop_a, self.org, day)
            return next(row["college"] for row in rows if row["member"].name == "Host")

        days = (date(2026, 1, 1), date(2026, 11, 1), date(2026, 11, 2))
        self.assertEqual([college(day) for day in days], ["Users", "Users", "Partners"])
        with self.assertRaises(AccessError):
            member.with_user(self.support).college_id = users
