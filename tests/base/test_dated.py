"""What holds from a first day to a last one: the same answer in Python and in a search."""

from datetime import date

from odoo.fields import Domain
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2.errors import CheckViolation

from ..common import CaeCommon

FIRST, LAST = date(2026, 3, 1), date(2026, 5, 31)


@tagged("post_install", "-at_install", "cae_base")
class TestDated(CaeCommon):
    """Through the shares of an activity, of which both days may be empty."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anna = cls.make_entrepreneur("Anna")
        activity = cls.env["cae.activity"].create({"name": "A", "company_id": cls.coop_a.id})
        cls.always, cls.since, cls.until, cls.between = cls.env["cae.activity.member"].create(
            [
                {
                    "activity_id": activity.id,
                    "entrepreneur_id": cls.anna.id,
                    "share_percent": 1,
                    "date_start": start,
                    "date_end": end,
                }
                for start, end in ((False, False), (FIRST, False), (False, LAST), (FIRST, LAST))
            ]
        )
        cls.members = activity.member_ids

    def assert_same(self, held, domain, expected):
        self.assertEqual(held, expected)
        own = Domain("id", "in", self.members.ids)
        self.assertEqual(self.members.search(domain & own), expected)

    def test_both_days_are_included(self):
        everything = self.members
        for day, expected in (
            (date(2026, 2, 28), self.always | self.until),
            (FIRST, everything),
            (LAST, everything),
            (date(2026, 6, 1), self.always | self.since),
        ):
            with self.subTest(day):
                self.assert_same(
                    everything._holding_on(day), everything._domain_holds_on(day), expected
                )
                self.assertEqual(everything.filtered(lambda m, d=day: m._holds_on(d)), expected)

    def test_a_period_is_met_by_what_holds_on_one_of_its_days(self):
        everything = self.members
        for start, end, expected in (
            (date(2026, 1, 1), date(2026, 2, 28), self.always | self.until),
            (date(2026, 1, 1), FIRST, everything),
            (date(2026, 6, 1), date(2026, 6, 30), self.always | self.since),
            (date(2026, 6, 1), False, self.always | self.since),
            (LAST, None, everything),
        ):
            with self.subTest((start, end)):
                self.assert_same(
                    everything._holding_between(start, end),
                    everything._domain_holds_between(start, end),
                    expected,
                )

    def test_what_is_asked_about_one_is_refused_about_several(self):
        with self.assertRaisesRegex(ValueError, "Expected singleton"):
            self.members._holds_on(FIRST)

    def test_the_last_day_never_comes_before_the_first(self):
        self.between.date_end = FIRST
        self.env.flush_all()
        with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"):
            self.between.date_end = date(2026, 2, 28)
            self.env.flush_all()
