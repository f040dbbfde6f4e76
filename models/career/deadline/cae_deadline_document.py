from odoo import api, models


class CaeDeadline(models.Model):
    """Documents that expire, on the board of deadlines."""

    _inherit = "cae.deadline"

    @api.model
    def _get_kind_selection(self):
        return [*super()._get_kind_selection(), ("document", self.env._("Document that expires"))]

    def _compute_explanation(self):
        result = super()._compute_explanation()
        for deadline in self.filtered(lambda line: line.kind == "document"):
            deadline.explanation = self.env._("A document of the person’s file")
        return result

    def _get_next_steps(self):
        return {**super()._get_next_steps(), "document": self.env._("Open the file")}
