from odoo import api, models

PLAN_PARAMETER = "cae_tiers_lieux.activity_plan_id"


class AccountAnalyticPlan(models.Model):
    _inherit = "account.analytic.plan"

    @api.model
    def _cae_activity_plan(self):
        """Return the analytic plan of activities, found or created.

        It is not shipped as data: its accounts stand on posted lines, so it must survive an
        uninstallation of the addon. Its id is kept as a system parameter.
        """
        # sudo: a plan of the whole database, which whoever opens an activity needs
        parameters = self.env["ir.config_parameter"].sudo()
        plan = self.sudo().browse(int(parameters.get_param(PLAN_PARAMETER, 0))).exists()
        if not plan:
            plan = self.sudo().create({"name": "Activités CAE"})
            parameters.set_param(PLAN_PARAMETER, plan.id)
        return plan
