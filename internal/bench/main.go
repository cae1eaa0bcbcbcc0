// Command bench measures Kontor against a floor in the same run: the smallest
// handler that runs the same statements with the driver and writes the same
// bytes. It prints a table and writes docs/benchmarks.md.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"
)

func main() {
	if len(os.Args) > 1 {
		if work, ok := children()[os.Args[1]]; ok {
			exit(work(context.Background()))
		}
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	exit(run(ctx, readOptions()))
}

// children are the processes a run starts, by the first argument.
func children() map[string]func(context.Context) error {
	return map[string]func(context.Context) error{
		"serve":  serveChild,
		"floor":  floorChild,
		"fill":   fillChild,
		"import": importChild,
		"toil":   toilChild,
		"chain":  chainChild,
	}
}

func exit(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
	os.Exit(0)
}

// options say what is measured and how long.
type options struct {
	quick   bool
	engines []string
	sizes   []int
	rounds  int
	report  string
	profile string
	only    string
}

func readOptions() options {
	var o options
	flag.BoolVar(&o.quick, "quick", false, "a short run, to see that it works: few rounds")
	engines := flag.String("engines", "sqlite,postgres", "which databases")
	rounds := flag.Int("rounds", 9, "rounds in which ours and the floor take turns")
	small := flag.Bool("small", false, "only the small database")
	large := flag.Bool("large", false, "a database of a million contacts as well")
	flag.StringVar(&o.report, "report", "docs/benchmarks.md", "where the report is written; empty for nowhere")
	flag.StringVar(&o.profile, "profile", "", "a folder for CPU profiles")
	flag.StringVar(&o.only, "only", "", "sales: home, board and reports alone, against a tenth of the data; toil: the long pieces of work alone; chain: what the middleware costs alone; office: fifty people at once alone; million: lists, fifty people and long work at a million contacts; no report is written")
	flag.Parse()
	o.engines, o.rounds, o.sizes = strings.Split(*engines, ","), *rounds, []int{10_000, 200_000}
	if o.only == "sales" {
		o.sizes = []int{whole}
	}
	if o.only == "million" {
		o.sizes = []int{1_000_000}
	}
	if *large {
		o.sizes = append(o.sizes, 1_000_000)
	}
	if *small {
		o.sizes = o.sizes[:1]
	}
	if o.quick {
		o.rounds = min(o.rounds, 3)
	}
	return o
}

// pair is a tenth of the largest database that something is sold in, and that
// one; none where sales are not measured.
func (o options) pair() []int {
	most := 0
	for _, size := range o.sizes {
		if size <= whole {
			most = max(most, size)
		}
	}
	if most == 0 || o.only != "" && o.only != "sales" {
		return nil
	}
	return []int{most / 10, most}
}
