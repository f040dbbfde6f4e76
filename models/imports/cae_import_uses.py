"""Making of the uses of an attendance file."""

from odoo import models

BATCH = 4000


class CaeImport(models.Model):
    _inherit = "cae.import"

    def _make_uses(self, lines):
        """Create the uses, person after person, and join those recorded by half.

        All the uses of a person are rated together, so a person's rows stand in one batch; the
        caches are emptied between batches, for files of any length.
        """
        self._make_visitors(lines)
        new = [line for line in lines if line.action == "create"]
        for batch in self._get_batches(new):
            usages = self.env["cae.usage"].create([self._prepare_use_vals(line) for line in batch])
            for line, usage_id in zip(batch, usages.ids, strict=True):
                line.target = usage_id
            if len(new) > BATCH:
                self.env.flush_all()
                self.env.invalidate_all(flush=False)
        for line in lines:
            if "into" in line.data:
                line.target = line.data["into"].target
        self._join_uses([line for line in lines if line.data.get("before")])

    def _get_batches(self, lines):
        """Cut into batches that never part the rows of a person."""
        by_person = {}
        for line in lines:
            by_person.setdefault(line.data["partner_id"], []).append(line)
        batch = []
        for rows in by_person.values():
            if batch and len(batch) + len(rows) > BATCH:
                yield batch
                batch = []
            batch += rows
        if batch:
            yield batch

    def _make_visitors(self, lines):
        """Create a contact for each person nobody knows, once."""
        wanted = {}
        for line in lines:
            if line.action == "create" and (key := line.data.get("new_person")):
                wanted.setdefault(key, line)
        partners = self.env["res.partner"].create(
            [self._prepare_visitor_vals(line) for line in wanted.values()]
        )
        made = dict(zip(wanted, partners.ids, strict=True))
        for line in lines:
            key = line.data.get("new_person")
            if key in made:
                line.data["partner_id"] = line.data["made_partner"] = made[key]
                line.data["partner_made"] = wanted[key] is line

    def _prepare_visitor_vals(self, line):
        """Return the values of an external visitor."""
        entry = line.data["entry"]
        email = entry.email or (entry.person if "@" in entry.person else "")
        name = entry.person if "@" not in entry.person else ""
        return {
            "name": name or email.partition("@")[0] or entry.reference,
            "email": email or False,
            "ref": entry.reference or False,
            "company_id": self.company_id.id,
        }

    def _prepare_use_vals(self, line):
        """Return the values of one use."""
        data, entry = line.data, line.data["entry"]
        vals = {
            "company_id": self.company_id.id,
            "space_id": data["space_id"],
            "resource_id": data["resource_id"],
            "partner_id": data["partner_id"],
            "date": data["day"],
            "start": data.get("start"),
            "stop": data.get("stop"),
            "unit": data["unit"],
            "quantity": float(data["quantity"]),
            "source": "import",
            "external_ref": data["ref"],
            "settled_by": entry.settled,
            "note": entry.note or False,
        }
        if data.get("activity_id"):
            vals["activity_id"] = data["activity_id"]
        return vals

    def _join_uses(self, lines):
        """Make a day of the half-days recorded before, and keep the row's reference."""
        usages = self.env["cae.usage"].browse([line.target for line in lines])
        for line, usage in zip(lines, usages, strict=True):
            if not usage.external_ref:
                usage.external_ref = line.data["ref"]
        if usages:
            usages.write({"unit": "day", "quantity": 1.0})
