from odoo import api, fields, models
from odoo.exceptions import ValidationError


class MailActivityPlanTemplate(models.Model):
    """An activity of a plan for careers may fall to the adviser of each person."""

    _inherit = "mail.activity.plan.template"

    responsible_type = fields.Selection(
        selection_add=[("cae_adviser", "Adviser of the entrepreneur")],
        ondelete={"cae_adviser": "cascade"},
    )

    @api.constrains("plan_id", "responsible_type")
    def _check_responsible_cae(self):
        for template in self:
            if (
                template.responsible_type == "cae_adviser"
                and template.plan_id.res_model != "cae.entrepreneur"
            ):
                raise ValidationError(
                    self.env._("Only a plan for careers can name the adviser of the entrepreneur.")
                )

    def _determine_responsible(self, on_demand_responsible, applied_on_record):
        if self.responsible_type != "cae_adviser":
            return super()._determine_responsible(on_demand_responsible, applied_on_record)
        return {
            "responsible": applied_on_record.adviser_id or on_demand_responsible or self.env.user,
            "error": False,
            "warning": False,
        }
