"""The invariants of design, section 6, over months drawn by lot: uses (1, 4, 11).

Those of the closed months stand in ``tests/billing/test_generated_closings.py``.
"""

import random
from collections import defaultdict
from decimal import Decimal

from freezegun import freeze_time
from odoo.tests import tagged

from ...models.base.money import money
from ...rules.rating_effects import end_of_clock
from ..common import CaeStreetCommon
from .generated import World

AMOUNTS = "public_amount free_amount reduction_amount elsewhere_amount net_amount billed_amount"
#: What is stored of a price, whatever the numbers of the records.
STORED = (
    "state visitor settled_by status problem_code problem explanation explanation_host"
    f" tax_included tax_rate vat_status counted_units {AMOUNTS}"
).split()


class GeneratedMonths:
    """Enter a world, tell what is stored of it, and check what holds of its uses."""

    # Entering

    def enter(self, world, chance, astray):
        made = world.begin()
        for fact in world.order(chance):
            made[fact.name] = fact.enter(made)
            if astray and fact.astray and chance.random() < 0.3:
                made[fact.name] = fact.astray(made, made[fact.name])
        self.uses = self.env["cae.usage"].search([("state", "!=", "cancelled")])
        return made

    # What is compared

    def signature(self):
        """What is stored of the uses, by who, where and when, never by number of record."""
        found = defaultdict(list)
        for use in self.uses.exists().filtered(lambda use: use.state != "cancelled"):
            key = (use.partner_id.name, use.date, use.space_id.name)
            if use.problem_code == "twice":
                # what is counted is one thing, in which words it was told again another
                found[key].append((use.company_id.name, "twice"))
            else:
                found[key].append(self.tell(use))
        return {key: sorted(told, key=repr) for key, told in found.items()}

    def tell(self, use):
        shares = [
            (share.payer, share.amount, share.analytic_account_id.name) for share in use.share_ids
        ]
        return (
            use.company_id.name,
            use.resource_id.name,
            use.unit,
            use.rule_id.name,
            use.convention_id.version,
            use.activity_id.name,
            *(use[name] for name in STORED),
            *sorted(shares),
        )

    def assertSame(self, before, after, message):
        """Tell only where two signatures differ."""
        differing = {
            key: (before.get(key), after.get(key))
            for key in sorted(before.keys() | after.keys())
            if before.get(key) != after.get(key)
        }
        self.assertFalse(differing, message)

    # Invariants 1, 4, 11: uses

    def check_open_uses(self):
        before = self.signature()
        self.uses.exists().filtered(lambda use: use.state in ("recorded", "rated"))._follow_facts()
        self.assertSame(before, self.signature(), "an open use equals what rating it now gives")
        self.check_amounts()
        self.check_rights()

    def check_amounts(self):
        for use in self.uses.exists().filtered(lambda use: use.state in ("rated", "locked")):
            public, free, reduction, elsewhere, net, billed = (
                money(use[name]) for name in AMOUNTS.split()
            )
            self.assertEqual(public, billed + free + reduction + elsewhere)
            if use.settled_by == "statement":
                amounts = {share.payer: money(share.amount) for share in use.share_ids}
                self.assertEqual(sum(amounts.values()), net)
                self.assertEqual(net - amounts.get("host", 0), billed)
            else:
                self.assertFalse(use.share_ids)

    def check_rights(self):
        """Invariant 4: no more units than the largest quota, no free day out of its months."""
        uses = self.uses.exists().filtered(lambda use: use.state in ("rated", "locked"))
        taken, most = defaultdict(Decimal), defaultdict(Decimal)
        starts = {}
        for use in self.uses.exists().sorted("date").filtered("clock_key"):
            starts.setdefault((use.partner_id, use.clock_key), use.date)
        for use in uses:
            rule = use.rule_id
            if use.counted_units:
                key = (use.partner_id, use.counter_key, use.date.month)
                taken[key] += money(use.counted_units)
                most[key] = max(most[key], money(rule.quota))
                self.assertLessEqual(taken[key], most[key])
            is_first = rule.first_months and rule.first_effect == "free" and rule.effect != "free"
            if use.free_amount and is_first and use.clock_key and not rule.clock_pauses:
                start = starts[use.partner_id, use.clock_key]
                self.assertLessEqual(use.date, end_of_clock(start, rule.first_months))


@tagged("cae_prices")
@freeze_time("2026-11-10")
class TestGeneratedMonths(GeneratedMonths, CaeStreetCommon):
    def test_any_order_of_entry_gives_the_same_prices(self):
        """Invariant 11: uses first, a version or a VAT status last, what went astray put right."""
        for seed in range(6):
            with self.subTest(seed=seed):
                world = World(self, random.Random(seed))
                told = []
                for way in range(3):
                    with self.env.cr.savepoint() as savepoint:
                        self.enter(world, random.Random(1000 * seed + way), astray=bool(way))
                        self.check_open_uses()
                        told.append(self.signature())
                        savepoint.rollback()
                    self.env.invalidate_all()
                for way in (1, 2):
                    self.assertSame(told[0], told[way], f"way {way}")
