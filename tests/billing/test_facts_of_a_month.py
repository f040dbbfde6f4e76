"""What a month bills is what the facts give when it is closed, however late they came."""

from datetime import date

from odoo.tests import tagged

from .common import CaeMonthCommon

OCTOBER = date(2026, 10, 1)


@tagged("post_install", "-at_install")
class TestFactsOfAMonth(CaeMonthCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bruno = cls.make_person("Bruno", "CESA", date(2024, 1, 1))

    def close(self):
        statements, _plan, failures = self.env["cae.statement"]._close_month(self.coop_a, OCTOBER)
        self.assertFalse(failures)
        return statements

    def test_a_statement_cancelled_after_a_price_change_is_closed_again_at_the_new_price(self):
        self.make_uses(self.bruno, [date(2026, 10, 5)])
        statement = self.close()
        self.assertEqual(statement.host_untaxed, 10.5)
        self.make_tariff(self.space, start=date(2026, 10, 1), day=23.0)
        statement.action_cancel()
        self.assertEqual(self.close().host_untaxed, 16.1)

    def test_a_price_that_did_not_follow_is_put_right_by_the_closing_and_logged(self):
        use = self.make_uses(self.bruno, [date(2026, 10, 5)])
        self.env.flush_all()
        self.env.cr.execute("UPDATE cae_usage SET billed_amount = 99 WHERE id = %s", use.ids)
        self.env.invalidate_all()
        with self.assertLogs("odoo.addons.cae_tiers_lieux", "ERROR") as logs:
            statement = self.close()
        self.assertIn(str(use.id), logs.output[0])
        self.assertEqual(statement.host_untaxed, 10.5)

    def test_a_grid_with_tax_bills_its_total_to_the_cent(self):
        """R51: 20 days at 18.50 are 370.00 with tax, and not 370.08; three at 10.00 are 30.00."""
        for price, days, total in ((18.5, 20, 370.0), (10.0, 3, 30.0)):
            host = self.env["res.partner"].create({"name": "Host T", "is_company": True})
            space = self.make_space("Space T", host)
            self.make_vat(host)
            self.make_tariff(space, day=price, tax_included=True)
            self.make_convention(host, rules=[{"name": "Tous"}])
            people = [self.bruno, self.make_person("Chloé", "CESA", date(2024, 1, 1))]
            for day in range(days):
                self.make_uses(people[day % 2], [date(2026, 10, day // 2 + 1)], space=space)
            statement = self.close()
            self.assertEqual((statement.host_total, statement.move_ids.amount_total), (total,) * 2)
            self.assertEqual(statement.host_untaxed, round(total / 1.2, 2))
            self.assertEqual(sum(statement.line_ids.mapped("amount")), total)
            twin = statement.move_ids.invoice_line_ids.tax_ids
            self.assertTrue(twin.price_include)

    def test_a_host_that_leaves_franchise_on_the_fifteenth_bills_vat_from_that_day(self):
        self.env["cae.vat.status"].search([("partner_id", "=", self.host.id)]).unlink()
        self.make_vat(self.host, date(2026, 1, 1), "franchise")
        self.make_vat(self.host, date(2026, 10, 15), "standard")
        self.make_uses(self.bruno, [date(2026, 10, day) for day in (1, 14, 15, 30)])
        statement = self.close()
        # 4 × 10.50, of which two bear 20 %
        self.assertRecordValues(
            statement.move_ids, [{"amount_untaxed": 42.0, "amount_tax": 4.2, "amount_total": 46.2}]
        )
        self.assertIn("293 B", statement.move_ids.narration)

    def test_a_host_whose_vat_nobody_noted_is_billed_without_and_it_is_said(self):
        self.env["cae.vat.status"].search([("partner_id", "=", self.host.id)]).unlink()
        self.make_uses(self.bruno, [date(2026, 10, 1)])
        plan = self.env["cae.statement"]._plan_month(self.coop_a, OCTOBER)
        (aside,) = [each for each in plan.left_aside if "VAT status of Host H" in each.reason]
        self.assertTrue(aside.todo)
        self.assertEqual(self.close().move_ids.amount_tax, 0.0)

    def make_service(self, **values):
        return self.env["cae.service"].create(
            {
                "name": "Animation",
                "company_id": self.coop_a.id,
                "host_id": self.host.id,
                "coop_id": self.coop_a.partner_id.id,
                "date": date(2026, 10, 12),
                "price_unit": 50,
                **values,
            }
        )

    def test_a_service_entered_before_its_convention_finds_it(self):
        other = self.env["res.partner"].create({"name": "Host I", "is_company": True})
        self.make_space("Space I", other)
        service = self.make_service(host_id=other.id)
        self.assertFalse(service.convention_id)
        convention = self.make_convention(host=other)
        self.assertEqual(service.convention_id, convention)
        service.action_confirm()
        self.assertEqual(self.close().coop_untaxed, 50.0)

    def test_a_service_after_the_end_of_its_convention_loses_it(self):
        service = self.make_service(date=date(2027, 3, 1))
        self.assertEqual(service.convention_id, self.convention)
        self.convention.action_end()
        self.assertFalse(service.convention_id)

    def test_a_version_that_begins_inside_a_month_leaves_one_statement(self):
        """Invariant 2: one a host, coop and month, whatever the versions of the convention."""
        version = self.convention._do_new_version()
        version.date_start = date(2026, 10, 15)
        version.action_start()
        uses = self.make_uses(self.bruno, [date(2026, 10, 14), date(2026, 10, 15)])
        self.assertEqual(uses.convention_id, self.convention | version)
        statement = self.close()
        self.assertRecordValues(statement, [{"convention_id": version.id, "host_untaxed": 21.0}])
        self.assertEqual(len(statement.move_ids), 1)
        self.assertFalse(self.close())

    def test_two_quarters_of_an_hour_are_billed_as_their_sum_however_taxes_are_rounded(self):
        """Invariant 1: 0.25 h × 45.30 is 11.33, and two of them 22.66 on all."""
        for month, method in ((9, "round_per_line"), (10, "round_globally")):
            self.coop_a.tax_calculation_rounding_method = method
            for _time in range(2):
                self.make_service(
                    date=date(2026, month, 12), quantity=0.25, price_unit=45.3
                ).action_confirm()
            day = date(2026, month, 1)
            statement = self.env["cae.statement"]._close_month(self.coop_a, day)[0]
            self.assertEqual(
                (statement.coop_untaxed, sum(statement.line_ids.mapped("amount"))), (22.66,) * 2
            )

    def test_a_day_of_the_team_that_no_condition_names_is_billed(self):
        rules = [{"name": "Partenaire", "status": "cesa"}]
        host = self.env["res.partner"].create({"name": "Host I", "is_company": True})
        space = self.make_space("Space I", host)
        self.make_tariff(space)
        convention = self.make_convention(host, rules=rules)
        use = self.make_uses(self.support.partner_id, [date(2026, 10, 5)], space=space)
        self.assertEqual((use.billed_amount, use.convention_id), (15.0, convention))
        self.assertEqual(self.close().host_untaxed, 15.0)

    def test_what_is_on_the_statement_of_no_cae_is_left_aside_until_one_pays_it(self):
        host = self.env["res.partner"].create({"name": "Host I", "is_company": True})
        hall = self.make_space("Hall", host)
        self.make_tariff(hall)
        self.make_convention(host=host, rules=[{"name": "Salle", "status": "organisation"}])
        club = self.env["res.partner"].create({"name": "Club", "is_company": True})
        use = self.make_uses(club, [date(2026, 10, 5)], space=hall, settled_by="statement")
        use.action_organisation()
        use.settled_by = "statement"
        self.assertEqual((use.state, use.billed_amount), ("rated", 15.0))
        statements, plan, failures = self.env["cae.statement"]._close_month(self.coop_a, OCTOBER)
        self.assertFalse(statements or failures)
        told = [aside.reason for aside in plan.left_aside if use in aside.records]
        self.assertEqual(len(told), 1)
        self.assertIn("of no CAE: choose the CAE that pays it", told[0])
        use.coop_id = self.coop_a.partner_id
        self.assertEqual(self.close().host_untaxed, 15.0)
