"""Addresses of applicants and certificates below /api/v1/."""

from django.urls import path

from applicants.api import applicants, certificates, members

urlpatterns = [
    path("enterprises/", applicants.Enterprises.as_view(), name="enterprise-list"),
    path("enterprises/<int:pk>/", applicants.EnterpriseDetail.as_view(), name="enterprise-detail"),
    path("enterprises/<int:pk>/declare/", applicants.DeclareEnterprise.as_view(), name="enterprise-declare"),
    path("teams/", applicants.Teams.as_view(), name="team-list"),
    path("teams/takeovers/", applicants.RequestTeamTakeover.as_view(), name="team-takeover"),
    path("teams/<int:pk>/", applicants.TeamDetail.as_view(), name="team-detail"),
    path("teams/<int:pk>/declare/", applicants.DeclareTeam.as_view(), name="team-declare"),
    path("team-members/", members.PendingMembers.as_view(), name="team-member-list"),
    path("team-members/<int:pk>/confirm/", members.ConfirmMember.as_view(), name="team-member-confirm"),
    path("team-members/<int:pk>/refuse/", members.RefuseMember.as_view(), name="team-member-refuse"),
    path("team-members/<int:pk>/reveal/", applicants.RevealIdNumber.as_view(), name="team-member-reveal"),
    path("certificates/", certificates.Certificates.as_view(), name="certificate-list"),
    path("certificates/<int:pk>/", certificates.CertificateDetail.as_view(), name="certificate-detail"),
    path("certificates/<int:pk>/bind/", certificates.BindCertificate.as_view(), name="certificate-bind"),
    path("certificates/<int:pk>/revoke/", certificates.RevokeCertificate.as_view(), name="certificate-revoke"),
    path("certificate-imports/", certificates.ListImports.as_view(), name="certificate-import-list"),
    path("certificate-imports/preview/", certificates.ListPreview.as_view(), name="certificate-import-preview"),
]
