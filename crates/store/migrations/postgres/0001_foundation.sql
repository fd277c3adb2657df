-- People and brands.
CREATE TABLE brand (
    id bigint PRIMARY KEY,
    name text NOT NULL,
    sandbox bigint NOT NULL,
    policy text NOT NULL,
    created_at bigint NOT NULL,
    removed bigint NOT NULL DEFAULT 0
);

CREATE TABLE person (
    id bigint PRIMARY KEY,
    email text NOT NULL UNIQUE,
    name text NOT NULL,
    signature text NOT NULL DEFAULT '',
    locale text NOT NULL,
    theme text NOT NULL,
    password_hash text NOT NULL,
    disabled bigint NOT NULL DEFAULT 0,
    created_at bigint NOT NULL
);

CREATE TABLE member (
    brand_id bigint NOT NULL REFERENCES brand (id),
    person_id bigint NOT NULL REFERENCES person (id),
    role text NOT NULL,
    created_at bigint NOT NULL,
    PRIMARY KEY (brand_id, person_id)
);
CREATE INDEX member_by_person ON member (person_id);

CREATE TABLE session (
    token_hash bytea PRIMARY KEY,
    person_id bigint NOT NULL REFERENCES person (id),
    created_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    last_used_at bigint NOT NULL
);
CREATE INDEX session_by_person ON session (person_id);

CREATE TABLE token (
    id bigint PRIMARY KEY,
    token_hash bytea NOT NULL UNIQUE,
    person_id bigint NOT NULL REFERENCES person (id),
    name text NOT NULL,
    created_at bigint NOT NULL,
    expires_at bigint,
    last_used_at bigint
);
CREATE INDEX token_by_person ON token (person_id);

CREATE TABLE invite (
    id bigint PRIMARY KEY,
    token_hash bytea NOT NULL UNIQUE,
    brand_id bigint NOT NULL REFERENCES brand (id),
    role text NOT NULL,
    created_by bigint NOT NULL,
    created_at bigint NOT NULL,
    expires_at bigint NOT NULL
);
CREATE INDEX invite_by_brand ON invite (brand_id);

CREATE TABLE login_attempt (
    key text PRIMARY KEY,
    failures bigint NOT NULL,
    since bigint NOT NULL,
    last_at bigint NOT NULL
);

CREATE TABLE setting (
    key text PRIMARY KEY,
    value text NOT NULL
);

-- What is listened to.
CREATE TABLE channel (
    id bigint PRIMARY KEY,
    brand_id bigint NOT NULL REFERENCES brand (id),
    connector text NOT NULL,
    network text NOT NULL,
    name text NOT NULL,
    config text NOT NULL,
    account text,
    secret bytea,
    session bytea,
    state text NOT NULL,
    created_at bigint NOT NULL,
    removed bigint NOT NULL DEFAULT 0
);
CREATE INDEX channel_by_brand ON channel (brand_id, id);

CREATE TABLE source (
    channel_id bigint NOT NULL,
    source text NOT NULL,
    brand_id bigint NOT NULL,
    cursor text,
    state text NOT NULL,
    last_item_at bigint,
    last_contact_at bigint,
    lag_ms bigint,
    failures bigint NOT NULL DEFAULT 0,
    last_error text,
    retry_at bigint,
    since bigint NOT NULL,
    PRIMARY KEY (channel_id, source)
);
CREATE INDEX source_by_brand ON source (brand_id);

CREATE TABLE gap (
    id bigint PRIMARY KEY,
    brand_id bigint NOT NULL,
    channel_id bigint NOT NULL,
    source text NOT NULL,
    from_at bigint,
    to_at bigint NOT NULL,
    why text NOT NULL,
    noticed_at bigint NOT NULL
);
CREATE INDEX gap_by_channel ON gap (channel_id, id);

CREATE TABLE monitor (
    id bigint PRIMARY KEY,
    brand_id bigint NOT NULL REFERENCES brand (id),
    name text NOT NULL,
    query text NOT NULL,
    enabled bigint NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL
);
CREATE INDEX monitor_by_brand ON monitor (brand_id, id);

CREATE TABLE import (
    id bigint PRIMARY KEY,
    brand_id bigint NOT NULL,
    channel_id bigint NOT NULL,
    name text NOT NULL,
    format text NOT NULL,
    network text NOT NULL,
    state text NOT NULL,
    bytes_total bigint NOT NULL,
    bytes_done bigint NOT NULL DEFAULT 0,
    lines_ok bigint NOT NULL DEFAULT 0,
    lines_bad bigint NOT NULL DEFAULT 0,
    person_id bigint,
    created_at bigint NOT NULL,
    finished_at bigint,
    failure text
);
CREATE INDEX import_by_brand ON import (brand_id, id);

CREATE TABLE import_error (
    import_id bigint NOT NULL,
    line bigint NOT NULL,
    code text NOT NULL,
    detail text NOT NULL,
    text text NOT NULL,
    PRIMARY KEY (import_id, line)
);

-- What came in. state: 0 pending, 1 done, 2 quarantined.
CREATE TABLE raw (
    id bigint PRIMARY KEY,
    brand_id bigint NOT NULL,
    channel_id bigint NOT NULL,
    source text NOT NULL,
    received_at bigint NOT NULL,
    body bytea NOT NULL,
    state bigint NOT NULL DEFAULT 0,
    code text,
    reason text,
    attempts bigint NOT NULL DEFAULT 0
);
CREATE INDEX raw_pending ON raw (id) WHERE state = 0;
CREATE INDEX raw_quarantined ON raw (brand_id, id) WHERE state = 2;

-- What was said, by whom.
CREATE TABLE author (
    id bigint PRIMARY KEY,
    brand_id bigint NOT NULL,
    network text NOT NULL,
    native_id text COLLATE "C" NOT NULL,
    handle text,
    display_name text,
    avatar text,
    followers bigint,
    bot bigint NOT NULL,
    vip bigint NOT NULL,
    first_seen_at bigint NOT NULL,
    profile_at bigint,
    UNIQUE (brand_id, network, native_id)
);

CREATE TABLE post (
    id bigint PRIMARY KEY,
    brand_id bigint NOT NULL,
    channel_id bigint NOT NULL,
    network text NOT NULL,
    scope text COLLATE "C" NOT NULL,
    native_id text COLLATE "C" NOT NULL,
    version text NOT NULL,
    kind text NOT NULL,
    visibility text NOT NULL,
    author_id bigint NOT NULL,
    case_id bigint,
    text text NOT NULL,
    spans text NOT NULL,
    media text NOT NULL,
    thread_root text COLLATE "C" NOT NULL,
    root_native_id text,
    parent_native_id text,
    permalink text,
    created_at bigint NOT NULL,
    received_at bigint NOT NULL,
    edited_at bigint,
    deleted_at bigint,
    ours bigint NOT NULL,
    reply_id bigint,
    handle text NOT NULL,
    assessment text,
    UNIQUE (brand_id, scope, native_id)
);
CREATE INDEX post_by_thread ON post (brand_id, scope, thread_root);
CREATE INDEX post_by_case ON post (case_id) WHERE case_id IS NOT NULL;
CREATE INDEX post_by_author ON post (author_id, id);
CREATE INDEX post_by_brand ON post (brand_id, id);

-- Versions that are no longer current.
CREATE TABLE revision (
    post_id bigint NOT NULL,
    version text NOT NULL,
    position bigint NOT NULL,
    text text NOT NULL,
    spans text NOT NULL,
    seen_at bigint NOT NULL,
    PRIMARY KEY (post_id, version)
);

-- monitor_id 0: addressed to an account of ours.
CREATE TABLE mention (
    post_id bigint NOT NULL,
    monitor_id bigint NOT NULL,
    brand_id bigint NOT NULL,
    case_id bigint,
    spans text NOT NULL,
    PRIMARY KEY (post_id, monitor_id)
);
CREATE INDEX mention_by_case ON mention (case_id, monitor_id) WHERE case_id IS NOT NULL;

-- Names of what should be fetched. kind: post, author.
CREATE TABLE wanted (
    brand_id bigint NOT NULL,
    kind text NOT NULL,
    native_id text COLLATE "C" NOT NULL,
    channel_id bigint NOT NULL,
    attempts bigint NOT NULL DEFAULT 0,
    next_at bigint NOT NULL,
    PRIMARY KEY (brand_id, kind, native_id)
);
CREATE INDEX wanted_by_time ON wanted (kind, next_at);

-- The tokens are made by the application; PostgreSQL only finds them again.
CREATE TABLE post_search (
    rowid bigint PRIMARY KEY,
    tokens tsvector NOT NULL
);
CREATE INDEX post_search_tokens ON post_search USING gin (tokens);

-- The work. due_key and calm_key order by urgency; placed is an id of when that order or the last post changed.
CREATE TABLE case_ (
    id bigint PRIMARY KEY,
    brand_id bigint NOT NULL,
    channel_id bigint NOT NULL,
    network text NOT NULL,
    author_id bigint NOT NULL,
    thread_key text COLLATE "C" NOT NULL,
    state text NOT NULL,
    assignee_id bigint,
    vip bigint NOT NULL,
    urgency bigint NOT NULL,
    opened_at bigint NOT NULL,
    last_post_at bigint NOT NULL,
    last_post_id bigint NOT NULL,
    thread_version bigint NOT NULL,
    deadline_at bigint,
    overdue_at bigint,
    first_answered_at bigint,
    snoozed_until bigint,
    closed_at bigint,
    reopened_count bigint NOT NULL,
    updated_at bigint NOT NULL,
    due_key bigint NOT NULL,
    calm_key bigint NOT NULL,
    placed bigint NOT NULL,
    posts_count bigint NOT NULL,
    language text,
    sentiment text,
    kind text,
    question bigint,
    personal_data bigint NOT NULL,
    UNIQUE (brand_id, thread_key)
);
CREATE INDEX case_newest ON case_ (brand_id, last_post_at, id);
CREATE INDEX case_newest_by_state ON case_ (brand_id, state, last_post_at, id);
CREATE INDEX case_urgent ON case_ (brand_id, due_key, calm_key, id);
CREATE INDEX case_urgent_by_state ON case_ (brand_id, state, due_key, calm_key, id);
CREATE INDEX case_by_assignee ON case_ (brand_id, assignee_id, last_post_at, id) WHERE assignee_id IS NOT NULL;
CREATE INDEX case_by_author ON case_ (author_id, id);
CREATE INDEX case_by_deadline ON case_ (deadline_at) WHERE deadline_at IS NOT NULL AND overdue_at IS NULL;
CREATE INDEX case_by_snooze ON case_ (snoozed_until) WHERE snoozed_until IS NOT NULL;

CREATE TABLE note (
    id bigint PRIMARY KEY,
    brand_id bigint NOT NULL,
    case_id bigint NOT NULL,
    person_id bigint NOT NULL,
    text text NOT NULL,
    created_at bigint NOT NULL
);
CREATE INDEX note_by_case ON note (case_id, id);

CREATE TABLE draft (
    case_id bigint NOT NULL,
    person_id bigint NOT NULL,
    brand_id bigint NOT NULL,
    text text NOT NULL,
    thread_version bigint NOT NULL,
    updated_at bigint NOT NULL,
    PRIMARY KEY (case_id, person_id)
);

-- Answers on their way out.
CREATE TABLE reply (
    id bigint PRIMARY KEY,
    brand_id bigint NOT NULL,
    case_id bigint NOT NULL,
    channel_id bigint NOT NULL,
    post_id bigint NOT NULL,
    person_id bigint NOT NULL,
    client_key text NOT NULL,
    text text NOT NULL,
    parts text NOT NULL,
    own_ids text NOT NULL,
    state text NOT NULL,
    thread_version bigint NOT NULL,
    created_at bigint NOT NULL,
    send_at bigint NOT NULL,
    next_attempt_at bigint,
    attempts bigint NOT NULL DEFAULT 0,
    may_have_left bigint NOT NULL DEFAULT 0,
    sent_at bigint,
    receipt text,
    failure text,
    UNIQUE (brand_id, person_id, client_key)
);
CREATE INDEX reply_by_case ON reply (case_id, id);
CREATE INDEX reply_due ON reply (next_attempt_at, id) WHERE state = 'queued';
CREATE INDEX reply_sending ON reply (id) WHERE state = 'sending';

CREATE TABLE engagement (
    id bigint PRIMARY KEY,
    brand_id bigint NOT NULL,
    case_id bigint,
    post_id bigint NOT NULL,
    channel_id bigint NOT NULL,
    person_id bigint NOT NULL,
    action text NOT NULL,
    own_id text NOT NULL,
    state text NOT NULL,
    created_at bigint NOT NULL,
    receipt text,
    UNIQUE (post_id, channel_id, action)
);
CREATE INDEX engagement_pending ON engagement (id) WHERE state = 'pending';

-- What happened, in order, and how many there are of what.
CREATE TABLE event (
    seq bigserial PRIMARY KEY,
    brand_id bigint NOT NULL,
    at bigint NOT NULL,
    kind text NOT NULL,
    case_id bigint,
    person_id bigint,
    payload text NOT NULL
);
CREATE INDEX event_by_brand ON event (brand_id, seq);

CREATE TABLE counter (
    brand_id bigint NOT NULL,
    name text NOT NULL,
    value bigint NOT NULL,
    PRIMARY KEY (brand_id, name)
);
