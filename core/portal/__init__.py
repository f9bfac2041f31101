"""The kernel's own pages: events, jobs, downloads of files."""
