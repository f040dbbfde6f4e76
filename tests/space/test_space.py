"""A space: its department, its rooms, its counts; where an appointment is held."""

from datetime import date, datetime

from odoo import Command
from odoo.exceptions import ValidationError
from odoo.tests import tagged

from ..common import CaeStreetCommon


@tagged("post_install", "-at_install", "cae_space")
class TestSpace(CaeStreetCommon):
    def test_the_department_is_read_in_the_insee_code_else_in_the_postal_code(self):
        for place, department in (
            ({"zip": "33000"}, "33"),
            ({"zip": "20190"}, "2A"),
            ({"zip": "20200"}, "2B"),
            ({"zip": "97410"}, "974"),
            ({"zip": "20090", "insee_code": "2B033"}, "2B"),
            ({"zip": False, "insee_code": False}, False),
        ):
            with self.subTest(place):
                self.space.write({"insee_code": False, **place})
                self.assertEqual(self.space.department_code, department)

    def test_the_town_is_told_once_beside_the_name(self):
        self.space.city = "Pau"
        self.assertEqual(self.space.display_name, "Space S (Pau)")
        self.space.name = "Pau Centre"
        self.assertEqual(self.space.display_name, "Pau Centre")

    def test_a_room_is_exclusive_and_desks_are_shared_unless_somebody_says_otherwise(self):
        space = self.make_space("Rooms", self.host)
        space.resource_ids = [
            Command.create({"name": "Small room", "kind": "meeting"}),
            Command.create({"name": "Desk of honour", "kind": "desk", "exclusive": True}),
        ]
        self.assertEqual(space.resource_ids.mapped("exclusive"), [False, True, True])

    def test_a_host_counts_its_spaces(self):
        self.assertEqual(self.host.cae_space_count, 1)
        other = self.make_space("Other", self.host)
        self.assertEqual(self.host.cae_space_count, 2)
        action = self.host.action_cae_view_spaces()
        self.assertEqual(self.env["cae.space"].search(action["domain"]), self.space | other)

    def test_an_appointment_in_a_space_says_so_in_the_calendar(self):
        anna = self.make_entrepreneur("Anna", adviser_id=self.support.id)
        session = self.env["cae.support.session"].create(
            {
                "name": "Appointment",
                "company_id": self.coop_a.id,
                "adviser_id": self.support.id,
                "date_start": datetime(2026, 10, 5, 9, 0),
                "entrepreneur_ids": [Command.set(anna.ids)],
                "space_id": self.space.id,
            }
        )
        self.assertEqual(session.calendar_event_id.location, self.space.display_name)
        session.space_id = False
        self.assertFalse(session.calendar_event_id.location)

    def test_who_is_what_in_a_place_since_when(self):
        """One coop carries it, others are resident, another one runs the café for a season."""
        cafe = self.env["cae.space.resource"].create(
            {"space_id": self.space.id, "name": "Café", "kind": "cafe"}
        )
        coops = self.env["res.partner"].create([{"name": f"CAE {n}"} for n in range(3)])
        roles = self.env["cae.space.role"]

        def role(coop, what, start, end=False, **vals):
            return roles.create(
                {
                    "space_id": self.space.id,
                    "partner_id": coop.id,
                    "role": what,
                    "date_start": start,
                    "date_end": end,
                    **vals,
                }
            )

        role(coops[0], "carrier", date(2024, 1, 1))
        role(coops[1], "resident", date(2024, 1, 1))
        role(coops[2], "resident", date(2025, 1, 1))
        summer = (date(2026, 6, 1), date(2026, 8, 31))
        role(coops[1], "operator", *summer, resource_id=cafe.id)
        for wrong, sentence in (
            (lambda: role(coops[1], "carrier", date(2026, 1, 1)), "CAE 0 is that already"),
            (
                lambda: role(coops[2], "operator", date(2026, 8, 31), resource_id=cafe.id),
                "CAE 1 is that already for Café",
            ),
            (lambda: role(coops[2], "operator", date(2026, 9, 1)), "choose which one"),
        ):
            with self.assertRaisesRegex(ValidationError, sentence), self.env.cr.savepoint():
                wrong()
        role(coops[2], "operator", date(2026, 9, 1), resource_id=cafe.id)
        operators = roles._get_operators(cafe)[cafe]
        self.assertEqual(
            [operators._holding_on(date(2026, month, 15)).partner_id.name for month in (5, 7, 9)],
            [False, "CAE 1", "CAE 2"],
        )
