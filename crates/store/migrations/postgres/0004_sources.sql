-- How loud sources usually are, and gaps that were read again.

-- What a source brought in one hour (whole hours since 1970), and from when until when it was listened to in it.
CREATE TABLE source_hour (
    channel_id bigint NOT NULL,
    source text NOT NULL,
    hour bigint NOT NULL,
    brand_id bigint NOT NULL,
    items bigint NOT NULL,
    heard_from bigint NOT NULL,
    heard_to bigint NOT NULL,
    PRIMARY KEY (channel_id, source, hour)
);
CREATE INDEX source_hour_by_brand ON source_hour (brand_id, hour);
CREATE INDEX source_hour_by_time ON source_hour (hour);

-- What was made of it when the last hour ended.
ALTER TABLE source ADD COLUMN rate_hour bigint NOT NULL DEFAULT 0;
ALTER TABLE source ADD COLUMN rate_usual_low bigint;
ALTER TABLE source ADD COLUMN rate_quiet bigint NOT NULL DEFAULT 0;

-- What is fetched behind the main flow is no source of its own.
DELETE FROM source WHERE source = 'hydrate';

-- A gap that somebody asked to read again. plan: what is searched for and how far it is; only the engine reads it.
CREATE TABLE reread (
    gap_id bigint PRIMARY KEY,
    brand_id bigint NOT NULL,
    channel_id bigint NOT NULL,
    state text NOT NULL,
    plan text NOT NULL,
    found bigint NOT NULL DEFAULT 0,
    because text,
    attempts bigint NOT NULL DEFAULT 0,
    next_at bigint NOT NULL
);
CREATE INDEX reread_by_time ON reread (next_at) WHERE state = 'running';
CREATE INDEX reread_by_brand ON reread (brand_id);
