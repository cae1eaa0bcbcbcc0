package account

import (
	"context"
	"maps"
	"slices"

	"kontor/internal/kit/i18n"
	"kontor/internal/kit/web"
)

func isRecovery(form web.Form) bool { return form.Get("way") == "recovery" }

func codeSub(ctx context.Context, form web.Form, email string, have Factors) string {
	if have.Passkeys > 0 {
		return email
	}
	if isRecovery(form) {
		return i18n.T(ctx, "One of the codes you kept when you set up the app, for %s", email)
	}
	return i18n.T(ctx, "From the authenticator app on your phone, for %s", email)
}

func codeHint(ctx context.Context, have Factors) string {
	if have.App {
		return i18n.T(ctx, "From the authenticator app, or a recovery code")
	}
	return i18n.T(ctx, "One of your recovery codes")
}

// hidden are the names and values of what was to be done, in a fixed order.
func (v confirmView) hidden() (all [][2]string) {
	for _, name := range slices.Sorted(maps.Keys(v.kept)) {
		for _, value := range v.kept[name] {
			all = append(all, [2]string{name, value})
		}
	}
	return all
}
