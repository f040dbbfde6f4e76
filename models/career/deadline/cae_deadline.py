from datetime import timedelta

from odoo import api, fields, models

from ...base.words import day_in_words

SOON_DAYS = 30


class CaeDeadline(models.Model):
    """One term of one person: what must be done, until when, and who is reminded of it (R5).

    Rights: the support team reads; the lines are made, moved and closed by the software only.
    A line lives as long as its cause: a renewed contract closes the line of its old end, with the
    reminder that was planned for it. `cae.entrepreneur._sync_deadlines` keeps them in step.
    """

    _name = "cae.deadline"
    _description = "Deadline of a career"
    _inherit = ["cae.reminder.mixin"]
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
    active = fields.Boolean(default=True)

    # how urgent, what next
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

    # reminders
    alerts = fields.Char(help="Days before the date on which a reminder is planned.")
    alert_done = fields.Integer(
        default=-1,
        help="The last alert that was given, in days before the date; -1: none yet.",
    )
    activity_id = fields.Many2one(comodel_name="mail.activity", ondelete="set null", index=True)

    _source_uniq = models.UniqueIndex(
        "(entrepreneur_id, kind, source)",
        "This deadline exists already.",
    )

    @api.model
    def _get_kind_selection(self):
        labels = {
            "term": self.env._("End of contract"),
            "last_term": self.env._("End of contract, no renewal left"),
            "sign": self.env._("To sign before the first day"),
            "associate": self.env._("Associate deadline"),
            "trial": self.env._("End of the trial"),
            "declaration": self.env._("Declaration"),
            "hr": self.env._("HR says otherwise"),
            "interview": self.env._("Individual interview"),
            "document": self.env._("Document that expires"),
        }
        return list(labels.items())

    # Computed fields

    @api.depends("kind", "source", "note", "contract_id")
    @api.depends_context("lang")
    def _compute_explanation(self):
        """Say it now, in the reader's language: a stored sentence would keep the writer's."""
        by_kind = self.grouped("kind")
        declarations = by_kind.get("declaration", self.browse())._get_declaration_names()
        people = by_kind.get("interview", self.browse()).entrepreneur_id
        interviews = people._get_interviews()
        for deadline in self:
            contract = deadline.contract_id
            if deadline.kind == "associate":
                deadline.explanation = contract.associate_explanation
            elif deadline.kind == "trial":
                deadline.explanation = contract.trial_explanation
            elif deadline.kind == "declaration":
                deadline.explanation = declarations[deadline]
            elif deadline.kind == "interview":
                counted = interviews.get(deadline.entrepreneur_id.id)
                deadline.explanation = counted and self.env._(
                    "%(done)s held in the last twelve months, %(missing)s missing",
                    done=counted.done,
                    missing=counted.missing,
                )
            elif deadline.kind == "document":
                deadline.explanation = self.env._("A document of the person’s file")
            else:
                deadline.explanation = deadline.note

    @api.depends("date", "active")
    def _compute_level(self):
        today = fields.Date.context_today(self)
        for deadline in self:
            deadline.days_left = (deadline.date - today).days if deadline.date else 0
            deadline.level = deadline._get_level_on(today)

    def _get_level_on(self, day):
        """Return how urgent this deadline is on a day: late, soon, planned or done."""
        self.ensure_one()
        if not self.active:
            return "done"
        left = (self.date - day).days if self.date else 0
        if left < 0:
            return "late"
        return "soon" if left <= SOON_DAYS else "planned"

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

    @api.depends("date")
    @api.depends_context("lang")
    def _compute_days_text(self):
        for deadline in self:
            deadline.days_text = self._get_days_text(deadline.days_left)

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

    def _get_declaration_names(self):
        """Return ``{deadline: name}`` of the declarations that the sources of these lines name."""
        ids = {deadline: int(deadline.source.split(",")[1]) for deadline in self}
        declarations = self.env["cae.declaration"].browse(ids.values()).exists()
        names = {declaration.id: declaration.display_name for declaration in declarations}
        return {deadline: names.get(id_) for deadline, id_ in ids.items()}

    @api.model
    def _get_days_text(self, left):
        """Return a number of days that are left, negative when late, in words."""
        if left == 0:
            return self.env._("today")
        if left == 1:
            return self.env._("tomorrow")
        if left > 0:
            return self.env._("in %(days)s days", days=left)
        if left == -1:
            return self.env._("1 day late")
        return self.env._("%(days)s days late", days=-left)

    # The next step of each kind: a button that opens what the deadline waits for

    def action_next_step(self):
        """Open what this deadline waits for: a wizard when there is one, else the record.

        A kind with a wizard has a method `_open_<kind>`, which later houses may override.
        """
        self.ensure_one()
        if self._is_missed_associate():
            return self._open_missed_associate()
        method = getattr(self, f"_open_{self.kind}", None)
        return method() if method else self._open_record(self.contract_id or self.entrepreneur_id)

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
            "interview": self.env._("Plan it"),
            "document": self.env._("Open the file"),
        }

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
            day=day_in_words(self.env, self.date),
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

    def _open_interview(self):
        """Open a new interview with the person, the day before the deadline at the latest."""
        day = max(fields.Date.context_today(self), self.date - timedelta(days=1))
        return {
            "type": "ir.actions.act_window",
            "res_model": "cae.support.session",
            "views": [[False, "form"]],
            "context": {
                "default_kind": "individual",
                "default_entrepreneur_ids": self.entrepreneur_id.ids,
                "default_date_start": f"{day} 09:00:00",
            },
        }

    def _open_record(self, record):
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "views": [[False, "form"]],
        }

    # In step with the facts

    def _follow_facts(self, values):
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
            self._close_reminder()
            changed["alert_done"] = -1
        if changed:
            self.write(changed)

    def _close(self):
        """The cause is gone: the line is done, and its reminder with it."""
        self._close_reminder()
        self.write({"active": False})

    # Reminders: each alert once, to the right person (R5)

    @api.model
    def _give_alerts(self, people):
        """Plan the reminder of each alert that is reached, once, for the right person."""
        today = fields.Date.context_today(self)
        # sudo: whoever runs the job, lines are written by the software only
        deadlines = self.sudo().search(
            [("alerts", "!=", False), ("entrepreneur_id", "in", people.ids)]
        )
        reminded = deadlines._get_reminded_users()
        for deadline in deadlines:
            left = (deadline.date - today).days
            reached = [days for days in deadline._get_alert_days() if left <= days]
            if not reached:
                continue
            alert = reached[-1]
            if deadline.alert_done != -1 and alert >= deadline.alert_done:
                continue
            deadline._close_reminder()
            activity = deadline._plan_reminder(reminded[deadline])
            deadline.write({"alert_done": alert, "activity_id": activity.id})

    def _get_alert_days(self):
        """Return the days before the date on which reminders are given, greatest first."""
        self.ensure_one()
        text = (self.alerts or "").replace(";", ",")
        return sorted({int(part) for part in text.split(",") if part.strip()}, reverse=True)

    def _plan_reminder(self, user):
        """Plan the reminder, in the language of whoever must act."""
        self.ensure_one()
        deadline = self.with_context(lang=user.lang)
        return deadline.entrepreneur_id.activity_schedule(
            "cae_tiers_lieux.mail_activity_type_deadline",
            date_deadline=self.date,
            summary=dict(self._fields["kind"]._description_selection(deadline.env))[self.kind],
            note=deadline.explanation or "",
            user_id=user.id,
        )

    def _close_reminder(self):
        """Mark the reminder done, if it is still open, and forget it."""
        # sudo: a reminder belongs to whom it was given, whoever settles its cause
        activities = self.sudo().activity_id.filtered("active")
        if activities:
            activities.action_feedback(feedback=self.env._("No longer needed: this is settled."))
        self.sudo().filtered("activity_id").write({"activity_id": False})

    def _hand_over(self):
        """Give the open reminders to the new adviser."""
        reminders = self.filtered("activity_id")
        for deadline, user in reminders._get_reminded_users().items():
            if deadline.activity_id.user_id != user:
                deadline.activity_id.user_id = user

    def _get_own_responsible(self):
        return self.adviser_id
