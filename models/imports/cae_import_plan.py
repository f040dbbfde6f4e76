"""Check and import: one plan, told line by line, then carried out whole or not at all."""

import json

from odoo import models
from odoo.exceptions import UserError

from ...rules.finding import Finding

STORED = (
    "import_id",
    "company_id",
    "number",
    "label",
    "status",
    "blocking",
    "sentence",
    "action",
    "question",
    "said",
    "candidate_ids",
    "partner_id",
    "space_id",
    "res_model",
    "res_id",
    "made_partner_id",
    "partner_made",
    "vals",
    "before",
)
SHOWN = 160


class CaeImport(models.Model):
    _inherit = "cae.import"

    def _do_check(self):
        self._store_lines(self._plan())
        self.state = "checked"
        self.result = False

    def _do_import(self):
        lines = self._plan()
        blocking = [line for line in lines if line.blocking]
        if blocking:
            raise UserError(
                self.env._(
                    "Nothing was imported: %(count)s rows are to be decided. First one, row "
                    "%(number)s (%(label)s): %(sentence)s",
                    count=len(blocking),
                    number=blocking[0].number,
                    label=blocking[0].label,
                    sentence=self._get_sentence(blocking[0]),
                )
            )
        make = {"spaces": self._make_spaces, "attendance": self._make_uses}[self.kind]
        make(lines)
        self._store_lines(lines)
        self.state = "done"
        self.result = self._get_result(lines)

    def _plan(self):
        """Return what would be made of each row; reads only, but for what columns mean."""
        body, places = self._read_body()
        self._remember_mapping(body)
        plan = {"spaces": self._plan_spaces, "attendance": self._plan_attendance}[self.kind]
        lines = plan(body, places)
        aside = set(self.aside or ())
        for line in lines:
            if line.number in aside and line.blocking:
                line.action, line.blocking = "skip", False
                reasons = [Finding(note.code, note.args) for note in line.notes]
                line.notes = [Finding("left_aside"), *reasons]
        return lines

    def _store_lines(self, lines):
        """Replace the report, in SQL: it has as many lines as the file has rows."""
        cr = self.env.cr
        self.env["cae.import.line"].flush_model()
        self.flush_recordset()
        cr.execute("DELETE FROM cae_import_line WHERE import_id = %s", [self.id])
        stamp = f"{int(self.env.uid)}, {int(self.env.uid)}, now() at time zone 'UTC'"
        cr.execute_values(
            f"INSERT INTO cae_import_line ({', '.join(STORED)}, create_uid, write_uid,"
            " create_date, write_date) VALUES %s",
            (self._prepare_line_row(line) for line in lines),
            template=f"({', '.join(['%s'] * len(STORED))}, {stamp}, now() at time zone 'UTC')",
            page_size=1000,
        )
        self.env["cae.import.line"].invalidate_model(flush=False)
        self.invalidate_recordset(flush=False)

    def _prepare_line_row(self, line):
        data = line.data
        return (
            self.id,
            self.company_id.id,
            line.number,
            (line.label or "")[:SHOWN] or None,
            line.status,
            line.blocking,
            self._get_sentence(line) or None,
            line.action,
            data.get("question"),
            data.get("said"),
            json.dumps(data["candidates"]) if data.get("candidates") else None,
            data.get("chosen_partner"),
            data.get("chosen_space"),
            data.get("res_model") if line.target else None,
            line.target,
            data.get("made_partner"),
            bool(data.get("partner_made")),
            json.dumps(data["stored_vals"]) if data.get("stored_vals") else None,
            json.dumps(data["before"], default=str) if data.get("before") else None,
        )

    def _keep_choice(self, line):
        """Remember who or where a row means, for every row that says the same."""
        field = "partner_id" if line.question == "person" else "space_id"
        chosen = line[field]
        if not line.question or not chosen:
            return
        choices = {name: dict(found) for name, found in (self.choices or {}).items()}
        choices.setdefault(line.question, {})[line.said] = chosen.id
        self.choices = choices
        twins = line.search(
            [
                ("import_id", "=", self.id),
                ("question", "=", line.question),
                ("said", "=", line.said),
            ]
        )
        twins.with_context(cae_import_writing=True).sudo().write(
            {
                field: chosen.id,
                "blocking": False,
                "status": "ok",
                "sentence": self.env._("Chosen by hand: %(name)s.", name=chosen.display_name),
            }
        )

    def _get_result(self, lines):
        """Say in a sentence what was made."""
        made = sum(line.action == "create" for line in lines)
        changed = sum(line.action in ("update", "merge") for line in lines)
        if not made and not changed:
            return self.env._("Nothing new: every row was known already.")
        if self.kind == "spaces":
            return self.env._(
                "%(made)s spaces created, %(changed)s completed.", made=made, changed=changed
            )
        return self.env._(
            "%(made)s uses recorded, %(changed)s half-days joined into days.",
            made=made,
            changed=changed,
        )
