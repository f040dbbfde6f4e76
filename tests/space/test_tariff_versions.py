"""Public prices: which grid holds on a day, and at which net price (R51)."""

from datetime import date, datetime
from decimal import Decimal

from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2.errors import CheckViolation, UniqueViolation

from ...rules import rating
from ..common import CaeStreetCommon


@tagged("post_install", "-at_install", "cae_space")
class TestTariffVersions(CaeStreetCommon):
    def price(self, day, unit="day"):
        """The net public price of a desk on a day, None when there is none."""
        desk = self.space.resource_ids
        use = rating.Use(
            id=1,
            day=day,
            start=datetime.combine(day, datetime.min.time()),
            person_id=1,
            coop_id=None,
            host_id=self.host.id,
            space_id=self.space.id,
            resource_id=desk.id,
            resource_kind=desk.kind,
            unit=unit,
            quantity=Decimal(1),
            status="external",
        )
        tariffs = [tariff._to_rating() for tariff in self.space.tariff_ids]
        found = rating.RuleBook([], tariffs).public_price(use)
        return found.unit_price if found else None

    def test_the_last_grid_begun_is_in_force(self):
        self.make_tariff(self.space, start=date(2026, 7, 1), day=18.0)
        self.assertEqual(self.price(date(2026, 6, 30)), 15)
        self.assertEqual(self.price(date(2026, 7, 1)), 18)
        self.assertIsNone(self.price(date(2025, 12, 31)))

    def test_a_grid_that_is_withdrawn_leaves_no_price_and_an_older_one_never_comes_back(self):
        new = self.make_tariff(self.space, start=date(2026, 7, 1), day=18.0)
        new.date_end = date(2026, 8, 31)
        self.assertEqual(self.price(date(2026, 8, 31)), 18)
        self.assertIsNone(self.price(date(2026, 9, 1)))

    def test_a_price_that_includes_tax_is_the_one_of_the_grid(self):
        self.tariff.write({"tax_included": True, "tax_rate": 20.0})
        self.assertEqual(self.price(date(2026, 6, 30)), Decimal("15.00"))

    def test_a_unit_without_a_line_has_no_price(self):
        self.assertIsNone(self.price(date(2026, 6, 30), unit="month"))

    def test_two_grids_never_begin_on_the_same_day(self):
        with self.assertRaises(UniqueViolation), mute_logger("odoo.sql_db"):
            self.make_tariff(self.space)

    def test_a_grid_never_ends_before_it_begins(self):
        with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"):
            self.make_tariff(self.space, start=date(2026, 7, 1), date_end=date(2026, 6, 30))

    def test_new_prices_start_from_the_old_ones(self):
        context = self.tariff.action_new_version()["context"]
        new = self.env["cae.tariff"].with_context(**context).create({"date_start": "2026-07-01"})
        self.assertEqual(new.space_id, self.space)
        self.assertEqual(new.line_ids.mapped("price"), self.tariff.line_ids.mapped("price"))

    def test_the_list_tells_what_each_unit_costs(self):
        self.assertIn("Shared workspace, half-day", self.tariff.summary)
        self.assertIn("15.00", self.tariff.summary)
