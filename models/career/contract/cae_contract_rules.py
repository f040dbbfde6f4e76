from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ....rules import contract_terms
from ....rules.periods import DAY, Period, add_months, end_of_period


class CaeContract(models.Model):
    """What the law computes from a contract (R1 to R16): `rules/` decides, this file fetches.

    Nothing here is stored: a contract found later, or a corrected suspension, changes what is left
    of 36 months at once.
    """

    _inherit = "cae.contract"

    total_explanation = fields.Char(
        string="Left under CAPE",
        compute="_compute_terms",
        help="R3: all CAPE periods with one coop last 36 months at most.",
    )
    associate_deadline = fields.Date(
        compute="_compute_terms",
        help="R14: 36 months after the signature, less earlier contracts with the same coop.",
    )
    associate_explanation = fields.Char(string="Why this day", compute="_compute_terms")
    trial_end = fields.Date(
        string="End of the trial",
        compute="_compute_terms",
        help="R16: 8 months from the first day of work, less earlier contracts of the coop.",
    )
    trial_explanation = fields.Char(string="Why this trial", compute="_compute_terms")
    trial_over = fields.Boolean(compute="_compute_terms")
    blocking_message = fields.Text(
        string="What blocks the next step",
        compute="_compute_blocking_message",
    )

    @api.depends(
        "type_id",
        "kind",
        "state",
        "date_start",
        "date_end",
        "date_closed",
        "signature_date",
        "trial_agreed",
        "suspension_ids.date_start",
        "suspension_ids.date_end",
        "entrepreneur_id.contract_ids.date_last",
        "entrepreneur_id.contract_ids.state",
    )
    @api.depends_context("lang")
    def _compute_terms(self):
        self.total_explanation = False
        self.associate_deadline = False
        self.associate_explanation = False
        self.trial_end = False
        self.trial_explanation = False
        self.trial_over = False
        today = fields.Date.context_today(self)
        for contract in self:
            if not contract.type_id or not contract.date_start or contract.kind == "amendment":
                continue
            limits = contract._get_limits()
            if contract.nature == "cape" and limits.total_max_months:
                contract.total_explanation = contract._explain_total()
            if limits.associate_max_months:
                found = contract._get_associate_deadline()
                contract.associate_deadline = found.end
                contract.associate_explanation = contract._explain_deadline(
                    found, limits.associate_max_months
                )
            if limits.trial_max_months:
                found = contract._get_trial_limit()
                longest = False if found.exhausted else found.end
                contract.trial_end = contract.trial_agreed or longest
                contract.trial_over = bool(contract.trial_end and contract.trial_end < today)
                contract.trial_explanation = contract._explain_deadline(
                    found, limits.trial_max_months
                )

    @api.depends(
        "type_id",
        "kind",
        "state",
        "date_start",
        "date_end",
        "signature_date",
        "trial_agreed",
        "signed_file",
        "override_reason",
        "entrepreneur_id.contract_ids.date_last",
        "entrepreneur_id.contract_ids.state",
    )
    @api.depends_context("lang")
    def _compute_blocking_message(self):
        for contract in self:
            message = ""
            if contract.state in ("draft", "to_sign") and contract.entrepreneur_id:
                violations = contract._get_violations()
                if violations:
                    message = contract._explain_violation(violations[0])
                elif contract.state == "to_sign":
                    message = contract._get_cannot_sign_reason()
            contract.blocking_message = message

    # What `rules/` needs

    def _get_limits(self):
        """Return the limits that hold for this contract: those of its signature, else first day."""
        self.ensure_one()
        day = self.signature_date or self.date_start or fields.Date.context_today(self)
        return self.type_id._get_limits(day)

    def _get_status_fact(self):
        self.ensure_one()
        return contract_terms.StatusFact(self.nature, self.date_start, self.date_last or None)

    def _get_other_facts(self, states=("to_sign", "running", "ended", "terminated")):
        """Return the other contracts of this person with this coop, as facts."""
        self.ensure_one()
        others = self.entrepreneur_id.sudo().contract_ids - self._origin
        return [
            other._get_status_fact()
            for other in others
            if other.kind != "amendment"
            and other.state in states
            and other.date_start
            and other.type_id.counts_before
        ]

    def _get_suspensions(self):
        """Return the suspended periods of the person: dates only, the cause stays hidden."""
        return [
            Period(line.date_start, line.date_end or None)
            for line in self.entrepreneur_id.sudo().contract_ids.suspension_ids
        ]

    def _get_associate_deadline(self):
        """R14: the last day to become associate, with its sum."""
        self.ensure_one()
        return contract_terms.associate_deadline(
            self.signature_date or self.date_start,
            self._get_other_facts(("running", "ended", "terminated")),
            self._get_limits(),
            self._get_suspensions(),
            on=fields.Date.context_today(self),
        )

    def _get_trial_limit(self):
        """R16: the last day of the trial, with its sum."""
        self.ensure_one()
        return contract_terms.trial_limit(
            self.date_start,
            self._get_other_facts(("running", "ended", "terminated")),
            self._get_limits(),
            self._get_suspensions(),
            on=fields.Date.context_today(self),
        )

    def _get_longest_end(self):
        """Return the last day the law allows for this period, False for an open-ended one."""
        self.ensure_one()
        limits = self.type_id._get_limits(self.date_start)
        if not limits.period_max_months:
            return False
        longest = end_of_period(self.date_start, limits.period_max_months)
        if self.nature == "cape" and self.entrepreneur_id:
            balance = contract_terms.cape_balance(
                self._get_other_facts(), self.date_start, limits, self._get_suspensions()
            )
            if balance.next_end >= self.date_start:
                return balance.next_end
        return longest

    def _get_balance_after(self):
        """Return what is left under CAPE after this contract; None when nothing limits it."""
        self.ensure_one()
        limits = self._get_limits()
        if self.nature != "cape" or not limits.total_max_months:
            return None
        facts = self._get_other_facts()
        if self._has_good_dates():
            facts.append(self._get_status_fact())
        after = (self.date_last or self.date_start) + DAY
        return contract_terms.cape_balance(facts, after, limits, self._get_suspensions())

    def _days_before(self, day, months):
        return (day - add_months(day, -months)).days

    def _get_violations(self):
        """Return the rules this contract breaks (values of `rules/`), overridden ones left out."""
        self.ensure_one()
        if self.kind == "amendment" or not self.date_start:
            return []
        limits = self._get_limits()
        violations = []
        if self.nature == "cape" and limits.period_max_months and self._has_good_dates():
            violations += contract_terms.check_period(
                Period(self.date_start, self.date_end or None),
                self._get_other_facts(),
                limits,
                self._get_suspensions(),
            )
        if self.trial_agreed and limits.trial_max_months:
            violations += contract_terms.check_trial(self.trial_agreed, self._get_trial_limit())
        if self.sudo().override_reason:
            violations = [violation for violation in violations if not violation.overridable]
        return violations

    def _has_good_dates(self):
        return not self.date_end or self.date_end >= self.date_start

    def _check_rules(self):
        """Refuse the step and say which rule stops it, with the dates."""
        for contract in self:
            violations = contract._get_violations()
            if violations:
                raise ValidationError(
                    "\n".join(contract._explain_violation(violation) for violation in violations)
                )
