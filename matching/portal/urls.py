"""Addresses of the pages about projects."""

from django.urls import path

from matching.portal import answers, projects

urlpatterns = [
    path("projects/", projects.Projects.as_view(), name="project_list"),
    path("projects/request/", projects.RequestProject.as_view(), name="project_request"),
    path("projects/<int:pk>/", projects.ProjectPage.as_view(), name="project"),
    path("projects/<int:pk>/withdraw/", projects.WithdrawProject.as_view(), name="project_withdraw"),
    path("unit/projects/", answers.AskedProjects.as_view(), name="unit_project_list"),
    path("unit/projects/<int:pk>/", answers.AskedProject.as_view(), name="unit_project"),
    path("unit/projects/<int:pk>/accept/", answers.AcceptProject.as_view(), name="unit_project_accept"),
    path("unit/projects/<int:pk>/decline/", answers.DeclineProject.as_view(), name="unit_project_decline"),
]
