from odoo import fields, models


class AccountMove(models.Model):
    _inherit = "account.move"

    cae_statement_id = fields.Many2one(
        comodel_name="cae.statement",
        string="Monthly statement",
        readonly=True,
        copy=False,
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
    )
    cae_part = fields.Char(
        string="Part of the statement",
        readonly=True,
        copy=False,
        help="Which direction of the statement this invoice stands for.",
    )
    cae_month = fields.Date(
        related="cae_statement_id.month",
        store=True,
        string="Economic month",
    )

    _cae_once = models.UniqueIndex(
        "(cae_statement_id, move_type, cae_part) WHERE cae_statement_id IS NOT NULL"
        " AND state != 'cancel'",
        "This part of the statement is invoiced already.",
    )

    def _cae_get_action(self):
        """Open these invoices: the form of one, the list of several."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "cae_tiers_lieux.account_move_action_cae"
        )
        action["domain"] = [("id", "in", self.ids)]
        if len(self) == 1:
            action |= {"view_mode": "form", "res_id": self.id, "views": [(False, "form")]}
        return action
