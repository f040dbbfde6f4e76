from . import test_space, test_tariff_versions, test_vat_status
