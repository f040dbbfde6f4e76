"""Members of a programme by file: who joins, who is renewed, who leaves, all of it or nothing."""

import io
from collections import Counter
from dataclasses import dataclass, field
from datetime import date

import openpyxl
from odoo import api, fields, models
from odoo.exceptions import UserError
from openpyxl.styles import Font

from ...sheets import tabular
from ...sheets.columns import by_field, find_header, named_places
from ...sheets.members import EXAMPLES, NAMES, TITLES, Member, read_member
from ...sheets.words import fold
from ..base.words import day_in_words
from .cae_program_member_find import SIREN


@dataclass(slots=True)
class Planned:
    """What a line of a file would do: for whom, to which membership, and what it adds."""

    said: Member
    partner: object
    #: How the organisation was found: ``code``, ``name``, ``space``; ``new`` for one to make.
    found: str
    #: For an organisation to make: a known name that looks like it.
    near: str = ""
    member: object = None
    action: str = "new"
    vals: dict = field(default_factory=dict)
    has_space: bool = True
    #: What the contact lacks and the file tells.
    fills: dict = field(default_factory=dict)


class CaeProgramMember(models.Model):
    _inherit = "cae.program.member"

    # What the file says

    @api.model
    def _read_file(self, content):
        """Return ``([sheets.members.Member], [titles of the columns that are not read])``.

        :param content: the bytes of the file
        :raises UserError: it is no table, a column is missing, or it holds no line
        """
        try:
            rows = tabular.read(content)
        except tabular.WrongFile as error:
            raise UserError(self.env._("This file is no table: save it as CSV or XLSX.")) from error
        top = find_header(rows, TITLES) or 0
        places = named_places(rows[top], NAMES)
        if lacking := [NAMES[name][0] for name in ("name", "side") if name not in places]:
            raise UserError(
                self.env._(
                    "The file lacks the columns: %(columns)s. A line of titles must stand above "
                    "the members.",
                    columns=", ".join(lacking),
                )
            )
        body = rows[top + 1 :]
        if not body:
            raise UserError(self.env._("The file holds no line."))
        lines = [read_member(row.number, by_field(row, places)) for row in body]
        return lines, self._get_unread_titles(rows[top], body, places)

    def _get_unread_titles(self, header, body, places):
        """Return what the columns are called that hold something and are not read."""
        used = {place for columns in places.values() for place in columns}
        width = max(len(row.cells) for row in body)
        titles = [tabular.text_of(cell) for cell in header.cells]
        titles += [""] * (width - len(titles))
        return [
            titles[place] or self.env._("column %(number)s", number=place + 1)
            for place in range(width)
            if place not in used
            and any(place < len(row.cells) and row.cells[place] != "" for row in body)
        ]

    @api.model
    def _get_line_problem(self, said):
        """Return the sentence that says why a line cannot be read, or False."""
        env, unread = self.env, said.unread
        words = {"number": said.number, "name": said.name}
        if not fold(said.name):
            return env._("Line %(number)s has no name.", number=said.number)
        if unread.get("side"):
            return env._(
                "Line %(number)s (%(name)s): “%(text)s” is no side: write CAE or tiers-lieu.",
                text=unread["side"],
                **words,
            )
        if "side" in unread:
            return env._(
                "Line %(number)s (%(name)s) has no side: write CAE or tiers-lieu.", **words
            )
        if unread:
            name, text = next(iter(unread.items()))
            return env._(
                "Line %(number)s (%(name)s): “%(text)s” is no %(what)s.",
                text=text,
                what=self._get_cell_label(name),
                **words,
            )
        if said.side == "coop" and (said.choice not in ("", "formula") or said.value):
            return env._(
                "Line %(number)s (%(name)s): a CAE has nothing to choose: leave the choice empty.",
                **words,
            )
        if said.value and said.choice != "discount":
            return env._(
                "Line %(number)s (%(name)s): a reduction goes with the choice réduit alone.",
                **words,
            )
        if said.start and said.end and said.end < said.start:
            return env._("Line %(number)s (%(name)s) ends before it begins.", **words)
        return False

    def _get_cell_label(self, name):
        return {
            "code": self.env._("number of an organisation (SIREN, SIRET or RNA)"),
            "email": self.env._("e-mail address"),
            "start": self.env._("readable first day"),
            "end": self.env._("readable last day"),
            "signed": self.env._("readable day of signature"),
            "choice": self.env._(
                "choice: write gratuit, au cas par cas, comme la formule, or réduit and a number"
            ),
            "value": self.env._("reduction: write a number of percent, up to 100"),
        }[name]

    # What would be done

    @api.model
    def _plan(self, program, lines):
        """Return ``([Planned], [one sentence for each line that cannot be taken])``; reads only.

        :param lines: as ``_read_file`` gives them
        :raises AccessError: for who may not add members to this programme
        """
        program.ensure_one()
        self.check_access("create")
        program._check_may_change_shared()
        known = self._get_organisations(program)
        planned, problems, seen = [], [], {}
        for said in lines:
            line, problem = None, self._get_line_problem(said)
            if not problem:
                partner, found, problem = self._find_organisation(said, known)
                has_space = said.side == "coop" or partner in known.hosts
                line = Planned(said, partner, found, has_space=has_space)
            problem = problem or self._get_twin_problem(line, seen)
            if not problem:
                mine = known.members.get((line.partner, said.side), self.browse())
                problem = self._plan_membership(program, line, mine)
            if problem:
                problems.append(problem)
            else:
                if line.found == "new":
                    line.near = self._get_near(said, known)
                planned.append(line)
        self._plan_contacts([line for line in planned if line.found != "new"])
        if any(line.found == "new" for line in planned) and not self._may_make_contacts():
            names = ", ".join(line.said.name for line in planned if line.found == "new")
            problems.append(
                self.env._(
                    "These CAE are no contacts yet: %(names)s. Ask somebody of the support team to "
                    "add them, then load the file again.",
                    names=names,
                )
            )
        return planned, problems

    def _may_make_contacts(self):
        return self.env["res.partner"].has_access("create")

    def _get_twin_problem(self, line, seen):
        """Return the sentence of a line whose organisation another line has, or False."""
        said = line.said
        if line.partner:
            signs = [line.partner.id]
        else:
            code = said.code[:SIREN] if said.code.isdigit() else said.code
            signs = [sign for sign in (code, fold(said.name)) if sign]
        first = next((seen[sign, said.side] for sign in signs if (sign, said.side) in seen), None)
        for sign in signs:
            seen.setdefault((sign, said.side), said)
        return first is not None and self.env._(
            "Line %(number)s (%(name)s) is the same organisation as line %(first)s (%(other)s): "
            "keep one of the two.",
            number=said.number,
            name=said.name,
            first=first.number,
            other=first.name,
        )

    def _plan_membership(self, program, line, mine):
        """Say which membership a line is about and what it changes; return a problem or False.

        A cell left empty changes nothing, so that a file loaded again never undoes what was noted
        since. A line without a first day is about the last membership of the organisation.

        :param mine: the memberships of that organisation, on that side
        """
        env, said = self.env, line.said
        today = fields.Date.context_today(self)
        words = {"number": said.number, "name": said.name}
        if said.start:
            member = mine.filtered(lambda m: m.date_start == said.start)
        else:
            member = mine.sorted("date_start")[-1:]
        line.member = member
        start = said.start or member.date_start or max(today, program.date_start or today)
        end = said.end or member.date_end
        if said.end and said.end < start:
            return env._("Line %(number)s (%(name)s) ends before it begins.", **words)
        if not said.start and member.date_end and member.date_end < today and end >= today:
            return env._(
                "Line %(number)s (%(name)s) left on %(day)s: write the first day of its new "
                "membership.",
                day=day_in_words(env, member.date_end),
                **words,
            )
        if others := (mine - member)._holding_between(start, end):
            return env._(
                "Line %(number)s (%(name)s) is a member since %(day)s already: write that day, or "
                "give that membership a last day first.",
                day=day_in_words(env, others[0].date_start),
                **words,
            )
        chosen = said.choice == "discount" and not said.value
        if chosen and not (member.choice == "discount" and member.choice_value):
            return env._(
                "Line %(number)s (%(name)s) chose a reduced price: write by how much.", **words
            )
        line.vals = self._get_told_vals(said)
        if not member:
            line.vals["date_start"] = start
            return False
        line.vals = {name: value for name, value in line.vals.items() if member[name] != value}
        has_left = not said.start and member.date_end and member.date_end < today
        if has_left and not said.end:
            line.action, line.vals = "left", {}
        else:
            line.action = "changed" if line.vals else "same"
        return False

    def _get_told_vals(self, said):
        """Return the values that a line tells, without those of its empty cells."""
        vals = {"date_end": said.end, "date_signed": said.signed, "choice": said.choice}
        vals = {name: value for name, value in vals.items() if value}
        if said.value:
            vals["choice_value"] = round(float(said.value), 2)
        return vals

    def _plan_contacts(self, lines):
        """Note what the file tells of organisations and their contacts lack."""
        partners = self.env["res.partner"].union(*(line.partner for line in lines))
        writable = partners._filtered_access("write")
        for line in lines:
            said, partner = line.said, line.partner
            if partner not in writable:
                continue
            if said.email and not partner.email:
                line.fills["email"] = said.email
            if said.code and not (partner.company_registry or partner.cae_rna):
                line.fills |= self._get_code_vals(said.code)

    def _get_code_vals(self, code):
        return {"company_registry" if code.isdigit() else "cae_rna": code} if code else {}

    # What is done

    @api.model
    def _take(self, program, lines):
        """Record what a file says of the members, all of it or nothing.

        :return: how many lines are ``new``, ``changed``, ``same``, ``left``
        :raises UserError: with every line that cannot be taken
        """
        planned, problems = self._plan(program, lines)
        if problems:
            raise UserError("\n".join(problems))
        self._make_contacts([line for line in planned if line.found == "new"])
        self.create(
            [
                {
                    "program_id": program.id,
                    "partner_id": line.partner.id,
                    "side": line.said.side,
                    **line.vals,
                }
                for line in planned
                if line.action == "new"
            ]
        )
        changes = {}
        for line in planned:
            if line.action == "changed":
                key = tuple(sorted(line.vals.items()))
                changes[key] = changes.get(key, self.browse()) | line.member
            if line.fills:
                line.partner.write(line.fills)
        for vals, members in changes.items():
            members.write(dict(vals))
        return Counter(line.action for line in planned)

    def _make_contacts(self, lines):
        """Make the CAE that nobody knows: organisations with no part in this database."""
        made = self.env["res.partner"].create(
            [
                {
                    "name": line.said.name,
                    "is_company": True,
                    "country_id": self.env.ref("base.fr").id,
                    "email": line.said.email or False,
                    **self._get_code_vals(line.said.code),
                }
                for line in lines
            ]
        )
        for line, partner in zip(lines, made, strict=True):
            line.partner = partner

    # A file to fill in

    @api.model
    def _get_model_file(self):
        """Return a workbook with the titles and an example for each side."""
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.title = self.env._("Members")
        sheet.append([titles[0] for titles in NAMES.values()])
        for example in EXAMPLES:
            sheet.append([example.get(name, "") for name in NAMES])
        for cell in sheet[1]:
            cell.font = Font(bold=True)
            sheet.column_dimensions[cell.column_letter].width = 20
        for row in sheet.iter_rows(min_row=2):
            for cell in row:
                if isinstance(cell.value, date):
                    cell.number_format = "DD/MM/YYYY"
        sheet.freeze_panes = "A2"
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()
