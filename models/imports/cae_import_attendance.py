"""Plan of an attendance file: who, where, when, in which unit, and what is recorded already."""

from collections import defaultdict
from dataclasses import replace
from datetime import timezone
from zoneinfo import ZoneInfo

from odoo import fields, models

from ...rules import presence
from ...rules.finding import Finding
from ...sheets import attendance, columns, grid, together
from ...sheets.dates import habits_of
from ...sheets.matching import Index, Known
from ...sheets.report import Line
from ...sheets.words import fold
from ..base.money import money
from .people_found import PeopleFound

DESK_UNITS = ("half_day", "day")


class CaeImport(models.Model):
    _inherit = "cae.import"

    def _read_sheets(self):
        """A grid of people and days becomes rows of one presence each, read like any list.

        Each sheet by itself: its own name, or the file's, may say its month.
        """
        sheets = super()._read_sheets()
        if self.kind != "attendance":
            return sheets
        today = fields.Date.context_today(self)
        unfolded = [
            grid.unfold(sheet.rows, [sheet.name, self.filename or ""], today) for sheet in sheets
        ]
        return [
            sheet if rows is None else replace(sheet, rows=rows)
            for sheet, rows in zip(sheets, unfolded, strict=True)
        ]

    def _plan_attendance(self, rows, places):
        """Return a line for each row; the number of queries does not depend on the rows."""
        lines, told = self._read_lines(rows, places)
        live = [line for line in lines if line.action != "skip"]
        self._find_spaces(live)
        PeopleFound(self, live).tell()
        self._find_resources([line for line in live if line.data.get("space_id")])
        self._set_references(live)
        self._count_stays([line for line in live if not line.blocking])
        self._find_activities([line for line in live if not line.blocking])
        self._plan_uses([line for line in live if not line.blocking])
        return told + lines

    def _read_lines(self, rows, places):
        """Return what each row says, and a line of what is to be known of the file as a whole."""
        today = fields.Date.context_today(self)
        titles = [column.header or "" for column in self.column_ids.sorted("position")]
        places, told = columns.choose(places, titles, rows)
        cells = [columns.by_field(row, places) for row in rows]
        together.carry_days(cells)
        dated = [name for name in ("date", "start", "stop") if name in places]
        habits = habits_of(
            (row[name] for row in cells for name in dated),
            " ".join(
                titles[place] for name in dated for place in places[name] if place < len(titles)
            ),
            [self.filename or ""],
            today,
        )
        entries = [
            attendance.read_entry(row.number, said, today, habits)
            for row, said in zip(rows, cells, strict=True)
        ]
        odd = together.look_together(entries)
        lines = []
        for place, entry in enumerate(entries):
            line = Line(entry.number, entry.label, [*entry.notes, *odd.get(place, ())])
            line.blocking = any(note.level == "error" for note in line.notes)
            line.data |= {"entry": entry, "res_model": "cae.usage"}
            if entry.left_out:
                line.action, line.notes = "skip", [entry.left_out]
            lines.append(line)
        if counts := together.left_out_of(entries):
            names = ", ".join(f"{count} {word}" for word, count in counts)
            total = sum(count for _word, count in counts)
            told = [*told, Finding("bookings_left_out", {"count": total, "names": names})]
        return lines, [self._tell_file(rows, told)] if told else []

    def _tell_file(self, rows, told):
        """Return a line of the report for what concerns no row alone."""
        line = Line(max(rows[0].number - 1, 1), self.env._("The whole file"), list(told))
        line.action = "skip"
        return line

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
            # elapsed time: an hour more or less on the night when the clock changes
            start, stop = (moment and self._to_utc(moment) for moment in stay)
            data["start"] = start
            if stop and unit:
                data["stop"] = stop if stop > start else None
            elif stop:
                try:
                    unit, quantity = presence.count_stay(start, stop, kind, data["threshold"])
                except ValueError:
                    line.say("stay_wrong", "error")
                data["stop"] = stop
            elif not unit and stops:
                line.say("no_departure", "error")
        data["day"] = stay[0].date() if stay and entry.start.day else entry.day
        # a part of something, unnamed, is a part of a day
        data["unit"] = unit or ("day" if quantity % 1 else self.default_unit)
        data["quantity"] = quantity
        if kind in presence.DESK_KINDS:
            counted = attendance.normalise_desk(data["unit"], data["quantity"])
            data["unit"], data["quantity"], code = counted
            if code:
                line.say(code, "repair")
        data["part"] = entry.part if data["unit"] == "half_day" else ""

    def _to_utc(self, local):
        return local.astimezone(timezone.utc).replace(tzinfo=None)

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
                "day_part",
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
            elif self._is_same_part(first.data["part"], line):
                line.action = "skip"
                line.say("part_in_file", row=first.number)
            elif first.data["entry"].settled != line.data["entry"].settled:
                line.say("mixed_settlement", "error")
            else:
                first.data["unit"] = presence.merge_units(first.data["unit"], line.data["unit"])
                first.data["part"] = ""
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
            elif self._is_same_part(recorded.day_part, line):
                line.action = "skip"
                line.say("part_already")
            elif recorded.state == "locked" and recorded.day_part and line.data["part"]:
                line.target = None  # the other half of the day is one more
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
                    "day_part": recorded.day_part,
                    "external_ref": recorded.external_ref or False,
                }
                line.say("joined_known")

    def _is_same_part(self, part, line):
        """Whether a row tells again the half of the day that is told already."""
        return line.data["unit"] == "half_day" and bool(part) and line.data["part"] == part

    # What was chosen, for the next months

    def _keep_names(self, lines):
        """Remember whom somebody chose for a name, for the next files of the same space."""
        self.env["cae.import.name"]._keep(
            self.company_id,
            {
                (line.data["space_id"], line.data["said"]): line.data["chosen_partner"]
                for line in lines
                if line.data.get("chosen_partner") and line.data.get("space_id")
            },
        )
