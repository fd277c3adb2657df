-- People and brands.
CREATE TABLE brand (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    sandbox INTEGER NOT NULL,
    policy TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    removed INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE person (
    id INTEGER PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    signature TEXT NOT NULL DEFAULT '',
    locale TEXT NOT NULL,
    theme TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    disabled INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL
);

CREATE TABLE member (
    brand_id INTEGER NOT NULL REFERENCES brand (id),
    person_id INTEGER NOT NULL REFERENCES person (id),
    role TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (brand_id, person_id)
);
CREATE INDEX member_by_person ON member (person_id);

CREATE TABLE session (
    token_hash BLOB PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person (id),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    last_used_at INTEGER NOT NULL
);
CREATE INDEX session_by_person ON session (person_id);

CREATE TABLE token (
    id INTEGER PRIMARY KEY,
    token_hash BLOB NOT NULL UNIQUE,
    person_id INTEGER NOT NULL REFERENCES person (id),
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER,
    last_used_at INTEGER
);
CREATE INDEX token_by_person ON token (person_id);

CREATE TABLE invite (
    id INTEGER PRIMARY KEY,
    token_hash BLOB NOT NULL UNIQUE,
    brand_id INTEGER NOT NULL REFERENCES brand (id),
    role TEXT NOT NULL,
    created_by INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
);
CREATE INDEX invite_by_brand ON invite (brand_id);

CREATE TABLE login_attempt (
    key TEXT PRIMARY KEY,
    failures INTEGER NOT NULL,
    since INTEGER NOT NULL,
    last_at INTEGER NOT NULL
);

CREATE TABLE setting (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

-- What is listened to.
CREATE TABLE channel (
    id INTEGER PRIMARY KEY,
    brand_id INTEGER NOT NULL REFERENCES brand (id),
    connector TEXT NOT NULL,
    network TEXT NOT NULL,
    name TEXT NOT NULL,
    config TEXT NOT NULL,
    account TEXT,
    secret BLOB,
    session BLOB,
    state TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    removed INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX channel_by_brand ON channel (brand_id, id);

CREATE TABLE source (
    channel_id INTEGER NOT NULL,
    source TEXT NOT NULL,
    brand_id INTEGER NOT NULL,
    cursor TEXT,
    state TEXT NOT NULL,
    last_item_at INTEGER,
    last_contact_at INTEGER,
    lag_ms INTEGER,
    failures INTEGER NOT NULL DEFAULT 0,
    last_error TEXT,
    retry_at INTEGER,
    since INTEGER NOT NULL,
    PRIMARY KEY (channel_id, source)
);
CREATE INDEX source_by_brand ON source (brand_id);

CREATE TABLE gap (
    id INTEGER PRIMARY KEY,
    brand_id INTEGER NOT NULL,
    channel_id INTEGER NOT NULL,
    source TEXT NOT NULL,
    from_at INTEGER,
    to_at INTEGER NOT NULL,
    why TEXT NOT NULL,
    noticed_at INTEGER NOT NULL
);
CREATE INDEX gap_by_channel ON gap (channel_id, id);

CREATE TABLE monitor (
    id INTEGER PRIMARY KEY,
    brand_id INTEGER NOT NULL REFERENCES brand (id),
    name TEXT NOT NULL,
    query TEXT NOT NULL,
    enabled INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
);
CREATE INDEX monitor_by_brand ON monitor (brand_id, id);

CREATE TABLE import (
    id INTEGER PRIMARY KEY,
    brand_id INTEGER NOT NULL,
    channel_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    format TEXT NOT NULL,
    network TEXT NOT NULL,
    state TEXT NOT NULL,
    bytes_total INTEGER NOT NULL,
    bytes_done INTEGER NOT NULL DEFAULT 0,
    lines_ok INTEGER NOT NULL DEFAULT 0,
    lines_bad INTEGER NOT NULL DEFAULT 0,
    person_id INTEGER,
    created_at INTEGER NOT NULL,
    finished_at INTEGER,
    failure TEXT
);
CREATE INDEX import_by_brand ON import (brand_id, id);

CREATE TABLE import_error (
    import_id INTEGER NOT NULL,
    line INTEGER NOT NULL,
    code TEXT NOT NULL,
    detail TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (import_id, line)
);

-- What came in. state: 0 pending, 1 done, 2 quarantined.
CREATE TABLE raw (
    id INTEGER PRIMARY KEY,
    brand_id INTEGER NOT NULL,
    channel_id INTEGER NOT NULL,
    source TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    body BLOB NOT NULL,
    state INTEGER NOT NULL DEFAULT 0,
    code TEXT,
    reason TEXT,
    attempts INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX raw_pending ON raw (id) WHERE state = 0;
CREATE INDEX raw_quarantined ON raw (brand_id, id) WHERE state = 2;

-- What was said, by whom.
CREATE TABLE author (
    id INTEGER PRIMARY KEY,
    brand_id INTEGER NOT NULL,
    network TEXT NOT NULL,
    native_id TEXT NOT NULL,
    handle TEXT,
    display_name TEXT,
    avatar TEXT,
    followers INTEGER,
    bot INTEGER NOT NULL,
    vip INTEGER NOT NULL,
    first_seen_at INTEGER NOT NULL,
    profile_at INTEGER,
    UNIQUE (brand_id, network, native_id)
);

CREATE TABLE post (
    id INTEGER PRIMARY KEY,
    brand_id INTEGER NOT NULL,
    channel_id INTEGER NOT NULL,
    network TEXT NOT NULL,
    scope TEXT NOT NULL,
    native_id TEXT NOT NULL,
    version TEXT NOT NULL,
    kind TEXT NOT NULL,
    visibility TEXT NOT NULL,
    author_id INTEGER NOT NULL,
    case_id INTEGER,
    text TEXT NOT NULL,
    spans TEXT NOT NULL,
    media TEXT NOT NULL,
    thread_root TEXT NOT NULL,
    root_native_id TEXT,
    parent_native_id TEXT,
    permalink TEXT,
    created_at INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    edited_at INTEGER,
    deleted_at INTEGER,
    ours INTEGER NOT NULL,
    reply_id INTEGER,
    handle TEXT NOT NULL,
    assessment TEXT,
    UNIQUE (brand_id, scope, native_id)
);
CREATE INDEX post_by_thread ON post (brand_id, scope, thread_root);
CREATE INDEX post_by_case ON post (case_id) WHERE case_id IS NOT NULL;
CREATE INDEX post_by_author ON post (author_id, id);
CREATE INDEX post_by_brand ON post (brand_id, id);

-- Versions that are no longer current.
CREATE TABLE revision (
    post_id INTEGER NOT NULL,
    version TEXT NOT NULL,
    position INTEGER NOT NULL,
    text TEXT NOT NULL,
    spans TEXT NOT NULL,
    seen_at INTEGER NOT NULL,
    PRIMARY KEY (post_id, version)
);

-- monitor_id 0: addressed to an account of ours.
CREATE TABLE mention (
    post_id INTEGER NOT NULL,
    monitor_id INTEGER NOT NULL,
    brand_id INTEGER NOT NULL,
    case_id INTEGER,
    spans TEXT NOT NULL,
    PRIMARY KEY (post_id, monitor_id)
) WITHOUT ROWID;
CREATE INDEX mention_by_case ON mention (case_id, monitor_id) WHERE case_id IS NOT NULL;

-- Names of what should be fetched. kind: post, author.
CREATE TABLE wanted (
    brand_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    native_id TEXT NOT NULL,
    channel_id INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    next_at INTEGER NOT NULL,
    PRIMARY KEY (brand_id, kind, native_id)
);
CREATE INDEX wanted_by_time ON wanted (kind, next_at);

-- Rows are post ids. The tokens are made by the application; this only splits them at spaces.
CREATE VIRTUAL TABLE post_search USING fts5 (tokens, content = '', contentless_delete = 1, tokenize = 'ascii');

-- The work. due_key and calm_key order by urgency; placed is an id of when that order or the last post changed.
CREATE TABLE case_ (
    id INTEGER PRIMARY KEY,
    brand_id INTEGER NOT NULL,
    channel_id INTEGER NOT NULL,
    network TEXT NOT NULL,
    author_id INTEGER NOT NULL,
    thread_key TEXT NOT NULL,
    state TEXT NOT NULL,
    assignee_id INTEGER,
    vip INTEGER NOT NULL,
    urgency INTEGER NOT NULL,
    opened_at INTEGER NOT NULL,
    last_post_at INTEGER NOT NULL,
    last_post_id INTEGER NOT NULL,
    thread_version INTEGER NOT NULL,
    deadline_at INTEGER,
    overdue_at INTEGER,
    first_answered_at INTEGER,
    snoozed_until INTEGER,
    closed_at INTEGER,
    reopened_count INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    due_key INTEGER NOT NULL,
    calm_key INTEGER NOT NULL,
    placed INTEGER NOT NULL,
    posts_count INTEGER NOT NULL,
    language TEXT,
    sentiment TEXT,
    kind TEXT,
    question INTEGER,
    personal_data INTEGER NOT NULL,
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
    id INTEGER PRIMARY KEY,
    brand_id INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    text TEXT NOT NULL,
    created_at INTEGER NOT NULL
);
CREATE INDEX note_by_case ON note (case_id, id);

CREATE TABLE draft (
    case_id INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    brand_id INTEGER NOT NULL,
    text TEXT NOT NULL,
    thread_version INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (case_id, person_id)
);

-- Answers on their way out.
CREATE TABLE reply (
    id INTEGER PRIMARY KEY,
    brand_id INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    channel_id INTEGER NOT NULL,
    post_id INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    client_key TEXT NOT NULL,
    text TEXT NOT NULL,
    parts TEXT NOT NULL,
    own_ids TEXT NOT NULL,
    state TEXT NOT NULL,
    thread_version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    send_at INTEGER NOT NULL,
    next_attempt_at INTEGER,
    attempts INTEGER NOT NULL DEFAULT 0,
    may_have_left INTEGER NOT NULL DEFAULT 0,
    sent_at INTEGER,
    receipt TEXT,
    failure TEXT,
    UNIQUE (brand_id, person_id, client_key)
);
CREATE INDEX reply_by_case ON reply (case_id, id);
CREATE INDEX reply_due ON reply (next_attempt_at, id) WHERE state = 'queued';
CREATE INDEX reply_sending ON reply (id) WHERE state = 'sending';

CREATE TABLE engagement (
    id INTEGER PRIMARY KEY,
    brand_id INTEGER NOT NULL,
    case_id INTEGER,
    post_id INTEGER NOT NULL,
    channel_id INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    action TEXT NOT NULL,
    own_id TEXT NOT NULL,
    state TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    receipt TEXT,
    UNIQUE (post_id, channel_id, action)
);
CREATE INDEX engagement_pending ON engagement (id) WHERE state = 'pending';

-- What happened, in order, and how many there are of what.
CREATE TABLE event (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    brand_id INTEGER NOT NULL,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    case_id INTEGER,
    person_id INTEGER,
    payload TEXT NOT NULL
);
CREATE INDEX event_by_brand ON event (brand_id, seq);

CREATE TABLE counter (
    brand_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    value INTEGER NOT NULL,
    PRIMARY KEY (brand_id, name)
) WITHOUT ROWID;
