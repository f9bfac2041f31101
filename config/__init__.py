"""The composition root: settings, URLs, Celery, tables of jobs, subscriptions and throttles, bundled servers."""
