-- What monitors ask for, what people silence, and what a budget left out.
ALTER TABLE monitor ADD COLUMN variants TEXT NOT NULL DEFAULT '{}';
ALTER TABLE monitor ADD COLUMN side TEXT NOT NULL DEFAULT 'own';
ALTER TABLE monitor ADD COLUMN per_hour INTEGER;
ALTER TABLE monitor ADD COLUMN per_day INTEGER;
-- What its budget left out since somebody last asked for it.
ALTER TABLE monitor ADD COLUMN skipped_count INTEGER NOT NULL DEFAULT 0;
ALTER TABLE monitor ADD COLUMN skipped_from INTEGER;
ALTER TABLE monitor ADD COLUMN skipped_to INTEGER;

-- Boxes of words become a query in words: ("a" OR "b") AND "c" AND NOT "d".
UPDATE monitor SET query = coalesce((
    SELECT group_concat(part, ' AND ')
    FROM (
        SELECT CASE WHEN count(*) = 1 THEN max(word) ELSE '(' || group_concat(word, ' OR ') || ')' END AS part
        FROM (
            SELECT '"' || replace(replace(value, '\', ' '), '"', ' ') || '"' AS word FROM json_each(monitor.query, '$.any')
        )
        HAVING count(*) > 0
        UNION ALL
        SELECT '"' || replace(replace(value, '\', ' '), '"', ' ') || '"' FROM json_each(monitor.query, '$.all')
        UNION ALL
        SELECT 'NOT "' || replace(replace(value, '\', ' '), '"', ' ') || '"' FROM json_each(monitor.query, '$.none')
    )
), '');

-- What people do not want to hear of. key: what, in a form that equals only itself.
CREATE TABLE mute (
    id INTEGER PRIMARY KEY,
    brand_id INTEGER NOT NULL,
    key TEXT NOT NULL,
    what TEXT NOT NULL,
    monitor_id INTEGER,
    person_id INTEGER,
    created_at INTEGER NOT NULL,
    UNIQUE (brand_id, key)
);
CREATE INDEX mute_by_monitor ON mute (monitor_id) WHERE monitor_id IS NOT NULL;

-- How often another spelling of a term was what caught a post.
CREATE TABLE spelling_hit (
    monitor_id INTEGER NOT NULL,
    term TEXT NOT NULL,
    spelling TEXT NOT NULL,
    brand_id INTEGER NOT NULL,
    count INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    PRIMARY KEY (monitor_id, term, spelling)
) WITHOUT ROWID;
CREATE INDEX spelling_hit_by_brand ON spelling_hit (brand_id);

-- How many mentions a monitor's budget has taken in the hour and the day (numbers since 1970) that it counts now.
CREATE TABLE spent (
    monitor_id INTEGER PRIMARY KEY,
    brand_id INTEGER NOT NULL,
    hour INTEGER NOT NULL,
    hour_count INTEGER NOT NULL,
    day INTEGER NOT NULL,
    day_count INTEGER NOT NULL
);
CREATE INDEX spent_by_brand ON spent (brand_id);

-- Mentions that a budget left out, with the payload that told of them. admitted: it is to be taken in after all.
CREATE TABLE skipped (
    monitor_id INTEGER NOT NULL,
    scope TEXT NOT NULL,
    native_id TEXT NOT NULL,
    brand_id INTEGER NOT NULL,
    raw_id INTEGER NOT NULL,
    admitted INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (monitor_id, scope, native_id)
) WITHOUT ROWID;
CREATE INDEX skipped_by_post ON skipped (brand_id, scope, native_id);
CREATE INDEX skipped_by_raw ON skipped (raw_id);
CREATE INDEX skipped_waiting ON skipped (monitor_id, raw_id) WHERE admitted = 0;

-- Mentions of each monitor by day (number since 1970, where the brand is) and language, what budgets left out included.
CREATE TABLE voice (
    brand_id INTEGER NOT NULL,
    day INTEGER NOT NULL,
    monitor_id INTEGER NOT NULL,
    language TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (brand_id, day, monitor_id, language)
) WITHOUT ROWID;
CREATE INDEX voice_by_monitor ON voice (monitor_id);
