-- +goose Up

-- Keeps tallies; ../postgres has the same in its words.

-- +goose StatementBegin
CREATE TRIGGER deals_tally_insert AFTER INSERT ON deals BEGIN
  INSERT INTO tallies (workspace_id, subject, month, id, fresh, state, pipeline_id, stage_id, reason_id, owner_id, team_id, currency, n, value, weighted, span)
  SELECT new.workspace_id, 'deal', CASE new.status WHEN 'open' THEN coalesce(substr(new.expected_close_date, 1, 7), '') ELSE coalesce(substr(new.actual_close_date, 1, 7), '') END, randomblob(16), true, new.status, new.pipeline_id, new.stage_id, new.lost_reason_id, new.owner_id, new.team_id, new.currency, 1, new.value, new.weighted, CASE new.status WHEN 'won' THEN new.stage_at - new.created_at ELSE 0 END WHERE new.deleted_at IS NULL;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER deals_tally_update AFTER UPDATE OF pipeline_id, stage_id, status, stage_at, owner_id, team_id, currency, value, weighted, expected_close_date, actual_close_date, lost_reason_id, deleted_at ON deals
WHEN old.pipeline_id IS NOT new.pipeline_id OR old.stage_id IS NOT new.stage_id OR old.status IS NOT new.status OR old.stage_at IS NOT new.stage_at OR old.owner_id IS NOT new.owner_id OR old.team_id IS NOT new.team_id OR old.currency IS NOT new.currency OR old.value IS NOT new.value OR old.weighted IS NOT new.weighted OR old.expected_close_date IS NOT new.expected_close_date OR old.actual_close_date IS NOT new.actual_close_date OR old.lost_reason_id IS NOT new.lost_reason_id OR old.deleted_at IS NOT new.deleted_at BEGIN
  INSERT INTO tallies (workspace_id, subject, month, id, fresh, state, pipeline_id, stage_id, reason_id, owner_id, team_id, currency, n, value, weighted, span)
  SELECT old.workspace_id, 'deal', CASE old.status WHEN 'open' THEN coalesce(substr(old.expected_close_date, 1, 7), '') ELSE coalesce(substr(old.actual_close_date, 1, 7), '') END, randomblob(16), true, old.status, old.pipeline_id, old.stage_id, old.lost_reason_id, old.owner_id, old.team_id, old.currency, -1, -old.value, -old.weighted, -(CASE old.status WHEN 'won' THEN old.stage_at - old.created_at ELSE 0 END) WHERE old.deleted_at IS NULL;
  INSERT INTO tallies (workspace_id, subject, month, id, fresh, state, pipeline_id, stage_id, reason_id, owner_id, team_id, currency, n, value, weighted, span)
  SELECT new.workspace_id, 'deal', CASE new.status WHEN 'open' THEN coalesce(substr(new.expected_close_date, 1, 7), '') ELSE coalesce(substr(new.actual_close_date, 1, 7), '') END, randomblob(16), true, new.status, new.pipeline_id, new.stage_id, new.lost_reason_id, new.owner_id, new.team_id, new.currency, 1, new.value, new.weighted, CASE new.status WHEN 'won' THEN new.stage_at - new.created_at ELSE 0 END WHERE new.deleted_at IS NULL;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER deals_tally_delete AFTER DELETE ON deals BEGIN
  INSERT INTO tallies (workspace_id, subject, month, id, fresh, state, pipeline_id, stage_id, reason_id, owner_id, team_id, currency, n, value, weighted, span)
  SELECT old.workspace_id, 'deal', CASE old.status WHEN 'open' THEN coalesce(substr(old.expected_close_date, 1, 7), '') ELSE coalesce(substr(old.actual_close_date, 1, 7), '') END, randomblob(16), true, old.status, old.pipeline_id, old.stage_id, old.lost_reason_id, old.owner_id, old.team_id, old.currency, -1, -old.value, -old.weighted, -(CASE old.status WHEN 'won' THEN old.stage_at - old.created_at ELSE 0 END) WHERE old.deleted_at IS NULL;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER deal_moves_tally_insert AFTER INSERT ON deal_moves BEGIN
  INSERT INTO tallies (workspace_id, subject, month, id, fresh, state, stage_id, from_id, owner_id, n, span)
  SELECT new.workspace_id, 'move', coalesce(strftime('%Y-%m', new.at / 1000, 'unixepoch'), ''), randomblob(16), true, new.status, new.to_id, new.from_id, new.member_id, 1, new.stood;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER tasks_tally_insert AFTER INSERT ON tasks BEGIN
  INSERT INTO tallies (workspace_id, subject, month, id, fresh, state, owner_id, team_id, n)
  SELECT new.workspace_id, 'task', coalesce(strftime('%Y-%m', new.completed_at / 1000, 'unixepoch'), ''), randomblob(16), true, new.status, new.owner_id, new.team_id, 1 WHERE new.deleted_at IS NULL;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER tasks_tally_update AFTER UPDATE OF status, completed_at, owner_id, team_id, deleted_at ON tasks
WHEN old.status IS NOT new.status OR old.completed_at IS NOT new.completed_at OR old.owner_id IS NOT new.owner_id OR old.team_id IS NOT new.team_id OR old.deleted_at IS NOT new.deleted_at BEGIN
  INSERT INTO tallies (workspace_id, subject, month, id, fresh, state, owner_id, team_id, n)
  SELECT old.workspace_id, 'task', coalesce(strftime('%Y-%m', old.completed_at / 1000, 'unixepoch'), ''), randomblob(16), true, old.status, old.owner_id, old.team_id, -1 WHERE old.deleted_at IS NULL;
  INSERT INTO tallies (workspace_id, subject, month, id, fresh, state, owner_id, team_id, n)
  SELECT new.workspace_id, 'task', coalesce(strftime('%Y-%m', new.completed_at / 1000, 'unixepoch'), ''), randomblob(16), true, new.status, new.owner_id, new.team_id, 1 WHERE new.deleted_at IS NULL;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER tasks_tally_delete AFTER DELETE ON tasks BEGIN
  INSERT INTO tallies (workspace_id, subject, month, id, fresh, state, owner_id, team_id, n)
  SELECT old.workspace_id, 'task', coalesce(strftime('%Y-%m', old.completed_at / 1000, 'unixepoch'), ''), randomblob(16), true, old.status, old.owner_id, old.team_id, -1 WHERE old.deleted_at IS NULL;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER activities_tally_insert AFTER INSERT ON activities BEGIN
  INSERT INTO tallies (workspace_id, subject, month, id, fresh, state, owner_id, n)
  SELECT new.workspace_id, 'activity', coalesce(strftime('%Y-%m', new.at / 1000, 'unixepoch'), ''), randomblob(16), true, new.kind, new.member_id, 1 WHERE new.deleted_at IS NULL;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER activities_tally_update AFTER UPDATE OF kind, at, member_id, deleted_at ON activities
WHEN old.kind IS NOT new.kind OR old.at IS NOT new.at OR old.member_id IS NOT new.member_id OR old.deleted_at IS NOT new.deleted_at BEGIN
  INSERT INTO tallies (workspace_id, subject, month, id, fresh, state, owner_id, n)
  SELECT old.workspace_id, 'activity', coalesce(strftime('%Y-%m', old.at / 1000, 'unixepoch'), ''), randomblob(16), true, old.kind, old.member_id, -1 WHERE old.deleted_at IS NULL;
  INSERT INTO tallies (workspace_id, subject, month, id, fresh, state, owner_id, n)
  SELECT new.workspace_id, 'activity', coalesce(strftime('%Y-%m', new.at / 1000, 'unixepoch'), ''), randomblob(16), true, new.kind, new.member_id, 1 WHERE new.deleted_at IS NULL;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER activities_tally_delete AFTER DELETE ON activities BEGIN
  INSERT INTO tallies (workspace_id, subject, month, id, fresh, state, owner_id, n)
  SELECT old.workspace_id, 'activity', coalesce(strftime('%Y-%m', old.at / 1000, 'unixepoch'), ''), randomblob(16), true, old.kind, old.member_id, -1 WHERE old.deleted_at IS NULL;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER contacts_tally_insert AFTER INSERT ON contacts BEGIN
  INSERT INTO tallies (workspace_id, subject, month, id, fresh, owner_id, team_id, n)
  SELECT new.workspace_id, 'contact', '', randomblob(16), true, new.owner_id, new.team_id, 1 WHERE new.deleted_at IS NULL;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER contacts_tally_update AFTER UPDATE OF owner_id, team_id, deleted_at ON contacts
WHEN old.owner_id IS NOT new.owner_id OR old.team_id IS NOT new.team_id OR old.deleted_at IS NOT new.deleted_at BEGIN
  INSERT INTO tallies (workspace_id, subject, month, id, fresh, owner_id, team_id, n)
  SELECT old.workspace_id, 'contact', '', randomblob(16), true, old.owner_id, old.team_id, -1 WHERE old.deleted_at IS NULL;
  INSERT INTO tallies (workspace_id, subject, month, id, fresh, owner_id, team_id, n)
  SELECT new.workspace_id, 'contact', '', randomblob(16), true, new.owner_id, new.team_id, 1 WHERE new.deleted_at IS NULL;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER contacts_tally_delete AFTER DELETE ON contacts BEGIN
  INSERT INTO tallies (workspace_id, subject, month, id, fresh, owner_id, team_id, n)
  SELECT old.workspace_id, 'contact', '', randomblob(16), true, old.owner_id, old.team_id, -1 WHERE old.deleted_at IS NULL;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER companies_tally_insert AFTER INSERT ON companies BEGIN
  INSERT INTO tallies (workspace_id, subject, month, id, fresh, owner_id, team_id, n)
  SELECT new.workspace_id, 'company', '', randomblob(16), true, new.owner_id, new.team_id, 1 WHERE new.deleted_at IS NULL;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER companies_tally_update AFTER UPDATE OF owner_id, team_id, deleted_at ON companies
WHEN old.owner_id IS NOT new.owner_id OR old.team_id IS NOT new.team_id OR old.deleted_at IS NOT new.deleted_at BEGIN
  INSERT INTO tallies (workspace_id, subject, month, id, fresh, owner_id, team_id, n)
  SELECT old.workspace_id, 'company', '', randomblob(16), true, old.owner_id, old.team_id, -1 WHERE old.deleted_at IS NULL;
  INSERT INTO tallies (workspace_id, subject, month, id, fresh, owner_id, team_id, n)
  SELECT new.workspace_id, 'company', '', randomblob(16), true, new.owner_id, new.team_id, 1 WHERE new.deleted_at IS NULL;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER companies_tally_delete AFTER DELETE ON companies BEGIN
  INSERT INTO tallies (workspace_id, subject, month, id, fresh, owner_id, team_id, n)
  SELECT old.workspace_id, 'company', '', randomblob(16), true, old.owner_id, old.team_id, -1 WHERE old.deleted_at IS NULL;
END;
-- +goose StatementEnd

-- The moves of a deal go to the recycle bin, come back and end with it.
-- +goose StatementBegin
CREATE TRIGGER deals_moves_bin AFTER UPDATE OF deleted_at ON deals WHEN old.deleted_at IS NULL AND new.deleted_at IS NOT NULL BEGIN
  INSERT INTO tallies (workspace_id, subject, month, id, fresh, state, stage_id, from_id, owner_id, n, span)
  SELECT x.workspace_id, 'move', x.month, randomblob(16), true, x.state, x.stage_id, x.from_id, x.owner_id, x.n, x.span FROM (
    SELECT r.workspace_id AS workspace_id, coalesce(strftime('%Y-%m', r.at / 1000, 'unixepoch'), '') AS month, r.status AS state, r.to_id AS stage_id, r.from_id AS from_id, r.member_id AS owner_id, -count(*) AS n, -CAST(sum(r.stood) AS BIGINT) AS span
    FROM deal_moves AS r WHERE r.workspace_id = new.workspace_id AND r.deal_id = new.id GROUP BY 1, 2, 3, 4, 5, 6) AS x;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER deals_moves_back AFTER UPDATE OF deleted_at ON deals WHEN old.deleted_at IS NOT NULL AND new.deleted_at IS NULL BEGIN
  INSERT INTO tallies (workspace_id, subject, month, id, fresh, state, stage_id, from_id, owner_id, n, span)
  SELECT x.workspace_id, 'move', x.month, randomblob(16), true, x.state, x.stage_id, x.from_id, x.owner_id, x.n, x.span FROM (
    SELECT r.workspace_id AS workspace_id, coalesce(strftime('%Y-%m', r.at / 1000, 'unixepoch'), '') AS month, r.status AS state, r.to_id AS stage_id, r.from_id AS from_id, r.member_id AS owner_id, count(*) AS n, CAST(sum(r.stood) AS BIGINT) AS span
    FROM deal_moves AS r WHERE r.workspace_id = new.workspace_id AND r.deal_id = new.id GROUP BY 1, 2, 3, 4, 5, 6) AS x;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER deals_moves_end BEFORE DELETE ON deals WHEN old.deleted_at IS NULL BEGIN
  INSERT INTO tallies (workspace_id, subject, month, id, fresh, state, stage_id, from_id, owner_id, n, span)
  SELECT x.workspace_id, 'move', x.month, randomblob(16), true, x.state, x.stage_id, x.from_id, x.owner_id, x.n, x.span FROM (
    SELECT r.workspace_id AS workspace_id, coalesce(strftime('%Y-%m', r.at / 1000, 'unixepoch'), '') AS month, r.status AS state, r.to_id AS stage_id, r.from_id AS from_id, r.member_id AS owner_id, -count(*) AS n, -CAST(sum(r.stood) AS BIGINT) AS span
    FROM deal_moves AS r WHERE r.workspace_id = old.workspace_id AND r.deal_id = old.id GROUP BY 1, 2, 3, 4, 5, 6) AS x;
END;
-- +goose StatementEnd

-- What is there already.
INSERT INTO tallies (workspace_id, subject, month, id, fresh, state, pipeline_id, stage_id, reason_id, owner_id, team_id, currency, n, value, weighted, span)
  SELECT x.workspace_id, 'deal', x.month, randomblob(16), false, x.state, x.pipeline_id, x.stage_id, x.reason_id, x.owner_id, x.team_id, x.currency, x.n, x.value, x.weighted, x.span FROM (
    SELECT r.workspace_id AS workspace_id, CASE r.status WHEN 'open' THEN coalesce(substr(r.expected_close_date, 1, 7), '') ELSE coalesce(substr(r.actual_close_date, 1, 7), '') END AS month, r.status AS state, r.pipeline_id AS pipeline_id, r.stage_id AS stage_id, r.lost_reason_id AS reason_id, r.owner_id AS owner_id, r.team_id AS team_id, r.currency AS currency, count(*) AS n, CAST(sum(r.value) AS BIGINT) AS value, CAST(sum(r.weighted) AS BIGINT) AS weighted, CAST(sum(CASE r.status WHEN 'won' THEN r.stage_at - r.created_at ELSE 0 END) AS BIGINT) AS span
    FROM deals AS r WHERE r.deleted_at IS NULL GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9) AS x;
INSERT INTO tallies (workspace_id, subject, month, id, fresh, state, stage_id, from_id, owner_id, n, span)
  SELECT x.workspace_id, 'move', x.month, randomblob(16), false, x.state, x.stage_id, x.from_id, x.owner_id, x.n, x.span FROM (
    SELECT r.workspace_id AS workspace_id, coalesce(strftime('%Y-%m', r.at / 1000, 'unixepoch'), '') AS month, r.status AS state, r.to_id AS stage_id, r.from_id AS from_id, r.member_id AS owner_id, count(*) AS n, CAST(sum(r.stood) AS BIGINT) AS span
    FROM deal_moves AS r JOIN deals AS d ON d.workspace_id = r.workspace_id AND d.id = r.deal_id WHERE d.deleted_at IS NULL GROUP BY 1, 2, 3, 4, 5, 6) AS x;
INSERT INTO tallies (workspace_id, subject, month, id, fresh, state, owner_id, team_id, n)
  SELECT x.workspace_id, 'task', x.month, randomblob(16), false, x.state, x.owner_id, x.team_id, x.n FROM (
    SELECT r.workspace_id AS workspace_id, coalesce(strftime('%Y-%m', r.completed_at / 1000, 'unixepoch'), '') AS month, r.status AS state, r.owner_id AS owner_id, r.team_id AS team_id, count(*) AS n
    FROM tasks AS r WHERE r.deleted_at IS NULL GROUP BY 1, 2, 3, 4, 5) AS x;
INSERT INTO tallies (workspace_id, subject, month, id, fresh, state, owner_id, n)
  SELECT x.workspace_id, 'activity', x.month, randomblob(16), false, x.state, x.owner_id, x.n FROM (
    SELECT r.workspace_id AS workspace_id, coalesce(strftime('%Y-%m', r.at / 1000, 'unixepoch'), '') AS month, r.kind AS state, r.member_id AS owner_id, count(*) AS n
    FROM activities AS r WHERE r.deleted_at IS NULL GROUP BY 1, 2, 3, 4) AS x;
INSERT INTO tallies (workspace_id, subject, month, id, fresh, owner_id, team_id, n)
  SELECT x.workspace_id, 'contact', x.month, randomblob(16), false, x.owner_id, x.team_id, x.n FROM (
    SELECT r.workspace_id AS workspace_id, '' AS month, r.owner_id AS owner_id, r.team_id AS team_id, count(*) AS n
    FROM contacts AS r WHERE r.deleted_at IS NULL GROUP BY 1, 2, 3, 4) AS x;
INSERT INTO tallies (workspace_id, subject, month, id, fresh, owner_id, team_id, n)
  SELECT x.workspace_id, 'company', x.month, randomblob(16), false, x.owner_id, x.team_id, x.n FROM (
    SELECT r.workspace_id AS workspace_id, '' AS month, r.owner_id AS owner_id, r.team_id AS team_id, count(*) AS n
    FROM companies AS r WHERE r.deleted_at IS NULL GROUP BY 1, 2, 3, 4) AS x;
