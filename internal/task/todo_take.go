package task

import (
	"context"

	"kontor/internal/account"
	"kontor/internal/kit/web"
	"kontor/internal/record"
)

// take replaces what was typed by what is saved for the fields where the
// person chose so, in the form that is shown again too.
func (f *taskForm) take(form web.Form, saved taskForm) web.Form {
	record.Take(form, trackedWith(nil), saved.extra, &f.Custom, func(field string) { f.copyField(field, saved) })
	return record.Again(web.FormOf(f), saved.extra, f.Custom, form)
}

func (f *taskForm) copyField(field string, from taskForm) {
	switch field {
	case "title":
		f.Title = from.Title
	case "description":
		f.Description = from.Description
	case "task_type":
		f.TaskType = from.TaskType
	case "priority":
		f.Priority = from.Priority
	case "status":
		f.Status = from.Status
	case "due_date":
		f.DueDate = from.DueDate
	case "due_at":
		f.DueTime = from.DueTime
	case "repeat":
		f.Repeat = from.Repeat
	case "remind_before":
		f.RemindBefore = from.RemindBefore
	case "assigned_to":
		f.AssignedTo, f.AssigneeName = from.AssignedTo, from.AssigneeName
	case "team":
		f.TeamID = from.TeamID
	case "contact":
		f.ContactID, f.ContactName = from.ContactID, from.ContactName
	case "company":
		f.CompanyID, f.CompanyName = from.CompanyID, from.CompanyName
	case "deal":
		f.DealID, f.DealName = from.DealID, from.DealName
	}
}

// asTask is the task t as the form would make it, with names as typed.
func (f taskForm) asTask(ctx context.Context, actor account.Actor, t Task) Task {
	mine := prepare(ctx, actor, f.input()).Task
	mine.AssigneeName, mine.ContactName, mine.CompanyName, mine.DealName = f.AssigneeName, f.ContactName, f.CompanyName, f.DealName
	mine.Extra = t.Extra.With(ctx, actor, f.Custom)
	if f.TeamID == t.TeamID {
		mine.TeamName = t.TeamName
	}
	return mine
}
