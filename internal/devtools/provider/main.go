// Command provider runs a company's sign-in server for the browser tests: an
// OpenID provider on loopback that sends people back to the address of the
// first argument, and knows one person by the address of the second. It prints
// where it listens, and ends with its input.
package main

import (
	"fmt"
	"io"
	"log/slog"
	"os"

	"kontor/internal/account/providertest"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: provider BACK EMAIL")
		os.Exit(2)
	}
	slog.SetDefault(slog.New(slog.DiscardHandler)) // it would tell of every request
	firm := providertest.Start(os.Args[1])
	defer firm.Close()
	firm.Employs("vyara", os.Args[2], true)
	fmt.Println(firm.URL)
	_, _ = io.Copy(io.Discard, os.Stdin) // whoever started it is there until it ends
}
