-- The least that a correct claim must write, in a schema of its own, for pgbench. Amounts in fen.
DROP SCHEMA IF EXISTS floor CASCADE;
CREATE SCHEMA floor;
SET search_path = floor;
CREATE TABLE round (
    id int PRIMARY KEY, budget bigint NOT NULL, held bigint NOT NULL DEFAULT 0, CHECK (held BETWEEN 0 AND budget)
);
CREATE TABLE annual_use (
    applicant int, year int, cap bigint NOT NULL, used bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (applicant, year), CHECK (used BETWEEN 0 AND cap)
);
CREATE TABLE coupon (
    id bigserial PRIMARY KEY, round_id int NOT NULL REFERENCES round, applicant int NOT NULL, year int NOT NULL,
    amount bigint NOT NULL CHECK (amount BETWEEN 1 AND 5000000), state smallint NOT NULL DEFAULT 0,
    claimed_at timestamptz NOT NULL DEFAULT now(), register_by timestamptz NOT NULL,
    FOREIGN KEY (applicant, year) REFERENCES annual_use
);
CREATE INDEX ON coupon (applicant, year);
CREATE INDEX ON coupon (register_by) WHERE state = 0;
CREATE TABLE movement (
    id bigserial PRIMARY KEY, round_id int NOT NULL, coupon_id bigint NOT NULL, cause smallint NOT NULL,
    amount bigint NOT NULL, at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON movement (coupon_id);
CREATE TABLE event (
    id bigserial PRIMARY KEY, subject_kind text NOT NULL, subject_id bigint NOT NULL, type text NOT NULL, actor int,
    at timestamptz NOT NULL DEFAULT now(), data jsonb NOT NULL, delivered_at timestamptz
);
CREATE INDEX ON event (subject_kind, subject_id);
CREATE INDEX ON event (id) WHERE delivered_at IS NULL;
CREATE TABLE answer (
    party int, key uuid, digest bytea NOT NULL, status int NOT NULL, body jsonb NOT NULL,
    at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (party, key)
);
INSERT INTO round VALUES (1, 1000000000000000);
INSERT INTO annual_use SELECT n, 2026, 1000000000000, 0 FROM generate_series(1, 20000) AS n;
