from odoo import fields, models

CATEGORIES = [
    ("employee", "Employees"),
    ("producer", "Producers and contractors"),
    ("user", "Users and beneficiaries"),
    ("coop", "CAE"),
    ("space", "Spaces and collectives"),
    ("public", "Territories and public bodies"),
    ("partner", "Partners and supporters"),
    ("investor", "Non-cooperating members"),
    ("external", "External members"),
]


class CaeCollege(models.Model):
    """A college of an organisation: the members of some categories vote together (R24, R25).

    ==========  ==========================
    Support     reads
    Accountant  creates and edits
    Manager     the same, and deletes
    ==========  ==========================
    """

    _name = "cae.college"
    _description = "College"
    _inherit = ["cae.organisation.mixin"]
    _order = "organisation_id, sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    category = fields.Selection(
        selection=CATEGORIES,
        required=True,
        default="user",
        help="Category of members in the law: employees and beneficiaries are asked for in a SCIC.",
    )

    _name_unique = models.Constraint(
        "UNIQUE (company_id, organisation_id, name)",
        "The organisation has a college of this name already.",
    )
