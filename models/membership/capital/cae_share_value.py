from odoo import api, fields, models


class CaeShareValue(models.Model):
    """The nominal value of one share of an organisation from a date on."""

    _name = "cae.share.value"
    _description = "Value of the share"
    _order = "organisation_id, date_start desc"
    _rec_name = "date_start"

    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    organisation_id = fields.Many2one(
        comodel_name="res.partner",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.company.partner_id,
    )
    date_start = fields.Date(string="From", required=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    value = fields.Monetary(required=True)
    decided_by = fields.Char(help="The assembly that decided this value.")

    _one_per_day = models.Constraint(
        "UNIQUE (company_id, organisation_id, date_start)",
        "The value from that day is recorded already: edit it.",
    )
    _value_positive = models.Constraint("CHECK (value > 0)", "A share is worth more than zero.")

    @api.model
    def _get_value(self, company, organisation, day):
        """Return the value of one share on ``day``; 0.0 when nobody recorded one."""
        return self.search(
            [
                ("company_id", "=", company.id),
                ("organisation_id", "=", organisation.id),
                ("date_start", "<=", day),
            ],
            order="date_start desc",
            limit=1,
        ).value
