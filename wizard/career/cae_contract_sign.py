from odoo import fields, models


class CaeContractSign(models.TransientModel):
    """Somebody of the coop signs a contract on screen."""

    _name = "cae.contract.sign"
    _description = "Sign a contract for the coop"

    contract_id = fields.Many2one(comodel_name="cae.contract", required=True, readonly=True)
    name = fields.Char(required=True, default=lambda self: self.env.user.name)
    signature = fields.Binary(required=True)

    def action_confirm(self):
        """Sign, and run the contract when the person signed too."""
        self.ensure_one()
        self.contract_id._do_sign_on_screen("coop", self.name, self.signature)
        return {"type": "ir.actions.act_window_close"}
