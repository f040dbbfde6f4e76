from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools.translate import LazyTranslate

from ...base.life import Life, Stage

_lt = LazyTranslate(__name__)

_YEAR = frozenset({"company_id", "organisation_id", "date_end", "amount", "carried"})


class CaeLossYear(models.Model):
    """A loss-making financial year: what a leaver bears (R31), when an audit is due (R33).

    ==========  ======================================================
    Support     reads
    Accountant  creates; edits what no leaver bore a part of
    Manager     the same, and deletes it
    Others      nothing
    ==========  ======================================================
    """

    _name = "cae.loss.year"
    _description = "Loss-making year"
    _inherit = ["cae.life.mixin", "cae.organisation.mixin"]
    _order = "date_end desc"
    _rec_name = "date_end"
    _life = Life(
        stages={
            "open": Stage(_YEAR, delete="manager"),
            "used": Stage(
                frozenset({"amount"}),
                entered=_YEAR,
                way_on=_lt("Reverse the refunds that bear a part of it first."),
            ),
        },
    )

    date_end = fields.Date(string="End of the year", required=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount = fields.Monetary(string="Loss")
    carried = fields.Monetary(
        string="Losses not covered by reserves",
        help="Losses that reserves do not absorb at that date: a leaver bears their part (R31).",
    )
    state = fields.Selection(
        selection=[("open", "Not borne yet"), ("used", "Borne by a leaver")],
        compute="_compute_state",
    )

    _one_per_year = models.Constraint(
        "UNIQUE (company_id, organisation_id, date_end)",
        "This financial year is recorded already: edit it.",
    )
    _amounts_positive = models.Constraint(
        "CHECK (amount >= 0 AND carried >= 0)", "Write a loss as a positive amount."
    )

    # Life

    def _compute_state(self):
        for year, state in self._get_life_states().items():
            year.state = state

    def _get_life_states(self):
        return {year: "used" if year._is_used() else "open" for year in self}

    def _is_used(self):
        """Return whether a leaver bears a part of these losses, by a refund that stands."""
        self.ensure_one()
        year = self._origin.sudo()  # sudo: whether it was used, whoever asks
        if not year:
            return False
        own = self._domain_of_organisation(year.company_id, year.organisation_id)
        following = year.search(
            own & Domain("date_end", ">", year.date_end), order="date_end", limit=1
        )
        bearing = own & Domain("kind", "=", "refund") & Domain("loss", "!=", 0)
        bearing &= Domain("date", ">=", year.date_end)
        if following:
            bearing &= Domain("date", "<", following.date_end)
        refunds = year.env["cae.share.move"].search(bearing)
        reversals = refunds.search([("reversal_of_id", "in", refunds.ids)])
        return bool(refunds - reversals.reversal_of_id)

    # Business

    @api.model
    def _get_carried_losses(self, company, organisation, day):
        """Return the losses that reserves do not cover at the last year ended on ``day``."""
        domain = self._domain_of_organisation(company, organisation)
        return self.search(
            domain & Domain("date_end", "<=", day), order="date_end desc", limit=1
        ).carried
