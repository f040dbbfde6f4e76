"""The number of queries does not follow the number of uses (design, section 8)."""

from datetime import date, timedelta

from lxml import etree
from odoo import models
from odoo.tests import tagged
from odoo.tools import SQL

from .common import CaeMonthCommon


@tagged("post_install", "-at_install")
class TestQueries(CaeMonthCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = [
            cls.make_person(f"Person {number}", "CESA", date(2026, 1, 1)) for number in range(4)
        ]

    def make_month(self, month, days, people=2, space=None):
        """One use a day by several people; returns the uses."""
        return self.env["cae.usage"].create(
            [
                {
                    "company_id": self.coop_a.id,
                    "space_id": (space or self.space).id,
                    "partner_id": person.partner_id.id,
                    "date": date(2026, month, 1) + timedelta(days=day),
                    "unit": "day",
                }
                for person in self.people[:people]
                for day in range(days)
            ]
        )

    def make_places(self, count):
        """More hosts with a space, prices and a convention."""
        spaces = self.env["cae.space"]
        for _number in range(count):
            host = self.env["res.partner"].create({"name": "Other host", "is_company": True})
            space = self.make_space("Other space", host)
            self.make_tariff(space)
            self.make_convention(host=host)
            spaces |= space
        return spaces

    def count(self, work):
        """The queries of some work on a cold cache."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        work()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def close(self, month):
        statements, _plan, failures = self.env["cae.statement"]._close_month(
            self.coop_a, date(2026, month, 1)
        )
        self.assertTrue(statements)
        self.assertFalse(failures)

    def read_list(self, model, records):
        """Read records as their list view does."""
        Model = self.env[model]
        arch = etree.fromstring(Model.get_view(view_type="list")["arch"])
        names = {node.get("name") for node in arch.iter("field")}
        specification = {
            name: {"fields": {"display_name": {}}} if Model._fields[name].relational else {}
            for name in names
        }
        Model.web_search_read([("id", "in", records.ids)], specification, limit=len(records))

    def assert_constant_list(self, records, few):
        model = records._name
        self.read_list(model, records[:1])
        small = self.count(lambda: self.read_list(model, records[:few]))
        large = self.count(lambda: self.read_list(model, records))
        self.assertGreater(len(records), 3 * few)
        self.assertEqual(small, large)

    def test_closing_four_times_the_uses_takes_the_same_queries(self):
        self.make_month(1, 2)
        self.close(1)  # fills the caches
        self.make_month(2, 3)
        self.make_month(3, 12)
        few = self.count(lambda: self.close(2))
        many = self.count(lambda: self.close(3))
        self.assertLessEqual(many, few + 2)

    def test_lines_of_a_closing_are_those_that_create_would_make(self):
        self.make_month(2, 3)
        self.env["cae.service"].create(
            {
                "name": "Animation",
                "company_id": self.coop_a.id,
                "host_id": self.host.id,
                "coop_id": self.coop_a.partner_id.id,
                "date": date(2026, 2, 3),
                "price_unit": 50.1,
            }
        ).action_confirm()
        self.close(2)
        statement = self.convention.statement_ids
        self.assertEqual(len(statement.line_ids), 7)
        Line = self.env["cae.statement.line"]
        names = [
            name
            for name, field in Line._fields.items()
            if field.store and field.column_type and name not in models.MAGIC_COLUMNS
        ]
        self.assertFalse([name for name in names if Line._fields[name].compute])
        lines = statement.line_ids.sorted("id")
        before = self.read_rows(lines, names)
        vals_list = [vals | {"statement_id": statement.id} for vals in lines.copy_data()]
        lines._permit("live").write({"live": False})
        self.env.flush_all()
        made = Line._permit_create(*vals_list[0]).create(vals_list)
        self.assertEqual(self.read_rows(made, names), before)

    def read_rows(self, records, names):
        """The columns of records as they are in the database."""
        self.env.flush_all()
        columns = SQL(", ").join(map(SQL.identifier, names))
        return self.env.execute_query(
            SQL(
                "SELECT %s FROM %s WHERE id = ANY(%s) ORDER BY id",
                columns,
                SQL.identifier(records._table),
                records.ids,
            )
        )

    def test_planning_more_conventions_takes_the_same_queries(self):
        plan = self.env["cae.statement"]._plan_month
        self.make_month(2, 3)
        plan(self.coop_a, date(2026, 2, 1))
        few = self.count(lambda: plan(self.coop_a, date(2026, 2, 1)))
        for space in self.make_places(4):
            self.make_month(2, 3, space=space)
        self.assertEqual(len(plan(self.coop_a, date(2026, 2, 1)).statements), 5)
        self.assertEqual(self.count(lambda: plan(self.coop_a, date(2026, 2, 1))), few)

    def test_closing_one_more_statement_costs_few_queries(self):
        spaces = self.make_places(6)
        self.make_month(1, 2)
        self.close(1)
        for month, several in ((2, spaces[:2]), (3, spaces)):
            for space in several:
                self.make_month(month, 3, space=space)
        two = self.count(lambda: self.close(2))
        six = self.count(lambda: self.close(3))
        self.assertLess((six - two) / 4, 12)

    def test_rating_four_times_the_uses_takes_the_same_queries(self):
        few = self.make_month(2, 5, people=1)
        self.count(few._rate)
        first = self.count(few._rate)
        many = few | self.make_month(3, 15, people=1)
        self.assertEqual(self.count(many._rate), first)

    def test_rating_more_people_takes_the_same_queries(self):
        few = self.make_month(2, 5, people=1)
        self.count(few._rate)
        first = self.count(few._rate)
        many = few | self.make_month(3, 5, people=4)
        self.assertEqual(self.count(many._rate), first)

    def test_rating_again_writes_nothing_that_is_unchanged(self):
        uses = self.make_month(2, 5)
        shares = uses.share_ids
        self.assertTrue(shares)
        uses.action_rate()
        self.assertEqual(uses.share_ids, shares)

    def test_list_of_uses_takes_the_same_queries_for_more_rows(self):
        self.assert_constant_list(self.make_month(2, 20, people=4), few=8)

    def test_list_of_statements_takes_the_same_queries_for_more_rows(self):
        for space in self.make_places(9):
            self.make_month(2, 1, space=space)
        self.close(2)
        self.assert_constant_list(self.env["cae.statement"].search([]), few=2)

    def test_list_of_conventions_takes_the_same_queries_for_more_rows(self):
        self.make_places(9)
        self.assert_constant_list(self.env["cae.convention"].search([]), few=2)
