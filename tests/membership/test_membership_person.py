"""Where the shares of each entrepreneur stand: on their file and in a search."""

from datetime import date

from freezegun import freeze_time
from odoo.tests import tagged

from .common import CaeMembershipCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-11-23")
class TestMembershipPerson(CaeMembershipCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        states = ("none", "refused", "draft", "unpaid", "paid", "elsewhere")
        cls.people = {name: cls.make_entrepreneur(name) for name in states}
        cls.people["other coop"] = cls.make_entrepreneur("other coop", cls.coop_b)
        partners = {name: person.partner_id for name, person in cls.people.items()}
        cls.make_membership(partners["refused"], active=False).action_refuse()
        cls.make_membership(partners["draft"], active=False)
        cls.add_shares(cls.make_membership(partners["paid"]), 5)
        unpaid = cls.make_membership(partners["unpaid"])
        cls.add_shares(unpaid, 5)
        cls.env["cae.share.move"].create(
            {
                "membership_id": unpaid.id,
                "date": date(2026, 2, 1),
                "kind": "opening",
                "shares": 1,
                "subscribed": 20.0,
            }
        )
        host = cls.make_organisation("Host", "scic")
        cls.make_membership(partners["elsewhere"], host)
        cls.everybody = cls.env["cae.entrepreneur"].browse(p.id for p in cls.people.values())

    def test_each_file_says_where_the_shares_stand(self):
        found = {name: person.share_state for name, person in self.people.items()}
        nothing = ("none", "refused", "elsewhere", "other coop")
        self.assertEqual(
            found,
            {
                "draft": "draft",
                "unpaid": "unpaid",
                "paid": "paid",
                **dict.fromkeys(nothing, "none"),
            },
        )

    def test_a_search_finds_what_the_files_say(self):
        people = self.env["cae.entrepreneur"]
        mine = [("id", "in", self.everybody.ids)]
        for operator, value in (
            ("=", "none"),
            ("=", "draft"),
            ("=", "unpaid"),
            ("in", ["none", "paid"]),
            ("in", ["draft", "unpaid"]),
            ("!=", "none"),
        ):
            found = people.search([*mine, ("share_state", operator, value)])
            values = [value] if isinstance(value, str) else value
            expected = self.everybody.filtered(
                lambda p, v=values, no=operator == "!=": (p.share_state in v) != no
            )
            self.assertEqual(found, expected & found, (operator, value))
            self.assertEqual(len(found), len(expected), (operator, value))

    def test_a_search_computes_nothing_for_who_is_no_member(self):
        """A thousand candidates cost what none does."""
        counts = []
        people = self.env["cae.entrepreneur"]
        people.search([("share_state", "=", "paid")])
        for number in (1, 40):
            for index in range(number):
                self.make_entrepreneur(f"Candidate {number}-{index}")
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            people.search([("share_state", "=", "paid")])
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])

    def test_an_archived_file_is_found_as_its_shares_stand(self):
        self.people["paid"].active = False
        people = self.env["cae.entrepreneur"].with_context(active_test=False)
        self.assertIn(self.people["paid"], people.search([("share_state", "=", "paid")]))

    def test_subscribing_prepares_a_membership_in_the_college_of_employees(self):
        college = self.env["cae.college"].create(
            {"name": "Workers", "category": "employee", "organisation_id": self.org.id}
        )
        person = self.people["none"]
        action = person.action_cae_subscribe()
        membership = self.env["cae.membership"].browse(action["context"]["default_membership_id"])
        self.assertEqual(
            (membership.state, membership.member_id, membership.college_id, membership.kind),
            ("draft", person.partner_id, college, "shares"),
        )
        again = person.action_cae_subscribe()
        self.assertEqual(again["context"]["default_membership_id"], membership.id)
        self.assertEqual(person.action_cae_open_membership()["res_id"], membership.id)

    def test_a_contact_counts_its_memberships_both_ways(self):
        partner = self.org
        partner.invalidate_recordset()
        self.assertEqual(partner.cae_membership_count, 2, "drafts and refusals do not count")
        self.assertEqual(self.people["paid"].partner_id.cae_membership_count, 1)
        self.assertEqual(
            partner.with_user(self.network).cae_membership_count, 0, "no right to read them"
        )
