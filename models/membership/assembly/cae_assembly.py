from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

from ...base.life import Life, Stage, Transition

_lt = LazyTranslate(__name__)

CLOSED = _lt(
    "The assembly is closed: what it decided does not change. Prepare another assembly to decide "
    "otherwise."
)


class CaeAssembly(models.Model):
    """A general assembly: who may vote that day, who came, what was decided.

    ==========  ======================================
    Support     reads
    Accountant  prepares, records presence and votes
    Manager     the same, and deletes one that is not
                closed (``_life``)
    ==========  ======================================
    """

    _name = "cae.assembly"
    _description = "General assembly"
    _inherit = ["cae.life.mixin", "mail.thread", "mail.activity.mixin", "cae.organisation.mixin"]
    _order = "date desc, id desc"

    _life = Life(
        stages={
            "draft": Stage(
                frozenset({"name", "organisation_id", "company_id", "date", "place"}),
                delete="manager",
            ),
            "open": Stage(frozenset({"name", "date", "place"}), delete="manager"),
            "closed": Stage(way_on=CLOSED),
        },
        transitions={
            "list_voters": Transition(("draft", "open"), "open", "accountant"),
            "close": Transition(("open",), "closed", "accountant"),
        },
    )

    name = fields.Char(required=True, tracking=True)
    organisation_id = fields.Many2one(ondelete="restrict")
    date = fields.Date(required=True, default=fields.Date.context_today, tracking=True)
    place = fields.Char()
    state = fields.Selection(
        selection=[("draft", "In preparation"), ("open", "Voters listed"), ("closed", "Closed")],
        required=True,
        default="draft",
        tracking=True,
        copy=False,
    )
    voter_ids = fields.One2many(
        comodel_name="cae.assembly.voter", inverse_name="assembly_id", string="Voters"
    )
    resolution_ids = fields.One2many(
        comodel_name="cae.assembly.resolution", inverse_name="assembly_id", string="Resolutions"
    )
    voter_count = fields.Integer(string="Number of voters", compute="_compute_counts")
    present_count = fields.Integer(string="Present or represented", compute="_compute_counts")
    warning = fields.Text(compute="_compute_warning")

    @api.depends("voter_ids.presence")
    def _compute_counts(self):
        for assembly in self:
            voters = assembly.voter_ids
            assembly.voter_count = len(voters)
            assembly.present_count = len(voters.filtered(lambda v: v.presence != "absent"))

    @api.depends("organisation_id", "date", "company_id")
    def _compute_warning(self):
        memberships = self.env["cae.membership"]
        for assembly in self:
            organisation = assembly.organisation_id
            assembly.warning = bool(assembly.date and organisation) and "\n".join(
                memberships._get_structure_warnings(
                    assembly.company_id, organisation, assembly.date
                )
            )

    # CRUD

    def write(self, vals):
        """Another day has other voters and other weights: they are listed again."""
        result = super().write(vals)
        if "date" in vals:
            self.filtered(lambda assembly: assembly.state == "open")._do_list_voters()
        return result

    # Actions

    def action_list_voters(self):
        """List who may vote on the day of the assembly; presence already noted is kept."""
        self._check_can_list_voters()
        self._do_list_voters()

    def action_close(self):
        """Close the assembly: its voters and its results do not change any more."""
        self._check_can_close()
        self._do_close()

    def action_print_sign_in(self):
        """Print the sign-in sheet."""
        return self.env.ref("cae_tiers_lieux.cae_assembly_report").report_action(self)

    # Checks

    def _check_can_list_voters(self):
        self._check_step("list_voters")

    def _check_can_close(self):
        """Refuse an assembly without a list of voters. :raises UserError: the first one"""
        for assembly in self:
            if assembly.state == "draft":
                raise UserError(self.env._("List the voters before closing the assembly."))
        self._check_step("close")

    # Steps

    def _do_list_voters(self):
        for assembly in self:
            known = {voter.membership_id: voter for voter in assembly.voter_ids}
            new = []
            for row in self.env["cae.membership"]._get_voters(
                assembly.company_id, assembly.organisation_id, assembly.date
            ):
                vals = self._prepare_voter_vals(row)
                voter = known.pop(row["membership"], None)
                if voter:
                    voter._permit(*vals).write(vals)
                else:
                    new.append({"assembly_id": assembly.id, **vals})
            gone = assembly.voter_ids.browse([voter.id for voter in known.values()])
            gone._permit("unlink").unlink()
            if new:
                self.env["cae.assembly.voter"]._permit_create(*new[0]).create(new)
            assembly._take_step("list_voters")
            assembly.resolution_ids._list_ballots()

    @api.model
    def _prepare_voter_vals(self, row):
        """Return the values of a voter, from a row of ``cae.membership._get_voters``."""
        return {
            "membership_id": row["membership"].id,
            "college_id": row["college"].id,
            "representative_id": row["representative"].id,
            "weight": float(row["weight"]),
            # copies: the list says who was called that day, whatever becomes of them
            "member_id": row["member"].id,
            "member_name": row["member"].name,
            "college_sequence": row["college"].sequence,
        }

    def _do_close(self):
        self._take_step("close")
