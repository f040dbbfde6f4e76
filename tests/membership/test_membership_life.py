"""A membership from the draft to the end: admission, number, renewal, overlaps, who may do it."""

from datetime import date, timedelta

from freezegun import freeze_time
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2.errors import CheckViolation

from .common import CaeMembershipCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-11-23")
class TestMembershipLife(CaeMembershipCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.host = cls.make_organisation("Host H")

    def make_college(self, company):
        return self.env["cae.college"].create(
            {"name": "Spaces", "company_id": company.id, "organisation_id": self.org.id}
        )

    def test_shares_need_an_admission(self):
        """R14: the body and the day, both stored."""
        membership = self.make_membership(self.host, admission_body=False, active=False)
        with self.refused("which body admitted"):
            membership.action_activate()

    def test_where_members_vote_by_colleges_each_has_one(self):
        self.make_college(self.coop_b)
        first = self.make_membership(self.host, kind="dues")
        self.assertEqual(first.state, "active", "the colleges of another company count nothing")
        college = self.make_college(self.coop_a)
        second = self.make_membership(self.make_organisation("Host I"), kind="dues", active=False)
        with self.refused("choose the college"):
            second.action_activate()
        second.college_id = college
        second.action_activate()
        self.assertEqual((second.state, second.category), ("active", "user"))

    def test_a_member_of_a_college_of_another_organisation_is_refused(self):
        other = self.make_organisation("Other", "scic")
        with self.refused("another organisation"):
            self.make_membership(self.host, other, college_id=self.make_college(self.coop_a).id)

    def test_the_first_day_is_that_of_the_admission_or_today(self):
        dues = self.make_membership(self.host, kind="dues", date_start=False)
        self.assertEqual(dues.date_start, date(2026, 11, 23))
        shares = self.make_membership(self.host, date_start=False, active=False)
        shares.date_admission = date(2026, 5, 4)
        shares.action_activate()
        self.assertEqual(shares.date_start, date(2026, 5, 4))

    def test_each_organisation_numbers_its_own_register(self):
        first = self.make_membership(self.host, kind="dues")
        other = self.make_membership(self.org, self.host, kind="dues")
        second = self.make_membership(self.make_organisation("Host I"), kind="dues")
        self.assertEqual((first + other + second).mapped("number"), ["0001", "0001", "0002"])

    def test_numbers_go_on_after_the_highest_whatever_else_is_written(self):
        for number in ("0041", "A-99"):
            self.make_membership(self.make_organisation(number), kind="dues", number=number)
        several = self.env["cae.membership"].union(
            *(
                self.make_membership(self.make_organisation(name), kind="dues", active=False)
                for name in ("Host I", "Host J")
            )
        )
        several.action_activate()
        self.assertEqual(several.mapped("number"), ["0042", "0043"])

    def test_only_a_draft_is_put_in_force_or_refused(self):
        membership = self.make_membership(self.host, kind="dues")
        for act in (membership.action_activate, membership.action_refuse):
            with self.refused("this step is not open"):
                act()
        refused = self.make_membership(self.host, kind="dues", active=False)
        refused.action_refuse()
        self.assertEqual((refused.state, refused.number), ("cancelled", False))
        refused.with_user(self.manager).unlink()
        self.assertFalse(refused.exists())

    def test_a_membership_in_force_is_not_deleted(self):
        with self.refused("an accountant ends it, then a new one"):
            self.make_membership(self.host).with_user(self.manager).unlink()

    def test_a_membership_never_overlaps_itself(self):
        self.make_membership(self.host, kind="dues", date_end=date(2026, 12, 31))
        with self.refused("overlaps itself"):
            self.make_membership(self.host, kind="dues", date_start=date(2026, 12, 31))
        self.make_membership(self.host, kind="dues", date_start=date(2027, 1, 1))
        with self.refused("overlaps itself"):
            self.make_membership(self.host, kind="dues", date_start=date(2030, 1, 1))

    def test_a_last_day_before_the_first_one_is_refused(self):
        with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"):
            self.make_membership(self.host, active=False, date_end=date(2025, 12, 31))

    def test_dues_are_renewed_by_a_year_or_by_as_many_days(self):
        year = self.make_membership(self.host, kind="dues", date_end=date(2026, 12, 31))
        action = year.action_renew()
        renewed = self.env["cae.membership"].browse(action["res_id"])
        self.assertEqual(
            (renewed.state, renewed.date_start, renewed.date_end),
            ("active", date(2027, 1, 1), date(2027, 12, 31)),
        )
        self.assertNotEqual(renewed.number, year.number)
        month = self.make_membership(
            self.make_organisation("Host I"), kind="dues", date_end=date(2026, 1, 31)
        )
        renewed = self.env["cae.membership"].browse(month.action_renew()["res_id"])
        self.assertEqual((renewed.date_end - renewed.date_start).days, 30)

    def test_what_has_no_last_day_is_not_renewed(self):
        for kind in ("dues", "shares"):
            with self.refused("goes on without being renewed"):
                self.make_membership(self.host, kind=kind).action_renew()

    def test_who_holds_shares_is_refunded_before_leaving(self):
        membership = self.make_membership(self.host)
        self.add_shares(membership, 3)
        with self.refused("still holds 3 shares"):
            membership.action_end()

    def test_the_end_is_today_the_last_day_or_the_first_one(self):
        cases = (
            (date(2026, 1, 1), False, date(2026, 11, 23)),
            (date(2026, 1, 1), date(2026, 6, 30), date(2026, 6, 30)),
            (date(2026, 1, 1), date(2026, 12, 31), date(2026, 11, 23)),
            (date(2026, 12, 1), False, date(2026, 12, 1)),
        )
        memberships = self.env["cae.membership"]
        for index, (start, end, _last) in enumerate(cases):
            memberships |= self.make_membership(
                self.make_organisation(f"Host {index}"), kind="dues", date_start=start, date_end=end
            )
        memberships.action_end()
        self.assertEqual(set(memberships.mapped("state")), {"ended"})
        self.assertEqual(memberships.mapped("date_end"), [last for _start, _end, last in cases])

    def test_what_is_past_ends_by_itself(self):
        membership = self.make_membership(self.host, kind="dues", date_end=date(2026, 12, 10))
        for day, state in (("2026-12-10", "active"), ("2026-12-11", "ended")):
            with freeze_time(day):
                self.env["cae.membership"]._cron_daily()
            self.assertEqual(membership.state, state)

    def test_in_force_means_the_same_in_a_search(self):
        """The right state, and the day between the first and the last: ended since or not."""
        closed = self.make_membership(
            self.host, kind="dues", date_start=date(2026, 2, 1), date_end=date(2026, 3, 31)
        )
        closed.action_end()
        still = self.make_membership(self.host, kind="shares", date_start=date(2026, 3, 1))
        draft = self.make_membership(self.org, self.host, kind="dues", active=False)
        memberships = closed | still | draft
        for day, expected in (
            (date(2026, 1, 31), memberships.browse()),
            (date(2026, 2, 1), closed),
            (date(2026, 3, 31), closed | still),
            (date(2026, 4, 1), still),
        ):
            self.assertEqual(memberships._in_force_on(day), expected)
            domain = memberships._domain_in_force_on(day) & memberships._domain_of_organisation(
                self.coop_a, self.org | self.host
            )
            self.assertEqual(memberships.search(domain).sorted("id"), expected)
        between = memberships._domain_in_force_between(date(2025, 1, 1), date(2026, 2, 15))
        self.assertEqual(memberships.filtered_domain(between), closed)

    def test_only_accountants_change_the_state(self):
        active = self.make_membership(self.host, kind="dues", date_end=date(2026, 12, 31))
        draft = self.make_membership(self.org, self.host, kind="dues", active=False)
        for act in (
            draft.with_user(self.support).action_activate,
            draft.with_user(self.support).action_refuse,
            active.with_user(self.support).action_renew,
            active.with_user(self.support).action_end,
        ):
            with self.assertRaises(AccessError):
                act()
        self.assertEqual((draft.state, draft.number, active.state), ("draft", False, "active"))
        draft.with_user(self.accountant).action_activate()
        active.with_user(self.accountant).action_end()
        self.assertEqual((draft.state, active.state), ("active", "ended"))

    def test_the_member_is_written_to_from_a_model_of_mail(self):
        membership = self.make_membership(self.host, kind="dues", date_end=date(2026, 12, 10))
        context = membership.action_remind()["context"]
        composer = self.env["mail.compose.message"].with_context(**context).create({})
        self.assertIn("ends soon", composer.subject)
        self.assertEqual(composer.partner_ids, self.host)

    def test_one_membership_opens_its_form_and_several_a_list(self):
        first = self.make_membership(self.host, kind="dues")
        self.assertEqual(first._get_open_action()["views"], [(False, "form")])
        several = first | self.make_membership(self.org, self.host, kind="dues")
        self.assertEqual(several._get_open_action()["domain"], [("id", "in", several.ids)])

    def test_admitting_many_at_once_follows_the_day_of_each(self):
        days = [date(2026, 1, 1) + timedelta(days=30 * index) for index in range(3)]
        drafts = self.env["cae.membership"].union(
            *(
                self.make_membership(
                    self.make_organisation(f"Host {day}"),
                    active=False,
                    date_start=False,
                    date_admission=day,
                )
                for day in days
            )
        )
        drafts.action_activate()
        self.assertEqual(drafts.mapped("date_start"), days)
