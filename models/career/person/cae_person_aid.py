from odoo import fields, models


class CaePersonAid(models.Model):
    """An aid that a person receives, with its first and last day where they are known.

    Rights: only the group "Social file" reads, writes, adds and deletes, within its companies;
    nobody else, managers included.
    """

    _name = "cae.person.aid"
    _description = "Aid of a person"
    _inherit = ["cae.dated.mixin"]
    _order = "date_start desc, id desc"
    _check_company_auto = True

    name = fields.Char(string="Aid", required=True, help="ACRE, ARCE, Agefiph, a regional aid…")
    entrepreneur_id = fields.Many2one(
        comodel_name="cae.entrepreneur",
        required=True,
        ondelete="cascade",
        index=True,
    )
    company_id = fields.Many2one(
        related="entrepreneur_id.company_id",
        string="Coop",
        store=True,
        index=True,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(comodel_name="res.partner", string="Given by")
    amount = fields.Monetary()
    date_start = fields.Date(required=False)
