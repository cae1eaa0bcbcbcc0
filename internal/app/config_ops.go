package app

import (
	"path/filepath"

	"kontor/internal/backup"
)

// Operations are the settings of whoever runs the server.
type Operations struct {
	BackupDir  string `env:"BACKUP_DIR" group:"Operations" default:"backups in DATA_DIR" doc:"Folder of the backups."`
	BackupKeep int    `env:"BACKUP_KEEP" envDefault:"7" group:"Operations" doc:"How many backups stay."`
	BackupAt   string `env:"BACKUP_AT" envDefault:"02:00" group:"Operations" doc:"When a backup is made each day, in the server's time zone. Empty is never."`
	BackupKey  string `env:"BACKUP_KEY" group:"Operations" doc:"Encrypts backups: at least 32 random characters, as kontor secretkey prints them. Keep it elsewhere too: without it no such backup can be read."`
}

// checkOperations adds the faults of these settings.
func (c Config) checkOperations(add func(bad bool, setting, mend string)) {
	add(c.BackupKeep < 1, "BACKUP_KEEP", "how many backups stay: 1 or more")
	if c.BackupAt != "" {
		_, err := backup.ParseAt(c.BackupAt)
		add(err != nil, "BACKUP_AT", "write it as 02:00, or leave it empty for none")
	}
	add(c.BackupKey != "" && len(c.BackupKey) < 32, "BACKUP_KEY", "at least 32 random characters; `kontor secretkey` prints some")
}

// Backup says what a backup holds and where it goes.
func (c Config) Backup(version string) backup.Settings {
	dir := c.BackupDir
	if dir == "" {
		dir = filepath.Join(c.DataDir, "backups")
	}
	return backup.Settings{
		DatabaseURL: c.DatabaseURL, DataDir: c.DataDir, Dir: dir,
		Keep: c.BackupKeep, Key: c.BackupKey, At: c.BackupAt, Version: version,
	}
}
