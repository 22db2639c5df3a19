-- A project as version 1 wrote it, by hand: three firms, two sites, a question and a history.
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
INSERT INTO gpkg_spatial_ref_sys VALUES ('WGS 84', 4326, 'EPSG', 4326, 'undefined', NULL);
CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
  description TEXT DEFAULT '', last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER);
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL,
  srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL);
INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) VALUES
  ('firms', 'features', 'firms', 4326), ('sites', 'features', 'sites', 4326);
INSERT INTO gpkg_geometry_columns VALUES ('firms', 'geom', 'POINT', 4326, 0, 0), ('sites', 'geom', 'POINT', 4326, 0, 0);

CREATE TABLE firms (fid INTEGER PRIMARY KEY, geom POINT, firm_id TEXT, workers INTEGER, x_m REAL, y_m REAL, name TEXT);
INSERT INTO firms VALUES (1, NULL, 'a', 12, 500000.0, 4400000.0, '甲'), (2, NULL, 'b', 30, 500400.5, 4400000.0, '乙'),
  (3, NULL, 'c', 5, 500000.0, 4400900.25, NULL);
CREATE TABLE sites (fid INTEGER PRIMARY KEY, geom POINT, site_id TEXT, status TEXT, x_m REAL, y_m REAL);
INSERT INTO sites VALUES (1, NULL, '7', 'existing', 500000.0, 4400100.0), (2, NULL, '8', 'candidate', 500300.0, 4400000.0);

CREATE TABLE xuanzhi_project (fid INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, value TEXT);
INSERT INTO xuanzhi_project (key, value) VALUES ('schema', '1'), ('study_name', '旧项目'), ('crs', 'EPSG:32650'),
  ('small_firm_line', '25'), ('rejected', '{"columns":[],"data":[]}'), ('whom', 'small'), ('remarks', '第一版'),
  ('firms_columns', '{"ids": "text", "columns": [["name", "name", "text or None"]]}'),
  ('sites_columns', '{"ids": "int", "columns": []}'),
  ('scenario', 'seed = 4
makers = []
note = "旧"
[problem]
name = "max-cover"
new = 1
radius_m = 450.0
times = 1
[mode]
name = "straight"
detour = 1.25
');
CREATE TABLE xuanzhi_sources (fid INTEGER PRIMARY KEY, layer TEXT NOT NULL, name TEXT NOT NULL, sha256 TEXT NOT NULL,
  licence TEXT NOT NULL, datum TEXT NOT NULL, datum_known BOOLEAN NOT NULL, is_synthetic BOOLEAN NOT NULL,
  n_read INTEGER NOT NULL, n_rejected INTEGER NOT NULL, n_doubtful INTEGER NOT NULL);
INSERT INTO xuanzhi_sources VALUES (1, 'firms', '企业.xlsx', 'ab', '', 'gcj02', 1, 0, 3, 1, 0);
CREATE TABLE xuanzhi_plans (fid INTEGER PRIMARY KEY, name TEXT NOT NULL, scenario TEXT NOT NULL, kept_at TEXT NOT NULL,
  kept_by TEXT NOT NULL, firms TEXT NOT NULL, sites TEXT NOT NULL);
CREATE TABLE xuanzhi_plan_texts (fid INTEGER PRIMARY KEY, plan INTEGER NOT NULL, key TEXT NOT NULL, value TEXT,
  UNIQUE (plan, key));
CREATE TABLE xuanzhi_plan_arrays (fid INTEGER PRIMARY KEY, plan INTEGER NOT NULL, part TEXT NOT NULL, name TEXT NOT NULL,
  dtype TEXT NOT NULL, shape TEXT NOT NULL, data BLOB NOT NULL, UNIQUE (plan, part, name));
CREATE TABLE xuanzhi_values (fid INTEGER PRIMARY KEY, digest TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, meta TEXT NOT NULL,
  data BLOB NOT NULL);
CREATE TABLE xuanzhi_history (fid INTEGER PRIMARY KEY, at TEXT NOT NULL, who TEXT NOT NULL, what TEXT NOT NULL,
  fields TEXT NOT NULL);
INSERT INTO xuanzhi_history VALUES (1, '2025-05-01T08:00:00+00:00', '张', 'Project begun: {name}', '{"name": "旧项目"}');
