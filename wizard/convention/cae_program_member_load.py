import base64
from collections import Counter

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...models.base.words import day_in_words
from ...sheets.words import fold


class CaeProgramMemberLoad(models.TransientModel):
    """The list of the members of a programme: it says what it would do, then does it.

    Rights: those who add members, managers and the network. What is read, matched and refused is
    in ``cae.program.member``.
    """

    _name = "cae.program.member.load"
    _description = "Load the members of a programme"

    program_id = fields.Many2one(comodel_name="cae.program", required=True)
    file = fields.Binary()  # not required: the model file is offered before there is one
    filename = fields.Char()
    preview = fields.Text(compute="_compute_preview")
    is_ready = fields.Boolean(compute="_compute_preview")

    @api.depends("program_id", "file")
    @api.depends_context("lang", "company")
    def _compute_preview(self):
        """What the file would do, or every reason why it cannot be taken."""
        for wizard in self:
            wizard.preview, wizard.is_ready = False, False
            if wizard.program_id and wizard.file:
                try:
                    wizard.preview, wizard.is_ready = wizard._get_preview()
                except UserError as error:
                    wizard.preview = str(error)

    def _read_file(self):
        # a form asks for the size of a file that it has sent
        content = self.with_context(bin_size=False).file
        return self.env["cae.program.member"]._read_file(base64.b64decode(content))

    def _get_preview(self):
        """Return what the file would do in sentences, and whether it can be taken."""
        lines, unread = self._read_file()
        program = self.program_id._origin
        planned, problems = self.env["cae.program.member"]._plan(program, lines)
        if problems:
            head = self.env._(
                "Nothing can be taken yet. Lines to correct: %(count)s.", count=len(problems)
            )
            return "\n".join([head, *problems]), False
        told = [
            self._count_actions(planned),
            *self._tell_organisations(planned),
            *self._tell_doubts(planned, unread),
        ]
        return "\n".join(filter(None, told)), True

    def _count_actions(self, planned):
        counts = Counter(line.action for line in planned)
        sides = Counter(line.said.side for line in planned if line.action == "new")
        return self.env._(
            "New members: %(new)s (CAE: %(coops)s, spaces: %(hosts)s). Renewed or ended: "
            "%(changed)s. Unchanged: %(same)s.",
            new=counts["new"],
            coops=sides["coop"],
            hosts=sides["host"],
            changed=counts["changed"],
            same=counts["same"] + counts["left"],
        )

    def _tell_organisations(self, planned):
        """Say how the organisations were found, and by name those that the file calls otherwise."""
        env = self.env
        found = Counter(line.found for line in planned)
        yield env._(
            "Organisations found by their number: %(code)s, by their name: %(name)s, by the name "
            "of a space: %(space)s.",
            code=found["code"],
            name=found["name"],
            space=found["space"],
        )
        others = [
            f"{line.said.name} → {line.partner.name}"
            for line in planned
            if line.partner and fold(line.said.name) != fold(line.partner.name or "")
        ]
        if others:
            yield env._("Who joins under another name: %(names)s.", names=", ".join(others))
        new = [line for line in planned if line.found == "new"]
        if new:
            yield env._(
                "CAE that become new contacts (%(count)s): %(names)s.",
                count=len(new),
                names=", ".join(self._get_new_label(line) for line in new),
            )

    def _get_new_label(self, line):
        if not line.near:
            return line.said.name
        return self.env._("%(name)s (looks like “%(near)s”)", name=line.said.name, near=line.near)

    def _tell_doubts(self, planned, unread):
        """Say what somebody should know before the file is taken."""
        env = self.env
        for sentence, names in (
            (env._("Memberships that end"), self._get_ending(planned)),
            (
                env._("Left already, and nothing changes (a first day makes them join again)"),
                [line.partner.name for line in planned if line.action == "left"],
            ),
            (
                env._("Organisations that run no space here yet, so that no convention can start"),
                [line.partner.name for line in planned if not line.has_space],
            ),
            (env._("Columns that are not read"), unread),
        ):
            if names:
                yield env._("%(what)s: %(names)s.", what=sentence, names=", ".join(names))
        undated = [line for line in planned if line.action == "new" and not line.said.start]
        if undated:
            yield env._(
                "Without a first day in the file (%(count)s): they join on %(day)s.",
                count=len(undated),
                day=day_in_words(env, undated[0].vals["date_start"]),
            )
        if filled := sum(bool(line.fills) for line in planned):
            yield env._("Contacts that receive an e-mail or a number: %(count)s.", count=filled)

    def _get_ending(self, planned):
        return [
            f"{line.said.name} ({day_in_words(self.env, line.said.end)})"
            for line in planned
            if line.vals.get("date_end")
        ]

    def action_load(self):
        """Take the file, all of it or nothing, and say what was done."""
        self.ensure_one()
        if not self.with_context(bin_size=True).file:
            raise UserError(self.env._("Choose a file first: CSV or Excel (.xlsx)."))
        lines, _unread = self._read_file()
        counts = self.env["cae.program.member"]._take(self.program_id, lines)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "%(new)s new members, %(changed)s renewed or ended, %(same)s unchanged.",
                    new=counts["new"],
                    changed=counts["changed"],
                    same=counts["same"] + counts["left"],
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def action_download_model(self):
        """Offer a file to fill in: the titles, and an example for each side."""
        return self.env["ir.attachment"]._offer_file(
            self.env._("members.xlsx"),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            self.env["cae.program.member"]._get_model_file(),
        )
