-- From the table lines to the table clicks: one row per different click.

CREATE MACRO unquoted(field) AS
  CASE WHEN starts_with(field, '"') THEN replace(field[2:-2], '""', '"') ELSE field END;

-- "2026-11-23T10:00:00.5+01:00" or "1795428000500" -> 1795428000500
CREATE MACRO millis(stamp) AS
  CASE
    WHEN regexp_full_match(stamp, '[0-9]{1,15}') THEN CAST(stamp AS BIGINT)
    WHEN regexp_full_match(stamp, '[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})')
      THEN epoch_ms(TRY_CAST(replace(replace(upper(stamp), 'T', ' '), 'Z', '+00:00') AS TIMESTAMPTZ))
  END;

CREATE TABLE good AS
WITH
json_lines AS (
  -- CASE and not WHERE: the order of a WHERE's parts is the engine's choice, and JSON functions throw on other text.
  SELECT CASE WHEN starts_with(ltrim(line), '{') AND json_valid(line) THEN line END AS line FROM lines
),
csv_lines AS (
  SELECT list_transform(
      regexp_extract_all(rtrim(line, chr(13)), '(?:^|,)("(?:[^"]|"")*"|[^,"]*)', 1), lambda field: unquoted(field)) AS fields
  FROM lines
  WHERE NOT starts_with(ltrim(line), '{')
    AND regexp_full_match(rtrim(line, chr(13)), '("([^"]|"")*"|[^,"]*)(,("([^"]|"")*"|[^,"]*)){4,5}')
),
fields AS (
  SELECT
    CASE WHEN json_type(line, '$.ad_id') = 'VARCHAR' THEN json_extract_string(line, '$.ad_id') END AS ad_id,
    json_extract_string(line, '$.click_timestamp') AS stamp,
    CASE WHEN json_type(line, '$.user_id') = 'VARCHAR' THEN json_extract_string(line, '$.user_id') END AS user_id,
    CASE WHEN json_type(line, '$.ip') = 'VARCHAR' THEN json_extract_string(line, '$.ip') END AS ip,
    CASE WHEN json_type(line, '$.country') = 'VARCHAR' THEN json_extract_string(line, '$.country') END AS country,
    json_extract_string(line, '$.click_id') AS click_id
  FROM json_lines
  UNION ALL
  SELECT fields[1], fields[2], fields[3], fields[4], fields[5], fields[6] FROM csv_lines
),
typed AS (
  SELECT *, millis(stamp) AS click_timestamp FROM fields
)
SELECT ad_id, click_timestamp, user_id, ip, country,
  click_timestamp - click_timestamp % 60000 AS minute,
  CASE
    WHEN click_id <> '' THEN 'id ' || click_id
    ELSE 'of ' || to_json([ad_id, CAST(click_timestamp AS VARCHAR), user_id, ip])
  END AS identity
FROM typed
WHERE ad_id <> '' AND user_id <> '' AND ip <> '' AND click_timestamp IS NOT NULL
  AND click_timestamp <= epoch_ms(now()) + 300000
  AND country IN (SELECT code FROM countries)
  AND (regexp_full_match(ip, '((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])\.){3}(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])')
    OR regexp_full_match(ip, '[0-9a-f:]*:[0-9a-f:.]*'));

CREATE TABLE clicks AS
SELECT any_value(ad_id) AS ad_id, any_value(click_timestamp) AS click_timestamp, any_value(user_id) AS user_id,
  any_value(ip) AS ip, any_value(country) AS country, any_value(minute) AS minute
FROM good GROUP BY identity;
