import base64
import io

from odoo import fields, models
from openpyxl import Workbook
from openpyxl.styles import Font

from ...models.base.words import day_in_words


class CaeMembershipRegister(models.TransientModel):
    """The register of members as it stood on a day, on paper or in a spreadsheet (R32)."""

    _name = "cae.membership.register"
    _description = "Register of members"

    company_id = fields.Many2one(
        comodel_name="res.company", required=True, default=lambda self: self.env.company
    )
    organisation_id = fields.Many2one(
        comodel_name="res.partner",
        required=True,
        default=lambda self: self.env.company.partner_id,
    )
    date = fields.Date(required=True, default=fields.Date.context_today)
    with_left = fields.Boolean(string="With those who left", default=True)
    file = fields.Binary(readonly=True, attachment=False)
    file_name = fields.Char(readonly=True)

    def action_print(self):
        """Print the register of that day."""
        return self.env.ref("cae_tiers_lieux.cae_membership_register_report").report_action(self)

    def action_export(self):
        """Make the spreadsheet of the register of that day, and download it."""
        self.ensure_one()
        self.write(
            {
                "file": base64.b64encode(self._get_xlsx()),
                "file_name": f"registre-{self.date.isoformat()}.xlsx",
            }
        )
        return {
            "type": "ir.actions.act_url",
            "target": "download",
            "url": f"/web/content/{self._name}/{self.id}/file/{self.file_name}?download=true",
        }

    def _get_rows(self):
        """Return the register rows of the day, for the report and the spreadsheet."""
        self.ensure_one()
        return self.env["cae.membership"]._get_register(
            self.company_id, self.organisation_id, self.date, self.with_left
        )

    def _get_totals(self, rows):
        """Return the shares, subscribed and paid capital of the rows."""
        return {name: sum(row[name] for row in rows) for name in ("shares", "subscribed", "paid")}

    def _get_labels(self, name):
        """Return the translated labels of a selection field of memberships."""
        selection = self.env["cae.membership"]._fields[name]._description_selection(self.env)
        return dict(selection)

    def _get_xlsx(self):
        self.ensure_one()
        book = Workbook()
        sheet = book.active
        sheet.title = self.env._("Register")
        sheet.append(
            [
                self.env._(
                    "Register of members of %(name)s on %(day)s",
                    name=self.organisation_id.name,
                    day=day_in_words(self.env, self.date),
                )
            ]
        )
        sheet["A1"].font = Font(bold=True, size=13)
        sheet.append([])
        sheet.append(self._get_header())
        for cell in sheet[3]:
            cell.font = Font(bold=True)
        rows = self._get_rows()
        kinds, categories = self._get_labels("kind"), self._get_labels("category")
        bodies = self._get_labels("admission_body")
        for row in rows:
            sheet.append(
                [
                    row["number"],
                    row["member"].name,
                    row["address"],
                    kinds[row["kind"]],
                    categories.get(row["category"], ""),
                    row["college"].name or "",
                    bodies.get(row["admission_body"], ""),
                    row["date_admission"] or None,
                    row["date_start"],
                    row["date_end"] or None,
                    row["shares"],
                    row["subscribed"],
                    row["paid"],
                ]
            )
        totals = self._get_totals(rows)
        sheet.append(
            [self.env._("Total")]
            + [None] * 9
            + [totals["shares"], totals["subscribed"], totals["paid"]]
        )
        for column, width in zip(
            "ABCDEFGHIJKLM", (10, 32, 40, 10, 24, 24, 20) + (13,) * 6, strict=True
        ):
            sheet.column_dimensions[column].width = width
        sheet.freeze_panes = "C4"
        stream = io.BytesIO()
        book.save(stream)
        return stream.getvalue()

    def _get_header(self):
        return [
            self.env._("Number"),
            self.env._("Member"),
            self.env._("Address"),
            self.env._("By"),
            self.env._("Category"),
            self.env._("College"),
            self.env._("Admitted by"),
            self.env._("Admitted on"),
            self.env._("Joined on"),
            self.env._("Left on"),
            self.env._("Shares"),
            self.env._("Subscribed"),
            self.env._("Paid"),
        ]
