"""How gunicorn serves both sides: as the shop is served, without what only open streams need."""

import os

bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
worker_class = "gevent"
workers = 1
control_socket_disable = True
