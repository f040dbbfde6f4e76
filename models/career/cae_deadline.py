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
    next_step = fields.Char(compute="_compute_next_step")

    _source_uniq = models.UniqueIndex(
        "(entrepreneur_id, kind, source)",
        "This deadline exists already.",
    )

    @api.model
    def _get_kind_selection(self):
        """Return the kinds of terms: later houses add theirs."""
        return [
            ("term", "End of contract"),
            ("last_term", "End of contract, no renewal left"),
            ("sign", "To sign before the first day"),
            ("associate", "Associate deadline"),
            ("trial", "End of the trial"),
            ("declaration", "Declaration"),
            ("hr", "HR says otherwise"),
        ]

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

    def _get_next_steps(self):
        """Return the words of the button for each kind."""
        return {
            "term": self.env._("Renew"),
            "last_term": self.env._("Move to a CESA"),
            "sign": self.env._("Open the contract"),
            "associate": self.env._("Open the file"),
            "trial": self.env._("Open the contract"),
            "declaration": self.env._("Declare"),
            "hr": self.env._("Compare"),
        }

    # Actions

    def action_next_step(self):
        """Open what this deadline waits for: a wizard when there is one, else the record."""
        self.ensure_one()
        if self._is_missed_associate():
            return self._open_missed_associate()
        method = getattr(self, f"_open_{self.kind}", None)
        return method() if method else self._open_record(self.contract_id or self.entrepreneur_id)

    def _open_term(self):
        return self.contract_id.action_renew()

    def _open_last_term(self):
        return self.contract_id.action_switch()

    def _open_associate(self):
        return self._open_record(self.entrepreneur_id)

    def _is_missed_associate(self):
        """Whether this user has to decide what a missed associate deadline asks for (R15)."""
        return (
            self.kind == "associate"
            and self.days_left < 0
            and self.env.user.has_group("cae_tiers_lieux.group_manager")
        )

    def _open_missed_associate(self):
        """The contract ends (R15): proposed to a manager, never done silently."""
        action = self.contract_id.action_terminate()
        action["context"]["default_reason"] = self.env._(
            "R15: not an associate on %(day)s, the last day to become one.",
            day=self.contract_id._format_day(self.date),
        )
        return action

    def _open_declaration(self):
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "cae_tiers_lieux.cae_declaration_action"
            ),
            "domain": [("contract_id", "=", self.contract_id.id)],
            "context": {},
        }

    def _open_record(self, record):
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "views": [[False, "form"]],
        }

    # Business

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

    def _hand_over(self):
        """Give the open reminders to the new adviser."""
        for deadline in self.filtered("activity_id"):
            responsible = deadline._get_responsible()
            if deadline.activity_id.user_id != responsible:
                deadline.activity_id.user_id = responsible

    def _get_alert_days(self):
        """Return the days before the date on which reminders are given, greatest first."""
        self.ensure_one()
        text = (self.alerts or "").replace(";", ",")
        return sorted({int(part) for part in text.split(",") if part.strip()}, reverse=True)

    @api.model
    def _give_alerts(self, people):
        """Plan the reminder of each alert that is reached, once, for the right person."""
        today = fields.Date.context_today(self)
        for deadline in self.sudo().search(
            [("alerts", "!=", False), ("entrepreneur_id", "in", people.ids)]
        ):
            left = (deadline.date - today).days
            reached = [days for days in deadline._get_alert_days() if left <= days]
            if not reached:
                continue
            alert = reached[-1]
            if deadline.alert_done != -1 and alert >= deadline.alert_done:
                continue
            deadline._close_activity()
            deadline.write({"alert_done": alert, "activity_id": deadline._plan_activity().id})

    def _plan_activity(self):
        self.ensure_one()
        entrepreneur = self.entrepreneur_id
        return entrepreneur.activity_schedule(
            "cae_tiers_lieux.mail_activity_type_deadline",
            date_deadline=self.date,
            summary=dict(self._fields["kind"]._description_selection(self.env))[self.kind],
            note=self.note or "",
            user_id=self._get_responsible().id,
        )

    def _get_responsible(self):
        """Return who must act: the adviser, else a manager of the coop."""
        self.ensure_one()
        if self.adviser_id.active:
            return self.adviser_id
        group = self.env.ref("cae_tiers_lieux.group_manager")
        return (
            self.env["res.users"]
            .sudo()
            .search(
                [
                    ("all_group_ids", "in", group.ids),
                    ("company_ids", "in", self.company_id.ids),
                    ("share", "=", False),
                ],
                order="id desc",
                limit=1,
            )
            or self.env.user
        )
