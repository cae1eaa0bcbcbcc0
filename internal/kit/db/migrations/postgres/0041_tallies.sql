-- +goose Up

-- Keeps tallies; ../sqlite has the same in its words. What is inserted is put
-- together by statement: thousands of rows come at once.

-- +goose StatementBegin
CREATE FUNCTION tally_month(at BIGINT) RETURNS TEXT LANGUAGE sql STABLE AS $$
  SELECT coalesce(to_char(to_timestamp(at / 1000) AT TIME ZONE 'UTC', 'YYYY-MM'), '')
$$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION deals_tally_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO tallies (workspace_id, subject, month, id, fresh, state, pipeline_id, stage_id, reason_id, owner_id, team_id, currency, n, value, weighted, span)
  SELECT x.workspace_id, 'deal', x.month, gen_random_uuid(), true, x.state, x.pipeline_id, x.stage_id, x.reason_id, x.owner_id, x.team_id, x.currency, x.n, x.value, x.weighted, x.span FROM (
    SELECT r.workspace_id AS workspace_id, CASE r.status WHEN 'open' THEN coalesce(substr(r.expected_close_date, 1, 7), '') ELSE coalesce(substr(r.actual_close_date, 1, 7), '') END AS month, r.status AS state, r.pipeline_id AS pipeline_id, r.stage_id AS stage_id, r.lost_reason_id AS reason_id, r.owner_id AS owner_id, r.team_id AS team_id, r.currency AS currency, count(*) AS n, CAST(sum(r.value) AS BIGINT) AS value, CAST(sum(r.weighted) AS BIGINT) AS weighted, CAST(sum(CASE r.status WHEN 'won' THEN r.stage_at - r.created_at ELSE 0 END) AS BIGINT) AS span
    FROM added AS r WHERE r.deleted_at IS NULL GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9) AS x;
  RETURN NULL;
END $$;
-- +goose StatementEnd

CREATE TRIGGER deals_tally_insert AFTER INSERT ON deals REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION deals_tally_insert();

-- +goose StatementBegin
CREATE FUNCTION deals_tally_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO tallies (workspace_id, subject, month, id, fresh, state, pipeline_id, stage_id, reason_id, owner_id, team_id, currency, n, value, weighted, span)
    SELECT old.workspace_id, 'deal', CASE old.status WHEN 'open' THEN coalesce(substr(old.expected_close_date, 1, 7), '') ELSE coalesce(substr(old.actual_close_date, 1, 7), '') END, gen_random_uuid(), true, old.status, old.pipeline_id, old.stage_id, old.lost_reason_id, old.owner_id, old.team_id, old.currency, -1, -old.value, -old.weighted, -(CASE old.status WHEN 'won' THEN old.stage_at - old.created_at ELSE 0 END) WHERE old.deleted_at IS NULL;
  IF TG_OP = 'UPDATE' THEN
    INSERT INTO tallies (workspace_id, subject, month, id, fresh, state, pipeline_id, stage_id, reason_id, owner_id, team_id, currency, n, value, weighted, span)
    SELECT new.workspace_id, 'deal', CASE new.status WHEN 'open' THEN coalesce(substr(new.expected_close_date, 1, 7), '') ELSE coalesce(substr(new.actual_close_date, 1, 7), '') END, gen_random_uuid(), true, new.status, new.pipeline_id, new.stage_id, new.lost_reason_id, new.owner_id, new.team_id, new.currency, 1, new.value, new.weighted, CASE new.status WHEN 'won' THEN new.stage_at - new.created_at ELSE 0 END WHERE new.deleted_at IS NULL;
  END IF;
  RETURN NULL;
END $$;
-- +goose StatementEnd

CREATE TRIGGER deals_tally_update AFTER UPDATE OF pipeline_id, stage_id, status, stage_at, owner_id, team_id, currency, value, weighted, expected_close_date, actual_close_date, lost_reason_id, deleted_at ON deals FOR EACH ROW
  WHEN ((old.pipeline_id, old.stage_id, old.status, old.stage_at, old.owner_id, old.team_id, old.currency, old.value, old.weighted, old.expected_close_date, old.actual_close_date, old.lost_reason_id, old.deleted_at) IS DISTINCT FROM (new.pipeline_id, new.stage_id, new.status, new.stage_at, new.owner_id, new.team_id, new.currency, new.value, new.weighted, new.expected_close_date, new.actual_close_date, new.lost_reason_id, new.deleted_at)) EXECUTE FUNCTION deals_tally_change();

CREATE TRIGGER deals_tally_delete AFTER DELETE ON deals FOR EACH ROW EXECUTE FUNCTION deals_tally_change();

-- +goose StatementBegin
CREATE FUNCTION deal_moves_tally_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO tallies (workspace_id, subject, month, id, fresh, state, stage_id, from_id, owner_id, n, span)
  SELECT x.workspace_id, 'move', x.month, gen_random_uuid(), true, x.state, x.stage_id, x.from_id, x.owner_id, x.n, x.span FROM (
    SELECT r.workspace_id AS workspace_id, tally_month(r.at) AS month, r.status AS state, r.to_id AS stage_id, r.from_id AS from_id, r.member_id AS owner_id, count(*) AS n, CAST(sum(r.stood) AS BIGINT) AS span
    FROM added AS r GROUP BY 1, 2, 3, 4, 5, 6) AS x;
  RETURN NULL;
END $$;
-- +goose StatementEnd

CREATE TRIGGER deal_moves_tally_insert AFTER INSERT ON deal_moves REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION deal_moves_tally_insert();

-- +goose StatementBegin
CREATE FUNCTION tasks_tally_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO tallies (workspace_id, subject, month, id, fresh, state, owner_id, team_id, n)
  SELECT x.workspace_id, 'task', x.month, gen_random_uuid(), true, x.state, x.owner_id, x.team_id, x.n FROM (
    SELECT r.workspace_id AS workspace_id, tally_month(r.completed_at) AS month, r.status AS state, r.owner_id AS owner_id, r.team_id AS team_id, count(*) AS n
    FROM added AS r WHERE r.deleted_at IS NULL GROUP BY 1, 2, 3, 4, 5) AS x;
  RETURN NULL;
END $$;
-- +goose StatementEnd

CREATE TRIGGER tasks_tally_insert AFTER INSERT ON tasks REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION tasks_tally_insert();

-- +goose StatementBegin
CREATE FUNCTION tasks_tally_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO tallies (workspace_id, subject, month, id, fresh, state, owner_id, team_id, n)
    SELECT old.workspace_id, 'task', tally_month(old.completed_at), gen_random_uuid(), true, old.status, old.owner_id, old.team_id, -1 WHERE old.deleted_at IS NULL;
  IF TG_OP = 'UPDATE' THEN
    INSERT INTO tallies (workspace_id, subject, month, id, fresh, state, owner_id, team_id, n)
    SELECT new.workspace_id, 'task', tally_month(new.completed_at), gen_random_uuid(), true, new.status, new.owner_id, new.team_id, 1 WHERE new.deleted_at IS NULL;
  END IF;
  RETURN NULL;
END $$;
-- +goose StatementEnd

CREATE TRIGGER tasks_tally_update AFTER UPDATE OF status, completed_at, owner_id, team_id, deleted_at ON tasks FOR EACH ROW
  WHEN ((old.status, old.completed_at, old.owner_id, old.team_id, old.deleted_at) IS DISTINCT FROM (new.status, new.completed_at, new.owner_id, new.team_id, new.deleted_at)) EXECUTE FUNCTION tasks_tally_change();

CREATE TRIGGER tasks_tally_delete AFTER DELETE ON tasks FOR EACH ROW EXECUTE FUNCTION tasks_tally_change();

-- +goose StatementBegin
CREATE FUNCTION activities_tally_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO tallies (workspace_id, subject, month, id, fresh, state, owner_id, n)
  SELECT x.workspace_id, 'activity', x.month, gen_random_uuid(), true, x.state, x.owner_id, x.n FROM (
    SELECT r.workspace_id AS workspace_id, tally_month(r.at) AS month, r.kind AS state, r.member_id AS owner_id, count(*) AS n
    FROM added AS r WHERE r.deleted_at IS NULL GROUP BY 1, 2, 3, 4) AS x;
  RETURN NULL;
END $$;
-- +goose StatementEnd

CREATE TRIGGER activities_tally_insert AFTER INSERT ON activities REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION activities_tally_insert();

-- +goose StatementBegin
CREATE FUNCTION activities_tally_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO tallies (workspace_id, subject, month, id, fresh, state, owner_id, n)
    SELECT old.workspace_id, 'activity', tally_month(old.at), gen_random_uuid(), true, old.kind, old.member_id, -1 WHERE old.deleted_at IS NULL;
  IF TG_OP = 'UPDATE' THEN
    INSERT INTO tallies (workspace_id, subject, month, id, fresh, state, owner_id, n)
    SELECT new.workspace_id, 'activity', tally_month(new.at), gen_random_uuid(), true, new.kind, new.member_id, 1 WHERE new.deleted_at IS NULL;
  END IF;
  RETURN NULL;
END $$;
-- +goose StatementEnd

CREATE TRIGGER activities_tally_update AFTER UPDATE OF kind, at, member_id, deleted_at ON activities FOR EACH ROW
  WHEN ((old.kind, old.at, old.member_id, old.deleted_at) IS DISTINCT FROM (new.kind, new.at, new.member_id, new.deleted_at)) EXECUTE FUNCTION activities_tally_change();

CREATE TRIGGER activities_tally_delete AFTER DELETE ON activities FOR EACH ROW EXECUTE FUNCTION activities_tally_change();

-- +goose StatementBegin
CREATE FUNCTION contacts_tally_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO tallies (workspace_id, subject, month, id, fresh, owner_id, team_id, n)
  SELECT x.workspace_id, 'contact', x.month, gen_random_uuid(), true, x.owner_id, x.team_id, x.n FROM (
    SELECT r.workspace_id AS workspace_id, '' AS month, r.owner_id AS owner_id, r.team_id AS team_id, count(*) AS n
    FROM added AS r WHERE r.deleted_at IS NULL GROUP BY 1, 2, 3, 4) AS x;
  RETURN NULL;
END $$;
-- +goose StatementEnd

CREATE TRIGGER contacts_tally_insert AFTER INSERT ON contacts REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION contacts_tally_insert();

-- +goose StatementBegin
CREATE FUNCTION contacts_tally_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO tallies (workspace_id, subject, month, id, fresh, owner_id, team_id, n)
    SELECT old.workspace_id, 'contact', '', gen_random_uuid(), true, old.owner_id, old.team_id, -1 WHERE old.deleted_at IS NULL;
  IF TG_OP = 'UPDATE' THEN
    INSERT INTO tallies (workspace_id, subject, month, id, fresh, owner_id, team_id, n)
    SELECT new.workspace_id, 'contact', '', gen_random_uuid(), true, new.owner_id, new.team_id, 1 WHERE new.deleted_at IS NULL;
  END IF;
  RETURN NULL;
END $$;
-- +goose StatementEnd

CREATE TRIGGER contacts_tally_update AFTER UPDATE OF owner_id, team_id, deleted_at ON contacts FOR EACH ROW
  WHEN ((old.owner_id, old.team_id, old.deleted_at) IS DISTINCT FROM (new.owner_id, new.team_id, new.deleted_at)) EXECUTE FUNCTION contacts_tally_change();

CREATE TRIGGER contacts_tally_delete AFTER DELETE ON contacts FOR EACH ROW EXECUTE FUNCTION contacts_tally_change();

-- +goose StatementBegin
CREATE FUNCTION companies_tally_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO tallies (workspace_id, subject, month, id, fresh, owner_id, team_id, n)
  SELECT x.workspace_id, 'company', x.month, gen_random_uuid(), true, x.owner_id, x.team_id, x.n FROM (
    SELECT r.workspace_id AS workspace_id, '' AS month, r.owner_id AS owner_id, r.team_id AS team_id, count(*) AS n
    FROM added AS r WHERE r.deleted_at IS NULL GROUP BY 1, 2, 3, 4) AS x;
  RETURN NULL;
END $$;
-- +goose StatementEnd

CREATE TRIGGER companies_tally_insert AFTER INSERT ON companies REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION companies_tally_insert();

-- +goose StatementBegin
CREATE FUNCTION companies_tally_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO tallies (workspace_id, subject, month, id, fresh, owner_id, team_id, n)
    SELECT old.workspace_id, 'company', '', gen_random_uuid(), true, old.owner_id, old.team_id, -1 WHERE old.deleted_at IS NULL;
  IF TG_OP = 'UPDATE' THEN
    INSERT INTO tallies (workspace_id, subject, month, id, fresh, owner_id, team_id, n)
    SELECT new.workspace_id, 'company', '', gen_random_uuid(), true, new.owner_id, new.team_id, 1 WHERE new.deleted_at IS NULL;
  END IF;
  RETURN NULL;
END $$;
-- +goose StatementEnd

CREATE TRIGGER companies_tally_update AFTER UPDATE OF owner_id, team_id, deleted_at ON companies FOR EACH ROW
  WHEN ((old.owner_id, old.team_id, old.deleted_at) IS DISTINCT FROM (new.owner_id, new.team_id, new.deleted_at)) EXECUTE FUNCTION companies_tally_change();

CREATE TRIGGER companies_tally_delete AFTER DELETE ON companies FOR EACH ROW EXECUTE FUNCTION companies_tally_change();

-- The moves of a deal go to the recycle bin, come back and end with it.
-- +goose StatementBegin
CREATE FUNCTION deals_moves_gone() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO tallies (workspace_id, subject, month, id, fresh, state, stage_id, from_id, owner_id, n, span)
  SELECT x.workspace_id, 'move', x.month, gen_random_uuid(), true, x.state, x.stage_id, x.from_id, x.owner_id, x.n, x.span FROM (
    SELECT r.workspace_id AS workspace_id, tally_month(r.at) AS month, r.status AS state, r.to_id AS stage_id, r.from_id AS from_id, r.member_id AS owner_id, -count(*) AS n, -CAST(sum(r.stood) AS BIGINT) AS span
    FROM deal_moves AS r WHERE r.workspace_id = old.workspace_id AND r.deal_id = old.id GROUP BY 1, 2, 3, 4, 5, 6) AS x;
  RETURN old;
END $$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION deals_moves_back() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO tallies (workspace_id, subject, month, id, fresh, state, stage_id, from_id, owner_id, n, span)
  SELECT x.workspace_id, 'move', x.month, gen_random_uuid(), true, x.state, x.stage_id, x.from_id, x.owner_id, x.n, x.span FROM (
    SELECT r.workspace_id AS workspace_id, tally_month(r.at) AS month, r.status AS state, r.to_id AS stage_id, r.from_id AS from_id, r.member_id AS owner_id, count(*) AS n, CAST(sum(r.stood) AS BIGINT) AS span
    FROM deal_moves AS r WHERE r.workspace_id = old.workspace_id AND r.deal_id = old.id GROUP BY 1, 2, 3, 4, 5, 6) AS x;
  RETURN NULL;
END $$;
-- +goose StatementEnd

CREATE TRIGGER deals_moves_bin AFTER UPDATE OF deleted_at ON deals FOR EACH ROW
  WHEN (old.deleted_at IS NULL AND new.deleted_at IS NOT NULL) EXECUTE FUNCTION deals_moves_gone();

CREATE TRIGGER deals_moves_back AFTER UPDATE OF deleted_at ON deals FOR EACH ROW
  WHEN (old.deleted_at IS NOT NULL AND new.deleted_at IS NULL) EXECUTE FUNCTION deals_moves_back();

CREATE TRIGGER deals_moves_end BEFORE DELETE ON deals FOR EACH ROW WHEN (old.deleted_at IS NULL) EXECUTE FUNCTION deals_moves_gone();

-- What is there already.
INSERT INTO tallies (workspace_id, subject, month, id, fresh, state, pipeline_id, stage_id, reason_id, owner_id, team_id, currency, n, value, weighted, span)
  SELECT x.workspace_id, 'deal', x.month, gen_random_uuid(), false, x.state, x.pipeline_id, x.stage_id, x.reason_id, x.owner_id, x.team_id, x.currency, x.n, x.value, x.weighted, x.span FROM (
    SELECT r.workspace_id AS workspace_id, CASE r.status WHEN 'open' THEN coalesce(substr(r.expected_close_date, 1, 7), '') ELSE coalesce(substr(r.actual_close_date, 1, 7), '') END AS month, r.status AS state, r.pipeline_id AS pipeline_id, r.stage_id AS stage_id, r.lost_reason_id AS reason_id, r.owner_id AS owner_id, r.team_id AS team_id, r.currency AS currency, count(*) AS n, CAST(sum(r.value) AS BIGINT) AS value, CAST(sum(r.weighted) AS BIGINT) AS weighted, CAST(sum(CASE r.status WHEN 'won' THEN r.stage_at - r.created_at ELSE 0 END) AS BIGINT) AS span
    FROM deals AS r WHERE r.deleted_at IS NULL GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9) AS x;
INSERT INTO tallies (workspace_id, subject, month, id, fresh, state, stage_id, from_id, owner_id, n, span)
  SELECT x.workspace_id, 'move', x.month, gen_random_uuid(), false, x.state, x.stage_id, x.from_id, x.owner_id, x.n, x.span FROM (
    SELECT r.workspace_id AS workspace_id, tally_month(r.at) AS month, r.status AS state, r.to_id AS stage_id, r.from_id AS from_id, r.member_id AS owner_id, count(*) AS n, CAST(sum(r.stood) AS BIGINT) AS span
    FROM deal_moves AS r JOIN deals AS d ON d.workspace_id = r.workspace_id AND d.id = r.deal_id WHERE d.deleted_at IS NULL GROUP BY 1, 2, 3, 4, 5, 6) AS x;
INSERT INTO tallies (workspace_id, subject, month, id, fresh, state, owner_id, team_id, n)
  SELECT x.workspace_id, 'task', x.month, gen_random_uuid(), false, x.state, x.owner_id, x.team_id, x.n FROM (
    SELECT r.workspace_id AS workspace_id, tally_month(r.completed_at) AS month, r.status AS state, r.owner_id AS owner_id, r.team_id AS team_id, count(*) AS n
    FROM tasks AS r WHERE r.deleted_at IS NULL GROUP BY 1, 2, 3, 4, 5) AS x;
INSERT INTO tallies (workspace_id, subject, month, id, fresh, state, owner_id, n)
  SELECT x.workspace_id, 'activity', x.month, gen_random_uuid(), false, x.state, x.owner_id, x.n FROM (
    SELECT r.workspace_id AS workspace_id, tally_month(r.at) AS month, r.kind AS state, r.member_id AS owner_id, count(*) AS n
    FROM activities AS r WHERE r.deleted_at IS NULL GROUP BY 1, 2, 3, 4) AS x;
INSERT INTO tallies (workspace_id, subject, month, id, fresh, owner_id, team_id, n)
  SELECT x.workspace_id, 'contact', x.month, gen_random_uuid(), false, x.owner_id, x.team_id, x.n FROM (
    SELECT r.workspace_id AS workspace_id, '' AS month, r.owner_id AS owner_id, r.team_id AS team_id, count(*) AS n
    FROM contacts AS r WHERE r.deleted_at IS NULL GROUP BY 1, 2, 3, 4) AS x;
INSERT INTO tallies (workspace_id, subject, month, id, fresh, owner_id, team_id, n)
  SELECT x.workspace_id, 'company', x.month, gen_random_uuid(), false, x.owner_id, x.team_id, x.n FROM (
    SELECT r.workspace_id AS workspace_id, '' AS month, r.owner_id AS owner_id, r.team_id AS team_id, count(*) AS n
    FROM companies AS r WHERE r.deleted_at IS NULL GROUP BY 1, 2, 3, 4) AS x;
