-- What is to be graded, beside the gradebook in the same database and out of nbgrader's sight.
CREATE TABLE made_by (library text NOT NULL, layout int NOT NULL);

CREATE TABLE secret (course text PRIMARY KEY, seed text NOT NULL);

CREATE TABLE source (
    hash text PRIMARY KEY,
    files bytea NOT NULL,
    put timestamptz NOT NULL DEFAULT now()
);

-- One submission of one version of an assignment. key: of all that its verdict depends on.
-- takes: how often a worker has begun with it; alone: how often while it graded nothing else.
CREATE TABLE unit (
    key text PRIMARY KEY,
    assignment text NOT NULL,
    student text NOT NULL,
    source text NOT NULL REFERENCES source,
    job text NOT NULL,
    needs jsonb NOT NULL,
    submission bytea NOT NULL,
    handed_in timestamptz,
    queued timestamptz NOT NULL DEFAULT now(),
    taken timestamptz,
    run timestamptz,
    written timestamptz,
    takes int NOT NULL DEFAULT 0,
    alone int NOT NULL DEFAULT 0,
    worker text,
    tier text,
    state text,
    result bytea
);

CREATE INDEX unit_unfinished ON unit (assignment) WHERE state IS NULL;
CREATE INDEX jobs_begun ON procrastinate_jobs (queueing_lock) WHERE status = 'doing';

-- Who is at work; a row is renewed with the worker's pulse.
CREATE TABLE worker (name text PRIMARY KEY, queue text NOT NULL, seen timestamptz NOT NULL DEFAULT now());
