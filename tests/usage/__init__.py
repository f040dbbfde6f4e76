from . import test_access, test_recording, test_rerating
