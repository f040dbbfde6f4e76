from odoo import api, fields, models

SPACE_FIELDS = [
    ("name", "Name of the space"),
    ("host", "Legal person"),
    ("host_code", "SIRET, SIREN or RNA of the legal person"),
    ("host_form", "Legal form of the legal person"),
    ("address", "Whole address, to be split"),
    ("street", "Street"),
    ("street2", "Street (continued)"),
    ("zip", "Postal code"),
    ("city", "Town"),
    ("insee_code", "INSEE code of the town"),
    ("email", "E-mail"),
    ("phone", "Phone"),
    ("website", "Website"),
    ("contact_name", "Contact"),
    ("kinds", "Kinds"),
    ("latitude", "Latitude"),
    ("longitude", "Longitude"),
    ("point", "Latitude and longitude"),
]
ATTENDANCE_FIELDS = [
    ("date", "Date"),
    ("person", "Person: name, e-mail or reference"),
    ("first_name", "First name"),
    ("email", "E-mail"),
    ("reference", "Reference of the person"),
    ("space", "Space"),
    ("resource", "Room or equipment"),
    ("unit", "Unit"),
    ("quantity", "Quantity"),
    ("start", "Arrived"),
    ("stop", "Left"),
    ("part", "Part of the day"),
    ("morning", "Morning (ticked)"),
    ("afternoon", "Afternoon (ticked)"),
    ("activity", "Activity"),
    ("coop", "CAE"),
    ("status", "What became of the booking"),
    ("cancelled", "Cancelled (yes, or when)"),
    ("settled", "Settled on site"),
    ("note", "Note"),
    # what a grid of people and days becomes
    ("mark", "Mark in a grid"),
    ("left_out", "Left out of a grid"),
]
KINDS = [("spaces", "Directory of spaces"), ("attendance", "Attendance")]


class CaeImportColumnMixin(models.AbstractModel):
    """One column of a file: where it stands or how it is called, and what it means."""

    _name = "cae.import.column.mixin"
    _description = "Column of a file"
    _order = "position, id"

    position = fields.Integer(help="The first column is number 1.")
    header = fields.Char(help="The title of the column; case and accents do not matter.")
    space_field = fields.Selection(selection=SPACE_FIELDS, string="Is (space)")
    attendance_field = fields.Selection(selection=ATTENDANCE_FIELDS, string="Is (attendance)")

    @api.model
    def _prepare_column_vals(self, kind, field):
        """Return the values that give a column its meaning in a kind of file."""
        return {
            "space_field": (field or False) if kind == "spaces" else False,
            "attendance_field": (field or False) if kind == "attendance" else False,
        }

    def _get_field(self, kind):
        """Return the name of what the column means, empty when it is left out."""
        self.ensure_one()
        return (self.space_field if kind == "spaces" else self.attendance_field) or ""
