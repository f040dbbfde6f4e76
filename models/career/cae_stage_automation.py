from odoo import fields, models


class CaeStage(models.Model):
    """What happens by itself when a person enters a stage."""

    _inherit = "cae.stage"

    mail_template_id = fields.Many2one(
        comodel_name="mail.template",
        string="Mail to the person",
        domain="[('model', '=', 'cae.entrepreneur')]",
        help="Sent when a person enters this stage.",
    )
    activity_plan_id = fields.Many2one(
        comodel_name="mail.activity.plan",
        string="Activities to plan",
        domain="[('res_model', '=', 'cae.entrepreneur')]",
        help="Planned when a person enters this stage.",
    )
