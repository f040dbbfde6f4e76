from . import cae_statement  # load before what extends it  # noqa: I001
from . import (
    account_move,
    account_move_line,
    cae_convention,
    cae_entrepreneur,
    cae_service,
    cae_statement_close,
    cae_statement_invoice,
    cae_statement_line,
    cae_statement_xml,
    cae_usage,
    ir_actions_report,
    res_company,
    res_config_settings,
)
