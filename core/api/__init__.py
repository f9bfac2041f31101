"""The API: base views, serializers, filters, pagination, problem details, throttling, and the kernel's own views."""
