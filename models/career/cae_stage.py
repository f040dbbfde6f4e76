from odoo import fields, models

from ..base.statuses import CAREER_STATUSES, status_selection


class CaeStage(models.Model):
    """A step of a career, a column of the kanban, and what happens when a person enters it.

    Rights: the support team reads; managers write.
    """

    _name = "cae.stage"
    _description = "Career stage"
    _inherit = ["cae.shared.mixin"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    fold = fields.Boolean(
        string="Folded in kanban",
        help="A folded column shows only its name and how many people stand in it.",
    )
    status = fields.Selection(
        selection=lambda self: status_selection(self.env, CAREER_STATUSES),
        string="Entered with the status",
        help="A person who gets this status moves to this stage by themselves.",
    )
    description = fields.Text(translate=True)

    # on entry
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
