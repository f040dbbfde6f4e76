from odoo import api, fields, models


class CaeExitCheck(models.Model):
    """One thing to settle for one person who leaves.

    Rights: the support team reads, writes, adds and deletes those of its own companies.
    """

    _name = "cae.exit.check"
    _description = "Exit checklist of an entrepreneur"
    _order = "sequence, id"
    _check_company_auto = True

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
    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    done = fields.Boolean()
    date_done = fields.Date(
        compute="_compute_date_done",
        store=True,
        readonly=False,
    )
    note = fields.Char()

    @api.depends("done")
    def _compute_date_done(self):
        """Note the day on which it was settled."""
        for check in self:
            if not check.done:
                check.date_done = False
            elif not check.date_done:
                check.date_done = fields.Date.context_today(check)
