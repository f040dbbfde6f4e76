from odoo import api, fields, models


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
            notice = wizard.notice_date
            wizard.date = notice and wizard.contract_id._get_earliest_end(notice)

    @api.depends("contract_id", "notice_date", "date", "override_reason")
    @api.depends_context("uid", "lang")
    def _compute_blocking_message(self):
        manager = self.env.user.has_group("cae_tiers_lieux.group_manager")
        for wizard in self:
            wizard.can_override = False
            wizard.blocking_message = False
            if not wizard.date or not wizard.notice_date:
                wizard.blocking_message = self.env._("Give the day of the notice and the last day.")
                continue
            contract = wizard.contract_id
            found = contract._find_wrong_end(wizard.date, wizard.notice_date)
            wizard.can_override = manager and bool(found and found.overridable)
            if found and not (wizard.can_override and wizard.override_reason):
                wizard.blocking_message = contract._say(found)

    def action_confirm(self):
        self.ensure_one()
        contract = self.contract_id
        overridden = self.can_override and bool(self.override_reason)
        contract._check_can_terminate(self.date, self.notice_date, overridden)
        if overridden:
            contract._do_override(self.override_reason)
        contract._do_terminate(self.date, self.reason, self.notice_date)
