"""``sudo()`` follows no link that its caller may write: each is forged, by remote call."""

import ast

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..structure.test_sudo import FOLDERS, ROOT
from .cells import Cells
from .links import FORGED, READ
from .makers import Makers

QUIET = ("odoo.sql_db", "odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")


def followed_links(tree):
    """Yield the names of the links that are read on the result of a ``sudo()``."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Attribute)
            and node.attr.endswith(("_id", "_ids"))
            and isinstance(node.value, ast.Call)
            and isinstance(node.value.func, ast.Attribute)
            and node.value.func.attr == "sudo"
        ):
            yield node.attr


@tagged("cae_access")
class TestLinks(Makers):
    def setUp(self):
        super().setUp()
        self.cells = Cells(self.env)
        self.users = self.support | self.accountant | self.manager | self.support_b | self.portal

    def each_link(self):
        """Yield ``(model name, field name, records by state)`` of the links that are forged."""
        for path in FORGED:
            name, _dot, field = path.rpartition(".")
            yield name, field, self.records[name] if name in self.records else {}

    def make_target(self, name, field):
        """Return a record of somebody else that the link could point to: its id, and a witness."""
        link = self.env[name]._fields[field]
        if link.type in ("integer", "many2one_reference"):
            return self.env["res.partner"].create({"name": "Not theirs"})
        return self.targets[link.comodel_name]

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        env = cls.env
        journal = env["account.journal"].create(
            {"name": "Others", "code": "OTHER", "type": "general", "company_id": cls.coop_b.id}
        )
        account = env["account.account"].create(
            {
                "name": "Others",
                "code": "OTH001",
                "account_type": "asset_current",
                "company_ids": [(6, 0, cls.coop_b.ids)],
            }
        )
        move = env["account.move"].create(
            {
                "journal_id": journal.id,
                "line_ids": [
                    (0, 0, {"account_id": account.id, "debit": 10.0}),
                    (0, 0, {"account_id": account.id, "credit": 10.0}),
                ],
            }
        )
        move.action_post()
        employee = env["hr.employee"].create({"name": "Not theirs", "company_id": cls.coop_b.id})
        cls.targets = {
            "account.move": move,
            "account.move.line": move.line_ids[:1],
            "account.analytic.account": env["account.analytic.account"].create(
                {
                    "name": "Not theirs",
                    "plan_id": env["account.analytic.plan"].search([], limit=1).id,
                    "company_id": cls.coop_b.id,
                }
            ),
            "hr.employee": employee,
            "hr.version": employee.version_id,
            "calendar.event": env["calendar.event"].create(
                {"name": "Private", "privacy": "private", "user_id": cls.support_b.id}
            ),
            "mail.activity": env.user.partner_id.activity_schedule(
                "mail.mail_activity_data_todo", summary="Not theirs"
            ),
            "res.partner": env["res.partner"].create({"name": "Not theirs"}),
            "cae.convention": cls.make_draft_convention(company=cls.coop_b),
        }

    def test_every_link_that_a_sudo_follows_is_in_the_table(self):
        told = {path.rpartition(".")[2] for path in FORGED} | READ.keys()
        found = {}
        for folder in FOLDERS:
            for file in sorted((ROOT / folder).rglob("*.py")):
                for name in followed_links(ast.parse(file.read_text())):
                    found.setdefault(name, str(file.relative_to(ROOT)))
        self.assertEqual({name: found[name] for name in found.keys() - told}, {})
        self.assertGreater(len(found), 10, "the control: the walk finds some")

    def test_every_forged_link_stands_on_a_model_and_is_attacked(self):
        for name, field, _states in self.each_link():
            self.assertIn(field, self.env[name]._fields, name)
            self.assertTrue(self.env[name]._fields[field].store, f"{name}.{field}")

    @mute_logger(*QUIET)
    def test_no_link_is_written_in_any_state(self):
        for name, field, states in self.each_link():
            target = self.make_target(name, field)
            for state, record in states.items():
                for user in self.users:
                    self.cells.refuse(
                        f"{field} in {state}",
                        record,
                        user,
                        "write",
                        record.ids,
                        {field: target.id},
                        unchanged=lambda r=record, f=field: r.sudo()[f],
                    )
        self.assertFalse(self.cells.forged)
        self.assertGreater(self.cells.count, 60)

    @mute_logger(*QUIET)
    def test_no_record_is_born_with_a_link(self):
        """By value, and by a default of the context."""
        for name, field, states in self.each_link():
            if not states:
                continue
            target = self.make_target(name, field)
            model = self.env[name].sudo().with_context(active_test=False)
            first = next(iter(states.values()))
            given = self.get_birth_values(first)

            def linked(model=model, field=field, target=target):
                return model.search_count([(field, "=", target.id)])

            for user in self.users:
                for vals, context in (
                    ({**given, field: target.id}, {}),
                    (given, {f"default_{field}": target.id}),
                ):
                    self.cells.refuse(
                        f"born with {field}",
                        first,
                        user,
                        "create",
                        [vals],
                        context=context,
                        unchanged=linked,
                    )
        self.assertFalse(self.cells.forged)
        self.assertGreater(self.cells.count, 60)

    def get_birth_values(self, record):
        """Return what a person would give to begin another record like this one."""
        life = record._get_life() if hasattr(record, "_get_life") else None
        names = (
            life.stages[life.first].entered or record._get_writable(life.first)
            if life
            else [n for n, f in record._fields.items() if f.store and not f.compute]
        )
        return {
            name: record._fields[name].convert_to_write(record[name], record)
            for name in names
            if record[name] and not record._fields[name].groups
        }

    @mute_logger(*QUIET)
    def test_what_stands_at_the_other_end_is_as_it_was(self):
        """After every attempt, the acts that follow a link found nothing of somebody else."""
        move, employee = self.targets["account.move"], self.targets["hr.employee"]
        event, account = self.targets["calendar.event"], self.targets["account.analytic.account"]
        before = self.witness()
        for name, field, states in self.each_link():
            target = self.make_target(name, field)
            for state, record in states.items():
                with self.cells.apart():
                    self.cells.refuse(
                        f"{field} {state}",
                        record,
                        self.manager,
                        "write",
                        record.ids,
                        {field: target.id},
                        unchanged=lambda r=record, f=field: r.sudo()[f],
                    )
                    self.cells.refuse(
                        f"deleted {state}",
                        record,
                        self.manager,
                        "unlink",
                        record.ids,
                        unchanged=self.witness,
                    )
        self.assertFalse(self.cells.forged)
        self.assertEqual(self.witness(), before)
        self.assertTrue((move | move.line_ids.move_id).exists() and employee.exists())
        self.assertTrue(event.exists() and account.exists())

    def witness(self):
        """What others own, as it is now."""
        targets = self.targets
        return (
            targets["account.move"].sudo().state,
            targets["account.move"].sudo().reversal_move_ids.ids,
            targets["hr.employee"].sudo().departure_reason_id.id,
            targets["calendar.event"].sudo().exists().ids,
            targets["account.analytic.account"].sudo().name,
            targets["mail.activity"].sudo().exists().ids,
        )

    @mute_logger(*QUIET)
    def test_a_line_of_a_retention_wipes_no_file_of_another_company(self):
        theirs = self.make_entrepreneur("Foreign", company=self.coop_b)
        line = {"entrepreneur_id": theirs.id, "action": "delete", "is_chosen": True}
        for company in (self.coop_a, self.coop_b):
            vals = {"company_id": company.id, "line_ids": [[0, 0, line]]}
            with self.cells.apart():
                self.cells.refuse(
                    "retention",
                    self.env["cae.retention"],
                    self.manager,
                    "create",
                    [vals],
                    unchanged=lambda: theirs.exists().ids,
                )
                wizard = self.env["cae.retention"].sudo().search([], order="id desc", limit=1)
                if wizard:
                    self.cells.refuse(
                        "retention applied",
                        wizard,
                        self.manager,
                        "action_apply",
                        wizard.ids,
                        unchanged=lambda: theirs.exists().ids,
                    )
        self.assertFalse(self.cells.forged)
