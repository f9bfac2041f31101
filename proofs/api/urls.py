"""Addresses of the proof of the books below /api/v1/."""

from django.urls import path

from proofs.api import proof_runs

urlpatterns = [
    path("proof-runs/", proof_runs.ProofRuns.as_view(), name="proof-runs"),
]
