"""What a coop outside the database knows of a programme's clock, by file."""

import csv
import io
from datetime import date
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...sheets import dates, pseudonym, tabular
from ...sheets.columns import by_field, named_places
from ...sheets.words import fold
from .cae_attestation_exchange import STATUSES
from .cae_program_clock import ANYBODY

#: The columns of a file, in the order in which they are written, and how each may be called.
COLUMNS = {
    "pseudonym": ("Pseudonyme", "pseudonym"),
    "group": ("Statut", "groupe", "status"),
    "first": ("Premier passage", "premiere utilisation", "first use"),
    "months": ("Mois utilisés", "mois", "months used"),
}
#: How the clock of each group is written; they are read as attestations are, and in these words.
GROUPS = {
    "cape": "CAPE",
    "cesa": "CESA",
    "associate": "Associé",
    "staff": "Équipe",
    "external": "Externe",
    "candidate": "Candidat",
    # that of a person whom somebody counted as one: an organisation has no pseudonym
    "organisation": "Structure",
    ANYBODY: "Tous",
}
READ_AS = {fold(word): group for word, group in STATUSES.items()} | {
    fold(word): group for group, word in GROUPS.items()
}


class Told(NamedTuple):
    """One line of a file: as it was read, or as it will be written."""

    number: int
    pseudonym: str
    group: str
    first: date | None
    months: int | None


class CaeProgramClockFile(models.Model):
    """The last file of a coop outside about a programme, in the books of one company.

    It may hold no line: nobody came, and the clock knows that. Another file of the same coop
    replaces what the one before said.

    ==========  =======================================
    Support     reads those of its company
    Accountant  the same, and loads what a coop told
    Manager     the same, and deletes
    Network     nothing: it keeps the secret
    Portal      nothing
    ==========  =======================================
    """

    _name = "cae.program.clock.file"
    _description = "What another CAE told of a clock"
    _order = "program_id, coop_id"
    _rec_name = "coop_id"

    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    program_id = fields.Many2one(
        comodel_name="cae.program", required=True, ondelete="restrict", index=True
    )
    coop_id = fields.Many2one(
        comodel_name="res.partner",
        string="CAE",
        required=True,
        ondelete="restrict",
        index=True,
    )
    date_loaded = fields.Date(string="Loaded on", required=True, default=fields.Date.context_today)
    line_ids = fields.One2many(
        comodel_name="cae.program.clock", inverse_name="file_id", string="Clocks"
    )
    line_count = fields.Integer(string="Persons and clocks", compute="_compute_line_count")

    _once = models.Constraint(
        "UNIQUE (company_id, program_id, coop_id)",
        "A CAE has one file for a programme: load the new one over it; of two, a manager deletes "
        "one first.",
    )

    @api.depends("line_ids")
    def _compute_line_count(self):
        lines = self.env["cae.program.clock"]
        counts = dict(lines._read_group([("file_id", "in", self.ids)], ["file_id"], ["__count"]))
        for file in self:
            file.line_count = counts.get(file, 0)

    @api.constrains("company_id", "program_id")
    def _check_is_shared(self):
        """A company that is not of the programme says nothing of its clock, which others share."""
        for file in self:
            file.program_id.with_company(file.company_id)._check_is_of_company()

    # Out

    @api.model
    def _write_table(self, told):
        """Return lines as the bytes of a table that a French spreadsheet opens."""
        text = io.StringIO(newline="")
        writer = csv.writer(text, delimiter=";")
        writer.writerow(names[0] for names in COLUMNS.values())
        for line in sorted(told, key=lambda one: (one.pseudonym, one.group)):
            first = line.first.strftime("%d/%m/%Y")
            writer.writerow((line.pseudonym, GROUPS[line.group], first, line.months))
        return text.getvalue().encode("utf-8-sig")

    # In

    @api.model
    def _read_file(self, content):
        """Return the lines of a table, as :class:`Told`; titles alone are no line.

        :param content: the bytes of the file
        :raises UserError: it is no table, or a column is missing
        """
        try:
            rows = tabular.read(content)
        except tabular.WrongFile as error:
            raise UserError(
                self.env._("This file is no table: choose the CSV file that the CAE sent.")
            ) from error
        columns = named_places(rows[0], COLUMNS)
        if lacking := [names[0] for name, names in COLUMNS.items() if name not in columns]:
            raise UserError(
                self.env._(
                    "The file lacks the columns: %(columns)s. Its first line must hold the titles.",
                    columns=", ".join(lacking),
                )
            )
        return [self._read_line(row.number, by_field(row, columns)) for row in rows[1:]]

    @api.model
    def _read_line(self, number, cells):
        try:
            first = dates.read_moment(cells["first"]).day if cells["first"] else None
        except ValueError:
            first = None
        months = tabular.text_of(cells["months"])
        return Told(
            number,
            tabular.text_of(cells["pseudonym"]).lower(),
            READ_AS.get(fold(tabular.text_of(cells["group"])), ""),
            first,
            # no life has more months; Python refuses to read a number of thousands of digits
            int(months) if months.isdecimal() and len(months) < 5 else None,
        )

    @api.model
    def _get_problem(self, line, mark):
        """Return the sentence that says why a line cannot be taken, or False.

        :param mark: that of the secret
        """
        env, number = self.env, line.number
        if not pseudonym.PSEUDONYM.fullmatch(line.pseudonym):
            return env._("Line %(number)s has no pseudonym.", number=number)
        if not line.pseudonym.startswith(f"{mark}-"):
            return env._(
                "Line %(number)s was made with another secret: the CAE and you compare the secret "
                "of the programme, then it sends a new file.",
                number=number,
            )
        if not line.group:
            return env._(
                "Line %(number)s: write CAPE, CESA, Associé, Équipe, Externe, Candidat or Tous as "
                "the status.",
                number=number,
            )
        today = fields.Date.context_today(self)
        if not line.first:
            return env._("Line %(number)s has no readable first use.", number=number)
        if line.first > today:
            return env._("Line %(number)s: the first use is still to come.", number=number)
        most = (today.year - line.first.year) * 12 + today.month - line.first.month + 1
        if not line.months or line.months > most:
            return env._(
                "Line %(number)s: give the months used as a number from 1 to %(most)s, the months "
                "since the first use.",
                number=number,
                most=most,
            )
        return False

    @api.model
    def _check_lines(self, program, coop, lines):
        """Refuse a file as a whole, with one sentence for each line that cannot be taken.

        :raises UserError: with these sentences
        """
        mark = pseudonym.secret_mark(program._get_secret())
        if coop not in program.member_ids.filtered(lambda m: m.side == "coop").partner_id:
            raise UserError(
                self.env._(
                    "%(coop)s is no CAE of %(program)s: add it to the members first.",
                    coop=coop.name,
                    program=program.name,
                )
            )
        if coop in program._get_coops_here(coop):
            raise UserError(
                self.env._(
                    "%(coop)s records its uses in this database: its clocks are known without a "
                    "file.",
                    coop=coop.name,
                )
            )
        problems, seen = [], {}
        for line in lines:
            key = (line.pseudonym, line.group)
            problem = self._get_problem(line, mark)
            if not problem and key in seen:
                problem = self.env._(
                    "Line %(number)s tells again what line %(first)s does.",
                    number=line.number,
                    first=seen[key],
                )
            seen.setdefault(key, line.number)
            if problem:
                problems.append(problem)
        if problems:
            raise UserError("\n".join(problems))

    @api.model
    def _take(self, program, coop, lines):
        """Keep what a coop told, all of it or nothing, instead of what it told before.

        :return: the file, with its lines
        :raises UserError: with every line that cannot be taken
        """
        self.check_access("create")
        self._check_lines(program, coop, lines)
        key = {"company_id": self.env.company.id, "program_id": program.id, "coop_id": coop.id}
        file = self.search([(name, "=", value) for name, value in key.items()])
        if file:
            file.date_loaded = fields.Date.context_today(self)
        else:
            file = self.create(key)
        new = {(line.pseudonym, line.group, line.first, line.months): line for line in lines}
        same = file.line_ids.filtered(
            lambda old: new.pop(
                (old.pseudonym, old.clock_group, old.date_first, old.months_used), 0
            )
        )
        # sudo: who loads a file replaces the one before; else a manager deletes
        (file.line_ids - same).sudo().unlink()
        self.env["cae.program.clock"].create(
            [
                {
                    "file_id": file.id,
                    "pseudonym": line.pseudonym,
                    "clock_group": line.group,
                    "date_first": line.first,
                    "months_used": line.months,
                }
                for line in new.values()
            ]
        )
        return file

    @api.model
    def _count_known(self, program, lines):
        """Return how many lines fit a person known here, and how many by the name alone."""
        program._get_secret()
        persons = self.env["res.partner"].search_fetch(
            [("is_company", "=", False)], ["email_normalized", "name", "is_company"]
        )
        names = program._get_pseudonyms_of(persons)
        by_email = {name for person, name in names.items() if person.email_normalized}
        known = set(names.values())
        fitting = [line.pseudonym for line in lines if line.pseudonym in known]
        return len(fitting), sum(name not in by_email for name in fitting)
