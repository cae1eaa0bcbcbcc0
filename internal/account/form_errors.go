package account

import (
	"context"

	"kontor/internal/kit/i18n"
	"kontor/internal/kit/ui"
	"kontor/internal/kit/web"
)

// profileErrors are the faults of the profile in the order of its fields.
func profileErrors(ctx context.Context, form web.Form) []ui.FieldError {
	var all []ui.FieldError
	shown := []string{"avatar"}
	add := func(name, label string) {
		shown = append(shown, name)
		if text := form.Error(name); text != "" {
			all = append(all, ui.FieldError{ID: "f-" + name, Label: label, Text: text})
		}
	}
	add("first_name", i18n.T(ctx, "First name"))
	add("last_name", i18n.T(ctx, "Last name"))
	add("email", i18n.T(ctx, "Email"))
	add("current_password", i18n.T(ctx, "Current password"))
	add("phone", i18n.T(ctx, "Phone"))
	add("city", i18n.T(ctx, "City"))
	add("address", i18n.T(ctx, "Address"))
	add("postal_code", i18n.T(ctx, "Postal code"))
	add("country", i18n.T(ctx, "Country"))
	add("language", i18n.T(ctx, "Language"))
	add("timezone", i18n.T(ctx, "Time zone"))
	for _, text := range otherErrors(form, shown) {
		all = append(all, ui.FieldError{Text: text})
	}
	return all
}
