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
    role_ids = fields.One2many(
        comodel_name="cae.space.role",
        inverse_name="space_id",
        string="Who is what here",
        help="Who carries the place, is resident, runs a room, animates, and since when.",
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
    # life
    stage = fields.Selection(
        selection=[
            ("project", "Project"),
            ("works", "Works"),
            ("open", "Open"),
            ("closed", "Closed for good"),
        ],
        required=True,
        default="open",
        tracking=True,
    )
    date_opened = fields.Date(string="Open since", tracking=True)
    date_closed = fields.Date(string="Last day", tracking=True)
    calendar_id = fields.Many2one(
        comodel_name="resource.calendar",
        string="Opening hours",
        ondelete="restrict",
        help="Empty: every day. A presence outside them is to be sorted out, never dropped.",
    )
    closure_ids = fields.One2many(
        comodel_name="cae.space.closure", inverse_name="space_id", string="Closed days"
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

    _life_in_order = models.Constraint(
        "CHECK (date_closed IS NULL OR date_opened IS NULL OR date_closed >= date_opened)",
        "A space closes after it opened.",
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

    # Business

    def _has_times(self):
        """Return whether the place is not simply open every day."""
        self.ensure_one()
        return bool(
            self.stage != "open"
            or self.date_opened
            or self.date_closed
            or self.calendar_id
            or self.closure_ids
        )

    def _is_open_life(self, day):
        """Return whether the place exists on a day: neither a project any more nor closed yet."""
        self.ensure_one()
        if self.date_opened and day < self.date_opened:
            return False
        if self.date_closed and day > self.date_closed:
            return False
        return bool(self.date_opened) or self.stage == "open" or bool(self.date_closed)

    def _get_closed_reason(self, day, start=None):
        """Return why the place is closed on a local day, an empty text where it is not said.

        :param start: local time of arrival, where it is known
        :return: ``None`` when it is open
        """
        self.ensure_one()
        for closure in self.closure_ids:
            if closure._holds_on(day):
                return closure.name
        # sudo: the hours of a place, which everybody reads on it
        hours = self.sudo().calendar_id.attendance_ids.filtered(
            lambda line: line.dayofweek == str(day.weekday()) and not line.display_type
        )
        if not self.calendar_id:
            return None
        if not hours:
            return ""
        if start is None:
            return None
        at = start.hour + start.minute / 60
        earliest, latest = min(hours.mapped("hour_from")), max(hours.mapped("hour_to"))
        return None if earliest <= at <= latest else ""
