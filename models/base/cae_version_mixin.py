from odoo import api, fields, models


class CaeVersionMixin(models.AbstractModel):
    """A parameter that holds from a day until the next version of the same thing replaces it.

    ``_version_of`` names the fields that tell which thing it is a version of.
    """

    _name = "cae.version.mixin"
    _description = "Dated version of a parameter"
    _order = "date_start desc, id desc"
    _version_of = ()

    date_start = fields.Date(
        string="In force from",
        required=True,
        index=True,
        default=fields.Date.context_today,
    )

    def _version_on(self, day):
        """Return the one of these versions, all of one thing, in force on ``day``, or none."""
        return self.filtered(lambda version: version.date_start <= day).sorted(
            lambda version: (version.date_start, version.id)
        )[-1:]

    @api.model
    def _versions_on(self, day, domain):
        """Return ``{key: version}``: what is in force on ``day`` for each thing that has one.

        One search, whatever the number of things. :param domain: which versions may be read.
        The key is the value of the field of ``_version_of``, a tuple where there are several.
        """
        found = {}
        for version in self.search([*domain, ("date_start", "<=", day)], order="date_start, id"):
            key = tuple(version[name] for name in self._version_of)
            found[key[0] if len(key) == 1 else key] = version
        return found
