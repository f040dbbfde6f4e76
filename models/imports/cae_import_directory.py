"""Making of the spaces of a directory."""

from odoo import Command, models


class CaeImport(models.Model):
    _inherit = "cae.import"

    def _make_spaces(self, lines):
        """Create the legal persons and the spaces that are missing, complete the others."""
        self._make_hosts([line for line in lines if line.action in ("create", "update")])
        new = [line for line in lines if line.action == "create"]
        spaces = self.env["cae.space"].create([self._prepare_space_vals(line) for line in new])
        for line, space in zip(new, spaces, strict=True):
            line.target = space.id
        self._complete_spaces([line for line in lines if line.action == "update"])

    def _complete_spaces(self, lines):
        spaces = self.env["cae.space"].browse([line.target for line in lines])
        for line, space in zip(lines, spaces, strict=True):
            vals = dict(line.data["changes"])
            if "kind_ids" in vals:
                vals["kind_ids"] = [Command.set(vals["kind_ids"])]
            if not space.host_id and line.data.get("host_id"):
                vals["host_id"] = line.data["host_id"]
                line.data["before"]["host_id"] = False
            space.write(vals)

    def _prepare_space_vals(self, line):
        """Return the values of a new space."""
        return {
            **{name: value for name, value in line.vals.items() if value},
            "host_id": line.data.get("host_id"),
            "kind_ids": [Command.set(line.data["kind_ids"])],
        }
