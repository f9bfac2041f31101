"""The trigger that refuses money to a payee whose payments are suspended (article 17)."""

import pgtrigger

PAYMENT_OF_SUSPENDED_PAYEE = pgtrigger.Trigger(
    name="payment_of_suspended_payee",
    operation=pgtrigger.UpdateOf("state"),
    when=pgtrigger.Before,
    condition=pgtrigger.Condition(
        "NEW.state IS DISTINCT FROM OLD.state AND (NEW.state IN ('ordered', 'sent')"
        " OR OLD.state = 'suspended' AND NEW.state <> 'cancelled')"
    ),
    func="""
        IF EXISTS (SELECT FROM oversight_sanction s
                WHERE s.party_id = NEW.payee_id AND s.measure = 'payments_suspended' AND s.state = 'in_force')
        THEN RAISE EXCEPTION 'payment_of_suspended_payee'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'payment_of_suspended_payee'; END IF;
        RETURN NEW;
    """,
)
"""On payments: neither ordered, nor sent, nor set free while a suspension of the payee is in force."""
