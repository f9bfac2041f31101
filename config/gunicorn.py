"""Gunicorn: one process more than there are cores, each thread with a connection of its own to the database.

Two threads each: one may wait while the other works. More only wait for each other, for a process computes in one at a time.
"""

import os

from config.env import env

raw_env = ["DATABASE_KEEP=1"]
wsgi_app = "config.wsgi:application"
worker_class = "gthread"
preload_app = True  # a process that was killed is back at once: it is a copy
workers = env.int("WEB_CONCURRENCY", default=len(os.sched_getaffinity(0)) + 1)
threads = 2
timeout = 90  # longer than a statement may take, so that the page still answers
graceful_timeout = 20
max_requests = 10_000
max_requests_jitter = 1_000
control_socket_disable = True
accesslog = None  # requests are logged by the site itself, without their query strings
