"""Input and output of the members that verified teams have added."""

from rest_framework import serializers

from applicants.api.serializers import TeamMemberOutput
from core.api.serializers import Input, TextField


class PendingMemberOutput(TeamMemberOutput):
    """A member that a verified team has added, for staff: with the verified team that has the person, if any."""

    team_name = serializers.CharField(source="team.party.name")
    other_team_id = serializers.IntegerField(allow_null=True)
    other_team_name = serializers.CharField(allow_null=True)

    class Meta(TeamMemberOutput.Meta):
        fields = [*TeamMemberOutput.Meta.fields, "team_id", "team_name", "other_team_id", "other_team_name"]


class MemberReasonInput(Input):
    """The reason for the team, without another team's name."""

    reason = TextField(max_length=500)
