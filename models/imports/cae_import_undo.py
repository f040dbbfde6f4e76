"""Taking back an import: what it made and nobody used since."""

from odoo import Command, models
from odoo.exceptions import UserError
from odoo.tools import SQL

# Tables that belong to a record and go with it, or only tell about it.
OWN_TABLES = (
    "cae_space_resource",
    "cae_import_line",
    "cae_import",
    "cae_space_cae_space_kind_rel",
    "mail_followers",
    "mail_message",
    "mail_message_res_partner_rel",
    "res_partner_res_partner_category_rel",
)

RECORDS = {"spaces": "cae.space", "attendance": "cae.usage"}


class CaeImport(models.Model):
    _inherit = "cae.import"

    def _do_undo(self):
        lines = self.env["cae.import.line"].search(
            [("import_id", "=", self.id), ("res_id", "!=", 0), ("action", "!=", "skip")]
        )
        undo = {"spaces": self._undo_spaces, "attendance": self._undo_uses}[self.kind]
        removed, kept = undo(lines)
        people = self.env["cae.import.line"].search(
            [("import_id", "=", self.id), ("partner_made", "=", True)]
        )
        gone, used = self._remove_unused(people.made_partner_id)
        self.state = "undone"
        self.result = self.env._(
            "%(removed)s records and %(gone)s contacts removed; %(kept)s kept because they are "
            "used elsewhere.",
            removed=removed,
            gone=gone,
            kept=kept + used,
        )
        created = lines.filtered(lambda line: line.action == "create")
        left = set(self.env[RECORDS[self.kind]].browse(created.mapped("res_id")).exists().ids)
        # sudo: a report is written by the import alone
        created.filtered(lambda line: line.res_id not in left).sudo().write({"res_id": False})

    def _undo_spaces(self, lines):
        """Remove the spaces that nobody used, put back what was completed of the others."""
        updated = lines.filtered(lambda line: line.action == "update")
        spaces = self.env["cae.space"].browse(updated.mapped("res_id")).exists()
        by_id = {space.id: space for space in spaces}
        for line in updated:
            space = by_id.get(line.res_id)
            before = dict(line.before or {})
            if space and "kind_ids" in before:
                before["kind_ids"] = [Command.set(before["kind_ids"])]
            if space and before:
                space.write(before)
        created = lines.filtered(lambda line: line.action == "create").mapped("res_id")
        return self._remove_unused(self.env["cae.space"].browse(created))

    def _undo_uses(self, lines):
        """Remove the uses that were made and part the days that were joined, unless billed."""
        created = lines.filtered(lambda line: line.action == "create").mapped("res_id")
        joined = lines.filtered("before")
        usages = self.env["cae.usage"].browse(created + joined.mapped("res_id")).exists()
        self._check_uses_free(usages)
        people = usages.partner_id
        by_id = {usage.id: usage for usage in usages}
        for line in joined:
            if line.res_id in by_id:
                by_id[line.res_id].write(line.before)
        removed = usages.filtered(lambda u, ids=frozenset(created): u.id in ids)
        count = len(removed)
        removed.unlink()
        # a free clock that these uses had started begins later now
        self.env["cae.usage"].search(
            [
                ("partner_id", "in", people.ids),
                ("company_id", "=", self.company_id.id),
                ("state", "in", ("recorded", "rated")),
            ]
        )._rate()
        return count, 0

    def _check_uses_free(self, usages):
        """Refuse to take back what is billed, or what a later file joined."""
        locked = usages.filtered(lambda usage: usage.state == "locked")
        if locked:
            raise UserError(
                self.env._(
                    "%(count)s uses of this file are billed already (first one: %(person)s, "
                    "%(day)s): nothing was undone. Record corrections instead.",
                    count=len(locked),
                    person=locked[0].partner_id.name,
                    day=locked[0].date,
                )
            )
        later = self.env["cae.import.line"].search(
            [
                ("import_id", ">", self.id),
                ("import_id.state", "=", "done"),
                ("res_model", "=", "cae.usage"),
                ("res_id", "in", usages.ids),
                ("action", "=", "merge"),
            ],
            limit=1,
        )
        if later:
            raise UserError(
                self.env._(
                    "The file %(name)s joined half-days to those of this one: undo that import "
                    "first.",
                    name=later.import_id.name,
                )
            )

    def _remove_unused(self, records):
        """Delete the records that nothing refers to; return how many were removed and kept."""
        records = records.exists()
        used = self._get_used_ids(records)
        free = records.filtered(lambda record: record.id not in used)
        # sudo: deleting is for managers; taking back one's own import is for everybody
        free.sudo().unlink()
        return len(free), len(records) - len(free)

    def _get_used_ids(self, records):
        """Return the ids that some other record refers to, whatever the house it belongs to.

        One query for each foreign key of the database: their number does not depend on the records.
        """
        if not records:
            return set()
        self.env.flush_all()
        keys = self.env.execute_query(
            SQL(
                """
                SELECT source.relname, attribute.attname
                  FROM pg_constraint fk
                  JOIN pg_class source ON source.oid = fk.conrelid
                  JOIN pg_attribute attribute
                    ON attribute.attrelid = fk.conrelid AND attribute.attnum = fk.conkey[1]
                 WHERE fk.contype = 'f' AND fk.confrelid = %s::regclass
                   AND array_length(fk.conkey, 1) = 1
                   AND source.relname NOT IN %s
                """,
                records._table,
                OWN_TABLES,
            )
        )
        used, ids = set(), list(records.ids)
        for table, column in keys:
            own = SQL("AND NOT (id = ANY(%s))", ids) if table == records._table else SQL()
            rows = self.env.execute_query(
                SQL(
                    "SELECT DISTINCT %(column)s FROM %(table)s"
                    " WHERE %(column)s = ANY(%(ids)s) %(own)s",
                    column=SQL.identifier(column),
                    table=SQL.identifier(table),
                    ids=ids,
                    own=own,
                )
            )
            used |= {one for (one,) in rows}
        return used
