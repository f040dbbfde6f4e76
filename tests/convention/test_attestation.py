"""What another coop says of a person, and on which days it counts."""

from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2.errors import CheckViolation

from ..common import CaeStreetCommon


@tagged("post_install", "-at_install", "cae_convention")
class TestAttestation(CaeStreetCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.books = cls.env["res.company"].create({"name": "Host books", "cae_role": "host"})
        cls.env.user.company_ids |= cls.books
        cls.space.host_id = cls.books.partner_id
        cls.make_convention(
            company=cls.books, host=cls.books.partner_id, coop=cls.coop_a.partner_id
        )
        cls.paul = cls.env["res.partner"].create({"name": "Paul"})

    def attest(self, status="cesa", start=date(2026, 3, 1), **values):
        return self.env["cae.attestation"].create(
            {
                "company_id": self.books.id,
                "partner_id": self.paul.id,
                "coop_id": self.coop_a.partner_id.id,
                "status": status,
                "date_start": start,
                **values,
            }
        )

    def use(self, day):
        return self.make_uses(self.paul, [day], company=self.books)

    def test_the_word_of_a_coop_counts_from_its_first_day_to_its_last(self):
        self.attest(date_end=date(2026, 5, 31))
        days = (date(2026, 2, 28), date(2026, 3, 1), date(2026, 5, 31), date(2026, 6, 1))
        uses = [self.use(day) for day in days]
        self.assertEqual(
            [use.coop_id == self.coop_a.partner_id for use in uses], [False, True, True, False]
        )
        self.assertEqual([use.net_amount for use in uses[1:3]], [10.5, 10.5])

    def test_a_person_of_whom_nobody_speaks_waits_until_somebody_does(self):
        use = self.use(date(2026, 4, 1))
        self.assertRecordValues(use, [{"visitor": False, "problem_code": "unknown_person"}])
        self.attest()
        self.assertRecordValues(use, [{"visitor": "entrepreneur", "net_amount": 10.5}])

    def test_an_attestation_never_ends_before_it_begins(self):
        with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"):
            self.attest(date_end=date(2026, 2, 28))

    def test_statuses_have_the_names_they_have_everywhere(self):
        labels = dict(
            self.env["cae.attestation"]._fields["status"]._description_selection(self.env)
        )
        self.assertEqual(
            labels,
            {"cape": "CAPE", "cesa": "CESA", "associate": "Associate", "staff": "Support team"},
        )

    def test_support_writes_those_of_its_company_alone(self):
        own = self.attest(company_id=self.coop_a.id).with_user(self.support)
        own.vouched_by = "Chloé"
        with self.assertRaises(AccessError):
            own.unlink()
        with self.assertRaises(AccessError):
            self.attest().with_user(self.support).vouched_by = "x"
        with self.assertRaises(AccessError):
            self.env["cae.attestation"].with_user(self.network).search([])
