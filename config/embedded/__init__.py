"""PostgreSQL 18 and Valkey from Python packages, on loopback, for `make demo`, `make test` and development.

A server whose address is set already (DATABASE_URL, REDIS_URL) is not started.
"""

from config.embedded.installation import LOCAL, ServerError
from config.embedded.servers import addresses, running, servers, started

__all__ = ["LOCAL", "ServerError", "addresses", "running", "servers", "started"]
