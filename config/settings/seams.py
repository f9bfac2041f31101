"""Seams: dotted names that a lower layer imports at run time, as it must not import the layers above."""

EVENT_SUBSCRIPTIONS = "config.subscriptions.SUBSCRIPTIONS"
PERIODIC_JOBS = "config.jobs.JOBS"
TASK_QUEUE = "config.celery.app"
ACTOR_RESOLVER = "accounts.selectors.actors.resolve"
# The roles of members of applicants and open units (core.access.checks).
MEMBER_ROLES = "accounts.rules.roles.SIDE_ROLES"
# Amounts, days and codes of a mail in words (core.notifications.mail).
READABLE_PARAMS = "core.web.words.readable"
# Kind of notification → the function that makes the address and the link of its mail (core.notifications.mail).
MAIL_LETTERS = {
    "account.password_reset": "accounts.selectors.letters.password_reset",
    "account.mail_confirmation": "accounts.selectors.letters.mail_confirmation",
    "account.sign_up": "accounts.selectors.letters.sign_up",
    "payee_account.change_entered": "payments.selectors.change_links.stop_letter",
    "payee_account.change_checked": "payments.selectors.change_links.stop_letter",
    "payee_account.change_confirmed": "payments.selectors.change_links.stop_letter",
}
# What a verified party holds from then on (accounts.services.parties.verify_party).
PARTY_VERIFICATION = "applicants.services.verification.settle_verification"
PARTY_RIVALS = "applicants.selectors.teams.map_competing_teams"
# What a party declared and what was compared, for the officer who verifies it (accounts.portal.verification).
REGISTRATION_REVIEW = "applicants.portal.declared.registration_review"
# The applications to become an open unit of a user, and of a party (accounts.portal.parties, accounts.portal.verification).
OWN_APPLICATIONS = "facilities.portal.applications.own_applications"
PARTY_APPLICATIONS = "facilities.portal.applications.party_applications"
# The names of parties, and of the members of one, for the list of events (core.events.history).
PARTY_NAMES = "accounts.selectors.parties.map_party_names"
MEMBER_NAMES = "accounts.selectors.members.map_member_names"
# Kind of subject without a number → what the list of events calls those of its kind (core.events.history).
SUBJECT_NAMES = {"policy": "vouchers.selectors.policies.map_policy_labels"}
# Kind of owner → selector of the owners whose files the actor may see (core.files.attachment_selectors).
ATTACHMENT_OWNERS = {
    "party": "accounts.selectors.parties.parties_with_evidence",
    "redemption": "redemptions.selectors.redemptions.redemptions_with_evidence",
    "appeal": "redemptions.selectors.appeals.visible_appeals",
    "manual_answer": "payments.selectors.manual_answers.visible_manual_answers",
    "repayment": "payments.selectors.recoveries.visible_repayments",
}
# The contracts of a person's organisation with the parties of a case (accounts.selectors.conflicts).
CONTRACTS_BETWEEN = "vouchers.selectors.contracts.list_contracts_between"
# What contracts ask of their redemptions, which stand above them (vouchers.selectors.open_redemptions).
CONTRACT_REDEMPTIONS = "redemptions.selectors.open_redemptions.CONTRACT_REDEMPTIONS"
# What a contract will ask of a request, which stands below it (matching.selectors.conditions).
PROJECT_CONDITIONS = "vouchers.selectors.project_requests.PROJECT_CONDITIONS"
# How an applicant stands by each condition of a claim (applicants.selectors.conditions).
ELIGIBILITY_CHECK = "vouchers.selectors.eligibility.check_profile"
# Kind of case → selector of the parties that it concerns (accounts.selectors.conflicts).
CASE_PARTIES = {
    "party": "accounts.selectors.cases.map_party_parties",
    "takeover": "accounts.selectors.cases.map_takeover_parties",
    "certificate": "applicants.selectors.cases.map_certificate_parties",
    "team_member": "applicants.selectors.cases.map_team_member_parties",
    "open_unit": "facilities.selectors.cases.map_unit_parties",
    "unit_application": "facilities.selectors.cases.map_application_parties",
    "objection": "oversight.selectors.cases.map_objection_parties",
    "sanction": "oversight.selectors.cases.map_sanction_parties",
    "payment": "payments.selectors.cases.map_payment_parties",
    "payment_order": "payments.selectors.cases.map_order_parties",
    "payee_account": "payments.selectors.payee_accounts.map_account_parties",
    "bank_answer_line": "payments.selectors.cases.map_line_parties",
    "manual_answer": "payments.selectors.manual_answers.map_manual_answer_parties",
    "kept_return": "payments.selectors.kept_returns.map_kept_return_parties",
    "recovery": "payments.selectors.recoveries.map_recovery_parties",
    "repayment": "payments.selectors.recoveries.map_repayment_parties",
    "contract": "vouchers.selectors.cases.map_contract_parties",
    "coupon": "vouchers.selectors.cases.map_coupon_parties",
    "redemption": "redemptions.selectors.cases.map_redemption_parties",
    "batch": "redemptions.selectors.cases.map_batch_parties",
    "appeal": "redemptions.selectors.appeals.map_appeal_parties",
}
# Kind of case → selector of those of some people who had a part in it, or whose role its next stage does not ask for,
# where more than the events of the case say so (accounts.selectors.handovers).
CASE_PARTS = {
    "batch": "redemptions.selectors.second_persons.list_involved",
    "appeal": "redemptions.selectors.appeals.list_involved",
    "payment_order": "payments.selectors.orders.list_involved",
}
# Kind of case → the page of one of its kind, where there is one (accounts.portal.handovers).
CASE_PAGES = {
    "party": "party",
    "objection": "objection",
    "sanction": "sanction",
    "payment": "payment",
    "payment_order": "order",
    "payee_account": "payee_account",
    "manual_answer": "manual_answer",
    "recovery": "recovery",
    "redemption": "redemption",
    "batch": "batch",
    "appeal": "appeal",
}
# The operations that a member of staff may do on one case as a substitute (core.access.checks).
SUBSTITUTES = "accounts.selectors.handovers.list_stood_in"
# The most days for which a member of staff may act in another's name (accounts.rules.delegations).
DELEGATION_DAYS = 60
# The longest wait of a changed payee account by the policies in force (payments.services.subjects).
ACCOUNT_CHANGE_WAIT = "vouchers.selectors.policies.account_change_wait"
# Kind of subject → what decides when it may be paid and is notified when it is (payments.services.subjects).
PAYMENT_SUBJECTS = {
    "redemption": "redemptions.services.settlement.REDEMPTION",
    "kept_return": "payments.services.kept_returns.REST",
}
# Measure of a sanction → what it changes when it is in force and when it ends (oversight.services.measures).
SANCTION_EFFECTS = {"payments_suspended": "payments.services.suspensions.EFFECT"}
# Kind of subject of a measure → what is carried out on it once (oversight.services.measures).
SANCTION_SUBJECTS = {"coupon": "redemptions.services.revocations.COUPONS"}
# Kind of subject → the service that returns it to review after an upheld objection (oversight.services.objections).
NOTICE_SUBJECTS = {"redemption": "redemptions.services.reopening.reopen_redemption"}
