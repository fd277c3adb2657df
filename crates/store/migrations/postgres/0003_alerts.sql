-- Saved searches, alerts, notices and their delivery.
CREATE TABLE saved_search (
    id bigint PRIMARY KEY,
    brand_id bigint NOT NULL REFERENCES brand (id),
    person_id bigint NOT NULL,
    name text NOT NULL,
    filter text NOT NULL,
    shared bigint NOT NULL,
    created_at bigint NOT NULL
);
CREATE INDEX saved_search_by_brand ON saved_search (brand_id, id);

-- since_seq: what happened before is not told of. state: what the decision remembers. next_at: when it is to be looked at again.
CREATE TABLE alert (
    id bigint PRIMARY KEY,
    brand_id bigint NOT NULL REFERENCES brand (id),
    person_id bigint NOT NULL,
    search_id bigint NOT NULL,
    name text NOT NULL,
    tells_when text NOT NULL,
    quiet text,
    cool_down_ms bigint NOT NULL,
    deliver text NOT NULL,
    enabled bigint NOT NULL,
    since_seq bigint NOT NULL,
    state text NOT NULL,
    next_at bigint,
    created_at bigint NOT NULL
);
CREATE INDEX alert_by_brand ON alert (brand_id, id);
CREATE INDEX alert_due ON alert (next_at) WHERE next_at IS NOT NULL;

-- A post that an alert matched. notice_id null: waits for its notice; 0: passed by.
CREATE TABLE alert_match (
    id bigint PRIMARY KEY,
    alert_id bigint NOT NULL,
    post_id bigint NOT NULL,
    brand_id bigint NOT NULL,
    case_id bigint NOT NULL,
    notice_id bigint,
    UNIQUE (alert_id, post_id)
);
CREATE INDEX alert_match_waiting ON alert_match (alert_id, id) WHERE notice_id IS NULL;
CREATE INDEX alert_match_by_brand ON alert_match (brand_id, id);

-- Up to where the event log was searched for matches: one row.
CREATE TABLE alert_cursor (
    id bigint PRIMARY KEY,
    seq bigint NOT NULL
);
INSERT INTO alert_cursor (id, seq) VALUES (1, 0);

CREATE TABLE notice (
    id bigint PRIMARY KEY,
    brand_id bigint NOT NULL,
    alert_id bigint NOT NULL,
    alert_name text NOT NULL,
    person_id bigint NOT NULL,
    shared bigint NOT NULL,
    in_app bigint NOT NULL,
    trial bigint NOT NULL,
    matches bigint NOT NULL,
    created_at bigint NOT NULL
);
CREATE INDEX notice_by_brand ON notice (brand_id, id);

CREATE TABLE notice_post (
    notice_id bigint NOT NULL,
    place bigint NOT NULL,
    brand_id bigint NOT NULL,
    post_id bigint NOT NULL,
    case_id bigint NOT NULL,
    PRIMARY KEY (notice_id, place)
);
CREATE INDEX notice_post_by_brand ON notice_post (brand_id);

CREATE TABLE notice_read (
    brand_id bigint NOT NULL,
    person_id bigint NOT NULL,
    up_to bigint NOT NULL,
    PRIMARY KEY (brand_id, person_id)
);

CREATE TABLE webhook (
    id bigint PRIMARY KEY,
    brand_id bigint NOT NULL REFERENCES brand (id),
    name text NOT NULL,
    url text NOT NULL,
    format text NOT NULL,
    secret bytea NOT NULL,
    enabled bigint NOT NULL,
    gone bigint NOT NULL DEFAULT 0,
    created_at bigint NOT NULL
);
CREATE INDEX webhook_by_brand ON webhook (brand_id, id);

-- A notice on its way to one receiver. since: when the attempts that count began.
CREATE TABLE delivery (
    id bigint PRIMARY KEY,
    brand_id bigint NOT NULL,
    notice_id bigint NOT NULL,
    webhook_id bigint,
    target text NOT NULL,
    state text NOT NULL,
    since bigint NOT NULL,
    attempts bigint NOT NULL DEFAULT 0,
    next_at bigint,
    last_status bigint,
    last_error text,
    created_at bigint NOT NULL
);
CREATE INDEX delivery_by_brand ON delivery (brand_id, id);
CREATE INDEX delivery_due ON delivery (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX delivery_sending ON delivery (id) WHERE state = 'sending';
