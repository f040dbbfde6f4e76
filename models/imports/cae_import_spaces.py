"""Plan of a directory: which spaces and legal persons are new, and what the file adds to others."""

import base64

from odoo import models
from odoo.exceptions import UserError

from ...rules.finding import Finding
from ...sheets import directory, geo
from ...sheets.tabular import Sheet, WrongFile
from ...sheets.words import fold, organisation_key, web_key
from ..base.sentences import say
from .sentences import SENTENCES

PARTNER_FIELDS = ["name", "zip", "city", "email_normalized", "website", "company_registry"]


class CaeImport(models.Model):
    _inherit = "cae.import"

    def _read_sheets(self):
        """A directory may also be a map's JSON: its places are the rows of one sheet."""
        try:
            return super()._read_sheets()
        except UserError as error:
            if self.kind != "spaces" or getattr(error.__cause__, "code", "") != "json":
                raise
        try:
            rows = geo.read(base64.b64decode(self.with_context(bin_size=False).file))
        except WrongFile as error:
            raise UserError(say(self.env, Finding(error.code), SENTENCES)) from error
        return [Sheet("", rows)]

    def _plan_spaces(self, rows, places):
        """Return a line for each row of a directory."""
        headers = [column.header or "" for column in self.column_ids.sorted("position")]
        columns = directory.Columns(rows, places, headers)
        lines = [directory.read_space(row.number, *columns.cells_of(row)) for row in rows]
        apart = {int(number) for number in (self.choices or {}).get("apart", ())}
        good = directory.set_twins_aside([line for line in lines if not line.blocking], apart)
        for line in good:
            if line.number in apart:
                line.say("kept_apart")
        self._read_kinds(good)
        self._read_forms(good)
        self._match_spaces(good)
        self._plan_hosts([line for line in good if line.data.get("wants_host")])
        for line in good:
            line.data["res_model"] = "cae.space"
            line.data["stored_vals"] = dict(line.vals)
            line.data.setdefault("made_partner", line.data.get("host_id"))
        return lines

    def _prepare_line_row(self, line):
        return super()._prepare_line_row(line) | {"rank": directory.rank(line)}

    def _keep_both(self, lines):
        """Take rows that were proposed as the same space as another as spaces of their own."""
        self._check_step("choose")
        choices = {name: dict(found) for name, found in (self.choices or {}).items()}
        choices.setdefault("apart", {}).update({str(line.number): True for line in lines})
        self._take_step("choose", choices=choices)
        self._do_check()

    def _read_kinds(self, lines):
        """Find the kinds of spaces by their names, in English and in the reader's language."""
        kinds = self.env["cae.space.kind"].search_fetch([], ["name"])
        known = {}
        for lang in {"en_US", self.env.lang or "en_US"}:
            known |= {fold(kind.name): kind.id for kind in kinds.with_context(lang=lang)}
        for line in lines:
            found = set()
            for text in line.data["kinds"]:
                ids = {kind for name, kind in known.items() if name in fold(text)}
                found |= ids
                if not ids:
                    line.say("kind_unknown", "doubt", value=text)
            line.data["kind_ids"] = sorted(found)

    def _read_forms(self, lines):
        """Find the legal forms of the legal persons among those that the company knows."""
        forms = self.env["cae.legal.form"].search_fetch([], ["code"])
        known = {form.code: form.id for form in forms}
        for line in lines:
            code, text = line.data["host_form"]
            line.data["host_form_id"] = known.get(code)
            if code and code not in known:
                line.say("form_unknown", value=text)

    def _match_spaces(self, lines):
        """Find the spaces that are known already, and what the file would change of them.

        One of the same name is the one, by its postal code, town, e-mail, site or point; one of a
        name that is only alike is proposed. What somebody chose goes first.
        """
        spaces = (
            self.env["cae.space"]
            .with_context(active_test=False)
            .search_fetch(
                [], ["name", "host_id", "kind_ids", "active", *directory.VALUES], order="id"
            )
        )
        known = {space.id: {"name": space.name, **self._get_signs(space)} for space in spaces}
        by_name = spaces.grouped(lambda s: organisation_key(s.name))
        bases = self._get_last_values(spaces)
        chosen = (self.choices or {}).get("space", {})
        taken = set(chosen.values())
        for line in lines:
            same = by_name.get(organisation_key(line.vals["name"]), spaces.browse())
            free = {space: known[space] for space in same.ids if space not in taken}
            found = directory.likely_first(line.vals, free)
            if chosen.get(line.label) in known:
                found = [chosen[line.label]]
                line.data |= {"question": "space", "said": line.label, "chosen_space": found[0]}
                line.say("person_chosen")
            if found:
                taken.add(found[0])
                space = spaces.browse(found[0])
                self._plan_update(line, space, bases.get(space.id, {}))
            line.data["wants_host"] = not (found and space.host_id)
        self._propose_spaces(
            [line for line in lines if not line.target],
            {space: signs for space, signs in known.items() if space not in taken},
        )

    def _propose_spaces(self, lines, known):
        """Ask, of a space that is new, whether it is one of nearly the same name and place."""
        for line, found in zip(lines, directory.alike_places(lines, known), strict=True):
            if found:
                line.data |= {"question": "space", "said": line.label, "candidates": found}
                names = ", ".join(known[space]["name"] for space in found)
                line.say("space_maybe", "doubt", names=names)

    def _get_signs(self, space):
        return {name: space[name] for name in directory.SIGNS}

    def _get_last_values(self, spaces):
        """What the last file said of each space: a correction made since is kept."""
        lines = self.env["cae.import.line"].search_fetch(
            [
                ("res_model", "=", "cae.space"),
                ("res_id", "in", spaces.ids),
                ("import_id.state", "=", "done"),
                ("import_id", "!=", self.id),
            ],
            ["res_id", "vals"],
            order="import_id, id",
        )
        return {line.res_id: line.vals or {} for line in lines}

    def _plan_update(self, line, space, base):
        """Say field by field what is filled, changed, kept, or differs."""
        line.target = space.id
        told, changes = {}, {}
        for name in directory.VALUES:
            if name in line.vals:
                value, code = directory.merge_value(
                    space[name] or "", line.vals[name], base.get(name)
                )
                if code:
                    told.setdefault(code, []).append(name)
                if value is not None:
                    changes[name] = value
        line.data["host_id"] = space.host_id.id
        new_kinds = set(line.data["kind_ids"]) - set(space.kind_ids.ids)
        if new_kinds:
            changes["kind_ids"] = sorted(new_kinds | set(space.kind_ids.ids))
            told.setdefault("filled", []).append("kind_ids")
        line.data["changes"] = changes
        line.data["before"] = {
            name: space.kind_ids.ids if name == "kind_ids" else space[name] for name in changes
        }
        line.action = "update" if changes or not space.host_id else "skip"
        codes = {
            "filled": ("fields_filled", ""),
            "changed": ("fields_changed", ""),
            "kept": ("fields_kept", ""),
            "differs": ("fields_differ", "doubt"),
        }
        for code, names in told.items():
            labels = [space._fields[name]._description_string(self.env) for name in names]
            line.say(*codes[code], names=", ".join(labels))
        if not told:
            line.say("known")
        if not space.active:
            line.say("archived")

    # Legal persons: one that is known already is never created again

    def _plan_hosts(self, lines):
        """Say for each line who its legal person is: ``data["host_id"]``, or a key to create one.

        By official number; by name with the same postal code, town, e-mail or website; by an
        e-mail or a website that one row of the file has alone. One row of the file never makes a
        legal person that another row makes.
        """
        partners = self._get_known_hosts(lines)
        by_code = {p.company_registry: p for p in partners if p.company_registry}
        by_code.update({p.cae_rna: p for p in partners if p.cae_rna})
        by_name = partners.grouped(lambda p: organisation_key(p.name or ""))
        alone = self._get_alone(lines)
        by_sign = {}
        for partner in partners:
            for sign in (partner.email_normalized, web_key(partner.website or "")):
                by_sign.setdefault(sign, partner.browse())
                by_sign[sign] |= partner
        for line in lines:
            code = line.data.get("host_code", ("", ""))[1]
            if code and code in by_code:
                self._set_host(line, by_code[code])
                continue
            name = line.data.get("host") or line.vals["name"]
            if self._find_host_by_name(line, by_name.get(organisation_key(name), ())):
                continue
            signs = [line.vals.get("email", "").lower(), web_key(line.vals.get("website", ""))]
            for sign in filter(None, signs):
                if alone.get(sign) == 1 and len(by_sign.get(sign, ())) == 1:
                    self._set_host(line, by_sign[sign])
                    break
            if not line.data.get("host_id"):
                line.data["host_key"] = self._get_host_key(line, name, code)

    def _get_known_hosts(self, lines):
        """Fetch, in one query, the organisations that one of these lines may mean."""
        names = {line.data.get("host") or line.vals["name"] for line in lines}
        names |= {way(name) for name in names for way in (str.upper, str.lower, str.title)}
        emails = {line.vals.get("email", "").lower() for line in lines} - {""}
        keys = {web_key(line.vals.get("website", "")) for line in lines} - {""}
        sites = {
            f"{scheme}://{www}{key}{slash}"
            for key in keys
            for scheme in ("http", "https")
            for www in ("", "www.")
            for slash in ("", "/")
        }
        codes = {line.data.get("host_code", ("", ""))[1] for line in lines} - {""}
        zips = {line.vals.get("zip", "") for line in lines} - {""}
        return self.env["res.partner"].search_fetch(
            [
                ("is_company", "=", True),
                ("company_id", "in", [False, self.company_id.id]),
                "|",
                ("name", "in", list(names)),
                "|",
                ("zip", "in", list(zips)),
                "|",
                ("email_normalized", "in", list(emails)),
                "|",
                ("website", "in", list(sites)),
                "|",
                ("company_registry", "in", list(codes)),
                ("cae_rna", "in", list(codes)),
            ],
            [*PARTNER_FIELDS, "cae_rna"],
            order="id",
        )

    def _get_alone(self, lines):
        """Count the rows that give each e-mail and website: a network's own says nothing."""
        counts = {}
        for line in lines:
            for sign in (line.vals.get("email", "").lower(), web_key(line.vals.get("website", ""))):
                counts[sign] = counts.get(sign, 0) + 1
        return counts

    def _find_host_by_name(self, line, partners):
        """Choose among organisations of the same name; True when the question is settled."""
        facts = {name: line.vals.get(name) for name in ("zip", "city", "email", "website")}
        fits, bare = [], []
        for partner in partners:
            theirs = {
                "zip": partner.zip,
                "city": partner.city,
                "email": partner.email_normalized,
                "website": partner.website,
            }
            if not any(theirs.values()):
                bare.append(partner)
            elif directory.same_place(facts, theirs):
                fits.append(partner)
        if len(fits) == 1:
            self._set_host(line, fits[0])
        elif fits:
            line.say("hosts_alike", "doubt", names=", ".join(p.display_name for p in fits))
            line.data["host_key"] = None
        elif len(bare) == 1:
            self._set_host(line, bare[0])
            line.say("host_unsure", "doubt", name=bare[0].name)
        else:
            return False
        return True

    def _set_host(self, line, partner):
        line.data["host_id"] = partner.id
        if partner.name != line.vals["name"]:
            line.say("host_known", name=partner.name)

    def _get_host_key(self, line, name, code):
        """What makes two rows share a legal person that is to be created."""
        if code:
            return ("code", code)
        if line.data.get("host"):
            return ("name", organisation_key(name))
        return ("place", organisation_key(name), line.vals.get("zip") or line.number)
