from . import cae_statement  # load before what extends it  # noqa: I001
from . import (
    account_move,
    account_move_fast,
    account_move_line,
    cae_convention,
    cae_service,
    cae_statement_amounts,
    cae_statement_close,
    cae_statement_invoice,
    cae_statement_line,
    cae_statement_month,
    cae_statement_xml,
    cae_usage,
    res_company,
    res_config_settings,
)
from . import account_move_mention, cae_entrepreneur, ir_actions_report
