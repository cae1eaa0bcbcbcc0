package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"golang.org/x/term"
)

type superuserCmd struct {
	Email         string `help:"E-mail address to sign in with." required:""`
	PasswordStdin bool   `help:"Read the password from standard input."`
}

func (c superuserCmd) Run(ctx context.Context) error {
	password, err := readPassword(c.PasswordStdin)
	if err != nil {
		return err
	}
	a, err := open(ctx)
	if err != nil {
		return err
	}
	defer a.Close()
	if err := a.Accounts.CreateSuperuser(ctx, c.Email, password); err != nil {
		return err
	}
	fmt.Printf("%s is a platform administrator.\n", c.Email)
	return nil
}

func readPassword(fromStdin bool) (string, error) {
	if fromStdin {
		line, err := bufio.NewReader(os.Stdin).ReadString('\n')
		if line == "" && err != nil {
			return "", errors.New("no password on standard input")
		}
		return strings.TrimRight(line, "\r\n"), nil
	}
	if !term.IsTerminal(int(os.Stdin.Fd())) {
		return "", errors.New("no terminal to ask for the password: use --password-stdin")
	}
	fmt.Fprint(os.Stderr, "Password: ")
	b, err := term.ReadPassword(int(os.Stdin.Fd()))
	fmt.Fprintln(os.Stderr)
	return string(b), err
}

type setupCodeCmd struct{}

func (setupCodeCmd) Run(ctx context.Context) error {
	a, err := open(ctx)
	if err != nil {
		return err
	}
	defer a.Close()
	code := a.Accounts.SetUpCode()
	if code == "" {
		return errors.New("in local mode the first page asks for no code")
	}
	fmt.Println(code)
	return nil
}

type tokenCmd struct {
	Create tokenCreateCmd `cmd:"" help:"Print a new API token, once."`
}

type tokenCreateCmd struct {
	Email string `help:"Whose token." required:""`
	Name  string `help:"What it is for." required:""`
	Scope string `help:"read, read,write, or either with ,export for whole lists." default:"read,write"`
}

func (c tokenCreateCmd) Run(ctx context.Context) error {
	a, err := open(ctx)
	if err != nil {
		return err
	}
	defer a.Close()
	token, err := a.Accounts.CreateToken(ctx, c.Email, c.Name, c.Scope)
	if err != nil {
		return err
	}
	fmt.Println(token)
	return nil
}

type factorsCmd struct {
	Reset factorsResetCmd `cmd:"" help:"Take the second step from somebody who lost it, and sign them out."`
}

type factorsResetCmd struct {
	Email string `arg:"" help:"Whose."`
}

func (c factorsResetCmd) Run(ctx context.Context) error {
	a, err := open(ctx)
	if err != nil {
		return err
	}
	defer a.Close()
	if err := a.Accounts.ResetFactors(ctx, c.Email); err != nil {
		return err
	}
	fmt.Printf("%s signs in with the password alone until they set up a second step again.\n", c.Email)
	return nil
}
