from odoo import api, fields, models


class CaeImportName(models.Model):
    """Who a name means in the files of one space: chosen once, known the next months.

    It holds for the books of one company and the files of one space; another space may mean
    somebody else by the same name. Deleting it is forgetting it: the next file asks again.

    ==========  ====================================================================
    Support     reads, corrects and forgets those of its company; files add to them
    Accountant  the same
    Manager     the same
    Others      nothing
    ==========  ====================================================================
    """

    _name = "cae.import.name"
    _description = "Name chosen in the files of a space"
    _check_company_auto = True
    _order = "space_id, said, id"
    _rec_name = "said"

    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
        readonly=True,
    )
    space_id = fields.Many2one(
        comodel_name="cae.space",
        required=True,
        index=True,
        ondelete="cascade",
        readonly=True,
    )
    said = fields.Char(string="What the files say", required=True, readonly=True)
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Person",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
        domain="[('is_company', '=', False)]",
    )

    _said_once = models.Constraint(
        "UNIQUE (company_id, space_id, said)",
        "Somebody was chosen already for this name in the files of this space.",
    )

    @api.model
    def _get_kept(self, company, space_ids):
        """Return ``{(space id, what is said): person id}`` for the files of some spaces."""
        names = self.search_fetch(
            [("company_id", "=", company.id), ("space_id", "in", list(space_ids - {None, False}))],
            ["space_id", "said", "partner_id"],
        )
        return {(name.space_id.id, name.said): name.partner_id.id for name in names}

    @api.model
    def _keep(self, company, choices):
        """Remember choices, ``{(space id, what is said): person id}``; the last one holds."""
        if not choices:
            return
        spaces = {space for space, _said in choices}
        known = {
            (name.space_id.id, name.said): name
            for name in self.search(
                [("company_id", "=", company.id), ("space_id", "in", list(spaces))]
            )
        }
        for key, partner_id in choices.items():
            if key in known and known[key].partner_id.id != partner_id:
                known[key].partner_id = partner_id
        self.create(
            [
                {
                    "company_id": company.id,
                    "space_id": space,
                    "said": said,
                    "partner_id": partner_id,
                }
                for (space, said), partner_id in choices.items()
                if (space, said) not in known
            ]
        )
