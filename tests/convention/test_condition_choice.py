"""Which condition of a convention a use gets: the most specific one, through real records."""

from datetime import date

from odoo import Command
from odoo.exceptions import ValidationError
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
        condition = self.make_convention(rules=[{"name": "Cesa", "status": "cesa"}]).rule_ids
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
            {"name": "A", "free_months": 3, "effect": "discount", "value": 12.5},
            {"name": "B", "effect": "fixed", "value": 8, "quota": 2.5},
        ]
        summaries = self.make_draft_convention(rules=rules).rule_ids.mapped("summary")
        self.assertEqual(summaries[0], "3 free months, then −12.5 %")
        self.assertIn("8.00", summaries[1])
        self.assertIn("up to 2.5 a month", summaries[1])
