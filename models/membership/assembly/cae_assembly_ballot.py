from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...base.life import Life, Stage
from .cae_assembly import CLOSED


class CaeAssemblyBallot(models.Model):
    """The votes of one college on one resolution."""

    _name = "cae.assembly.ballot"
    _description = "Votes of a college"
    _inherit = ["cae.life.mixin"]
    # one for each college, made with the resolution
    _life = Life(
        stages={
            **dict.fromkeys(
                ("draft", "open"),
                Stage(frozenset({"in_favour", "against", "abstained"}), entered=frozenset()),
            ),
            "closed": Stage(way_on=CLOSED),
        },
        parent="resolution_id",
    )
    _order = "resolution_id, id"
    _rec_name = "college_id"

    resolution_id = fields.Many2one(
        comodel_name="cae.assembly.resolution", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="resolution_id.company_id", store=True, index=True)
    college_id = fields.Many2one(comodel_name="cae.college", readonly=True, ondelete="restrict")
    weight = fields.Float(string="Weight (%)", digits=(5, 2), readonly=True)
    in_favour = fields.Integer(string="In favour")
    against = fields.Integer()
    abstained = fields.Integer(string="Abstentions")

    _votes_positive = models.Constraint(
        "CHECK (in_favour >= 0 AND against >= 0 AND abstained >= 0)",
        "A number of votes is not negative.",
    )

    def _check_without_votes(self):
        """Refuse to lose votes that were counted. :raises ValidationError: the first line"""
        for ballot in self.filtered(lambda b: b.in_favour or b.against or b.abstained):
            raise ValidationError(
                self.env._(
                    "%(college)s does not vote on that day and has votes on « %(resolution)s »: "
                    "take them out first.",
                    college=ballot.college_id.name or self.env._("The assembly"),
                    resolution=ballot.resolution_id.name,
                )
            )

    @api.constrains("in_favour", "against", "abstained")
    def _check_number_of_votes(self):
        """One member, one vote: a college casts at most as many votes as it has voters (R25)."""
        for ballot in self:
            voters = ballot.resolution_id.assembly_id.voter_ids.filtered(
                lambda v, b=ballot: not b.college_id or v.college_id == b.college_id
            )
            cast = ballot.in_favour + ballot.against + ballot.abstained
            if cast > len(voters):
                raise ValidationError(
                    self.env._(
                        "%(college)s cast %(cast)s votes and has %(voters)s voters: correct the "
                        "count of « %(resolution)s » (R25).",
                        college=ballot.college_id.name or self.env._("The assembly"),
                        cast=cast,
                        voters=len(voters),
                        resolution=ballot.resolution_id.name,
                    )
                )
