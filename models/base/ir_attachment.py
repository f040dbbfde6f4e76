from odoo import api, models

#: What makes an attachment the stored value of a record's field, or says what that value is.
STORED_VALUE = frozenset(
    {"datas", "raw", "db_datas", "store_fname", "res_model", "res_id", "res_field", "type", "url"}
)


class IrAttachment(models.Model):
    """A file that is the value of a field obeys the life of the record that holds it."""

    _inherit = "ir.attachment"

    @api.model_create_multi
    def create(self, vals_list):
        attachments = super().create(vals_list)
        attachments._check_record_life()
        return attachments

    def write(self, vals):
        if not STORED_VALUE & vals.keys():
            return super().write(vals)
        self._check_record_life()
        result = super().write(vals)
        self._check_record_life()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_value_of_locked_field(self):
        self._check_record_life()

    @api.model
    def _offer_xml(self, name, text, record=None):
        """Return the action that downloads an XML text as a file.

        :param record: the record that keeps the file, if any
        """
        beside = {"res_model": record._name, "res_id": record.id} if record else {}
        return self._offer_file(name, "application/xml", text.encode(), **beside)

    @api.model
    def _offer_file(self, name, mimetype, content, **beside):
        """Return the action that downloads some bytes as a file."""
        made = self.create({"name": name, "mimetype": mimetype, "raw": content, **beside})
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{made.id}?download=true",
            "target": "download",
        }

    def _check_record_life(self):
        """Refuse a change of these files where the field they are stored for is locked."""
        by_model = {}
        # sudo: whose file it is, and nothing else of it
        for attachment in self.sudo():
            model = self.env.get(attachment.res_model)
            if (
                attachment.res_field
                and attachment.res_id
                and model is not None
                and hasattr(model, "_get_life")
            ):
                by_model.setdefault(attachment.res_model, {}).setdefault(
                    attachment.res_id, set()
                ).add(attachment.res_field)
        for name, fields in by_model.items():
            records = self.env[name].browse(fields).exists()
            if not records._is_loading() and not records._is_creating():
                records._check_writable({record: fields[record.id] for record in records})
