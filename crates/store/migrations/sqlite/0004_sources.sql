-- How loud sources usually are, and gaps that were read again.

-- What a source brought in one hour (whole hours since 1970), and from when until when it was listened to in it.
CREATE TABLE source_hour (
    channel_id INTEGER NOT NULL,
    source TEXT NOT NULL,
    hour INTEGER NOT NULL,
    brand_id INTEGER NOT NULL,
    items INTEGER NOT NULL,
    heard_from INTEGER NOT NULL,
    heard_to INTEGER NOT NULL,
    PRIMARY KEY (channel_id, source, hour)
) WITHOUT ROWID;
CREATE INDEX source_hour_by_brand ON source_hour (brand_id, hour);
CREATE INDEX source_hour_by_time ON source_hour (hour);

-- What was made of it when the last hour ended.
ALTER TABLE source ADD COLUMN rate_hour INTEGER NOT NULL DEFAULT 0;
ALTER TABLE source ADD COLUMN rate_usual_low INTEGER;
ALTER TABLE source ADD COLUMN rate_quiet INTEGER NOT NULL DEFAULT 0;

-- What is fetched behind the main flow is no source of its own.
DELETE FROM source WHERE source = 'hydrate';

-- A gap that somebody asked to read again. plan: what is searched for and how far it is; only the engine reads it.
CREATE TABLE reread (
    gap_id INTEGER PRIMARY KEY,
    brand_id INTEGER NOT NULL,
    channel_id INTEGER NOT NULL,
    state TEXT NOT NULL,
    plan TEXT NOT NULL,
    found INTEGER NOT NULL DEFAULT 0,
    because TEXT,
    attempts INTEGER NOT NULL DEFAULT 0,
    next_at INTEGER NOT NULL
);
CREATE INDEX reread_by_time ON reread (next_at) WHERE state = 'running';
CREATE INDEX reread_by_brand ON reread (brand_id);
