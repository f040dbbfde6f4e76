from odoo import api, fields, models


class CaeProgramEnvelope(models.Model):
    """What the funder of a programme gives for a year, and what is left of it.

    Once it is used up the price of a use stays what was agreed: who pays what does not depend on
    who came first in the year. The programme and the closing of a month say by how much, and the
    parties change the formula.

    Rights are those of ``cae.program``.
    """

    _name = "cae.program.envelope"
    _description = "Envelope of a year"
    _inherit = ["cae.shared.mixin"]
    _order = "program_id, year desc"
    _rec_name = "year"

    program_id = fields.Many2one(
        comodel_name="cae.program", required=True, ondelete="cascade", index=True
    )
    currency_id = fields.Many2one(related="program_id.currency_id")
    year = fields.Integer(required=True, default=lambda self: fields.Date.today().year)
    amount = fields.Monetary(required=True)
    used = fields.Monetary(
        compute="_compute_used", help="The parts of the uses of that year that the funder bears."
    )
    left = fields.Monetary(compute="_compute_used")

    _year_once = models.Constraint(
        "UNIQUE (program_id, year)", "A programme has one envelope a year."
    )

    def _get_shared(self):
        """As its programme."""
        own = self.program_id - self.program_id._get_shared()
        return self.filtered(lambda line: line.program_id not in own)

    @api.depends("amount", "year")
    def _compute_used(self):
        funded = self.program_id._get_funded()
        for envelope in self:
            envelope.used = funded.get((envelope.program_id._origin, envelope.year), 0.0)
            envelope.left = envelope.amount - envelope.used
