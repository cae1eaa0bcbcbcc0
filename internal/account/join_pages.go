package account

import (
	"net/http"

	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/web"
)

// joining is an invitation with who may accept it.
type joining struct {
	invitation Invitation
	token      string
	person     Person // without an id when the address has no account
	signedIn   bool   // as that person, by what is theirs everywhere
	fresh      bool   // the account was made just now
}

// isNew tells whether the person has to make an account.
func (j joining) isNew() bool { return j.person.ID.IsZero() }

func (d *Domain) joining(r *http.Request) (j joining, err error) {
	j.token = r.PathValue("token")
	if j.invitation, err = d.Invitations.find(r.Context(), j.token); err != nil {
		return j, err
	}
	j.person, err = userByEmail(r.Context(), d.db, j.invitation.Email)
	if fault.IsNotFound(err) {
		return j, nil
	}
	actor, ok := ActorFrom(r.Context())
	j.signedIn = ok && !actor.Bound && !actor.Session.IsZero() && actor.User == j.person.ID
	return j, err
}

func (d *Domain) showInvitation(w http.ResponseWriter, r *http.Request) error {
	j, err := d.joining(r)
	if fault.IsNotFound(err) {
		return d.invitationGone(w, r)
	}
	if err != nil {
		return err
	}
	return d.renderJoin(w, r, http.StatusOK, j, web.FormOf(&acceptance{}))
}

func (d *Domain) renderJoin(w http.ResponseWriter, r *http.Request, status int, j joining, form web.Form) error {
	return d.renderBare(w, r, status, i18n.T(r.Context(), "Join %s", j.invitation.Firm), joinPage(j, form))
}

func (d *Domain) invitationGone(w http.ResponseWriter, r *http.Request) error {
	return d.renderBare(w, r, http.StatusNotFound, i18n.T(r.Context(), "This invitation no longer works"), goneInvitation())
}

func (d *Domain) acceptInvitation(w http.ResponseWriter, r *http.Request) error {
	j, err := d.joining(r)
	if fault.IsNotFound(err) {
		return d.invitationGone(w, r)
	}
	if err != nil {
		return err
	}
	form, err := web.ReadForm(w, r)
	var in acceptance
	if err == nil {
		err = form.Decode(r.Context(), &in)
	}
	if err == nil {
		err = d.join(r, &j, in)
	}
	if err == nil {
		return d.enter(w, r, j)
	}
	if fault.IsNotFound(err) {
		return d.invitationGone(w, r)
	}
	form, isInvalid := form.Fail(err)
	if !isInvalid {
		return err
	}
	return d.renderJoin(w, r, http.StatusUnprocessableEntity, j, form)
}

// join checks who accepts and makes them a member.
func (d *Domain) join(r *http.Request, j *joining, in acceptance) error {
	ctx := r.Context()
	isNew := j.isNew()
	switch {
	case isNew:
		if err := d.newcomer(r, j, in); err != nil {
			return err
		}
	case !j.signedIn:
		if err := d.mayTry(r, j.invitation.Email); err != nil {
			return err
		}
		if _, err := d.Users.authenticate(ctx, j.invitation.Email, in.Password); err != nil {
			if fault.IsNotFound(err) {
				return fault.Invalid{"password": i18n.T(ctx, "The password is wrong.")}
			}
			return err
		}
	}
	err := d.Invitations.accept(ctx, j.invitation, j.person, isNew)
	if isNew && err != nil {
		j.person = Person{}
	}
	return err
}

// newcomer makes a user of what an invited person without an account typed.
func (d *Domain) newcomer(r *http.Request, j *joining, in acceptance) error {
	profile, err := in.newcomer(r.Context(), j.invitation)
	if err != nil {
		return err
	}
	hash, err := d.Users.hasher.hash(r.Context(), in.Password)
	if err != nil {
		return err
	}
	j.person = newUser(credentials{Email: profile.Email}, hash, profile.Language, profile.Country)
	j.person.Profile, j.fresh = profile, true
	return nil
}

// prove has a newcomer prove the address that the invitation was for: the link
// may have reached them by another way.
func (d *Domain) prove(r *http.Request, actor Actor, u Person) error {
	return d.Users.write(r.Context(), func(tx *db.Tx) error { return d.postAddress(r.Context(), tx, actor, u, u.Email, d.site(r)) })
}

// enter signs in to the workspace that was just joined. A session that is there
// already moves, and is no fresher than it was: a link proves nothing.
func (d *Domain) enter(w http.ResponseWriter, r *http.Request, j joining) error {
	if j.signedIn {
		return d.moveTo(w, r, j.invitation.Slug)
	}
	actor, err := d.Users.actorIn(r.Context(), j.person.ID, j.invitation.Workspace)
	if err == nil && j.fresh {
		err = d.prove(r, actor, j.person)
	}
	if err != nil {
		return err
	}
	return d.welcome(w, r, actor, "/")
}
