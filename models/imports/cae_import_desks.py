"""One person, one space, one day: at most one desk. Two half-days become a day."""

from odoo import models

from ...rules import presence

DESK_UNITS = ("half_day", "day")


class CaeImport(models.Model):
    _inherit = "cae.import"

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
