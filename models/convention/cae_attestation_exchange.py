"""Attestations by file: a coop outside the database says who is whose, again and again."""

from datetime import date
from typing import NamedTuple
from xml.parsers.expat import ExpatError

import xmltodict
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...sheets import dates, tabular
from ...sheets.columns import by_field, named_places
from ...sheets.words import fold
from ..base.payload import xml_text

NAMESPACE = "urn:cae-tiers-lieux:attestation:1"
#: Titles of the columns of a table, as coops write them.
COLUMNS = {
    "person": ("personne", "nom", "entrepreneur", "nom et prenom", "person"),
    "email": ("email", "e-mail", "courriel", "mail", "adresse e-mail"),
    "coop": ("cae", "cooperative", "coop"),
    "status": ("statut", "contrat", "status"),
    "start": ("du", "debut", "depuis", "date de debut", "from"),
    "end": ("au", "fin", "jusqu'au", "date de fin", "to"),
}
#: What a status is called in a file.
STATUSES = {
    "cape": "cape",
    "contrat d'appui": "cape",
    "cesa": "cesa",
    "entrepreneur salarie": "cesa",
    "associate": "associate",
    "associe": "associate",
    "associee": "associate",
    "staff": "staff",
    "equipe": "staff",
    "equipe d'appui": "staff",
}


class Said(NamedTuple):
    """One line of a file, as it was read."""

    number: int
    person: str
    email: str
    coop: str
    status: str
    start: date | None
    end: date | None
    #: A last day that is written but is none.
    unread_end: str = ""


def _day_of(cell):
    """Return the day a cell tells, or None: an unreadable one is told with its line."""
    try:
        return dates.read_moment(cell).day if cell else None
    except ValueError:
        return None


def _end_of(cell):
    """Return the last day a cell tells, and its text where that is no day."""
    day = _day_of(cell)
    return day, "" if day else tabular.text_of(cell or "").strip()


class CaeAttestation(models.Model):
    _inherit = "cae.attestation"

    # Out

    def action_export_xml(self):
        """Offer these attestations as a file for the other side (``cae_attestation_1.xsd``)."""
        if len(self.coop_id) != 1:
            raise UserError(
                self.env._("A file holds what one CAE vouches for: choose those of one CAE.")
            )
        text = self._to_xml(self.coop_id, [each._to_said() for each in self])
        name = f"attestations-{self.coop_id.name}.xml"
        return self.env["ir.attachment"]._offer_xml(name, text)

    def _to_said(self):
        self.ensure_one()
        person = self.partner_id
        return Said(
            0,
            person.name or "",
            person.email or "",
            self.coop_id.name or "",
            self.status,
            self.date_start,
            self.date_end or None,
        )

    @api.model
    def _to_xml(self, coop, said):
        """Return what a coop vouches for as XML text that follows ``cae_attestation_1.xsd``."""
        lines = []
        for each in said:
            line = {"person": each.person}
            if each.email:
                line["email"] = each.email
            line |= {"status": each.status, "from": each.start.isoformat()}
            if each.end:
                line["to"] = each.end.isoformat()
            lines.append(line)
        head = {"@xmlns": NAMESPACE, "coop": coop.name}
        if coop.company_registry:
            head["registry"] = coop.company_registry
        return xml_text({"attestations": head | {"attestation": lines}})

    # In

    @api.model
    def _read_file(self, content):
        """Return the lines of a file, XML or a table, as :class:`Said`.

        :param content: the bytes of the file
        :raises UserError: the file is neither, or a column is missing
        """
        if content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
            return self._read_xml(content)
        return self._read_table(content)

    @api.model
    def _read_xml(self, content):
        try:
            tree = xmltodict.parse(content, force_list=("attestation",))
        except ExpatError as error:
            raise UserError(
                self.env._("This file is no readable XML: ask the CAE to send it again.")
            ) from error
        root = tree.get("attestations")
        if not isinstance(root, dict) or root.get("@xmlns") != NAMESPACE:
            raise UserError(
                self.env._("This XML file holds no attestations: choose the one that the CAE sent.")
            )
        return [
            Said(
                number,
                line.get("person") or "",
                line.get("email") or "",
                root.get("coop") or "",
                line.get("status") or "",
                _day_of(line.get("from")),
                *_end_of(line.get("to")),
            )
            for number, line in enumerate(root.get("attestation") or (), 1)
        ]

    @api.model
    def _read_table(self, content):
        try:
            rows = tabular.read(content)
        except tabular.WrongFile as error:
            raise UserError(
                self.env._("This file is no table: save it as CSV or XLSX, or ask for the XML one.")
            ) from error
        columns = named_places(rows[0], COLUMNS)
        lacking = [
            COLUMNS[name][0] for name in ("person", "status", "start") if name not in columns
        ]
        if lacking:
            raise UserError(
                self.env._(
                    "The file lacks the columns: %(columns)s. Its first line must hold the titles.",
                    columns=", ".join(lacking),
                )
            )

        statuses = {fold(word): status for word, status in STATUSES.items()}
        return [self._said_of_row(row, by_field(row, columns), statuses) for row in rows[1:]]

    @api.model
    def _said_of_row(self, row, cells, statuses):
        return Said(
            row.number,
            tabular.text_of(cells["person"]),
            tabular.text_of(cells.get("email", "")),
            tabular.text_of(cells.get("coop", "")),
            statuses.get(fold(tabular.text_of(cells["status"])), ""),
            _day_of(cells["start"]),
            *_end_of(cells.get("end", "")),
        )

    @api.model
    def _get_problem(self, said, coop):
        """Return the sentence that says why a line cannot be taken, or False."""
        env = self.env
        if not said.person.strip():
            return env._("Line %(number)s has no name.", number=said.number)
        words = {"number": said.number, "person": said.person}
        if said.status not in self._fields["status"].get_values(env):
            return env._(
                "Line %(number)s (%(person)s): write CAPE, CESA, associé or équipe as the status.",
                **words,
            )
        if not said.start:
            return env._("Line %(number)s (%(person)s) has no readable first day.", **words)
        if said.unread_end:
            return env._(
                "Line %(number)s (%(person)s) has no readable last day: “%(text)s”.",
                text=said.unread_end,
                **words,
            )
        if said.end and said.end < said.start:
            return env._("Line %(number)s (%(person)s) ends before it begins.", **words)
        if said.coop and fold(said.coop) != fold(coop.name or ""):
            return env._(
                "Line %(number)s (%(person)s) is of %(coop)s: load it as that CAE.",
                coop=said.coop,
                **words,
            )
        return False

    @api.model
    def _take(self, coop, lines):
        """Record what a coop said, all of it or nothing; said again, a line renews or ends.

        A line of the same person, status and first day gives the last day that now holds; another
        one ends what the coop said before of that person on the day before.

        :return: ``(new, changed, same)`` numbers of attestations
        :raises UserError: with every line that cannot be taken
        """
        problems = [problem for line in lines if (problem := self._get_problem(line, coop))]
        if problems:
            raise UserError("\n".join(problems))
        known = self.search([("company_id", "=", self.env.company.id), ("coop_id", "=", coop.id)])
        people = self._get_people(lines, known.partner_id)
        of_person = known.grouped("partner_id")
        counts = [0, 0, 0]
        for line in sorted(lines, key=lambda one: one.start):
            person = people[line.person, line.email]
            mine = of_person.get(person, known.browse())
            try:
                made, change = self._take_line(coop, line, person, mine)
            except ValidationError as error:
                raise UserError(
                    self.env._(
                        "Line %(number)s (%(person)s): %(reason)s",
                        number=line.number,
                        person=line.person,
                        reason=error.args[0],
                    )
                ) from error
            of_person[person] = mine | made
            counts[change] += 1
        return tuple(counts)

    @api.model
    def _take_line(self, coop, line, person, mine):
        """Record one line beside what the coop said of that person before.

        :return: the attestation, and 0 for a new one, 1 for a changed one, 2 for a known one
        """
        same = mine.filtered(lambda a: (a.status, a.date_start) == (line.status, line.start))
        if same:
            if same.date_end == (line.end or False):
                return same, 2
            same.date_end = line.end or False
            return same, 1
        eve = fields.Date.subtract(line.start, days=1)
        for former in mine._holding_between(line.start, line.end):
            if former.date_start < line.start:
                former.date_end = eve
        made = self.create(
            {
                "partner_id": person.id,
                "coop_id": coop.id,
                "status": line.status,
                "date_start": line.start,
                "date_end": line.end or False,
                "vouched_by": self.env._("By file"),
            }
        )
        return made, 0

    @api.model
    def _get_people(self, lines, known):
        """Return ``{(name, e-mail): person}``: by e-mail, else by name among those vouched for."""
        emails = {line.email.strip().lower() for line in lines} - {""}
        partners = self.env["res.partner"]
        by_email = {
            partner.email_normalized: partner
            for partner in partners.search(
                [("email_normalized", "in", list(emails)), ("is_company", "=", False)],
                order="id desc",
            )
        }
        by_name = {fold(partner.name or ""): partner for partner in known}
        people = {}
        for line in lines:
            key = (line.person, line.email)
            if key in people:
                continue
            email = line.email.strip().lower()
            found = by_email.get(email) or by_name.get(fold(line.person))
            if not found:
                found = partners.create(
                    {
                        "name": line.person.strip(),
                        "email": line.email.strip() or False,
                        "company_id": self.env.company.id,
                    }
                )
                by_name[fold(line.person)] = found
                if email:
                    by_email[email] = found
            people[key] = found
        return people
