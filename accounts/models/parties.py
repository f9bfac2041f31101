"""Parties, and the people who act for them."""

import pgtrigger
from django.db import models
from django.db.models import F, Q

from accounts.rules.roles import MANAGER_ROLES, SIDE_ROLES, STAFF_ROLES, Consent, Role
from accounts.rules.states import (
    HOLDING_PARTIES,
    INVITATION,
    PARTY,
    TAKEOVER,
    UNANSWERED_FOR_INVITER,
    InvitationState,
    PartyState,
    TakeoverState,
)
from core.database.triggers import legal_transitions
from core.models.states import StateField
from core.values.object_numbers import Series, object_number

_OF_SIDES = sorted(role.value for role in SIDE_ROLES)
_STAFF_SQL = ", ".join(f"'{role}'" for role in sorted(STAFF_ROLES))
_MANAGERS_SQL = ", ".join(f"'{role}'" for role in sorted(MANAGER_ROLES))
_OF_AUTHORITY = sorted(role.value for role in STAFF_ROLES | {Role.EXPERT})


class Party(models.Model):
    """An organisation, a team, or the authority itself (主体).

    A party may be both an applicant and an open unit. A case officer verifies it before its first claim, because codes
    are public: before that, several registrations may compete for a code; one verified or suspended party holds it.
    """

    ORGANISATION, TEAM, AUTHORITY = "organisation", "team", "authority"

    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    match_name = models.CharField(max_length=200)
    uscc = models.CharField("统一社会信用代码", max_length=18, null=True)  # noqa: DJ001
    uscc_override_reason = models.CharField(max_length=500, default="")
    state = StateField(PartyState, default=PartyState.REGISTERED)
    registered_at = models.DateTimeField()
    draft = models.BooleanField(default=False, db_default=False)
    """Whether its manager has not sent the registration yet (未提交): officers neither see nor verify it."""
    registered_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    asked_for = models.CharField(max_length=500, db_default="")
    asked_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision_reason = models.CharField(max_length=500, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["uscc"], condition=Q(state__in=HOLDING_PARTIES), name="party_one_holds_a_uscc"
            ),
            models.CheckConstraint(
                name="party_kind_known", condition=Q(kind__in=["organisation", "team", "authority"])
            ),
            models.CheckConstraint(
                name="party_organisation_has_uscc",
                condition=Q(kind="organisation", uscc__isnull=False) | (~Q(kind="organisation") & Q(uscc=None)),
            ),
            models.CheckConstraint(
                name="party_verified_by_somebody",
                condition=~Q(state=PartyState.VERIFIED) | Q(decided_by__isnull=False) | Q(kind="authority"),
            ),
            models.UniqueConstraint(fields=["kind"], condition=Q(kind="authority"), name="party_one_authority"),
            models.CheckConstraint(
                name="party_decided_was_sent",
                condition=Q(draft=False) | Q(state__in=[PartyState.REGISTERED, PartyState.ENDED]),
            ),
        ]
        indexes = [
            models.Index(fields=["uscc"], name="party_by_uscc"),
            models.Index(fields=["match_name"], name="party_by_match_name"),
            models.Index(fields=["state", "id"], name="party_by_state"),
        ]
        triggers = [
            *legal_transitions("party", PARTY),
            pgtrigger.ReadOnly(name="party_kind_and_code_never_change", fields=["kind", "uscc"]),
            pgtrigger.Protect(
                name="party_registered_by_one_person",
                operation=pgtrigger.UpdateOf("registered_by_id"),
                condition=pgtrigger.Q(old__registered_by__isnull=False)
                & pgtrigger.Q(old__registered_by__df=pgtrigger.F("new__registered_by")),
            ),
        ]

    @property
    def number(self) -> str:
        """主体编号, as people read it: ZT2026-0000004."""
        return object_number(Series.PARTY, at=self.registered_at, pk=self.pk)


class UsccWaiver(models.Model):
    """A real code with a wrong check character that a case officer has accepted (信用代码放行)."""

    uscc = models.CharField("统一社会信用代码", max_length=18, unique=True)
    reason = models.CharField(max_length=500)
    granted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField()


class Invitation(models.Model):
    """An invitation to become a member of a party (成员邀请), for the person whom `named` names.

    `named` is a user name or a mail address in its normal form. For a user name `user` is the account that had it then,
    if any; for a mail address the account that answered. What the inviter is shown does not depend on `user`.
    """

    party = models.ForeignKey(Party, on_delete=models.PROTECT, db_index=False, related_name="invitations")
    role = models.CharField(max_length=30)
    named = models.CharField(max_length=254)
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="invitations")
    invited_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, db_index=False, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    state = StateField(InvitationState, default=InvitationState.INVITED)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["party", "role", "named"],
                condition=Q(state__in=UNANSWERED_FOR_INVITER),
                name="invitation_one_open_a_person",
            ),
            models.CheckConstraint(
                name="invitation_role_of_a_side",
                condition=Q(role__in=_OF_SIDES),
            ),
            models.CheckConstraint(
                name="invitation_answered_by_somebody",
                condition=Q(state__in=(InvitationState.INVITED, InvitationState.ENDED))
                | Q(user__isnull=False, answered_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["named"], condition=Q(state=InvitationState.INVITED), name="invitation_by_name"),
            models.Index(fields=["user"], condition=Q(state=InvitationState.INVITED), name="invitation_by_user"),
            models.Index(fields=["party", "id"], name="invitation_by_party"),
            models.Index(fields=["invited_by", "invited_at"], name="invitation_by_inviter"),
            models.Index(
                fields=["expires_at"], condition=Q(state__in=UNANSWERED_FOR_INVITER), name="invitation_by_end"
            ),
        ]
        triggers = [
            *legal_transitions("invitation", INVITATION),
            pgtrigger.ReadOnly(
                name="invitation_terms_never_change",
                fields=["party", "role", "named", "invited_by", "invited_at", "expires_at"],
            ),
        ]


class Membership(models.Model):
    """A user's role in a party (成员与角色), from `since` to `ended_at`, with the user's consent (I13)."""

    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="memberships")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=30)
    consent = models.CharField(max_length=20)
    invitation = models.OneToOneField(Invitation, on_delete=models.PROTECT, null=True, related_name="membership")
    appointment = models.OneToOneField(
        "accounts.Appointment", on_delete=models.PROTECT, null=True, related_name="membership"
    )
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "party", "role"], condition=Q(ended_at=None), name="membership_once_while_live"
            ),
            models.CheckConstraint(name="membership_role_known", condition=Q(role__in=[role.value for role in Role])),
            models.CheckConstraint(
                name="membership_by_consent",
                condition=Q(consent=Consent.INVITED, invitation__isnull=False, appointment=None, role__in=_OF_SIDES)
                | Q(
                    consent__in=(Consent.REGISTERED, Consent.TOOK_OVER),
                    invitation=None,
                    appointment=None,
                    role__in=_OF_SIDES,
                )
                | Q(consent=Consent.APPOINTED, invitation=None, appointment__isnull=False, role__in=_OF_AUTHORITY),
            ),
        ]
        triggers = [
            # The checks below read what a row begins with, so a row must stay what it began as.
            pgtrigger.ReadOnly(name="membership_terms_never_change", exclude=["ended_at"]),
            pgtrigger.Protect(
                name="membership_ends_once",
                operation=pgtrigger.UpdateOf("ended_at"),
                condition=pgtrigger.Q(old__ended_at__isnull=False)
                & pgtrigger.Q(old__ended_at__df=pgtrigger.F("new__ended_at")),
            ),
            pgtrigger.Protect(name="membership_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="membership_invitation_accepted",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                condition=pgtrigger.Condition("NEW.invitation_id IS NOT NULL"),
                func="""
                    IF NOT EXISTS (
                        SELECT 1 FROM accounts_invitation i WHERE i.id = NEW.invitation_id AND i.state = 'accepted'
                            AND (i.user_id, i.party_id, i.role) = (NEW.user_id, NEW.party_id, NEW.role)
                    ) THEN
                        RAISE EXCEPTION 'invitation % was not accepted by this member', NEW.invitation_id
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'membership_invitation_accepted';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="membership_appointment_confirmed",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                condition=pgtrigger.Condition("NEW.appointment_id IS NOT NULL"),
                func="""
                    IF NOT EXISTS (
                        SELECT 1 FROM accounts_appointment a WHERE a.id = NEW.appointment_id AND a.state = 'confirmed'
                            AND (a.user_id, a.role) = (NEW.user_id, NEW.role)
                    ) THEN
                        RAISE EXCEPTION 'appointment % was not confirmed for this member', NEW.appointment_id
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'membership_appointment_confirmed';
                    END IF;
                    RETURN NEW;
                """,
            ),
            # A manager of one side may register the other side of the party, which somebody else may have registered.
            pgtrigger.Trigger(
                name="membership_agreed_by_own_act",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                condition=pgtrigger.Condition("NEW.consent IN ('registered', 'took_over')"),
                func=f"""
                    IF NOT EXISTS (
                        SELECT 1 FROM accounts_party p WHERE NEW.consent = 'registered'
                            AND (p.id, p.registered_by_id) = (NEW.party_id, NEW.user_id)
                        UNION ALL SELECT 1 FROM accounts_membership m WHERE NEW.consent = 'registered'
                            AND (m.party_id, m.user_id) = (NEW.party_id, NEW.user_id)
                            AND m.role IN ({_MANAGERS_SQL}) AND m.ended_at IS NULL
                        UNION ALL SELECT 1 FROM accounts_takeover t WHERE NEW.consent = 'took_over' AND t.state = 'approved'
                            AND (t.party_id, t.claimant_id, t.role) = (NEW.party_id, NEW.user_id, NEW.role)
                    ) THEN
                        RAISE EXCEPTION 'user % neither registered nor took over party %', NEW.user_id, NEW.party_id
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'membership_agreed_by_own_act';
                    END IF;
                    RETURN NEW;
                """,
            ),
            # The lock of the user lets two inserts of one user see each other: the check runs after it.
            pgtrigger.Trigger(
                name="membership_staff_apart",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                condition=pgtrigger.Condition("NEW.ended_at IS NULL AND NEW.role <> 'expert'"),
                func=f"""
                    PERFORM 1 FROM accounts_user WHERE id = NEW.user_id FOR NO KEY UPDATE;
                    IF EXISTS (
                        SELECT 1 FROM accounts_membership m
                        WHERE m.user_id = NEW.user_id AND m.ended_at IS NULL AND m.role <> 'expert'
                            AND (m.role IN ({_STAFF_SQL})) <> (NEW.role IN ({_STAFF_SQL}))
                    ) THEN
                        RAISE EXCEPTION 'user % has a staff role and a membership of a party', NEW.user_id
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'membership_staff_apart';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]
        indexes = [models.Index(fields=["party", "id"], condition=Q(ended_at=None), name="membership_live_by_party")]


class Takeover(models.Model):
    """A request to become manager of a party whose managers cannot be reached (管理员接管), decided by a case officer.

    `named_index` is a blind index of the code or ID number that the claimant named. A request that names no party has
    none, and looks to the claimant like any other until it ends.
    """

    party = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, related_name="takeovers")
    named_index = models.BinaryField(max_length=32)
    claimant = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=30)
    reason = models.CharField(max_length=1000)
    state = StateField(TakeoverState, default=TakeoverState.REQUESTED)
    requested_at = models.DateTimeField()
    decided_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision_reason = models.CharField(max_length=1000, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["claimant", "role", "named_index"],
                condition=Q(state=TakeoverState.REQUESTED),
                name="takeover_one_open_a_claimant",
            ),
            models.CheckConstraint(
                name="takeover_decided_of_a_party",
                condition=Q(party__isnull=False) | Q(state__in=(TakeoverState.REQUESTED, TakeoverState.ENDED)),
            ),
            models.CheckConstraint(
                name="takeover_role_known", condition=Q(role__in=sorted(role.value for role in MANAGER_ROLES))
            ),
            models.CheckConstraint(name="takeover_decided_by_another", condition=~Q(decided_by=F("claimant"))),
        ]
        triggers = [
            *legal_transitions("takeover", TAKEOVER),
            pgtrigger.ReadOnly(
                name="takeover_terms_never_change",
                fields=["party", "named_index", "claimant", "role", "reason", "requested_at"],
            ),
        ]

    @property
    def number(self) -> str:
        """接管申请编号, as people read it: JG2026-0000004."""
        return object_number(Series.TAKEOVER, at=self.requested_at, pk=self.pk)
