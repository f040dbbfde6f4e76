from odoo import fields, models
from odoo.tools import SQL

from ..base.cae_unit_mixin import RESOURCE_KINDS


class CaeProgramUse(models.Model):
    """How much the spaces of a programme were used, by space, coop and month: figures, no person.

    A coop and a host read those of their own books. The network that leads a programme reads those
    of every coop of this database too: of the coops alone, since a host counts the same presence
    again in its own. Who works in the books of both sees whose each line is.

    ==========  ==================================
    Support     reads those of its company
    Accountant  the same
    Manager     the same
    Network     reads those of its programmes
    Portal      nothing
    ==========  ==================================
    """

    _name = "cae.program.use"
    _description = "Use of a programme"
    _auto = False
    _order = "month desc, space_id, coop_id"
    _rec_name = "space_id"

    program_id = fields.Many2one(comodel_name="cae.program", readonly=True)
    company_id = fields.Many2one(comodel_name="res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    month = fields.Date(readonly=True)
    space_id = fields.Many2one(comodel_name="cae.space", readonly=True)
    host_id = fields.Many2one(
        comodel_name="res.partner", string="Legal person of the space", readonly=True
    )
    coop_id = fields.Many2one(comodel_name="res.partner", string="CAE", readonly=True)
    resource_kind = fields.Selection(selection=RESOURCE_KINDS, string="Kind", readonly=True)
    use_count = fields.Integer(string="Uses", readonly=True)
    public_amount = fields.Monetary(string="Public value", readonly=True)
    free_amount = fields.Monetary(string="Free", readonly=True)
    reduction_amount = fields.Monetary(string="Reductions", readonly=True)
    billed_amount = fields.Monetary(string="Billed", readonly=True)
    funded_amount = fields.Monetary(string="Borne by the funder", readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT min(usage.id) AS id, convention.program_id, usage.company_id,
                   date_trunc('month', usage.date)::date AS month,
                   usage.space_id, usage.host_id, usage.coop_id, usage.resource_kind,
                   count(*)::int AS use_count,
                   sum(usage.public_amount) AS public_amount,
                   sum(usage.free_amount) AS free_amount,
                   sum(usage.reduction_amount) AS reduction_amount,
                   sum(usage.billed_amount) AS billed_amount,
                   coalesce(sum(funded.amount), 0) AS funded_amount
              FROM cae_usage usage
              JOIN cae_convention convention ON convention.id = usage.convention_id
         LEFT JOIN (SELECT usage_id, sum(amount) AS amount FROM cae_usage_share
                     WHERE payer = 'funder' GROUP BY usage_id) funded ON funded.usage_id = usage.id
             WHERE convention.program_id IS NOT NULL AND usage.state IN ('rated', 'locked')
             GROUP BY convention.program_id, usage.company_id, date_trunc('month', usage.date),
                      usage.space_id, usage.host_id, usage.coop_id, usage.resource_kind
            """
        )
