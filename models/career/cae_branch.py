from odoo import fields, models


class CaeBranch(models.Model):
    """A local branch (antenne) of a coop.

    Rights: the support team reads; managers write.
    """

    _name = "cae.branch"
    _description = "Branch of a coop"
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        string="Coop",
        required=True,
        default=lambda self: self.env.company,
        index=True,
    )
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Address",
        check_company=True,
    )

    _name_company_uniq = models.Constraint(
        "UNIQUE(name, company_id)",
        "This coop already has a branch of that name.",
    )
