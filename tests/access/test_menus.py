"""Every screen of a role's menu opens for it: its lists, and the form of a record of each state."""

from lxml import etree
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from .makers import Makers

ROOT = "cae_tiers_lieux.menu_cae_root"


def specification(model, node):
    """Return what a view of a model reads, nested lists included, as ``web_read`` takes it."""
    spec = {}
    for field in node.iterfind(".//field"):
        name = field.get("name")
        if next(field.iterancestors("field"), node) is not node or name not in model._fields:
            continue
        kind = model._fields[name].type
        if kind == "many2one":
            spec[name] = {"fields": {"display_name": {}}}
        elif kind in ("one2many", "many2many"):
            lines = model.env[model._fields[name].comodel_name]
            inner = next((view for view in field if view.tag in ("list", "kanban")), None)
            spec[name] = {
                "fields": specification(lines, inner) if inner is not None else {"display_name": {}}
            }
        else:
            spec[name] = {}
    return spec


@tagged("cae_access")
class TestMenus(Makers):
    def menus_of(self, user):
        """Yield ``(menu, action)`` of the windows that a user's menu opens."""
        env = self.env(user=user)
        allowed = env["ir.ui.menu"]._visible_menu_ids()
        root = self.env.ref(ROOT)
        for menu in self.env["ir.ui.menu"].search([("id", "child_of", root.id)]):
            if menu.id in allowed and menu.action and menu.action._name == "ir.actions.act_window":
                yield menu, menu.action.with_env(env)

    def test_every_screen_of_a_menu_opens_for_its_role(self):
        opened, walls = 0, []
        for user in self.support | self.accountant | self.manager | self.social | self.network:
            self.env.flush_all()
            for menu, action in self.menus_of(user):
                self.env.invalidate_all()
                try:
                    opened += self.open(user, action.sudo())
                except AccessError as error:
                    walls.append(f"{user.login}: {menu.complete_name}: {error}")
        self.assertFalse(walls)
        self.assertGreater(opened, 100, "the control: screens were opened")

    def open(self, user, action):
        """Read what the list and the form of an action read; return how many views were read."""
        model = self.env[action.res_model].with_user(user).with_context(lang="en_US")
        modes = [mode for mode in action.view_mode.split(",") if mode in ("list", "kanban", "form")]
        by_mode = {view.view_mode: view.view_id.id for view in action.view_ids}
        views = [(by_mode.get(mode) or False, mode) for mode in modes]
        if action.view_id and action.view_id.type in modes:
            views[modes.index(action.view_id.type)] = (action.view_id.id, action.view_id.type)
        archs = model.get_views(views, {"toolbar": True})["views"]
        context = {"uid": user.id, "active_id": False, "allowed_company_ids": user.company_ids.ids}
        domain = safe_eval(action.domain or "[]", context)
        for mode in modes:
            spec = specification(model, etree.fromstring(archs[mode]["arch"]))
            if mode == "form":
                for record in self.samples(model, domain):
                    model.browse(record.id).web_read(spec)
            else:
                model.web_search_read(domain, spec, limit=80)
        return len(modes)

    def samples(self, model, domain):
        """The records made by state that the user reads, else the first one found."""
        made = self.records.get(model._name, {}).values()
        ids = [record.id for record in made]
        return model.search([("id", "in", ids)]) or model.search(domain, limit=1)
