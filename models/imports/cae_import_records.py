"""What an import makes, and takes back: spaces and their legal persons, uses and visitors."""

import copy
from contextlib import suppress

from odoo import Command, models
from odoo.exceptions import UserError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import SQL

from ..base.errors import sentence_of
from ..base.words import day_in_words

#: Uses created at once.
BATCH = 4000
#: Tables that belong to a record and go with it, or only tell about it.
OWN_TABLES = (
    "cae_space_resource",
    "cae_import_line",
    "cae_import",
    "cae_import_name",
    "cae_space_cae_space_kind_rel",
    "mail_followers",
    "mail_message",
    "mail_message_res_partner_rel",
    "res_partner_res_partner_category_rel",
)
RECORDS = {"spaces": "cae.space", "attendance": "cae.usage"}


#: Of a longer file that fails, the row that stopped it is not searched: each try takes its time.
SEARCHED = 5000


class _Tried(Exception):
    """Raised to undo what was only tried."""


class CaeImport(models.Model):
    _inherit = "cae.import"

    # All or nothing

    def _make(self, lines):
        """Make what the rows say, all of it or nothing.

        :raises UserError: with the row that stopped it and why; a failure that is not a known
            sentence is logged
        """
        make = {"spaces": self._make_spaces, "attendance": self._make_uses}[self.kind]
        try:
            with self.env.cr.savepoint():
                make(lines)
                self.env.flush_all()
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            raise  # Odoo runs the whole request again
        except Exception as error:
            self.env.invalidate_all()
            sentence = sentence_of(self.env, error)
            row = self._find_failing_row(make) if len(lines) <= SEARCHED else None
            if row is None:
                raise UserError(
                    self.env._("Nothing was imported: %(sentence)s", sentence=sentence)
                ) from error
            raise UserError(
                self.env._(
                    "Nothing was imported: row %(number)s (%(label)s) stopped it. %(sentence)s",
                    number=row.number,
                    label=row.label,
                    sentence=sentence,
                )
            ) from error

    def _find_failing_row(self, make):
        """Return the row by which making fails: the last one of the shortest part that does.

        Each part is made for nothing, in a savepoint of its own; None when none fails alone.
        """
        rows = self._plan()
        least, most = 0, len(rows)
        while most - least > 1:
            middle = (least + most) // 2
            if self._fails(make, rows[:middle]):
                most = middle
            else:
                least = middle
        return rows[most - 1] if rows and self._fails(make, rows[:most]) else None

    def _fails(self, make, rows):
        """Return whether making some rows fails; nothing of it stays."""
        try:
            with suppress(_Tried), self.env.cr.savepoint():
                make(copy.deepcopy(rows))
                self.env.flush_all()
                raise _Tried
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            raise
        except Exception:  # noqa: BLE001 - it was told already; which row it is, is asked
            self.env.invalidate_all()
            return True
        self.env.invalidate_all()
        return False

    # Spaces

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
            "company_id": self.company_id.id,
            "host_id": line.data.get("host_id"),
            "kind_ids": [Command.set(line.data["kind_ids"])],
        }

    def _make_hosts(self, lines):
        """Create the legal persons that are missing, each once."""
        wanted = {}
        for line in lines:
            key = line.data.get("host_key")
            if key and not line.data.get("host_id"):
                wanted.setdefault(key, line)
        partners = self.env["res.partner"].create(
            [self._prepare_host_vals(line) for line in wanted.values()]
        )
        made = dict(zip(wanted, partners.ids, strict=True))
        for line in lines:
            key = line.data.get("host_key")
            if key in made and not line.data.get("host_id"):
                line.data["host_id"] = line.data["made_partner"] = made[key]
                line.data["partner_made"] = wanted[key] is line

    def _prepare_host_vals(self, line):
        """The legal person is not told in most directories: the space's own address stands in."""
        vals, name = line.vals, line.data.get("host")
        kind, code = line.data.get("host_code", ("", ""))
        prepared = {
            "name": name or vals["name"],
            "is_company": True,
            "country_id": self.env.ref("base.fr").id,
            "zip": vals.get("zip"),
            "city": vals.get("city"),
        }
        if not name:
            prepared |= {
                field: vals.get(field)
                for field in ("street", "street2", "email", "phone", "website")
            }
        if line.data.get("host_form_id"):
            prepared["cae_legal_form_id"] = line.data["host_form_id"]
        if code:
            prepared["cae_rna" if kind == "rna" else "company_registry"] = code
        return prepared

    # Uses

    def _make_uses(self, lines):
        """Create the uses, person after person, and join those recorded by half.

        All the uses of a person are rated together, so a person's rows stand in one batch; the
        caches are emptied between batches, for files of any length.
        """
        self._make_visitors(lines)
        new = [line for line in lines if line.action == "create"]
        for batch in self._get_batches(new):
            usages = (
                self.env["cae.usage"]
                ._permit_create("source", "decided")
                .create([self._prepare_use_vals(line) for line in batch])
            )
            for line, usage_id in zip(batch, usages.ids, strict=True):
                line.target = usage_id
            if len(new) > BATCH:
                self.env.flush_all()
                self.env.invalidate_all(flush=False)
        for line in lines:
            if "into" in line.data:
                line.target = line.data["into"].target
        self._join_uses([line for line in lines if line.data.get("before")])
        self._keep_names(lines)

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
            "day_part": data.get("part") or False,
            "quantity": float(data["quantity"]),
            "source": "import",
            "external_ref": data["ref"],
            "note": entry.note or False,
        }
        if entry.settled != "statement":
            # the sheet says so: it stays, whatever the person turns out to be
            vals |= {"settled_by": entry.settled, "decided": "settled_by"}
        if data.get("new_person") and not data.get("undecided"):
            # somebody ticked that strangers are external visitors: that is their decision
            decided = vals.get("decided")
            vals |= {
                "visitor": "external",
                "decided": f"{decided},visitor" if decided else "visitor",
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
            usages.write({"unit": "day", "quantity": 1.0, "day_part": False})

    # Taking back what was made and nobody used since

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
        result = self.env._(
            "%(removed)s records and %(gone)s contacts removed; %(kept)s kept because they are "
            "used elsewhere.",
            removed=removed,
            gone=gone,
            kept=kept + used,
        )
        self._take_step("undo", result=result)
        created = lines.filtered(lambda line: line.action == "create")
        left = set(self.env[RECORDS[self.kind]].browse(created.mapped("res_id")).exists().ids)
        # sudo: a report is written by the import alone
        lost = created.filtered(lambda line: line.res_id not in left)
        lost.sudo()._permit("res_id").write({"res_id": False})

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
        by_id = {usage.id: usage for usage in usages}
        for line in joined:
            if line.res_id in by_id:
                by_id[line.res_id].write(line.before)
        removed = usages.filtered(lambda u, ids=frozenset(created): u.id in ids)
        count = len(removed)
        removed.unlink()
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
                    day=day_in_words(self.env, locked[0].date),
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
