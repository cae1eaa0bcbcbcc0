package customfield_test

import (
	"testing"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/kit/db"
)

type actorOf = account.Actor

func workspace(b testing.TB, d *db.DB) db.WorkspaceID {
	b.Helper()
	return accounttest.Actor(b, d, account.Owner).Workspace
}
