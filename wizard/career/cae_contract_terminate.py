from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CaeContractTerminate(models.TransientModel):
    """End a contract before its term, with notice and reason."""

    _name = "cae.contract.terminate"
    _description = "End a contract early"

    contract_id = fields.Many2one(comodel_name="cae.contract", required=True)
    notice_date = fields.Date(
        string="Notice given on",
        required=True,
        default=fields.Date.context_today,
    )
    date = fields.Date(
        string="Last day",
        compute="_compute_date",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    reason = fields.Text(required=True)
    blocking_message = fields.Text(compute="_compute_blocking_message")
    can_override = fields.Boolean(compute="_compute_blocking_message")
    override_reason = fields.Text(string="Reason of the manager")

    @api.depends("contract_id", "notice_date")
    def _compute_date(self):
        for wizard in self:
            wizard.date = wizard._get_earliest_day()

    @api.depends("contract_id", "notice_date", "date", "override_reason")
    @api.depends_context("uid", "lang")
    def _compute_blocking_message(self):
        manager = self.env.user.has_group("cae_tiers_lieux.group_manager")
        for wizard in self:
            message, overridable = wizard._get_reason()
            wizard.can_override = overridable and manager
            wizard.blocking_message = (
                "" if wizard.can_override and wizard.override_reason else message
            )

    def action_confirm(self):
        self.ensure_one()
        if self.blocking_message:
            raise ValidationError(self.blocking_message)
        if self.override_reason and self.can_override:
            self.contract_id._do_override(self.override_reason)
        self.contract_id._do_terminate(self.date, self.reason, self.notice_date)

    def _get_earliest_day(self):
        terms = self.contract_id.type_id._get_terms(self.notice_date)
        return self.notice_date + timedelta(days=terms.notice_days)

    def _get_reason(self):
        """Return (what stops this end, whether a manager may override it)."""
        self.ensure_one()
        contract = self.contract_id
        day = contract._format_day
        if not self.date or not self.notice_date:
            return self.env._("Give the day of the notice and the last day."), False
        if self.date < contract.date_start:
            return self.env._(
                "%(contract)s starts on %(start)s: it cannot end before.",
                contract=contract.display_name,
                start=day(contract.date_start),
            ), False
        if contract.date_last and self.date > contract.date_last:
            return self.env._(
                "%(contract)s ends by itself on %(end)s: choose an earlier day.",
                contract=contract.display_name,
                end=day(contract.date_last),
            ), False
        if self.date < self._get_earliest_day():
            return self.env._(
                "With a notice given on %(notice)s, %(contract)s ends on %(day)s at the earliest. "
                "A manager may allow less with a reason.",
                notice=day(self.notice_date),
                contract=contract.display_name,
                day=day(self._get_earliest_day()),
            ), True
        return "", False
