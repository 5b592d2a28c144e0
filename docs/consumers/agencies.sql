-- Each agency: how many cases it was given, gave back, answered, when it was late, and the median of
-- days from its first case in hand to its first answer. Over `aduan export --out export.jsonl`.
--
--   python3 -c "import duckdb; duckdb.sql(open('agencies.sql').read()).show(max_rows=1000)"
WITH events AS (
  SELECT "case" AS id, sequence, event->>'type' AS type, (event->>'time')::TIMESTAMPTZ AS time,
         event->'data' AS data
  FROM read_json('export.jsonl', format = 'newline_delimited',
                 columns = {"case": 'VARCHAR', sequence: 'BIGINT', event: 'JSON'})
  WHERE "case" IS NOT NULL
), given AS (
  SELECT data->>'to' AS agency, id, min(time) AS since
  FROM events
  WHERE type IN ('aduan.complaint.forwarded.v1', 'aduan.complaint.ruled.v1') AND agency IS NOT NULL
  GROUP BY ALL
), answers AS (
  SELECT data->>'agency' AS agency, id, min(time) AS first
  FROM events WHERE type = 'aduan.complaint.responded.v1' GROUP BY ALL
), returns AS (
  SELECT data->>'by' AS agency, count(*) AS returned
  FROM events WHERE type = 'aduan.complaint.returned.v1' GROUP BY ALL
), misses AS (
  SELECT data->>'agency' AS agency, count(*) AS missed
  FROM events WHERE type = 'aduan.complaint.deadline_missed.v1' GROUP BY ALL
)
SELECT agency, count(*) AS cases, coalesce(any_value(returned), 0) AS returned,
       count(first) AS answered, coalesce(any_value(missed), 0) AS missed,
       round(median(date_diff('second', since, first)) / 86400, 1) AS median_days
FROM given
LEFT JOIN answers USING (agency, id)
LEFT JOIN returns USING (agency)
LEFT JOIN misses USING (agency)
GROUP BY agency
ORDER BY cases DESC, agency
