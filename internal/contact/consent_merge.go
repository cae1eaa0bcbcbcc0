package contact

import "kontor/internal/kit/db"

// linked makes all that points to the others point to the one that stays. What
// one of several contacts refused stays refused.
func (r mergeRun[R, In]) linked() error {
	if r.Kind != "contact" {
		return r.references()
	}
	all := append([]db.ID{r.m.Survivor.ID}, r.loserIDs()...)
	no, err := refused(r.ctx, r.tx, r.actor.Workspace, all)
	if err != nil {
		return err
	}
	if err := r.references(); err != nil {
		return err
	}
	if err := settleConsents(r.ctx, r.tx, r.actor.Workspace, all); err != nil {
		return err
	}
	return mergeConsents(r.ctx, r.tx, r.actor, r.m, no)
}

// unlinked gives the merged records back what pointed to them.
func (r *undoRun[R, In]) unlinked(survivor refNamed) error {
	if err := r.references(survivor); err != nil || r.Kind != "contact" {
		return err
	}
	all := append(ids(r.details.Merged, func(m refNamed) db.ID { return m.ID }), survivor.ID)
	return unmergeConsents(r.ctx, r.tx, r.actor, r.row.ID, all)
}
