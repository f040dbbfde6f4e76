"""Who may do what with spaces, conventions and uses; each role also tries what is refused."""

from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import CaeStreetCommon


@tagged("post_install", "-at_install")
class TestStreetAccess(CaeStreetCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.convention = cls.make_convention()
        cls.bruno = cls.make_person("Bruno", "CESA", date(2024, 1, 1))
        cls.use = cls.make_uses(cls.bruno, [date(2026, 10, 5)])
        cls.own = cls.make_entrepreneur("Own", partner_id=cls.portal_partner.id)
        cls.make_contract(cls.own, "CESA", start=date(2024, 1, 1))
        cls.make_activity(cls.own)
        cls.own_use = cls.make_uses(cls.own, [date(2026, 10, 5)])

    def test_support_records_and_corrects_uses(self):
        use = (
            self.env["cae.usage"]
            .with_user(self.support)
            .create(
                {
                    "space_id": self.space.id,
                    "partner_id": self.bruno.partner_id.id,
                    "date": date(2026, 10, 6),
                    "unit": "day",
                }
            )
        )
        self.assertEqual(use.net_amount, 10.5)
        use.unit = "half_day"
        self.assertEqual(use.net_amount, 5.6)

    def test_support_never_writes_shares_conditions_or_statements(self):
        share = self.use.share_ids[:1].with_user(self.support)
        with self.assertRaises(AccessError):
            share.amount = 0
        with self.assertRaises(AccessError):
            self.convention.with_user(self.support).note = "x"
        with self.assertRaises(AccessError):
            self.env["cae.month.close"].with_user(self.support).create({})
        with self.assertRaises(AccessError):
            self.env["cae.statement"].with_user(self.support).create({"name": "x"})

    def test_support_of_another_coop_sees_nothing_of_this_one(self):
        other = self.support_b
        self.assertFalse(self.env["cae.usage"].with_user(other).search([]))
        self.assertFalse(self.env["cae.convention"].with_user(other).search([]))
        with self.assertRaises(AccessError):
            self.use.with_user(other).check_access("read")
        self.assertIn(self.space, self.env["cae.space"].with_user(other).search([]))

    def test_network_reads_conventions_and_no_persons_use(self):
        network = self.env(user=self.network)
        self.assertIn(self.convention, network["cae.convention"].search([]))
        with self.assertRaises(AccessError):
            network["cae.usage"].search([])
        with self.assertRaises(AccessError):
            network["cae.entrepreneur"].search([])

    def test_portal_entrepreneur_reads_their_own_uses_alone(self):
        portal = self.env(user=self.portal)
        self.assertEqual(portal["cae.usage"].search([]), self.own_use)
        self.assertEqual(portal["cae.activity"].search([]), self.own.default_activity_id)
        with self.assertRaises(AccessError):
            self.use.with_user(self.portal).check_access("read")
        with self.assertRaises(AccessError):
            self.own_use.with_user(self.portal).note = "x"
        for model in ("cae.usage.share", "cae.convention", "cae.statement", "cae.space"):
            with self.assertRaises(AccessError):
                portal[model].search([])

    def test_accountant_edits_public_prices_and_support_does_not(self):
        self.tariff.line_ids[0].with_user(self.accountant).price = 9
        with self.assertRaises(AccessError):
            self.tariff.line_ids[0].with_user(self.support).price = 7

    def test_accountant_without_accounting_rights_is_told_before_closing(self):
        wizard = (
            self.env["cae.month.close"]
            .with_user(self.accountant)
            .create({"month": date(2026, 10, 1)})
        )
        with self.assertRaisesRegex(UserError, "accounting rights"):
            wizard.action_close()
