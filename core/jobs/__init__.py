"""Periodic jobs: the runner, selectors and locks of runs, purges, and the Celery tasks."""
