"""Factories of the clock that coops share: a programme with a secret, files of a coop outside."""

import base64
from datetime import date

from freezegun import freeze_time

from ...sheets.pseudonym import pseudonym
from ..common import CaeStreetCommon

TITLES = "Pseudonyme;Statut;Premier passage;Mois utilisés"
MAY = date(2026, 5, 10)


@freeze_time("2026-11-10")
class ClockCommon(CaeStreetCommon):
    """A programme whose members share a clock: coop A here, the coop of the north outside."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.north, cls.south = cls.env["res.partner"].create(
            [
                {"name": "CAE du Nord", "is_company": True},
                {"name": "CAE du Sud", "is_company": True},
            ]
        )
        cls.program = cls.env["cae.program"].create({"name": "Région"})
        cls.join(cls.program, cls.coop_a.partner_id | cls.north)
        cls.program.action_make_secret()
        cls.secret = cls.program.clock_secret
        cls.convention = cls.make_convention(program_id=cls.program.id)
        cls.anna = cls.make_person("Anna", "CAPE", date(2026, 1, 1))
        cls.anna.partner_id.email = "Anna@x.example"

    @classmethod
    def join(cls, program, coops, side="coop"):
        return cls.env["cae.program.member"].create(
            [
                {
                    "program_id": program.id,
                    "partner_id": coop.id,
                    "side": side,
                    "date_start": date(2026, 1, 1),
                }
                for coop in coops
            ]
        )

    def line(self, email="anna@x.example", first="10/01/2026", group="CAPE", months=1, name=""):
        return f"{pseudonym(self.secret, email, name)};{group};{first};{months}"

    def wizard(self, *lines, coop=None, user=None, company=None, program=None):
        content = "\n".join((TITLES, *lines)).encode("utf-8-sig")
        loads = self.env["cae.program.clock.load"].with_user(user or self.accountant)
        return loads.with_company(company or self.coop_a).create(
            {
                "program_id": (program or self.program).id,
                "coop_id": (coop or self.north).id,
                "file": base64.b64encode(content),
            }
        )

    def load(self, *lines, **values):
        wizard = self.wizard(*lines, **values)
        return self.env["cae.program.clock.file"].browse(wizard.action_load()["res_id"])

    def may(self):
        use = self.make_uses(self.anna, [MAY])
        self.assertEqual(use.free_amount, 15.0, "the control: her first use here")
        return use
