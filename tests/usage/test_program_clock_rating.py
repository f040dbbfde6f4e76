"""One clock over the whole network: the first use told by a coop outside, and ours told to it."""

import csv
import io
from datetime import date

from freezegun import freeze_time
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ...sheets.pseudonym import pseudonym
from ..convention.common import MAY, ClockCommon


@tagged("post_install", "-at_install", "cae_convention")
@freeze_time("2026-11-10")
class TestProgramClockRating(ClockCommon):
    # The rating

    def test_a_first_use_in_a_coop_outside_starts_the_clock_of_the_person(self):
        use = self.may()
        self.load(self.line())
        self.assertRecordValues(use, [{"free_amount": 0.0, "net_amount": 12.0}])
        later = self.make_uses(self.anna, [date(2026, 5, 11)])
        self.assertEqual(later.free_amount, 0.0)

    def test_the_earliest_of_theirs_and_ours_counts(self):
        use = self.may()
        early = self.make_uses(self.anna, [date(2026, 3, 2)])
        self.load(self.line(first="01/04/2026"))
        self.assertEqual((early | use).mapped("free_amount"), [15.0, 15.0])
        self.assertNotIn("CAE du Nord", use.explanation)
        self.load(self.line(first="01/02/2026"))
        self.assertEqual((early | use).mapped("free_amount"), [15.0, 0.0])

    def test_the_coop_reads_who_told_and_the_space_does_not(self):
        use = self.make_uses(self.anna, [date(2026, 3, 2)])
        self.load(self.line())
        self.assertIn("first use told by CAE du Nord", use.explanation)
        self.assertNotIn("told", use.explanation_host)
        self.assertNotIn("Nord", use.explanation_host)

    def test_of_two_coops_that_tell_one_day_the_same_is_named_whoever_told_first(self):
        self.join(self.program, self.south)
        use = self.make_uses(self.anna, [date(2026, 3, 2)])
        for coops in ((self.north, self.south), (self.south, self.north)):
            for coop in coops:
                self.load(self.line(), coop=coop)
            self.assertIn("told by CAE du Nord", use.explanation)
            self.env["cae.program.clock.file"].search([]).unlink()

    def test_the_books_of_a_host_load_the_file_of_a_coop_of_this_database(self):
        """They have a clock of their own, which knows no use of elsewhere."""
        house = self.env["res.company"].create(
            {"name": "House", "cae_role": "host", "partner_id": self.host.id}
        )
        self.join(self.program, self.host, side="host")
        self.make_convention(company=house, coop=self.coop_a.partner_id, program_id=self.program.id)
        use = self.make_uses(self.anna, [MAY], company=house)
        self.assertEqual(use.free_amount, 15.0)
        user = self.make_user("house", "group_accountant", company=house)
        program = self.program.with_user(user).with_company(house)
        self.assertIn("CAE du Nord, Coop A told none", program.clock_warning)
        self.load(self.line(), coop=self.coop_a.partner_id, user=user, company=house)
        self.assertEqual(use.free_amount, 0.0)

    def test_only_clocks_over_that_programme_are_touched(self):
        alone = self.env["res.partner"].create({"name": "Host J", "is_company": True})
        elsewhere = self.make_space("Space U", alone)
        self.make_tariff(elsewhere)
        other = self.env["cae.program"].create({"name": "Autre"})
        self.make_convention(host=alone, program_id=other.id)
        here, there = self.may(), self.make_uses(self.anna, [MAY], space=elsewhere)
        self.load(self.line())
        self.assertEqual((here.free_amount, there.free_amount), (0.0, 15.0))

    def test_a_clock_of_a_host_or_of_another_status_runs_alone(self):
        use = self.may()
        self.load(self.line(group="CESA"))
        self.assertEqual(use.free_amount, 15.0)
        host = self.env["res.partner"].create({"name": "Host I", "is_company": True})
        space = self.make_space("Space T", host)
        self.make_tariff(space)
        rule = {**self.worked_rules()[0], "clock_scope": "host"}
        self.make_convention(host=host, program_id=self.program.id, rules=[rule])
        there = self.make_uses(self.anna, [MAY], space=space)
        self.load(self.line(group="CAPE"))
        self.assertEqual((use.free_amount, there.free_amount), (0.0, 15.0))

    def test_a_condition_for_anybody_has_its_own_clock(self):
        rule = {**self.worked_rules()[0], "status": False}
        host = self.env["res.partner"].create({"name": "Host I", "is_company": True})
        space = self.make_space("Space T", host)
        self.make_tariff(space)
        self.make_convention(host=host, program_id=self.program.id, rules=[rule])
        use = self.make_uses(self.anna, [MAY], space=space)
        self.load(self.line(group="Tous"))
        self.assertEqual(use.free_amount, 0.0)

    def test_another_file_a_changed_line_and_a_deleted_one_rate_again(self):
        use = self.may()
        file = self.load(self.line())
        self.assertEqual(use.free_amount, 0.0)
        file.line_ids.date_first = date(2026, 5, 1)
        self.assertEqual(use.free_amount, 15.0)
        file.line_ids.date_first = date(2026, 1, 10)
        self.assertEqual(use.free_amount, 0.0)
        file.line_ids.with_user(self.manager).unlink()
        self.assertEqual(use.free_amount, 15.0)
        file = self.load(self.line())
        self.assertEqual(use.free_amount, 0.0)
        file.with_user(self.manager).unlink()
        self.assertEqual(use.free_amount, 15.0)

    def test_what_is_billed_stays_and_seeds_nothing_twice(self):
        use = self.may()
        use._do_lock()
        self.load(self.line())
        self.assertEqual(use.free_amount, 15.0)

    def test_an_email_entered_later_names_the_person(self):
        self.anna.partner_id.email = False
        use = self.may()
        self.load(self.line())
        self.assertEqual(use.free_amount, 15.0)
        self.anna.partner_id.email = "anna@x.example"
        self.assertEqual(use.free_amount, 0.0)
        self.anna.partner_id.email = "other@x.example"
        self.assertEqual(use.free_amount, 15.0)

    def test_without_an_email_the_name_names_the_person(self):
        self.anna.partner_id.write({"email": False, "name": "Anna Petit"})
        use = self.may()
        self.load(self.line(email="", name="PETIT Anna"))
        self.assertEqual(use.free_amount, 0.0)
        self.anna.partner_id.name = "Anna Grand"
        self.assertEqual(use.free_amount, 15.0)

    def test_contacts_that_are_merged_bring_the_email_that_names_the_person(self):
        self.anna.partner_id.email = False
        use = self.may()
        self.load(self.line())
        twin = self.env["res.partner"].create({"name": "Anna", "email": "anna@x.example"})
        self.assertEqual(use.free_amount, 15.0)
        both = twin | self.anna.partner_id
        self.env["base.partner.merge.automatic.wizard"]._merge(both.ids, self.anna.partner_id)
        self.assertEqual(use.free_amount, 0.0)

    def test_past_months_are_replayed_with_the_clock_that_was_told(self):
        use = self.may()
        use._do_lock()
        self.load(self.line())
        replay = self.env["cae.replay"].create(
            {"name": "May", "company_id": self.coop_a.id, "month_from": MAY, "month_to": MAY}
        )
        replay.action_run()
        self.assertRecordValues(
            replay.line_ids, [{"usage_id": use.id, "billed_before": 0.0, "billed_after": 12.0}]
        )

    def test_the_coops_of_this_database_have_one_clock_and_the_books_of_a_host_their_own(self):
        self.join(self.program, self.coop_b.partner_id)
        accountant_b = self.make_user("acc_b", "group_accountant", company=self.coop_b)
        use = self.may()
        file = self.load(self.line(), user=accountant_b, company=self.coop_b)
        self.assertEqual((file.company_id, use.free_amount), (self.coop_b, 0.0))
        with self.assertRaises(AccessError):
            file.with_user(self.accountant).line_ids.mapped("pseudonym")
        self.coop_b.cae_role = "host"
        use._rate()
        self.assertEqual(use.free_amount, 15.0)

    def test_as_many_queries_for_one_person_as_for_ten(self):
        people = [self.make_person(f"P{number}", "CAPE", date(2026, 1, 1)) for number in range(10)]
        for number, person in enumerate(people):
            person.partner_id.email = f"p{number}@x.example"
        for person in people:
            self.make_uses(person, [MAY])
        self.load(*(self.line(email=f"p{number}@x.example") for number in range(10)))
        clocks = self.env["cae.program.clock"]
        counts = []
        for some in (people[:1], people):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            partners = self.env["res.partner"].browse([p.partner_id.id for p in some])
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            found = clocks._get_told(partners)
            [clock.coop_id.name for _person, clock in found]
            counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual(len(found), len(some))
        self.assertEqual(counts[0], counts[1])

    # What ours tell

    def sent(self):
        action = self.program.with_user(self.accountant).action_export_clocks()
        made = self.env["ir.attachment"].browse(int(action["url"].split("/")[3].split("?")[0]))
        return made

    def test_what_our_uses_started_is_sent_without_a_name_or_an_email(self):
        self.make_uses(self.anna, [date(2026, 2, 2), date(2026, 2, 3), MAY])
        self.make_uses(self.make_person("Bruno", "CESA", date(2024, 1, 1)), [MAY])
        text = self.sent().raw
        self.assertTrue(text.startswith(b"\xef\xbb\xbfPseudonyme;Statut;"))
        rows = list(csv.reader(io.StringIO(text.decode("utf-8-sig")), delimiter=";"))
        self.assertEqual(
            rows[1:], [[pseudonym(self.secret, "anna@x.example"), "CAPE", "02/02/2026", "2"]]
        )
        for told in ("anna", "bruno", "@", "x.example"):
            self.assertNotIn(told, text.decode().lower())
        self.assertNotIn("anna", self.sent().name.lower())

    def test_only_uses_of_the_programmes_network_clocks_are_sent(self):
        host = self.env["res.partner"].create({"name": "Host I", "is_company": True})
        space = self.make_space("Space T", host)
        self.make_tariff(space)
        rule = {**self.worked_rules()[0], "clock_scope": "host"}
        self.make_convention(host=host, program_id=self.program.id, rules=[rule])
        alone = self.env["res.partner"].create({"name": "Host J", "is_company": True})
        elsewhere = self.make_space("Space U", alone)
        self.make_tariff(elsewhere)
        other = self.env["cae.program"].create({"name": "Autre"})
        self.make_convention(host=alone, program_id=other.id)
        uses = self.make_uses(self.anna, [MAY], space=space)
        uses |= self.make_uses(self.anna, [MAY], space=elsewhere)
        self.assertEqual(uses.mapped("free_amount"), [15.0, 15.0])
        self.assertEqual(len(self.sent().raw.splitlines()), 1)
        self.make_uses(self.anna, [date(2026, 6, 1)])
        self.assertEqual(len(self.sent().raw.splitlines()), 2)

    def test_a_person_whom_somebody_counted_as_an_organisation_is_sent_too(self):
        host = self.env["res.partner"].create({"name": "Host I", "is_company": True})
        space = self.make_space("Space T", host)
        self.make_tariff(space)
        rule = {**self.worked_rules()[0], "status": "organisation"}
        self.make_convention(host=host, program_id=self.program.id, rules=[rule])
        zoe = self.env["res.partner"].create({"name": "Zoé", "email": "zoe@x.example"})
        both = zoe | self.coop_a.partner_id
        for who in both:
            self.make_uses(who, [MAY], space=space, visitor="organisation", settled_by="statement")
        line = pseudonym(self.secret, "zoe@x.example") + ";Structure;10/05/2026;1"
        sent = self.sent().raw.decode("utf-8-sig").splitlines()
        self.assertEqual(sent[1:], [line])
        self.assertEqual(self.load(line).line_ids.clock_group, "organisation")

    def test_what_is_sent_is_loaded_by_another_coop(self):
        use = self.make_uses(self.anna, [date(2026, 2, 2)])
        lines = self.sent().raw.decode("utf-8-sig").splitlines()[1:]
        use.unlink()
        later = self.may()
        self.load(*lines)
        self.assertEqual(later.free_amount, 0.0)
