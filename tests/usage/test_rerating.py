"""The date of the fact decides: uses follow what is back-dated, until they are billed."""

from datetime import date

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common import CaeStreetCommon


@tagged("post_install", "-at_install")
class TestRerating(CaeStreetCommon):
    def test_a_use_without_convention_waits_and_follows_the_one_that_is_signed_later(self):
        bruno = self.make_person("Bruno", "CESA", date(2024, 1, 1))
        use = self.make_uses(bruno, [date(2026, 10, 5)])
        self.assertEqual(use.state, "recorded")
        self.assertIn("No convention", use.problem)
        self.make_convention()
        self.assertRecordValues(use, [{"state": "rated", "net_amount": 10.5, "problem": False}])

    def test_a_use_after_the_end_of_the_convention_has_no_right(self):
        self.make_convention(date_end=date(2026, 9, 30))
        bruno = self.make_person("Bruno", "CESA", date(2024, 1, 1))
        september, october = self.make_uses(bruno, [date(2026, 9, 30), date(2026, 10, 1)])
        self.assertEqual(september.state, "rated")
        self.assertEqual(october.state, "recorded")

    def test_a_person_without_a_contract_that_day_has_no_right(self):
        self.make_convention()
        bruno = self.make_person("Bruno", "CESA", date(2026, 10, 10))
        before, after = self.make_uses(bruno, [date(2026, 10, 9), date(2026, 10, 10)])
        self.assertEqual((before.state, after.state), ("recorded", "rated"))
        self.assertIn("Candidate", before.problem)

    def test_a_use_recorded_late_starts_the_first_months_earlier(self):
        self.make_convention()
        anna = self.make_person("Anna", "CAPE", date(2026, 1, 1))
        june = self.make_uses(anna, [date(2026, 6, 1)])
        self.assertEqual(june.free_amount, 15.0)
        self.make_uses(anna, [date(2026, 2, 1)])
        self.assertRecordValues(june, [{"free_amount": 0.0, "net_amount": 12.0}])

    def test_first_months_end_the_day_before_the_same_day_three_months_later(self):
        self.make_convention()
        anna = self.make_person("Anna", "CAPE", date(2026, 1, 1))
        uses = self.make_uses(anna, [date(2026, 2, 10), date(2026, 5, 9), date(2026, 5, 10)])
        self.assertEqual(uses.mapped("free_amount"), [15.0, 15.0, 0.0])

    def test_the_free_clock_is_one_over_the_spaces_of_a_programme(self):
        program = self.env["cae.program"].create({"name": "Région"})
        other = self.env["res.partner"].create({"name": "Host I", "is_company": True})
        other_space = self.make_space("Space T", other)
        self.make_tariff(other_space)
        self.make_convention(program_id=program.id)
        self.make_convention(host=other, program_id=program.id)
        anna = self.make_person("Anna", "CAPE", date(2026, 1, 1))
        self.make_uses(anna, [date(2026, 2, 10)])
        late = self.make_uses(anna, [date(2026, 5, 10)], space=other_space)
        self.assertEqual(late.free_amount, 0.0)

    def test_a_suspension_takes_the_right_away_from_its_days(self):
        self.make_convention()
        bruno = self.make_person("Bruno", "CESA", date(2024, 1, 1))
        use = self.make_uses(bruno, [date(2026, 10, 5)])
        self.assertEqual(use.state, "rated")
        self.env["cae.contract.suspension"].create(
            {
                "contract_id": bruno.contract_ids.id,
                "date_start": date(2026, 10, 1),
                "date_end": date(2026, 10, 31),
            }
        )
        self.assertEqual(use.state, "recorded")
        self.assertIn("suspended", use.problem)

    def test_first_months_of_a_cape_do_not_eat_those_of_a_cesa(self):
        rule = {"name": "Découverte", "first_months": 3, "effect": "discount", "value": 20}
        self.make_convention(rules=[rule | {"status": "cape"}, rule | {"status": "cesa"}])
        anna = self.make_entrepreneur("Anna")
        self.make_contract(anna, "CAPE", start=date(2026, 1, 1), end=date(2026, 6, 30))
        self.make_contract(anna, "CESA", start=date(2026, 7, 1))
        self.make_activity(anna)
        days = [date(2026, 1, 5), date(2026, 5, 5), date(2026, 7, 6), date(2026, 11, 6)]
        uses = self.make_uses(anna, days)
        self.assertEqual(uses.mapped("free_amount"), [15.0, 0.0, 15.0, 0.0])
        uses[:3]._do_lock()
        later = self.make_uses(anna, [date(2026, 7, 7)])
        self.assertEqual(later.free_amount, 15.0)

    def test_a_person_of_two_coops_has_one_clock_in_a_programme(self):
        program = self.env["cae.program"].create({"name": "Région"})
        self.make_convention(program_id=program.id)
        self.make_convention(company=self.coop_b, program_id=program.id)
        anna = self.make_person("Anna", "CAPE", date(2026, 1, 1))
        twin = self.make_entrepreneur("Anna", company=self.coop_b, partner_id=anna.partner_id.id)
        self.make_contract(twin, "CAPE", start=date(2026, 1, 1))
        self.make_activity(twin)
        may = self.make_uses(anna, [date(2026, 5, 5)])
        self.assertEqual(may.free_amount, 15.0)
        self.make_uses(twin, [date(2026, 1, 5)], company=self.coop_b)
        self.assertEqual(may.free_amount, 0.0)

    def test_the_conventions_of_two_companies_never_mix(self):
        """A coop and a host of one database each keep the same convention in their own books."""
        host = self.env["res.company"].create({"name": "Host books", "cae_role": "host"})
        self.env.user.company_ids |= host
        self.space.host_id = host.partner_id
        self.make_convention(host=host.partner_id)
        free = [{"name": "Offert", "effect": "free"}]
        self.make_convention(
            company=host, host=host.partner_id, coop=self.coop_a.partner_id, rules=free
        )
        bruno = self.make_person("Bruno", "CESA", date(2024, 1, 1))
        self.env["cae.attestation"].create(
            {
                "company_id": host.id,
                "partner_id": bruno.partner_id.id,
                "coop_id": self.coop_a.partner_id.id,
                "status": "cesa",
                "date_start": date(2024, 1, 1),
            }
        )
        ours = self.make_uses(bruno, [date(2026, 10, 5)])
        theirs = self.make_uses(bruno, [date(2026, 10, 5)], company=host)
        (ours | theirs)._rate()
        self.assertEqual((ours.net_amount, theirs.net_amount), (10.5, 0.0))

    def test_new_public_prices_leave_past_days_alone(self):
        self.make_convention()
        bruno = self.make_person("Bruno", "CESA", date(2024, 1, 1))
        self.make_tariff(self.space, start=date(2026, 10, 1), day=20.0)
        old, new = self.make_uses(bruno, [date(2026, 9, 30), date(2026, 10, 1)])
        self.assertEqual((old.public_amount, new.public_amount), (15.0, 20.0))

    def test_billed_uses_keep_their_price_when_public_prices_change(self):
        self.make_convention()
        bruno = self.make_person("Bruno", "CESA", date(2024, 1, 1))
        billed, open_use = self.make_uses(bruno, [date(2026, 10, 1), date(2026, 10, 2)])
        billed._do_lock()
        with self.assertRaisesRegex(UserError, "make a new version"):
            self.tariff.line_ids.filtered(lambda line: line.unit == "day").price = 30.0
        self.make_tariff(self.space, start=date(2026, 10, 1), day=30.0)
        self.assertEqual((billed.public_amount, open_use.public_amount), (15.0, 30.0))

    def test_prices_with_tax_are_those_of_the_grid(self):
        self.make_convention()
        bruno = self.make_person("Bruno", "CESA", date(2024, 1, 1))
        self.make_tariff(self.space, start=date(2026, 10, 1), day=18.0, tax_included=True)
        use = self.make_uses(bruno, [date(2026, 10, 1)])
        self.assertEqual((use.public_amount, use.net_amount), (18.0, 12.6))

    def test_the_part_given_by_the_space_is_a_reduction_and_is_not_billed(self):
        self.make_convention(
            rules=[
                {
                    "name": "Tiers payant",
                    "status": "cesa",
                    "host_percent": 20,
                    "coop_percent": 30,
                    "activity_percent": 50,
                }
            ]
        )
        bruno = self.make_person("Bruno", "CESA", date(2024, 1, 1))
        use = self.make_uses(bruno, [date(2026, 10, 1)])
        self.assertEqual((use.net_amount, use.billed_amount, use.reduction_amount), (15, 12, 3))
        self.assertEqual(
            {share.payer: share.amount for share in use.share_ids},
            {"host": 3.0, "coop": 4.5, "activity": 7.5},
        )

    def test_a_quota_of_the_month_is_shared_by_all_the_uses_of_a_person(self):
        self.make_convention(
            rules=[
                {
                    "name": "Deux jours",
                    "status": "cesa",
                    "effect": "free",
                    "quota": 2,
                    "unit": "day",
                }
            ]
        )
        bruno = self.make_person("Bruno", "CESA", date(2024, 1, 1))
        uses = self.make_uses(bruno, [date(2026, 10, 1), date(2026, 10, 2), date(2026, 10, 3)])
        self.assertEqual(uses.mapped("net_amount"), [0.0, 0.0, 15.0])
        uses[:2]._do_lock()
        later = self.make_uses(bruno, [date(2026, 10, 4)])
        self.assertEqual(later.net_amount, 15.0)

    def test_rating_takes_as_many_queries_for_few_uses_as_for_many(self):
        self.make_convention()
        people = [self.make_person(f"P{i}", "CESA", date(2024, 1, 1)) for i in range(8)]
        few = self.make_uses(people[0], [date(2026, 10, 1)])
        many = self.env["cae.usage"]
        for person in people[1:]:
            many |= self.make_uses(person, [date(2026, 10, day) for day in range(1, 11)])

        def queries(uses):
            uses._rate()  # what an environment keeps for its life, such as the time zone
            self.env.invalidate_all()
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            uses._rate()
            return self.env.cr.sql_log_count - before

        self.assertEqual(queries(many), queries(few))

    def test_of_a_day_told_twice_the_one_that_counts_is_not_the_one_entered_first(self):
        """Invariant 11: what was told decides, and no number of a record."""
        self.make_convention()
        bruno = self.make_person("Bruno", "CESA", date(2024, 1, 1))
        quiet = self.env["cae.space.resource"].create(
            {"space_id": self.space.id, "name": "Quiet desks", "kind": "desk"}
        )
        rooms = (self.space.resource_ids - quiet) | quiet
        for day, order in ((date(2026, 10, 5), rooms), (date(2026, 10, 6), rooms[::-1])):
            for unit, parts in (("day", (False, False)), ("half_day", ("morning", "afternoon"))):
                if unit == "half_day":
                    day = day.replace(month=9)
                named = dict(zip(rooms, parts, strict=True))
                for room in order:
                    self.make_uses(
                        bruno, [day], unit=unit, resource_id=room.id, day_part=named[room]
                    )
                counted = (
                    self.env["cae.usage"]
                    .search([("partner_id", "=", bruno.partner_id.id), ("state", "=", "rated")])
                    .filtered(lambda use, day=day: use.date == day)
                )
                self.assertRecordValues(counted, [{"unit": "day", "resource_id": rooms[0].id}])

    def test_three_half_days_entered_at_once_are_counted_as_one_by_one(self):
        self.make_convention()
        bruno = self.make_person("Bruno", "CESA", date(2024, 1, 1))
        day, other = date(2026, 10, 5), date(2026, 10, 6)
        self.make_uses(bruno, [day] * 3, unit="half_day")
        for _time in range(3):
            self.make_uses(bruno, [other], unit="half_day")
        told = self.env["cae.usage"].search(
            [("partner_id", "=", bruno.partner_id.id), ("state", "!=", "cancelled")]
        )
        once, by_one = (
            sorted(told.filtered(lambda use, d=d: use.date == d).mapped("net_amount"))
            for d in (day, other)
        )
        self.assertEqual((once, by_one), ([0, 10.5],) * 2)

    def test_without_first_months_what_they_would_cost_stops_nothing(self):
        """A price of the first months that was left behind when their number was put to none."""
        self.make_convention(
            rules=[{"name": "Tous", "first_effect": "fixed", "first_value": 7, "first_months": 0}]
        )
        bruno = self.make_person("Bruno", "CESA", date(2024, 1, 1))
        self.assertEqual(self.make_uses(bruno, [date(2026, 10, 5)]).net_amount, 15.0)
