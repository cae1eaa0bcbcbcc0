package task

import (
	"context"
	"regexp"
	"strings"
	"time"

	"kontor/internal/contact"
	"kontor/internal/importing"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/record"
)

// todos does the rows of one import of tasks.
type todos struct {
	run    *importing.Run
	naming *contact.Naming
	deals  map[string]db.ID  // by folded name; zero where there is none
	seen   map[string]*asked // of this batch, or of the whole dry run
	clock  *regexp.Regexp
}

func openTodos(_ context.Context, r *importing.Run) (importing.Rows, error) {
	return &todos{run: r, naming: contact.NewNaming(r), deals: map[string]db.ID{}, seen: map[string]*asked{},
		clock: regexp.MustCompile(`(?i)^(.*?)[T ,]*\b(\d{1,2})[:.](\d{2})(?::\d{2})?\s*(am|pm|ч\.?)?$`)}, nil
}

// asked is what a row says of a task.
type asked struct {
	*importing.Row
	in      TaskInput
	names   contact.Named
	owner   string
	deal    string
	done    string // day
	invalid fault.Invalid

	there *thereTask // the task it is about, if there is one
	first *asked     // or the row
	made  db.ID      // the task that it made
}

// Read reads a row into what a person would have said of a task.
func (s *todos) Read(ctx context.Context, row *importing.Row) {
	c := &asked{Row: row, in: NewInput(s.run.Actor), invalid: fault.Invalid{}}
	row.Said = c
	s.run.Columns(row, func(_ int, column *importing.ImportColumn, said string) { s.set(ctx, c, column, said) })
	c.in.AssignedTo = s.run.Owner(c.owner)
	c.names.Owner = c.in.AssignedTo
	if c.done != "" && c.in.Status == Open {
		c.in.Status = Done
	}
	if d := prepare(ctx, s.run.Actor, c.in); d.RemindAt == nil || *d.RemindAt < time.Now().UnixMilli() {
		c.in.RemindBefore = nil // nobody wants to be reminded of what was long ago
	}
}

func (s *todos) set(ctx context.Context, c *asked, column *importing.ImportColumn, said string) {
	switch column.Field {
	case "description":
		c.in.Description = strings.TrimSpace(c.in.Description + "\n" + said)
	case "task_type":
		s.choose(ctx, c, types(ctx), "task_type", &c.in.TaskType, said)
	case "priority":
		s.choose(ctx, c, priorities(ctx), "priority", &c.in.Priority, said)
	case "status":
		s.choose(ctx, c, statuses(ctx), "status", &c.in.Status, said)
	case "due_date":
		day, clock := s.moment(said)
		if c.in.DueDate = s.run.Day(day); clock != "" && c.in.DueTime == "" {
			c.in.DueTime = clock
		}
	case "due_time":
		if _, clock := s.moment(said); clock != "" {
			said = clock
		}
		c.in.DueTime = said
	case "completed_at":
		day, _ := s.moment(said)
		c.done = s.run.Day(day)
	case "assigned_to":
		c.owner = said
	case "company":
		c.names.Company = strings.Join(strings.Fields(said), " ")
	case "contact":
		c.names.SayContact(said)
	case "contact_email":
		c.names.Email = said
	case "deal":
		c.deal = said
	default:
		if to := c.in.textOf(column.Field); to != nil {
			*to = said
			return
		}
		record.SetCustom(&c.in.Custom, column.Field, s.run.Text(column.Field, said))
	}
}

func (s *todos) choose(ctx context.Context, c *asked, of importing.Choice, field string, to *string, said string) {
	key, ok := of.Means(said)
	if !ok {
		c.invalid.Add(field, i18n.T(ctx, "This is none of the choices."))
		return
	}
	*to = key
}

// moment parts a day from the time of day behind it; midnight is none.
func (s *todos) moment(said string) (day, clock string) {
	found := s.clock.FindStringSubmatch(said)
	if found == nil {
		return said, ""
	}
	layout, text := "15:04", found[2]+":"+found[3]
	if mark := strings.ToLower(found[4]); mark == "am" || mark == "pm" {
		layout, text = "3:04pm", text+mark
	}
	at, err := time.Parse(layout, text)
	if err != nil {
		return said, ""
	}
	if clock = at.Format("15:04"); clock == "00:00" {
		clock = ""
	}
	return strings.TrimSpace(found[1]), clock
}

// Line is what the preview shows of the row.
func (c *asked) Line(ctx context.Context) importing.Line {
	return importing.Line{Name: c.in.Title, Company: c.names.Company, Email: c.names.Email, Detail: c.due(ctx)}
}

// due is when the task is due, for the reader.
func (c *asked) due(ctx context.Context) string {
	if _, err := time.Parse(time.DateOnly, c.in.DueDate); err != nil {
		return c.in.DueDate
	}
	return strings.TrimSpace(i18n.ISODate(ctx, c.in.DueDate) + " " + c.in.DueTime)
}

// Shown is what would become of the row.
func (c *asked) Shown(ctx context.Context) []importing.Shown {
	lines := []importing.Shown{{Label: i18n.T(ctx, "Task"), Value: c.in.Title}}
	add := func(field, value string) {
		if value != "" {
			lines = append(lines, importing.Shown{Label: label(ctx, field), Value: importing.Short(value, 60)})
		}
	}
	add("due_date", c.due(ctx))
	add("task_type", typeName(ctx, c.in.TaskType))
	add("priority", priorityName(ctx, c.in.Priority))
	add("status", statusName(ctx, c.in.Status))
	add("company", c.names.Company)
	add("contact", c.names.Person())
	add("deal", c.deal)
	add("description", c.in.Description)
	return lines
}
