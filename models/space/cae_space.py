from odoo import api, fields, models
from odoo.addons.base.models.res_partner import _tz_get


class CaeSpace(models.Model):
    """A shared place where entrepreneurs work: coworking, café, fablab, antenne…

    The place is a directory entry that every company of the database reads, as partners are; one
    of them keeps it, with its rooms and its prices. What was agreed about it is a convention.

    ==========  ==============================================
    Support     reads; creates and edits those that their company keeps
    Accountant  the same
    Manager     the same, and deletes one that was never used
    Network     reads
    Portal      nothing: controllers hand out a whitelist (R47)
    ==========  ==============================================
    """

    _name = "cae.space"
    _description = "Space"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "name, id"
    _rec_names_search = ["name", "city", "zip"]

    name = fields.Char(required=True, tracking=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        string="Kept by",
        index="btree_not_null",
        default=lambda self: self.env.company,
        help="The company that keeps this page and its prices up to date; empty: all of them.",
    )
    # people
    host_id = fields.Many2one(
        comodel_name="res.partner",
        string="Legal person",
        tracking=True,
        index="btree_not_null",
        help="Who runs the space and issues its invoices.",
    )
    carrier_id = fields.Many2one(
        comodel_name="res.partner",
        index="btree_not_null",
        help="The organisation that carries the place when it is not the host, such as a CAE.",
    )
    resident_ids = fields.Many2many(
        comodel_name="res.partner",
        relation="cae_space_resident_rel",
        column1="space_id",
        column2="partner_id",
        string="Residents",
    )
    contact_name = fields.Char(string="Contact")
    email = fields.Char()
    phone = fields.Char()
    website = fields.Char()
    # place
    street = fields.Char()
    street2 = fields.Char()
    zip = fields.Char(string="Postal code")
    city = fields.Char()
    country_id = fields.Many2one(
        comodel_name="res.country",
        default=lambda self: self.env.ref("base.fr", raise_if_not_found=False),
    )
    insee_code = fields.Char(string="INSEE code", help="Code of the town, five characters.")
    department_code = fields.Char(
        string="Department",
        compute="_compute_department_code",
        store=True,
        index=True,
    )
    latitude = fields.Float(digits=(10, 7))
    longitude = fields.Float(digits=(10, 7))
    tz = fields.Selection(
        selection=_tz_get,
        string="Time zone",
        required=True,
        default="Europe/Paris",
        help="A day of use is a day of this place.",
    )
    # offer
    kind_ids = fields.Many2many(comodel_name="cae.space.kind", string="Kinds")
    resource_ids = fields.One2many(
        comodel_name="cae.space.resource",
        inverse_name="space_id",
        string="Rooms and equipment",
    )
    tariff_ids = fields.One2many(
        comodel_name="cae.tariff",
        inverse_name="space_id",
        string="Public prices",
    )
    capacity = fields.Integer()
    half_day_threshold = fields.Float(
        string="Half-day up to",
        default=4.0,
        help="Hours of presence up to which a stay counts as a half-day.",
    )
    amenities = fields.Text()
    domiciliation_number = fields.Char(
        string="Domiciliation approval",
        help="Number of the approval that domiciliation needs (R49).",
    )
    note = fields.Html(string="Description")

    _half_day_positive = models.Constraint(
        "CHECK (half_day_threshold > 0)",
        "The half-day threshold is a number of hours above zero.",
    )

    @api.depends("zip", "insee_code")
    def _compute_department_code(self):
        """Read the department in the INSEE code, else in the postal code.

        The postal code alone cannot tell the two departments of Corsica apart in every case
        (20000 to 20199 is 2A, above is 2B); overseas codes hold three digits.
        """
        for space in self:
            code = (space.insee_code or space.zip or "").strip().upper()
            if code[:2] in ("97", "98"):
                space.department_code = code[:3]
            elif code[:2] == "20" and code[:5].isdigit():
                space.department_code = "2A" if int(code[:5]) < 20200 else "2B"
            else:
                space.department_code = code[:2] or False

    @api.depends("name", "city")
    def _compute_display_name(self):
        for space in self:
            city = space.city and space.city not in (space.name or "")
            space.display_name = f"{space.name} ({space.city})" if city else space.name
