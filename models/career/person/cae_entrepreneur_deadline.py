from odoo import api, fields, models
from odoo.tools import split_every

from ..deadline.cae_deadline import SOON_DAYS

BATCH = 500


class CaeEntrepreneur(models.Model):
    """The deadlines of a person, kept in step with the facts by `_sync_deadlines`."""

    _inherit = "cae.entrepreneur"

    deadline_ids = fields.One2many(
        comodel_name="cae.deadline",
        inverse_name="entrepreneur_id",
        string="Deadlines",
    )
    deadline_date = fields.Date(
        string="Nearest deadline",
        readonly=True,
        copy=False,
        index=True,
    )
    deadline_kind = fields.Selection(
        selection=lambda self: self.env["cae.deadline"]._get_kind_selection(),
        string="What is due",
        readonly=True,
        copy=False,
    )
    deadline_level = fields.Selection(
        selection=[
            ("late", "Late"),
            ("soon", "Within 30 days"),
            ("planned", "Later"),
            ("none", "Nothing due"),
        ],
        string="Urgency",
        default="none",
        readonly=True,
        copy=False,
        index=True,
        help="Stored for the bar of the kanban: refreshed with the facts, and every night.",
    )
    deadline_text = fields.Char(compute="_compute_deadline_text")

    @api.depends("deadline_date", "deadline_kind")
    @api.depends_context("lang")
    def _compute_deadline_text(self):
        """The badge of a card: what, and how many days are left."""
        today = fields.Date.context_today(self)
        kinds = dict(self._fields["deadline_kind"]._description_selection(self.env))
        for entrepreneur in self:
            day = entrepreneur.deadline_date
            if not day:
                entrepreneur.deadline_text = False
                continue
            when = self.env["cae.deadline"]._get_days_text((day - today).days)
            entrepreneur.deadline_text = f"{when} · {kinds.get(entrepreneur.deadline_kind, '')}"

    def write(self, vals):
        result = super().write(vals)
        if "active" in vals:
            self._sync_deadlines()
        if "adviser_id" in vals:
            self.sudo().deadline_ids._hand_over()
        return result

    # Business

    def _get_expected_deadlines(self):
        """Return {(entrepreneur id, kind, source): values} of everything due by these people.

        Values: `date`, and when known `contract_id`, `alerts` (days before, separated by commas),
        `note`. Later houses add their own terms by overriding this.
        """
        today = fields.Date.context_today(self)
        expected = {}
        associates = self._get_associates(today)
        contracts = (
            self.sudo()
            .contract_ids._periods()
            .filtered(lambda c: c.state in ("to_sign", "running"))
        )
        for contract in contracts:
            for kind, day, alerts, note in contract._get_own_deadlines(
                contract.entrepreneur_id.id in associates
            ):
                key = (contract.entrepreneur_id.id, kind, f"cae.contract,{contract.id}")
                expected[key] = {
                    "date": day,
                    "contract_id": contract.id,
                    "alerts": alerts,
                    "note": note,
                }
        declarations = (
            self.env["cae.declaration"]
            .sudo()
            .search([("entrepreneur_id", "in", self.ids), ("date_done", "=", False)])
        )
        for line in declarations:
            key = (line.entrepreneur_id.id, "declaration", f"cae.declaration,{line.id}")
            expected[key] = {
                "date": line.date_late,
                "contract_id": line.contract_id.id,
                "alerts": "7",
                "note": line.display_name,
            }
        differences = self.env["cae.hr.bridge"]._compare(self.sudo().contract_ids)
        for contract in self.sudo().contract_ids:
            if differences.get(contract.id):
                key = (contract.entrepreneur_id.id, "hr", f"cae.contract,{contract.id}")
                expected[key] = {
                    "date": today,
                    "contract_id": contract.id,
                    "alerts": "0",
                    "note": contract.name,
                }
        return expected

    def _sync_deadlines(self):
        """Create, move and close the deadlines of these people so that they tell the facts."""
        if not self:
            return
        Deadline = self.env["cae.deadline"].sudo().with_context(active_test=False)
        expected = self.filtered("active")._get_expected_deadlines()
        existing = {
            (line.entrepreneur_id.id, line.kind, line.source): line
            for line in Deadline.search([("entrepreneur_id", "in", self.ids)])
        }
        gone = Deadline.browse(
            line.id for key, line in existing.items() if key not in expected and line.active
        )
        gone._close()
        new = []
        for key, values in expected.items():
            line = existing.get(key)
            if line is None:
                entrepreneur_id, kind, source = key
                new.append(
                    {
                        "entrepreneur_id": entrepreneur_id,
                        "kind": kind,
                        "source": source,
                        **values,
                    }
                )
            elif key[1] == "hr" and line.active:
                continue  # it is due since the day it was found
            else:
                line._move(values)
        Deadline.create(new)
        self._refresh_deadline_level()

    def _refresh_deadline_level(self):
        """Write the nearest deadline and its urgency on the file, only where they changed."""
        today = fields.Date.context_today(self)
        nearest = {}
        for line in self.env["cae.deadline"].sudo().search([("entrepreneur_id", "in", self.ids)]):
            nearest.setdefault(line.entrepreneur_id.id, line)
        changes = {}
        for entrepreneur in self.sudo():
            line = nearest.get(entrepreneur.id)
            level = "none"
            if line:
                left = (line.date - today).days
                level = "late" if left < 0 else "soon" if left <= SOON_DAYS else "planned"
            values = (line.date if line else False, line.kind if line else False, level)
            if values != (
                entrepreneur.deadline_date,
                entrepreneur.deadline_kind,
                entrepreneur.deadline_level,
            ):
                changes.setdefault(values, []).append(entrepreneur.id)
        for (day, kind, level), ids in changes.items():
            self.sudo().browse(ids).write(
                {"deadline_date": day, "deadline_kind": kind, "deadline_level": level}
            )

    @api.model
    def _cron_deadlines(self):
        """Every night: what a day alone changes, that is stages, urgency and reminders.

        One batch at a time, kept as soon as it is done: a stop in the middle loses nothing.
        """
        ids = self.search([("company_id", "!=", False)]).ids
        done = 0
        for batch in split_every(BATCH, ids):
            people = self.browse(batch)
            people._sync_stage_of_today()
            people._sync_deadlines()
            self.env["cae.deadline"]._give_alerts(people)
            done += len(batch)
            if self.env.context.get("ir_cron_progress_id"):
                self.env["ir.cron"]._commit_progress(len(batch), remaining=len(ids) - done)
