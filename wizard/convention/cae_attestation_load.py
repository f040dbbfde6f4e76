import base64

from odoo import fields, models
from odoo.exceptions import UserError


class CaeAttestationLoad(models.TransientModel):
    """The file of a coop outside: who it vouches for, from, to.

    Rights: the support team. What is read, renewed and refused is in ``cae.attestation``.
    """

    _name = "cae.attestation.load"
    _description = "Load attestations"

    coop_id = fields.Many2one(comodel_name="res.partner", string="CAE", required=True)
    file = fields.Binary(required=True)
    filename = fields.Char()
    result = fields.Char(readonly=True)

    def action_load(self):
        """Take the file, all of it or nothing, and say what changed."""
        self.ensure_one()
        attestations = self.env["cae.attestation"]
        lines = attestations._read_file(base64.b64decode(self.file))
        if not lines:
            raise UserError(self.env._("The file holds no line."))
        new, changed, same = attestations._take(self.coop_id, lines)
        self.result = self.env._(
            "%(new)s new, %(changed)s renewed or ended, %(same)s known already.",
            new=new,
            changed=changed,
            same=same,
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
            "name": self.env._("Load attestations"),
        }
