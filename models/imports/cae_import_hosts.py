"""Hosts of a directory: a legal person that is known already is never created again."""

from odoo import models

from ...sheets.directory import same_place
from ...sheets.words import organisation_key, web_key

PARTNER_FIELDS = ["name", "zip", "city", "email_normalized", "website", "company_registry"]


class CaeImport(models.Model):
    _inherit = "cae.import"

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
            elif same_place(facts, theirs):
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
        if code:
            prepared["cae_rna" if kind == "rna" else "company_registry"] = code
        return prepared
