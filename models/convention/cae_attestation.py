from odoo import fields, models
from odoo.tools.translate import LazyTranslate

from ..base.life import Life, Stage
from ..base.statuses import status_selection

_lt = LazyTranslate(__name__)

#: What a coop may vouch for; who has left, or is a candidate, has no right to a space.
FACTS = frozenset({"company_id", "partner_id", "coop_id", "status", "date_start"})
ATTESTED_STATUSES = ("cape", "cesa", "associate", "staff")


class CaeAttestation(models.Model):
    """A coop's word about a person whose file is not in this database: status, from, to.

    A host or a network that runs the product rates uses by it; it holds nothing else of the
    person (R47), and the status is shown to the support team of that company only.

    ==========  =============================================
    Support     reads, creates and edits those of its company
    Accountant  the same
    Manager     the same, and deletes
    Others      nothing
    ==========  =============================================

    Once a bill follows from it, only its last day may change (``_life``).
    """

    _name = "cae.attestation"
    _description = "Attestation"
    _inherit = ["cae.life.mixin", "mail.thread", "cae.dated.mixin"]
    _check_company_auto = True
    _order = "date_start desc, id desc"
    _rec_name = "partner_id"

    _life = Life(
        stages={
            "open": Stage(FACTS | {"date_end", "vouched_by"}, delete="manager"),
            "used": Stage(
                frozenset({"date_end", "vouched_by"}),
                way_on=_lt("Billed uses follow from it: end it, and enter another one."),
            ),
        },
        labels={"open": _lt("Not billed yet"), "used": _lt("Named by a bill")},
    )

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
        ondelete="restrict",
    )
    coop_id = fields.Many2one(
        comodel_name="res.partner",
        string="CAE",
        required=True,
        index=True,
        ondelete="restrict",
    )
    status = fields.Selection(
        selection=lambda self: status_selection(self.env, ATTESTED_STATUSES),
        required=True,
        default="cape",
    )
    vouched_by = fields.Char(help="Who at the coop gave their word.")

    def _get_life_states(self):
        """Hook: the usage house knows which ones a bill follows from."""
        return dict.fromkeys(self, "open")
