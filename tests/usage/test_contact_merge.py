"""Odoo's own merge of contacts moves an identity, never an amount or the past of a clock."""

from datetime import date

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from ..common import CaeStreetCommon

DAY = date(2026, 10, 5)


@tagged("cae_merge")
class TestContactMerge(CaeStreetCommon):
    def setUp(self):
        super().setUp()
        self.convention = self.make_convention()
        self.bruno = self.make_person("Bruno", "CESA", date(2024, 1, 1))
        self.double = self.env["res.partner"].create({"name": "Bruno (double)"})

    def merge(self, source, into, user=None):
        """Merge as Odoo's screen does."""
        wizard = self.env["base.partner.merge.automatic.wizard"].with_user(user or self.env.user)
        wizard.create({}).with_context(mail_notrack=True)._merge((source | into).ids, into)
        self.env.invalidate_all()
        self.assertFalse(source.exists())

    def assertRefused(self, source, into, words, error=UserError):
        with self.assertRaisesRegex(error, words), self.env.cr.savepoint():
            self.merge(source, into)
        self.env.invalidate_all()
        self.assertTrue(source.exists())

    # Files

    def test_an_empty_second_file_fills_the_one_with_contracts(self):
        empty = self.make_entrepreneur(
            "Double", partner_id=self.double.id, adviser_id=self.support.id, project="Bees"
        )
        document = self.env["cae.person.document"].create(
            {"name": "Identity", "entrepreneur_id": empty.id}
        )
        session = self.env["cae.support.session"].create(
            {
                "name": "First meeting",
                "date_start": "2026-10-05 08:00:00",
                "attendance_ids": [(0, 0, {"entrepreneur_id": empty.id})],
            }
        )
        self.merge(self.double, self.bruno.partner_id)
        self.assertFalse(empty.exists())
        self.assertRecordValues(self.bruno, [{"project": "Bees", "adviser_id": self.support.id}])
        self.assertEqual(document.entrepreneur_id, self.bruno)
        self.assertEqual(session.attendance_ids.entrepreneur_id, self.bruno)

    def test_the_file_with_contracts_stays_whichever_contact_does(self):
        empty = self.make_entrepreneur("Double", partner_id=self.double.id)
        self.merge(self.bruno.partner_id, self.double)
        self.assertFalse(empty.exists())
        self.assertEqual((self.bruno.partner_id, self.bruno.name), (self.double, "Bruno (double)"))

    def test_two_files_with_contracts_are_refused(self):
        other = self.make_person("Bruno B.", "CAPE", date(2026, 1, 1))
        words = f"two files with contracts.*{other.reference}"
        self.assertRefused(other.partner_id, self.bruno.partner_id, words)
        self.assertRefused(self.bruno.partner_id, other.partner_id, "two files with contracts")

    def test_files_of_two_coops_both_stay(self):
        twin = self.make_entrepreneur("Twin", company=self.coop_b, partner_id=self.double.id)
        self.make_contract(twin, "CAPE")
        self.merge(self.double, self.bruno.partner_id)
        self.assertEqual(twin.partner_id, self.bruno.partner_id)
        self.assertTrue(twin.contract_ids)

    # Uses

    def test_uses_of_a_visitor_who_was_an_entrepreneur_are_rated_as_theirs(self):
        use = self.make_uses(self.double, [DAY])
        self.assertEqual(use.problem_code, "unknown_person")
        self.merge(self.double, self.bruno.partner_id)
        self.assertRecordValues(
            use,
            [
                {
                    "partner_id": self.bruno.partner_id.id,
                    "entrepreneur_id": self.bruno.id,
                    "visitor": "entrepreneur",
                    "settled_by": "statement",
                    "billed_amount": 10.5,
                }
            ],
        )

    def test_a_billed_use_changes_hands_and_nothing_else(self):
        use = self.make_uses(self.double, [DAY], settled_by="statement")
        billed = self.make_uses(self.bruno, [date(2026, 10, 6)])
        (use | billed)._permit("state").write({"state": "locked"})
        names = ["visitor", "settled_by", "public_amount", "billed_amount", "explanation", "state"]
        before = (use | billed).read(names)
        self.merge(self.double, self.bruno.partner_id)
        self.assertEqual((use | billed).read(names), before)
        self.assertEqual(use.partner_id, self.bruno.partner_id)

    def test_two_half_days_of_one_person_are_the_day(self):
        mine = self.make_uses(self.bruno, [DAY], unit="half_day")
        theirs = self.make_uses(self.double, [DAY], unit="half_day")
        self.merge(self.double, self.bruno.partner_id)
        uses = mine | theirs
        self.assertEqual(sorted(uses.mapped("state")), ["cancelled", "rated"])
        live = uses.filtered(lambda use: use.state == "rated")
        self.assertEqual((live.unit, live.net_amount), ("day", 10.5))

    def test_a_desk_that_is_billed_stays_and_the_same_presence_is_cancelled(self):
        billed = self.make_uses(self.bruno, [DAY])
        billed._do_lock()
        again = self.make_uses(self.double, [DAY])
        self.merge(self.double, self.bruno.partner_id)
        self.assertEqual((billed.state, again.state), ("locked", "cancelled"))

    def test_two_desks_of_a_day_that_are_both_billed_are_refused(self):
        uses = self.make_uses(self.bruno, [DAY]) | self.make_uses(
            self.double, [DAY], settled_by="statement"
        )
        uses._permit("state").write({"state": "locked"})
        self.assertRefused(self.double, self.bruno.partner_id, "billed already")

    def test_a_clock_runs_from_the_first_use_of_either(self):
        anna = self.make_person("Anna", "CAPE", date(2026, 1, 1))
        first = self.make_uses(self.double, [date(2026, 2, 2)])
        last = self.make_uses(anna, [date(2026, 5, 4)])
        self.assertEqual(last.free_amount, 15.0)
        self.merge(self.double, anna.partner_id)
        self.assertEqual((first.free_amount, last.free_amount), (15.0, 0.0))

    # Spaces and what was agreed

    def vat(self, partner, status, day=date(2026, 1, 1)):
        return self.env["cae.vat.status"].create(
            {"partner_id": partner.id, "status": status, "date_start": day}
        )

    def test_a_vat_status_is_carried_over(self):
        other = self.env["res.partner"].create({"name": "Host H (double)", "is_company": True})
        self.vat(self.host, "standard")
        franchise = self.vat(other, "franchise", date(2026, 5, 1))
        self.vat(other, "standard")
        self.merge(other, self.host)
        self.assertEqual(
            [(v.date_start, v.status) for v in self.host.cae_vat_status_ids.sorted("date_start")],
            [(date(2026, 1, 1), "standard"), (date(2026, 5, 1), "franchise")],
        )
        self.assertTrue(franchise.exists())

    def test_two_vat_statuses_of_one_day_are_refused(self):
        other = self.env["res.partner"].create({"name": "Host H (double)", "is_company": True})
        self.vat(self.host, "standard")
        self.vat(other, "franchise")
        self.assertRefused(other, self.host, "two VAT statuses from")

    def test_hosts_whose_conventions_cover_the_same_days_are_refused(self):
        other = self.env["res.partner"].create({"name": "Host H (double)", "is_company": True})
        self.make_space("Space T", other)
        self.make_convention(host=other)
        self.assertRefused(other, self.host, "covers days", ValidationError)

    def test_a_host_without_convention_brings_its_spaces_and_their_uses(self):
        other = self.env["res.partner"].create({"name": "Host H (double)", "is_company": True})
        space = self.make_space("Space T", other)
        self.make_tariff(space)
        use = self.make_uses(self.bruno, [DAY], space=space)
        self.assertEqual(use.state, "recorded")
        self.merge(other, self.host)
        self.assertRecordValues(
            use, [{"state": "rated", "host_id": self.host.id, "net_amount": 10.5}]
        )
