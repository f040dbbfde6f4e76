from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ....rules.periods import DAY
from ...base.words import day_in_words


class CaeContract(models.Model):
    """The life of a contract: draft → to sign → running → ended | ended early | cancelled.

    Each step is `action_x` (the button) → `_check_can_x` (raises the reason) → `_do_x` (writes).
    """

    _inherit = "cae.contract"

    # Actions

    def action_to_sign(self):
        self._check_can_to_sign()
        self._do_to_sign()

    def action_back_to_draft(self):
        self._check_state("to_sign")
        self._do_back_to_draft()

    def action_sign(self):
        self._check_can_sign()
        self._do_sign()

    def action_cancel(self):
        self._check_state("draft", "to_sign")
        self._do_cancel()

    # Checks

    def _check_state(self, *states):
        labels = dict(self._fields["state"]._description_selection(self.env))
        for contract in self:
            if contract.state not in states:
                raise UserError(
                    self.env._(
                        "%(contract)s is in the state “%(state)s”: this step is not open to it.",
                        contract=contract.display_name,
                        state=labels[contract.state],
                    )
                )

    def _check_can_to_sign(self):
        self._check_state("draft")
        self._check_rules()

    def _check_can_sign(self):
        self.entrepreneur_id.lock_for_update()  # two signatures at once never overlap
        self._check_state("to_sign")
        self._check_rules()
        for contract in self:
            reason = contract._get_cannot_sign_reason()
            if reason:
                raise ValidationError(reason)

    def _get_cannot_sign_reason(self):
        """Return why this contract cannot be signed (one sentence), or an empty text."""
        self.ensure_one()
        terms = self.type_id._get_terms(self.date_start)
        if not self.signature_date:
            return self.env._(
                "Give the day each side signed %(contract)s: the associate deadline and the "
                "declarations are counted from it.",
                contract=self.display_name,
            )
        if terms.signed_file_required and not self.sudo().signed_file:
            return self.env._(
                "Attach the signed file of %(contract)s: a contract without its written document "
                "is void, and nothing runs without it (R4).",
                contract=self.display_name,
            )
        return ""

    # Steps

    def _do_to_sign(self):
        self._in_life().write({"state": "to_sign"})

    def _do_back_to_draft(self):
        self._in_life().write({"state": "draft"})

    def _do_cancel(self):
        self._in_life().write({"state": "cancelled"})

    def _do_sign(self):
        """The contract runs from its first day; what depends on it follows in one go.

        A contract that replaces another one (a CESA signed before the end of the CAPE) ends that
        one on the eve of its first day.
        """
        for contract in self:
            replaced = contract._get_replaced()
            if replaced:
                replaced._do_terminate(
                    contract.date_start - DAY,
                    self.env._("Replaced by %(contract)s", contract=contract.display_name),
                )
        self._in_life().write({"state": "running"})
        self._after_signature()
        today = fields.Date.context_today(self)
        past = self.filtered(
            lambda c: c.kind != "amendment" and c.date_last and c.date_last < today
        )
        if past:  # entered late: its term is already over
            past._do_end()

    def _do_end(self):
        """The term is past: the contract is ended and its rights stopped on its last day (R5)."""
        self._in_life().write({"state": "ended"})
        self._after_end()

    def _do_terminate(self, day, reason, notice_date=False):
        """End running contracts on `day`, before their term."""
        self._in_life().write(
            {
                "state": "terminated",
                "date_closed": day,
                "end_reason": reason,
                "notice_date": notice_date,
            }
        )
        self._after_end()

    # Hooks: later houses react to a signature and to an end by overriding these

    def _after_signature(self):
        """Called once per batch of contracts that were just signed."""
        self.entrepreneur_id._sync_stage()

    def _after_end(self):
        """Called once per batch of contracts that were just ended, early or not."""
        amendments = self.sudo().search(
            [
                ("previous_id", "in", self.ids),
                ("kind", "=", "amendment"),
                ("state", "=", "running"),
            ]
        )
        amendments._in_life().write({"state": "ended"})
        self.entrepreneur_id._sync_stage()

    def _after_suspension(self):
        """Called once per batch of contracts whose suspended days changed."""

    @api.model
    def _cron_end_contracts(self):
        """End the contracts whose last day is past: rights stop by themselves (R5)."""
        today = fields.Date.context_today(self)
        contracts = self.search([("state", "=", "running"), ("date_last", "<", today)])
        contracts._do_end()

    # Business

    def _get_replaced(self):
        """Return the running contract that the signature of this one ends early, if any."""
        self.ensure_one()
        previous = self.previous_id
        if (
            self.kind == "initial"
            and previous.state == "running"
            and previous.date_start < self.date_start
            and (not previous.date_last or previous.date_last >= self.date_start)
        ):
            return previous
        return self.browse()

    def _format_day(self, day):
        """Return a day in words, as sentences want it: 14 mars 2027, 1er avril 2027."""
        return day_in_words(self.env, day)

    def _pick_current(self, day):
        """Return the contract in force on `day`, else the next one, else the last one."""
        contracts = self.filtered(
            lambda c: (
                c.kind != "amendment" and c.state not in ("draft", "cancelled") and c.date_start
            )
        ).sorted("date_start")
        current = contracts.filtered(
            lambda c: c.date_start <= day and (not c.date_last or day <= c.date_last)
        )
        return (
            current[-1:] or contracts.filtered(lambda c: c.date_start > day)[:1] or contracts[-1:]
        )

    def _get_summary(self):
        """Return the line of a card: CAPE 2/3, until 14 March 2027."""
        if not self:
            return ""
        self.ensure_one()
        terms = self.type_id._get_terms(self.date_start)
        label = self.type_id.code
        if terms.renewals_max:
            label = f"{label} {self.renewal_number + 1}/{terms.renewals_max + 1}"
        if self.date_last:
            return self.env._(
                "%(contract)s, until %(day)s",
                contract=label,
                day=self._format_day(self.date_last),
            )
        return self.env._(
            "%(contract)s, since %(day)s",
            contract=label,
            day=self._format_day(self.date_start),
        )
