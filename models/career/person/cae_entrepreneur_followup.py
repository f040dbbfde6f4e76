from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import split_every

from ....rules import followups

BATCH = 500
LOST_SIGHT_PARAMETER = "cae_tiers_lieux.lost_sight_days"
LOST_SIGHT_DAYS = 60


class CaeEntrepreneur(models.Model):
    """What a person has to do and by when, their interviews (R17), whom the team lost sight of."""

    _inherit = "cae.entrepreneur"

    # deadlines
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

    # sessions and interviews
    attendance_ids = fields.One2many(
        comodel_name="cae.support.attendance",
        inverse_name="entrepreneur_id",
        string="Sessions",
    )
    interview_count = fields.Integer(
        string="Interviews in twelve months",
        compute="_compute_interviews",
    )
    interview_missing = fields.Integer(
        string="Interviews missing",
        compute="_compute_interviews",
        help="R17: at least two individual interviews in any twelve months.",
    )
    interview_due = fields.Date(string="Next interview before", compute="_compute_interviews")
    session_summary = fields.Char(compute="_compute_interviews")
    last_session_date = fields.Date(string="Last session", compute="_compute_sessions")
    next_session_date = fields.Datetime(string="Next session", compute="_compute_sessions")

    # lost sight of
    last_seen_date = fields.Date(
        string="Last seen",
        compute="_compute_lost_sight",
        help="The last session, use of a space or invoice; at first, the start of the contract.",
    )
    lost_sight = fields.Boolean(
        string="Lost sight of",
        compute="_compute_lost_sight",
        search="_search_lost_sight",
        help="Under contract, and no session, use or invoice for 60 days (a setting).",
    )

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

    @api.depends("attendance_ids.state", "attendance_ids.session_state", "attendance_ids.date")
    @api.depends_context("lang")
    def _compute_interviews(self):
        found = self._get_interviews()
        for entrepreneur in self:
            counted = found.get(entrepreneur._origin.id)
            entrepreneur.interview_count = counted.done if counted else 0
            entrepreneur.interview_missing = counted.missing if counted else 0
            entrepreneur.interview_due = counted.due if counted else False
            entrepreneur.session_summary = (
                f"{counted.done} / {counted.done + counted.missing}" if counted else "–"
            )

    @api.depends("attendance_ids.state", "attendance_ids.session_state", "attendance_ids.date")
    def _compute_sessions(self):
        now = fields.Datetime.now()
        attendances = self.env["cae.support.attendance"]
        last = self._get_last_sessions()
        coming = {}
        for line in attendances.search(
            [
                ("entrepreneur_id", "in", self.ids),
                ("session_state", "=", "planned"),
                ("session_id.date_start", ">=", now),
            ]
        ):
            start = line.session_id.date_start
            coming[line.entrepreneur_id] = min(coming.get(line.entrepreneur_id, start), start)
        for entrepreneur in self:
            entrepreneur.last_session_date = last.get(entrepreneur._origin.id, False)
            entrepreneur.next_session_date = coming.get(entrepreneur._origin, False)

    @api.depends("attendance_ids.state", "attendance_ids.session_state", "contract_ids.state")
    def _compute_lost_sight(self):
        seen = self._origin._get_last_seen()
        since = self._get_under_contract_since()
        limit = self._get_lost_sight_limit()
        for entrepreneur in self:
            id_ = entrepreneur._origin.id
            days = [day for day in (seen.get(id_), since.get(id_)) if day]
            entrepreneur.last_seen_date = max(days, default=False)
            entrepreneur.lost_sight = id_ in since and max(days) < limit

    def _search_lost_sight(self, operator, value):
        """Look closely only at those under contract for long enough, and at no session since."""
        if operator != "in":
            return NotImplemented
        if {True, False} <= set(value):
            return Domain.TRUE
        limit = self._get_lost_sight_limit()
        silent = self.search(
            # any!: the contracts and sessions count, whoever asks
            Domain(
                "contract_ids",
                "any!",
                self._domain_under_contract() & Domain("date_start", "<", limit),
            )
            & Domain(
                "attendance_ids",
                "not any!",
                self._domain_attended() & Domain("date", ">=", limit),
            )
        )
        lost = silent.filtered("lost_sight").ids
        return Domain("id", "in" if True in value else "not in", lost)

    # Actions

    def action_view_sessions(self):
        """Open the appointments and workshops of this person."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "cae_tiers_lieux.cae_support_session_action"
        )
        action["views"] = [(False, "list"), (False, "form"), (False, "calendar")]
        action["domain"] = [("attendance_ids.entrepreneur_id", "=", self.id)]
        action["context"] = {"default_entrepreneur_ids": [self.id]}
        return action

    # Deadlines

    @api.model
    def _cron_deadlines(self):
        """Every night: what a day alone changes, that is stages, urgency and reminders.

        One batch at a time, kept as soon as it is done: a stop in the middle loses nothing.
        """
        ids = self.search([("active", "=", True)]).ids
        done = 0
        for batch in split_every(BATCH, ids):
            people = self.browse(batch)
            people._sync_stage_of_today()
            people._sync_deadlines()
            self.env["cae.deadline"]._give_alerts(people)
            done += len(batch)
            if self.env.context.get("ir_cron_progress_id"):
                self.env["ir.cron"]._commit_progress(len(batch), remaining=len(ids) - done)

    def _sync_deadlines(self):
        """Create, move and close the deadlines of these people so that they tell the facts."""
        if not self:
            return
        # sudo: the team reads deadlines, the software writes them
        deadlines = self.env["cae.deadline"].sudo().with_context(active_test=False)
        expected = self.filtered("active")._get_expected_deadlines()
        existing = {
            (line.entrepreneur_id.id, line.kind, line.source): line
            for line in deadlines.search([("entrepreneur_id", "in", self.ids)])
        }
        gone = deadlines.browse(
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
                line._follow_facts(values)
        deadlines.create(new)
        self._refresh_deadline_level()

    def _refresh_deadline_level(self):
        """Write the nearest deadline and its urgency on the file, only where they changed."""
        today = fields.Date.context_today(self)
        nearest = {}
        # sudo: urgency is written on the file by whoever changes a fact
        for line in self.env["cae.deadline"].sudo().search([("entrepreneur_id", "in", self.ids)]):
            nearest.setdefault(line.entrepreneur_id.id, line)
        changes = {}
        for entrepreneur in self.sudo():
            line = nearest.get(entrepreneur.id)
            values = (
                (line.date, line.kind, line._get_level_on(today))
                if line
                else (False, False, "none")
            )
            if values != (
                entrepreneur.deadline_date,
                entrepreneur.deadline_kind,
                entrepreneur.deadline_level,
            ):
                changes.setdefault(values, []).append(entrepreneur.id)
        for (day, kind, level), ids in changes.items():
            vals = {"deadline_date": day, "deadline_kind": kind, "deadline_level": level}
            self.sudo().browse(ids)._permit(*vals).write(vals)

    def _get_expected_deadlines(self):
        """Return {(entrepreneur id, kind, source): values} of everything due by these people.

        Values: `date`, and when known `contract_id`, `alerts` (days before, separated by commas),
        `note`.
        """
        return {
            **self._get_contract_deadlines(),
            **self._get_declaration_deadlines(),
            **self._get_hr_deadlines(),
            **self._get_interview_deadlines(),
            **self._get_document_deadlines(),
        }

    def _get_contract_deadlines(self):
        """Return the terms that contracts set by themselves (R5, R14, R16)."""
        expected = {}
        associates = self._get_associates(fields.Date.context_today(self))
        # sudo: terms are due, whoever changed a fact
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
        return expected

    def _get_declaration_deadlines(self):
        """Return the declarations to make (R9)."""
        # sudo: terms are due, whoever changed a fact
        declarations = (
            self.env["cae.declaration"]
            .sudo()
            .search([("entrepreneur_id", "in", self.ids), ("date_done", "=", False)])
        )
        return {
            (line.entrepreneur_id.id, "declaration", f"cae.declaration,{line.id}"): {
                "date": line.date_late,
                "contract_id": line.contract_id.id,
                "alerts": "7",
                "note": line.display_name,
            }
            for line in declarations
        }

    def _get_hr_deadlines(self):
        """Return the contracts about which HR says otherwise: due today."""
        contracts = self.sudo().contract_ids  # sudo: HR is compared by its bridge only
        differences = self.env["cae.hr.bridge"]._compare(contracts)
        return {
            (contract.entrepreneur_id.id, "hr", f"cae.contract,{contract.id}"): {
                "date": fields.Date.context_today(self),
                "contract_id": contract.id,
                "alerts": "0",
                "note": contract.name,
            }
            for contract in contracts
            if differences.get(contract.id)
        }

    def _get_interview_deadlines(self):
        """Return the next interview (R17)."""
        return {
            (id_, "interview", "interviews"): {"date": counted.due, "alerts": "30, 7"}
            for id_, counted in self._get_interviews().items()
        }

    # Interviews: the rule counts, this file fetches

    def _get_interviews(self):
        """Return {entrepreneur id: Interviews} of those under a contract that asks for some."""
        today = fields.Date.context_today(self)
        # sudo: R17 counts the same for whoever may read the file
        contracts = {
            contract.entrepreneur_id.id: contract
            for contract in self.sudo().contract_ids.filtered_domain(self._domain_under_contract())
        }
        held = {}
        for line in (
            self.env["cae.support.attendance"]
            # sudo: whether somebody came, and nothing of the report
            .sudo()
            .search_fetch(
                self._domain_attended()
                & Domain("entrepreneur_id", "in", list(contracts))
                & Domain("session_kind", "=", "individual"),
                ["entrepreneur_id", "date"],
            )
        ):
            held.setdefault(line.entrepreneur_id.id, []).append(line.date)
        found = {}
        for id_, contract in contracts.items():
            required = contract.type_id._get_terms(today).interviews_required
            if required > 0:
                first = contract.origin_id or contract
                found[id_] = followups.interviews(
                    held.get(id_, []), today, first.date_start, required
                )
        return found

    # Signs of life

    def _get_last_seen(self):
        """Return {entrepreneur id: last day} of the sessions; later houses add their signs."""
        return self._get_last_sessions()

    @api.model
    def _merge_last_seen(self, seen, more):
        """Return both maps as one, with the later day of each person."""
        for id_, day in more.items():
            seen[id_] = max(day, seen.get(id_, day))
        return seen

    def _get_last_sessions(self):
        """Return {entrepreneur id: day} of the last session that each of them came to."""
        groups = self.env["cae.support.attendance"]._read_group(
            self._domain_attended() & Domain("entrepreneur_id", "in", self.ids),
            ["entrepreneur_id"],
            ["date:max"],
        )
        return {person.id: day for person, day in groups if day}

    def _get_under_contract_since(self):
        """Return {entrepreneur id: first day} of those under a contract today."""
        # sudo: whoever may read a file may know since when its contract runs
        groups = (
            self.env["cae.contract"]
            .sudo()
            ._read_group(
                self._domain_under_contract() & Domain("entrepreneur_id", "in", self._origin.ids),
                ["entrepreneur_id"],
                ["date_start:min"],
            )
        )
        return {person.id: day for person, day in groups}

    @api.model
    def _get_lost_sight_limit(self):
        """Return the day before which the last sign of life means lost sight of."""
        # sudo: a number of days, read by whoever looks at the list
        days = self.env["ir.config_parameter"].sudo().get_param(LOST_SIGHT_PARAMETER)
        return fields.Date.context_today(self) - timedelta(days=int(days or LOST_SIGHT_DAYS))

    # Domains

    @api.model
    def _domain_under_contract(self):
        """Return the domain of the contracts that run today, amendments apart."""
        today = fields.Date.context_today(self)
        return (
            Domain("is_amendment", "=", False)
            & Domain("state", "=", "running")
            & Domain("date_start", "<=", today)
            & (Domain("date_last", "=", False) | Domain("date_last", ">=", today))
        )

    @api.model
    def _domain_attended(self):
        """Return the domain of the attendances of those who came to a session that was held."""
        return Domain("state", "=", "present") & Domain("session_state", "=", "done")
