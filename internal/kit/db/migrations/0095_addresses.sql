-- +goose Up

-- An address that somebody wants to sign in with counts once the link that was
-- sent there is opened.
ALTER TABLE users ADD COLUMN new_email TEXT NOT NULL DEFAULT '';
ALTER TABLE users ADD COLUMN email_proved_at BIGINT;

-- Taking whole lists out is a scope of its own; tokens that were made before may
-- do it as they could.
UPDATE api_tokens SET scope = scope || ',export' WHERE scope <> 'dav';
