"""Input and output of the API of the bank's answers to orders."""

from typing import Any

from rest_framework import serializers

from core.api.serializers import Input
from payments.models import BankAnswer, BankAnswerLine
from payments.rules.bank_answers import ANSWER_FORMATS, FIRST_ANSWER_FORMAT, VERDICTS


class AnswerInput(Input):
    """The bank's answer to an order: xlsx or csv with headings, or the text of a bank; UTF-8 or GB18030."""

    format = serializers.ChoiceField(list(ANSWER_FORMATS), default=FIRST_ANSWER_FORMAT)
    file = serializers.FileField(max_length=200)


class BankAnswerOutput(serializers.ModelSerializer[BankAnswer]):
    """An imported answer, with how many of its lines wait and how many fit nothing."""

    count = serializers.IntegerField(read_only=True)
    waiting = serializers.IntegerField(read_only=True)
    unmatched = serializers.IntegerField(read_only=True)

    class Meta:
        model = BankAnswer
        fields = [
            "id",
            "order",
            "format",
            "file_name",
            "sha256",
            "size",
            "imported_by",
            "imported_at",
            "count",
            "waiting",
            "unmatched",
        ]
        read_only_fields = fields


class AnswerLineOutput(serializers.Serializer[Any]):
    """A line of a previewed answer, in yuan, with what would become of it."""

    row = serializers.IntegerField()
    number = serializers.CharField()
    amount = serializers.DecimalField(max_digits=14, decimal_places=2, allow_null=True)
    outcome = serializers.CharField(allow_null=True)
    said = serializers.CharField()
    reason = serializers.CharField()
    holder = serializers.CharField()
    last_four = serializers.CharField()
    verdict = serializers.ChoiceField(VERDICTS)
    detail = serializers.CharField()


class AnswerPreviewOutput(serializers.Serializer[Any]):
    """The result of a dry run: every line."""

    lines = AnswerLineOutput(many=True)


class StoredLineOutput(serializers.ModelSerializer[BankAnswerLine]):
    """A line of an imported answer, in yuan, and what became of it."""

    order = serializers.IntegerField(source="answer.order_id", read_only=True)
    verdict = serializers.ChoiceField(VERDICTS, read_only=True)

    class Meta:
        model = BankAnswerLine
        fields = [
            "id",
            "answer",
            "order",
            "row",
            "number",
            "amount",
            "outcome",
            "said",
            "reason",
            "holder",
            "last_four",
            "verdict",
            "settled_at",
        ]
        read_only_fields = fields
