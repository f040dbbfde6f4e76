from . import cae_membership_pair
from . import cae_membership_register
from . import cae_share_conversion
from . import cae_share_refund
from . import cae_share_transfer
