from odoo import api, fields, models

VAT_STATUSES = [
    ("standard", "Taxable"),
    ("franchise", "Franchise (293 B)"),
    ("exempt", "Exempt (261-7-1°)"),
    ("out_of_scope", "Out of scope"),
]


class VatCalendar:
    """What the sales of some partners bear, on any day: read once, then asked (R35, R51)."""

    def __init__(self, statuses, own):
        self._own = own
        self._statuses = {
            partner: versions.sorted("date_start", reverse=True)
            for partner, versions in statuses.grouped("partner_id").items()
        }

    def version(self, partner, day):
        """Return the record in force for a partner on a day, or None."""
        versions = self._statuses.get(partner, ())
        return next((version for version in versions if version.date_start <= day), None)

    def status(self, partner, day):
        """Return the status in force; of a partner that nobody described, ``None``.

        The company whose books these are has its own taxes: it is taxable unless it says not.
        """
        if version := self.version(partner, day):
            return version.status
        return "standard" if partner == self._own else None


class CaeVatStatus(models.Model):
    """The VAT status of a partner's activity from a date on, with its printed mention (R35).

    It belongs to the activity and not to the legal form: an association may be fully taxable.
    The mention is data, because the text of the law it quotes is moving (CGI to CIBS).
    """

    _name = "cae.vat.status"
    _description = "VAT status"
    _inherit = ["cae.version.mixin"]
    _version_of = ("partner_id",)
    _order = "partner_id, date_start desc"

    partner_id = fields.Many2one(
        comodel_name="res.partner",
        required=True,
        ondelete="cascade",
        index=True,
    )
    status = fields.Selection(selection=VAT_STATUSES, required=True, default="standard")
    # no default: the day is the partner's to tell, today would be a guess
    date_start = fields.Date(string="From", default=None)
    mention = fields.Char(
        compute="_compute_mention",
        store=True,
        readonly=False,
        precompute=True,
        help="Printed on every invoice of this partner while the status lasts.",
    )
    asked_on = fields.Date(help="When the partner confirmed it (R36: ask once a year).")

    _one_per_day = models.Constraint(
        "UNIQUE (partner_id, date_start)",
        "This partner has already a VAT status from that day: change that one.",
    )

    @api.model
    def _get_calendar(self, partners, company):
        """Return the :class:`VatCalendar` of these partners, in one query.

        :param company: whose books these are; its own sales bear VAT unless it says otherwise
        """
        return VatCalendar(self.search([("partner_id", "in", partners.ids)]), company.partner_id)

    @api.depends("status")
    def _compute_mention(self):
        # The mentions are words of French law: they are printed in French whatever the language.
        mentions = {
            "franchise": "TVA non applicable, art. 293 B du CGI",
            "exempt": "Exonération de TVA, art. 261-7-1° du CGI",
            "out_of_scope": "Opération hors du champ d'application de la TVA",
        }
        for vat in self:
            vat.mention = mentions.get(vat.status, False)
