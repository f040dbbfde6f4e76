"""Plan of an attendance file: who, where, when, in which unit, and what is recorded already."""

from collections import defaultdict
from datetime import timezone
from zoneinfo import ZoneInfo

from odoo import fields, models

from ...rules import presence
from ...sheets import attendance, columns
from ...sheets.matching import Index, Known
from ...sheets.report import Line
from ...sheets.words import fold
from ..base.money import money

DESK_UNITS = ("half_day", "day")


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
            zones[space.id] = (ZoneInfo(space.tz), money(space.half_day_threshold))
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

    # One person, one space, one day: at most one desk; two half-days become a day

    def _plan_uses(self, lines):
        """Set aside what is recorded already, join half-days; the rest is to be created."""
        known = self._get_known_references(lines)
        fresh = []
        for line in lines:
            target = known.get((line.data["space_id"], line.data["ref"]))
            if target:
                line.action, line.target = "skip", target
                line.say("already")
            else:
                fresh.append(line)
        groups = {}
        for line in fresh:
            if key := self._get_desk_key(line):
                groups.setdefault(key, []).append(line)
        recorded = self._get_recorded_desks(groups)
        for key, group in groups.items():
            self._plan_desk_day(group, recorded.get(key))

    def _get_known_references(self, lines):
        """Return ``{(space, reference): use}`` of the rows that a file brought before."""
        usages = self.env["cae.usage"].search_fetch(
            [
                ("company_id", "=", self.company_id.id),
                ("space_id", "in", list({line.data["space_id"] for line in lines})),
                ("external_ref", "in", [line.data["ref"] for line in lines]),
            ],
            ["space_id", "external_ref"],
        )
        return {(usage.space_id.id, usage.external_ref): usage.id for usage in usages}

    def _get_desk_key(self, line):
        data = line.data
        if data["resource_kind"] != "desk" or data["unit"] not in DESK_UNITS:
            return None
        person = data.get("partner_id") or data.get("new_person")
        return person, data["space_id"], data["day"]

    def _get_recorded_desks(self, groups):
        """Return ``{key: use}`` of the desk-days that these rows may meet."""
        if not groups:
            return {}
        people = {person for person, _space, _day in groups if isinstance(person, int)}
        days = [day for _person, _space, day in groups]
        usages = self.env["cae.usage"].search_fetch(
            [
                ("company_id", "=", self.company_id.id),
                ("partner_id", "in", list(people)),
                ("space_id", "in", list({space for _person, space, _day in groups})),
                ("date", ">=", min(days)),
                ("date", "<=", max(days)),
                ("resource_kind", "=", "desk"),
                ("unit", "in", DESK_UNITS),
                ("state", "!=", "cancelled"),
            ],
            [
                "partner_id",
                "space_id",
                "date",
                "unit",
                "quantity",
                "state",
                "external_ref",
                "settled_by",
            ],
        )
        return {(u.partner_id.id, u.space_id.id, u.date): u for u in usages}

    def _plan_desk_day(self, lines, recorded):
        """Join the rows of one desk-day to what is recorded, or to the first of them."""
        if recorded:
            self._join_recorded(lines, recorded)
            return
        first, *others = lines
        for line in others:
            if first.data["unit"] == "day":
                line.action = "skip"
                line.say("day_in_file", row=first.number)
            elif first.data["entry"].settled != line.data["entry"].settled:
                line.say("mixed_settlement", "error")
            else:
                first.data["unit"] = presence.merge_units(first.data["unit"], line.data["unit"])
                first.data["stop"] = line.data.get("stop") or first.data.get("stop")
                line.action, line.data["into"] = "merge", first
                line.say("joined", row=first.number)
                if first.data.get("activity_id") != line.data.get("activity_id"):
                    line.say("mixed_activity", "doubt")

    def _join_recorded(self, lines, recorded):
        unit = recorded.unit
        for line in lines:
            line.target = recorded.id
            if unit == "day":
                line.action = "skip"
                line.say("day_already")
            elif recorded.state == "locked":
                line.action, line.target = "skip", None
                line.say("locked")
            elif recorded.settled_by != line.data["entry"].settled:
                line.target = None
                line.say("mixed_settlement", "error")
            else:
                unit = presence.merge_units(unit, line.data["unit"])
                line.action = "merge"
                line.data["before"] = {
                    "unit": recorded.unit,
                    "quantity": recorded.quantity,
                    "external_ref": recorded.external_ref or False,
                }
                line.say("joined_known")
