-- From the table lines to the table clicks: one row per different click.

CREATE MACRO unquoted(field) AS
  CASE WHEN starts_with(field, '"') THEN replace(field[2:-2], '""', '"') ELSE field END;

-- Without the blanks around.
CREATE MACRO trimmed(field) AS regexp_replace(field, '^[\t\p{Zs}]+|[\t\p{Zs}]+$', '', 'g');

CREATE MACRO is_id(field) AS
  field <> '' AND strlen(field) <= 256 AND NOT regexp_matches(field, '[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]');

-- A leap second is the last millisecond of the minute it ends.
CREATE MACRO without_leap_second(stamp) AS regexp_replace(stamp, ':60(\.[0-9]+)?([Zz+-])', ':59.999\2');

-- "2026-11-23T10:00:00.5+01:00" or "1795428000500" -> 1795428000500
CREATE MACRO millis(stamp) AS
  CASE
    WHEN regexp_full_match(stamp, '[0-9]{1,15}') THEN CAST(stamp AS BIGINT)
    WHEN regexp_full_match(stamp, '[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})')
      THEN epoch_ms(TRY_CAST(
        replace(replace(upper(without_leap_second(stamp)), 'T', ' '), 'Z', '+00:00') AS TIMESTAMPTZ))
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
    -- Text that no country is, where it is no text at all.
    CASE WHEN coalesce(json_type(line, '$.country'), 'NULL') IN ('VARCHAR', 'NULL')
      THEN coalesce(json_extract_string(line, '$.country'), '') ELSE chr(7) END AS country,
    json_extract_string(line, '$.click_id') AS click_id
  FROM json_lines
  UNION ALL
  SELECT fields[1], fields[2], fields[3], fields[4], fields[5], fields[6] FROM csv_lines
),
named AS (
  SELECT trimmed(ad_id) AS ad_id, millis(trimmed(stamp)) AS click_timestamp, trimmed(user_id) AS user_id, trimmed(ip) AS ip,
    trimmed(country) AS country_name, nullif(trimmed(click_id), '') AS click_id
  FROM fields
),
typed AS (
  SELECT named.*, coalesce(countries.code, 'ZZ') AS country
  FROM named LEFT JOIN countries ON countries.name = upper(country_name)
)
SELECT ad_id, click_timestamp, user_id, ip, country,
  click_timestamp - click_timestamp % 60000 AS minute,
  CASE
    WHEN click_id IS NOT NULL THEN 'id ' || click_id
    ELSE 'of ' || to_json([ad_id, CAST(click_timestamp AS VARCHAR), user_id, ip])
  END AS identity
FROM typed
WHERE is_id(ad_id) AND is_id(user_id) AND (click_id IS NULL OR is_id(click_id)) AND ip <> ''
  AND click_timestamp BETWEEN epoch_ms(TIMESTAMP '2000-01-01') AND epoch_ms(now()) + 300000
  AND NOT regexp_matches(country_name, '\p{Cc}')
  AND (regexp_full_match(ip, '((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])\.){3}(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])')
    OR regexp_full_match(ip, '[0-9a-f:]*:[0-9a-f:.]*'));

CREATE TABLE clicks AS
SELECT any_value(ad_id) AS ad_id, any_value(click_timestamp) AS click_timestamp, any_value(user_id) AS user_id,
  any_value(ip) AS ip, any_value(country) AS country, any_value(minute) AS minute
FROM good GROUP BY identity;
