-- What a case is, as one set of labels (a bit each, see domain::Label), and how negative its last post is (minus its mood, so that one index
-- gives the most negative first and the newest first within). judged: an id of when these changed.
ALTER TABLE case_ ADD COLUMN labels INTEGER NOT NULL DEFAULT 0;
ALTER TABLE case_ ADD COLUMN gloom INTEGER NOT NULL DEFAULT 0;
ALTER TABLE case_ ADD COLUMN judged INTEGER NOT NULL DEFAULT 0;
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
UPDATE saved_search SET filter = json_remove(json_set(saved_search.filter,
    '$.labels', json((
        SELECT json_group_array(label)
        FROM (
            SELECT saved_search.filter ->> '$.kind' AS label
            UNION SELECT 'question' WHERE saved_search.filter ->> '$.question' = 1
        )
        WHERE label IN ('complaint', 'question', 'suggestion', 'praise', 'announcement', 'spam')
    )),
    '$.without', json(CASE WHEN saved_search.filter ->> '$.question' = 0 THEN '["question"]' ELSE '[]' END)
), '$.kind', '$.question')
WHERE saved_search.filter ->> '$.kind' IS NOT NULL OR saved_search.filter ->> '$.question' IS NOT NULL;

-- languages: as the author's client declared them. assessed_by: the name of what made the assessment; empty: nothing, or an older program.
ALTER TABLE post ADD COLUMN languages TEXT NOT NULL DEFAULT '[]';
ALTER TABLE post ADD COLUMN assessed_by TEXT NOT NULL DEFAULT '';
CREATE INDEX post_by_assessor ON post (brand_id, assessed_by) WHERE ours = 0;

-- What people said that a post is, with what had been said before of the same fields.
CREATE TABLE correction (
    id INTEGER PRIMARY KEY,
    brand_id INTEGER NOT NULL,
    post_id INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    at INTEGER NOT NULL,
    verdict TEXT NOT NULL,
    before TEXT NOT NULL,
    undone_at INTEGER
);
CREATE INDEX correction_by_post ON correction (post_id, id) WHERE undone_at IS NULL;
CREATE INDEX correction_by_brand ON correction (brand_id, id);

-- A brand's own words. key: the phrase, folded.
CREATE TABLE word_rule (
    id INTEGER PRIMARY KEY,
    brand_id INTEGER NOT NULL,
    key TEXT NOT NULL,
    phrase TEXT NOT NULL,
    effect TEXT NOT NULL,
    person_id INTEGER,
    created_at INTEGER NOT NULL,
    UNIQUE (brand_id, key)
);

-- History assessed again, in the order of post ids: up to position it is done, after until_id nothing is to be done.
CREATE TABLE reassessment (
    id INTEGER PRIMARY KEY,
    brand_id INTEGER NOT NULL,
    model TEXT NOT NULL,
    state TEXT NOT NULL,
    total INTEGER NOT NULL,
    done_count INTEGER NOT NULL DEFAULT 0,
    position INTEGER NOT NULL DEFAULT 0,
    until_id INTEGER NOT NULL,
    changed TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    finished_at INTEGER,
    person_id INTEGER
);
CREATE INDEX reassessment_by_brand ON reassessment (brand_id, id);
CREATE UNIQUE INDEX reassessment_running ON reassessment (brand_id) WHERE state = 'running';
