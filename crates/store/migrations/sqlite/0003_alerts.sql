-- Saved searches, alerts, notices and their delivery.
CREATE TABLE saved_search (
    id INTEGER PRIMARY KEY,
    brand_id INTEGER NOT NULL REFERENCES brand (id),
    person_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    filter TEXT NOT NULL,
    shared INTEGER NOT NULL,
    created_at INTEGER NOT NULL
);
CREATE INDEX saved_search_by_brand ON saved_search (brand_id, id);

-- since_seq: what happened before is not told of. state: what the decision remembers. next_at: when it is to be looked at again.
CREATE TABLE alert (
    id INTEGER PRIMARY KEY,
    brand_id INTEGER NOT NULL REFERENCES brand (id),
    person_id INTEGER NOT NULL,
    search_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    tells_when TEXT NOT NULL,
    quiet TEXT,
    cool_down_ms INTEGER NOT NULL,
    deliver TEXT NOT NULL,
    enabled INTEGER NOT NULL,
    since_seq INTEGER NOT NULL,
    state TEXT NOT NULL,
    next_at INTEGER,
    created_at INTEGER NOT NULL
);
CREATE INDEX alert_by_brand ON alert (brand_id, id);
CREATE INDEX alert_due ON alert (next_at) WHERE next_at IS NOT NULL;

-- A post that an alert matched. notice_id null: waits for its notice; 0: passed by.
CREATE TABLE alert_match (
    id INTEGER PRIMARY KEY,
    alert_id INTEGER NOT NULL,
    post_id INTEGER NOT NULL,
    brand_id INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    notice_id INTEGER,
    UNIQUE (alert_id, post_id)
);
CREATE INDEX alert_match_waiting ON alert_match (alert_id, id) WHERE notice_id IS NULL;
CREATE INDEX alert_match_by_brand ON alert_match (brand_id, id);

-- Up to where the event log was searched for matches: one row.
CREATE TABLE alert_cursor (
    id INTEGER PRIMARY KEY,
    seq INTEGER NOT NULL
);
INSERT INTO alert_cursor (id, seq) VALUES (1, 0);

CREATE TABLE notice (
    id INTEGER PRIMARY KEY,
    brand_id INTEGER NOT NULL,
    alert_id INTEGER NOT NULL,
    alert_name TEXT NOT NULL,
    person_id INTEGER NOT NULL,
    shared INTEGER NOT NULL,
    in_app INTEGER NOT NULL,
    trial INTEGER NOT NULL,
    matches INTEGER NOT NULL,
    created_at INTEGER NOT NULL
);
CREATE INDEX notice_by_brand ON notice (brand_id, id);

CREATE TABLE notice_post (
    notice_id INTEGER NOT NULL,
    place INTEGER NOT NULL,
    brand_id INTEGER NOT NULL,
    post_id INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    PRIMARY KEY (notice_id, place)
) WITHOUT ROWID;
CREATE INDEX notice_post_by_brand ON notice_post (brand_id);

CREATE TABLE notice_read (
    brand_id INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    up_to INTEGER NOT NULL,
    PRIMARY KEY (brand_id, person_id)
) WITHOUT ROWID;

CREATE TABLE webhook (
    id INTEGER PRIMARY KEY,
    brand_id INTEGER NOT NULL REFERENCES brand (id),
    name TEXT NOT NULL,
    url TEXT NOT NULL,
    format TEXT NOT NULL,
    secret BLOB NOT NULL,
    enabled INTEGER NOT NULL,
    gone INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL
);
CREATE INDEX webhook_by_brand ON webhook (brand_id, id);

-- A notice on its way to one receiver. since: when the attempts that count began.
CREATE TABLE delivery (
    id INTEGER PRIMARY KEY,
    brand_id INTEGER NOT NULL,
    notice_id INTEGER NOT NULL,
    webhook_id INTEGER,
    target TEXT NOT NULL,
    state TEXT NOT NULL,
    since INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    next_at INTEGER,
    last_status INTEGER,
    last_error TEXT,
    created_at INTEGER NOT NULL
);
CREATE INDEX delivery_by_brand ON delivery (brand_id, id);
CREATE INDEX delivery_due ON delivery (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX delivery_sending ON delivery (id) WHERE state = 'sending';
