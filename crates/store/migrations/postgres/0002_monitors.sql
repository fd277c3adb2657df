-- What monitors ask for, what people silence, and what a budget left out.
ALTER TABLE monitor ADD COLUMN variants text NOT NULL DEFAULT '{}';
ALTER TABLE monitor ADD COLUMN side text NOT NULL DEFAULT 'own';
ALTER TABLE monitor ADD COLUMN per_hour bigint;
ALTER TABLE monitor ADD COLUMN per_day bigint;
-- What its budget left out since somebody last asked for it.
ALTER TABLE monitor ADD COLUMN skipped_count bigint NOT NULL DEFAULT 0;
ALTER TABLE monitor ADD COLUMN skipped_from bigint;
ALTER TABLE monitor ADD COLUMN skipped_to bigint;

-- Boxes of words become a query in words: ("a" OR "b") AND "c" AND NOT "d".
UPDATE monitor SET query = concat_ws(' AND ',
    (
        SELECT CASE WHEN count(*) = 1 THEN max(word) ELSE '(' || string_agg(word, ' OR ') || ')' END
        FROM (
            SELECT '"' || replace(replace(value, '\', ' '), '"', ' ') || '"' AS word
            FROM jsonb_array_elements_text(monitor.query::jsonb -> 'any')
        ) words
        HAVING count(*) > 0
    ),
    (
        SELECT string_agg('"' || replace(replace(value, '\', ' '), '"', ' ') || '"', ' AND ')
        FROM jsonb_array_elements_text(monitor.query::jsonb -> 'all')
    ),
    (
        SELECT string_agg('NOT "' || replace(replace(value, '\', ' '), '"', ' ') || '"', ' AND ')
        FROM jsonb_array_elements_text(monitor.query::jsonb -> 'none')
    )
);

-- What people do not want to hear of. key: what, in a form that equals only itself.
CREATE TABLE mute (
    id bigint PRIMARY KEY,
    brand_id bigint NOT NULL,
    key text NOT NULL,
    what text NOT NULL,
    monitor_id bigint,
    person_id bigint,
    created_at bigint NOT NULL,
    UNIQUE (brand_id, key)
);
CREATE INDEX mute_by_monitor ON mute (monitor_id) WHERE monitor_id IS NOT NULL;

-- How often another spelling of a term was what caught a post.
CREATE TABLE spelling_hit (
    monitor_id bigint NOT NULL,
    term text NOT NULL,
    spelling text NOT NULL,
    brand_id bigint NOT NULL,
    count bigint NOT NULL,
    last_at bigint NOT NULL,
    PRIMARY KEY (monitor_id, term, spelling)
);
CREATE INDEX spelling_hit_by_brand ON spelling_hit (brand_id);

-- How many mentions a monitor's budget has taken in the hour and the day (numbers since 1970) that it counts now.
CREATE TABLE spent (
    monitor_id bigint PRIMARY KEY,
    brand_id bigint NOT NULL,
    hour bigint NOT NULL,
    hour_count bigint NOT NULL,
    day bigint NOT NULL,
    day_count bigint NOT NULL
);
CREATE INDEX spent_by_brand ON spent (brand_id);

-- Mentions that a budget left out, with the payload that told of them. admitted: it is to be taken in after all.
CREATE TABLE skipped (
    monitor_id bigint NOT NULL,
    scope text NOT NULL,
    native_id text NOT NULL,
    brand_id bigint NOT NULL,
    raw_id bigint NOT NULL,
    admitted bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (monitor_id, scope, native_id)
);
CREATE INDEX skipped_by_post ON skipped (brand_id, scope, native_id);
CREATE INDEX skipped_by_raw ON skipped (raw_id);
CREATE INDEX skipped_waiting ON skipped (monitor_id, raw_id) WHERE admitted = 0;

-- Mentions of each monitor by day (number since 1970, where the brand is) and language, what budgets left out included.
CREATE TABLE voice (
    brand_id bigint NOT NULL,
    day bigint NOT NULL,
    monitor_id bigint NOT NULL,
    language text NOT NULL,
    count bigint NOT NULL,
    PRIMARY KEY (brand_id, day, monitor_id, language)
);
CREATE INDEX voice_by_monitor ON voice (monitor_id);
