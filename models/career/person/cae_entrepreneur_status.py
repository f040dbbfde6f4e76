from dataclasses import replace

from odoo import api, fields, models

from ....rules.career import Career
from ....rules.periods import DAY, Period
from ..contract.cae_contract import SIGNED_STATES


class CaeEntrepreneur(models.Model):
    """The status of people on a day: `status_on` is the only way anything asks for it."""

    _inherit = "cae.entrepreneur"

    status = fields.Selection(
        selection="_get_status_selection",
        compute="_compute_status",
        search="_search_status",
        help="What the person is today, from their signed contracts.",
    )

    @api.model
    def _get_status_selection(self):
        labels = {
            "candidate": self.env._("Candidate"),
            "cape": self.env._("CAPE"),
            "cesa": self.env._("CESA"),
            "associate": self.env._("Associate"),
            "suspended": self.env._("Suspended"),
            "exited": self.env._("Gone"),
        }
        return list(labels.items())

    @api.depends(
        "contract_ids.state",
        "contract_ids.date_start",
        "contract_ids.date_last",
        "contract_ids.suspension_ids.date_start",
        "contract_ids.suspension_ids.date_end",
        "exit_date",
    )
    def _compute_status(self):
        statuses = self._origin.status_on(fields.Date.context_today(self))
        for entrepreneur in self:
            entrepreneur.status = statuses.get(entrepreneur._origin.id, "candidate")

    def _search_status(self, operator, value):
        if operator != "in":
            return NotImplemented
        everyone = self.with_context(active_test=False).search([("company_id", "!=", False)])
        statuses = everyone.status_on(fields.Date.context_today(self))
        return [("id", "in", [id_ for id_, status in statuses.items() if status in value])]

    # Business

    @api.private
    def status_on(self, day):
        """Return {entrepreneur id: status} on a day, in a constant number of queries.

        candidate / cape / cesa / associate / suspended / exited.
        """
        return {id_: facts.status_on(day) for id_, facts in self._status_facts().items()}

    def _status_facts(self):
        """Return {entrepreneur id: Career}: ask it for many days without another query.

        `career.status_on(day)` and `career.contract_start_on(day)` are pure.
        """
        self.check_access("read")
        contracts = (
            self.env["cae.contract"]
            .sudo()
            .search_fetch(
                [
                    ("entrepreneur_id", "in", self.ids),
                    ("is_amendment", "=", False),
                    ("state", "in", SIGNED_STATES),
                ],
                ["entrepreneur_id", "nature", "date_start", "date_last"],
                order="date_start, id",
            )
        )
        suspensions = (
            self.env["cae.contract.suspension"]
            .sudo()
            .search_fetch(
                [("entrepreneur_id", "in", self.ids)],
                ["entrepreneur_id", "date_start", "date_end"],
                order="date_start, id",
            )
        )
        facts_by_id, suspended_by_id = {}, {}
        for contract in contracts:
            facts = facts_by_id.setdefault(contract.entrepreneur_id.id, [])
            facts.append(contract._get_status_fact())
        for line in suspensions:
            periods = suspended_by_id.setdefault(line.entrepreneur_id.id, [])
            periods.append(Period(line.date_start, line.date_end or None))
        associate = self._associate_periods()
        return {
            entrepreneur.id: Career(
                contracts=tuple(facts_by_id.get(entrepreneur.id, ())),
                suspensions=tuple(suspended_by_id.get(entrepreneur.id, ())),
                associate=tuple(associate.get(entrepreneur.id, ())),
                exited_on=entrepreneur.exit_date or None,
            )
            for entrepreneur in self
        }

    def _associate_periods(self):
        """Return {entrepreneur id: list of Period} during which they were associate.

        Empty here: the membership house, which knows admissions and shares, overrides it.
        """
        return {}

    def _get_associates(self, day):
        """Return the ids of those who hold shares on a day, or are admitted for a later one."""
        return {
            id_
            for id_, periods in self._associate_periods().items()
            if any(period.end is None or period.end >= day for period in periods)
        }

    def _sync_stage(self):
        """Move people to the stage of their status of today, when a stage names it."""
        today = fields.Date.context_today(self)
        self._move_to_stages(
            {id_: career.status_on(today) for id_, career in self._steady_facts().items()}
        )

    def _sync_stage_of_today(self):
        """Move only those whose status has just changed: a stage chosen by hand stays."""
        today = fields.Date.context_today(self)
        statuses = {}
        for id_, career in self._steady_facts().items():
            status = career.status_on(today)
            if status != career.status_on(today - DAY):
                statuses[id_] = status
        self._move_to_stages(statuses)

    def _steady_facts(self):
        """Return the facts without suspensions: they move nobody to another stage."""
        return {
            id_: replace(career, suspensions=()) for id_, career in self._status_facts().items()
        }

    def _move_to_stages(self, statuses):
        stages = {
            stage.status: stage
            for stage in self.env["cae.stage"].search([("status", "!=", False)], order="id desc")
        }
        moves = {}
        for id_, status in statuses.items():
            if status in stages:
                moves.setdefault(stages[status], []).append(id_)
        for stage, ids in moves.items():
            self.browse(ids).filtered(lambda e, s=stage: e.stage_id != s).stage_id = stage
