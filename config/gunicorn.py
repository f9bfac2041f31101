"""Gunicorn: a few processes with threads; each process keeps its own pool of database connections."""

raw_env = ["DATABASE_POOL=1"]
wsgi_app = "config.wsgi:application"
worker_class = "gthread"
preload_app = True  # a process that was killed is back at once: it is a copy
workers = 2
threads = 4
timeout = 90  # longer than a statement may take, so that the page still answers
graceful_timeout = 20
max_requests = 10_000
max_requests_jitter = 1_000
control_socket_disable = True
accesslog = None  # requests are logged by the site itself, without their query strings
