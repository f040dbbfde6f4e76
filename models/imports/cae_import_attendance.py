"""Plan of an attendance file: who, where, when, and in which unit."""

from collections import defaultdict
from datetime import timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

from odoo import fields, models

from ...rules import presence
from ...sheets import attendance, columns
from ...sheets.matching import Index, Known
from ...sheets.report import Line
from ...sheets.words import fold


class CaeImport(models.Model):
    _inherit = "cae.import"

    def _plan_attendance(self, rows, places):
        """Return a line for each row; the number of queries does not depend on the rows."""
        today = fields.Date.context_today(self)
        lines = []
        for row in rows:
            entry = attendance.read_entry(row.number, columns.by_field(row, places), today)
            line = Line(row.number, entry.label, list(entry.notes))
            line.blocking = any(note.level == "error" for note in entry.notes)
            line.data["entry"] = entry
            line.data["res_model"] = "cae.usage"
            lines.append(line)
        self._find_spaces(lines)
        self._find_people(lines)
        self._find_resources([line for line in lines if line.data.get("space_id")])
        self._set_references(lines)
        self._count_stays([line for line in lines if not line.blocking])
        self._find_activities([line for line in lines if not line.blocking])
        self._plan_uses([line for line in lines if not line.blocking])
        return lines

    # Where

    def _find_spaces(self, lines):
        """Give each line its space: the one it names, else the space of the file."""
        spaces = self.env["cae.space"].search_fetch([], ["name", "city", "tz"])
        index = Index(Known(space.id, space.name) for space in spaces)
        chosen = (self.choices or {}).get("space", {})
        for line in lines:
            said = line.data["entry"].space
            if not said:
                line.data["space_id"] = self.space_id.id
                if not self.space_id:
                    line.say("space_missing", "error")
                continue
            found = index.find(said)
            key = fold(said)
            if found.id or key in chosen:
                line.data["space_id"] = chosen.get(key) or found.id
                if key in chosen:
                    line.data |= {"question": "space", "said": key, "chosen_space": chosen[key]}
            elif self.space_id:
                line.data["space_id"] = self.space_id.id
                line.say("space_default", "doubt", value=said)
            else:
                self._ask(line, "space", key, said, found.candidates, index.labels)

    # Who

    def _find_people(self, lines):
        """Give each line its person; one that nobody knows may become an external visitor."""
        index = self._get_people_index(lines)
        chosen = (self.choices or {}).get("person", {})
        for line in lines:
            entry = line.data["entry"]
            key = entry.person_key
            if not key:
                line.say("person_missing", "error")
                continue
            if key in chosen:
                line.data["partner_id"] = line.data["chosen_partner"] = chosen[key]
                line.data |= {"question": "person", "said": key}
                line.say("person_chosen")
                continue
            found = index.find(entry.person, entry.email, entry.reference)
            if found.id:
                line.data["partner_id"] = found.id
                if found.note:
                    line.say("person_email", "doubt")
            elif self.record_unknown and not found.candidates:
                line.data["new_person"] = key
                said = entry.person or entry.email or entry.reference
                line.say("person_new", value=said)
            else:
                said = entry.person or entry.email or entry.reference
                self._ask(line, "person", key, said, found.candidates, index.labels)

    def _get_people_index(self, lines):
        """Know first the people of this company; then, by exact name or e-mail, any contact."""
        people, emails = self._get_own_people()
        index = Index(Known(p.id, p.name or "", *emails[p.id]) for p in people)
        names, wanted = set(), set()
        for line in lines:
            entry = line.data["entry"]
            if not index.find(entry.person, entry.email, entry.reference).id:
                words = entry.person.split()
                names |= {entry.person, " ".join(words[1:] + words[:1])}
                names |= {" ".join(words[-1:] + words[:-1]), entry.person.title()}
                wanted |= {entry.email.lower(), entry.person.lower()}
        others = self.env["res.partner"].search_fetch(
            [
                ("is_company", "=", False),
                ("company_id", "in", [False, self.company_id.id]),
                "|",
                ("name", "in", list(names - {""})),
                ("email_normalized", "in", [text for text in wanted if "@" in text]),
            ],
            ["name", "email_normalized", "ref"],
            order="id",
        )
        for partner in others:
            index.add(
                Known(
                    partner.id,
                    partner.name or "",
                    (partner.email_normalized,) if partner.email_normalized else (),
                    (partner.ref,) if partner.ref else (),
                )
            )
        return index

    def _get_own_people(self):
        """The people this company knows: files, attestations, its team, former visitors."""
        company = [("company_id", "=", self.company_id.id)]
        files = self.env["cae.entrepreneur"].search_fetch(company, ["partner_id", "reference"])
        attestations = self.env["cae.attestation"].search_fetch(company, ["partner_id"])
        # sudo: the team's names and e-mails, nothing else of the users
        team = (
            self.env["res.users"]
            .sudo()
            .search([("share", "=", False), ("company_ids", "in", self.company_id.ids)])
        )
        visitors = self.env["cae.usage"]._read_group(company, ["partner_id"])
        people = files.partner_id | attestations.partner_id | team.partner_id.sudo(False)
        for (partner,) in visitors:
            people |= partner
        people.fetch(["name", "email_normalized", "ref"])
        references = {file.partner_id: file.reference for file in files}
        facts = {}
        for partner in people:
            refs = tuple(filter(None, (references.get(partner), partner.ref)))
            mails = (partner.email_normalized,) if partner.email_normalized else ()
            facts[partner.id] = (mails, refs)
        return people, facts

    def _ask(self, line, question, key, said, candidates, names):
        """Stop at a row that does not say surely who or where, and name the candidates."""
        line.data |= {"question": question, "said": key, "candidates": list(candidates)}
        line.blocking = True
        if candidates:
            named = ", ".join(names[one] for one in candidates)
            line.say(f"{question}_alike", "doubt", value=said, names=named)
        else:
            line.say(f"{question}_unknown", "error", value=said)

    # What

    def _find_resources(self, lines):
        """Give each line its room: the one it names, else the desks of the space."""
        resources = self.env["cae.space.resource"].search_fetch(
            [("space_id", "in", list({line.data["space_id"] for line in lines}))],
            ["name", "kind", "space_id"],
        )
        kinds = dict(resources._fields["kind"]._description_selection(self.env))
        named, first, names = {}, {}, defaultdict(list)
        for resource in resources:
            space = resource.space_id.id
            names[space].append(resource.name)
            named.setdefault((space, fold(kinds[resource.kind])), resource)
            if space not in first or (resource.kind == "desk" and first[space].kind != "desk"):
                first[space] = resource
        named |= {(r.space_id.id, fold(r.name)): r for r in resources}
        zones = {}
        spaces = self.env["cae.space"].browse({line.data["space_id"] for line in lines})
        for space in spaces:
            zones[space.id] = (ZoneInfo(space.tz), Decimal(str(space.half_day_threshold)))
        for line in lines:
            space, said = line.data["space_id"], line.data["entry"].resource
            line.data["zone"], line.data["threshold"] = zones[space]
            resource = first.get(space)
            if said and not (resource := named.get((space, fold(said)))):
                line.say(
                    "resource_unknown",
                    "error",
                    space=spaces.browse(space).name,
                    value=said,
                    names=", ".join(names[space]) or self.env._("those you add to the space"),
                )
            line.data["resource_id"] = resource.id if resource else False
            line.data["resource_kind"] = resource.kind if resource else "desk"

    def _set_references(self, lines):
        """Give every row its reference, refused ones too: the next file counts them alike."""
        references = attendance.References()
        for line in lines:
            line.data["ref"] = references.of(line.data["entry"], line.data.get("space_id"))

    def _count_stays(self, lines):
        """Give each line its unit, its quantity, its local day, and its hours in UTC."""
        stops = any(line.data["entry"].stop for line in lines)
        for line in lines:
            self._count_stay(line, stops)

    def _count_stay(self, line, stops):
        data = line.data
        entry, kind = data["entry"], data["resource_kind"]
        stay = attendance.stay(entry, data["zone"])
        unit, quantity = entry.unit, entry.quantity
        if stay:
            start, stop = stay
            data["start"] = self._to_utc(start, data["zone"])
            if stop and unit:
                data["stop"] = self._to_utc(stop, data["zone"]) if stop > start else None
            elif stop:
                try:
                    unit, quantity = presence.count_stay(start, stop, kind, data["threshold"])
                except ValueError:
                    line.say("stay_wrong", "error")
                data["stop"] = self._to_utc(stop, data["zone"])
            elif not unit and stops:
                line.say("no_departure", "error")
        data["day"] = stay[0].date() if stay and entry.start.day else entry.day
        data["unit"], data["quantity"] = unit or self.default_unit, quantity
        if kind in presence.DESK_KINDS:
            counted = attendance.normalise_desk(data["unit"], data["quantity"])
            data["unit"], data["quantity"], code = counted
            if code:
                line.say(code, "repair")

    def _to_utc(self, local, zone):
        return local.replace(tzinfo=zone).astimezone(timezone.utc).replace(tzinfo=None)

    def _find_activities(self, lines):
        """Find the activity a row names among those of the person."""
        named = [line for line in lines if line.data["entry"].activity]
        partners = {line.data.get("partner_id") for line in named} - {None}
        files = self.env["cae.entrepreneur"].search(
            [("partner_id", "in", list(partners)), ("company_id", "=", self.company_id.id)]
        )
        known = {
            file.partner_id.id: {fold(a.name): a for a in file.cae_activity_ids} for file in files
        }
        for line in named:
            said = line.data["entry"].activity
            theirs = known.get(line.data.get("partner_id"), {})
            if fold(said) in theirs:
                line.data["activity_id"] = theirs[fold(said)].id
            else:
                line.say(
                    "activity_unknown",
                    "error",
                    value=said,
                    names=", ".join(a.name for a in theirs.values()) or self.env._("none"),
                )
