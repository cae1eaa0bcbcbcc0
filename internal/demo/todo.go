package demo

import (
	"slices"
	"strconv"
	"time"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/contact"
	"kontor/internal/deal"
	"kontor/internal/kit/db"
	"kontor/internal/kit/search"
	"kontor/internal/task"
)

// todo makes a task for a contact that was entered at the time at, or for what
// it was sold.
func (g *generator) todo(c contact.Contact, sold *deal.Deal, at time.Time) {
	kind := pick(g.r, words("call call email email meeting deadline todo todo todo"))
	t := task.Task{Workspace: c.Workspace, Version: 1, TaskType: kind, Title: pick(g.r, g.texts.todos[kind]), Status: task.Open,
		AssignedTo: c.OwnerID, CreatedBy: pick(g.r, g.members), ContactID: c.ID, CompanyID: c.CompanyID, ContactName: c.Name, CompanyName: c.CompanyName}
	t.TitleKey = search.Key(t.Title)
	t.Priority = pick(g.r, words("low medium medium medium high"))
	t.PriorityKey = strconv.Itoa(1 + slices.Index(task.Priorities(), t.Priority))
	if sold != nil && g.chance(70) {
		t.DealID, t.DealName = sold.ID, sold.Name
	}
	if g.r.IntN(1000) < g.undone {
		g.undoneTask(&t, at)
	} else {
		g.doneTask(&t, at)
	}
	g.out.task(t, g.actor)
}

// undoneTask is due soon or, now and then, overdue.
func (g *generator) undoneTask(t *task.Task, at time.Time) {
	made := g.between(latest(at, g.now.Add(-60*day)), g.now.Add(-time.Hour), 1)
	t.ID, t.CreatedAt, t.UpdatedAt = newID(made), made.UnixMilli(), made.UnixMilli()
	if g.chance(10) {
		t.Status = task.InProgress
	}
	switch n := g.r.IntN(100); {
	case n < 10:
		return
	case n < 22:
		g.due(t, g.now)
	case n < 37:
		g.due(t, g.now.Add(-time.Duration(1+g.r.IntN(12))*day))
	default:
		g.due(t, g.now.Add(time.Duration(1+g.r.IntN(90))*day))
	}
	if g.chance(6) {
		t.Repeat = pick(g.r, words("FREQ=WEEKLY FREQ=MONTHLY FREQ=WEEKLY;INTERVAL=2"))
	}
	if t.DueAt != nil && g.chance(30) {
		g.remind(t)
	}
}

// remind asks to be told half an hour before.
func (g *generator) remind(t *task.Task) {
	before, at := int64(30), *t.DueAt-30*time.Minute.Milliseconds()
	t.RemindBefore = &before
	if at > g.now.UnixMilli() {
		t.RemindAt = &at
	}
}

// doneTask was done around the day it was due.
func (g *generator) doneTask(t *task.Task, at time.Time) {
	done := g.between(at, g.now.Add(-10*time.Minute), 1)
	if g.chance(2) {
		done = latest(at, g.now.Add(-time.Duration(10+g.r.IntN(90))*time.Minute))
	}
	made := latest(at, done.Add(-time.Duration(g.r.IntN(20*24))*time.Hour))
	t.ID, t.CreatedAt, t.UpdatedAt, t.Status = newID(made), made.UnixMilli(), done.UnixMilli(), task.Done
	t.CompletedAt = &t.UpdatedAt
	if g.chance(85) {
		g.due(t, done.Add(time.Duration(g.r.IntN(4)-1)*day))
	}
}

// due sets the day, and for some the time of day.
func (g *generator) due(t *task.Task, on time.Time) {
	if g.chance(40) {
		at := g.clock(on, 8+g.r.IntN(10))
		ms := at.UnixMilli()
		on, t.DueAt = at, &ms
	}
	t.DueDate = g.date(on)
}

// task keeps a task.
func (b *batch) task(t task.Task, actor account.Actor) {
	b.tasks = append(b.tasks, t)
	b.foundTask = append(b.foundTask, search.Entry{ID: t.ID, Texts: t.SearchTexts()})
	b.change(actor, activity.Change{Kind: task.Kind, Record: t.ID, Action: activity.Created, Member: t.CreatedBy, At: t.CreatedAt})
	if t.IsDone() {
		b.change(actor, activity.Change{Kind: task.Kind, Record: t.ID, Action: activity.Updated, Member: assignee(t), At: *t.CompletedAt,
			Field: "status", Old: task.Open, New: task.Done})
	}
}

func assignee(t task.Task) db.ID {
	if t.AssignedTo.IsZero() {
		return t.CreatedBy
	}
	return t.AssignedTo
}
