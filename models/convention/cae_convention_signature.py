from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools.translate import LazyTranslate

from ..base.life import Life, Stage
from ..base.payload import file_problem

_lt = LazyTranslate(__name__)

SIGNED = frozenset("convention_id partner_id date_signed signed_by document document_name".split())


class CaeConventionSignature(models.Model):
    """One party signed: the host, or one of the coops. The convention is in force coop by coop.

    Rights are those of ``cae.convention``: an accountant notes who signed, also while it is in
    force; what was noted of one in force is kept as it is.
    """

    _name = "cae.convention.signature"
    _description = "Signature of a convention"
    _inherit = ["cae.life.mixin"]
    _order = "convention_id, date_signed, id"
    _rec_name = "partner_id"
    _life = Life(
        stages={
            "draft": Stage(SIGNED, delete="accountant"),
            "running": Stage(
                entered=SIGNED, way_on=_lt("A signature is kept: a manager makes a new version.")
            ),
            "ended": Stage(way_on=_lt("A manager makes a new version of the convention.")),
            "cancelled": Stage(way_on=_lt("Prepare another convention.")),
        },
        parent="convention_id",
    )

    convention_id = fields.Many2one(
        comodel_name="cae.convention", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="convention_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Party",
        required=True,
        ondelete="restrict",
        index=True,
    )
    date_signed = fields.Date(string="Signed on", required=True, default=fields.Date.context_today)
    signed_by = fields.Char(help="Name and function of who signed.")
    document = fields.Binary(string="Signed document", attachment=True)
    document_name = fields.Char()

    _party_once = models.Constraint(
        "UNIQUE (convention_id, partner_id)", "This party signed already."
    )

    @api.constrains("partner_id", "convention_id", "document")
    def _check_party(self):
        """Refuse a signature of who is no party, or a file that nobody can read."""
        for line in self:
            convention = line.convention_id
            if line.partner_id not in convention.host_id | convention.coop_ids:
                raise ValidationError(
                    self.env._(
                        "%(name)s is no party of %(convention)s: choose the host or one of its "
                        "CAE.",
                        name=line.partner_id.name,
                        convention=convention.display_name,
                    )
                )
            if line.document and (problem := file_problem(self.env, line.document)):
                raise ValidationError(problem)
