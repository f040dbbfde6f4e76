"""Every menu, view and filter of the application opens in a browser, for each role."""

from odoo.tests import HttpCase, new_test_user, tagged

CLICK = (
    "odoo.loader.modules.get('@web/webclient/clickbot/clickbot_loader')"
    ".startClickEverywhere('cae_tiers_lieux.menu_cae_root');"
)


@tagged("post_install", "-at_install", "cae_tour")
class TestTourEveryMenu(HttpCase):
    allow_end_on_form = True

    def _click_everywhere(self, role):
        """Odoo's own robot walks through the application; an error in the browser fails."""
        user = new_test_user(
            self.env, login=f"cae_tour_{role}", groups=f"cae_tiers_lieux.{role}", tour_enabled=False
        )
        self.browser_js(
            "/odoo",
            CLICK,
            "odoo.isReady === true",
            login=user.login,
            timeout=600,
            success_signal="clickbot test succeeded",
        )

    def test_support_team_opens_everything(self):
        self._click_everywhere("group_support")

    def test_accountant_opens_everything(self):
        self._click_everywhere("group_accountant")

    def test_manager_opens_everything(self):
        self._click_everywhere("group_manager")
