"""Gunicorn settings: one process more than there are cores, two threads each, a database connection for each thread.

While one thread waits for the database, the other computes. More threads would compete for the interpreter lock.
"""

import os

from config.env import env

raw_env = ["DATABASE_KEEP=1"]
wsgi_app = "config.wsgi:application"
worker_class = "config.buffering.BufferingWorker"
sendfile = False  # it would wait for the client
preload_app = True  # a killed process is replaced at once, by a fork
workers = env.int("WEB_CONCURRENCY", default=len(os.sched_getaffinity(0)) + 1)
threads = 2
timeout = 90  # longer than a statement may take (60 s), so that the page can still answer
graceful_timeout = 20
max_requests = 10_000
max_requests_jitter = 1_000
control_socket_disable = True
accesslog = None  # requests are logged by the site itself, without their query strings
