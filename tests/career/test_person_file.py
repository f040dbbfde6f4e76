import re
from datetime import date

from freezegun import freeze_time
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2.errors import CheckViolation

from ..common import PDF, CaeCommon

FIELDS = ("social_status_entry", "social_status", "prescriber_id", "aid_ids", "social_note")


@tagged("cae_career")
class TestPersonFile(CaeCommon):
    """The person's file: the group "Social file" and nobody else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time("2026-11-23 12:00:00"))
        cls.anna = cls.make_entrepreneur("Anna", social_status_entry="job_seeker")
        cls.document = cls.env["cae.person.document"].create(
            {
                "entrepreneur_id": cls.anna.id,
                "name": "Residence permit 42",
                "kind": "permit",
                "date_end": date(2026, 12, 15),
                "file": PDF,
            }
        )
        cls.aid = cls.env["cae.person.aid"].create({"entrepreneur_id": cls.anna.id, "name": "ACRE"})

    def test_the_social_group_reads_and_writes(self):
        anna = self.anna.with_user(self.social)
        self.assertEqual(anna.social_status_entry, "job_seeker")
        anna.write(
            {
                "social_status": "self_employed",
                "aid_ids": [(0, 0, {"name": "ARCE", "amount": 1200})],
            }
        )
        self.assertEqual(len(anna.aid_ids), 2)
        self.assertEqual(anna.person_document_ids.name, "Residence permit 42")

    def test_nobody_else_reads_a_word(self):
        for user in (self.support, self.accountant, self.manager, self.network, self.portal):
            for field_name in FIELDS:
                with self.assertRaises(AccessError, msg=f"{user.login} {field_name}"):
                    self.anna.with_user(user).read([field_name])
            for record in (self.document, self.aid):
                with self.assertRaises(AccessError, msg=user.login):
                    record.with_user(user).read(["name"])
                with self.assertRaises(AccessError, msg=user.login):
                    record.with_user(user).search([])
                with self.assertRaises(AccessError, msg=user.login):
                    record.with_user(user).create({"entrepreneur_id": self.anna.id, "name": "x"})

    def test_nobody_else_finds_people_by_it(self):
        people = self.env["cae.entrepreneur"].with_user(self.manager)
        with self.assertRaises(AccessError):
            people.search([("social_status_entry", "=", "job_seeker")])

    def test_the_file_itself_is_closed_too(self):
        attachment = self.env["ir.attachment"].search(
            [
                ("res_model", "=", "cae.person.document"),
                ("res_field", "=", "file"),
                ("res_id", "=", self.document.id),
            ]
        )
        self.assertTrue(attachment)
        with self.assertRaises(AccessError):
            attachment.with_user(self.manager).read(["datas"])

    def test_another_coop_s_social_group_reads_nothing(self):
        social_b = self.make_user(
            "social_b", "group_support", "group_social_file", company=self.coop_b
        )
        for record in (self.document, self.aid):
            self.assertFalse(record.with_user(social_b).search([("id", "=", record.id)]))
            with self.assertRaises(AccessError):
                record.with_user(social_b).read(["name"])

    def test_the_board_says_that_something_expires_not_what(self):
        line = self.anna.with_user(self.support).deadline_ids
        line = line.filtered(lambda deadline: deadline.kind == "document")
        self.assertEqual(line.date, date(2026, 12, 15))
        self.assertNotIn("permit", f"{line.note} {line.explanation}".lower())
        self.document.with_user(self.social).date_end = date(2030, 1, 1)
        self.assertEqual(line.date, date(2030, 1, 1))
        self.document.with_user(self.social).unlink()
        self.assertFalse(line.active)

    def test_the_chatter_tells_nothing(self):
        tracked = [n for n in FIELDS if getattr(self.anna._fields[n], "tracking", None)]
        self.assertFalse(tracked)

    def test_dates_in_order(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation):
            self.document.date_start = date(2027, 1, 1)
            self.env.flush_all()

    def test_no_field_for_a_social_security_number(self):
        """R45: the addon stores no such number, anywhere."""
        forbidden = re.compile(r"(^|_)(ssn|ssnid|nir|insee_number|secu|social_security)($|_)")
        found = [
            f"{name}.{field.name}"
            for name in self.registry
            for field in self.env[name]._fields.values()
            if "cae_tiers_lieux" in (field._modules or ()) and forbidden.search(field.name)
        ]
        self.assertFalse(found)
