"""From a use that waits, one click opens what lacks; once it is there, the use has its price."""

from datetime import date

from freezegun import freeze_time
from odoo.tests import tagged

from ..common import CaeStreetCommon

DAY = date(2026, 10, 5)


@tagged("cae_prices")
@freeze_time("2026-11-10")
class TestOneClickRepair(CaeStreetCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bruno = cls.make_person("Bruno", "CESA", date(2024, 1, 1))

    def open(self, use, code):
        self.assertEqual(use.problem_code, code)
        action = use.with_user(self.support).action_open_cause()
        self.assertIn(action["type"], ("ir.actions.act_window",))
        return action

    def test_no_convention_opens_those_of_the_host_ready_for_a_new_one(self):
        action = self.open(self.make_uses(self.bruno, [DAY]), "no_convention")
        self.assertEqual(action["res_model"], "cae.convention")
        made = self.env["cae.convention"].with_context(**action["context"]).new({})
        self.assertEqual((made.host_id, made.coop_ids._origin), (self.host, self.coop_a.partner_id))

    def test_no_price_opens_the_grid_in_force(self):
        self.make_convention()
        action = self.open(self.make_uses(self.bruno, [DAY], unit="hour"), "no_tariff")
        self.assertEqual((action["res_model"], action["res_id"]), ("cae.tariff", self.tariff.id))

    def test_a_stranger_opens_an_attestation_of_that_person(self):
        self.make_convention()
        vera = self.env["res.partner"].create({"name": "Vera"})
        use = self.make_uses(vera, [DAY])
        action = self.open(use, "unknown_person")
        self.assertEqual(action["res_model"], "cae.attestation")
        self.env["cae.attestation"].with_user(self.support).with_context(
            **action["context"]
        ).create(
            {
                "coop_id": self.coop_a.partner_id.id,
                "status": "cesa",
                "date_start": date(2026, 1, 1),
            }
        )
        self.assertEqual(use.state, "rated")

    def test_a_person_without_a_right_opens_their_file(self):
        self.make_convention()
        gone = self.make_entrepreneur("Zoé")
        action = self.open(self.make_uses(gone, [DAY]), "no_right")
        self.assertEqual((action["res_model"], action["res_id"]), ("cae.entrepreneur", gone.id))

    def test_a_presence_told_twice_opens_both(self):
        self.make_convention()
        use, again = self.make_uses(self.bruno, [DAY, DAY])
        action = self.open(use if use.problem_code else again, "twice")
        self.assertEqual(self.env["cae.usage"].search(action["domain"]), use | again)

    def test_a_closed_day_opens_the_space(self):
        self.make_convention()
        self.env["cae.space.closure"].create(
            {"space_id": self.space.id, "name": "Travaux", "date_start": DAY, "date_end": DAY}
        )
        action = self.open(self.make_uses(self.bruno, [DAY]), "closed")
        self.assertEqual((action["res_model"], action["res_id"]), ("cae.space", self.space.id))
