"""Who may make a membership or its capital count."""

from odoo.exceptions import AccessError


def check_is_accountant(env):
    """Refuse what only accountants do: put a membership in force, sign, call, post.

    :raises AccessError: the user is no accountant of the CAE
    """
    if env.su or env.user.has_group("cae_tiers_lieux.group_accountant"):
        return
    raise AccessError(
        env._(
            "Only the accountants of the CAE put memberships in force and post capital: ask "
            "one of them."
        )
    )
