from odoo import fields, models


class CaeContractOverride(models.TransientModel):
    """Let a manager allow what a rule stops, with a reason that is kept."""

    _name = "cae.contract.override"
    _description = "Allow a contract with a reason"

    contract_id = fields.Many2one(comodel_name="cae.contract", required=True)
    message = fields.Text(related="contract_id.blocking_message")
    reason = fields.Text(required=True)

    def action_confirm(self):
        self.contract_id._check_can_override()
        self.contract_id._do_override(self.reason)
