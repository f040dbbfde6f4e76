from datetime import date

from freezegun import freeze_time
from odoo.tests import tagged

from ..common import TAKEN_OVER, CaeCommon

FIELDS = {
    "name": {},
    "project": {},
    "contract_summary": {},
    "deadline_text": {},
    "deadline_level": {},
    "activity_state": {},
    "activity_ids": {"fields": {}},
    "adviser_id": {"fields": {"display_name": {}}},
    "color": {},
    "status": {},
}


@tagged("cae_career")
@freeze_time("2026-11-23")
class TestKanban(CaeCommon):
    """The kanban of thousands of people opens as fast as the one of a few."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stages = cls.env["cae.stage"].search([])
        cls.make_people(60)

    @classmethod
    def make_people(cls, count):
        partners = cls.env["res.partner"].create([{"name": f"P{n:04}"} for n in range(count)])
        people = (
            cls.env["cae.entrepreneur"]
            ._permit_create("reference")
            .create(
                [
                    {
                        "partner_id": partner.id,
                        "reference": f"R{partner.id}",
                        "company_id": cls.coop_a.id,
                        "adviser_id": cls.support.id,
                        "stage_id": cls.stages[n % len(cls.stages)].id,
                    }
                    for n, partner in enumerate(partners)
                ]
            )
        )
        cls.env["cae.contract"]._permit_create(*TAKEN_OVER).create(
            [
                {
                    "name": f"C{person.id}",
                    "entrepreneur_id": person.id,
                    "type_id": (cls.type_cesa if n % 3 else cls.type_cape).id,
                    "date_start": date(2026, 1, 1),
                    "state": "running",
                }
                for n, person in enumerate(people)
            ]
        )
        people._sync_deadlines()
        cls.env.flush_all()
        return people

    def open_kanban(self):
        """Do what the browser does, and return how many queries it took."""
        people = self.env["cae.entrepreneur"].with_user(self.support)
        domain = [("adviser_id", "=", self.support.id)]
        self.env.invalidate_all()
        start = self.env.cr.sql_log_count
        groups = people.web_read_group(
            domain,
            ["stage_id"],
            ["__count"],
            auto_unfold=True,
            unfold_read_specification=FIELDS,
            unfold_read_default_limit=40,
        )
        people.read_progress_bar(
            domain,
            "stage_id",
            {"field": "deadline_level", "colors": {"late": "danger", "soon": "warning"}},
        )
        return self.env.cr.sql_log_count - start, groups

    def test_two_thousand_people_cost_the_queries_of_sixty(self):
        self.open_kanban()
        few, _groups = self.open_kanban()
        self.make_people(1940)
        many, groups = self.open_kanban()
        self.assertEqual(sum(group["__count"] for group in groups["groups"]), 2000)
        self.assertLessEqual(many, few)
        self.assertLess(many, 60)

    def test_list_of_eighty_costs_as_many_queries_as_one_of_ten(self):
        def count(limit):
            people = self.env["cae.entrepreneur"].with_user(self.support)
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            people.web_search_read([], FIELDS, limit=limit)
            return self.env.cr.sql_log_count - start

        self.make_people(40)
        count(10)
        self.assertLessEqual(count(80), count(10))
