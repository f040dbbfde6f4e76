from odoo import fields, models


class CaeAttestation(models.Model):
    """A coop's word about a person whose file is not in this database: status, from, to.

    A host or a network that runs the product rates uses by it; it holds nothing else of the
    person (R47), and the status is shown to the support team of that company only.
    """

    _name = "cae.attestation"
    _description = "Attestation"
    _inherit = ["mail.thread"]
    _check_company_auto = True
    _order = "date_start desc, id desc"
    _rec_name = "partner_id"

    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Person",
        required=True,
        index=True,
    )
    coop_id = fields.Many2one(
        comodel_name="res.partner",
        string="CAE",
        required=True,
        index=True,
    )
    status = fields.Selection(
        selection=[
            ("cape", "CAPE holder"),
            ("cesa", "Entrepreneur under a CESA"),
            ("associate", "Associate"),
            ("staff", "Support team of the CAE"),
        ],
        required=True,
        default="cape",
    )
    date_start = fields.Date(string="From", required=True)
    date_end = fields.Date(string="To")
    vouched_by = fields.Char(help="Who at the coop gave their word.")

    _dates_in_order = models.Constraint(
        "CHECK (date_end IS NULL OR date_end >= date_start)",
        "An attestation ends on or after the day it begins.",
    )

    def _is_in_force(self, day):
        """Whether the coop's word covers ``day``."""
        self.ensure_one()
        return self.date_start <= day and (not self.date_end or day <= self.date_end)
