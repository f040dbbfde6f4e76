"""What a state locks, attacked by remote call: every model × state × field × role.

The allowed set is the page ``docs/droits.md``, made from the same tables; here each cell is tried
for real, and the database is asked what became of it.
"""

from odoo.tests import tagged
from odoo.tools import mute_logger

from . import rights_page
from .cells import Cells, attempt
from .makers import Makers

QUIET = ("odoo.sql_db", "odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")


@tagged("cae_access")
class TestLifeCells(Makers):
    maxDiff = None

    def setUp(self):
        super().setUp()
        self.cells = Cells(self.env)
        self.users = self.support | self.accountant | self.manager | self.network | self.support_b
        self.users |= self.portal

    def each(self):
        """Yield each record with the state it is in."""
        for states in self.records.values():
            yield from states.items()

    def begin(self, name, vals):
        """Create by remote call what a person may; a contract on days of its own."""
        if name == "cae.contract":
            vals = {**vals, "date_start": "2028-01-01", "date_end": "2028-12-31"}
        return attempt(self.env, self.support, name, "create", [vals])

    def may(self, user, record, right="write"):
        return record.with_user(user).has_access(right)

    def test_every_life_is_attacked(self):
        """A model or a state that has no maker would be a hole nobody looks at."""
        for model in rights_page.life_models(self.env):
            made = self.records.get(model._name, {})
            lost = set(model._get_life().stages) - set(made)
            if model._name == "cae.contract.holder":
                lost -= {"cancelled"}  # nobody holds a contract that never was
            self.assertFalse(lost, model._name)
            for state, record in made.items():
                self.assertEqual(record._get_life_states()[record], state, model._name)

    @mute_logger(*QUIET)
    def test_no_field_is_written_but_those_of_the_table(self):
        for _state, record in self.each():
            for user in self.users:
                own = record.with_user(user)
                state = record._get_life_states()[record]
                writable = set()
                if self.may(user, record):
                    writable = {
                        name
                        for name in own._get_writable(state)
                        if own._has_field_access(own._fields[name], "write")
                        # the other value is a company that the user does not have
                        and own._fields[name].comodel_name != "res.company"
                    }
                for name in record._get_locked_names(record._fields):
                    self.cells.try_to_write(record, name, user, name in writable)
        self.assertEqual((self.cells.forged, self.cells.walls), ([], []))
        self.assertGreater(self.cells.count, 1000)

    @mute_logger(*QUIET)
    def test_nothing_locked_is_deleted(self):
        for state, record in self.each():
            stage = record._get_life().stages[state]
            for user in self.users:
                role = stage.delete
                allowed = (
                    role
                    and user.has_group(f"cae_tiers_lieux.group_{role}")
                    and self.may(user, record, "unlink")
                )
                if not allowed:
                    self.cells.refuse(f"unlink in {state}", record, user, "unlink", record.ids)
        self.assertFalse(self.cells.forged)

    @mute_logger(*QUIET)
    def test_nothing_begins_elsewhere(self):
        """By value, by a default of the context, by a default of the database."""
        for name, states in self.records.items():
            life = self.env[name]._get_life()
            if life.parent or not self.env[name]._fields[life.state_field].store:
                continue
            first = states[life.first]
            vals = {
                field: first._fields[field].convert_to_write(first[field], first)
                for field in life.stages[life.first].entered or first._get_writable(life.first)
                if first[field] and not first._fields[field].groups
            }
            for state in states.keys() & set(first._fields[life.state_field].get_values(self.env)):
                if state == life.first:
                    continue
                for user in self.support | self.manager:
                    forged = [{**vals, life.state_field: state}]
                    self.cells.refuse(f"created {state}", first, user, "create", forged)
                    context = {f"default_{life.state_field}": state}
                    silent = [{key: vals[key] for key in vals if key != life.state_field}]
                    self.cells.refuse(
                        f"default {state}", first, user, "create", silent, context=context
                    )
            # the control: the same values at the beginning are taken
            if self.may(self.support, first, "create"):
                vals.pop("date_start", None)
                self.assertEqual(self.begin(name, vals), "done", name)
        self.assertFalse(self.cells.forged)
        self.assertGreater(self.cells.count, 20)

    @mute_logger(*QUIET)
    def test_parts_of_a_locked_record_are_not_written_through_it(self):
        """One2many commands of the parent meet the life of the part."""
        for part, field in (("clause", "clause_ids"), ("holder", "holder_ids")):
            for state, record in self.records[f"cae.contract.{part}"].items():
                stage = record._get_life().stages[state]
                value = {"clause": "name", "holder": "date_start"}[part]
                if value in stage.writable:
                    continue
                new = {"clause": "Forged", "holder": "2026-01-02"}[part]
                for command in ([1, record.id, {value: new}], [2, record.id, 0]):
                    if command[0] == 2 and stage.delete:
                        continue
                    self.cells.refuse(
                        f"command {command[0]} in {state}",
                        record.contract_id,
                        self.manager,
                        "write",
                        record.contract_id.ids,
                        {field: [command]},
                        unchanged=lambda r=record, v=value: r.exists() and r.sudo()[v],
                    )
        self.assertFalse(self.cells.forged)

    @mute_logger(*QUIET)
    def test_a_stored_file_is_not_replaced_behind_its_record(self):
        """The attachment that is the value of a locked field obeys the same life."""
        attachments = self.env["ir.attachment"].sudo()
        for state in ("running", "ended", "terminated"):
            contract = self.records["cae.contract"][state]
            stored = attachments.search(
                [
                    ("res_model", "=", contract._name),
                    ("res_id", "=", contract.id),
                    ("res_field", "=", "signed_file"),
                ]
            )
            self.assertTrue(stored)
            for user in self.support | self.manager | self.env.ref("base.user_admin"):
                for method, args in (
                    ("write", [stored.ids, {"datas": "Zm9yZ2Vk"}]),
                    ("write", [stored.ids, {"res_id": self.records["cae.contract"]["draft"].id}]),
                    ("unlink", [stored.ids]),
                ):
                    self.cells.refuse(f"{method} a file", stored, user, method, *args)
        self.assertFalse(self.cells.forged)
