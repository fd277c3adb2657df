-- Answers that leave as a mail to an address (letter: JSON), to the author alone, or were given on the network's own site.
ALTER TABLE reply ADD COLUMN letter text;
ALTER TABLE reply ADD COLUMN privately bigint NOT NULL DEFAULT 0;
ALTER TABLE reply ADD COLUMN elsewhere bigint NOT NULL DEFAULT 0;

-- Further threads of a case: a mail that carries on what began in public. thread_key as in case_.
CREATE TABLE case_thread (
    brand_id bigint NOT NULL,
    thread_key text COLLATE "C" NOT NULL,
    case_id bigint NOT NULL,
    PRIMARY KEY (brand_id, thread_key)
);
CREATE INDEX case_thread_by_case ON case_thread (case_id);

-- Codes with which a customer carries a case on by mail. Of each the hash alone; used once.
CREATE TABLE hand_off (
    code_hash bytea PRIMARY KEY,
    brand_id bigint NOT NULL,
    case_id bigint NOT NULL,
    channel_id bigint NOT NULL,
    created_by bigint NOT NULL,
    created_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    used_at bigint,
    used_by bigint
);
CREATE INDEX hand_off_by_case ON hand_off (case_id);

-- Pictures and files of posts. state: wanted, kept, refused, gone. hash: of the bytes, and their name in the media folder.
-- post_id NULL: uploaded and of no post yet. removed_at: when its post was seen to be deleted.
CREATE TABLE media (
    id bigint PRIMARY KEY,
    brand_id bigint NOT NULL,
    channel_id bigint,
    post_id bigint,
    person_id bigint,
    position bigint NOT NULL,
    url text NOT NULL,
    name text,
    alt text,
    mime text,
    bytes bigint,
    hash text COLLATE "C",
    state text NOT NULL,
    why text,
    attempts bigint NOT NULL DEFAULT 0,
    next_at bigint,
    created_at bigint NOT NULL,
    removed_at bigint
);
CREATE INDEX media_by_post ON media (post_id, position) WHERE post_id IS NOT NULL;
CREATE INDEX media_wanted ON media (next_at) WHERE state = 'wanted';
CREATE INDEX media_by_hash ON media (hash) WHERE hash IS NOT NULL;
CREATE INDEX media_loose ON media (created_at) WHERE post_id IS NULL;
CREATE INDEX media_removed ON media (removed_at) WHERE removed_at IS NOT NULL;
CREATE INDEX media_by_brand ON media (brand_id);
