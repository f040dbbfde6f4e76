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
