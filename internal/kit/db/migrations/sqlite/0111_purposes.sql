-- +goose Up

-- Workspaces start with two purposes. Those that there are and whose purposes
-- nobody ever looked at get them now.
INSERT INTO purposes (workspace_id, id, name, name_key, basis, created_at, updated_at)
  SELECT w.id, randomblob(16), CASE w.language WHEN 'bg' THEN n.bg ELSE n.en END, CASE w.language WHEN 'bg' THEN n.bg_key ELSE n.en_key END, 'consent', w.created_at, w.created_at
  FROM workspaces w CROSS JOIN (
    SELECT 'Newsletter' AS en, 'newsletter' AS en_key, 'Бюлетин' AS bg, 'бюлетин' || char(31) || 'byuletin' || char(31) AS bg_key
    UNION ALL SELECT 'Offers by e-mail', 'offers by e-mail', 'Оферти по имейл', 'оферти по имейл' || char(31) || 'oferti po imeyl' || char(31)) n
  WHERE NOT EXISTS (SELECT 1 FROM purposes p WHERE p.workspace_id = w.id);
