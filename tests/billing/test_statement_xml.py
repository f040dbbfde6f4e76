"""The file that the other side receives."""

from datetime import date

import xmltodict
from lxml import etree
from odoo.tests import tagged
from odoo.tools import file_path

from .common import CaeMonthCommon


@tagged("post_install", "-at_install")
class TestStatementXml(CaeMonthCommon):
    def test_the_file_follows_its_schema_and_never_tells_a_status(self):
        self.make_worked_people()
        self.make_worked_uses()
        statement = self.env["cae.statement"]._close_month(self.coop_a, date(2026, 10, 1))[0]
        text = statement._to_xml()
        schema = etree.XMLSchema(
            etree.parse(file_path("cae_tiers_lieux/data/billing/cae_statement_1.xsd"))
        )
        schema.assertValid(etree.fromstring(text.encode()))
        content = xmltodict.parse(text)["statement"]
        self.assertEqual((content["month"], content["host_total"]), ("2026-10", "117.84"))
        self.assertEqual(len(content["use"]), 15)
        self.assertNotIn("CAPE", text)
        self.assertNotIn("CESA", text)

    def test_the_file_says_which_amounts_hold_the_tax(self):
        self.make_worked_people()
        self.tariff.tax_included = True
        self.make_worked_uses()
        statement = self.env["cae.statement"]._close_month(self.coop_a, date(2026, 10, 1))[0]
        text = statement._to_xml()
        schema = etree.XMLSchema(
            etree.parse(file_path("cae_tiers_lieux/data/billing/cae_statement_1.xsd"))
        )
        schema.assertValid(etree.fromstring(text.encode()))
        content = xmltodict.parse(text)["statement"]
        self.assertEqual({use["tax_included"] for use in content["use"]}, {"true"})
        self.assertEqual(content["host_total"], "98.20")

    def test_a_character_that_xml_cannot_hold_spoils_no_file(self):
        self.make_worked_people()
        self.anna.partner_id.name = "An\x0bna \ufffe& <Co>"
        self.make_worked_uses()
        statement = self.env["cae.statement"]._close_month(self.coop_a, date(2026, 10, 1))[0]
        names = {use["person"] for use in xmltodict.parse(statement._to_xml())["statement"]["use"]}
        self.assertIn("Anna & <Co>", names)

    def test_the_accountant_downloads_it(self):
        self.make_worked_people()
        self.make_worked_uses()
        statement = self.env["cae.statement"]._close_month(self.coop_a, date(2026, 10, 1))[0]
        action = statement.with_user(self.accountant).action_export_xml()
        self.assertEqual(action["type"], "ir.actions.act_url")
        attachment = self.env["ir.attachment"].search(
            [("res_model", "=", "cae.statement"), ("res_id", "=", statement.id)]
        )
        self.assertEqual(attachment.name, statement.name.replace("/", "-") + ".xml")
