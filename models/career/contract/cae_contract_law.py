from dataclasses import replace

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ....rules import contract_terms
from ....rules.finding import Finding
from ....rules.periods import DAY, Period, end_of_period
from ...base.sentences import say
from .cae_contract import UNSIGNED_STATES
from .sentences import SENTENCES


class CaeContract(models.Model):
    """What the law and the chain say of a contract: R1 to R16, R50, overlaps, clauses.

    `rules/` decides, this file fetches, `sentences.py` says it. What is left, and until when, is
    never stored: a contract found later, or a corrected suspension, changes it at once.
    """

    _inherit = "cae.contract"

    # what is left, and until when
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
    is_renewable = fields.Boolean(compute="_compute_is_renewable")

    # what stops it, or deserves a look
    blocking_message = fields.Text(
        string="What blocks the next step",
        compute="_compute_blocking_message",
    )
    can_override = fields.Boolean(compute="_compute_can_override")
    warning_message = fields.Text(string="To watch", compute="_compute_warning_message")

    # clauses (R7, R13)
    clause_ids = fields.One2many(
        comodel_name="cae.contract.clause",
        inverse_name="contract_id",
        string="Clauses",
    )
    missing_clauses = fields.Char(compute="_compute_missing_clauses")

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
        for contract in self._periods():
            if not contract.type_id or not contract.date_start:
                continue
            terms = contract._get_law_terms()
            if contract.nature == "cape" and terms.total_max_months:
                contract.total_explanation = contract._explain_total(terms)
            if terms.associate_max_months:
                found = contract._get_associate_deadline()
                contract.associate_deadline = found.end
                contract.associate_explanation = contract._explain_deadline(
                    found, terms.associate_max_months
                )
            if terms.trial_max_months:
                found = contract._get_trial_limit()
                longest = False if found.exhausted else found.end
                contract.trial_end = contract.trial_agreed or longest
                contract.trial_over = bool(contract.trial_end and contract.trial_end < today)
                contract.trial_explanation = contract._explain_deadline(
                    found, terms.trial_max_months
                )

    @api.depends("type_id", "state", "date_last", "entrepreneur_id.contract_ids.state")
    def _compute_is_renewable(self):
        for contract in self:
            if not contract.date_start or contract.is_amendment:
                contract.is_renewable = False
                continue
            balance = contract._get_balance_after()
            contract.is_renewable = balance is None or bool(balance.renewals_left and balance.left)

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
            message = False
            if contract.state in UNSIGNED_STATES and contract.entrepreneur_id:
                broken = contract._get_broken_rules()
                if broken:
                    message = contract._say(broken[0])
                elif contract.state == "to_sign":
                    message = contract._get_cannot_sign_reason()
            contract.blocking_message = message

    @api.depends("state", "blocking_message")
    @api.depends_context("uid")
    def _compute_can_override(self):
        manager = self.env.user.has_group("cae_tiers_lieux.group_manager")
        for contract in self:
            broken = contract._get_broken_rules() if contract.state in UNSIGNED_STATES else []
            contract.can_override = (
                manager and bool(broken) and all(finding.overridable for finding in broken)
            )

    @api.depends("nature", "type_id", "date_start", "date_end", "is_paid")
    @api.depends_context("lang")
    def _compute_warning_message(self):
        for contract in self:
            contract.warning_message = "\n".join(map(contract._say, contract._get_warnings()))

    @api.depends("type_id", "kind", "clause_ids.clause_id", "clause_ids.body")
    def _compute_missing_clauses(self):
        for contract in self:
            contract.missing_clauses = ", ".join(contract._get_missing_clauses().mapped("name"))

    @api.constrains("entrepreneur_id", "date_start", "date_last", "state", "kind", "active")
    def _check_overlap(self):
        """Two contracts of one person in one coop never share a day; the other one is named."""
        for contract in self._periods()._committed():
            overlap = contract._find_overlap()
            if overlap:
                raise ValidationError(contract._say(overlap))

    @api.constrains("state", "date_end", "type_id")
    def _check_limited_period_has_an_end(self):
        """A CAPE that was signed has its last day, however it was entered (R1)."""
        for contract in self._committed().filtered(lambda c: not c.date_end):
            for finding in contract._get_broken_rules():
                if finding.code == "period_without_end":
                    raise ValidationError(contract._say(finding))

    # Checks

    def _check_rules(self):
        """Refuse the step and say which rule stops it, with the dates."""
        for contract in self:
            broken = contract._get_broken_rules()
            if broken:
                raise ValidationError("\n".join(map(contract._say, broken)))

    def _get_broken_rules(self):
        """Return the findings of the rules of law that this contract breaks.

        What a manager has allowed with a reason is left out.
        """
        self.ensure_one()
        if self.is_amendment or not self.date_start:
            return []
        terms = self._get_law_terms()
        broken = []
        if self.nature == "cape" and terms.period_max_months and self._has_good_dates():
            broken += contract_terms.check_period(
                Period(self.date_start, self.date_end or None),
                self._get_other_facts(),
                terms,
                self._get_suspended_periods(),
            )
        if self.trial_agreed and terms.trial_max_months:
            longest = {"trial_max_months": terms.trial_max_months}
            broken += [
                replace(finding, args={**finding.args, **longest})
                for finding in contract_terms.check_trial(
                    self.trial_agreed, self._get_trial_limit()
                )
            ]
        # sudo: the reason is the team's, that there is one decides for everybody
        if self.sudo().override_reason:
            broken = [finding for finding in broken if not finding.overridable]
        return broken

    def _get_warnings(self):
        """Return the findings that deserve a look and block nothing: an internship's (R50)."""
        self.ensure_one()
        if self.nature != "internship" or not self.date_start or not self._has_good_dates():
            return []
        return contract_terms.check_internship(
            Period(self.date_start, self.date_end or None), self.is_paid, self._get_law_terms()
        )

    def _get_obstacles(self):
        """Return what forbids this draft: its dates beside the contract it follows, or the law.

        One finding about dates, or all those about the law.
        """
        self.ensure_one()
        found = self._find_wrong_dates()
        if found or self.is_amendment:
            return [found] if found else []
        return self._get_broken_rules()

    def _find_wrong_dates(self):
        """Return the finding of what is wrong with the dates of this draft, or None.

        A renewal starts after the contract it follows; another type of contract starts after its
        first day; an amendment starts within it. Only an amendment may share its days.
        """
        previous = self.previous_id
        first, last = previous.date_start, previous.date_last
        name = {"contract": previous.display_name}
        if not self._has_good_dates():
            return Finding("end_before_start")
        if self.kind == "renewal":
            if last and self.date_start <= last:
                return Finding("renewal_too_early", {**name, "end": last})
        elif previous and (
            self.date_start < first or self.date_start == first and not self.is_amendment
        ):
            return Finding("previous_starts_later", {**name, "previous_start": first})
        if self.is_amendment:
            if last and self.date_start > last:
                return Finding("amendment_too_late", {**name, "end": last})
            return None
        return self._find_overlap()

    def _find_overlap(self):
        """Return the finding of the first other contract that shares a day with this one, or None.

        A contract that the signature of this one ends, or that replaces it, is no obstacle.
        """
        self.ensure_one()
        # sudo: the person's other contracts of this coop, whoever may read them
        others = self.entrepreneur_id.sudo().contract_ids - self._origin
        others = (others - self._get_replaced()._origin)._periods()._committed()
        for other in others._holding_between(self.date_start, self.date_last):
            if self._origin and self._origin == other._get_replaced():
                continue
            return Finding(
                "overlap",
                {
                    "other": other.display_name,
                    "other_start": other.date_start,
                    "end": other.date_last,
                },
            )
        return None

    def _find_wrong_end(self, day, notice_date):
        """Return the finding of what forbids to end this contract early on ``day``, or None.

        :param notice_date: the day on which notice was given
        """
        self.ensure_one()
        name = {"contract": self.display_name}
        if day < self.date_start:
            return Finding("ends_before_start", name)
        if self.date_last and day > self.date_last:
            return Finding("ends_before", {**name, "end": self.date_last})
        earliest = self._get_earliest_end(notice_date)
        if day < earliest:
            args = {**name, "notice": notice_date, "day": earliest}
            return Finding("notice_too_short", args, overridable=True)
        return None

    def _get_consequences(self):
        """Return the sentences that say what will follow from this draft once it is signed."""
        self.ensure_one()
        if self.is_amendment:
            return []
        found = []
        if self.associate_deadline:
            args = {"day": self.associate_deadline, "why": self.associate_explanation}
            found.append(Finding("associate_by", args))
        if self.trial_explanation:
            code = "trial_until" if self.trial_end else "no_trial"
            args = {"day": self.trial_end, "why": self.trial_explanation}
            found.append(Finding(code, args))
        replaced = self._get_replaced()
        if replaced:
            args = {"contract": replaced.display_name, "day": self.date_start - DAY}
            found.append(Finding("ends_previous", args))
        first = [self.total_explanation] if self.total_explanation else []
        return [*first, *map(self._say, found)]

    # Sentences

    def _say(self, finding):
        """Return the sentence of a finding about this contract."""
        return say(
            self.env,
            finding,
            SENTENCES,
            person=self.entrepreneur_id.name,
            start=self.date_start,
            used_up=not finding.args.get("left", True),
        )

    def _explain_total(self, terms):
        """Return what is left of the CAPE total after this contract (R3), in a sentence."""
        balance = self._get_balance_after()
        args = {
            "left": balance.left,
            "months": terms.total_max_months,
            "spent": balance.spent,
            "renewals": balance.renewals_left,
        }
        return self._say(Finding("total_left" if balance.left else "total_used_up", args))

    def _explain_deadline(self, found, months):
        """Return the sum behind a deadline: its months, less each earlier contract."""
        code = "deadline_less" if found.left else "deadline_used_up"
        return self._say(
            Finding(
                code if found.pieces else "deadline_whole",
                {"months": months, "pieces": found.pieces, "left": found.left},
            )
        )

    # What `rules/` needs, and answers

    def _has_good_dates(self):
        return not self.date_end or self.date_end >= self.date_start

    def _get_law_terms(self):
        """Return the terms that hold for this contract: those of its signature, else first day."""
        self.ensure_one()
        day = self.signature_date or self.date_start or fields.Date.context_today(self)
        return self.type_id._get_terms(day)._to_rules()

    def _get_earliest_end(self, notice_date):
        """Return the first day on which a notice of that day may end this contract."""
        terms = self.type_id._get_terms(notice_date)
        return fields.Date.add(notice_date, days=terms.notice_days)

    def _get_status_fact(self):
        self.ensure_one()
        return contract_terms.StatusFact(self.nature, self.date_start, self.date_last or None)

    def _get_other_facts(self, signed_only=False):
        """Return the other contracts of this person with this coop, as facts.

        :param signed_only: leave out those that are only sent to signature
        """
        self.ensure_one()
        # sudo: the sum counts every contract of the person, whoever reads it
        others = (self.entrepreneur_id.sudo().contract_ids - self._origin)._periods()
        others = others._signed() if signed_only else others._committed()
        return [other._get_status_fact() for other in others if other.type_id.counts_before]

    def _get_suspended_periods(self):
        """Return the suspended periods of the person: dates only, the cause stays hidden."""
        # sudo: suspended days move a trial, whoever may read why
        return [
            Period(line.date_start, line.date_end or None)
            for line in self.entrepreneur_id.sudo().contract_ids.suspension_ids
        ]

    def _get_associate_deadline(self):
        """R14: the last day to become associate, with its sum."""
        self.ensure_one()
        return contract_terms.associate_deadline(
            self.signature_date or self.date_start,
            self._get_other_facts(signed_only=True),
            self._get_law_terms(),
            self._get_suspended_periods(),
            on=fields.Date.context_today(self),
        )

    def _get_trial_limit(self):
        """R16: the last day of the trial, with its sum."""
        self.ensure_one()
        return contract_terms.trial_deadline(
            self.date_start,
            self._get_other_facts(signed_only=True),
            self._get_law_terms(),
            self._get_suspended_periods(),
            on=fields.Date.context_today(self),
        )

    def _get_longest_end(self):
        """Return the last day the law allows for this period, False for an open-ended one."""
        self.ensure_one()
        terms = self.type_id._get_terms(self.date_start)._to_rules()
        if not terms.period_max_months:
            return False
        longest = end_of_period(self.date_start, terms.period_max_months)
        if self.nature == "cape" and self.entrepreneur_id:
            balance = contract_terms.cape_balance(
                self._get_other_facts(), self.date_start, terms, self._get_suspended_periods()
            )
            if balance.next_end >= self.date_start:
                return balance.next_end
        return longest

    def _get_balance_after(self):
        """Return what is left under CAPE after this contract; None when nothing limits it."""
        self.ensure_one()
        terms = self._get_law_terms()
        if self.nature != "cape" or not terms.total_max_months:
            return None
        facts = self._get_other_facts()
        if self._has_good_dates():
            facts.append(self._get_status_fact())
        after = (self.date_last or self.date_start) + DAY
        return contract_terms.cape_balance(facts, after, terms, self._get_suspended_periods())

    # Clauses

    def _get_missing_clauses(self):
        """Return the mandatory clause templates that no written clause answers."""
        self.ensure_one()
        if self.is_amendment:
            return self.env["cae.clause"]
        # sudo: templates are read for whoever may read the contract, in the portal too
        mandatory = self.type_id.sudo().clause_ids.filtered("mandatory")
        return mandatory - self.clause_ids.filtered("is_filled").clause_id.sudo()
