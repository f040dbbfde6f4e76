from . import cae_month_close, cae_month_close_line
from . import cae_contract_prepare
from . import cae_contract_prepare_reasons
from . import cae_contract_terminate
from . import cae_contract_override
from . import cae_entrepreneur_exit
from . import cae_contract_sign
from . import cae_membership_pair
from . import cae_membership_register
from . import cae_share_conversion
from . import cae_share_refund
from . import cae_share_transfer
from . import cae_retention, cae_retention_line
