"""What a bill names is neither deleted nor archived behind its back; who tries reads a sentence."""

from datetime import date

import psycopg2
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...models.base.errors import sentence_of
from ..common import CaeStreetCommon

DAY = date(2026, 10, 5)


@tagged("cae_prices")
class TestNothingLost(CaeStreetCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.convention = cls.make_convention()
        cls.bruno = cls.make_person("Bruno", "CESA", date(2024, 1, 1))
        cls.billed = cls.make_uses(cls.bruno, [DAY])
        cls.billed._do_lock()

    def refuse(self, records, words):
        """Delete records as a manager; whatever stops it reaches a person as a sentence."""
        records = records.with_user(self.manager)
        with mute_logger("odoo.sql_db"):
            try:
                with self.env.cr.savepoint():
                    records.unlink()
                    self.env.flush_all()
            except (UserError, psycopg2.Error) as error:
                self.env.invalidate_all()
                self.assertRegex(sentence_of(self.env, error), words)
            else:
                self.fail(f"{records} is gone")
        self.assertTrue(records.exists())

    def test_what_a_billed_use_names_is_not_deleted(self):
        self.refuse(self.bruno.default_activity_id, "archive it instead")
        self.refuse(self.space.resource_ids, "archive it instead")
        self.refuse(self.space, "archive it instead")
        self.refuse(self.tariff, "make a new version")
        self.refuse(self.tariff.line_ids, "make a new version")
        self.refuse(self.convention, "cannot be deleted")
        self.refuse(self.convention.rule_ids, "new version of the convention")
        self.refuse(self.bruno, "A contract runs")
        self.refuse(self.billed, "cancels the statement")

    def test_the_contacts_of_a_billed_use_are_not_deleted(self):
        for partner in (self.bruno.partner_id, self.host):
            self.refuse(partner, "archive it instead|another model requires the record|contract")

    def test_what_the_law_counts_is_not_archived(self):
        for record, words in (
            (self.bruno, "A contract runs"),
            (self.bruno.contract_ids, "changes? by an amendment"),
            (self.convention, "makes a new version"),
        ):
            with self.assertRaisesRegex(UserError, words):
                record.with_user(self.manager).action_archive()

    def test_an_activity_that_is_archived_keeps_the_uses_it_pays(self):
        activity = self.bruno.default_activity_id
        use = self.make_uses(self.bruno, [date(2026, 10, 6)])
        activity.with_user(self.manager).action_archive()
        use._follow_facts()
        self.assertEqual((use.activity_id, use.state), (activity, "rated"))

    def test_a_file_with_open_uses_alone_is_deleted_and_they_stay(self):
        """A person who only visited: the file goes, what happened stays."""
        file = self.make_entrepreneur("Zoé")
        use = self.make_uses(file, [DAY])
        self.assertEqual(use.entrepreneur_id, file)
        file.with_user(self.manager).unlink()
        self.assertRecordValues(use, [{"entrepreneur_id": False, "visitor": False}])

    def test_an_end_before_what_was_billed_is_refused(self):
        for record, name in ((self.tariff, "date_end"), (self.convention, "date_end")):
            with self.assertRaisesRegex(UserError, "is billed already"):
                record[name] = date(2026, 10, 4)
            record[name] = DAY
