"""What a state locks, attacked by remote call: every model × state × field × role.

The allowed set is the page ``docs/droits.md``, made from the same tables; here each cell is tried
for real, and the database is asked what became of it.
"""

from odoo.tests import tagged
from odoo.tools import mute_logger

from . import rights_page
from .cells import Cells, attempt, holds, other_value, public_methods
from .makers import Makers

#: What a second record of a model needs so that it does not collide with the first.
FRESH = {
    "cae.contract": {"date_start": "2028-01-01", "date_end": "2028-12-31"},
    "cae.usage": {"date": "2028-01-03"},
    "cae.price.agreement": {"date_start": "2028-01-01"},
    "cae.plan": {"date_start": "2028-01-01", "date_end": "2028-12-31"},
}
QUIET = ("odoo.sql_db", "odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")


def field_birth(record, name):
    """Return what a record is born with when nobody says anything of a field."""
    return record._get_locked_births(record._get_life().first, frozenset())[name]


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
        """Create by remote call what a person may, where nothing stands already."""
        vals = {**vals, **FRESH.get(name, {})}
        return attempt(self.env, self.support, name, "create", [vals])

    def has_state(self, name):
        """Whether the state of a model is a value of its own, that somebody could give."""
        life = self.env[name]._get_life()
        field = self.env[name]._fields.get(life.state_field)
        return bool(not life.parent and field and field.store)

    def begin_vals(self, first):
        """Return what a person would give to begin another record like this one."""
        return {
            name: first._fields[name].convert_to_write(first[name], first)
            for name in first._get_life().stages[first._get_life().first].entered
            or first._get_writable(first._get_life().first)
            if first[name] and not first._fields[name].groups
        }

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

    def test_every_model_with_a_state_of_its_own_has_a_life(self):
        """A new model that stores a state, and forgets its table, fails here."""
        bare = [
            name
            for name in sorted(self.env.registry)
            if name.startswith("cae.")
            and not self.env[name]._transient
            and not self.env[name]._abstract
            and (field := self.env[name]._fields.get("state"))
            and field.store
            and not hasattr(self.env[name], "_get_life")
        ]
        self.assertFalse(bare)

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
        """By value, by a default of the context."""
        for name, states in self.records.items():
            life = self.env[name]._get_life()
            if not self.has_state(name):
                continue
            first = states[life.first]
            vals = self.begin_vals(first)
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
    def test_nothing_is_born_with_what_its_first_state_locks(self):
        """Every field that nobody enters, by value and by a default of the context."""
        for states in self.records.values():
            first = next(iter(states.values()))
            life = first._get_life()
            locked = first.sudo()._get_locked_births(life.first, frozenset())
            vals = self.begin_vals(first)
            for name in sorted(locked):
                field = first._fields[name]
                if field.related or name in vals:
                    continue  # follows from another field
                value = other_value(first.sudo(), field)
                if value is None:
                    continue
                for user in self.support | self.manager:
                    for given, context in (
                        ({**vals, name: value}, {}),
                        (vals, {f"default_{name}": value}),
                    ):
                        self.try_birth(first, name, value, user, given, context)
        self.assertFalse(self.cells.forged)
        self.assertGreater(self.cells.count, 500)

    def try_birth(self, first, name, value, user, vals, context):
        """Create as a user; note it when the new record holds what nobody may enter."""
        self.cells.count += 1
        with self.cells.apart():
            model = first.sudo().with_context(active_test=False)
            last = model.search([], order="id desc", limit=1)
            created = attempt(self.env, user, first._name, "create", [vals], context=context)
            new = model.search([("id", ">", last.id)], order="id desc", limit=1)
            if created != "done" or not new:
                return
            field = new._fields[name]
            wanted = field.convert_to_record(field.convert_to_cache(value, new), new)
            if field.type != "binary" and wanted and new[name] == wanted != field_birth(new, name):
                self.cells.forged.append(f"{first._name} born with {name} {user.login} {context}")

    @mute_logger(*QUIET)
    def test_a_default_of_the_database_is_no_way_in(self):
        """A line of ``ir.default`` on a state gives nobody a record in that state."""
        for name, states in self.records.items():
            life = self.env[name]._get_life()
            if not self.has_state(name):
                continue
            first = states[life.first]
            for state in states.keys() & set(first._fields[life.state_field].get_values(self.env)):
                if state == life.first:
                    continue
                self.env["ir.default"].set(name, life.state_field, state)
                vals = self.begin_vals(first)
                vals.pop(life.state_field, None)
                self.cells.refuse(f"ir.default {state}", first, self.manager, "create", [vals])
                self.env["ir.default"].discard_values(name, life.state_field, [state])
        self.assertFalse(self.cells.forged)

    @mute_logger(*QUIET)
    def test_a_copy_begins_at_the_beginning(self):
        for _state, record in self.each():
            life = record._get_life()
            for user in self.users:
                with self.cells.apart():
                    last = record.search([], order="id desc", limit=1)
                    outcome = attempt(self.env, user, record._name, "copy", record.ids)
                    new = record.sudo().with_context(active_test=False)
                    new = new.search([("id", ">", last.id)]) if outcome == "done" else new.browse()
                    for state in new._get_life_states().values():
                        where = f"{record} copied by {user.login}"
                        if not life.parent:
                            by_itself = {
                                step.target
                                for step in life.transitions.values()
                                if life.first in step.sources and not step.role
                            }
                            self.assertIn(state, {life.first, *by_itself}, where)
                        self.assertTrue(life.stages[state].names(), where)

    @mute_logger(*QUIET)
    def test_parts_of_a_locked_record_are_not_written_through_it(self):
        """One2many commands of the parent meet the life of the part."""
        for name, states in self.records.items():
            life = self.env[name]._get_life()
            if not life.parent:
                continue
            for state, record in states.items():
                parent = record.sudo()[life.parent]
                lists = [
                    field.name
                    for field in parent._fields.values()
                    if field.type == "one2many"
                    and field.comodel_name == name
                    and field.inverse_name == life.parent
                ]
                for field in lists:
                    self.try_commands(parent, field, record, life.stages[state])
        self.assertFalse(self.cells.forged)
        self.assertGreater(self.cells.count, 20)

    def try_commands(self, parent, field, record, stage):
        locked = sorted(record._get_locked_names(record._fields) - stage.names())
        for name in locked[:4]:
            value = other_value(record.sudo(), record._fields[name])
            if value is not None:
                self.cells.refuse(
                    f"command 1 {name} {record._get_life_states()[record]}",
                    parent,
                    self.manager,
                    "write",
                    parent.ids,
                    {field: [[1, record.id, {name: value}]]},
                    unchanged=lambda name=name: record.sudo()[name],
                )
        if not stage.delete:
            self.cells.refuse(
                f"command 2 {record._get_life_states()[record]}",
                parent,
                self.manager,
                "write",
                parent.ids,
                {field: [[2, record.id, 0]]},
                unchanged=lambda: bool(record.exists()),
            )

    @mute_logger(*QUIET)
    def test_no_part_moves_to_another_whole(self):
        """Not even where both are open: a part is made anew where it belongs."""
        for name, states in self.records.items():
            if not (link := self.env[name]._get_life().parent):
                continue
            for state, record in states.items():
                own = record.sudo()[link]
                for other in {part.sudo()[link] for part in states.values()} - {own}:
                    self.cells.refuse(
                        f"moved in {state}",
                        record,
                        self.manager,
                        "write",
                        record.ids,
                        {link: other.id},
                        unchanged=lambda r=record, link=link: r.sudo()[link],
                    )
        self.assertFalse(self.cells.forged)
        self.assertGreater(self.cells.count, 20)

    @mute_logger(*QUIET)
    def test_no_record_moves_to_a_company_of_others(self):
        for state, record in self.each():
            field = record._fields.get("company_id")
            if not field or not field.store:
                continue
            for user in self.support | self.accountant | self.manager:
                self.cells.refuse(
                    f"company in {state}",
                    record,
                    user,
                    "write",
                    record.ids,
                    {"company_id": self.coop_b.id},
                    unchanged=lambda r=record: r.sudo().company_id,
                )
        self.assertFalse(self.cells.forged)

    @mute_logger(*QUIET)
    def test_every_step_from_every_state_is_one_of_the_table(self):
        """Each public method of each model, on a record in each state, as each role.

        Whatever a method does besides, the state moves along a line of the table, and only for
        those who hold the role of that line.
        """
        moved = set()
        for state, record in self.each():
            life = record._get_life()
            for method in public_methods(record):
                for user in self.users:
                    with self.cells.apart():
                        attempt(self.env, user, record._name, method, record.ids)
                        if not record.exists():
                            role = life.stages[state].delete
                            self.assertTrue(role and holds(user, role), f"{record} {method}")
                            continue
                        new = record._get_life_states()[record]
                        if new == state or life.parent:
                            continue
                        moved.add((record._name, method))
                        self.assertTrue(
                            any(
                                state in step.sources and step.target == new
                                for step in life.transitions.values()
                                if not step.role or holds(user, step.role)
                            ),
                            f"{record._name}.{method}: {state} → {new} by {user.login}",
                        )
        self.assertGreater(len(moved), 6, "the control: some steps are taken")

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
