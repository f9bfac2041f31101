"""Addresses of the proof of the books."""

from django.urls import path

from proofs.portal import proofs

urlpatterns = [
    path("proof/", proofs.Proof.as_view(), name="proof"),
    path("proof/run/", proofs.RunProof.as_view(), name="proof_run"),
]
