-- What a case is, as one set of labels (a bit each, see domain::Label), and how negative its last post is (minus its mood, so that one index
-- gives the most negative first and the newest first within). judged: an id of when these changed.
ALTER TABLE case_ ADD COLUMN labels bigint NOT NULL DEFAULT 0;
ALTER TABLE case_ ADD COLUMN gloom bigint NOT NULL DEFAULT 0;
ALTER TABLE case_ ADD COLUMN judged bigint NOT NULL DEFAULT 0;
UPDATE case_ SET labels =
    CASE kind WHEN 'complaint' THEN 1 WHEN 'suggestion' THEN 4 WHEN 'praise' THEN 8 WHEN 'announcement' THEN 16 WHEN 'spam' THEN 32 ELSE 0 END
    | CASE WHEN kind = 'question' OR question = 1 THEN 2 ELSE 0 END
    | CASE WHEN personal_data = 1 THEN 1048576 ELSE 0 END
WHERE kind IS NOT NULL OR question = 1 OR personal_data = 1;
ALTER TABLE case_ DROP COLUMN kind;
ALTER TABLE case_ DROP COLUMN question;
ALTER TABLE case_ DROP COLUMN personal_data;
CREATE INDEX case_gloomiest ON case_ (brand_id, gloom, last_post_at, id);
CREATE INDEX case_gloomiest_by_state ON case_ (brand_id, state, gloom, last_post_at, id);
-- Those with a label that few cases have: insults, threats, risks and so on (see MARKS).
CREATE INDEX case_marked ON case_ (brand_id, last_post_at, id) WHERE (labels & 5760896) <> 0;

-- What saved searches asked of the columns that are gone, they ask of labels.
UPDATE saved_search SET filter = (saved_search.filter::jsonb - 'kind' - 'question' || jsonb_build_object(
    'labels', (
        SELECT coalesce(jsonb_agg(label), '[]'::jsonb)
        FROM (
            SELECT saved_search.filter::jsonb ->> 'kind'
            UNION SELECT 'question' WHERE saved_search.filter::jsonb ->> 'question' = 'true'
        ) said (label)
        WHERE label IN ('complaint', 'question', 'suggestion', 'praise', 'announcement', 'spam')
    ),
    'without', CASE WHEN saved_search.filter::jsonb ->> 'question' = 'false' THEN '["question"]'::jsonb ELSE '[]'::jsonb END
))::text
WHERE saved_search.filter::jsonb ->> 'kind' IS NOT NULL OR saved_search.filter::jsonb ->> 'question' IS NOT NULL;

-- languages: as the author's client declared them. assessed_by: the name of what made the assessment; empty: nothing, or an older program.
ALTER TABLE post ADD COLUMN languages text NOT NULL DEFAULT '[]';
ALTER TABLE post ADD COLUMN assessed_by text NOT NULL DEFAULT '';
CREATE INDEX post_by_assessor ON post (brand_id, assessed_by) WHERE ours = 0;

-- What people said that a post is, with what had been said before of the same fields.
CREATE TABLE correction (
    id bigint PRIMARY KEY,
    brand_id bigint NOT NULL,
    post_id bigint NOT NULL,
    person_id bigint NOT NULL,
    at bigint NOT NULL,
    verdict text NOT NULL,
    before text NOT NULL,
    undone_at bigint
);
CREATE INDEX correction_by_post ON correction (post_id, id) WHERE undone_at IS NULL;
CREATE INDEX correction_by_brand ON correction (brand_id, id);

-- A brand's own words. key: the phrase, folded.
CREATE TABLE word_rule (
    id bigint PRIMARY KEY,
    brand_id bigint NOT NULL,
    key text COLLATE "C" NOT NULL,
    phrase text NOT NULL,
    effect text NOT NULL,
    person_id bigint,
    created_at bigint NOT NULL,
    UNIQUE (brand_id, key)
);

-- History assessed again, in the order of post ids: up to position it is done, after until_id nothing is to be done.
CREATE TABLE reassessment (
    id bigint PRIMARY KEY,
    brand_id bigint NOT NULL,
    model text NOT NULL,
    state text NOT NULL,
    total bigint NOT NULL,
    done_count bigint NOT NULL DEFAULT 0,
    position bigint NOT NULL DEFAULT 0,
    until_id bigint NOT NULL,
    changed text NOT NULL,
    started_at bigint NOT NULL,
    finished_at bigint,
    person_id bigint
);
CREATE INDEX reassessment_by_brand ON reassessment (brand_id, id);
CREATE UNIQUE INDEX reassessment_running ON reassessment (brand_id) WHERE state = 'running';
