from datetime import date

from odoo import api, fields, models
from odoo.fields import Domain

from ....rules.career import Career, StatusFact
from ....rules.periods import DAY, Period
from ...base.statuses import CAREER_STATUSES, status_selection
from ..contract.cae_contract import SIGNED_STATES


class CaeEntrepreneur(models.Model):
    """The status of people on a day: `status_on` is the only way anything asks for it.

    It follows from the signed contracts of the person, from the community contracts that the
    person holds with others, on their own days, from the suspensions, the shares and the exit.
    """

    _inherit = "cae.entrepreneur"

    holder_ids = fields.One2many(
        comodel_name="cae.contract.holder",
        inverse_name="entrepreneur_id",
        string="Community contracts held",
    )
    status = fields.Selection(
        selection=lambda self: status_selection(self.env, CAREER_STATUSES),
        compute="_compute_status",
        search="_search_status",
        help="What the person is today, from their signed contracts.",
    )
    timeline = fields.Html(compute="_compute_timeline", sanitize=False)

    @api.depends(
        "contract_ids.state",
        "contract_ids.date_start",
        "contract_ids.date_last",
        "contract_ids.suspension_ids.date_start",
        "contract_ids.suspension_ids.date_end",
        "holder_ids.date_start",
        "holder_ids.date_end",
        "holder_ids.contract_id.state",
        "exit_date",
    )
    def _compute_status(self):
        statuses = self._origin.status_on(fields.Date.context_today(self))
        for entrepreneur in self:
            entrepreneur.status = statuses.get(entrepreneur._origin.id, "candidate")

    def _search_status(self, operator, value):
        """Work out the status only of those who can have it; the rule on companies still holds.

        Who has no fact at all is a candidate. The companies of the user are not added: a job in
        superuser mode looks at all of them, anybody else is kept to theirs by the record rule.
        """
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        if {"candidate", "exited", "associate"}.isdisjoint(value):
            possible = self._domain_has_contract(today)
        else:
            possible = (
                self._domain_has_contract()
                | self._domain_can_hold_shares()
                | Domain("exit_date", "!=", False)
            )
        people = self.with_context(active_test=False).search(possible)
        statuses = people.status_on(today)
        found = Domain("id", "in", [id_ for id_, status in statuses.items() if status in value])
        if "candidate" in value:
            found |= Domain("id", "not in", people.ids)
        return found

    @api.depends("status", "contract_ids.state", "contract_ids.date_last", "exit_date")
    @api.depends_context("lang")
    def _compute_timeline(self):
        """Draw the history of a person as a line of statuses."""
        careers = self._origin._get_careers()
        labels = dict(self._fields["status"]._description_selection(self.env))
        today = fields.Date.context_today(self)
        for entrepreneur in self:
            career = careers.get(entrepreneur._origin.id)
            steps = self._get_status_steps(career) if career else []
            entrepreneur.timeline = self.env["ir.qweb"]._render(
                "cae_tiers_lieux.cae_entrepreneur_timeline",
                {
                    "steps": [
                        {
                            "status": status,
                            "label": labels[status],
                            "start": start,
                            "end": end,
                            "current": start <= today and (not end or today <= end),
                            "future": start > today,
                        }
                        for status, start, end in steps
                        if status != "exited" or start <= today or career.exited_on
                    ]
                },
            )

    @api.model
    def _get_status_steps(self, career):
        """Return [(status, first day, last day or None)] of a career, in order."""
        days = set()
        for period in [fact.period for fact in career.contracts] + [
            *career.suspensions,
            *career.associate,
        ]:
            days.add(period.start)
            if period.end:
                days.add(period.end + DAY)
        if career.exited_on:
            days.add(career.exited_on + DAY)
        steps = []
        for day in sorted(day for day in days if day < date.max):
            status = career.status_on(day)
            if steps and steps[-1][0] == status:
                continue
            if steps:
                steps[-1][2] = day - DAY
            if status != "candidate":
                steps.append([status, day, None])
        return [tuple(step) for step in steps]

    # Business

    @api.private
    def status_on(self, day):
        """Return {entrepreneur id: status} on a day, in a constant number of queries.

        candidate / cape / cesa / associate / suspended / exited.
        :raises AccessError: the user may not read one of these files
        """
        return {id_: career.status_on(day) for id_, career in self._get_careers().items()}

    def _get_careers(self):
        """Return {entrepreneur id: Career}: ask it for many days without another query.

        `career.status_on(day)` and `career.contract_start_on(day)` are pure.
        :raises AccessError: the user may not read one of these files
        """
        self.check_access("read")
        contracts = self._get_contract_facts()
        held = self._get_held_contract_facts()
        suspended = self._get_suspended_periods()
        associate = self._associate_periods()
        return {
            entrepreneur.id: Career(
                contracts=(
                    *contracts.get(entrepreneur.id, ()),
                    *held.get(entrepreneur.id, ()),
                ),
                suspensions=tuple(suspended.get(entrepreneur.id, ())),
                associate=tuple(associate.get(entrepreneur.id, ())),
                exited_on=entrepreneur.exit_date or None,
            )
            for entrepreneur in self
        }

    def _get_contract_facts(self):
        """Return {entrepreneur id: [StatusFact]} of the signed contracts, in order."""
        # sudo: whoever may read a file may read the status that follows from its contracts
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
        facts = {}
        for contract in contracts:
            facts.setdefault(contract.entrepreneur_id.id, []).append(contract._get_status_fact())
        return facts

    def _get_held_contract_facts(self):
        """Return {entrepreneur id: [StatusFact]} of the contracts held with others, in order."""
        # sudo: whoever may read a file may read the status that follows from its contracts
        holders = (
            self.env["cae.contract.holder"]
            .sudo()
            .search(
                [
                    ("entrepreneur_id", "in", self.ids),
                    ("contract_id.state", "in", SIGNED_STATES),
                ],
                order="date_start, id",
            )
        )
        facts = {}
        for holder in holders:
            contract = holder.contract_id
            last = min(filter(None, (holder.date_end, contract.date_last)), default=None)
            if last and last < holder.date_start:
                continue  # the contract was ended before this holder began
            fact = StatusFact(contract.nature, holder.date_start, last)
            facts.setdefault(holder.entrepreneur_id.id, []).append(fact)
        return facts

    def _get_suspended_periods(self):
        """Return {entrepreneur id: [Period]} of the suspended days, in order."""
        # sudo: whoever may read a file may read the status; the cause stays unread
        suspensions = (
            self.env["cae.contract.suspension"]
            .sudo()
            .search_fetch(
                [("entrepreneur_id", "in", self.ids)],
                ["entrepreneur_id", "date_start", "date_end"],
                order="date_start, id",
            )
        )
        periods = {}
        for line in suspensions:
            period = Period(line.date_start, line.date_end or None)
            periods.setdefault(line.entrepreneur_id.id, []).append(period)
        return periods

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

    @api.model
    def _domain_has_contract(self, day=None):
        """Return the domain of those who have a signed contract, or hold one with others.

        :param day: only contracts that hold on that day
        """
        signed = Domain("state", "in", SIGNED_STATES)
        own = signed & Domain("is_amendment", "=", False)
        held = Domain("contract_id", "any!", signed)
        if day:
            own &= Domain("date_start", "<=", day)
            own &= Domain("date_last", "=", False) | Domain("date_last", ">=", day)
            held &= Domain("date_start", "<=", day)
            held &= Domain("date_end", "=", False) | Domain("date_end", ">=", day)
        # any!: whoever may read a file may read the status that follows from its contracts
        return Domain("contract_ids", "any!", own) | Domain("holder_ids", "any!", held)

    @api.model
    def _domain_can_hold_shares(self):
        """Return a domain that holds at least all those who have periods as an associate.

        Nobody here: the membership house overrides it, beside `_associate_periods`.
        """
        return Domain.FALSE
