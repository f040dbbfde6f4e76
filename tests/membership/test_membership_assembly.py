"""Colleges, weights and votes: 300 members of a union in four colleges (R23 to R27)."""

from datetime import date

from freezegun import freeze_time
from odoo import Command
from odoo.tests import tagged

from .common import CaeMembershipCommon

COLLEGES = (("CAE", "coop"), ("Workers", "employee"), ("Spaces", "space"), ("Partners", "public"))


@tagged("post_install", "-at_install")
@freeze_time("2026-11-23")
class TestMembershipAssembly(CaeMembershipCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.colleges = cls.env["cae.college"].create(
            [
                {
                    "name": name,
                    "category": category,
                    "sequence": index,
                    "organisation_id": cls.org.id,
                }
                for index, (name, category) in enumerate(COLLEGES)
            ]
        )
        cls.weight(date(2025, 1, 1), (40, 20, 25, 15))

    @classmethod
    def weight(cls, day, weights):
        return cls.env["cae.college.weighting"].create(
            {
                "organisation_id": cls.org.id,
                "date_start": day,
                "line_ids": [
                    Command.create({"college_id": college.id, "weight": weight})
                    for college, weight in zip(cls.colleges, weights, strict=True)
                ],
            }
        )

    def make_members(self, count, start=date(2026, 1, 1)):
        people = self.env["res.partner"].create([{"name": f"M{i:03}"} for i in range(count)])
        memberships = self.env["cae.membership"].create(
            [
                {
                    "member_id": person.id,
                    "organisation_id": self.org.id,
                    "kind": "shares",
                    "college_id": self.colleges[index % 4].id,
                    "admission_body": "assembly",
                    "date_admission": start,
                    "date_start": start,
                }
                for index, person in enumerate(people)
            ]
        )
        memberships.action_activate()
        self.env["cae.share.move"].create(
            [
                {
                    "membership_id": membership.id,
                    "date": start,
                    "kind": "opening",
                    "shares": 1,
                    "subscribed": 20.0,
                    "paid": 20.0,
                }
                for membership in memberships
            ]
        )
        return memberships

    def voters(self, day):
        return self.env["cae.membership"]._get_voters(self.coop_a, self.org, day)

    def test_three_hundred_voters_in_four_colleges_on_any_day(self):
        memberships = self.make_members(300)
        self.weight(date(2026, 7, 1), (30, 30, 30, 10))
        memberships[0]._do_end(date(2026, 3, 31))
        self.assertEqual(self.voters(date(2025, 12, 31)), [])
        for day, count, weights in (
            (date(2026, 3, 31), 300, (40, 20, 25, 15)),
            (date(2026, 4, 1), 299, (40, 20, 25, 15)),
            (date(2026, 7, 1), 299, (30, 30, 30, 10)),
        ):
            rows = self.voters(day)
            self.assertEqual(len(rows), count)
            for college, weight in zip(self.colleges, weights, strict=True):
                own = [row["weight"] for row in rows if row["college"] == college]
                self.assertEqual(sum(own), weight)
                self.assertEqual(len(set(own)), 1, "one member, one vote (R25)")

    def test_the_list_of_voters_costs_a_constant_number_of_queries(self):
        counts = []
        for number in (20, 300):
            self.make_members(number)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            rows = self.voters(date(2026, 6, 1))
            self.assertTrue([row["member"].name for row in rows])
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
        self.assertLess(counts[1], 17)

    def test_who_holds_no_share_does_not_vote(self):
        member = self.make_members(8)[0]
        dues = self.env["res.partner"].create({"name": "By dues"})
        self.make_membership(dues, kind="dues", college_id=self.colleges[0].id)
        self.add_shares(member, -1, date(2026, 5, 1), kind="transfer_out")
        self.assertEqual(len(self.voters(date(2026, 4, 30))), 8)
        self.assertEqual(len(self.voters(date(2026, 5, 1))), 7)

    def test_the_weights_in_force_are_those_of_the_day_and_of_the_company(self):
        self.weight(date(2026, 7, 1), (30, 30, 30, 10))
        weightings = self.env["cae.college.weighting"]
        for company, day, expected in (
            (self.coop_a, date(2024, 12, 31), []),
            (self.coop_a, date(2026, 6, 30), [40, 20, 25, 15]),
            (self.coop_a, date(2026, 7, 1), [30, 30, 30, 10]),
            (self.coop_b, date(2026, 7, 1), []),
        ):
            weights = weightings._get_weights(company, self.org, day)
            self.assertEqual(list(weights.values()), expected)

    def test_the_rules_of_a_legal_form_are_those_of_the_day(self):
        form = self.org.cae_legal_form_id
        form.version_ids.create(
            {"form_id": form.id, "date_start": date(2026, 7, 1), "college_max": 60.0}
        )
        for day, expected in (
            (date(1999, 12, 31), None),
            (date(2026, 6, 30), 50),
            (date(2026, 7, 1), 60),
        ):
            self.assertEqual(self.org._cae_capital_rules(day)[self.org.id].college_max, expected)
        self.weight(date(2026, 8, 1), (55, 15, 15, 15))

    def test_weights_that_do_not_sum_or_leave_the_limits_are_refused(self):
        """R24: each college 10 to 50, the sum 100."""
        with self.refused(r"add up to 95\.00"):
            self.weight(date(2026, 9, 1), (40, 20, 20, 15))
        with self.refused("Partners weighs 5.00 .* under"):
            self.weight(date(2026, 9, 1), (45, 25, 25, 5))
        with self.refused("CAE weighs 55.00 .* above"):
            self.weight(date(2026, 9, 1), (55, 15, 15, 15))

    def test_an_assembly_from_the_list_to_the_result(self):
        self.make_members(12)
        assembly = self.env["cae.assembly"].create(
            {
                "name": "General assembly 2026",
                "organisation_id": self.org.id,
                "date": date(2026, 6, 20),
                "resolution_ids": [Command.create({"name": "Accounts"})],
            }
        )
        assembly.action_list_voters()
        self.assertEqual(assembly.voter_count, 12)
        self.assertAlmostEqual(sum(assembly.voter_ids.mapped("weight")), 100.0, 2)
        assembly.voter_ids[0].presence = "present"
        assembly.action_list_voters()
        self.assertEqual(assembly.present_count, 1, "presence already noted is kept")
        ballots = assembly.resolution_ids.ballot_ids
        self.assertEqual(ballots.mapped("weight"), [40.0, 20.0, 25.0, 15.0])
        for ballot, (favour, against) in zip(
            ballots, ((3, 0), (0, 3), (1, 2), (3, 0)), strict=True
        ):
            ballot.write({"in_favour": favour, "against": against})
        resolution = assembly.resolution_ids
        self.assertEqual(resolution.in_favour, 63.33)
        self.assertTrue(resolution.carried)
        with self.refused("cast 4 votes and has 3 voters"):
            ballots[0].in_favour = 4
        html = (
            self.env["ir.actions.report"]
            ._render_qweb_html("cae_tiers_lieux.cae_assembly_report", assembly.ids)[0]
            .decode()
        )
        self.assertIn("M011", html)
        self.assertEqual(html.count("<td"), 12 * 6, "an empty cell is still a cell to sign in")
        assembly.action_close()
        with self.refused("is closed"):
            assembly.action_list_voters()

    def test_without_colleges_each_member_weighs_the_same(self):
        """R25: one ballot for the whole assembly, no college on it."""
        self.set_form(self.org, "association")
        self.env["cae.college.weighting"].search([("organisation_id", "=", self.org.id)]).unlink()
        self.make_members(4)
        assembly = self.env["cae.assembly"].create({"name": "GA", "date": date(2026, 6, 20)})
        assembly.action_list_voters()
        self.assertEqual(assembly.voter_ids.mapped("weight"), [25.0] * 4)
        assembly.resolution_ids = [Command.create({"name": "Accounts"})]
        assembly.action_list_voters()
        ballot = assembly.resolution_ids.ballot_ids
        self.assertEqual((len(ballot), ballot.college_id.id, ballot.weight), (1, False, 100.0))

    def test_an_assembly_is_closed_after_its_list_and_once(self):
        assembly = self.env["cae.assembly"].create({"name": "GA", "date": date(2026, 6, 20)})
        with self.refused("List the voters before"):
            assembly.action_close()
        assembly.action_list_voters()
        assembly.action_close()
        self.assertEqual(assembly.state, "closed")
        with self.refused("is closed"):
            assembly.action_list_voters()
        with self.refused("is closed"):
            assembly.action_close()

    def test_who_is_no_longer_a_member_leaves_the_list(self):
        memberships = self.make_members(4)
        assembly = self.env["cae.assembly"].create({"name": "GA", "date": date(2026, 6, 20)})
        assembly.action_list_voters()
        memberships[0]._do_end(date(2026, 6, 19))
        assembly.action_list_voters()
        self.assertEqual(assembly.voter_ids.membership_id, memberships[1:])

    def test_a_member_by_dues_and_by_shares_votes_once(self):
        member = self.make_members(1).member_id
        self.set_form(self.org, "association")
        self.make_membership(member, kind="dues", college_id=self.colleges[1].id)
        rows = self.voters(date(2026, 6, 1))
        self.assertEqual([row["membership"].kind for row in rows], ["shares"])

    def test_a_scic_is_told_which_category_it_lacks(self):
        """R23: employees, users and a third category."""
        self.make_members(1)
        warning = self.env["cae.assembly"].create({"name": "GA", "date": date(2026, 6, 20)}).warning
        self.assertIn("1 categories; at least 3", warning)
        self.assertIn("category Employees, which the law asks for (R23)", warning)

    def test_the_structure_of_a_scop_is_warned(self):
        """R26: employees under 51 % of the capital and 65 % of the votes, one above 50 %."""
        self.set_form(self.org, "scop_sa")
        members = self.make_members(4)
        self.add_shares(members[0], 96)
        sentences = self.env["cae.membership"]._get_structure_warnings(
            self.coop_a, self.org, date(2026, 6, 1)
        )
        self.assertEqual(len(sentences), 3)
        self.assertTrue(all("R26" in sentence for sentence in sentences))
