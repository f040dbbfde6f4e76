"""What is recorded of a use, and what is refused."""

from datetime import date

from freezegun import freeze_time
from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2.errors import UniqueViolation

from ..common import CaeStreetCommon


@tagged("post_install", "-at_install")
class TestRecording(CaeStreetCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.convention = cls.make_convention()
        cls.bruno = cls.make_person("Bruno", "CESA", date(2024, 1, 1))

    def test_one_desk_a_person_space_and_day(self):
        kept, again = (self.make_uses(self.bruno, [date(2026, 10, 5)]) for _time in range(2))
        self.assertRecordValues(
            kept | again,
            [
                {"state": "rated", "problem_code": False},
                {"state": "recorded", "problem_code": "twice"},
            ],
        )
        kept.action_cancel()
        self.assertEqual(again.state, "rated")

    def test_two_half_days_are_the_day_in_either_order_of_arrival(self):
        for day, parts in ((5, ("morning", "afternoon")), (6, ("afternoon", "morning")), (7, ())):
            both = [
                self.make_uses(self.bruno, [date(2026, 10, day)], unit="half_day", day_part=part)
                for part in parts or (False, False)
            ]
            self.assertRecordValues(
                both[0] | both[1],
                [
                    {"state": "cancelled", "unit": "half_day", "public_amount": 8.0},
                    {"state": "rated", "unit": "day", "public_amount": 15.0},
                ],
            )
        two = self.make_uses(self.bruno, [date(2026, 10, 8)], unit="half_day", quantity=2)
        self.assertRecordValues(two, [{"unit": "day", "quantity": 1.0}])

    def test_the_same_half_day_told_twice_is_a_doubt(self):
        _first, second = (
            self.make_uses(self.bruno, [date(2026, 10, 5)], unit="half_day", day_part="morning")
            for _time in range(2)
        )
        self.assertEqual(second.problem_code, "twice")
        self.assertIn("(morning)", second.problem)
        second.day_part = "afternoon"
        self.assertEqual((second.unit, second.state), ("day", "rated"))

    def test_a_half_day_beside_a_billed_one_stays_a_half_day(self):
        first = self.make_uses(self.bruno, [date(2026, 10, 5)], unit="half_day", day_part="morning")
        first._do_lock()
        second = self.make_uses(
            self.bruno, [date(2026, 10, 5)], unit="half_day", day_part="afternoon"
        )
        self.assertEqual((first.state, second.state, second.unit), ("locked", "rated", "half_day"))
        third = self.make_uses(self.bruno, [date(2026, 10, 5)])
        self.assertEqual(third.problem_code, "twice")

    def test_a_month_on_one_date_is_a_doubt(self):
        use = self.make_uses(self.bruno, [date(2026, 10, 5)], quantity=31)
        self.assertEqual((use.state, use.problem_code), ("recorded", "too_many"))
        self.assertIn("31 full days on one date", use.problem)
        use.quantity = 1
        self.assertEqual(use.state, "rated")

    def test_a_day_still_to_come_gets_its_price_once_it_has(self):
        with freeze_time("2026-10-05"):
            use = self.make_uses(self.bruno, [date(2026, 10, 6)])
            self.assertEqual((use.state, use.problem_code), ("recorded", "future"))
        with freeze_time("2026-10-06"):
            self.env["cae.usage"]._cron_future()
        self.assertEqual(use.state, "rated")

    def test_rights_begin_with_the_signature(self):
        lea = self.make_entrepreneur("Léa")
        contract = self.make_contract(lea, "CESA", start=date(2026, 1, 1), state="to_sign")
        self.make_activity(lea)
        use = self.make_uses(lea, [date(2026, 10, 5)])
        self.assertEqual(use.problem_code, "unsigned")
        self.assertIn("Rights begin with the signature", use.problem)
        contract._permit("state").state = "running"
        self.assertEqual(use.state, "rated")

    def test_the_day_after_the_contract_ended_says_when(self):
        lea = self.make_entrepreneur("Léa")
        self.make_contract(lea, "CAPE", start=date(2026, 1, 1), end=date(2026, 9, 30))
        use = self.make_uses(lea, [date(2026, 10, 1)])
        self.assertEqual(use.problem_code, "no_right")
        self.assertIn("ended before 1 October 2026", use.problem)

    def test_a_grid_in_another_currency_is_refused_with_its_name(self):
        self.env.ref("base.USD").active = True
        self.tariff.currency_id = self.env.ref("base.USD")
        use = self.make_uses(self.bruno, [date(2026, 10, 5)])
        self.assertEqual((use.problem_code, use.public_amount), ("currency", 0.0))
        self.assertIn("USD", use.problem)

    def test_a_missing_price_names_the_unit_and_the_room(self):
        use = self.make_uses(self.bruno, [date(2026, 10, 5)], unit="hour")
        self.assertIn("no public price for Desks by the hour", use.problem)

    def test_a_stranger_is_nobodys_visitor_until_somebody_says_so(self):
        visitor = self.env["res.partner"].create({"name": "Paul"})
        use = self.make_uses(visitor, [date(2026, 10, 5)])
        self.assertRecordValues(
            use,
            [{"visitor": False, "state": "recorded", "problem_code": "unknown_person"}],
        )
        use.with_user(self.support).action_staff()
        self.assertEqual((use.visitor, use.billed_amount), ("staff", 15.0))
        use.with_user(self.support).action_external()
        self.assertEqual((use.visitor, use.settled_by, use.coop_id.id), ("external", "on_site", 0))

    def test_a_visitor_on_the_statement_meets_the_conditions_for_visitors(self):
        """An external has no coop; the condition that names them matches all the same."""
        host = self.env["res.partner"].create({"name": "Host V", "is_company": True})
        space = self.make_space("Space V", host)
        self.make_tariff(space, day=20.0)
        rule = {"name": "Amis", "status": "external", "effect": "discount", "value": 25}
        self.make_convention(host, rules=[rule])
        visitor = self.env["res.partner"].create({"name": "Paul"})
        use = self.make_uses(
            visitor, [date(2026, 10, 5)], space=space, visitor="external", settled_by="statement"
        )
        self.assertRecordValues(
            use, [{"settled_by": "statement", "billed_amount": 15.0, "state": "rated"}]
        )
        use = self.make_uses(
            visitor, [date(2026, 10, 6)], visitor="external", settled_by="statement"
        )
        self.assertEqual(use.problem_code, "no_rule_external")

    def test_an_employee_without_a_user_is_staff(self):
        person = self.env["res.partner"].create({"name": "Sam"})
        use = self.make_uses(person, [date(2026, 10, 5)])
        self.env["hr.employee"].create(
            {"name": "Sam", "work_contact_id": person.id, "company_id": self.coop_a.id}
        )
        self.assertEqual((use.visitor, use.billed_amount), ("staff", 15.0))

    def test_staff_until_december_and_cesa_since(self):
        person = self.env["res.partner"].create({"name": "Ana"})
        self.env["cae.attestation"].create(
            {
                "company_id": self.coop_a.id,
                "partner_id": person.id,
                "coop_id": self.coop_a.partner_id.id,
                "status": "staff",
                "date_start": date(2024, 1, 1),
                "date_end": date(2026, 5, 31),
            }
        )
        file = self.make_entrepreneur("Ana", partner_id=person.id)
        self.make_contract(file, "CESA", start=date(2026, 6, 1))
        self.make_activity(file)
        may, june = self.make_uses(person, [date(2026, 5, 29), date(2026, 6, 1)])
        self.assertEqual((may.visitor, may.net_amount), ("staff", 15.0))
        self.assertEqual((june.visitor, june.net_amount), ("entrepreneur", 10.5))

    def test_a_person_of_another_coop_of_the_database_is_that_coops(self):
        theirs = self.make_person("Zia", "CESA", date(2026, 1, 1), company=self.coop_b)
        use = self.make_uses(theirs, [date(2026, 10, 5)])
        self.assertRecordValues(
            use,
            [
                {
                    "visitor": "entrepreneur",
                    "coop_id": self.coop_b.partner_id.id,
                    "problem_code": "other_coop",
                }
            ],
        )
        self.assertIn("Coop B", use.problem)

    def test_the_same_desk_told_by_two_coops_is_one_use(self):
        self.make_convention(company=self.coop_b)
        both = self.make_entrepreneur(
            "Bruno", partner_id=self.bruno.partner_id.id, company=self.coop_b
        )
        self.make_contract(both, "CESA", start=date(2026, 1, 1))
        self.make_activity(both)
        ours = self.make_uses(self.bruno, [date(2026, 10, 5)])
        theirs = self.make_uses(both, [date(2026, 10, 5)], company=self.coop_b)
        self.assertEqual((ours.state, theirs.problem_code), ("rated", "twice"))

    def test_a_host_keeps_the_same_presence_in_its_own_books(self):
        """Both sides must agree: neither is told twice, and no quota is eaten twice."""
        company = self.env["res.company"].create({"name": "Host H Co", "cae_role": "host"})
        rule = {"name": "Deux jours", "unit": "day", "effect": "free", "quota": 2}
        space = self.make_space("Space H", company.partner_id)
        self.make_tariff(space)
        for books in (self.coop_a, company):
            self.make_convention(company.partner_id, books, [rule], coop=self.coop_a.partner_id)
        days = [date(2026, 10, day) for day in (5, 6, 7)]
        ours, theirs = (
            self.make_uses(self.bruno, days, space=space, company=books)
            for books in (self.coop_a, company)
        )
        for uses in (ours, theirs):
            self.assertEqual(uses.mapped("free_amount"), [15.0, 15.0, 0.0])

    def test_attested_by_two_coops_the_status_that_gives_more_is_used_and_said(self):
        network = self.env["res.company"].create({"name": "Network", "cae_role": "network"})
        coops = self.env["res.partner"].create(
            [{"name": "CAE Nord", "is_company": True}, {"name": "CAE Sud", "is_company": True}]
        )
        person = self.env["res.partner"].create({"name": "Vera"})
        self.make_convention(company=network, coop=coops)
        for coop, status in zip(coops, ("cape", "cesa"), strict=True):
            self.env["cae.attestation"].create(
                {
                    "company_id": network.id,
                    "partner_id": person.id,
                    "coop_id": coop.id,
                    "status": status,
                    "date_start": date(2026, 1, 1),
                }
            )
        use = self.make_uses(person, [date(2026, 10, 5)], company=network)
        self.assertEqual((use.coop_id.name, use.status, use.net_amount), ("CAE Sud", "cesa", 10.5))
        self.assertIn("vouched for by CAE Sud", use.explanation)

    def test_a_suspended_contract_gives_no_right_and_says_since_when(self):
        host = self.env["res.partner"].create({"name": "Host V", "is_company": True})
        space = self.make_space("Space V", host)
        self.make_tariff(space)
        self.make_convention(host, rules=[{"name": "Tous", "effect": "free"}])
        use = self.make_uses(self.bruno, [date(2026, 10, 5)], space=space)
        self.assertEqual(use.free_amount, 15.0)
        self.env["cae.contract.suspension"].create(
            {
                "contract_id": self.bruno.contract_ids.id,
                "date_start": date(2026, 10, 1),
                "date_end": date(2026, 10, 31),
            }
        )
        self.assertEqual(use.problem_code, "no_right")
        self.assertIn("suspended since 1 October 2026", use.problem)

    def test_a_room_run_by_somebody_else_follows_its_operator(self):
        """The operator's prices, convention, statement and VAT."""
        cafe = self.env["res.partner"].create({"name": "Café du coin", "is_company": True})
        room = self.env["cae.space.resource"].create(
            {"space_id": self.space.id, "name": "Café", "kind": "cafe"}
        )
        self.env["cae.space.role"].create(
            {
                "space_id": self.space.id,
                "partner_id": cafe.id,
                "role": "operator",
                "resource_id": room.id,
                "date_start": date(2026, 10, 5),
            }
        )
        self.env["cae.tariff"].create(
            {
                "space_id": self.space.id,
                "operator_id": cafe.id,
                "date_start": date(2026, 1, 1),
                "line_ids": [
                    Command.create({"resource_kind": "cafe", "unit": "use", "price": 4.0})
                ],
            }
        )
        use = self.make_uses(self.bruno, [date(2026, 10, 5)], unit="use", resource_id=room.id)
        self.assertRecordValues(
            use, [{"host_id": cafe.id, "public_amount": 4.0, "problem_code": "no_convention"}]
        )
        before = self.make_uses(self.bruno, [date(2026, 10, 4)], unit="use", resource_id=room.id)
        self.assertEqual(before.host_id, self.host)
        self.assertEqual((room.operator_id, before.problem_code), (cafe, "no_tariff"))

    def test_a_use_of_a_closed_day_waits_until_somebody_says_that_it_did_happen(self):
        days = {day: self.make_uses(self.bruno, [date(2026, 10, day)]) for day in (5, 6, 10)}
        self.space.calendar_id = self.env["resource.calendar"].create({"name": "Mon–Fri"})
        self.env["cae.space.closure"].create(
            {
                "space_id": self.space.id,
                "name": "Fermeture d'automne",
                "date_start": date(2026, 10, 6),
                "date_end": date(2026, 10, 7),
            }
        )
        self.assertEqual(
            [days[day].problem_code for day in (5, 6, 10)], [False, "closed", "closed"]
        )
        self.assertIn("(Fermeture d'automne)", days[6].problem)
        days[6].with_user(self.support).action_confirm()
        self.assertEqual((days[6].state, days[6].net_amount), ("rated", 10.5))
        late = self.make_uses(
            self.bruno, [date(2026, 10, 8)], start="2026-10-08 21:00:00", unit="half_day"
        )
        self.assertEqual(late.problem_code, "closed")

    def test_a_space_still_in_works_has_no_use(self):
        use = self.make_uses(self.bruno, [date(2026, 10, 5)])
        self.space.write({"stage": "works"})
        self.assertEqual(use.problem_code, "not_open")
        self.space.write({"stage": "open", "date_opened": date(2026, 10, 6)})
        self.assertIn("opens on 6 October 2026", use.problem)
        self.space.date_opened = date(2026, 10, 5)
        self.assertEqual(use.state, "rated")
        self.space.date_closed = date(2026, 10, 5)
        self.assertEqual(use.state, "rated")

    def test_a_cancelled_use_leaves_its_day_free(self):
        self.make_uses(self.bruno, [date(2026, 10, 5)]).action_cancel()
        again = self.make_uses(self.bruno, [date(2026, 10, 5)])
        self.assertEqual(again.state, "rated")

    def test_a_row_of_a_file_is_taken_once_per_space(self):
        self.make_uses(self.bruno, [date(2026, 10, 5)], external_ref="row-1")
        with self.assertRaises(UniqueViolation), mute_logger("odoo.sql_db"):
            self.make_uses(self.bruno, [date(2026, 10, 6)], external_ref="row-1")

    def test_external_visitor_is_counted_and_not_billed(self):
        visitor = self.env["res.partner"].create({"name": "Paul"})
        use = self.make_uses(visitor, [date(2026, 10, 5)], visitor="external")
        self.assertRecordValues(
            use,
            [
                {
                    "visitor": "external",
                    "state": "rated",
                    "coop_id": False,
                    "public_amount": 15.0,
                    "billed_amount": 0.0,
                    "elsewhere_amount": 15.0,
                }
            ],
        )
        self.assertFalse(use.share_ids)

    def test_staff_is_paid_by_the_coop_at_the_public_price(self):
        use = self.make_uses(self.support.partner_id, [date(2026, 10, 5)])
        self.assertEqual((use.visitor, use.billed_amount), ("staff", 15.0))
        self.assertEqual(use.share_ids.payer, "coop")
        self.assertEqual(use.share_ids.analytic_account_id, self.coop_a.cae_shared_account_id)

    def test_paid_on_site_is_counted_and_never_billed(self):
        use = self.make_uses(self.bruno, [date(2026, 10, 5)])
        use.action_paid_on_site()
        self.assertEqual((use.billed_amount, use.elsewhere_amount), (0.0, 10.50))
        self.assertEqual(use.reduction_amount, 4.50)

    def test_the_sentence_of_the_space_never_tells_the_status(self):
        use = self.make_uses(self.bruno, [date(2026, 10, 5)])
        self.assertIn("CESA", use.explanation)
        self.assertNotIn("CESA", use.explanation_host)
        self.assertIn("Partenaire", use.explanation_host)

    def test_shares_add_up_to_the_net_price_and_the_values_to_the_public_one(self):
        for use in self.make_uses(self.bruno, [date(2026, 10, day) for day in range(1, 8)]):
            self.assertAlmostEqual(sum(use.share_ids.mapped("amount")), use.net_amount, 2)
            self.assertAlmostEqual(
                use.billed_amount + use.free_amount + use.reduction_amount + use.elsewhere_amount,
                use.public_amount,
                2,
            )

    def test_a_locked_use_is_never_written_nor_deleted(self):
        use = self.make_uses(self.bruno, [date(2026, 10, 5)])
        use._do_lock()
        for forbidden in (
            lambda: use.write({"unit": "half_day"}),
            lambda: use.action_cancel(),
            lambda: use.unlink(),
        ):
            with self.assertRaisesRegex(UserError, "Bruno"):
                forbidden()

    def test_a_part_for_an_activity_needs_one(self):
        lea = self.make_entrepreneur("Léa")
        self.make_contract(lea, "CESA", start=date(2026, 1, 1))
        use = self.make_uses(lea, [date(2026, 10, 5)])
        self.assertEqual(use.state, "recorded")
        self.assertIn("activity", use.problem)
        self.make_activity(lea)
        self.assertRecordValues(use, [{"state": "rated", "problem": False, "billed_amount": 10.5}])
