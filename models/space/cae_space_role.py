from odoo import api, fields, models
from odoo.exceptions import ValidationError

ROLES = [
    ("carrier", "Carries the place"),
    ("resident", "Resident"),
    ("operator", "Runs a room"),
    ("antenna", "Antenna"),
    ("association", "Residents' association"),
]
#: One organisation at a time holds it: of the space, or of one room.
ALONE = {"carrier": "space_id", "operator": "resource_id"}


class CaeSpaceRole(models.Model):
    """What an organisation is in a space, from a day to a day.

    One coop carries the place, others are resident, an association animates, another coop runs the
    café, a shop is held for a season. Who runs a room on a day bills what was used of it that day.

    Rights are those of the space; the company that keeps it writes them.
    """

    _name = "cae.space.role"
    _description = "Role of an organisation in a space"
    _inherit = ["cae.dated.mixin"]
    _order = "space_id, role, date_start, id"
    _rec_name = "partner_id"

    space_id = fields.Many2one(
        comodel_name="cae.space", required=True, ondelete="cascade", index=True
    )
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Organisation",
        required=True,
        ondelete="restrict",
        index=True,
    )
    role = fields.Selection(selection=ROLES, required=True, default="resident")
    resource_id = fields.Many2one(
        comodel_name="cae.space.resource",
        string="Room or equipment",
        domain="[('space_id', '=', space_id)]",
        ondelete="restrict",
        index="btree_not_null",
        help="The room that it runs, or that it occupies.",
    )
    branch_id = fields.Many2one(
        comodel_name="cae.branch",
        ondelete="restrict",
        index="btree_not_null",
        help="The branch of the CAE that is at home here.",
    )
    date_start = fields.Date(string="Since", default=fields.Date.context_today)

    # Constraints

    @api.constrains("role", "space_id", "resource_id", "branch_id", "partner_id")
    def _check_links(self):
        for line in self:
            if line.role == "operator" and not line.resource_id:
                raise ValidationError(
                    self.env._(
                        "%(name)s runs a room of %(space)s: choose which one.",
                        name=line.partner_id.name,
                        space=line.space_id.name,
                    )
                )
            if line.resource_id and line.resource_id.space_id != line.space_id:
                raise ValidationError(
                    self.env._(
                        "%(room)s is not in %(space)s: choose one of its rooms.",
                        room=line.resource_id.name,
                        space=line.space_id.name,
                    )
                )
            branch = line.branch_id
            if branch and branch.company_id.partner_id != line.partner_id:
                raise ValidationError(
                    self.env._(
                        "The branch %(branch)s is of %(coop)s: choose that organisation.",
                        branch=branch.name,
                        coop=branch.company_id.name,
                    )
                )

    @api.constrains("role", "space_id", "resource_id", "date_start", "date_end")
    def _check_alone(self):
        """One organisation carries a space on a day, one runs a room."""
        for role, scope in ALONE.items():
            mine = self.filtered(lambda line, r=role: line.role == r)
            others = self.search([("role", "=", role), (scope, "in", mine[scope].ids)])
            for line in mine:
                same = (others - line).grouped(scope).get(line[scope], self.browse())
                if together := same._holding_between(line.date_start, line.date_end):
                    raise ValidationError(
                        self.env._(
                            "%(other)s is that already for %(what)s on the same days: give it a "
                            "last day first.",
                            other=together[0].partner_id.name,
                            what=line[scope].display_name,
                        )
                    )

    # Business

    @api.model
    def _get_operators(self, resources):
        """Return ``{resource: its dated operators}``, in one query."""
        # sudo: who runs a room is read by everybody on the space itself
        found = self.sudo().search(
            [("role", "=", "operator"), ("resource_id", "in", resources.ids)]
        )
        return found.grouped("resource_id")
