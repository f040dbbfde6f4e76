from .access import *  # noqa: F403
from .base import *  # noqa: F403
from .career import *  # noqa: F403
from .activity import *  # noqa: F403
from .space import *  # noqa: F403
from .convention import *  # noqa: F403
from .usage import *  # noqa: F403
from .billing import *  # noqa: F403
from .imports import *  # noqa: F403
from .structure import *  # noqa: F403
from .tours import *
from .membership import *
