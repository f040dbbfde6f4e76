"""An open use equals what rating it now gives (design, invariant 11), whatever happened before."""

from datetime import date, timedelta

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from ..common import CaeStreetCommon

FIRST = date(2026, 9, 1)
PRICE = [
    "state",
    "visitor",
    "settled_by",
    "host_id",
    "coop_id",
    "activity_id",
    "rule_id",
    "public_amount",
    "free_amount",
    "reduction_amount",
    "elsewhere_amount",
    "net_amount",
    "billed_amount",
    "problem",
    "explanation",
]
days = st.integers(0, 60).map(lambda days: FIRST + timedelta(days=days))
people = st.sampled_from(["anna", "bruno", "vera"])
use = st.tuples(st.just("use"), people, days, st.sampled_from(["day", "half_day"]))
#: One act each: its name and what it is done with.
acts = st.one_of(
    use,
    st.tuples(st.just("move_use"), st.integers(0, 9), days),
    st.tuples(st.just("give_use"), st.integers(0, 9), people),
    st.tuples(st.just("cancel_use"), st.integers(0, 9)),
    st.tuples(st.just("delete_use"), st.integers(0, 9)),
    st.tuples(st.just("lock_use"), st.integers(0, 9)),
    st.tuples(st.just("price"), st.sampled_from([8.0, 15.0, 22.5])),
    st.tuples(st.just("withdraw"), days),
    st.tuples(st.just("tax"), st.booleans()),
    st.tuples(st.just("franchise"), days),
    st.tuples(st.just("newer_grid"), days),
    st.tuples(st.just("drop_grid")),
    st.tuples(st.just("suspend"), days, st.integers(0, 20)),
    st.tuples(st.just("resume")),
    st.tuples(st.just("vouch"), days),
    st.tuples(st.just("disown")),
    st.tuples(st.just("exit"), days),
    st.tuples(st.just("end_convention")),
)


@tagged("cae_prices")
class TestPriceDriven(CaeStreetCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        rules = cls.worked_rules()
        # short enough for a clock to run out and a quota to be used up in two months
        rules[0] |= {"first_months": 1}
        rules[1] |= {"quota": 2, "beyond": "public"}
        cls.convention = cls.make_convention(rules=rules)
        anna = cls.make_person("Anna", "CAPE", date(2026, 6, 15))
        bruno = cls.make_person("Bruno", "CESA", date(2024, 1, 1))
        vera = cls.env["res.partner"].create({"name": "Vera"})
        cls.partners = {"anna": anna.partner_id, "bruno": bruno.partner_id, "vera": vera}
        cls.bruno = bruno

    @settings(
        max_examples=50,
        derandomize=True,
        deadline=None,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(use, min_size=3, max_size=8), st.lists(acts, min_size=1, max_size=6))
    def test_an_open_use_equals_a_fresh_rating_after_any_acts(self, month, acts):
        story = month + acts
        with self.env.cr.savepoint() as savepoint:
            self.uses = self.env["cae.usage"]
            for name, *values in story:
                self.act(name, values)
            self.uses = self.uses.exists()
            before = self.uses.read(PRICE, load=None)
            self.uses.filtered(lambda use: use.state in ("recorded", "rated"))._follow_facts()
            after = self.uses.read(PRICE, load=None)
            savepoint.rollback()
        self.env.invalidate_all()
        self.assertEqual(before, after, story)

    def act(self, name, values):
        """Do one act; what a bill has locked is refused, and changes nothing."""
        try:
            with self.env.cr.savepoint():
                getattr(self, f"act_{name}")(*values)
                self.env.flush_all()
        except (UserError, ValidationError):
            self.env.invalidate_all()

    def pick(self, place):
        """One of the open uses, none when there is none."""
        found = self.uses.exists().filtered(lambda use: use.state in ("recorded", "rated"))
        return found[place % len(found)] if found else found

    def free(self, person, day):
        """Whether the person has no desk that day: the database holds one."""
        partner = self.partners[person]
        return not self.uses.exists().filtered(
            lambda use: use.partner_id == partner and use.date == day and use.state != "cancelled"
        )

    def act_use(self, person, day, unit):
        if self.free(person, day):
            self.uses |= self.make_uses(self.partners[person], [day], unit=unit)

    def act_move_use(self, place, day):
        use = self.pick(place)
        names = {partner: name for name, partner in self.partners.items()}
        if use and self.free(names[use.partner_id], day):
            use.date = day

    def act_give_use(self, place, person):
        use = self.pick(place)
        if use and self.free(person, use.date):
            use.partner_id = self.partners[person]

    def act_cancel_use(self, place):
        if use := self.pick(place):
            use.action_cancel()

    def act_delete_use(self, place):
        if use := self.pick(place):
            use.unlink()

    def act_lock_use(self, place):
        use = self.pick(place)
        if use.state == "rated":
            use._do_lock()

    def act_price(self, price):
        self.tariff.line_ids.filtered(lambda line: line.unit == "day").price = price

    def act_withdraw(self, day):
        self.tariff.date_end = day

    def act_tax(self, included):
        self.tariff.tax_included = included

    def act_franchise(self, day):
        self.host.cae_vat_status_ids.unlink()
        self.env["cae.vat.status"].create(
            {"partner_id": self.host.id, "status": "franchise", "date_start": day}
        )

    def act_newer_grid(self, day):
        if day not in self.space.tariff_ids.mapped("date_start"):
            self.make_tariff(self.space, start=day, day=18.0, half_day=10.0, tax_included=True)

    def act_drop_grid(self):
        (self.space.tariff_ids - self.tariff)[:1].unlink()

    def act_suspend(self, day, length):
        if not self.bruno.contract_ids.suspension_ids:
            self.env["cae.contract.suspension"].create(
                {
                    "contract_id": self.bruno.contract_ids.id,
                    "date_start": day,
                    "date_end": day + timedelta(days=length),
                }
            )

    def act_resume(self):
        self.bruno.contract_ids.suspension_ids.unlink()

    def act_vouch(self, day):
        self.env["cae.attestation"].create(
            {
                "company_id": self.coop_a.id,
                "partner_id": self.partners["vera"].id,
                "coop_id": self.coop_a.partner_id.id,
                "status": "cesa",
                "date_start": day,
            }
        )

    def act_disown(self):
        self.env["cae.attestation"].search(
            [("partner_id", "=", self.partners["vera"].id)], limit=1
        ).unlink()

    def act_exit(self, day):
        self.bruno.exit_date = day

    def act_end_convention(self):
        if self.convention.state == "running":
            self.convention.action_end()
