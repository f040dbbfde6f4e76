# load before: what reads the ledger follows it
from . import (  # noqa: I001
    cae_loss_year,
    cae_share_value,
    cae_share_move,
    cae_share_subscription,
    cae_share_subscription_life,
    cae_share_call,
    cae_share_withholding,
    cae_membership_shares,
    account_move,
    account_partial_reconcile,
)
