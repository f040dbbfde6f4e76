from datetime import timedelta

from odoo import api, fields, models

SOON_DAYS = 30


class CaeDeadline(models.Model):
    """One term of one person: what must be done, until when. Kept in step with the facts.

    Rights: the support team reads; the lines are made, moved and closed by the software only.
    A line lives as long as its cause: a renewed contract closes the line of its old end, with the
    reminder that was planned for it.
    """

    _name = "cae.deadline"
    _description = "Deadline of a career"
    _order = "date, id"
    _check_company_auto = True

    entrepreneur_id = fields.Many2one(
        comodel_name="cae.entrepreneur",
        required=True,
        ondelete="cascade",
        index=True,
    )
    company_id = fields.Many2one(
        related="entrepreneur_id.company_id",
        string="Coop",
        store=True,
        index=True,
    )
    adviser_id = fields.Many2one(related="entrepreneur_id.adviser_id", store=True, index=True)
    branch_id = fields.Many2one(related="entrepreneur_id.branch_id", store=True)
    contract_id = fields.Many2one(
        comodel_name="cae.contract",
        ondelete="cascade",
        index="btree_not_null",
    )
    kind = fields.Selection(selection="_get_kind_selection", required=True)
    source = fields.Char(
        required=True,
        help="What the deadline comes from: with the kind, it makes the line unique.",
    )
    date = fields.Date(string="Deadline", required=True, index=True)
    note = fields.Char(string="What it is about")
    explanation = fields.Char(
        compute="_compute_explanation",
        help="What it is about, with its sum, in the reader's words.",
    )
    alerts = fields.Char(help="Days before the date on which a reminder is planned.")
    alert_done = fields.Integer(
        default=-1,
        help="The last alert that was given, in days before the date; -1: none yet.",
    )
    activity_id = fields.Many2one(comodel_name="mail.activity", ondelete="set null", index=True)
    active = fields.Boolean(default=True)
    level = fields.Selection(
        selection=[
            ("late", "Late"),
            ("soon", "Within 30 days"),
            ("planned", "Later"),
            ("done", "Done"),
        ],
        compute="_compute_level",
        search="_search_level",
    )
    days_left = fields.Integer(compute="_compute_level", aggregator=None)
    days_text = fields.Char(string="Time left", compute="_compute_days_text")
    next_step = fields.Char(compute="_compute_next_step")

    _source_uniq = models.UniqueIndex(
        "(entrepreneur_id, kind, source)",
        "This deadline exists already.",
    )

    @api.model
    def _get_kind_selection(self):
        """Return the kinds of terms: later houses add theirs."""
        labels = {
            "term": self.env._("End of contract"),
            "last_term": self.env._("End of contract, no renewal left"),
            "sign": self.env._("To sign before the first day"),
            "associate": self.env._("Associate deadline"),
            "trial": self.env._("End of the trial"),
            "declaration": self.env._("Declaration"),
            "hr": self.env._("HR says otherwise"),
        }
        return list(labels.items())

    @api.depends("date", "active")
    def _compute_level(self):
        today = fields.Date.context_today(self)
        for deadline in self:
            deadline.days_left = (deadline.date - today).days if deadline.date else 0
            if not deadline.active:
                deadline.level = "done"
            elif deadline.days_left < 0:
                deadline.level = "late"
            else:
                deadline.level = "soon" if deadline.days_left <= SOON_DAYS else "planned"

    @api.depends("date")
    @api.depends_context("lang")
    def _compute_days_text(self):
        for deadline in self:
            deadline.days_text = self._get_days_text(deadline.days_left)

    def _search_level(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        soon = today + timedelta(days=SOON_DAYS)
        domains = {
            "late": [("active", "=", True), ("date", "<", today)],
            "soon": [("active", "=", True), ("date", ">=", today), ("date", "<=", soon)],
            "planned": [("active", "=", True), ("date", ">", soon)],
            "done": [("active", "=", False)],
        }
        return fields.Domain.OR(domains[level] for level in value if level in domains)

    @api.depends("kind", "source", "note", "contract_id")
    @api.depends_context("lang")
    def _compute_explanation(self):
        """Say it now, in the reader's language: a stored sentence would keep the writer's."""
        lines = self.filtered(lambda d: d.kind == "declaration")
        ids = {line.id: int(line.source.split(",")[1]) for line in lines}
        names = {
            declaration.id: declaration.display_name
            for declaration in self.env["cae.declaration"].browse(ids.values()).exists()
        }
        for deadline in self:
            contract = deadline.contract_id
            if deadline.kind == "associate":
                deadline.explanation = contract.associate_explanation
            elif deadline.kind == "trial":
                deadline.explanation = contract.trial_explanation
            elif deadline in lines:
                deadline.explanation = names.get(ids[deadline.id])
            else:
                deadline.explanation = deadline.note

    @api.depends("kind", "date")
    @api.depends_context("lang", "uid")
    def _compute_next_step(self):
        labels = self._get_next_steps()
        for deadline in self:
            label = labels.get(deadline.kind, self.env._("Open"))
            if deadline._is_missed_associate():
                label = self.env._("Decide the end of the contract")
            deadline.next_step = label

    @api.depends("kind", "entrepreneur_id.name", "date")
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for deadline in self:
            deadline.display_name = f"{deadline.entrepreneur_id.name} · {kinds.get(deadline.kind)}"

    # Business

    @api.model
    def _get_days_text(self, left):
        """Return the time left in words."""
        if left == 0:
            return self.env._("today")
        if left == 1:
            return self.env._("tomorrow")
        if left > 0:
            return self.env._("in %(days)s days", days=left)
        if left == -1:
            return self.env._("1 day late")
        return self.env._("%(days)s days late", days=-left)

    def _move(self, values):
        """Bring a line in step: a new date, or a cause that is back, starts its alerts again."""
        self.ensure_one()
        changed = {
            name: value
            for name, value in values.items()
            if (self[name].id if name == "contract_id" else self[name] or False) != (value or False)
        }
        if not self.active:
            changed["active"] = True
        if "date" in changed or "active" in changed:
            self._close_activity()
            changed["alert_done"] = -1
        if changed:
            self.write(changed)

    def _close(self):
        """The cause is gone: the line is done, and its reminder with it."""
        self._close_activity()
        self.write({"active": False})

    def _close_activity(self):
        activities = self.sudo().activity_id.filtered("active")
        if activities:
            activities.action_feedback(feedback=self.env._("No longer needed: this is settled."))
        self.sudo().filtered("activity_id").write({"activity_id": False})
