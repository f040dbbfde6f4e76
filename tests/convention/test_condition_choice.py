"""Which condition of a convention a use gets: the most specific one, through real records."""

from datetime import date

from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from ..common import CaeStreetCommon

DAY = date(2026, 10, 5)


@tagged("post_install", "-at_install", "cae_convention")
class TestConditionChoice(CaeStreetCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.desk = cls.space.resource_ids
        cls.space.resource_ids = [Command.create({"name": "Room", "kind": "meeting"})]
        cls.room = cls.space.resource_ids - cls.desk
        cls.tariff.line_ids = [
            Command.create({"resource_kind": "meeting", "unit": "day", "price": 100})
        ]
        cls.bruno = cls.make_person("Bruno", "CESA", date(2024, 1, 1))

    def chosen(self, *conditions, resource=None, day=DAY, unit="day"):
        """Sign these conditions, record a use, return the formula that it got."""
        rules = [{"name": f"Condition {i}", **vals} for i, vals in enumerate(conditions)]
        convention = self.make_convention(rules=rules)
        use = self.make_uses(self.bruno, [day], unit=unit, resource_id=(resource or self.desk).id)
        self.assertEqual(use.convention_id, convention if use.rule_id else use.convention_id)
        return use.rule_id.name

    def test_a_resource_comes_before_its_kind_and_its_kind_before_anything(self):
        self.assertEqual(
            self.chosen(
                {"effect": "free"},
                {"resource_kind": "meeting", "effect": "free"},
                {"resource_id": self.room.id, "effect": "free"},
                resource=self.room,
            ),
            "Condition 2",
        )
        self.assertEqual(
            self.make_uses(self.bruno, [DAY]).rule_id.name, "Condition 0", "a desk is no room"
        )

    def test_a_named_status_comes_before_anybody(self):
        self.assertEqual(
            self.chosen({"effect": "free"}, {"status": "cape"}, {"status": "cesa"}), "Condition 2"
        )

    def test_a_resource_weighs_more_than_a_status(self):
        self.assertEqual(
            self.chosen(
                {"status": "cesa", "effect": "free"}, {"resource_kind": "desk", "effect": "free"}
            ),
            "Condition 1",
        )

    def test_a_space_comes_before_all_spaces_and_a_unit_before_every_unit(self):
        self.assertEqual(
            self.chosen({}, {"space_id": self.space.id}, {"unit": "day"}), "Condition 1"
        )
        self.assertEqual(
            self.make_uses(self.bruno, [date(2026, 10, 6)], unit="half_day").rule_id.name,
            "Condition 1",
        )

    def test_conditions_that_fit_alike_are_taken_in_the_order_of_the_list(self):
        self.assertEqual(self.chosen({"sequence": 20}, {"sequence": 10}), "Condition 1")

    def test_a_condition_counts_from_its_first_day_to_its_last(self):
        first, last = date(2026, 10, 6), date(2026, 10, 9)
        dated = {"status": "cesa", "date_start": first, "date_end": last, "effect": "free"}
        self.assertEqual(self.chosen({}, dated), "Condition 0")
        uses = self.make_uses(self.bruno, [first, last, date(2026, 10, 10)])
        self.assertEqual(uses.sorted("date").rule_id.mapped("name"), ["Condition 1", "Condition 0"])
        self.assertEqual(uses.sorted("date").mapped("free_amount"), [15.0, 15.0, 0.0])

    def test_an_associate_has_the_condition_of_a_cesa_unless_one_names_associates(self):
        condition = self.make_convention(rules=[{"name": "Équipage", "status": "cesa"}]).rule_ids
        facts = condition._to_rating()
        self.assertEqual((facts.statuses, facts.clock_group), (frozenset({"cesa"}), "cesa"))

    def test_a_condition_never_ends_before_it_begins_and_gives_no_more_than_all(self):
        with self.assertRaisesRegex(ValidationError, "give 0 to 100"):
            self.make_draft_convention(rules=[{"name": "x", "effect": "discount", "value": 101}])
        with self.assertRaisesRegex(ValidationError, "add up to 60 %"):
            self.make_draft_convention(
                rules=[{"name": "x", "coop_percent": 10, "activity_percent": 50}]
            )
        with self.assertRaisesRegex(ValidationError, "support team"):
            self.make_draft_convention(rules=[{"name": "x", "status": "staff"}])

    def test_what_is_agreed_is_told_in_a_sentence(self):
        rules = [
            {"name": "A", "first_months": 3, "effect": "discount", "value": 12.5},
            {"name": "B", "unit": "day", "effect": "fixed", "value": 8, "quota": 2.5},
            {
                "name": "C",
                "first_months": 1,
                "first_effect": "discount",
                "first_value": 50,
                "effect": "discount",
                "value": 20,
                "at_most": 9,
                "monthly_cap": 60,
            },
        ]
        convention = self.make_draft_convention(rules=rules, tax_included=True)
        first, second, third = convention.rule_ids.mapped("summary")
        self.assertEqual(first, "free for 3 months, then −12.5 %")
        self.assertRegex(second, r"^.*8.00.* tax included the day, up to 2.5 full days a month$")
        self.assertRegex(third, r"^−50 % for a month, then −20 %, at most .*9.00.* tax included,")
        self.assertRegex(third, r"at most .*60.00.* tax included a month$")

    def test_a_price_is_that_of_a_unit(self):
        """A price of 20 a day never bills a half-day at 20."""
        for terms in (
            {"effect": "fixed", "value": 20},
            {"effect": "cap", "value": 20},
            {"first_months": 3, "first_effect": "fixed", "first_value": 20},
        ):
            with self.assertRaisesRegex(UserError, "gives a price and no unit"):
                self.make_draft_convention(rules=[{"name": "A", **terms}])
            self.make_draft_convention(rules=[{"name": "A", "unit": "day", **terms}])

    def test_the_name_of_a_formula_tells_no_status(self):
        for name in ("CAPE", "Formule Cesa", "Tarif salarié·es", "Associés", "Porteurs de projet"):
            with self.assertRaisesRegex(UserError, "tells what the person is"):
                self.make_draft_convention(rules=[{"name": name}])
        self.make_draft_convention(rules=[{"name": "Escapade"}])

    def test_a_condition_that_can_never_match_is_refused(self):
        other = self.make_space("Other", self.host)
        room = other.resource_ids
        for terms, sentence in (
            ({"coop_id": self.coop_b.partner_id.id}, "is not a party"),
            ({"space_id": other.id}, "does not cover"),
            ({"space_id": self.space.id, "resource_id": room.id}, "is not in"),
            ({"date_start": date(2027, 1, 1)}, "on no day of the convention"),
            ({"date_end": date(2025, 1, 1)}, "on no day of the convention"),
        ):
            with self.subTest(terms=terms), self.assertRaisesRegex(UserError, sentence):
                self.make_draft_convention(
                    rules=[{"name": "A", **terms}],
                    space_ids=[(6, 0, self.space.ids)],
                    date_end=date(2026, 12, 31),
                )
