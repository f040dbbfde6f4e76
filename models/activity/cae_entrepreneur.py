from odoo import api, fields, models


class CaeEntrepreneur(models.Model):
    _inherit = "cae.entrepreneur"
    _life_more = dict.fromkeys(("free", "held", "bound"), frozenset({"default_activity_id"}))

    activity_member_ids = fields.One2many(
        comodel_name="cae.activity.member",
        inverse_name="entrepreneur_id",
        string="Shares in activities",
    )
    cae_activity_ids = fields.Many2many(
        comodel_name="cae.activity",
        compute="_compute_cae_activity_ids",
        string="Sheltered activities",
    )
    default_activity_id = fields.Many2one(
        comodel_name="cae.activity",
        compute="_compute_default_activity_id",
        store=True,
        readonly=False,
        check_company=True,
        index="btree_not_null",
        help="Where the person's part of a use is charged, when no other activity was asked.",
    )

    @api.depends("activity_member_ids.activity_id")
    def _compute_cae_activity_ids(self):
        for entrepreneur in self:
            entrepreneur.cae_activity_ids = entrepreneur.activity_member_ids.activity_id

    @api.depends("activity_member_ids.activity_id")
    def _compute_default_activity_id(self):
        """Keep the activity that was chosen; otherwise take the first one of the person."""
        for entrepreneur in self:
            if entrepreneur.default_activity_id not in entrepreneur.cae_activity_ids:
                entrepreneur.default_activity_id = entrepreneur.cae_activity_ids[:1]

    def action_view_cae_activities(self):
        """Open the activities of the person."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "cae_tiers_lieux.cae_activity_action"
        )
        return action | {
            "domain": [("member_ids.entrepreneur_id", "in", self.ids)],
            "context": {
                "default_member_ids": [fields.Command.create({"entrepreneur_id": self.id})]
            },
        }
