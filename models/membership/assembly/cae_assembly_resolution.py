from decimal import Decimal

from odoo import api, fields, models

from ....rules import members
from ...base.life import Life, Stage
from ...base.money import money
from .cae_assembly import CLOSED


class CaeAssemblyResolution(models.Model):
    """A resolution put to the vote, college by college, and its weighted result."""

    _name = "cae.assembly.resolution"
    _description = "Resolution"
    _inherit = ["cae.life.mixin"]
    _life = Life(
        stages={
            **dict.fromkeys(
                ("draft", "open"),
                Stage(
                    frozenset({"assembly_id", "sequence", "name", "majority"}), delete="accountant"
                ),
            ),
            "closed": Stage(way_on=CLOSED),
        },
        parent="assembly_id",
    )
    _order = "assembly_id, sequence, id"

    assembly_id = fields.Many2one(
        comodel_name="cae.assembly", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="assembly_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True)
    majority = fields.Float(
        string="Majority (%)",
        digits=(5, 2),
        default=50.0,
        help="Carried when the votes in favour are above this part of the votes cast.",
    )
    ballot_ids = fields.One2many(
        comodel_name="cae.assembly.ballot", inverse_name="resolution_id", string="Votes"
    )
    in_favour = fields.Float(string="In favour (%)", digits=(5, 2), compute="_compute_result")
    against = fields.Float(string="Against (%)", digits=(5, 2), compute="_compute_result")
    carried = fields.Boolean(compute="_compute_result")

    @api.depends("ballot_ids.in_favour", "ballot_ids.against", "ballot_ids.weight", "majority")
    def _compute_result(self):
        for resolution in self:
            favour, against = members.tally(
                [
                    members.Ballot(
                        ballot.id or index,
                        money(ballot.weight),
                        ballot.in_favour,
                        ballot.against,
                    )
                    for index, ballot in enumerate(resolution.ballot_ids)
                ]
            )
            resolution.in_favour = float(favour)
            resolution.against = float(against)
            resolution.carried = favour > money(resolution.majority)

    @api.model_create_multi
    def create(self, vals_list):
        resolutions = super().create(vals_list)
        resolutions._list_ballots()
        return resolutions

    def _list_ballots(self):
        """Give each resolution one line of votes for each college that votes that day.

        Votes already counted are kept, with the weight of the day; a college that votes no more
        loses its line, or is said when it has votes.
        :raises ValidationError: a college cast more votes than it has voters (R25)
        """
        weightings = self.env["cae.college.weighting"]
        for resolution in self.filtered(lambda r: r.assembly_id.state == "open"):
            assembly = resolution.assembly_id
            weights = weightings._get_weights(
                assembly.company_id, assembly.organisation_id, assembly.date
            ) or {False: Decimal(100)}
            # False stands for the whole assembly, where it has no colleges
            ballots = resolution.ballot_ids.grouped(lambda ballot: ballot.college_id.id)
            missing = []
            for college, weight in weights.items():
                vals = {"weight": float(weight)}
                if college in ballots:
                    ballots[college]._permit(*vals).write(vals)
                else:
                    missing.append({"resolution_id": resolution.id, "college_id": college, **vals})
            if missing:
                self.env["cae.assembly.ballot"]._permit_create(*missing[0]).create(missing)
            resolution.ballot_ids._check_number_of_votes()
            gone = resolution.ballot_ids.filtered(lambda b, w=weights: b.college_id.id not in w)
            gone._check_without_votes()
            gone._permit("unlink").unlink()
