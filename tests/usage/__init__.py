from . import test_recording, test_rerating, test_street_access
