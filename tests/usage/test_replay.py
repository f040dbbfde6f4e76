"""Past months rated again: nothing changes by itself; what would change is told, use by use."""

from datetime import date

from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import CaeStreetCommon


@tagged("cae_prices")
@freeze_time("2026-11-10")
class TestReplay(CaeStreetCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.convention = cls.make_convention()
        cls.anna = cls.make_person("Anna", "CAPE", date(2026, 6, 1))
        cls.bruno = cls.make_person("Bruno", "CESA", date(2024, 1, 1))
        days = [date(2026, month, day) for month in (6, 7, 8, 9, 10) for day in (1, 15)]
        cls.uses = cls.make_uses(cls.anna, days) | cls.make_uses(cls.bruno, days)
        cls.uses.filtered(lambda use: use.date.month < 10)._do_lock()

    def replay(self, start=date(2026, 8, 1), end=date(2026, 10, 1), **values):
        replay = self.env["cae.replay"].create(
            {"name": "Try", "month_from": start, "month_to": end, **values}
        )
        replay.with_user(self.accountant).action_run()
        return replay

    def totals(self, replay, dimension):
        return {
            (total.payer or total.partner_id.name or total.space_id.name): (
                total.billed_before,
                total.billed_after,
            )
            for total in replay.total_ids.filtered(lambda t: t.dimension == dimension)
        }

    def test_unchanged_facts_give_no_difference(self):
        """Invariant 6: to the cent, and by payer too."""
        replay = self.replay()
        self.assertEqual((replay.use_count, len(replay.line_ids), replay.difference), (12, 0, 0.0))
        for dimension in ("payer", "person", "space"):
            for before, after in self.totals(replay, dimension).values():
                self.assertEqual(before, after)
        self.assertEqual(self.totals(replay, "person")["Bruno"], (63.0, 63.0))

    def test_a_version_to_try_says_who_gains_who_loses_and_why(self):
        before = self.uses.mapped("billed_amount")
        draft = self.env["cae.convention"].browse(self.convention.action_new_version()["res_id"])
        draft.rule_ids.filtered(lambda rule: rule.status == "cesa").value = 50
        replay = self.replay(convention_id=draft.id)
        # Bruno: 6 × 15, at half the price instead of −30 %
        self.assertEqual(self.totals(replay, "person")["Bruno"], (63.0, 45.0))
        self.assertEqual(replay.difference, -18.0)
        self.assertEqual(set(replay.line_ids.mapped("difference")), {-3.0})
        self.assertIn("−50 %", replay.line_ids[0].explanation)
        self.assertEqual(self.uses.mapped("billed_amount"), before, "nothing that was billed moves")
        self.assertEqual(self.convention.state, "running")

    def test_a_contract_entered_late_is_told_on_the_months_that_are_billed(self):
        self.bruno.contract_ids._permit("date_start").write({"date_start": date(2026, 9, 10)})
        replay = self.replay()
        lines = replay.line_ids
        self.assertEqual(
            set(lines.mapped("date")), {date(2026, 8, d) for d in (1, 15)} | {date(2026, 9, 1)}
        )
        self.assertEqual(lines.mapped("billed_after"), [0.0, 0.0, 0.0])
        self.assertIn("no right", lines[0].explanation)

    def test_clocks_that_began_before_the_replay_run_on(self):
        replay = self.replay(start=date(2026, 9, 1))
        self.assertFalse(replay.line_ids, "Anna's free months began in June")

    def test_a_first_use_that_waits_for_a_price_started_its_clock(self):
        """What the rating counts, the replay counts: unchanged facts give no difference."""
        host = self.env["res.partner"].create({"name": "Host I", "is_company": True})
        space = self.make_space("Space I", host)
        self.make_tariff(space)
        self.make_convention(host=host, rules=[{"name": "Accueil", "first_months": 1}])
        waiting = self.make_uses(self.bruno, [date(2026, 8, 3)], space=space, unit="hour")
        later = self.make_uses(self.bruno, [date(2026, 9, 7)], space=space)
        self.assertEqual((waiting.problem_code, later.billed_amount), ("no_tariff", 15.0))
        for start in (date(2026, 8, 1), date(2026, 9, 1)):
            self.assertFalse(self.replay(start=start).line_ids)

    def test_what_the_open_uses_of_another_coop_took_of_a_right_is_taken(self):
        """A person of two coops has a right once in a programme, billed or not yet."""
        program = self.env["cae.program"].create({"name": "Région"})
        host = self.env["res.partner"].create({"name": "Host I", "is_company": True})
        space = self.make_space("Space I", host)
        self.make_tariff(space)
        rule = {"name": "Un jour", "unit": "day", "effect": "free", "quota": 1}
        for company in (self.coop_a, self.coop_b):
            self.make_convention(host, company, [rule], program_id=program.id)
        twin = self.make_entrepreneur(
            "Bruno", company=self.coop_b, partner_id=self.bruno.partner_id.id
        )
        self.make_contract(twin, "CESA", start=date(2024, 1, 1))
        self.make_activity(twin)
        theirs = self.make_uses(twin, [date(2026, 9, 7)], space=space, company=self.coop_b)
        ours = self.make_uses(self.bruno, [date(2026, 9, 8)], space=space)
        self.assertEqual((theirs.free_amount, ours.billed_amount), (15.0, 15.0))
        self.assertFalse(self.replay().line_ids)

    def test_who_has_a_plan_or_an_agreed_price_is_replayed_as_billed(self):
        self.env["cae.price.agreement"].create(
            {
                "partner_id": self.bruno.partner_id.id,
                "host_id": self.host.id,
                "unit": "day",
                "date_start": date(2026, 1, 1),
                "price": 9.0,
                "reason": "x",
            }
        ).action_agree()
        self.assertFalse(self.replay().line_ids)

    def test_a_new_formula_is_tried_on_a_whole_programme(self):
        program = self.env["cae.program"].create({"name": "Passerelles"})
        self.convention._permit("program_id").write({"program_id": program.id})
        self.env["cae.program.rule"].create(
            [
                {"program_id": program.id, "name": "Découverte", "status": "cape"},
                {
                    "program_id": program.id,
                    "name": "Partenaire",
                    "status": "cesa",
                    "effect": "discount",
                    "value": 40,
                },
            ]
        )
        replay = self.replay(program_id=program.id)
        self.assertEqual(self.totals(replay, "person")["Bruno"], (63.0, 54.0))
        anna = self.totals(replay, "person")["Anna"]
        self.assertEqual(anna[1], 90.0, "no free month any more, no discount")
        self.assertGreater(replay.difference, 0)

    def test_only_a_draft_is_tried_and_only_accountants_try(self):
        replay = self.env["cae.replay"].create(
            {
                "name": "Try",
                "month_from": date(2026, 8, 1),
                "month_to": date(2026, 8, 1),
                "convention_id": self.convention.id,
            }
        )
        with self.assertRaisesRegex(UserError, "no draft any more"):
            replay.action_run()
        with self.assertRaises(AccessError):
            replay.with_user(self.support).action_run()

    def test_a_proposal_stays_as_it_is(self):
        replay = self.replay()
        replay.with_user(self.accountant).action_propose()
        with self.assertRaisesRegex(UserError, "run another replay"):
            replay.with_user(self.accountant).name = "x"
        with self.assertRaises(UserError):
            replay.with_user(self.accountant).action_run()
