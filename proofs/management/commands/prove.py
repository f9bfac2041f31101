"""Prove the books: print one line for each invariant; exit 1 with the offending ids if one fails."""

import sys

from django.core.management.base import BaseCommand, CommandParser

from proofs.services.proofs import prove


class Command(BaseCommand):
    help = "Check every invariant that is data, recompute every counter, verify the seals of the events."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--files", action="store_true", help="Read every file of evidence and compare its hash.")

    def handle(self, *args: object, **options: object) -> None:
        findings = prove(files=bool(options["files"]))
        for finding in findings:
            verdict = "ok    " if not finding.broken else f"BROKEN {finding.broken}: {'; '.join(finding.ids)}"
            self.stdout.write(f"{finding.code:4} {verdict} {finding.says}")
        if any(finding.broken for finding in findings):
            sys.exit(1)
        self.stdout.write("books proven")
