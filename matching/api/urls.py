"""Addresses of projects below /api/v1/."""

from django.urls import path

from matching.api import projects

urlpatterns = [
    path("projects/", projects.Projects.as_view(), name="project-list"),
    path("projects/<int:pk>/", projects.ProjectDetail.as_view(), name="project-detail"),
    path("projects/<int:pk>/accept/", projects.AcceptProject.as_view(), name="project-accept"),
    path("projects/<int:pk>/decline/", projects.DeclineProject.as_view(), name="project-decline"),
    path("projects/<int:pk>/withdraw/", projects.WithdrawProject.as_view(), name="project-withdraw"),
]
