"""A programme of coops and spaces: members, formula, choices, who signed with whom."""

from datetime import date

from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..common import CaeStreetCommon

FORMULA = [
    {"name": "Découverte", "status": "cape", "first_months": 3, "effect": "discount", "value": 20},
    {"name": "Partenaire", "status": "cesa", "effect": "public", "is_choice": True},
]


@tagged("post_install", "-at_install", "cae_convention")
@freeze_time("2026-11-10")
class TestProgram(CaeStreetCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.net = cls.env["res.company"].create({"name": "Network", "cae_role": "network"})
        cls.env.user.company_ids |= cls.net
        cls.manager.company_ids |= cls.net
        cls.hosts = cls.make_partners("Host", 4)
        for host in cls.hosts:
            cls.make_tariff(cls.make_space(f"Space {host.name}", host))
        cls.coops = cls.make_partners("CAE", 3)
        cls.program = cls.make_program(cls.net)

    @classmethod
    def make_partners(cls, name, count):
        return cls.env["res.partner"].create(
            [{"name": f"{name} {number}", "is_company": True} for number in range(count)]
        )

    @classmethod
    def make_program(cls, company, **values):
        program = cls.env["cae.program"].create({"name": "Passerelles", **values})
        cls.env["cae.program.rule"].create([{"program_id": program.id, **r} for r in FORMULA])
        cls.env["cae.program.member"].create(
            [
                {
                    "program_id": program.id,
                    "partner_id": p.id,
                    "side": s,
                    "date_start": "2026-01-01",
                }
                for s, partners in (("host", cls.hosts), ("coop", cls.coops))
                for p in partners
            ]
        )
        return program.with_company(company)

    def cells(self):
        self.program.invalidate_recordset()
        _hosts, _coops, cells = self.program._get_matrix(date(2026, 11, 10))
        return sorted(cells.values())

    def prepare(self, program=None):
        program = (program or self.program).with_user(self.manager).with_company(self.net)
        action = program.action_prepare_conventions()
        domain = action.get("domain") or [("id", "=", action["res_id"])]
        return self.env["cae.convention"].search(domain)

    def test_one_convention_for_each_host_naming_every_coop(self):
        self.assertEqual(self.cells(), ["missing"] * 12)
        made = self.prepare()
        self.assertEqual((len(made), made.coop_ids), (4, self.coops))
        self.assertEqual(made.company_id, self.net)
        self.assertEqual(self.cells(), ["waiting"] * 12)
        made.action_start()
        self.assertEqual(self.cells(), ["in_force"] * 12)
        self.assertIn("text-bg-success", self.program.matrix_html)
        with self.assertRaisesRegex(UserError, "Every convention of the programme stands"):
            self.prepare()

    def test_one_convention_for_each_pair_in_few_queries(self):
        self.program.by_pair = True
        made = self.prepare()
        self.assertEqual(len(made), 12)
        self.assertEqual(set(made.mapped(lambda c: len(c.coop_ids))), {1})

    def test_each_space_chooses_the_price_of_the_first_months(self):
        members = self.program.member_ids.filtered(lambda m: m.side == "host")
        members[0].choice = "free"
        members[1].choice = "case_by_case"
        members[2].write({"choice": "discount", "choice_value": 50})
        made = self.prepare()
        terms = {
            convention.host_id: convention.rule_ids.filtered(lambda r: r.status == "cesa")
            for convention in made
        }
        self.assertEqual(
            [
                (rule.first_months, rule.first_effect, rule.first_value)
                for rule in (terms[member.partner_id] for member in members)
            ],
            [(3, "free", 0.0), (3, "case_by_case", 0.0), (3, "discount", 50.0), (0, "free", 0.0)],
        )
        with self.assertRaisesRegex(ValidationError, "by how much"):
            members[3].choice = "discount"

    def test_a_new_formula_puts_the_conventions_out_of_date_and_makes_their_versions(self):
        self.prepare().action_start()
        self.program.rule_ids.filtered(lambda rule: rule.status == "cape").value = 30
        self.assertEqual(self.cells(), ["outdated"] * 12)
        with freeze_time("2026-11-20"):
            versions = self.prepare()
            self.assertEqual(set(versions.mapped("version")), {2})
            versions.action_start()
            _hosts, _coops, cells = self.program._get_matrix(date(2026, 11, 20))
        self.assertEqual(set(cells.values()), {"in_force"})
        self.assertEqual(set(versions.origin_id.mapped("date_end")), {date(2026, 11, 19)})

    def test_a_coop_that_joins_later_is_named_by_a_version(self):
        self.prepare().action_start()
        late = self.make_partners("Late", 1)
        self.env["cae.program.member"].create(
            {"program_id": self.program.id, "partner_id": late.id, "side": "coop"}
        )
        self.assertEqual(self.cells().count("missing"), 4)
        with freeze_time("2026-11-20"):
            versions = self.prepare()
        self.assertIn(late, versions[0].coop_ids)
        self.assertEqual(len(versions), 4)

    def test_a_coop_sees_and_makes_its_own_conventions_alone(self):
        self.env["cae.program.member"].create(
            {
                "program_id": self.program.id,
                "partner_id": self.coop_a.partner_id.id,
                "side": "coop",
                "date_start": "2026-01-01",
            }
        )
        own = self.program.with_company(self.coop_a)
        _hosts, coops, cells = own._get_matrix(date(2026, 11, 10))
        self.assertEqual((coops.partner_id, len(cells)), (self.coop_a.partner_id, 4))

    def test_who_left_is_asked_for_nothing(self):
        self.program.member_ids.filtered(lambda m: m.partner_id == self.coops[0]).date_end = date(
            2026, 10, 31
        )
        self.assertEqual(len(self.cells()), 8)
        with self.assertRaisesRegex(ValidationError, "already on the same days"):
            self.env["cae.program.member"].create(
                {
                    "program_id": self.program.id,
                    "partner_id": self.coops[1].id,
                    "side": "coop",
                    "date_start": "2026-06-01",
                }
            )

    def test_the_funder_bears_its_part_until_its_envelope_is_used(self):
        funder = self.make_partners("Region", 1)
        self.program.funder_id = funder
        self.program.rule_ids.filtered(lambda r: r.status == "cesa").write(
            {"activity_percent": 40, "funder_percent": 60, "is_choice": False}
        )
        self.env["cae.program.member"].create(
            {
                "program_id": self.program.id,
                "partner_id": self.coop_a.partner_id.id,
                "side": "coop",
                "date_start": "2026-01-01",
            }
        )
        with freeze_time("2026-09-01"):
            own = self.program.with_company(self.coop_a)
            own._do_prepare(own._get_wanted()).action_start()
        bruno = self.make_person("Bruno", "CESA", date(2024, 1, 1))
        space = self.hosts[0].cae_space_ids
        use = self.make_uses(bruno, [date(2026, 10, 5)], space=space)
        self.assertEqual(
            {share.payer: share.amount for share in use.share_ids}, {"activity": 6.0, "funder": 9.0}
        )
        envelope = self.env["cae.program.envelope"].create(
            {"program_id": self.program.id, "year": 2026, "amount": 100.0}
        )
        self.assertEqual((envelope.used, envelope.left), (9.0, 91.0))
        statements = self.env["cae.statement"]
        reasons = [one.reason for one in statements._plan_month(self.coop_a, use.date).left_aside]
        self.assertFalse([reason for reason in reasons if "envelope" in reason])
        envelope.amount = 5.0
        plan = statements._plan_month(self.coop_a, use.date)
        passed = [one for one in plan.left_aside if "envelope" in one.reason]
        self.assertEqual([one.records for one in passed], [use])
        self.assertIn("of Region 0 for 2026 is passed by", passed[0].reason)
        self.assertEqual(use.share_ids.filtered(lambda s: s.payer == "funder").amount, 9.0)

    def test_what_the_host_tells_too_leaves_the_envelope_alone(self):
        """A coop and a host of one database both keep the use: the funder bears it once."""
        company = self.env["res.company"].create({"name": "Host Co", "cae_role": "host"})
        space = self.make_space("Space Co", company.partner_id)
        self.make_tariff(space)
        rule = {"name": "Tous", "activity_percent": 40, "funder_percent": 60}
        bruno = self.make_person("Bruno", "CESA", date(2024, 1, 1))
        for books in (self.coop_a, company):
            self.make_convention(
                company.partner_id,
                books,
                [rule],
                coop=self.coop_a.partner_id,
                program_id=self.program.id,
            )
            use = self.make_uses(bruno, [date(2026, 10, 5)], space=space, company=books)
            self.assertIn("funder", use.share_ids.mapped("payer"))
        envelope = self.env["cae.program.envelope"].create(
            {"program_id": self.program.id, "year": 2026, "amount": 100.0}
        )
        self.assertEqual(envelope.used, 9.0)

    def test_who_may(self):
        with self.assertRaises(AccessError):
            self.program.with_user(self.support).action_prepare_conventions()
        with self.assertRaisesRegex(UserError, "no minimum formula"):
            empty = self.env["cae.program"].create({"name": "Empty"})
            empty.with_user(self.manager).action_prepare_conventions()
