from odoo import fields, models
from odoo.tools.translate import LazyTranslate

from ...base.life import Life, Stage
from .cae_assembly import CLOSED

_lt = LazyTranslate(__name__)


class CaeAssemblyVoter(models.Model):
    """One member who may vote in an assembly, as the list stood that day."""

    _name = "cae.assembly.voter"
    _description = "Voter"
    _inherit = ["cae.life.mixin"]
    # listed by the assembly alone
    _life = Life(
        stages={
            **dict.fromkeys(
                ("draft", "open"),
                Stage(
                    frozenset({"presence", "proxy_id", "representative_id"}),
                    entered=frozenset(),
                    way_on=_lt("List the voters again."),
                ),
            ),
            "closed": Stage(way_on=CLOSED),
        },
        parent="assembly_id",
    )
    _order = "assembly_id, college_sequence, college_id, member_name, id"
    _rec_name = "member_id"

    assembly_id = fields.Many2one(
        comodel_name="cae.assembly", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="assembly_id.company_id", store=True, index=True)
    membership_id = fields.Many2one(
        comodel_name="cae.membership", required=True, ondelete="restrict"
    )
    # copied when the list is made
    member_id = fields.Many2one(comodel_name="res.partner", readonly=True, ondelete="restrict")
    member_name = fields.Char(string="Name", readonly=True)
    college_id = fields.Many2one(comodel_name="cae.college", readonly=True, ondelete="restrict")
    college_sequence = fields.Integer(readonly=True)
    representative_id = fields.Many2one(comodel_name="res.partner", ondelete="restrict")
    weight = fields.Float(
        string="Vote (%)",
        digits=(9, 4),
        readonly=True,
        help="What this vote weighs (R25).",
    )
    presence = fields.Selection(
        selection=[("absent", "Absent"), ("present", "Present"), ("proxy", "Represented")],
        required=True,
        default="absent",
    )
    proxy_id = fields.Many2one(
        comodel_name="res.partner", string="Proxy given to", ondelete="restrict"
    )

    _membership_once = models.Constraint(
        "UNIQUE (assembly_id, membership_id)",
        "A member votes once.",
    )
