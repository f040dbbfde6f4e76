"""Every sentence that says what to do instead is done, by those who read it (invariant 13)."""

from odoo import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .cells import Cells, attempt, holds, other_value
from .makers import Makers
from .rights_page import life_models
from .test_life_cells import FRESH, QUIET
from .ways import WAYS, Change, Do, New

#: Days on which nothing of the model stands yet.
LATER = {
    "cae.college.weighting": {"date_start": "2031-01-01"},
    "cae.share.value": {"date_start": "2031-01-01"},
}


@tagged("cae_access")
class TestWays(Makers):
    maxDiff = None

    def setUp(self):
        super().setUp()
        self.cells = Cells(self.env)
        # who cancels a statement holds Odoo's own right on its bills, as accountants of a CAE do
        (self.accountant | self.manager).group_ids |= self.env.ref("account.group_account_invoice")

    def told(self):
        """Yield each record, state and act of a refusal that says what to do."""
        for model in life_models(self.env):
            for state, stage in model._get_life().stages.items():
                record = self.records.get(model._name, {}).get(state)
                if stage.way_on and record:
                    yield record, state, WAYS.get(model._name, {}).get(state)

    def readers(self, record, act):
        """Return who meets the sentence, or those whom it names."""
        if act.by:
            return getattr(self, act.by)
        users = self.support | self.accountant | self.manager
        return users.filtered(lambda user: record.with_user(user).has_access("write"))

    def run_way(self, record, act, user):
        if isinstance(act, Do):
            target = self.records[act.of[0]][act.of[1]] if act.of else record.sudo()
            target = target.mapped(act.path) if act.path else target
            return attempt(self.env, user, target._name, act.method, target.ids)
        if isinstance(act, Change):
            value = act.value or other_value(record.sudo(), record._fields[act.field])
            return attempt(self.env, user, record._name, "write", record.ids, {act.field: value})
        name = act.model or record._name
        return attempt(self.env, user, name, "create", [self.begin_vals(name)])

    def begin_vals(self, name):
        """Return what a person would give to begin another record."""
        if name not in self.records:
            return {}
        life = self.env[name]._get_life()
        first = self.records[name][life.first]
        entered = life.stages[life.first].entered or first._get_writable(life.first)
        vals = {
            field: first._fields[field].convert_to_write(first[field], first)
            for field in entered
            if first[field] and not first._fields[field].groups
        }
        if name == "cae.college.weighting":
            line = {"college_id": first.line_ids.college_id.id, "weight": 100.0}
            vals["line_ids"] = [Command.create(line)]
        return vals | FRESH.get(name, {}) | LATER.get(name, {})

    def test_every_sentence_has_its_act(self):
        lost = [f"{r._name} {state}" for r, state, act in self.told() if not act]
        self.assertFalse(lost)

    @mute_logger(*QUIET)
    def test_who_reads_a_sentence_can_do_what_it_says(self):
        walls, tried = [], 0
        for record, state, act in self.told():
            if not isinstance(act, (Do, New, Change)):
                continue
            for user in self.readers(record, act):
                if act.by:
                    self.assertTrue(holds(user, act.by))
                tried += 1
                with self.cells.apart():
                    outcome = self.run_way(record, act, user)
                    if outcome != "done":
                        walls.append(f"{record._name} {state} {user.login}: {outcome}")
        self.assertFalse(walls, "\n" + "\n".join(walls))
        self.assertGreater(tried, 100)
