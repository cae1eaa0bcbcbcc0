package jobs

import (
	"context"
	"errors"
	"fmt"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"kontor/internal/kit/fault"
)

// States are the states of a job, in the order of its life. A discarded one
// failed for good: it waits for somebody to look.
func States() []string {
	return []string{"available", "scheduled", "running", "retryable", "discarded", "completed", "cancelled"}
}

// Asked narrows a list of jobs; empty fields narrow nothing.
type Asked struct {
	State  string
	Kind   string
	Before int64 // id; only older ones
}

// Page returns jobs, the newest first, at most limit.
func (q *Queue) Page(ctx context.Context, asked Asked, limit int) ([]Job, error) {
	params := river.NewJobListParams().First(limit).OrderBy(river.JobListOrderByID, river.SortOrderDesc)
	if asked.State != "" {
		params = params.States(rivertype.JobState(asked.State))
	}
	if asked.Kind != "" {
		params = params.Kinds(asked.Kind)
	}
	if asked.Before != 0 {
		params = params.Where("id < @before", river.NamedArgs{"before": asked.Before})
	}
	found, err := q.client.JobList(ctx, params)
	if err != nil {
		return nil, fmt.Errorf("list jobs: %w", err)
	}
	all := make([]Job, 0, len(found.Jobs))
	for _, j := range found.Jobs {
		all = append(all, jobOf(j))
	}
	return all, nil
}

func jobOf(j *rivertype.JobRow) Job {
	job := Job{ID: j.ID, Kind: j.Kind, State: string(j.State), Attempt: j.Attempt, Most: j.MaxAttempts, CreatedAt: j.CreatedAt, RunAt: j.ScheduledAt, EndedAt: j.FinalizedAt}
	if n := len(j.Errors); n > 0 {
		job.LastError = j.Errors[n-1].Error
	}
	return job
}

// Retry makes a job that waits or has ended run as soon as a worker is free; a
// running one is left alone. It returns fault.NotFound if there is none.
func (q *Queue) Retry(ctx context.Context, id int64) (Job, error) {
	j, err := q.client.JobRetry(ctx, id)
	return told(j, err, "retry")
}

// Cancel ends a job for good; one that runs is told to stop.
func (q *Queue) Cancel(ctx context.Context, id int64) (Job, error) {
	j, err := q.client.JobCancel(ctx, id)
	return told(j, err, "cancel")
}

func told(j *rivertype.JobRow, err error, verb string) (Job, error) {
	switch {
	case errors.Is(err, river.ErrNotFound):
		return Job{}, fault.NotFound{}
	case err != nil:
		return Job{}, fmt.Errorf("%s job: %w", verb, err)
	}
	return jobOf(j), nil
}
