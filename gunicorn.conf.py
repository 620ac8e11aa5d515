"""How the shop is served: greenlets, so that thousands of phones may listen for news at once."""

import os

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
worker_class = "gevent"
worker_connections = 5000
# One process serves a shop and suits SQLite, which has one writer anyway. More with Postgres.
workers = int(os.environ.get("WEB_CONCURRENCY", "1"))
# Open event streams do not end by themselves; a restart need not wait for them for long.
graceful_timeout = 5
# A proxy in front is declared by TRUSTED_PROXIES, to the application, and only there.
forwarded_allow_ips = "127.0.0.1"
# Its control socket lies in the home directory, where two shops would share it.
control_socket_disable = True
